package dev.podnet.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TextDifferenceTest {

  @Test
  void showsEveryChangeWithItsSurroundings() {
    assertThat(difference("a\nb\nc\nd\n", "a\nx\ny\nd\n"))
        .containsExactly(
            "--- a/file", "+++ b/file", "@@ -1,4 +1,4 @@", " a", "-b", "-c", "+x", "+y", " d");
  }

  @Test
  void showsChangesFarApartWithoutWhatIsBetween() {
    String middle = "\n".repeat(100);
    assertThat(difference("a\n" + middle + "b\n", "A\n" + middle + "B\n"))
        .contains("-a", "+A", "-b", "+B")
        .hasSizeLessThan(20);
  }

  @Test
  void seesALineEndThatIsMissing() {
    assertThat(difference("a\n", "a")).endsWith("-a", "+a", "\\ No newline at end of file");
    assertThat(difference("a\n", "a\r\n")).endsWith("-a", "+a\r");
  }

  @Test
  void saysNothingToTheSame() {
    assertThat(difference("a\n", "a\n")).isEmpty();
    assertThat(difference("", "")).isEmpty();
  }

  @Test
  void showsFilesThatComeAndGoAsPatchReadsThem() {
    byte[] text = "a\nb\n".getBytes(StandardCharsets.UTF_8);
    assertThat(TextDifference.created("file", text))
        .containsExactly("--- /dev/null", "+++ b/file", "@@ -0,0 +1,2 @@", "+a", "+b");
    assertThat(TextDifference.deleted("file", text))
        .containsExactly("--- a/file", "+++ /dev/null", "@@ -1,2 +0,0 @@", "-a", "-b");
  }

  @Test
  void isCompleteForTextsThatHaveNothingInCommon() {
    String old =
        IntStream.range(0, 6000).mapToObj(i -> "old " + i).collect(Collectors.joining("\n"));
    String fresh =
        IntStream.range(0, 6000).mapToObj(i -> "new " + i).collect(Collectors.joining("\n"));
    List<String> lines = difference("same\n" + old + "\nsame\n", "same\n" + fresh + "\nsame\n");
    assertThat(lines).hasSize(2 + 1 + 2 + 12000).contains("-old 5999", "+new 0", " same");
  }

  private static List<String> difference(String expected, String actual) {
    return TextDifference.of(
        "file", expected.getBytes(StandardCharsets.UTF_8), actual.getBytes(StandardCharsets.UTF_8));
  }
}
