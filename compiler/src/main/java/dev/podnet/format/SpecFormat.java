package dev.podnet.format;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.Severity;
import dev.podnet.grammar.PodnetLexer;
import dev.podnet.source.SourceFile;
import dev.podnet.syntax.SpecParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.Token;

/** The canonical layout of podnet source ({@code podnet fmt}). */
public final class SpecFormat {

  private SpecFormat() {}

  /**
   * The source in its canonical layout: the same words, signs and comments in the same order, with other white space and
   * with line ends for semicolons. The layout of a result is the result again.
   *
   * @param sink takes the syntax errors that keep the source from being laid out
   * @return empty when there was an error
   */
  public static Optional<String> format(SourceFile file, Diagnostics sink) {
    Diagnostics found = new Diagnostics();
    SpecParser.parse(file, found);
    found.sorted().stream().filter(d -> d.severity() == Severity.ERROR).forEach(sink::report);
    if (found.hasErrors()) {
      return Optional.empty();
    }
    String laidOut = LayoutWriter.write(LayoutReader.read(file.text()));
    if (!words(file.text()).equals(words(laidOut))) {
      throw new IllegalStateException("the layout of " + file.name() + " would lose words");
    }
    return Optional.of(laidOut);
  }

  /** What must not be lost. */
  private static List<String> words(String text) {
    PodnetLexer lexer = new PodnetLexer(CharStreams.fromString(text));
    lexer.removeErrorListeners();
    List<String> words = new ArrayList<>();
    for (Token token = lexer.nextToken(); token.getType() != Token.EOF; token = lexer.nextToken()) {
      switch (token.getType()) {
        case PodnetLexer.SPACE, PodnetLexer.NL, PodnetLexer.SEMI -> {}
        default -> words.add(token.getText().stripTrailing());
      }
    }
    return words;
  }
}
