package dev.podnet.graph.svg;

import dev.podnet.graph.Drawing.ServiceBox;
import dev.podnet.graph.svg.Canvas.Anchor;
import java.util.ArrayList;
import java.util.List;

/** A service as a card: its number, its name and type, where it is reached, who answers. */
final class ServiceCard {

  private static final int PAD = 10;
  private static final int HEADER = 26;
  private static final int LINE = 16;

  private final ServiceBox service;

  ServiceCard(ServiceBox service) {
    this.service = service;
  }

  private record Line(Font font, String css, String text) {}

  private List<Line> lines() {
    List<Line> lines = new ArrayList<>();
    service.addresses().forEach(a -> lines.add(new Line(Font.CODE, "muted", a)));
    if (service.compact()) {
      lines.add(new Line(Font.NOTE, "muted", String.join(", ", service.ports())));
      return lines;
    }
    service.ports().forEach(p -> lines.add(new Line(Font.CODE, "", p)));
    service.outside().forEach(o -> lines.add(new Line(Font.NOTE, "", o)));
    lines.add(new Line(Font.NOTE, "muted", service.behind()));
    return lines;
  }

  int wanted() {
    int widest = (service.mark() > 0 ? HostCard.markWidth(service.mark()) + 6 : 0)
        + Font.NAME.width(service.name())
        + 12
        + Font.NOTE.width(service.type());
    for (Line line : lines()) {
      widest = Math.max(widest, line.font().width(line.text()));
    }
    return widest + 2 * PAD;
  }

  int height() {
    return HEADER + lines().size() * LINE + 6;
  }

  void draw(Canvas canvas, int x, int y, int width, int height) {
    canvas.open("service " + service.name() + ", " + service.type() + ", " + service.behind());
    canvas.box("card", x, y, width, height, 8);
    int start = x + PAD;
    if (service.mark() > 0) {
      start += HostCard.mark(canvas, service.mark(), start, y + 15) + 6;
    }
    int name = Math.min(Font.NAME.width(service.name()), x + width - PAD - start);
    int type = Font.NOTE.width(service.type());
    boolean both = name + 8 + type <= x + width - PAD - start || !service.compact();
    int right = both
        ? canvas.text(
            Font.NOTE, "muted", Anchor.END, x + width - PAD, y + 19, service.type(), width / 2)
        : 0;
    canvas.text(
        Font.NAME,
        "",
        Anchor.START,
        start,
        y + 19,
        service.name(),
        x + width - PAD - start - (right == 0 ? 0 : right + 8));
    int at = y + HEADER;
    for (Line line : lines()) {
      canvas.text(
          line.font(), line.css(), Anchor.START, x + PAD, at + 12, line.text(), width - 2 * PAD);
      at += LINE;
    }
    canvas.close();
  }
}
