package dev.podnet.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The pictures in the examples' pages and in the README are what {@code podnet graph} draws of their specs.
 *
 * <p>{@code -Dgolden.update=true} accepts what is drawn now.
 */
class DrawingExamplesTest {

  private static final Path TOP = Path.of("").toAbsolutePath().getParent();
  private static final Path WORK = TOP.resolve("golden/target/golden/drawings");
  private static final Pattern SPEC = Pattern.compile("```podnet\n(.*?)```", Pattern.DOTALL);

  @TestFactory
  Stream<DynamicTest> everyExampleShowsItsDrawing() throws IOException {
    return Tree.folders(TOP.resolve("examples"), ".podnet").stream()
        .map(e -> DynamicTest.dynamicTest(e.getFileName().toString(), e.toUri(), () -> compare(e)));
  }

  private static void compare(Path example) throws IOException {
    String file = example.getFileName() + ".svg";
    compare(example.toString(), example.resolve(file));
    assertThat(example.resolve("README.md")).content().contains("](" + file + ")");
  }

  @Test
  void theReadmeShowsTheDrawingOfItsSpec() throws IOException {
    Matcher spec = SPEC.matcher(Files.readString(TOP.resolve("README.md")));
    assertThat(spec.find()).isTrue();
    Path input = WORK.resolve("shop.podnet");
    Files.createDirectories(WORK);
    Files.writeString(input, spec.group(1));
    compare(input.toString(), TOP.resolve("docs/shop.svg"));
  }

  private static void compare(String input, Path picture) throws IOException {
    Podnet run = Podnet.run("graph", input);
    assertThat(run.status()).as(run.err()).isZero();
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(picture, run.out());
    }
    Path received = WORK.resolve(picture.getFileName());
    String difference =
        Approved.difference(picture, received, run.out().getBytes(StandardCharsets.UTF_8));
    assertThat(difference)
        .as("%s and what is drawn now; see golden/README.md", TOP.relativize(picture))
        .isEmpty();
  }
}
