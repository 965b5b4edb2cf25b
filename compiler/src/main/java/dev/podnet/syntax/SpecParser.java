package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.grammar.PodnetParser;
import dev.podnet.source.SourceFile;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.antlr.v4.runtime.ParserRuleContext;

/**
 * Reads {@code .podnet} source. Whatever the text, nothing is thrown: what is wrong with it goes to the sink with a code
 * of {@link dev.podnet.diagnostics.SyntaxCode}, and what is sound is returned.
 */
public final class SpecParser {

  private SpecParser() {}

  /** Reads a file. */
  public static SpecFile parse(SourceFile file, Diagnostics sink) {
    List<Statement> statements =
        read(file, sink, PodnetParser::spec, SpecBuilder::spec).orElse(List.of());
    return new SpecFile(file, statements);
  }

  /** Reads one statement of a cluster, such as {@code proxyMode ipvs}. */
  public static Optional<ClusterItem> parseClusterItem(SourceFile file, Diagnostics sink) {
    return read(
            file,
            sink,
            PodnetParser::oneClusterItem,
            (builder, rule) -> rule.clusterItem() == null
                ? Optional.<ClusterItem>empty()
                : builder.clusterItem(rule.clusterItem()))
        .flatMap(i -> i);
  }

  /** Reads one end of an assert or a trace, such as {@code service default/web}. */
  public static Optional<Party> parseParty(SourceFile file, Diagnostics sink) {
    return read(
            file,
            sink,
            PodnetParser::oneParty,
            (builder, rule) ->
                rule.party() == null ? Optional.<Party>empty() : builder.party(rule.party()))
        .flatMap(i -> i);
  }

  private static <C extends ParserRuleContext, T> Optional<T> read(
      SourceFile file,
      Diagnostics sink,
      java.util.function.Function<PodnetParser, C> start,
      BiFunction<SpecBuilder, C, T> build) {
    org.antlr.v4.runtime.CommonTokenStream tokens = new org.antlr.v4.runtime.CommonTokenStream(
        new dev.podnet.grammar.PodnetLexer(new Utf16Stream(file.name(), file.text())));
    PodnetParser parser = new PodnetParser(tokens);
    parser.removeErrorListeners();
    C tree = start.apply(parser);
    if (parser.getNumberOfSyntaxErrors() > 0) {
      dev.podnet.diagnostics.Diagnostic.at(
              dev.podnet.source.Span.ofFile(file),
              dev.podnet.diagnostics.SyntaxCode.UNEXPECTED,
              "syntax error")
          .to(sink);
      return Optional.empty();
    }
    return Optional.of(
        build.apply(new SpecBuilder(new Reading(file, sink, java.util.Set.of())), tree));
  }
}
