package dev.podnet.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.grammar.PodnetLexer;
import dev.podnet.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;
import org.junit.jupiter.api.Test;

/** Whatever is done to the layout of a spec, with comments at every place where one may stand: none is lost. */
class MangledSpecsTest {

  private static final long SEED = 20_261_129;
  private static final int ROUNDS = 40;

  /** What else there is to lay out: long lists, long blocks, words with signs in them. */
  private static final String OTHER = """
      cluster c { backend vxlan { vni 3; port 4789 }; dns coredns { ttl 5s; forward 10.0.0.1, 10.0.0.2 } }
      import "a # b;{.yaml"
      segment s 10.0.0.0/16 { gateway 10.0.0.1; mtu 9000 }
      node n1 { address 10.0.0.2 dev eth0; externalIP 203.0.113.1, 203.0.113.2, 203.0.113.3, 203.0.113.4 }
      namespace a {}
      namespace b {
        pods p 3 on n1, n2, n3 { labels a=b c=d; container x { port 80; command "echo; { # }" } }
        service s { endpoints 10.1.0.1, 10.1.0.2, 10.1.0.3; port 80 }
        networkPolicy n {
          podSelector a=b
          ingress { from pods c=d; from 10.0.0.0/8 except 10.1.0.0/16, 10.2.0.0/16; ports 80/TCP, http, 8000-8100/TCP }
        }
      }
      assert reachable b/p-1 -> service b/s:80
      """;

  private static List<Token> tokens(String text) {
    PodnetLexer lexer = new PodnetLexer(CharStreams.fromString(text));
    lexer.removeErrorListeners();
    List<Token> tokens = new ArrayList<>();
    for (Token t = lexer.nextToken(); t.getType() != Token.EOF; t = lexer.nextToken()) {
      tokens.add(t);
    }
    return tokens;
  }

  private static List<String> comments(String text) {
    return tokens(text).stream()
        .filter(t -> t.getType() == PodnetLexer.COMMENT)
        .map(t -> t.getText().stripTrailing())
        .toList();
  }

  /** The words, and where statements end. */
  private static List<String> skeleton(String text) {
    List<String> words = new ArrayList<>(List.of("{"));
    for (Token t : tokens(text)) {
      String last = words.get(words.size() - 1);
      switch (t.getType()) {
        case PodnetLexer.SPACE, PodnetLexer.COMMENT -> {}
        case PodnetLexer.NL, PodnetLexer.SEMI -> {
          if (!last.equals("{") && !last.equals(",") && !last.equals("|")) {
            words.add("|");
          }
        }
        case PodnetLexer.RBRACE -> {
          if (last.equals("|")) {
            words.remove(words.size() - 1);
          }
          words.add("}");
        }
        default -> words.add(t.getText());
      }
    }
    if (words.get(words.size() - 1).equals("|")) {
      words.remove(words.size() - 1);
    }
    return words;
  }

  private String mangled(String text, Random random) {
    StringBuilder out = new StringBuilder();
    List<Token> tokens = tokens(text);
    boolean comma = false;
    for (int i = 0; i < tokens.size(); i++) {
      Token t = tokens.get(i);
      switch (t.getType()) {
        case PodnetLexer.SPACE -> out.append(List.of(" ", "\t", "   ").get(random.nextInt(3)));
        case PodnetLexer.NL, PodnetLexer.SEMI -> {
          boolean commented = i > 0 && tokens.get(i - 1).getType() == PodnetLexer.COMMENT;
          if (random.nextInt(3) == 0 && !commented && !comma) {
            out.append(random.nextBoolean() ? ";" : " ;; ");
          } else {
            end(out, random, !commented);
          }
        }
        case PodnetLexer.LBRACE -> {
          out.append(random.nextBoolean() ? "{" : " { ");
          if (random.nextInt(3) == 0) {
            end(out, random, true);
          }
        }
        case PodnetLexer.RBRACE -> {
          if (random.nextInt(3) == 0) {
            end(out, random, true);
          }
          out.append('}');
        }
        case PodnetLexer.COMMA -> {
          out.append(random.nextBoolean() ? "," : " ,");
          if (random.nextInt(3) == 0) {
            end(out, random, true);
          }
        }
        case PodnetLexer.COMMENT -> {
          out.append(t.getText());
        }
        default -> out.append(t.getText());
      }
      if (t.getType() != PodnetLexer.SPACE && t.getType() != PodnetLexer.COMMENT) {
        comma = t.getType() == PodnetLexer.COMMA || comma && t.getType() == PodnetLexer.NL;
      }
    }
    String all = out.toString();
    return random.nextBoolean() ? all.stripTrailing() : all;
  }

  /** One or more line ends, with comments behind the line and on lines of their own. */
  private static void end(StringBuilder out, Random random, boolean behind) {
    if (behind && random.nextInt(4) == 0) {
      out.append(random.nextBoolean() ? " # behind; {" : "#tight");
    }
    int lines = 1 + random.nextInt(3);
    for (int i = 0; i < lines; i++) {
      out.append(List.of("\n", "\r\n", "\r").get(random.nextInt(3)));
      if (random.nextInt(5) == 0) {
        out.append("  # own, ").append(random.nextInt(100)).append(" }  \n");
      }
    }
    out.append("\t".repeat(random.nextInt(2)));
  }

  private static String format(String text, String what) {
    Diagnostics diagnostics = new Diagnostics();
    return SpecFormat.format(new SourceFile("t.podnet", text), diagnostics)
        .orElseThrow(() -> new AssertionError(what + diagnostics.sorted() + "\n" + text));
  }

  @Test
  void noWordAndNoCommentIsLostAndALayoutIsItsOwnLayout() throws IOException {
    List<String> specs = new ArrayList<>(List.of(OTHER));
    try (Stream<Path> files = Files.walk(Path.of("../examples"))) {
      for (Path f : files.filter(f -> f.toString().endsWith(".podnet")).sorted().toList()) {
        specs.add(Files.readString(f));
      }
    }
    for (int s = 0; s < specs.size(); s++) {
      for (int i = 0; i < ROUNDS; i++) {
        String what = "spec " + s + ", seed " + (SEED + i);
        String mangled = mangled(specs.get(s), new Random(SEED + i));
        String laidOut = format(mangled, what);
        assertThat(comments(laidOut)).as("%s:%n%s", what, mangled).isEqualTo(comments(mangled));
        assertThat(skeleton(laidOut)).as("%s:%n%s", what, mangled).isEqualTo(skeleton(mangled));
        assertThat(format(laidOut, what)).as("%s, from:%n%s", what, mangled).isEqualTo(laidOut);
        assertThat(laidOut.lines()).as(what).noneMatch(l -> l.contains("\t") || l.endsWith(" "));
        assertThat(laidOut).as(what).endsWith("\n").doesNotContain("\n\n\n", "\r");
      }
    }
  }
}
