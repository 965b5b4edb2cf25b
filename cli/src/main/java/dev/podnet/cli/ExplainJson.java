package dev.podnet.cli;

import com.google.gson.stream.JsonWriter;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.JsonFormat;
import dev.podnet.origin.Caused;
import dev.podnet.origin.Origin;
import dev.podnet.origin.SpecObject;
import dev.podnet.origin.SpecStatement;
import dev.podnet.source.Span;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/** Where something comes from and what it caused, for programs. */
final class ExplainJson {

  private ExplainJson() {}

  /** Writes what stands between the head and the diagnostics. */
  private interface Body {
    void writeTo(JsonWriter json) throws IOException;
  }

  private static String object(List<Diagnostic> diagnostics, Body body) {
    StringWriter text = new StringWriter();
    try {
      JsonWriter json = JsonFormat.writer(text);
      json.beginObject();
      json.name("formatVersion").value(JsonFormat.FORMAT_VERSION);
      body.writeTo(json);
      JsonFormat.writeFields(json, diagnostics);
      json.endObject();
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail", e);
    }
    return text.append('\n').toString();
  }

  /** When there is nothing to tell but why. */
  static String failed(List<Diagnostic> diagnostics) {
    return object(diagnostics, json -> {});
  }

  /** Where a line comes from. */
  static String of(
      String file, int line, String content, Origin origin, List<Diagnostic> diagnostics) {
    return object(diagnostics, json -> {
      json.name("file").value(file);
      json.name("line").value(line);
      json.name("text").value(content);
      json.name("thing").value(origin.thing().orElse(null));
      json.name("host").value(origin.host().orElse(null));
      statements(json.name("statements"), origin.statements());
    });
  }

  /** What an object caused. */
  static String of(Caused caused, List<Diagnostic> diagnostics) {
    return object(diagnostics, json -> {
      json.name("kind").value(caused.object().kind().word());
      json.name("object").value(caused.object().name());
      statements(json.name("statements"), caused.statements());
      json.name("related").beginArray();
      for (SpecObject related : caused.related()) {
        json.beginObject();
        json.name("kind").value(related.kind().word());
        json.name("object").value(related.name());
        json.endObject();
      }
      json.endArray();
      json.name("lines").beginArray();
      for (Caused.Line line : caused.lines()) {
        json.beginObject();
        json.name("kind").value(line.kind().word());
        json.name("key").value(line.entry().key());
        json.name("text").value(line.entry().text());
        json.name("file").value(line.file());
        json.name("line").value(line.entry().number());
        json.name("hosts").value(line.hosts());
        json.endObject();
      }
      json.endArray();
      json.name("asserts").beginArray();
      for (Span span : caused.asserts()) {
        json.beginObject();
        json.name("text").value(span.text());
        DiffJson.place(json.name("place"), Optional.of(span));
        json.endObject();
      }
      json.endArray();
    });
  }

  private static void statements(JsonWriter json, List<SpecStatement> statements)
      throws IOException {
    json.beginArray();
    for (SpecStatement statement : statements) {
      json.beginObject();
      json.name("kind").value(statement.object().kind().word());
      json.name("object").value(statement.object().name());
      json.name("aspect").value(statement.aspect());
      json.name("value").value(statement.value());
      json.name("written").value(statement.written());
      DiffJson.place(json.name("place"), Optional.of(statement.span()));
      Span span = statement.span();
      json.name("source").value(span.file().lineText(span.line()));
      json.endObject();
    }
    json.endArray();
  }
}
