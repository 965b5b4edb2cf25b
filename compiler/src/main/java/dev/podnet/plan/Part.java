package dev.podnet.plan;

import java.util.Locale;

/** The parts of a host's network that can be applied alone ({@code apply.sh --only}), in the order they are applied. */
public enum Part {
  /** Wiring and fabric: bridges, tunnels, routes, masquerade. */
  NETWORK,
  /** The pods' own namespaces and what hangs them on the node. */
  PODS,
  /** Services. */
  SERVICES,
  /** Network policies. */
  POLICIES,
  /** The name server and the pods' resolv.conf. */
  DNS;

  /** The word on the command line: {@code network}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
