package dev.podnet.simulate;

import java.util.Locale;

/** How a walk ends. */
public enum Verdict {
  /** It arrived and, where an answer was asked for, the answer came back. */
  DELIVERED,
  /** A rule, or nobody listening there, refused it with an ICMP error. */
  REJECTED,
  /** A rule or a link let it vanish. */
  DROPPED,
  /** No route leads there. */
  UNROUTABLE;

  /** The word in JSON. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
