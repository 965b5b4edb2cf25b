package dev.podnet.graph.svg;

import dev.podnet.graph.Drawing;
import dev.podnet.graph.Drawing.Detail;
import dev.podnet.graph.Drawing.HostBox;
import dev.podnet.graph.Drawing.SegmentBox;
import dev.podnet.graph.Drawing.ServiceBox;
import dev.podnet.graph.svg.Canvas.Anchor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Lays a drawing out on a page: what holds for the cluster on top, then shelves of segments with routers above and hosts below
 * them, then the tunnels that join the hosts, then the services.
 */
public final class SvgDrawing {

  private static final int MARGIN = 24;

  /** The widest that shelves are made, so that texts stay readable in a page of documentation. */
  private static final int WIDEST = 960;

  private static final int NARROWEST = 440;
  private static final int COLUMNS = 4;
  private static final int SMALL_COLUMNS = 5;
  private static final int LEAST_CARD = 170;
  private static final int MOST_CARD = 320;
  private static final int TUNNEL_LINE = 20;

  private final Drawing drawing;
  private final Canvas canvas = new Canvas();
  private final List<Shelf> shelves = new ArrayList<>();
  private int card;

  private SvgDrawing(Drawing drawing) {
    this.drawing = drawing;
  }

  /** The text of an SVG file. */
  public static String of(Drawing drawing) {
    return new SvgDrawing(drawing).page();
  }

  private String page() {
    boolean combed = plan();
    RouterRows routers = new RouterRows(drawing, shelves);
    int left = MARGIN + routers.gutter() + (combed ? 18 : 0);
    move(left);
    boolean tunnels = !drawing.tunnels().isEmpty();
    int content = shelves.stream().mapToInt(Shelf::width).max().orElse(0);
    content = Math.max(content, NARROWEST);
    int right = left + content;
    boolean trunk = tunnels && (combed || shelves.size() > 1);
    int end = right + (trunk ? 16 : 0);
    int y = header(end - MARGIN);
    List<int[]> drops = new ArrayList<>();
    Map<Integer, Integer> above = new HashMap<>();
    for (int s = 0; s < shelves.size(); s++) {
      int bar = y + routers.height(s);
      routers.draw(canvas, s, y, bar, left, right, above);
      boolean bottom = s == shelves.size() - 1;
      y = shelves.get(s).draw(canvas, bar, trunk ? end - 4 : 0, bottom, drops) + 34;
    }
    if (tunnels) {
      y = tunnels(left, y - 4, end, drops) + 30;
    }
    if (drawing.moreSegments().isPresent()) {
      canvas.text(
          Font.TEXT,
          "muted",
          Anchor.START,
          left,
          y,
          "and " + drawing.moreSegments().get(),
          content);
      y += 34;
    }
    y = services(MARGIN, y, end);
    return svg(end + MARGIN, y + MARGIN - 18);
  }

  /** Puts segments on shelves; says whether any has more hosts than stand in a row. */
  private boolean plan() {
    List<HostBox> hosts =
        drawing.segments().stream().flatMap(s -> s.hosts().stream()).toList();
    boolean small = hosts.stream().noneMatch(h -> h.detail() != Detail.COMPACT);
    int most = small ? SMALL_COLUMNS : COLUMNS;
    int beside = beside(most);
    int room = (WIDEST - (beside - 1) * Shelf.SEGMENT_GAP) / beside;
    int wanted = hosts.stream().mapToInt(h -> new HostCard(h).wanted()).max().orElse(LEAST_CARD);
    for (SegmentBox segment : drawing.segments()) {
      int columns = columns(segment, most);
      wanted = Math.max(wanted, (Shelf.wanted(segment) - (columns - 1) * Shelf.GAP) / columns);
    }
    card = Math.min(Math.max(wanted, LEAST_CARD), Math.min(room, MOST_CARD));
    card = beside == 1 ? NARROWEST : card;
    card += card % 2;
    boolean combed = false;
    for (int i = 0; i < drawing.segments().size(); i++) {
      SegmentBox segment = drawing.segments().get(i);
      int columns = columns(segment, most);
      if (shelves.isEmpty() || shelves.get(shelves.size() - 1).columns() + columns > most) {
        shelves.add(new Shelf(card));
      }
      shelves.get(shelves.size() - 1).add(i, segment, columns, 0);
      combed |= segment.hosts().size() > columns;
    }
    return combed;
  }

  /** How many cards the fullest shelf has beside each other. */
  private int beside(int most) {
    int beside = 1;
    int shelf = 0;
    for (SegmentBox segment : drawing.segments()) {
      int columns = columns(segment, most);
      shelf = shelf + columns > most ? columns : shelf + columns;
      beside = Math.max(beside, shelf);
    }
    return beside;
  }

  /** The cards beside each other: rows are about equally long. */
  private static int columns(SegmentBox segment, int most) {
    int hosts = Math.max(1, segment.hosts().size());
    int rows = (hosts + most - 1) / most;
    return (hosts + rows - 1) / rows;
  }

  private void move(int left) {
    List<Shelf> moved = new ArrayList<>();
    for (Shelf shelf : shelves) {
      Shelf other = new Shelf(card);
      shelf.places().forEach(p -> other.add(p.index(), p.segment(), p.columns(), left));
      moved.add(other);
    }
    shelves.clear();
    shelves.addAll(moved);
  }

