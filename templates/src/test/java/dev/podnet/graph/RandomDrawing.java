package dev.podnet.graph;

import dev.podnet.graph.Drawing.Detail;
import dev.podnet.graph.Drawing.Device;
import dev.podnet.graph.Drawing.HostBox;
import dev.podnet.graph.Drawing.PodBox;
import dev.podnet.graph.Drawing.PodKind;
import dev.podnet.graph.Drawing.RouterBox;
import dev.podnet.graph.Drawing.SegmentBox;
import dev.podnet.graph.Drawing.ServiceBox;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Drawings of any shape, with texts that no network has: long ones, empty ones, and signs that mean something to a format. */
public final class RandomDrawing {

  private static final List<String> PIECES = List.of(
      "web",
      "-",
      "10.244.0.1",
      "<b>",
      "&amp;",
      "\"",
      "'",
      "\\",
      "\\N",
      "]",
      "}",
      "{",
      ";",
      "#",
      "%%",
      "`",
      "-->",
      "\n",
      "\t",
      "\u0000",
      "\u001b[1m",
      "é",
      "漢字",
      "😀",
      "\ud800",
      "\u202e",
      "end",
      "fd00:10:244::1/64",
      "WWWWWWWWWW",
      " ",
      "<!--",
      "]]>",
      "$(id)",
      "…");

  private final Random random;

  private RandomDrawing(long seed) {
    this.random = new Random(seed);
  }

  /** The drawing of a seed. */
  public static Drawing of(long seed) {
    return new RandomDrawing(seed).drawing();
  }

  private Drawing drawing() {
    int size = random.nextInt(8);
    List<SegmentBox> segments = list(size, this::segment);
    List<RouterBox> routers = list(size == 0 ? 0 : random.nextInt(5), () -> {
      TreeSet<Integer> joined =
          new TreeSet<>(list(1 + random.nextInt(4), () -> random.nextInt(size)));
      return new RouterBox(text(), text(), List.copyOf(joined));
    });
    SortedSet<String> hosts = new TreeSet<>(list(3, this::text));
    int services = random.nextInt(14);
    boolean compact = random.nextInt(3) == 0;
    return new Drawing(
        text(),
        texts(9),
        routers,
        segments,
        random.nextInt(4) == 0 ? Optional.of(text()) : Optional.empty(),
        list(random.nextInt(3), () -> new Drawing.Tunnel(text(), text(), text(), hosts)),
        IntStream.rangeClosed(1, services).mapToObj(i -> service(i, compact)).toList(),
        text());
  }

  private SegmentBox segment() {
    return new SegmentBox(text(), texts(2), texts(2), list(random.nextInt(7), this::host));
  }

  private HostBox host() {
    Detail detail = Detail.values()[random.nextInt(3)];
    boolean full = detail == Detail.FULL;
    return new HostBox(
        detail,
        text(),
        detail == Detail.GROUP ? 2 + random.nextInt(5000) : 1,
        text(),
        texts(2),
        texts(2),
        random.nextBoolean() ? Optional.of(device()) : Optional.empty(),
        list(random.nextInt(3), this::device),
        full ? list(random.nextInt(11), this::pod) : List.of(),
        random.nextInt(30_000));
  }

  private Device device() {
    return new Device(text(), texts(2));
  }

  private PodBox pod() {
    PodKind kind = PodKind.values()[random.nextInt(PodKind.values().length)];
    TreeSet<Integer> marks = new TreeSet<>(list(random.nextInt(6), () -> 1 + random.nextInt(120)));
    return new PodBox(kind, text(), texts(2), text(), marks);
  }

  private ServiceBox service(int number, boolean compact) {
    return new ServiceBox(
        compact ? 0 : number, text(), text(), texts(2), texts(4), texts(3), text(), compact);
  }

  private List<String> texts(int most) {
    return list(random.nextInt(most + 1), this::text);
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    int pieces = random.nextInt(random.nextInt(6) == 0 ? 40 : 5);
    for (int i = 0; i < pieces; i++) {
      text.append(PIECES.get(random.nextInt(random.nextBoolean() ? 3 : PIECES.size())));
    }
    return text.toString();
  }

  private static <T> List<T> list(int size, Supplier<T> each) {
    List<T> list = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      list.add(each.get());
    }
    return list;
  }
}
