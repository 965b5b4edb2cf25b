package dev.podnet.plan;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A text file of a host, made for a {@link Daemon} to read. It stands below {@code /run/podnet/CLUSTER/NODE/files/}, which
 * no two hosts share even on one machine; nothing else of the host is ever written.
 *
 * @param name its path there: folders and a file name of letters, digits, dot, dash and underscore, with slashes between
 * @param content what it says
 * @param access who may read it
 * @param comment what it is for, one line
 */
public record HostFile(String name, Content content, Access access, String comment)
    implements Comparable<HostFile> {

  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*");

  /** Checks the name. */
  public HostFile {
    if (!valid(name)) {
      throw new IllegalArgumentException("'" + name + "' is no name for a host's file");
    }
  }

  /** Whether a file may have this name. */
  static boolean valid(String name) {
    return name.length() <= 100 && NAME.matcher(name).matches();
  }

  /** Who may read a file; only root may write it. */
  public enum Access {
    /** Everybody: mode 0644. */
    ALL("0644"),
    /** Root alone: mode 0600. */
    OWNER("0600");

    private final String mode;

    Access(String mode) {
      this.mode = mode;
    }

    /** As chmod(1) takes it. */
    public String mode() {
      return mode;
    }
  }

  /** What a file says. */
  public sealed interface Content {}

  /**
   * Lines as they stand, but for {@code @FILES@}, {@code @RUN@} and {@code @DIGEST@}, see {@link Word}.
   */
  public record Lines(List<String> lines) implements Content {
    /** Copies the list, checks the lines. */
    public Lines {
      lines = List.copyOf(lines);
      lines.forEach(Word::check);
    }
  }

  /** What a balancer is to do, one entry for each port it takes; written in the words of nginx's stream module. */
  public record Relays(List<Relay> relays) implements Content {
    /** Copies the list. */
    public Relays {
      relays = List.copyOf(relays);
    }
  }

  @Override
  public int compareTo(HostFile other) {
    return name.compareTo(other.name);
  }
}
