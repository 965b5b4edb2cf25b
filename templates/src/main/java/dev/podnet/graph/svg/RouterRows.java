package dev.podnet.graph.svg;

import dev.podnet.graph.Drawing;
import dev.podnet.graph.Drawing.RouterBox;
import dev.podnet.graph.svg.Canvas.Anchor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The routers above the segments they join: each in a row of its own above the first shelf that holds one of them, with lines
 * down to the bars, and a lane left of everything to the shelves below.
 */
final class RouterRows {

  /** Between two lanes. */
  static final int LANE = 12;

  private static final int ROW = 44;
  private static final int PASSING = 16;
  private static final int PILL = 30;
  private static final int CORNER = 6;

  private final List<RouterBox> routers;
  private final List<Shelf> shelves;
  private final Map<Integer, Integer> joins = new HashMap<>();
  private final Map<Integer, Integer> lanes = new HashMap<>();

  RouterRows(Drawing drawing, List<Shelf> shelves) {
    this.routers = drawing.routers();
    this.shelves = shelves;
    for (int r = 0; r < routers.size(); r++) {
      routers.get(r).segments().forEach(s -> joins.merge(s, 1, Integer::sum));
      if (home(r) < last(r)) {
        lanes.put(r, lanes.size());
      }
    }
  }

  /** How much room the lanes need. */
  int gutter() {
    return lanes.isEmpty() ? 0 : lanes.size() * LANE + 20;
  }

  private List<Shelf.Place> ends(int router, int shelf) {
    return shelves.get(shelf).places().stream()
        .filter(p -> routers.get(router).segments().contains(p.index()))
        .toList();
  }

  private int home(int router) {
    for (int s = 0; s < shelves.size(); s++) {
      if (!ends(router, s).isEmpty()) {
        return s;
      }
    }
    return 0;
  }

  private int last(int router) {
    int last = 0;
    for (int s = 0; s < shelves.size(); s++) {
      last = ends(router, s).isEmpty() ? last : s;
    }
    return last;
  }

  /** How high the rows above a shelf are. */
  int height(int shelf) {
    int height = 0;
    for (int r = 0; r < routers.size(); r++) {
      if (!ends(r, shelf).isEmpty()) {
        height += home(r) == shelf ? ROW : PASSING;
      }
    }
    return height == 0 ? 0 : height + 6;
  }

  /**
   * Draws the rows above a shelf.
   *
   * @param y the upper edge of the rows
   * @param bar the upper edge of the shelf's bars
   * @param left where the shelves begin
   * @param right where the page's content ends
   * @param above for each router with a lane, how far down it has been drawn
   */
  void draw(
      Canvas canvas, int shelf, int y, int bar, int left, int right, Map<Integer, Integer> above) {
    List<Integer> taken = new ArrayList<>();
    int at = y;
    for (int r = 0; r < routers.size(); r++) {
      List<Shelf.Place> ends = ends(r, shelf);
      if (ends.isEmpty()) {
        continue;
      }
      List<Integer> feet = new ArrayList<>();
      for (Shelf.Place place : ends) {
        feet.add(foot(r, place));
      }
      boolean home = home(r) == shelf;
      int middle = at + (home ? PILL / 2 : PASSING / 2);
      int lane = lanes.containsKey(r) ? left - 26 - lanes.get(r) * LANE : 0;
      StringBuilder path = new StringBuilder();
      if (home) {
        int width = width(routers.get(r));
        int x = clear(feet, width, taken, left, right);
        feet.forEach(f -> down(path, x + width / 2, x, x + width, f, middle, bar));
        if (lane > 0) {
          path.append("M" + (x + width / 2) + "," + middle + "H" + lane);
        }
        pill(canvas, routers.get(r), x, at, width);
      } else {
        // From a little before the corner or branch, which the gap would cut otherwise.
        int from = above.get(r);
        path.append("M" + (lane + LANE) + "," + from + "H" + lane);
        if (branched(r, shelf)) {
          path.append("M" + lane + "," + (from - LANE));
        }
        path.append("V" + middle);
        feet.forEach(f -> down(path, lane, lane, lane, f, middle, bar));
      }
      // Where two lines cross, the later one lies above, with a gap on both sides.
      canvas.line("gap", path.toString());
      canvas.line("link", path.toString());
      above.put(r, middle);
      taken.addAll(feet);
      at += home ? ROW : PASSING;
    }
  }

  /** Whether a lane has left for a shelf between its router's own and this one. */
  private boolean branched(int router, int shelf) {
    for (int s = home(router) + 1; s < shelf; s++) {
      if (!ends(router, s).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Where on a bar the line of a router ends: those of several share the bar. */
  private int foot(int router, Shelf.Place place) {
    int before = 0;
    for (int r = 0; r < router; r++) {
      before += routers.get(r).segments().contains(place.index()) ? 1 : 0;
    }
    return place.x() + place.width() * (before + 1) / (joins.get(place.index()) + 1);
  }

  private static void down(
      StringBuilder path, int from, int left, int right, int foot, int middle, int bar) {
    if (foot >= left && foot <= right) {
      path.append("M" + foot + "," + middle + "V" + bar);
    } else {
      int corner = foot < left ? foot + CORNER : foot - CORNER;
      path.append("M" + from + "," + middle + "H" + corner);
      path.append("Q" + foot + "," + middle + " " + foot + "," + (middle + CORNER) + "V" + bar);
    }
  }

  private static int width(RouterBox router) {
    int text = Font.NAME.width(router.name())
        + (router.note().isEmpty() ? 0 : 10 + Font.NOTE.width(router.note()));
    return Math.min(320, text + 44);
  }

  /** Where the pill begins: near the middle of its lines' ends, and across no line that comes from above. */
  private static int clear(
      List<Integer> feet, int width, List<Integer> taken, int left, int right) {
    int middle = (int) feet.stream().mapToInt(f -> f).average().orElse(left);
    int best = Math.max(left, middle - width / 2);
    for (int step = 0; step < right - left; step += 4) {
      for (int x : new int[] {middle - width / 2 + step, middle - width / 2 - step}) {
        boolean free = taken.stream().noneMatch(t -> t > x - 6 && t < x + width + 6);
        if (free && x >= left && x + width <= right) {
          return x;
        }
      }
    }
    return best;
  }

  private static void pill(Canvas canvas, RouterBox router, int x, int y, int width) {
    canvas.open("router " + router.name() + (router.note().isEmpty() ? "" : ", " + router.note()));
    canvas.box("router", x, y, width, PILL, PILL / 2);
    // Two crossing arrows, the usual sign of a router.
    int cx = x + 18;
    int cy = y + PILL / 2;
    canvas.stroke(
        "arrows",
        "M" + (cx - 6) + "," + cy + "H" + (cx + 6) + "M" + cx + "," + (cy - 6) + "V" + (cy + 6)
            + "M" + (cx - 6) + "," + cy + "l3,-3m-3,3l3,3M" + (cx + 6) + "," + cy
            + "l-3,-3m3,3l-3,3M" + cx + "," + (cy - 6) + "l-3,3m3,-3l3,3M" + cx + ","
            + (cy + 6) + "l-3,-3m3,3l3,-3");
    int used = canvas.text(Font.NAME, "", Anchor.START, x + 32, y + 19, router.name(), width - 44);
    canvas.text(
        Font.NOTE, "muted", Anchor.START, x + 42 + used, y + 19, router.note(), width - 54 - used);
    canvas.close();
  }
}
