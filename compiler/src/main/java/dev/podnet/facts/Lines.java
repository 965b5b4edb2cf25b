package dev.podnet.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pieces of lines. */
final class Lines {

  private Lines() {}

  /** The words of a line. */
  static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    for (String word : line.strip().split("[ \t]+")) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  /** The words from one on. */
  static String from(List<String> words, int first) {
    return first >= words.size() ? "" : String.join(" ", words.subList(first, words.size()));
  }

  /** The word behind another. */
  static Optional<String> after(List<String> words, String word) {
    int at = words.indexOf(word);
    return at < 0 || at + 1 >= words.size() ? Optional.empty() : Optional.of(words.get(at + 1));
  }

  /** The text of a comment line; empty when it is none. */
  static Optional<String> comment(String line, String sign) {
    String text = line.strip();
    return text.startsWith(sign)
        ? Optional.of(text.substring(sign.length()).strip())
        : Optional.empty();
  }

  /** A line without the node behind it that it leads to, and that node. */
  record Led(String text, Optional<String> peer) {
    static Led of(String line) {
      int at = line.lastIndexOf(" # ");
      return at < 0
          ? new Led(line.strip(), Optional.empty())
          : new Led(
              line.substring(0, at).strip(), Optional.of(line.substring(at + 3).strip()));
    }
  }
}
