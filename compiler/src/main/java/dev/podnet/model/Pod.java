package dev.podnet.model;

import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A pod.
 *
 * @param ref its namespace and name
 * @param span where it, or the workload it comes from, is declared
 * @param workload the workload it comes from, as {@code Deployment default/web}; empty for a pod of its own
 * @param node where it runs; empty when no node takes it
 * @param network which network it is in
 * @param sharesWith the pod whose network namespace it joins
 * @param ips its addresses, at most one for each family, primary first: of its own namespace, of the pod it shares
 *     with, or of its node for {@link Network#HOST}; the place is where the address was written, or the pod's
 * @param ipsExplicit whether the addresses were written rather than chosen
 * @param labels its labels
 * @param hostname its hostname in DNS, if it has one of its own
 * @param subdomain its subdomain in DNS
 * @param containers its containers
 * @param dns how it finds names
 * @param ready whether it is ready for traffic; true unless a manifest says otherwise
 * @param terminating whether it is being deleted
 */
public record Pod(
    ObjectRef ref,
    Span span,
    Optional<String> workload,
    Optional<String> node,
    Network network,
    Optional<ObjectRef> sharesWith,
    List<Located<IpAddress>> ips,
    boolean ipsExplicit,
    SortedMap<String, String> labels,
    Optional<String> hostname,
    Optional<String> subdomain,
    List<Container> containers,
    PodDns dns,
    boolean ready,
    boolean terminating) {

  /** Copies the collections. */
  public Pod {
    ips = List.copyOf(ips);
    labels = Labels.copyOf(labels);
    containers = List.copyOf(containers);
  }

  /** The networks a pod may be in. */
  public enum Network {
    /** A network namespace and addresses of its own. */
    POD,
    /** The host's own network. */
    HOST,
    /** A network namespace with nothing but loopback. */
    NONE
  }

  /** A container. */
  public record Container(String name, List<Port> ports) {
    /** Copies the list. */
    public Container {
      ports = List.copyOf(ports);
    }
  }

  /**
   * A port a container declares.
   *
   * @param span where it is written
   * @param name its name, if it has one
   * @param number 1 to 65535
   * @param protocol its protocol
   * @param hostPort the host's port that leads to it
   * @param hostIp the host's address that port is on; empty means all
   */
  public record Port(
      Span span,
      Optional<String> name,
      int number,
      Protocol protocol,
      Optional<Integer> hostPort,
      Optional<IpAddress> hostIp) {}

  /** Whether the pod has a network namespace that podnet wires: in the pod network, placed, and not sharing another's. */
  public boolean wired() {
    return network == Network.POD && node.isPresent() && sharesWith.isEmpty();
  }

  /** Its address of a family. */
  public Optional<IpAddress> ip(IpFamily family) {
    return ips.stream().map(Located::value).filter(a -> a.family() == family).findFirst();
  }
}
