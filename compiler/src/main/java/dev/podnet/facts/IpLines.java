package dev.podnet.facts;

import java.util.List;
import java.util.Optional;

/** Files that ip(8), bridge(8), sysctl, ipset(8) and ipvsadm(8) load, in the forms of {@code docs/output.md}. */
final class IpLines {

  private IpLines() {}

  /** {@code .ip}, {@code .fdb} and {@code .wg}. */
  static void network(List<String> lines, Entries out) {
    read(lines, out, line -> {
      Lines.Led led = Lines.Led.of(line);
      List<String> w = Lines.words(led.text());
      String what = w.get(0) + " " + (w.size() > 1 ? w.get(1) : "");
      switch (what) {
        case "link add" ->
          out.add(FactKind.LINK, Lines.after(w, "name").orElse("?"), Lines.from(w, 4));
        case "link set" ->
          out.add(FactKind.LINK, Lines.after(w, "dev").orElse("?"), Lines.from(w, 4));
        case "addr replace" ->
          out.add(FactKind.ADDRESS, word(w, 2) + " dev " + word(w, 4), Lines.from(w, 5));
        case "route replace" -> route(FactKind.ROUTE, w, led.peer(), out);
        case "neigh replace" ->
          out.add(
              FactKind.NEIGHBOUR,
              word(w, 2) + " dev " + Lines.after(w, "dev").orElse("?"),
              Lines.from(w, 3),
              led.peer());
        case "fdb replace" ->
          out.add(
              FactKind.FORWARDING, word(w, 2) + " dev " + word(w, 4), Lines.from(w, 5), led.peer());
        case "fdb append" ->
          out.add(
              FactKind.FORWARDING,
              word(w, 2) + " dev " + word(w, 4) + " to " + Lines.after(w, "dst").orElse("?"),
              Lines.from(w, 5),
              led.peer());
        case "fou add" ->
          out.add(FactKind.TUNNEL_PORT, Lines.after(w, "port").orElse("?"), Lines.from(w, 4));
        case "listen dev" -> out.add(FactKind.WIREGUARD, word(w, 2), Lines.from(w, 3));
        default -> {
          if (w.get(0).equals("peer")) {
            String dev = Lines.after(w, "dev").orElse("?");
            out.add(
                FactKind.WIREGUARD_PEER,
                led.peer().orElse(word(w, 1)) + " dev " + dev,
                Lines.from(w, 1),
                led.peer());
          } else {
            out.add(FactKind.OTHER, led.text(), "", led.peer());
          }
        }
      }
    });
  }

  private static void route(FactKind kind, List<String> w, Optional<String> peer, Entries out) {
    boolean blackhole = word(w, 2).equals("blackhole");
    out.add(
        kind,
        blackhole ? "blackhole " + word(w, 3) : word(w, 2),
        Lines.from(w, blackhole ? 4 : 3),
        peer);
  }

  /** {@code cluster/routes}, which no host loads. */
  static void routers(List<String> lines, Entries out) {
    read(
        lines,
        out,
        line -> route(
            FactKind.ROUTER_ROUTE, Lines.words(Lines.Led.of(line).text()), Optional.empty(), out));
  }

  /** {@code .sysctl}. */
  static void settings(List<String> lines, Entries out) {
    read(lines, out, line -> {
      String text = line.strip();
      String before = "";
      List<String> w = Lines.words(text);
      if (w.get(0).equals("@kernel-before") && w.size() > 2) {
        before = " before Linux " + w.get(1);
        text = Lines.from(w, 2);
      }
      int at = text.indexOf('=');
      String key = at < 0 ? text : text.substring(0, at).strip();
      out.add(
          FactKind.SYSCTL, key + before, at < 0 ? "" : text.substring(at + 1).strip());
    });
  }

  /** {@code .sets} of one family. */
  static void sets(String family, List<String> lines, Entries out) {
    read(lines, out, line -> {
      List<String> w = Lines.words(line);
      String set = family + " " + word(w, 1);
      if (w.get(0).equals("create")) {
        out.add(FactKind.SET, set, Lines.from(w, 2));
      } else {
        out.add(FactKind.ELEMENT, set + Fact.IN + word(w, 2), Lines.from(w, 3));
      }
    });
  }

  /** {@code .ipvs}. */
  static void virtualServers(List<String> lines, Entries out) {
    read(lines, out, line -> {
      Lines.Led led = Lines.Led.of(line);
      List<String> w = Lines.words(led.text());
      boolean six = word(w, 3).equals("-6");
      String server = word(w, 1) + " " + word(w, 2) + (six ? " -6" : "");
      int next = six ? 4 : 3;
      if (w.get(0).equals("-A")) {
        out.add(FactKind.VIRTUAL_SERVER, server, Lines.from(w, next));
      } else {
        out.add(
            FactKind.REAL_SERVER,
            server + Fact.IN + word(w, next + 1),
            Lines.from(w, next + 2),
            led.peer());
      }
    });
  }

  /** {@code pods.netns}. */
  static void namespaces(List<String> lines, Entries out) {
    String name = "?";
    String resolv = "";
    for (int i = 0; i < lines.size(); i++) {
      out.at(i + 1);
      String line = lines.get(i);
      List<String> w = Lines.words(line);
      if (w.isEmpty() || line.startsWith("#")) {
        continue;
      }
      switch (w.get(0)) {
        case "@netns" -> {
          name = word(w, 1);
          resolv = "";
          out.about("pod " + Lines.Led.of(line).peer().orElse(""));
          out.add(FactKind.POD_NAMESPACE, name, "");
        }
        case "@alias" -> {
          name = word(w, 1);
          resolv = "";
          out.about("pod " + Lines.Led.of(line).peer().orElse(""));
          out.add(FactKind.POD_NAMESPACE, name, "the namespace of " + word(w, 2));
        }
        case "@resolv" -> {
          resolv = "resolv.conf: ";
          out.add(FactKind.POD_NAMESPACE, name, "");
        }
        default -> out.add(FactKind.POD_NAMESPACE, name, resolv + line.strip());
      }
    }
  }

  /** Something done with a line that says something. */
  private interface Reading {
    void line(String text);
  }

  private static void read(List<String> lines, Entries out, Reading reading) {
    for (int i = 0; i < lines.size(); i++) {
      out.at(i + 1);
      Optional<String> comment = Lines.comment(lines.get(i), "#");
      if (comment.isPresent()) {
        out.about(comment.get());
      } else if (!lines.get(i).isBlank()) {
        reading.line(lines.get(i));
      }
    }
  }

  private static String word(List<String> words, int at) {
    return at < words.size() ? words.get(at) : "";
  }
}
