package dev.podnet.model;

import dev.podnet.net.IpAddress;
import java.util.List;

/**
 * How a pod finds names (Kubernetes, "DNS for Services and Pods": policy and config).
 *
 * @param policy what it starts from
 * @param servers servers to ask besides
 * @param searches domains to look in besides
 * @param options options of its resolver, which count more than those it starts from: {@code ndots:2}, {@code edns0}
 */
public record PodDns(
    Policy policy, List<IpAddress> servers, List<String> searches, List<String> options) {

  /** As nearly every pod has it. */
  public static final PodDns CLUSTER_FIRST =
      new PodDns(Policy.CLUSTER_FIRST, List.of(), List.of(), List.of());

  /** What a pod's resolver starts from. */
  public enum Policy {
    /** The cluster's name server and search list. */
    CLUSTER_FIRST,
    /** What its host has. */
    DEFAULT,
    /** Nothing. */
    NONE
  }

  /** Copies the lists. */
  public PodDns {
    servers = List.copyOf(servers);
    searches = List.copyOf(searches);
    options = List.copyOf(options);
  }
}
