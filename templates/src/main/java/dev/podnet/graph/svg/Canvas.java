package dev.podnet.graph.svg;

import dev.podnet.graph.VisibleText;

/** Takes shapes and texts and makes SVG elements of them. Shapes that are drawn later lie above. */
final class Canvas {

  private final StringBuilder lines = new StringBuilder();
  private final StringBuilder shapes = new StringBuilder();
  private int depth = 1;

  /** Where a text stands from its place on. */
  enum Anchor {
    START(""),
    MIDDLE(" text-anchor=\"middle\""),
    END(" text-anchor=\"end\"");

    private final String attribute;

    Anchor(String attribute) {
      this.attribute = attribute;
    }
  }

  /** Begins a group; what it is can be read by pointing at it, and aloud. */
  void open(String title) {
    indent().append("<g>\n");
    depth++;
    indent().append("<title>").append(escape(title)).append("</title>\n");
  }

  /** Ends a group. */
  void close() {
    depth--;
    indent().append("</g>\n");
  }

  private StringBuilder indent() {
    return shapes.append("  ".repeat(depth));
  }

  /** A box with round corners. */
  void box(String css, int x, int y, int width, int height, int radius) {
    indent()
        .append("<rect class=\"")
        .append(css)
        .append("\" x=\"")
        .append(x)
        .append("\" y=\"")
        .append(y)
        .append("\" width=\"")
        .append(width)
        .append("\" height=\"")
        .append(height);
    if (radius > 0) {
      shapes.append("\" rx=\"").append(radius);
    }
    shapes.append("\"/>\n");
  }

  /** A line below all shapes, as SVG's path data. */
  void line(String css, String path) {
    lines.append("  <path class=\"").append(css).append("\" d=\"").append(path).append("\"/>\n");
  }

  /** A line among the shapes. */
  void stroke(String css, String path) {
    indent().append("<path class=\"").append(css).append("\" d=\"").append(path).append("\"/>\n");
  }

  /**
   * A text; shortened where there is no room for it, and then whole in what a pointer shows.
   *
   * @param css further classes, such as a colour
   * @param y its base line
   * @param room how wide it may be
   * @return how wide it is at most
   */
  int text(Font font, String css, Anchor anchor, int x, int y, String text, int room) {
    // What is measured is what is shown.
    String whole = VisibleText.of(text);
    String shown = font.fit(whole, room);
    if (shown.isEmpty()) {
      return 0;
    }
    indent()
        .append("<text class=\"")
        .append(font.css())
        .append(css.isEmpty() ? "" : " " + css)
        .append("\" x=\"")
        .append(x)
        .append("\" y=\"")
        .append(y)
        .append('"')
        .append(anchor.attribute)
        .append('>');
    if (!shown.equals(whole)) {
      shapes.append("<title>").append(escape(text)).append("</title>");
    }
    shapes.append(escape(shown)).append("</text>\n");
    return font.width(shown);
  }

  /** Everything, lines first. */
  String elements() {
    return lines.toString() + shapes;
  }

  /** A text as it may stand in an element or an attribute (XML 1.0, 2.2 and 2.4). */
  static String escape(String text) {
    return VisibleText.of(text)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
