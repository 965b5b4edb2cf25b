package dev.podnet.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DOT and Mermaid, whatever the texts. */
class TextDrawingsTest {

  private static final long SEED = 20_261_129;
  private static final int DRAWINGS = 60;

  /** A line of a Mermaid flow chart as podnet writes it; what stands in quotes has no sign with a meaning. */
  private static final Pattern MERMAID = Pattern.compile(
      "flowchart LR| +((subgraph )?[a-z0-9]+(\\(?\\[)\"[^\"`<>&\\\\]*(<br/>[^\"`<>&\\\\]*)*\"(\\]\\)?)"
          + "(:::[a-z]+)?|[a-z0-9]+ (---|-\\.-) [a-z0-9]+|end|classDef .*)");

  @TempDir
  Path folder;

  @Test
  void graphvizTakesEveryDrawing() throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("dot", "-Tcanon", "-O"));
    for (int i = 0; i < DRAWINGS; i++) {
      Path file = folder.resolve(i + ".dot");
      Files.writeString(file, DotDrawing.of(RandomDrawing.of(SEED + i)));
      command.add(file.toString());
    }
    Process dot = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(dot.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(dot.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said).isEmpty();
    assertThat(dot.exitValue()).isZero();
  }

  @Test
  void graphvizShowsTextsAsTheyAre() throws IOException, InterruptedException {
    String name = "a\"b\\N<c>&{d}";
    Drawing drawing = new Drawing(
        name, List.of(), List.of(), List.of(), Optional.empty(), List.of(), List.of(), "");
    Path file = Files.writeString(folder.resolve("a.dot"), DotDrawing.of(drawing));
    Process svg = new ProcessBuilder("dot", "-Tsvg", file.toString()).start();
    String said = new String(svg.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(said).contains(">a&quot;b\\N&lt;c&gt;&amp;{d}</text>");
  }

  @Test
  void noTextOfAMermaidChartHasASignWithAMeaning() {
    for (int i = 0; i < DRAWINGS; i++) {
      String chart = MermaidDrawing.of(RandomDrawing.of(SEED + i));
      assertThat(chart.split("\n"))
          .as("seed %d", SEED + i)
          .allSatisfy(l -> assertThat(l).matches(MERMAID));
    }
  }

  @Test
  void aMermaidLabelIsWrittenWithMermaidsEntities() {
    Drawing drawing = new Drawing(
        "c",
        List.of(),
        List.of(new Drawing.RouterBox("a\"#;<b>", "", List.of())),
        List.of(),
        Optional.empty(),
        List.of(new Drawing.Tunnel("t", "w", "s", new TreeSet<>())),
        List.of(),
        "");
    assertThat(MermaidDrawing.of(drawing))
        .contains(
            "r0([\"router a#34;#35;#59;#60;b#62;\"]):::router\n", "t0[\"t, w<br/>s\"]:::tunnel\n");
  }
}
