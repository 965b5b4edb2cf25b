package dev.podnet.backends.iptables;

import dev.podnet.plan.Match;
import dev.podnet.plan.Target;

/** The mark of packets that are to get the node's address; kube-proxy's bit 14. */
final class Marks {

  private static final int BIT = 0x4000;

  /** Sets the bit. */
  static final Target SET = new Target.SetMark(BIT, BIT);

  /** Flips the bit: a packet that is wrapped in another must not be translated a second time. */
  static final Target FLIP = new Target.SetMark(BIT, 0);

  private Marks() {}

  /** Whether the bit is set, or not. */
  static Match is(boolean set) {
    return new Match.Mark(BIT, BIT, !set);
  }
}
