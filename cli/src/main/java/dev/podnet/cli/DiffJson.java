package dev.podnet.cli;

import com.google.gson.stream.JsonWriter;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.JsonFormat;
import dev.podnet.diff.Change;
import dev.podnet.diff.Changes;
import dev.podnet.diff.Effect.Disturbance;
import dev.podnet.diff.HostSet;
import dev.podnet.diff.Reason;
import dev.podnet.diff.Review;
import dev.podnet.facts.FactKind;
import dev.podnet.source.Span;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Differences for programs. Every field is always there; what is not known is null. */
final class DiffJson {

  private DiffJson() {}

  /**
   * The object.
   *
   * @param review what changes; null when that could not be found out
   */
  static String of(DiffSide old, DiffSide now, Review review, List<Diagnostic> diagnostics) {
    StringWriter text = new StringWriter();
    try {
      JsonWriter json = JsonFormat.writer(text);
      json.beginObject();
      json.name("formatVersion").value(JsonFormat.FORMAT_VERSION);
      side(json.name("old"), old);
      side(json.name("new"), now);
      if (review == null) {
        json.name("changed").nullValue();
      } else {
        json.name("changed").value(!review.changes().isEmpty());
        json.name("cluster").value(review.cluster());
        summary(json, review);
        hosts(json.name("hostsAdded"), review.changes().come());
        hosts(json.name("hostsRemoved"), review.changes().gone());
        reasons(json, review.reasons());
        changes(json, review);
      }
      JsonFormat.writeFields(json, diagnostics);
      json.endObject();
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("a string cannot fail", e);
    }
    return text.append('\n').toString();
  }

  private static void side(JsonWriter json, DiffSide side) throws IOException {
    json.beginObject();
    json.name("kind").value(side.kind());
    json.name("name").value(side.name());
    json.name("revision").value(side.revision().orElse(null));
    json.name("commit").value(side.commit().orElse(null));
    json.endObject();
  }

  private static void summary(JsonWriter json, Review review) throws IOException {
    Changes changes = review.changes();
    json.name("summary").beginObject();
    json.name("hosts").value(changes.hosts().size() + changes.come().size());
    json.name("hostsChanged").value(changes.changing().size());
    json.name("hostsAdded").value(changes.come().size());
    json.name("hostsRemoved").value(changes.gone().size());
    json.name("added").value(review.count(Change.Verb.ADDED));
    json.name("changed").value(review.count(Change.Verb.CHANGED));
    json.name("removed").value(review.count(Change.Verb.REMOVED));
    json.name("disturbing").value(review.disturbing(Disturbance.BROKEN));
    json.name("disturbingBriefly").value(review.disturbing(Disturbance.BRIEF));
    json.endObject();
  }

  private static void hosts(JsonWriter json, List<Changes.Host> hosts) throws IOException {
    json.beginArray();
    for (Changes.Host host : hosts) {
      json.beginObject();
      json.name("name").value(host.name());
      json.name("counts").beginObject();
      for (Map.Entry<FactKind, Integer> count : host.counts().entrySet()) {
        json.name(count.getKey().word()).value(count.getValue());
      }
      json.endObject();
      json.endObject();
    }
    json.endArray();
  }

  private static void reasons(JsonWriter json, List<Reason> reasons) throws IOException {
    json.name("reasons").beginArray();
    for (int i = 0; i < reasons.size(); i++) {
      Reason reason = reasons.get(i);
      json.beginObject();
      json.name("id").value(i + 1);
      json.name("change").value(reason.verb().word());
      json.name("kind").value(reason.object().kind().word());
      json.name("object").value(reason.object().name());
      json.name("aspect").value(reason.aspect());
      json.name("text").value(reason.text());
      json.name("chosen").value(reason.chosen());
      place(json.name("old"), reason.old());
      place(json.name("new"), reason.now());
      json.endObject();
    }
    json.endArray();
  }

  /** Where something is written; the same fields as in findings. */
  static void place(JsonWriter json, Optional<Span> span) throws IOException {
    if (span.isEmpty()) {
      json.nullValue();
      return;
    }
    json.beginObject();
    json.name("file").value(span.get().file().name());
    json.name("line").value(span.get().line());
    json.name("column").value(span.get().column());
    json.name("endLine").value(span.get().endLine());
    json.name("endColumn").value(span.get().endColumn());
    json.endObject();
  }

  private static void changes(JsonWriter json, Review review) throws IOException {
    json.name("changes").beginArray();
    for (Review.Told told : review.told()) {
      Change change = told.change();
      json.beginObject();
      json.name("change").value(change.verb().word());
      json.name("kind").value(change.kind().word());
      json.name("key").value(change.key());
      json.name("part").value(change.part());
      HostSet hosts = HostSet.of(change.hosts(), review.changes().hosts());
      json.name("hosts").beginObject();
      json.name("mode").value(hosts.mode().word());
      strings(json.name("names"), hosts.names());
      json.name("count").value(change.hosts().size());
      json.endObject();
      strings(json.name("removedLines"), change.gone());
      strings(json.name("addedLines"), change.come());
      json.name("reordered").value(change.reordered());
      at(json.name("oldAt"), change.oldAt());
      at(json.name("newAt"), change.nowAt());
      json.name("disturbs").value(told.effect().disturbance().word());
      json.name("effect").value(told.effect().text());
      json.name("reasons").beginArray();
      for (int reason : told.reasons()) {
        json.value(reason + 1);
      }
      json.endArray();
      json.endObject();
    }
    json.endArray();
  }

  private static void at(JsonWriter json, Optional<Change.At> at) throws IOException {
    if (at.isEmpty()) {
      json.nullValue();
      return;
    }
    json.beginObject();
    json.name("file").value(at.get().file());
    json.name("line").value(at.get().line());
    json.endObject();
  }

  private static void strings(JsonWriter json, List<String> values) throws IOException {
    json.beginArray();
    for (String value : values) {
      json.value(value);
    }
    json.endArray();
  }
}
