package dev.podnet.plan;

import dev.podnet.net.Cidr;
import dev.podnet.net.Protocol;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** A condition of a rule of nftables (nft(8), "EXPRESSIONS"). The simulator understands every kind there is. */
public sealed interface NftMatch {

  /** {@code ip saddr [!=] CIDR}. */
  record Source(Cidr cidr, boolean negated) implements NftMatch {}

  /** {@code ip daddr [!=] CIDR}. */
  record Destination(Cidr cidr, boolean negated) implements NftMatch {}

  /** {@code fib saddr type local}: the source is an address of the host. */
  record FromHost() implements NftMatch {}

  /** {@code fib daddr type local}: the destination is an address of the host. */
  record ToHost() implements NftMatch {}

  /** {@code iifname [!=] "NAME"}. */
  record InInterface(InterfaceName name, boolean negated) implements NftMatch {}

  /** {@code meta l4proto PROTO}. */
  record OfProtocol(Protocol protocol) implements NftMatch {}

  /** {@code meta mark & MASK ==|!= MASK}, where the mask has one bit: whether it is set. */
  record Marked(int bit, boolean negated) implements NftMatch {
    /** Checks the mask. */
    public Marked {
      if (Integer.bitCount(bit) != 1) {
        throw new IllegalArgumentException("one bit, not " + Integer.toHexString(bit));
      }
    }
  }

  /** {@code ct state [!=] …}; {@link Match.CtState#DNAT} is no state here. */
  record ConntrackState(SortedSet<Match.CtState> states, boolean negated) implements NftMatch {
    /** Checks and copies the set. */
    public ConntrackState {
      states = Collections.unmodifiableSortedSet(new TreeSet<>(states));
      if (states.isEmpty() || states.contains(Match.CtState.DNAT)) {
        throw new IllegalArgumentException("no states: " + states);
      }
    }

    /** The match of some states. */
    public static ConntrackState of(Match.CtState first, Match.CtState... more) {
      return new ConntrackState(new TreeSet<>(EnumSet.of(first, more)), false);
    }
  }

  /** {@code ct status dnat}: the connection's destination was translated. */
  record Translated() implements NftMatch {}

  /** {@code numgen random mod N 0}: one in n, 2 or more. */
  record OneIn(int n) implements NftMatch {}

  /** {@code FIELD . FIELD [!=] @SET}. */
  record InSet(List<NftField> key, String set, boolean negated) implements NftMatch {
    /** Copies the list. */
    public InSet {
      key = List.copyOf(key);
      NftTable.inside(set);
    }
  }
}
