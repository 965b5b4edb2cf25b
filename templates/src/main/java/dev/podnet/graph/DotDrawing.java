package dev.podnet.graph;

import dev.podnet.graph.Drawing.Detail;
import dev.podnet.graph.Drawing.Device;
import dev.podnet.graph.Drawing.HostBox;
import dev.podnet.graph.Drawing.PodBox;
import dev.podnet.graph.Drawing.PodKind;
import dev.podnet.graph.Drawing.ServiceBox;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The drawing in the language of Graphviz (graphviz.org, "DOT Language"), for {@code dot}. */
public final class DotDrawing {

  private final StringBuilder text = new StringBuilder();
  private final Map<Integer, List<String>> behind = new TreeMap<>();
  private final Map<String, List<String>> tunnels = new TreeMap<>();

  private DotDrawing() {}

  /** The text of a DOT file. */
  public static String of(Drawing drawing) {
    return new DotDrawing().graph(drawing);
  }

  private String graph(Drawing drawing) {
    line(0, "graph " + quoted(drawing.cluster()) + " {");
    line(
        1,
        "graph [label=" + lines(drawing.cluster(), String.join(", ", drawing.facts()))
            + ", labelloc=t, fontname=\"Helvetica\", rankdir=LR, ranksep=0.4, nodesep=0.2]");
    line(
        1,
        "node [fontname=\"Helvetica\", fontsize=11, shape=box, style=\"rounded,filled\","
            + " color=\"#8b949e\", fillcolor=\"#ffffff\"]");
    line(1, "edge [color=\"#2f5d8c\"]");
    for (int r = 0; r < drawing.routers().size(); r++) {
      Drawing.RouterBox router = drawing.routers().get(r);
      node(
          1,
          "r" + r,
          lines("router " + router.name(), router.note()),
          "shape=ellipse, fillcolor=\"#fff8c5\", color=\"#b08800\"");
      for (int s : router.segments()) {
        line(1, "r" + r + " -- s" + s);
      }
    }
    int number = 0;
    for (int s = 0; s < drawing.segments().size(); s++) {
      Drawing.SegmentBox segment = drawing.segments().get(s);
      node(
          1,
          "s" + s,
          lines(segment.words()),
          "style=filled, fillcolor=\"#2f5d8c\", color=\"#2f5d8c\", fontcolor=\"#ffffff\"");
      for (HostBox host : segment.hosts()) {
        host(host, "h" + number, "s" + s);
        number++;
      }
    }
    drawing.moreSegments().ifPresent(m -> node(1, "more", lines("and " + m), "style=dashed"));
    tunnels(drawing);
    services(drawing);
    return text.append("}\n").toString();
  }

  private void host(HostBox host, String id, String segment) {
    if (host.detail() != Detail.FULL) {
      node(1, id, lines(host.words()), "fillcolor=\"#f6f8fa\"");
      host.devices()
          .forEach(
              d -> tunnels.computeIfAbsent(d.name(), k -> new ArrayList<>()).add(id));
      line(1, segment + " -- " + id);
      return;
    }
    line(1, "subgraph " + quoted("cluster_" + id) + " {");
    line(
        2,
        "graph [label=" + quoted(host.name())
            + ", style=\"rounded,filled\", color=\"#8b949e\", fillcolor=\"#f6f8fa\"]");
    node(2, id, lines(host.dev(), String.join("\n", host.addresses())), "");
    String trunk = id;
    if (host.bridge().isPresent()) {
      trunk = id + "b";
      node(
          2,
          trunk,
          device(host.bridge().get()),
          "fillcolor=\"#1f7a5c\", color=\"#1f7a5c\", fontcolor=\"#ffffff\"");
      line(2, id + " -- " + trunk);
    }
    for (int d = 0; d < host.devices().size(); d++) {
      Device device = host.devices().get(d);
      String end = id + "t" + d;
      node(
          2,
          end,
          device(device),
          "style=\"dashed,filled\", color=\"#8250df\", fillcolor=\"#f6f0ff\"");
      line(2, trunk + " -- " + end);
      tunnels.computeIfAbsent(device.name(), k -> new ArrayList<>()).add(end);
    }
    for (int p = 0; p < host.pods().size(); p++) {
      PodBox pod = host.pods().get(p);
      String end = id + "p" + p;
      boolean wired = pod.kind() == PodKind.WIRED || pod.kind() == PodKind.GROUP;
      node(2, end, lines(pod.name(), String.join("\n", pod.text())), wired ? "" : "style=dashed");
      if (wired) {
        line(2, trunk + " -- " + end + " [color=\"#1f7a5c\"]");
      }
      pod.marks().forEach(m -> behind.computeIfAbsent(m, k -> new ArrayList<>()).add(end));
    }
    line(1, "}");
    line(1, segment + " -- " + id);
  }

  private void tunnels(Drawing drawing) {
    for (int t = 0; t < drawing.tunnels().size(); t++) {
      Drawing.Tunnel tunnel = drawing.tunnels().get(t);
      node(
          1,
          "t" + t,
          lines(tunnel.name() + ", " + tunnel.what(), tunnel.scope()),
          "style=\"dashed,filled\", color=\"#8250df\", fillcolor=\"#f6f0ff\"");
      for (String end : tunnels.getOrDefault(tunnel.name(), List.of())) {
        line(1, end + " -- t" + t + " [style=dashed, color=\"#8250df\"]");
      }
    }
  }

  private void services(Drawing drawing) {
    for (int v = 0; v < drawing.services().size(); v++) {
      ServiceBox service = drawing.services().get(v);
      node(1, "v" + v, lines(service.words()), "shape=note, fillcolor=\"#eef4ff\"");
      for (String end : behind.getOrDefault(service.mark(), List.of())) {
        line(1, end + " -- v" + v + " [style=dotted, color=\"#1f6feb\"]");
      }
    }
  }

  private static String device(Device device) {
    return lines(device.name(), String.join("\n", device.addresses()));
  }

  private void node(int level, String id, String label, String attributes) {
    line(level, id + " [label=" + label + (attributes.isEmpty() ? "" : ", " + attributes) + "]");
  }

  private void line(int level, String content) {
    text.append("  ".repeat(level)).append(content).append('\n');
  }

  private static String lines(String... lines) {
    return lines(List.of(lines));
  }

  private static String lines(List<String> lines) {
    List<String> kept = new ArrayList<>();
    for (String line : lines) {
      if (!line.isEmpty()) {
        kept.add(line);
      }
    }
    return quoted(String.join("\n", kept));
  }

  /** A quoted string, in which a backslash would begin an escape of Graphviz's own. */
  private static String quoted(String text) {
    return "\""
        + VisibleText.of(text).replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n")
        + "\"";
  }
}
