package dev.podnet.lab.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The chains of one family as {@code iptables-save} or {@code ip6tables-save} prints them (iptables-save(8)).
 *
 * @param tables chains by the name of their table and their own
 */
record SavedRules(Map<String, Map<String, Chain>> tables) {

  /**
   * A chain.
   *
   * @param policy what becomes of a packet at its end; {@code -} for own chains, which return
   */
  record Chain(String policy, List<List<String>> rules) {}

  /** Reads what the program printed. */
  static SavedRules parse(String text) {
    Map<String, Map<String, Chain>> tables = new LinkedHashMap<>();
    Map<String, Chain> table = null;
    for (String line : text.lines().toList()) {
      if (line.startsWith("*")) {
        table = tables.computeIfAbsent(line.substring(1), t -> new LinkedHashMap<>());
      } else if (line.startsWith(":") && table != null) {
        String[] words = line.substring(1).split(" ");
        table.put(words[0], new Chain(words[1], new ArrayList<>()));
      } else if (line.startsWith("-A ") && table != null) {
        List<String> words = words(line);
        table.get(words.get(1)).rules().add(words.subList(2, words.size()));
      } else if (!line.isBlank() && !line.startsWith("#") && !line.equals("COMMIT")) {
        throw new IllegalArgumentException("not a line of iptables-save: " + line);
      }
    }
    return new SavedRules(tables);
  }

  /** The words of a line; quotes hold spaces, and a backslash holds a quote. */
  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (c == '\\' && quoted) {
        word.append(line.charAt(++i));
      } else if (c == ' ' && !quoted) {
        words.add(word.toString());
        word.setLength(0);
      } else {
        word.append(c);
      }
    }
    words.add(word.toString());
    return words;
  }

  /** A chain; null where the table does not have it. */
  Chain chain(String table, String name) {
    return tables.getOrDefault(table, Map.of()).get(name);
  }
}
