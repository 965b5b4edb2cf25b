package dev.podnet.graph.svg;

import dev.podnet.graph.Drawing.Detail;
import dev.podnet.graph.Drawing.Device;
import dev.podnet.graph.Drawing.HostBox;
import dev.podnet.graph.Drawing.PodBox;
import dev.podnet.graph.Drawing.PodKind;
import dev.podnet.graph.svg.Canvas.Anchor;
import java.util.ArrayList;
import java.util.List;

/**
 * A host as a card: its interface on top, where it hangs on its segment; the bridge with its pods below; its tunnel devices
 * at the bottom, where they hang on the tunnel.
 */
final class HostCard {

  private static final int PAD = 10;
  private static final int HEADER = 26;
  private static final int LINE = 16;
  private static final int BAR = 22;
  private static final int CHIP = 22;
  private static final int STEP = 26;
  private static final int TREE = 14;
  private static final int MARK = 7;
  private static final int MARKS = 3;

  private final HostBox host;

  HostCard(HostBox host) {
    this.host = host;
  }

  HostBox host() {
    return host;
  }

  private boolean full() {
    return host.detail() == Detail.FULL;
  }

  /** The width at which nothing has to be shortened. */
  int wanted() {
    int widest = Font.HEAD.width(host.name()) + 20 + Font.NOTE.width(count());
    for (String line : lines()) {
      widest = Math.max(widest, Font.CODE.width(line));
    }
    if (full()) {
      if (host.bridge().isPresent()) {
        widest = Math.max(widest, 16 + device(host.bridge().get()));
      }
      for (Device d : host.devices()) {
        widest = Math.max(widest, 16 + device(d));
      }
      for (PodBox pod : host.pods()) {
        int text = pod.text().isEmpty() ? 0 : 10 + Font.CODE.width(pod.text().get(0));
        int marks =
            pod.marks().stream().limit(MARKS).mapToInt(m -> markWidth(m) + 2).sum();
        widest = Math.max(widest, TREE + 16 + Font.TEXT.width(pod.name()) + text + marks + 6);
      }
    }
    return widest + 2 * PAD;
  }

  private static int device(Device device) {
    return Font.NAME.width(device.name())
        + 10
        + Font.CODE.width(String.join(", ", device.addresses()));
  }

  private String count() {
    return host.detail() == Detail.GROUP ? host.hosts() + " nodes" : host.podsText();
  }

  /** What stands below the name. */
  private List<String> lines() {
    List<String> lines = new ArrayList<>();
    switch (host.detail()) {
      case FULL -> {
        for (String address : host.addresses()) {
          lines.add((lines.isEmpty() ? host.dev() + " " : "") + address);
        }
        if (lines.isEmpty()) {
          lines.add(host.dev());
        }
        if (host.bridge().isEmpty()) {
          host.podRanges().forEach(r -> lines.add("pods " + r));
        }
      }
      case COMPACT -> {
        lines.addAll(host.addresses());
        host.podRanges().forEach(r -> lines.add("pods " + r));
      }
      case GROUP -> {
        lines.addAll(host.addresses());
        lines.add(host.podsText() + (host.podRanges().isEmpty() ? "" : " in"));
        lines.addAll(host.podRanges());
      }
    }
    return lines;
  }

  int height() {
    int height = HEADER + lines().size() * LINE + 8;
    if (full()) {
      height += host.bridge().isPresent() ? BAR + 8 : 0;
      height += host.pods().isEmpty() ? 0 : host.pods().size() * STEP + 4;
      height += host.devices().size() * (BAR + 6);
    }
    return height;
  }

  /** Draws it; it may be higher than it needs to be, its tunnel devices stand at its bottom. */
  void draw(Canvas canvas, int x, int y, int width, int height) {
    canvas.open(title());
    if (host.detail() == Detail.GROUP) {
      canvas.box("behind", x + 6, y + 6, width, height, 8);
      canvas.box("behind", x + 3, y + 3, width, height, 8);
    }
    canvas.box("card", x, y, width, height, 8);
    canvas.box("nic", x + width / 2 - 7, y - 4, 14, 8, 2);
    int right = canvas.text(
        Font.NOTE, "muted", Anchor.END, x + width - PAD, y + 19, count(), width / 2 - PAD);
    Font name = full() ? Font.HEAD : Font.NAME;
    canvas.text(name, "", Anchor.START, x + PAD, y + 19, host.name(), width - 2 * PAD - right - 8);
    int at = y + HEADER;
    for (String line : lines()) {
      canvas.text(Font.CODE, "muted", Anchor.START, x + PAD, at + 12, line, width - 2 * PAD);
      at += LINE;
    }
    if (full()) {
      inside(canvas, x, at + 4, width);
      int bottom = y + height - host.devices().size() * (BAR + 6) - 2;
      for (Device device : host.devices()) {
        bar(canvas, "tunnel", "tunneled", device, x + PAD, bottom, width - 2 * PAD);
        bottom += BAR + 6;
      }
    }
    canvas.close();
  }

