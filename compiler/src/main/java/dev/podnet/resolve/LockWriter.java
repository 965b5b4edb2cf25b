package dev.podnet.resolve;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.List;
import java.util.Map;

/** The text of podnet.lock: JSON with one line for each node, pod and service, so that a change is a line of a diff. */
final class LockWriter {

  /** The form of the file that this version reads and writes. */
  static final int FORMAT_VERSION = 1;

  private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

  private LockWriter() {}

  static String write(Lock lock) {
    StringBuilder text = new StringBuilder();
    text.append("{\n  \"formatVersion\": ").append(FORMAT_VERSION).append(",\n");
    section(
        text,
        "nodes",
        lock.nodes().entrySet().stream()
            .map(e -> line(e.getKey(), array(e.getValue())))
            .toList());
    text.append(",\n");
    section(
        text,
        "pods",
        lock.pods().entrySet().stream()
            .map(e -> line(e.getKey().toString(), pod(e.getValue())))
            .toList());
    text.append(",\n");
    section(
        text,
        "services",
        lock.services().entrySet().stream()
            .map(e -> line(e.getKey().toString(), service(e.getValue())))
            .toList());
    return text.append("\n}\n").toString();
  }

  private static void section(StringBuilder text, String name, List<String> lines) {
    text.append("  \"").append(name).append("\": {");
    if (!lines.isEmpty()) {
      text.append("\n    ").append(String.join(",\n    ", lines)).append("\n  ");
    }
    text.append("}");
  }

  private static String line(String key, Object value) {
    return GSON.toJson(key) + ": " + GSON.toJson(value);
  }

  private static JsonObject pod(Lock.PodEntry entry) {
    JsonObject object = new JsonObject();
    entry.node().ifPresent(n -> object.addProperty("node", n));
    if (!entry.ips().isEmpty()) {
      object.add("ips", array(entry.ips()));
    }
    return object;
  }

  private static JsonObject service(Lock.ServiceEntry entry) {
    JsonObject object = new JsonObject();
    if (!entry.clusterIps().isEmpty()) {
      object.add("clusterIPs", array(entry.clusterIps()));
    }
    if (!entry.nodePorts().isEmpty()) {
      JsonObject ports = new JsonObject();
      for (Map.Entry<String, Integer> port : entry.nodePorts().entrySet()) {
        ports.addProperty(port.getKey(), port.getValue());
      }
      object.add("nodePorts", ports);
    }
    return object;
  }

  private static JsonArray array(List<?> values) {
    JsonArray array = new JsonArray();
    values.forEach(v -> array.add(new JsonPrimitive(v.toString())));
    return array;
  }
}
