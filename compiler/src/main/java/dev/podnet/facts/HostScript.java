package dev.podnet.facts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code host.sh} says of a host. It is read as text, never run.
 *
 * @param includes the shared fragments that hold on the host, in the order they are loaded
 * @param parts the part each of its files belongs to, by the file's path without its ending
 */
public record HostScript(List<String> includes, Map<String, String> parts) {

  /** Copies the collections. */
  public HostScript {
    includes = List.copyOf(includes);
    parts = Map.copyOf(parts);
  }

  private static final String SHARED = "cluster/";

  private static final Map<String, String> SHOWN = new LinkedHashMap<>();

  static {
    SHOWN.put("UNDERLAY", "underlay interface");
    SHOWN.put("ADDRESSES", "underlay addresses");
    SHOWN.put("TOOLS", "programs");
    SHOWN.put("MODULES", "kernel modules");
  }

  /** Reads it. */
  static HostScript read(List<String> lines, Entries out) {
    List<String> includes = new ArrayList<>();
    Map<String, String> parts = new LinkedHashMap<>();
    boolean inside = false;
    for (int i = 0; i < lines.size(); i++) {
      out.at(i + 1);
      String line = lines.get(i);
      if (inside) {
        List<String> w = Lines.words(line);
        inside = !line.equals("'");
        for (int j = 1; inside && j < w.size(); j++) {
          parts.put(w.get(j), w.get(0));
          if (w.get(j).startsWith(SHARED)) {
            includes.add(w.get(j).substring(SHARED.length()));
          }
        }
      } else if (line.equals("PARTS='")) {
        inside = true;
      } else if (Lines.comment(line, "#").isPresent()) {
        out.about(Lines.comment(line, "#").get());
      } else {
        variable(line, out);
      }
    }
    return new HostScript(includes, parts);
  }

  private static void variable(String line, Entries out) {
    int at = line.indexOf('=');
    String shown = at < 0 ? null : SHOWN.get(line.substring(0, at));
    if (shown == null) {
      return;
    }
    String value = line.substring(at + 1);
    if (value.length() > 1 && value.startsWith("'") && value.endsWith("'")) {
      value = value.substring(1, value.length() - 1);
    }
    out.add(FactKind.HOST, shown, value);
  }
}
