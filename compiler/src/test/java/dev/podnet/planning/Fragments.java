package dev.podnet.planning;

import dev.podnet.plan.Fragment;
import dev.podnet.plan.NftChain;
import dev.podnet.plan.NftSet;
import java.util.List;

/** Fragments with little in them, for tests. */
public final class Fragments {

  private Fragments() {}

  /** Nothing but sets and chains of nftables. */
  public static Fragment nft(List<NftSet> sets, List<NftChain> chains) {
    GrowingFragment fragment = new GrowingFragment();
    sets.forEach(fragment::nftSet);
    chains.forEach(fragment::nftChain);
    return fragment.build();
  }
}
