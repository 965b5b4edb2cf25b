package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.NameCode;
import dev.podnet.source.Span;

/** How many things of a kind the statements of a compile may make together: a slip of the finger must not fill the memory. */
final class Budget {

  private final String kind;
  private final int most;
  private final Diagnostics diagnostics;
  private int used;

  Budget(String kind, int most, Diagnostics diagnostics) {
    this.kind = kind;
    this.most = most;
    this.diagnostics = diagnostics;
  }

  /** Whether so many more are still within the limit; reports when they are not. */
  boolean take(int count, Span place, String what) {
    if (count <= most - used) {
      used += count;
      return true;
    }
    Diagnostic.at(
            place,
            NameCode.TOO_MANY,
            what + " asks for " + count + " " + kind + "; a cluster has " + most + " at most"
                + (used == 0 ? "" : ", " + used + " are there already"))
        .help("lower the count")
        .to(diagnostics);
    return false;
  }
}
