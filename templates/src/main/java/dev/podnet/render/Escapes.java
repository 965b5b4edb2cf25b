package dev.podnet.render;

/** What makes a value safe in each syntax, without FreeMarker around it. */
final class Escapes {

  /** What is harmless in a bare word of a shell. */
  private static final boolean[] SHELL = letters("_./:@%+,-");

  /** What has no meaning in a batch file. */
  private static final boolean[] BATCH = letters(" _./:@%+,-=#[]");

  /** What iptables-save leaves without quotes. */
  private static final boolean[] COMMENT = letters("_-");

  private Escapes() {}

  /** Letters, digits and these. */
  private static boolean[] letters(String others) {
    boolean[] set = new boolean[0x80];
    for (char c = 0; c < set.length; c++) {
      set[c] = c >= 'a' && c <= 'z'
          || c >= 'A' && c <= 'Z'
          || c >= '0' && c <= '9'
          || others.indexOf(c) >= 0;
    }
    return set;
  }

  private static boolean all(String value, boolean... set) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c >= set.length || !set[c]) {
        return false;
      }
    }
    return true;
  }

  /** A bare word where that is safe, a word in single quotes otherwise. */
  static String shellWord(String value) {
    return !value.isEmpty() && all(value, SHELL) ? value : "'" + insideQuotes(value) + "'";
  }

  /** For a place inside single quotes. */
  static String insideQuotes(String value) {
    return printable(value).replace("'", "'\\''");
  }

  /**
   * For the rest of a comment line: what would end the line or hide text becomes a blank, and a backslash, which
   * continues a line for {@code ip -batch}, a slash.
   */
  static String comment(String value) {
    StringBuilder text = null;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean hidden = hidden(c);
      if ((hidden || c == '\\') && text == null) {
        text = new StringBuilder(value);
      }
      if (hidden) {
        text.setCharAt(i, ' ');
      } else if (c == '\\') {
        text.setCharAt(i, '/');
      }
    }
    return text == null ? value : text.toString();
  }

  /**
   * For the batch files of iproute2, sysctl and ipset, which have no quoting that all agree on: only characters without
   * a meaning.
   *
   * @throws IllegalArgumentException when there is any other
   */
  static String batch(String value) {
    if (!all(value, BATCH)) {
      throw new IllegalArgumentException("a batch file cannot hold '" + comment(value) + "'");
    }
    return value;
  }

  /**
   * For a line whose parts are quoted already.
   *
   * @throws IllegalArgumentException when a character would end the line or cannot be seen
   */
  static String printable(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c != '\t' && hidden(c)) {
        throw new IllegalArgumentException("a line cannot hold '" + comment(value) + "'");
      }
    }
    return value;
  }

  /**
   * The argument of {@code --comment} as iptables-save prints it: bare if it is one plain word, in double quotes
   * otherwise; cut to the 255 bytes that xt_comment holds (linux/netfilter/xt_comment.h counts the final zero).
   */
  static String ruleComment(String value) {
    String text = cut(comment(value), 255);
    if (!text.isEmpty() && all(text, COMMENT)) {
      return text;
    }
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\'') {
        quoted.append('\\');
      }
      quoted.append(c);
    }
    return quoted.append('"').toString();
  }

  /**
   * A YAML scalar in single quotes (YAML 1.2, 7.3.2), for a file that Ansible reads.
   *
   * @throws IllegalArgumentException when a character would end the line or cannot be seen, or Ansible would take it for a
   *     template
   */
  static String yaml(String value) {
    if (value.contains("{{") || value.contains("{%") || value.contains("{#")) {
      throw new IllegalArgumentException("Ansible would fill in '" + comment(value) + "'");
    }
    return "'" + printable(value).replace("'", "''") + "'";
  }

  /** The beginning of a text that is so many bytes long in UTF-8, or all of it. */
  static String cut(String text, int bytes) {
    int used = 0;
    for (int i = 0; i < text.length(); ) {
      int point = text.codePointAt(i);
      used += point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
      if (used > bytes) {
        return text.substring(0, i);
      }
      i += Character.charCount(point);
    }
    return text;
  }

  /** Control characters, line and paragraph separators, and characters that change how others are shown. */
  private static boolean hidden(char c) {
    if (c >= ' ' && c < 0x7f) {
      return false;
    }
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
