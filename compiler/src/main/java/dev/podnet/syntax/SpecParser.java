package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.grammar.PodnetParser;
import dev.podnet.grammar.PodnetParser.OneClusterItemContext;
import dev.podnet.grammar.PodnetParser.OnePartyContext;
import dev.podnet.source.SourceFile;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * Reads {@code .podnet} source. Whatever the text, nothing is thrown: what is wrong with it goes to the sink with a code
 * of {@link SyntaxCode}, and what is sound is returned.
 *
 * <p>The steps: {@link Characters} looks at what is no plain text, {@link Words} cuts it, {@link Braces} pairs braces,
 * {@link ParseTree} parses and explains, {@link SpecBuilder} reads the values.
 */
public final class SpecParser {

  /** The longest source, in UTF-16 units: 8 Mi. */
  public static final int MAX_CHARS = 8 << 20;

  /** The deepest nesting of blocks; the language itself needs four. */
  public static final int MAX_DEPTH = 64;

  /** The most statements in one file. */
  public static final int MAX_STATEMENTS = 500_000;

  /** The most words and signs in one file. */
  public static final int MAX_WORDS = 2_500_000;

  /** The most errors reported for one file. */
  public static final int MAX_ERRORS = 100;

  private SpecParser() {}

  /** Reads a file. */
  public static SpecFile parse(SourceFile file, Diagnostics sink) {
    List<Statement> statements = read(
        file,
        sink,
        findings -> ParseTree.of(findings, PodnetParser::spec)
            .map(tree -> tree.builder(findings).spec(tree.root())));
    return new SpecFile(file, statements == null ? List.of() : statements);
  }

  /** Reads one statement of a cluster, such as {@code proxyMode ipvs}. */
  public static Optional<ClusterItem> parseClusterItem(SourceFile file, Diagnostics sink) {
    return Optional.ofNullable(read(file, sink, findings -> {
      if (isEmpty(findings, "a statement of `cluster` such as `proxyMode ipvs`")) {
        return Optional.empty();
      }
      return ParseTree.of(findings, PodnetParser::oneClusterItem).flatMap(tree -> {
        OneClusterItemContext root = tree.root();
        return root.clusterItem() == null
            ? Optional.empty()
            : tree.builder(findings).clusterItem(root.clusterItem());
      });
    }));
  }

  /** Reads one end of an assert or a trace, such as {@code service default/web}. */
  public static Optional<Party> parseParty(SourceFile file, Diagnostics sink) {
    return Optional.ofNullable(read(file, sink, findings -> {
      if (isEmpty(findings, "one end of a connection such as `default/web` or `world`")) {
        return Optional.empty();
      }
      return ParseTree.of(findings, PodnetParser::oneParty).flatMap(tree -> {
        OnePartyContext root = tree.root();
        return tree.sound() && root.party() != null
            ? tree.builder(findings).party(root.party())
            : Optional.empty();
      });
    }));
  }

  private static boolean isEmpty(Findings findings, String expected) {
    boolean empty = findings.file().text().isBlank();
    if (empty) {
      findings.report(Diagnostic.at(
              Span.ofFile(findings.file()), SyntaxCode.MISSING_VALUE, expected + " is missing")
          .label("nothing here"));
    }
    return empty;
  }

  /** What is read within the limits of size and stack, or null. */
  private static <T> T read(SourceFile file, Diagnostics sink, Step<T> step) {
    Findings findings = new Findings(file, sink);
    if (file.text().length() > MAX_CHARS) {
      findings.report(Diagnostic.at(
              Span.ofFile(file),
              SyntaxCode.LIMIT,
              file.name() + " has more than " + (MAX_CHARS >> 20) + " Mi characters")
          .help("divide it into several files and `include` them"));
      return null;
    }
    try {
      T value = step.read(findings).orElse(null);
      findings.settle();
      return value;
    } catch (StackOverflowError e) {
      findings.report(Diagnostic.at(
              Span.ofFile(file), SyntaxCode.LIMIT, file.name() + " is nested too deeply to be read")
          .help("divide it into simpler statements"));
      return null;
    }
  }

  /** One way to read a source. */
  private interface Step<T> {
    Optional<T> read(Findings findings);
  }
}
