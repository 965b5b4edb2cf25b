package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.source.Span;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Finds characters that look like others or like nothing, outside comments and strings, and puts in their place what was
 * meant: a space for odd spaces and control characters, the plain sign for a full-width one, {@code "} for curly quotes.
 * The text keeps its length, so that places stay what they are.
 */
final class Characters {

  private static final String CURLY = "\u201c\u201d\u201e\u00ab\u00bb";

  private record Seen(int first, int times) {}

  private final Findings findings;
  private final String text;
  private final Map<Character, Seen> odd = new TreeMap<>();

  private Characters(Findings findings) {
    this.findings = findings;
    this.text = findings.file().text();
  }

  /** The text to read; null when it is no text at all. Reports each odd character at its first place. */
  static String clean(Findings findings) {
    return new Characters(findings).clean();
  }

  private String clean() {
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      findings.report(Diagnostic.at(
              new Span(findings.file(), nul, nul + 1),
              SyntaxCode.BAD_CHARACTER,
              "a NUL character: this is no UTF-8 text")
          .help("is the file UTF-16 or not a text at all? save it as UTF-8"));
      return null;
    }
    int at = 0;
    while (at < text.length() && replacement(text.charAt(at)) == 0) {
      at++;
    }
    if (at == text.length()) {
      return text;
    }
    StringBuilder clean = new StringBuilder(text);
    if (text.charAt(0) == '\ufeff') {
      clean.setCharAt(0, ' ');
    }
    scan(clean);
    odd.forEach(this::report);
    return clean.toString();
  }

  /** Walks over the text and changes it; knows comments and strings. */
  private void scan(StringBuilder clean) {
    boolean comment = false;
    boolean string = false;
    boolean curly = false;
    for (int i = 0; i < clean.length(); i++) {
      char c = clean.charAt(i);
      if (c == '\n' || c == '\r') {
        comment = false;
        string = false;
      } else if (string && c == '\\') {
        i++;
      } else if (string) {
        boolean closes = c == '"' || curly && CURLY.indexOf(c) >= 0;
        string = !closes;
        if (control(c) || closes && c != '"') {
          note(c, i);
          clean.setCharAt(i, closes ? '"' : ' ');
        }
      } else if (!comment) {
        char better = replacement(c);
        if (better != 0) {
          note(c, i);
          clean.setCharAt(i, better);
          c = better;
        }
        string = c == '"';
        curly = string && clean.charAt(i) != text.charAt(i);
        comment = c == '#';
      }
    }
  }

  private void note(char c, int at) {
    odd.merge(c, new Seen(at, 1), (old, one) -> new Seen(old.first(), old.times() + 1));
  }

  /** What a character is taken for, or 0 when it is good as it is. */
  private static char replacement(char c) {
    if (c >= ' ' && c < '\u007f' || c == '\t' || c == '\n' || c == '\r') {
      return 0;
    }
    if (control(c) || oddSpace(c)) {
      return ' ';
    }
    if (c == '\ufffd') {
      return '?';
    }
    if (c >= '\uff01' && c <= '\uff5e') {
      return (char) (c - 0xfee0);
    }
    return CURLY.indexOf(c) >= 0 ? '"' : 0;
  }

  private static boolean control(char c) {
    return c < ' ' && c != '\t' && c != '\n' && c != '\r' || c >= '\u007f' && c < '\u00a0';
  }

  private static boolean oddSpace(char c) {
    return c == '\u00a0'
        || c == '\u1680'
        || c >= '\u2000' && c <= '\u200f'
        || c >= '\u2028' && c <= '\u202f'
        || c >= '\u205f' && c <= '\u206f'
        || c == '\u3000'
        || c == '\ufeff';
  }

  /** Whether a word has a character that was reported here. */
  static boolean reported(String word) {
    for (int i = 0; i < word.length(); i++) {
      if (replacement(word.charAt(i)) != 0) {
        return true;
      }
    }
    return false;
  }

  private void report(char c, Seen seen) {
    Span place = new Span(findings.file(), seen.first(), seen.first() + 1);
    String code = "U+" + String.format(Locale.ROOT, "%04X", (int) c);
    boolean space = control(c) || oddSpace(c);
    String what = "`" + c + "` (" + code + "), which only looks like `" + replacement(c) + "`";
    String better = "write `" + replacement(c) + "`";
    if (c == '\ufffd') {
      what = "something that is no UTF-8 (" + code + ")";
      better = "save the file as UTF-8";
    } else if (space) {
      what = control(c)
          ? "a control character (" + code + ")"
          : "a character that only looks like a space or like nothing (" + code + ")";
      better = "write a plain space or nothing";
    }
    Diagnostic.Builder finding =
        Diagnostic.at(place, SyntaxCode.BAD_CHARACTER, "here is " + what).label(better);
    if (seen.times() > 1) {
      finding.help("it stands in " + (seen.times() - 1) + " more place"
          + (seen.times() > 2 ? "s" : "") + " of this file");
    }
    findings.report(finding);
  }
}
