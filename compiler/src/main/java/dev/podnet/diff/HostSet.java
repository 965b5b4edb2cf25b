package dev.podnet.diff;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The hosts of a change in as few words as can be.
 *
 * @param mode how to read the names
 * @param names the hosts, or those that are left out
 */
public record HostSet(Mode mode, List<String> names) {

  /** How to read the names. */
  public enum Mode {
    /** No host. */
    NONE("none"),
    /** These. */
    SOME("some"),
    /** All but these. */
    ALL_BUT("all-but"),
    /** All. */
    ALL("all");

    private final String word;

    Mode(String word) {
      this.word = word;
    }

    /** The word programs read. */
    public String word() {
      return word;
    }
  }

  private static final int MOST_SHOWN = 4;

  /** Copies the list. */
  public HostSet {
    names = List.copyOf(names);
  }

  /**
   * The shorter way to name hosts.
   *
   * @param hosts which
   * @param all every host there is, in order
   */
  public static HostSet of(List<String> hosts, List<String> all) {
    if (hosts.isEmpty()) {
      return new HostSet(Mode.NONE, List.of());
    } else if (hosts.size() == all.size()) {
      return new HostSet(Mode.ALL, List.of());
    } else if (hosts.size() <= all.size() - hosts.size()) {
      return new HostSet(Mode.SOME, hosts);
    }
    Set<String> rest = new LinkedHashSet<>(all);
    hosts.forEach(rest::remove);
    return new HostSet(Mode.ALL_BUT, List.copyOf(rest));
  }

  /** {@code all 40 hosts}, {@code all 40 hosts but n4}, {@code n1, n2}. */
  public String text(int all) {
    String every = all == 1 ? "the only host" : "all " + all + " hosts";
    return switch (mode) {
      case NONE -> "no host";
      case ALL -> every;
      case ALL_BUT -> every + " but " + shown();
      case SOME -> shown();
    };
  }

  private String shown() {
    if (names.size() <= MOST_SHOWN + 1) {
      return String.join(", ", names);
    }
    return String.join(", ", names.subList(0, MOST_SHOWN)) + " and " + (names.size() - MOST_SHOWN)
        + " more";
  }
}
