package dev.podnet.plan;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A chain of an own table of nftables. It stands in one fragment only.
 *
 * @param table the table it is in
 * @param name begins with {@code PODNET}
 * @param base where the kernel calls it; empty for a chain that only others lead to
 * @param rules its rules in order; what reaches their end goes on
 * @param comment what it is for; one line
 */
public record NftChain(
    NftTable table, String name, Optional<Base> base, List<NftRule> rules, String comment)
    implements Comparable<NftChain> {

  /** Checks the name, copies the list. */
  public NftChain {
    NftTable.inside(name);
    rules = List.copyOf(rules);
  }

  /** What a base chain may do. */
  public enum Type {
    /** Look at every packet. */
    FILTER,
    /** Translate a connection, whose first packet alone it sees. */
    NAT
  }

  /**
   * Where the kernel calls a base chain. Of what hangs on one hook, lower priorities come first; iptables' tables have
   * those of linux/netfilter_ipv4.h: raw -300, mangle -150, nat -100 (100 after routing), filter 0. Connection tracking has
   * -200. An own priority differs from theirs, for among equals the order is that of loading.
   *
   * @param type what it may do
   * @param hook the hook
   * @param priority its place there
   */
  public record Base(Type type, Hook.Base hook, int priority) {
    /** Checks what the kernel asks of a priority. */
    public Base {
      if (type == Type.NAT && (priority <= -200 || hook == Hook.Base.FORWARD)) {
        throw new IllegalArgumentException(
            "a nat chain cannot hang on " + hook + " at " + priority);
      }
    }
  }

  @Override
  public int compareTo(NftChain other) {
    return Comparator.comparing(NftChain::table).thenComparing(NftChain::name).compare(this, other);
  }
}
