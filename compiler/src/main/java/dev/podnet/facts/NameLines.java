package dev.podnet.facts;

import java.util.List;
import java.util.Optional;

/** Files of {@code dns/}: zones (RFC 1035, section 5) and the Corefile. */
final class NameLines {

  private NameLines() {}

  /** A zone as podnet writes it: one record a line, names relative to the last {@code $ORIGIN}. */
  static void zone(List<String> lines, Entries out) {
    String origin = ".";
    for (int i = 0; i < lines.size(); i++) {
      out.at(i + 1);
      String line = lines.get(i);
      Optional<String> comment = Lines.comment(line, ";");
      List<String> w = Lines.words(line);
      if (comment.isPresent()) {
        out.about(comment.get());
      } else if (w.isEmpty()) {
        continue;
      } else if (w.get(0).equals("$ORIGIN")) {
        origin = w.size() > 1 ? w.get(1) : ".";
      } else if (w.get(0).equals("$TTL")) {
        out.add(FactKind.RECORD, origin + " $TTL", Lines.from(w, 1));
      } else {
        record(origin, w, out);
      }
    }
  }

  private static void record(String origin, List<String> w, Entries out) {
    int in = w.indexOf("IN");
    if (in < 1 || in + 1 >= w.size()) {
      out.add(FactKind.OTHER, Lines.from(w, 0), "");
      return;
    }
    String owner = w.get(0).equals("@") ? origin : absolute(w.get(0), origin);
    String type = w.get(in + 1);
    String ttl = in > 1 ? "ttl " + w.get(1) + " " : "";
    String data = Lines.from(w, in + 2);
    if (type.equals("SOA") && w.size() == in + 9) {
      // The serial follows from the rest, so it tells nothing.
      data = w.get(in + 2) + " " + w.get(in + 3) + " " + Lines.from(w, in + 5);
    }
    out.add(FactKind.RECORD, owner + " " + type, ttl + data);
  }

  /** The lines of a zone, without the serials, which follow from the rest and so tell nothing. */
  static List<String> timeless(List<String> lines) {
    return lines.stream()
        .map(line -> {
          List<String> w = Lines.words(line);
          int soa = w.indexOf("SOA");
          return soa < 0 || w.size() != soa + 8
              ? line
              : Lines.from(w.subList(0, soa + 3), 0) + " " + Lines.from(w, soa + 4);
        })
        .toList();
  }

  private static String absolute(String name, String origin) {
    return name.endsWith(".") ? name : origin.equals(".") ? name + "." : name + "." + origin;
  }

  /** A Corefile: blocks, of which only the outer braces count. */
  static void corefile(List<String> lines, Entries out) {
    String block = null;
    int depth = 0;
    for (int i = 0; i < lines.size(); i++) {
      out.at(i + 1);
      String line = lines.get(i).strip();
      Optional<String> comment = Lines.comment(line, "#");
      if (comment.isPresent()) {
        out.about(comment.get());
        continue;
      } else if (line.isEmpty()) {
        continue;
      }
      if (block == null) {
        block = line.endsWith("{") ? line.substring(0, line.length() - 1).strip() : line;
        out.add(FactKind.NAME_SERVER, block, "");
        depth = line.endsWith("{") ? 1 : 0;
      } else {
        depth += line.endsWith("{") ? 1 : line.equals("}") ? -1 : 0;
        if (depth > 0) {
          out.add(FactKind.NAME_SERVER, block, line);
        }
      }
      block = depth > 0 ? block : null;
    }
  }
}