  private String title() {
    return (host.detail() == Detail.GROUP ? host.hosts() + " nodes: " : "node ")
        + host.name()
        + (host.addresses().isEmpty() ? "" : ", " + String.join(", ", host.addresses()))
        + (host.podRanges().isEmpty() ? "" : ", pods in " + String.join(", ", host.podRanges()));
  }

  private void inside(Canvas canvas, int x, int top, int width) {
    int at = top;
    int trunk = top;
    if (host.bridge().isPresent()) {
      bar(canvas, "bridge", "on", host.bridge().get(), x + PAD, at, width - 2 * PAD);
      trunk = at + BAR;
      at += BAR + 6;
    }
    int stem = x + PAD + 5;
    int last = 0;
    StringBuilder twigs = new StringBuilder();
    for (PodBox pod : host.pods()) {
      int middle = at + CHIP / 2;
      if (pod.kind() == PodKind.WIRED || pod.kind() == PodKind.GROUP) {
        last = middle;
        twigs.append('M').append(stem).append(',').append(middle).append('H').append(stem + 9);
      }
      chip(canvas, pod, x + PAD + TREE, at, width - 2 * PAD - TREE);
      at += STEP;
    }
    if (last > 0) {
      canvas.stroke("hang", "M" + stem + "," + trunk + "V" + last + twigs);
    }
  }

  private static void bar(
      Canvas canvas, String css, String text, Device device, int x, int y, int width) {
    List<String> addresses = device.addresses();
    String all = String.join(", ", addresses);
    canvas.open(device.name() + (all.isEmpty() ? "" : ", " + all));
    canvas.box(css, x, y, width, BAR, 5);
    int used = canvas.text(Font.NAME, text, Anchor.START, x + 8, y + 15, device.name(), width - 16);
    int room = width - 16 - used - 10;
    String shown =
        addresses.size() < 2 || Font.CODE.width(all) <= room ? all : addresses.get(0) + ", …";
    canvas.text(Font.CODE, text, Anchor.END, x + width - 8, y + 15, shown, room);
    canvas.close();
  }

  private static void chip(Canvas canvas, PodBox pod, int x, int y, int width) {
    boolean wired = pod.kind() == PodKind.WIRED || pod.kind() == PodKind.GROUP;
    canvas.open(pod.title());
    canvas.box(wired ? "pod" : "bare", x, y, width, CHIP, 11);
    int start = x + 4;
    for (int number : pod.marks().stream().limit(MARKS).toList()) {
      start += mark(canvas, number, start, y + CHIP / 2) + 2;
    }
    start += pod.marks().isEmpty() ? 5 : 2;
    int end = x + width - 9;
    if (!pod.text().isEmpty()) {
      Font font = pod.kind() == PodKind.WIRED ? Font.CODE : Font.NOTE;
      int room = end - start - 8;
      int used = canvas.text(
          font,
          "muted",
          Anchor.END,
          end,
          y + 15,
          pod.text().get(0),
          room - Math.min(Font.TEXT.width(pod.name()), room / 2));
      end -= used + 8;
    }
    canvas.text(Font.TEXT, "", Anchor.START, start, y + 15, pod.name(), end - start);
    canvas.close();
  }

  /** The number of a service; how wide it is. */
  static int mark(Canvas canvas, int number, int x, int y) {
    String text = Integer.toString(number);
    int width = markWidth(number);
    canvas.box(Style.mark(number), x, y - MARK, width, 2 * MARK, MARK);
    canvas.text(Font.MARK, "on", Anchor.MIDDLE, x + width / 2, y + 4, text, width);
    return width;
  }

  static int markWidth(int number) {
    return number < 10 ? 2 * MARK : 6 + Font.MARK.width(Integer.toString(number));
  }
}
