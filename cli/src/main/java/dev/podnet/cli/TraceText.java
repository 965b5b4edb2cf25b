package dev.podnet.cli;

import com.google.gson.stream.JsonWriter;
import dev.podnet.diagnostics.JsonFormat;
import dev.podnet.simulate.Hop;
import dev.podnet.simulate.Question;
import dev.podnet.simulate.Trace;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;

/** A trace for people and for programs. */
final class TraceText {

  private final String from;
  private final String to;

  TraceText(String from, String to) {
    this.from = from;
    this.to = to;
  }

  /** The walk of each packet that was asked about, and where it may end. */
  String text(List<Question.Answer> answers) {
    StringBuilder text = new StringBuilder();
    for (Question.Answer answer : answers) {
      if (text.length() > 0) {
        text.append('\n');
      }
      one(text, answer);
    }
    return text.toString();
  }

  private static void one(StringBuilder text, Question.Answer answer) {
    Trace trace = answer.trace();
    text.append(answer.from())
        .append(" -> ")
        .append(answer.to())
        .append(": ")
        .append(trace.verdict().word());
    text.append(trace.reason().isEmpty() ? "\n" : ", " + trace.reason() + "\n");
    if (trace.outcomes().size() > 1
        || trace.outcomes().stream().anyMatch(o -> !o.nat().isEmpty())) {
      text.append("\nIt may end at\n");
      trace.outcomes().forEach(o -> outcome(text, o));
    }
    text.append(trace.outcomes().size() > 1 ? "\nThe way to the first of them\n" : "\nIts way\n");
    String node = null;
    int number = 1;
    for (Hop hop : trace.hops()) {
      if (!hop.node().equals(node)) {
        node = hop.node();
        text.append("  ").append(node.isEmpty() ? "underlay" : node).append('\n');
      }
      text.append(String.format(Locale.ROOT, "  %3d  %s: %s%n", number++, hop.where(), hop.what())
          .replace("\r", ""));
    }
  }

  private static void outcome(StringBuilder text, Trace.Outcome outcome) {
    text.append(String.format(Locale.ROOT, "  %5.1f %%  ", outcome.probability() * 100));
    text.append(outcome.pod().or(outcome::node).orElse("outside"));
    text.append(" at ").append(outcome.address());
    if (outcome.port() != 0) {
      text.append(outcome.address().isV4() ? ":" : " port ").append(outcome.port());
    }
    outcome
        .pod()
        .flatMap(p -> outcome.node())
        .ifPresent(n -> text.append(" on ").append(n));
    text.append(", from ").append(outcome.sourceSeen());
    text.append(outcome.nat().isEmpty() ? "" : " (" + String.join(", ", outcome.nat()) + ")");
    text.append(
        outcome.reason().isEmpty()
            ? ""
            : ": " + outcome.verdict().word() + ", " + outcome.reason());
    text.append('\n');
  }

  /** The form programs read; with several answers (a service with several ports, say) their outcomes follow each other. */
  String json(List<Question.Answer> answers) {
    StringWriter text = new StringWriter();
    try {
      JsonWriter json = JsonFormat.writer(text);
      json.beginObject();
      json.name("formatVersion").value(JsonFormat.FORMAT_VERSION);
      json.name("from").value(from);
      json.name("to").value(to);
      json.name("verdict").value(Question.worst(answers).word());
      json.name("reason")
          .value(answers.stream()
              .map(a -> a.trace().reason())
              .filter(r -> !r.isEmpty())
              .findFirst()
              .orElse(null));
      json.name("outcomes").beginArray();
      for (Question.Answer answer : answers) {
        for (Trace.Outcome outcome : answer.trace().outcomes()) {
          outcome(json, outcome);
        }
      }
      json.endArray();
      json.name("hops").beginArray();
      for (Hop hop : answers.isEmpty() ? List.<Hop>of() : answers.get(0).trace().hops()) {
        json.beginObject();
        json.name("node").value(hop.node().isEmpty() ? null : hop.node());
        json.name("where").value(hop.where());
        json.name("what").value(hop.what());
        json.endObject();
      }
      json.endArray();
      json.endObject();
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail", e);
    }
    return text.append('\n').toString();
  }

  private static void outcome(JsonWriter json, Trace.Outcome outcome) throws IOException {
    json.beginObject();
    json.name("verdict").value(outcome.verdict().word());
    json.name("pod").value(outcome.pod().orElse(null));
    json.name("node").value(outcome.node().orElse(null));
    json.name("address").value(outcome.address().toString());
    json.name("port").value(outcome.port());
    json.name("probability").value(Math.round(outcome.probability() * 1e6) / 1e6);
    json.name("sourceSeen").value(outcome.sourceSeen().toString());
    json.name("nat").beginArray();
    for (String nat : outcome.nat()) {
      json.value(nat);
    }
    json.endArray();
    json.endObject();
  }
}
