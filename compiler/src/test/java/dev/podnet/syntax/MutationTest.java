package dev.podnet.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.source.SourceFile;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Specs that were right until something was deleted, inserted or swapped: whatever it is, it is reported, not thrown. */
class MutationTest {

  private static final int ROUNDS = 3_000;

  private static final String[] SCRAPS = {
    "{",
    "}",
    "{}",
    ";",
    ",",
    "\n",
    "->",
    "\"",
    "#",
    "=",
    ":",
    "/",
    "-",
    "\\",
    "'",
    "\t",
    "\r",
    " ",
    "\u0000",
    "\ufeff",
    "\u00a0",
    "😀",
    "\ud83d",
    "｛",
    "“",
    "node",
    "pod",
    "port",
    "10.0.0.1",
    "80",
    "a=b",
    "from",
    "labels",
    "cluster x {",
    "\"a\"",
    "[",
    "]",
    "$X",
    "%",
    "999999999999999999999",
    "::",
    "10.0.0.0/99",
    "apiVersion: v1",
    "---",
    "//",
    "on",
    "exact",
    "--",
    "0",
    "=>"
  };

  @Test
  void noMutantIsTooMuch() {
    long seed = System.nanoTime();
    System.out.println("MutationTest seed " + seed);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    List<String> sources =
        new ArrayList<>(Cases.read("forms.txt").stream().map(Cases::source).toList());
    sources.addAll(Cases.read("wrong-specs.txt").stream().map(Cases::source).toList());
    for (int round = 0; round < ROUNDS; round++) {
      String mutant = sources.get(random.nextInt(sources.size()));
      int mutations = 1 + random.nextInt(4);
      for (int i = 0; i < mutations; i++) {
        mutant = mutate(mutant, random);
      }
      check(mutant, "seed " + seed + ", round " + round + ":\n" + mutant);
    }
  }

  private static void check(String source, String description) {
    Diagnostics sink = new Diagnostics();
    SourceFile file = new SourceFile("spec.podnet", source);

    SpecFile spec = SpecParser.parse(file, sink);

    assertThat(spec.statements()).as(description).doesNotContainNull();
    for (Diagnostic finding : sink.sorted()) {
      assertThat(finding.code()).as(description).isInstanceOf(SyntaxCode.class);
      assertThat(finding.message()).as(description).isNotBlank().doesNotContain("null");
      Span span = finding.primary().orElseThrow().span();
      assertThat(span.end()).as(description).isLessThanOrEqualTo(source.length());
      assertThat(span.file()).isSameAs(file);
      assertThat(span.line()).as(description).isBetween(1, file.lineCount());
      finding
          .related()
          .forEach(label ->
              assertThat(label.span().end()).as(description).isLessThanOrEqualTo(source.length()));
    }
  }

  private static String mutate(String source, RandomGenerator random) {
    return switch (random.nextInt(6)) {
      case 0 -> characters(source, random);
      case 1 -> insert(source, random);
      case 2 -> {
        List<String> lines = new ArrayList<>(Arrays.asList(source.split("(?<=\n)")));
        yield String.join("", shuffled(lines, random));
      }
      case 3, 4 -> {
        List<String> words =
            new ArrayList<>(Arrays.asList(source.split("(?<=[ \n{};,])|(?=[{};,])")));
        yield String.join("", shuffled(words, random));
      }
      default -> {
        int at = random.nextInt(source.length() + 1);
        yield source.substring(0, at);
      }
    };
  }

  private static String characters(String source, RandomGenerator random) {
    if (source.isEmpty()) {
      return source;
    }
    int at = random.nextInt(source.length());
    int to = Math.min(source.length(), at + 1 + random.nextInt(3));
    return source.substring(0, at) + source.substring(to);
  }

  private static String insert(String source, RandomGenerator random) {
    int at = random.nextInt(source.length() + 1);
    String scrap = SCRAPS[random.nextInt(SCRAPS.length)];
    String space = random.nextBoolean() ? " " : "";
    return source.substring(0, at) + space + scrap + space + source.substring(at);
  }

  /** Drops, doubles or swaps parts. */
  private static List<String> shuffled(List<String> parts, RandomGenerator random) {
    if (parts.isEmpty()) {
      return parts;
    }
    int at = random.nextInt(parts.size());
    switch (random.nextInt(3)) {
      case 0 -> parts.remove(at);
      case 1 -> parts.add(at, parts.get(random.nextInt(parts.size())));
      default -> {
        int other = random.nextInt(parts.size());
        String part = parts.get(at);
        parts.set(at, parts.get(other));
        parts.set(other, part);
      }
    }
    return parts;
  }
}
