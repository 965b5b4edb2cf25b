package dev.podnet.plan;

import java.util.List;

/** What a rule of nftables does (nft(8), "STATEMENTS"). The simulator understands every kind there is. */
public sealed interface NftStatement {

  /** {@code FIELD . FIELD vmap @MAP}: goes where the map says; on when it has no such element. */
  record VerdictMap(List<NftField> key, String map) implements NftStatement {
    /** Copies the list. */
    public VerdictMap {
      key = List.copyOf(key);
      NftTable.inside(map);
    }
  }

  /** {@code numgen random mod N vmap { 0 : …, 1 : … }}: goes to one of n chains, each as likely. */
  record Spread(List<String> chains) implements NftStatement {
    /** Copies the list. */
    public Spread {
      chains = List.copyOf(chains);
      chains.forEach(NftTable::inside);
    }
  }

  /** {@code meta mark set meta mark | BIT}. */
  record SetMark(int bit) implements NftStatement {}

  /** {@code meta mark set meta mark ^ BIT}. */
  record FlipMark(int bit) implements NftStatement {}

  /**
   * {@code update @SET { FIELD }}: where the set has the key, its time begins anew; else it is put in. A full set ends the
   * rule (linux/net/netfilter/nft_dynset.c).
   */
  record Remember(String set, NftField key) implements NftStatement {
    /** Checks the name. */
    public Remember {
      NftTable.inside(set);
    }
  }

  /** {@code dnat ip to ADDRESS:PORT}; the protocol is a match of the rule. */
  record DnatTo(NftSet.Endpoint endpoint) implements NftStatement {}

  /** {@code dnat ip to FIELD . FIELD map @MAP}: on when the map has no such element. */
  record Dnat(List<NftField> key, String map) implements NftStatement {
    /** Copies the list. */
    public Dnat {
      key = List.copyOf(key);
      NftTable.inside(map);
    }
  }

  /** {@code masquerade fully-random}. */
  record Masquerade() implements NftStatement {}

  /** {@code reject}, with ICMP port unreachable. */
  record Reject() implements NftStatement {}

  /** A verdict. */
  record Go(NftVerdict verdict) implements NftStatement {}
}
