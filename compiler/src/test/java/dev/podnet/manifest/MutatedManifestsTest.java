package dev.podnet.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.Label;
import dev.podnet.source.Located;
import dev.podnet.source.SourceFile;
import dev.podnet.source.Span;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever becomes of a manifest, reading it does not throw, and every place lies within the file. */
class MutatedManifestsTest {

  private static final long SEED = Long.getLong("podnet.seed", 20261120L);

  private static final String[] SNIPPETS = {
    "\n---\n",
    ": ",
    "- ",
    "\t",
    "{",
    "}",
    "[",
    "]",
    "\"",
    "'",
    "|\n",
    "&a ",
    "*a",
    "<<: ",
    "{{ x }}",
    "${X}",
    "~",
    "null",
    "true",
    "0x50",
    "1e999",
    "-1",
    "99999999999999999999",
    "😀",
    "\u0000",
    "\uFEFF",
    "\uD800",
    "!!int ",
    "!<x> ",
    "%YAML 9\n",
    "? ",
    "\r",
    "\u2028",
    "items:\n- ",
    "kind: List\n",
    "/",
    "::",
    "\\U99999999",
    "#",
    "..."
  };

  @Test
  void noMutationThrowsOrLosesItsPlace() throws IOException {
    List<String> texts = new ArrayList<>();
    for (Path path : RealManifestsTest.files(RealManifestsTest.ROOT)) {
      String text = Files.readString(path);
      if (text.length() < 12_000) {
        texts.add(text);
      }
    }
    assertThat(texts).hasSizeGreaterThan(100);
    Random random = new Random(SEED);
    for (int i = 0; i < 4000; i++) {
      String text = mutate(texts.get(random.nextInt(texts.size())), texts, random);
      check(text, i);
    }
  }

  @Test
  void noBytesThrow() {
    Random random = new Random(SEED);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      if (i % 2 == 0) {
        for (int j = 0; j < bytes.length; j++) {
          bytes[j] = (byte)
              "{}[]:,-'\"&*!|>%@`#?\n \tab01~<".charAt(bytes[j] & 15 | random.nextInt(2) << 3);
        }
      }
      check(new String(bytes, StandardCharsets.UTF_8), i);
      check(new String(bytes, StandardCharsets.UTF_16BE), i);
    }
  }

  private static String mutate(String text, List<String> texts, Random random) {
    StringBuilder mutated = new StringBuilder(text);
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(mutated.length() + 1);
      int end = Math.min(mutated.length(), at + random.nextInt(12));
      switch (random.nextInt(6)) {
        case 0 -> mutated.delete(at, end);
        case 1 -> mutated.insert(at, SNIPPETS[random.nextInt(SNIPPETS.length)]);
        case 2 -> mutated.replace(at, end, SNIPPETS[random.nextInt(SNIPPETS.length)]);
        case 3 -> mutated.insert(at, mutated.substring(at, end));
        case 4 -> {
          String other = texts.get(random.nextInt(texts.size()));
          int from = random.nextInt(other.length());
          mutated.insert(at, other, from, Math.min(other.length(), from + random.nextInt(200)));
        }
        default -> {
          // a value becomes another one
          int colon = mutated.indexOf(": ", at);
          int line = colon < 0 ? -1 : mutated.indexOf("\n", colon);
          if (line > 0) {
            mutated.replace(colon + 2, line, SNIPPETS[random.nextInt(SNIPPETS.length)]);
          }
        }
      }
    }
    return mutated.toString();
  }

  private static void check(String text, int round) {
    SourceFile file = new SourceFile("mutated.yaml", text);
    Diagnostics diagnostics = new Diagnostics();
    ManifestFile read;
    try {
      read = ManifestReader.read(file, diagnostics);
    } catch (RuntimeException | StackOverflowError e) {
      throw new AssertionError("seed " + SEED + ", round " + round + ":\n" + text, e);
    }
    for (Diagnostic diagnostic : diagnostics.sorted()) {
      inside(diagnostic.primary().map(Label::span).orElseThrow(), file, round);
      diagnostic.related().forEach(label -> inside(label.span(), file, round));
    }
    read.objects().forEach(object -> walk(object, file, round));
  }

  private static void inside(Span span, SourceFile file, int round) {
    if (span.file() != file || span.end() > file.text().length()) {
      throw new AssertionError("seed " + SEED + ", round " + round + ": " + span.start() + "-"
          + span.end() + " in\n" + file.text());
    }
  }

  /** Visits every place in a value. */
  private static void walk(Object value, SourceFile file, int round) {
    if (value instanceof Span span) {
      inside(span, file, round);
    } else if (value instanceof Located<?> located) {
      inside(located.span(), file, round);
      walk(located.value(), file, round);
    } else if (value instanceof Optional<?> optional) {
      optional.ifPresent(v -> walk(v, file, round));
    } else if (value instanceof Collection<?> collection) {
      collection.forEach(v -> walk(v, file, round));
    } else if (value instanceof Record) {
      for (RecordComponent component : value.getClass().getRecordComponents()) {
        try {
          component.getAccessor().setAccessible(true);
          walk(component.getAccessor().invoke(value), file, round);
        } catch (ReflectiveOperationException e) {
          throw new AssertionError(e);
        }
      }
    }
  }
}
