package dev.podnet.diagnostics;

import com.google.gson.stream.JsonWriter;
import dev.podnet.source.Span;
import java.io.FilterWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Findings as one JSON object for other programs:
 *
 * <pre>{@code
 * {"formatVersion":"1",
 *  "diagnostics":[{"severity","code","message","file","line","column","endLine","endColumn","label",
 *                  "related":[{"file","line","column","endLine","endColumn","message"}],"help"}],
 *  "errors":N,"warnings":N}
 * }</pre>
 *
 * <p>Lines and columns count from 1, columns in code points; the end is the place behind the last character. A finding
 * without a place has null in those fields. {@code help} is never null. Readers ignore fields they do not know.
 */
public final class JsonFormat {

  /** Raised when a field changes its meaning or goes; new fields do not raise it. */
  public static final String FORMAT_VERSION = "1";

  /** The object, on several lines, with a newline at its end. */
  public String format(List<Diagnostic> diagnostics) {
    StringWriter text = new StringWriter();
    try {
      JsonWriter json = writer(text);
      json.beginObject();
      json.name("formatVersion").value(FORMAT_VERSION);
      writeFields(json, diagnostics);
      json.endObject();
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail", e);
    }
    return text.append('\n').toString();
  }

  /** A JSON writer whose output is indented and safe to show on a terminal. */
  public static JsonWriter writer(Writer target) {
    JsonWriter json = new JsonWriter(new TerminalSafe(target));
    json.setIndent("  ");
    json.setHtmlSafe(false);
    json.setSerializeNulls(true);
    return json;
  }

  /** Writes the fields {@code diagnostics}, {@code errors} and {@code warnings} into an object that is open. */
  public static void writeFields(JsonWriter json, List<Diagnostic> diagnostics) throws IOException {
    json.name("diagnostics").beginArray();
    for (Diagnostic diagnostic : diagnostics) {
      write(json, diagnostic);
    }
    json.endArray();
    json.name("errors").value(count(diagnostics, Severity.ERROR));
    json.name("warnings").value(count(diagnostics, Severity.WARNING));
  }

  private static void write(JsonWriter json, Diagnostic diagnostic) throws IOException {
    String code = diagnostic.code().id();
    json.beginObject();
    json.name("severity").value(diagnostic.severity().word());
    json.name("code").value(code);
    json.name("message").value(diagnostic.message());
    place(json, diagnostic.primary().map(Label::span));
    json.name("label").value(diagnostic.primary().map(Label::text).orElse(""));
    json.name("related").beginArray();
    for (Label label : diagnostic.related()) {
      json.beginObject();
      place(json, Optional.of(label.span()));
      json.name("message").value(label.text());
      json.endObject();
    }
    json.endArray();
    json.name("help").value(diagnostic.help().orElse("`podnet explain " + code + "`"));
    json.endObject();
  }

  private static void place(JsonWriter json, Optional<Span> span) throws IOException {
    json.name("file").value(span.map(s -> s.file().name()).orElse(null));
    json.name("line").value(span.map(Span::line).orElse(null));
    json.name("column").value(span.map(Span::column).orElse(null));
    json.name("endLine").value(span.map(Span::endLine).orElse(null));
    json.name("endColumn").value(span.map(Span::endColumn).orElse(null));
  }

  private static long count(List<Diagnostic> diagnostics, Severity severity) {
    return diagnostics.stream().filter(d -> d.severity() == severity).count();
  }

  /** Escapes what JSON lets stand and a terminal acts upon; such characters occur within strings only. */
  private static final class TerminalSafe extends FilterWriter {
    TerminalSafe(Writer target) {
      super(target);
    }

    @Override
    public void write(int c) throws IOException {
      if (c >= 0x7f && DisplayText.visible(c) != c && !Character.isSurrogate((char) c)) {
        out.write("\\u" + HexFormat.of().toHexDigits((char) c));
      } else {
        out.write(c);
      }
    }

    @Override
    public void write(char[] buffer, int offset, int length) throws IOException {
      for (int i = 0; i < length; i++) {
        write(buffer[offset + i]);
      }
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
      for (int i = 0; i < length; i++) {
        write(text.charAt(offset + i));
      }
    }
  }
}
