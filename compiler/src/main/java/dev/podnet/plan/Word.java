package dev.podnet.plan;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A word of a command, taken by no shell. Where it names a place of the host it holds {@code @FILES@}, the folder of the
 * host's {@link HostFile}s, or {@code @RUN@}, the folder in which each {@link Daemon} has one of its own name for its
 * sockets; {@code @DIGEST@} stands for what the daemon's files say: another text for other files. The host's scripts put
 * these in.
 *
 * @param text the word: any characters that can be seen, blanks between them
 */
public record Word(String text) {

  private static final Pattern PLACE = Pattern.compile("@[A-Z]+@");
  private static final Set<String> PLACES = Set.of("@FILES@", "@RUN@", "@DIGEST@");

  /** Checks the text. */
  public Word {
    check(text);
    if (text.isEmpty() || text.indexOf('\t') >= 0) {
      throw new IllegalArgumentException("'" + text + "' is no word of a command");
    }
  }

  /** A word as it stands. */
  public static Word of(String text) {
    if (text.indexOf('@') >= 0) {
      throw new IllegalArgumentException("'" + text + "' may not name a place");
    }
    return new Word(text);
  }

  /** The path of one of the host's files. */
  public static Word file(String name) {
    if (!HostFile.valid(name)) {
      throw new IllegalArgumentException("'" + name + "' is no name for a host's file");
    }
    return new Word("@FILES@/" + name);
  }

  /** A path in the folder of a daemon. */
  public static Word running(String daemon, String path) {
    if (!HostFile.valid(path)) {
      throw new IllegalArgumentException("'" + path + "' is no path");
    }
    return new Word("@RUN@/" + Daemon.checkName(daemon) + "/" + path);
  }

  /** This word with more text before and behind it. */
  public Word between(String before, String behind) {
    return new Word(Word.plain(before) + text + Word.plain(behind));
  }

  private static String plain(String text) {
    return text.isEmpty() ? text : of(text).text();
  }

  /** Refuses text that cannot be seen, and places that there are not. */
  static void check(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' && c != '\t' || c == 0x7f) {
        throw new IllegalArgumentException("a line cannot hold character " + (int) c);
      }
    }
    if (text.indexOf('@') < 0) {
      return;
    }
    Matcher places = PLACE.matcher(text);
    while (places.find()) {
      if (!PLACES.contains(places.group())) {
        throw new IllegalArgumentException("there is no place " + places.group());
      }
    }
  }
}
