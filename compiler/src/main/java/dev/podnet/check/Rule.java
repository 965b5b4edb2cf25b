package dev.podnet.check;

import dev.podnet.diagnostics.Diagnostics;

/** One rule that a cluster must keep. It holds no state, changes nothing and never throws for a user's mistake. */
interface Rule {

  /** Reports what breaks the rule. */
  void check(CheckContext context, Diagnostics diagnostics);
}
