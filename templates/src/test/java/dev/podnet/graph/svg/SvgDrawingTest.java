package dev.podnet.graph.svg;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.graph.Drawing;
import dev.podnet.graph.RandomDrawing;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class SvgDrawingTest {

  private static final long SEED = 20_261_129;
  private static final int DRAWINGS = 120;

  /** A rectangle and what it is of. */
  private record Box(int x, int y, int width, int height, String what) {
    boolean overlaps(Box o) {
      return x < o.x + o.width && o.x < x + width && y < o.y + o.height && o.y < y + height;
    }

    boolean holds(Box o) {
      return x <= o.x && y <= o.y && o.x + o.width <= x + width && o.y + o.height <= y + height;
    }
  }

  private static Element parse(String svg) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    factory.setNamespaceAware(true);
    return factory
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(svg)))
        .getDocumentElement();
  }

  private static int number(Element element, String name) {
    return element.getAttribute(name).isEmpty() ? 0 : Integer.parseInt(element.getAttribute(name));
  }

  private static List<Element> all(Element root, String tag) {
    NodeList nodes = root.getElementsByTagName(tag);
    List<Element> list = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      list.add((Element) nodes.item(i));
    }
    return list;
  }

  /** Where a text is at most, by the widest font. */
  private static Box box(Element text) {
    String css = text.getAttribute("class").split(" ")[0];
    Font font = List.of(Font.values()).stream()
        .filter(f -> f.css().equals(css))
        .findFirst()
        .orElseThrow();
    String shown = text.getLastChild().getNodeValue();
    int width = font.width(shown);
    int x = number(text, "x");
    int start = switch (text.getAttribute("text-anchor")) {
      case "end" -> x - width;
      case "middle" -> x - width / 2;
      default -> x;
    };
    // From the height of a capital letter to the base line.
    return new Box(start, number(text, "y") - 9, width, 9, shown);
  }

  private static Box rectangle(Element e) {
    return new Box(
        number(e, "x"),
        number(e, "y"),
        number(e, "width"),
        number(e, "height"),
        e.getAttribute("class"));
  }

  @Test
  void textsStayInTheirBoxesAndApartWhateverTheyAre() throws Exception {
    for (int i = 0; i < DRAWINGS; i++) {
      Element root = parse(SvgDrawing.of(RandomDrawing.of(SEED + i)));
      String seed = "seed " + (SEED + i);
      Box page = new Box(0, 0, number(root, "width"), number(root, "height"), "page");
      List<Box> boxes =
          all(root, "rect").stream().map(SvgDrawingTest::rectangle).toList();
      List<Box> texts = all(root, "text").stream().map(SvgDrawingTest::box).toList();
      assertThat(boxes).as(seed).allMatch(page::holds);
      for (int t = 0; t < texts.size(); t++) {
        Box text = texts.get(t);
        List<Box> wrong = new ArrayList<>();
        boxes.stream()
            .filter(b -> b.overlaps(text) && !b.holds(text) && !b.what().equals("behind"))
            .forEach(wrong::add);
        texts.subList(t + 1, texts.size()).stream().filter(text::overlaps).forEach(wrong::add);
        if (!page.holds(text)) {
          wrong.add(page);
        }
        assertThat(wrong).as("%s: what %s is in the way of", seed, text).isEmpty();
      }
    }
  }

  @Test
  void cardsAndBarsDoNotOverlap() throws Exception {
    List<String> solid = List.of("card", "segment", "router", "pod", "bare", "bridge");
    for (int i = 0; i < DRAWINGS; i++) {
      List<Box> boxes = all(parse(SvgDrawing.of(RandomDrawing.of(SEED + i))), "rect").stream()
          .map(SvgDrawingTest::rectangle)
          .filter(b -> solid.contains(b.what()))
          .toList();
      for (int a = 0; a < boxes.size(); a++) {
        Box box = boxes.get(a);
        List<Box> wrong = boxes.subList(a + 1, boxes.size()).stream()
            .filter(o -> box.overlaps(o) && !box.holds(o))
            .toList();
        assertThat(wrong).as("seed %d: what %s is in the way of", SEED + i, box).isEmpty();
      }
    }
  }

  @Test
  void theSameDrawingGivesTheSameBytesInEveryLocale() {
    Locale before = Locale.getDefault();
    Drawing drawing = RandomDrawing.of(SEED);
    String first = SvgDrawing.of(drawing);
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(SvgDrawing.of(RandomDrawing.of(SEED))).isEqualTo(first);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void itNeedsNothingFromElsewhereAndCanBeReadAloud() throws Exception {
    for (int i = 0; i < 20; i++) {
      String svg = SvgDrawing.of(RandomDrawing.of(SEED + i));
      Element root = parse(svg);
      for (String tag : List.of("script", "image", "use", "a", "foreignObject", "animate")) {
        assertThat(all(root, tag)).isEmpty();
      }
      assertThat(svg)
          .doesNotContain("url(", "@import", "href")
          .doesNotContainPattern("\\son[a-z]+=");
      assertThat(root.getAttribute("role")).isEqualTo("img");
      assertThat(root.getAttribute("aria-labelledby")).isEqualTo("podnet-title podnet-description");
      assertThat(root.getFirstChild().getNextSibling().getNodeName()).isEqualTo("title");
    }
  }

  @Test
  void aTextThatIsShortenedCanBeReadWhole() throws Exception {
    String name = "a-name-" + "that-goes-on-".repeat(20) + "for-ever";
    Drawing drawing = new Drawing(
        name, List.of(), List.of(), List.of(), Optional.empty(), List.of(), List.of(), "");
    Element text = all(parse(SvgDrawing.of(drawing)), "text").get(0);
    assertThat(text.getFirstChild().getTextContent()).isEqualTo(name);
    assertThat(text.getLastChild().getNodeValue())
        .startsWith("a-name-")
        .contains("…")
        .endsWith("ever");
  }
}
