package dev.podnet.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TextDifferenceTest {

  @Test
  void showsOnlyWhatIsBetweenTheFirstAndTheLastDifference() {
    assertThat(difference("a\nb\nc\nd\n", "a\nx\ny\nd\n"))
        .isEqualTo("  from line 2:\n  - b\n  - c\n  + x\n  + y\n");
  }

  @Test
  void showsLinesThatOnlyCame() {
    assertThat(difference("a\nb\n", "a\nnew\nb\n")).isEqualTo("  from line 2:\n  + new\n");
  }

  @Test
  void seesALineEndThatIsMissing() {
    assertThat(difference("a\n", "a")).isNotEmpty();
    assertThat(difference("a\n", "a\r\n")).isNotEmpty();
  }

  @Test
  void saysNothingToTheSame() {
    assertThat(difference("a\n", "a\n")).isEmpty();
    assertThat(difference("", "")).isEmpty();
  }

  private static String difference(String expected, String actual) {
    return TextDifference.of(
        expected.getBytes(StandardCharsets.UTF_8), actual.getBytes(StandardCharsets.UTF_8));
  }
}
