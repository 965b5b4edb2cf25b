package dev.podnet.backends.coredns;

import java.util.ArrayList;
import java.util.List;

/**
 * A Corefile as CoreDNS's reader takes it apart (its manual page corefile(5); the lexer is Caddy's): words between blanks, or
 * in double quotes; a word that begins with {@code #} begins a comment; a block is opened by a word {@code {} at the end of a
 * line and closed by a line {@code }}. Stricter than that: whatever is not of this form is refused.
 */
record CorefileText(List<Block> blocks) {

  /** A line of a block, with the lines of its own block. */
  record Directive(String name, List<String> args, List<Directive> inner) {

    /** The lines of its block of one name. */
    List<Directive> inner(String of) {
      return inner.stream().filter(d -> d.name().equals(of)).toList();
    }

    @Override
    public String toString() {
      return name + " " + String.join(" ", args);
    }
  }

  /** A server block. */
  record Block(List<String> zones, List<Directive> directives) {

    /** The lines of one name. */
    List<Directive> all(String name) {
      return directives.stream().filter(d -> d.name().equals(name)).toList();
    }

    /** The first line of a name. */
    Directive one(String name) {
      return all(name).get(0);
    }
  }

  /** Reads one; fails where it is not of the form. */
  static CorefileText read(List<String> lines) {
    List<Block> blocks = new ArrayList<>();
    List<List<String>> words = new ArrayList<>();
    for (String line : lines) {
      List<String> of = words(line);
      if (!of.isEmpty()) {
        words.add(of);
      }
    }
    int[] at = {0};
    while (at[0] < words.size()) {
      List<String> head = words.get(at[0]++);
      if (head.size() < 2 || !opens(head)) {
        throw new AssertionError("no server block: " + head);
      }
      blocks.add(new Block(head.subList(0, head.size() - 1), directives(words, at, 1)));
    }
    return new CorefileText(blocks);
  }

  private static boolean opens(List<String> words) {
    return words.get(words.size() - 1).equals("{");
  }

  private static List<Directive> directives(List<List<String>> words, int[] at, int depth) {
    List<Directive> all = new ArrayList<>();
    while (true) {
      if (at[0] == words.size()) {
        throw new AssertionError("a block is not closed");
      }
      List<String> line = words.get(at[0]++);
      if (line.equals(List.of("}"))) {
        return all;
      }
      boolean block = opens(line);
      List<String> args = line.subList(1, line.size() - (block ? 1 : 0));
      if (args.contains("{") || args.contains("}") || block && depth == 2) {
        throw new AssertionError("a brace where none may be: " + line);
      }
      all.add(
          new Directive(line.get(0), args, block ? directives(words, at, depth + 1) : List.of()));
    }
  }

  private static List<String> words(String line) {
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < line.length()) {
      char c = line.charAt(at);
      if (c == ' ' || c == '\t') {
        at++;
      } else if (c == '#') {
        return words;
      } else if (c == '"') {
        int end = line.indexOf('"', at + 1);
        if (end < 0 || line.substring(at, end).contains("\\")) {
          throw new AssertionError("a quote is not closed, or holds an escape: " + line);
        }
        words.add(line.substring(at + 1, end));
        at = end + 1;
      } else {
        int end = at;
        while (end < line.length() && " \t".indexOf(line.charAt(end)) < 0) {
          end++;
        }
        words.add(line.substring(at, end));
        at = end;
      }
    }
    for (String word : words) {
      if (word.contains("{$") || word.contains("{%")) {
        throw new AssertionError("would be taken from the environment: " + line);
      }
    }
    return words;
  }
}
