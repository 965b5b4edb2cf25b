package dev.podnet.manifest;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.Label;
import dev.podnet.source.SourceFile;
import dev.podnet.source.Span;
import java.util.List;

/** What reading a text gave. */
record Read(ManifestFile file, List<Diagnostic> diagnostics) {

  /** Marks, in the texts of these tests, the place at which a finding is expected. */
  static final char MARK = '«';

  static Read of(String text) {
    Diagnostics diagnostics = new Diagnostics();
    ManifestFile file = ManifestReader.read(new SourceFile("test.yaml", text), diagnostics);
    return new Read(file, diagnostics.sorted());
  }

  /** The only object of a text that must be without findings. */
  static <T extends KubeObject> T one(Class<T> type, String text) {
    Read read = of(text);
    if (!read.diagnostics.isEmpty() || read.file.objects().size() != 1) {
      throw new AssertionError(read.lines() + " and " + read.file.objects());
    }
    return type.cast(read.file.objects().get(0));
  }

  /** The findings as {@code CODE LINE:COLUMN}. */
  List<String> places() {
    return diagnostics.stream().map(d -> d.code().id() + " " + place(d)).toList();
  }

  /** The findings in full. */
  List<String> lines() {
    return diagnostics.stream()
        .map(d -> d.code().id() + " " + place(d) + " " + d.message() + " | "
            + d.help().orElse(""))
        .toList();
  }

  private static String place(Diagnostic diagnostic) {
    Span span = diagnostic.primary().map(Label::span).orElseThrow();
    return span.line() + ":" + span.column();
  }

  /** The place of the mark in a text as {@code LINE:COLUMN}. */
  static String markedPlace(String text) {
    int at = text.indexOf(MARK);
    if (at < 0 || text.indexOf(MARK, at + 1) >= 0) {
      throw new AssertionError("one mark is needed in:\n" + text);
    }
    int line = (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1;
    int column = at - text.lastIndexOf('\n', at - 1);
    return line + ":" + column;
  }
}
