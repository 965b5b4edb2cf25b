package dev.podnet.simulate;

import dev.podnet.plan.Hook;
import dev.podnet.plan.NftChain;
import dev.podnet.plan.Table;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What the kernel asks about a packet at a hook: a table of iptables, or a base chain of nftables. One of the two is null.
 *
 * @param priority its place at the hook, lower ones first
 */
record Station(int priority, Table table, NftChain chain) {

  /** Where connection tracking is (linux/netfilter_ipv4.h). */
  private static final int CONNTRACK = -200;

  /** Whether it translates, and so sees a connection's first packet alone. */
  boolean nat() {
    return chain == null
        ? table == Table.NAT
        : chain.base().orElseThrow().type() == NftChain.Type.NAT;
  }

  /** {@code filter} for a table of iptables, {@code nft podnet-services} for a chain of nftables. */
  String word() {
    return chain == null ? table.word() : "nft " + chain.table().name();
  }

  /**
   * The stations of one hook in the kernel's order.
   *
   * @param raw before connection tracking
   * @param before after it, and before translation
   * @param nat those that translate; the first that does so is the last that is asked
   * @param after after translation
   */
  record AtHook(List<Station> raw, List<Station> before, List<Station> nat, List<Station> after) {}

  /** Sorts the stations of a hook. Equal priorities are an error of the compiler: their order would be that of loading. */
  static AtHook sorted(Hook.Base hook, List<Station> stations) {
    List<Station> all = new ArrayList<>(stations);
    all.sort(Comparator.comparingInt(Station::priority));
    AtHook sorted =
        new AtHook(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    int translation = natPriority(hook);
    for (int i = 0; i < all.size(); i++) {
      Station station = all.get(i);
      if (i > 0 && all.get(i - 1).priority() == station.priority()) {
        throw new IllegalStateException(
            all.get(i - 1) + " and " + station + " have one priority at " + hook);
      }
      if (station.nat()) {
        sorted.nat().add(station);
      } else if (station.priority() < CONNTRACK) {
        sorted.raw().add(station);
      } else if (station.priority() < translation) {
        sorted.before().add(station);
      } else {
        sorted.after().add(station);
      }
    }
    boolean strange = hook == Hook.Base.INPUT || hook == Hook.Base.FORWARD;
    if (strange && !(sorted.nat().isEmpty() && sorted.raw().isEmpty())) {
      throw new IllegalStateException("the simulator knows no translation at " + hook);
    }
    return sorted;
  }

  private static int natPriority(Hook.Base hook) {
    return hook == Hook.Base.PREROUTING || hook == Hook.Base.OUTPUT ? -100 : 100;
  }

  /** Where a table of iptables is at a hook (linux/netfilter_ipv4.h). */
  static int priority(Table table, Hook.Base hook) {
    return switch (table) {
      case RAW -> -300;
      case MANGLE -> -150;
      case NAT -> natPriority(hook);
      case FILTER -> 0;
    };
  }
}
