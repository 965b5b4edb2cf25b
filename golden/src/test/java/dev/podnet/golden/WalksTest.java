package dev.podnet.golden;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every example shows the walk of a packet as {@code podnet trace} tells it: a block of its README that begins with
 * {@code $ ./podnet trace} holds what that command prints, to the letter.
 *
 * <p>{@code -Dgolden.update=true} writes what it prints now.
 */
class WalksTest {

  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  /** The command without its program, then what it printed. */
  private static final Pattern WALK =
      Pattern.compile("^```\n\\$ \\./podnet (trace .+)\n((?:(?!```).*\n)*)```$", Pattern.MULTILINE);

  private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

  static Stream<Path> examples() throws IOException {
    return Tree.folders(ROOT.resolve("examples"), ".podnet").stream().map(ROOT::relativize);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void theReadmeShowsWhatTracePrints(Path example) throws IOException {
    Path readme = ROOT.resolve(example).resolve("README.md");
    String text = Files.readString(readme);
    List<MatchResult> walks = WALK.matcher(text).results().toList();
    assertThat(walks)
        .as("blocks in %s that begin with $ ./podnet trace", readme)
        .isNotEmpty();
    assertThat(walks).allSatisfy(w -> assertThat(w.group(1)).startsWith("trace " + example));
    String now = WALK.matcher(text).replaceAll(w -> Matcher.quoteReplacement(told(w.group(1))));
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(readme, now);
    } else {
      assertThat(text).as("%s, whose walks -Dgolden.update=true writes", readme).isEqualTo(now);
    }
  }

  private static String told(String command) {
    List<String> words = new ArrayList<>();
    for (Matcher word = WORD.matcher(command); word.find(); ) {
      words.add(word.group(1) == null ? word.group(2) : word.group(1));
    }
    Podnet run = Podnet.in(ROOT, words.toArray(String[]::new));
    // What the spec is warned of does not belong to the walk.
    assertThat(run.out()).as(run.err()).isNotEmpty();
    return "```\n$ ./podnet " + command + "\n" + run.out() + "```";
  }
}
