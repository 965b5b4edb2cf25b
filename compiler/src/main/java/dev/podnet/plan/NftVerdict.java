package dev.podnet.plan;

/**
 * Where a packet goes from a rule or an element of a verdict map (nft(8), "VERDICT STATEMENT").
 *
 * @param kind what it does
 * @param chain the chain it leads to, of the same table; empty for one that leads to none
 */
public record NftVerdict(Kind kind, String chain) implements NftSet.Data {

  /** What a verdict does. */
  public enum Kind {
    /** It passes this hook's chain. */
    ACCEPT,
    /** It is gone. */
    DROP,
    /** Back to the chain that jumped here. */
    RETURN,
    /** To another chain, and back at its end. */
    JUMP,
    /** To another chain, whose end is the end of this one. */
    GOTO;

    /** Whether it leads to a chain. */
    public boolean leads() {
      return this == JUMP || this == GOTO;
    }
  }

  /** Checks that a chain is named exactly where one is needed. */
  public NftVerdict {
    if (kind.leads()) {
      NftTable.inside(chain);
    } else if (!chain.isEmpty()) {
      throw new IllegalArgumentException(kind + " leads to no chain");
    }
  }

  /** {@code drop}. */
  public static final NftVerdict DROP = new NftVerdict(Kind.DROP, "");

  /** {@code accept}. */
  public static final NftVerdict ACCEPT = new NftVerdict(Kind.ACCEPT, "");

  /** {@code return}. */
  public static final NftVerdict RETURN = new NftVerdict(Kind.RETURN, "");

  /** {@code goto CHAIN}. */
  public static NftVerdict goTo(String chain) {
    return new NftVerdict(Kind.GOTO, chain);
  }

  /** {@code jump CHAIN}. */
  public static NftVerdict jump(String chain) {
    return new NftVerdict(Kind.JUMP, chain);
  }
}
