package dev.podnet.facts;

/**
 * Where the facts of a file hold.
 *
 * @param kind whose they are
 * @param name the host's or the fragment's; empty for the others
 */
public record Scope(Kind kind, String name) {

  /** Whose facts are. */
  public enum Kind {
    /** One host's. */
    HOST,
    /** Those of the hosts that include a shared fragment. */
    FRAGMENT,
    /** Every host's. */
    ALL,
    /** No host's: of the cluster as a whole, such as its names. */
    CLUSTER
  }

  /** Of no host. */
  public static final Scope CLUSTER = new Scope(Kind.CLUSTER, "");

  /** Of every host. */
  public static final Scope ALL = new Scope(Kind.ALL, "");

  /** Of one host. */
  public static Scope host(String node) {
    return new Scope(Kind.HOST, node);
  }

  /** Of the hosts that include a fragment. */
  public static Scope fragment(String name) {
    return new Scope(Kind.FRAGMENT, name);
  }
}