  private int header(int width) {
    canvas.text(Font.TITLE, "", Anchor.START, MARGIN, MARGIN + 18, drawing.cluster(), width);
    int y = MARGIN + 40;
    StringBuilder line = new StringBuilder();
    for (String fact : drawing.facts()) {
      String joined = line.isEmpty() ? fact : line + " · " + fact;
      if (!line.isEmpty() && Font.TEXT.width(joined) > width) {
        canvas.text(Font.TEXT, "muted", Anchor.START, MARGIN, y, line.toString(), width);
        y += 18;
        line.setLength(0);
        line.append(fact);
      } else {
        line.setLength(0);
        line.append(joined);
      }
    }
    canvas.text(Font.TEXT, "muted", Anchor.START, MARGIN, y, line.toString(), width);
    return y + 20;
  }

  private int tunnels(int left, int y, int end, List<int[]> drops) {
    int height = drawing.tunnels().size() * TUNNEL_LINE + 12;
    StringBuilder path = new StringBuilder();
    drops.forEach(
        d -> path.append('M').append(d[0]).append(',').append(d[1]).append('V').append(y));
    if (!path.isEmpty()) {
      canvas.line("way", path.toString());
    }
    int at = y;
    canvas.box("tunnel", left, y, end - left, height, 6);
    for (Drawing.Tunnel tunnel : drawing.tunnels()) {
      canvas.open("tunnel " + tunnel.name() + ", " + tunnel.what() + ", " + tunnel.scope());
      int start = left + 12;
      start += 12
          + canvas.text(
              Font.NAME, "tunneled", Anchor.START, start, at + 20, tunnel.name(), end - start - 12);
      start += 12
          + canvas.text(
              Font.CODE, "tunneled", Anchor.START, start, at + 20, tunnel.what(), end - start - 12);
      canvas.text(
          Font.NOTE, "muted", Anchor.START, start, at + 20, tunnel.scope(), end - start - 12);
      canvas.close();
      at += TUNNEL_LINE;
    }
    return y + height;
  }

  private int services(int left, int top, int end) {
    List<ServiceBox> boxes = drawing.services();
    if (boxes.isEmpty()) {
      return top;
    }
    int width = end - left;
    canvas.stroke("rule", "M" + left + "," + (top - 10) + "H" + end);
    int used =
        canvas.text(Font.HEAD, "", Anchor.START, left, top + 14, drawing.servicesTitle(), width);
    boolean marked = drawing.segments().stream()
        .flatMap(s -> s.hosts().stream())
        .flatMap(h -> h.pods().stream())
        .anyMatch(p -> !p.marks().isEmpty());
    if (marked) {
      canvas.text(
          Font.NOTE,
          "muted",
          Anchor.START,
          left + used + 14,
          top + 14,
          "the pods that bear a service's number stand behind it",
          width - used - 14);
    }
    List<ServiceCard> cards = boxes.stream().map(ServiceCard::new).toList();
    int wanted = max(cards, ServiceCard::wanted);
    int columns = Math.max(1, (width + Shelf.GAP) / (Math.min(wanted, 260) + Shelf.GAP));
    columns = Math.min(boxes.get(0).compact() ? SMALL_COLUMNS : COLUMNS, columns);
    int rows = (cards.size() + columns - 1) / columns;
    columns = (cards.size() + rows - 1) / rows;
    int room = (width + Shelf.GAP) / columns - Shelf.GAP;
    int size = rows > 1 ? room : Math.min(room, Math.max(wanted, LEAST_CARD));
    int y = top + 28;
    for (int row = 0; row < rows; row++) {
      List<ServiceCard> beside =
          cards.subList(row * columns, Math.min(cards.size(), (row + 1) * columns));
      int height = max(beside, ServiceCard::height);
      for (int i = 0; i < beside.size(); i++) {
        beside.get(i).draw(canvas, left + i * (size + Shelf.GAP), y, size, height);
      }
      y += height + 14;
    }
    return y + 4;
  }

  private static int max(List<ServiceCard> cards, ToIntFunction<ServiceCard> of) {
    return cards.stream().mapToInt(of).max().orElse(0);
  }

  private String svg(int width, int height) {
    String title = "The network of the cluster " + drawing.cluster();
    List<String> names = drawing.segments().stream().map(SegmentBox::name).toList();
    String description = title + ": " + String.join(", ", drawing.facts())
        + (names.isEmpty() ? "" : "; segments " + String.join(", ", names)) + ".";
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"" + width + "\" height=\"" + height
        + "\" viewBox=\"0 0 " + width + " " + height
        + "\" role=\"img\" aria-labelledby=\"podnet-title podnet-description\">\n"
        + "  <title id=\"podnet-title\">" + Canvas.escape(title) + "</title>\n"
        + "  <desc id=\"podnet-description\">" + Canvas.escape(description) + "</desc>\n"
        + Style.element()
        + "  <rect class=\"bg\" width=\"" + width + "\" height=\"" + height + "\" rx=\"8\"/>\n"
        + canvas.elements()
        + "</svg>\n";
  }
}
