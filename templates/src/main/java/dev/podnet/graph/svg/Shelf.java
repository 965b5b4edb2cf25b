package dev.podnet.graph.svg;

import dev.podnet.graph.Drawing.HostBox;
import dev.podnet.graph.Drawing.SegmentBox;
import dev.podnet.graph.svg.Canvas.Anchor;
import java.util.ArrayList;
import java.util.List;

/** Segments beside each other: bars with the cards of their hosts hanging on them. */
final class Shelf {

  /** Between cards. */
  static final int GAP = 18;

  /** Between segments. */
  static final int SEGMENT_GAP = 34;

  private static final int DROP = 20;
  private static final int BETWEEN_ROWS = 44;
  private static final int BAR_LINE = 17;
  private static final int PAD = 12;

  private final List<Place> places = new ArrayList<>();
  private final int card;

  /**
   * A segment in its place.
   *
   * @param index its place in the drawing
   * @param segment what it is
   * @param columns how many cards stand beside each other
   * @param x where it begins
   */
  record Place(int index, SegmentBox segment, int columns, int x, int width) {}

  /** An empty shelf for cards of a width. */
  Shelf(int card) {
    this.card = card;
  }

  List<Place> places() {
    return places;
  }

  /** Puts a segment behind the others. */
  void add(int index, SegmentBox segment, int columns, int left) {
    int x = places.isEmpty() ? left : left + width() + SEGMENT_GAP;
    places.add(new Place(index, segment, columns, x, columns * (card + GAP) - GAP));
  }

  int columns() {
    return places.stream().mapToInt(Place::columns).sum();
  }

  int width() {
    return places.stream().mapToInt(Place::width).sum() + (places.size() - 1) * SEGMENT_GAP;
  }

  private boolean combed(Place place) {
    return place.segment().hosts().size() > place.columns();
  }

  private static String cidrs(SegmentBox segment) {
    return String.join(", ", segment.cidrs());
  }

  private static List<String> texts(SegmentBox segment) {
    List<String> all = new ArrayList<>();
    if (!segment.cidrs().isEmpty()) {
      all.add(cidrs(segment));
    }
    all.addAll(segment.notes());
    return all;
  }

  /** The width at which a bar's text takes no more than two lines. */
  static int wanted(SegmentBox segment) {
    int text = Font.CODE.width(String.join(" · ", texts(segment)));
    return Math.max(text, Font.HEAD.width(segment.name())) + 2 * PAD;
  }

  private static boolean oneLine(Place place) {
    SegmentBox s = place.segment();
    int text = Font.HEAD.width(s.name()) + 14 + Font.CODE.width(String.join(" · ", texts(s)));
    return text <= place.width() - 2 * PAD;
  }

  /** The lines of a bar's text: all in one where there is room for that in each of the bars. */
  private List<String> barLines(Place place) {
    int room = place.width() - 2 * PAD;
    List<String> all = texts(place.segment());
    String rest = String.join(" · ", all);
    if (places.stream().allMatch(Shelf::oneLine)) {
      return List.of(rest);
    }
    List<String> lines = new ArrayList<>();
    lines.add("");
    if (Font.CODE.width(rest) <= room) {
      lines.add(rest);
    } else {
      lines.addAll(all);
    }
    return lines;
  }

  int barHeight() {
    int lines = places.stream().mapToInt(p -> barLines(p).size()).max().orElse(1);
    return lines * BAR_LINE + 11;
  }

  /**
   * Draws the bars and the cards.
   *
   * @param y the upper edge of the bars
   * @param trunk where the way to the tunnels goes down, right of everything; 0 where there are none
   * @param bottom whether nothing but the tunnels stands below
   * @param drops takes the places where the lowest cards hang on the tunnels
   * @return the lower edge
   */
  int draw(Canvas canvas, int y, int trunk, boolean bottom, List<int[]> drops) {
    int bar = barHeight();
    int rows = 1;
    for (Place place : places) {
      bar(canvas, place, y, bar);
      rows =
          Math.max(rows, (place.segment().hosts().size() + place.columns() - 1) / place.columns());
    }
    int top = y + bar + DROP;
    int lower = y + bar;
    for (int row = 0; row < rows; row++) {
      int height = 0;
      for (HostBox host : row(row)) {
        height = Math.max(height, new HostCard(host).height());
      }
      if (height == 0) {
        return lower;
      }
      List<int[]> ends = new ArrayList<>();
      for (Place place : places) {
        cards(canvas, place, row, y + bar, top, height, ends);
      }
      if (bottom && row == rows - 1) {
        drops.addAll(ends);
      } else if (trunk > 0 && !ends.isEmpty()) {
        int branch = top + height + 14;
        StringBuilder path = new StringBuilder();
        ends.forEach(e ->
            path.append('M').append(e[0]).append(',').append(e[1]).append('V').append(branch));
        path.append('M')
            .append(ends.get(0)[0])
            .append(',')
            .append(branch)
            .append('H')
            .append(trunk);
        canvas.line("way", path.toString());
        if (drops.isEmpty()) {
          drops.add(new int[] {trunk, branch});
        }
      }
      lower = top + height;
      top = lower + BETWEEN_ROWS;
    }
    return lower;
  }

  private List<HostBox> row(int row) {
    List<HostBox> hosts = new ArrayList<>();
    for (Place place : places) {
      place.segment().hosts().stream()
          .skip((long) row * place.columns())
          .limit(place.columns())
          .forEach(hosts::add);
    }
    return hosts;
  }

  private void cards(
      Canvas canvas, Place place, int row, int bar, int top, int height, List<int[]> ends) {
    List<HostBox> hosts = place.segment().hosts();
    int branch = row == 0 ? bar : top - 16;
    int last = 0;
    StringBuilder wires = new StringBuilder();
    for (int i = row * place.columns();
        i < Math.min(hosts.size(), (row + 1) * place.columns());
        i++) {
      int x = place.x() + (i - row * place.columns()) * (card + GAP);
      last = x + card / 2;
      wires.append('M').append(last).append(',').append(branch).append('V').append(top);
      new HostCard(hosts.get(i)).draw(canvas, x, top, card, height);
      if (!hosts.get(i).devices().isEmpty()) {
        ends.add(new int[] {last, top + height});
      }
    }
    if (row > 0 && last > 0) {
      int trunk = place.x() - 12;
      wires.append('M').append(trunk).append(',').append(bar - 4).append('V').append(branch);
      wires.append('H').append(last);
    }
    if (last > 0) {
      canvas.line("wire", wires.toString());
    }
  }

  private void bar(Canvas canvas, Place place, int y, int height) {
    SegmentBox s = place.segment();
    List<String> lines = barLines(place);
    int left = combed(place) ? place.x() - 18 : place.x();
    canvas.open("segment " + s.name() + (s.cidrs().isEmpty() ? "" : ", " + cidrs(s)));
    canvas.box("segment", left, y, place.x() + place.width() - left, height, 6);
    int used = canvas.text(
        Font.HEAD, "on", Anchor.START, left + PAD, y + 19, s.name(), place.width() - 2 * PAD);
    for (int i = 0; i < lines.size(); i++) {
      int start = left + PAD + (i == 0 ? used + 14 : 0);
      canvas.text(
          Font.CODE,
          "on",
          Anchor.START,
          start,
          y + 18 + i * BAR_LINE,
          lines.get(i),
          place.x() + place.width() - PAD - start);
    }
    canvas.close();
  }
}
