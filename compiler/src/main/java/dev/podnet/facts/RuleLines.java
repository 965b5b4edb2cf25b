package dev.podnet.facts;

import java.util.List;
import java.util.Optional;

/** Files that iptables-restore(8) and nft(8) load. */
final class RuleLines {

  private RuleLines() {}

  /** {@code .v4.rules} and {@code .v6.rules}. */
  static void iptables(String family, List<String> lines, Entries out) {
    String table = "?";
    for (int i = 0; i < lines.size(); i++) {
      out.at(i + 1);
      String line = lines.get(i).strip();
      Optional<String> comment = Lines.comment(line, "#");
      if (comment.isPresent()) {
        out.about(comment.get());
      } else if (line.startsWith("*")) {
        table = line.substring(1);
      } else if (line.startsWith(":")) {
        out.add(FactKind.CHAIN, family + " " + table + " " + first(line.substring(1)), "");
      } else if (line.startsWith("-I ")) {
        out.add(FactKind.HOOK, family + " " + table + " " + line.substring(3), "");
      } else if (line.startsWith("-A ")) {
        String chain = first(line.substring(3));
        String rule =
            line.substring(Math.min(line.length(), 3 + chain.length())).strip();
        out.add(FactKind.CHAIN, family + " " + table + " " + chain, rule);
      } else if (!line.isEmpty() && !line.equals("COMMIT")) {
        out.add(FactKind.OTHER, line, "");
      }
    }
  }

  private static String first(String text) {
    int at = text.indexOf(' ');
    return at < 0 ? text : text.substring(0, at);
  }

  /** {@code .nft}. */
  static void nft(List<String> lines, Entries out) {
    String table = "?";
    String thing = null;
    FactKind kind = FactKind.OTHER;
    boolean elements = false;
    for (int i = 0; i < lines.size(); i++) {
      out.at(i + 1);
      String line = lines.get(i).strip();
      Optional<String> comment = Lines.comment(line, "#");
      List<String> w = Lines.words(line);
      boolean opens = w.size() > 1 && w.get(w.size() - 1).equals("{");
      if (comment.isPresent()) {
        out.about(comment.get());
      } else if (line.isEmpty()) {
        continue;
      } else if (elements) {
        if (line.equals("}")) {
          elements = false;
        } else {
          element(thing, line, out);
        }
      } else if (thing == null && opens && w.get(0).equals("table")) {
        table = Lines.from(w.subList(0, w.size() - 1), 1);
      } else if (thing == null && opens) {
        kind = w.get(0).equals("chain") ? FactKind.CHAIN : FactKind.SET;
        thing = table + " " + w.get(1);
        out.add(kind, thing, kind == FactKind.CHAIN ? "" : w.get(0));
      } else if (thing != null && opens && w.get(0).equals("elements")) {
        elements = true;
      } else if (line.equals("}")) {
        thing = null;
      } else if (thing != null) {
        out.add(kind, thing, line);
      } else {
        out.add(FactKind.OTHER, line, "");
      }
    }
  }

  /** {@code KEY [comment "…"] [: DATA],}. */
  private static void element(String set, String line, Entries out) {
    String text = line.endsWith(",") ? line.substring(0, line.length() - 1) : line;
    int comment = text.indexOf(" comment \"");
    int data = text.indexOf(" : ");
    int end = comment >= 0 && (data < 0 || comment < data) ? comment : data;
    String key = end < 0 ? text : text.substring(0, end);
    String value = end < 0 ? "" : text.substring(end).strip();
    out.add(FactKind.ELEMENT, set + Fact.IN + key, value);
  }
}
