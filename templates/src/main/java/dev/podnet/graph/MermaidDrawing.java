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

/** The drawing as a flow chart of Mermaid (mermaid.js.org, "Flowcharts Syntax"), which GitHub and GitLab draw in Markdown. */
public final class MermaidDrawing {

  private final StringBuilder text = new StringBuilder();
  private final Map<Integer, List<String>> behind = new TreeMap<>();
  private final Map<String, List<String>> tunnels = new TreeMap<>();

  private MermaidDrawing() {}

  /** The text of a Mermaid file. */
  public static String of(Drawing drawing) {
    return new MermaidDrawing().chart(drawing);
  }

  private String chart(Drawing drawing) {
    line(0, "flowchart LR");
    for (int r = 0; r < drawing.routers().size(); r++) {
      Drawing.RouterBox router = drawing.routers().get(r);
      line(1, "r" + r + "([" + label("router " + router.name(), router.note()) + "]):::router");
    }
    for (int s = 0; s < drawing.segments().size(); s++) {
      Drawing.SegmentBox segment = drawing.segments().get(s);
      line(1, "s" + s + "[" + label(segment.words()) + "]:::segment");
    }
    for (int r = 0; r < drawing.routers().size(); r++) {
      for (int s : drawing.routers().get(r).segments()) {
        line(1, "r" + r + " --- s" + s);
      }
    }
    int number = 0;
    for (int s = 0; s < drawing.segments().size(); s++) {
      for (HostBox host : drawing.segments().get(s).hosts()) {
        host(host, "h" + number, "s" + s);
        number++;
      }
    }
    drawing.moreSegments().ifPresent(m -> line(1, "more[" + label("and " + m) + "]:::bare"));
    tunnels(drawing);
    services(drawing);
    line(1, "classDef segment fill:#2f5d8c,stroke:#2f5d8c,color:#ffffff");
    line(1, "classDef router fill:#fff8c5,stroke:#b08800,color:#1f2328");
    line(1, "classDef bridge fill:#1f7a5c,stroke:#1f7a5c,color:#ffffff");
    line(1, "classDef tunnel fill:#f6f0ff,stroke:#8250df,color:#6639ba,stroke-dasharray:5 3");
    line(1, "classDef service fill:#eef4ff,stroke:#1f6feb,color:#1f2328");
    line(1, "classDef bare stroke-dasharray:3 3");
    return text.toString();
  }

  private void host(HostBox host, String id, String segment) {
    if (host.detail() != Detail.FULL) {
      line(1, id + "[" + label(host.words()) + "]");
      line(1, segment + " --- " + id);
      host.devices()
          .forEach(
              d -> tunnels.computeIfAbsent(d.name(), k -> new ArrayList<>()).add(id));
      return;
    }
    line(1, "subgraph " + id + "x[" + label(host.name()) + "]");
    line(2, id + "[" + label(host.dev(), String.join("\n", host.addresses())) + "]");
    String trunk = id;
    if (host.bridge().isPresent()) {
      trunk = id + "b";
      line(2, trunk + "[" + device(host.bridge().get()) + "]:::bridge");
      line(2, id + " --- " + trunk);
    }
    for (int d = 0; d < host.devices().size(); d++) {
      Device device = host.devices().get(d);
      String end = id + "t" + d;
      line(2, end + "[" + device(device) + "]:::tunnel");
      line(2, trunk + " --- " + end);
      tunnels.computeIfAbsent(device.name(), k -> new ArrayList<>()).add(end);
    }
    for (int p = 0; p < host.pods().size(); p++) {
      PodBox pod = host.pods().get(p);
      String end = id + "p" + p;
      boolean wired = pod.kind() == PodKind.WIRED || pod.kind() == PodKind.GROUP;
      line(
          2,
          end + "([" + label(pod.name(), String.join("\n", pod.text())) + "])"
              + (wired ? "" : ":::bare"));
      if (wired) {
        line(2, trunk + " --- " + end);
      }
      pod.marks().forEach(m -> behind.computeIfAbsent(m, k -> new ArrayList<>()).add(end));
    }
    line(1, "end");
    line(1, segment + " --- " + id);
  }

  private void tunnels(Drawing drawing) {
    for (int t = 0; t < drawing.tunnels().size(); t++) {
      Drawing.Tunnel tunnel = drawing.tunnels().get(t);
      line(
          1,
          "t" + t + "[" + label(tunnel.name() + ", " + tunnel.what(), tunnel.scope())
              + "]:::tunnel");
      for (String end : tunnels.getOrDefault(tunnel.name(), List.of())) {
        line(1, end + " -.- t" + t);
      }
    }
  }

  private void services(Drawing drawing) {
    for (int v = 0; v < drawing.services().size(); v++) {
      ServiceBox service = drawing.services().get(v);
      line(1, "v" + v + "[" + label(service.words()) + "]:::service");
      for (String end : behind.getOrDefault(service.mark(), List.of())) {
        line(1, end + " -.- v" + v);
      }
    }
  }

  private static String device(Device device) {
    return label(device.name(), String.join("\n", device.addresses()));
  }

  private void line(int level, String content) {
    text.append("  ".repeat(level)).append(content).append('\n');
  }

  private static String label(String... lines) {
    return label(List.of(lines));
  }

  /** A quoted label. Signs that mean something to Mermaid or to HTML are written as its entities, which have no {@code &}. */
  private static String label(List<String> lines) {
    StringBuilder label = new StringBuilder("\"");
    for (String line : lines) {
      if (line.isEmpty()) {
        continue;
      }
      label.append(label.length() > 1 ? "<br/>" : "");
      VisibleText.of(line).codePoints().forEach(c -> {
        switch (c) {
          case '\n' -> label.append("<br/>");
          case '"', '#', '&', '<', '>', '`', '\\', ';' ->
            label.append('#').append(c).append(';');
          default -> label.appendCodePoint(c);
        }
      });
    }
    return label.append('"').toString();
  }
}
