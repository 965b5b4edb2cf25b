package dev.podnet.model;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.PublicKey;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A host of the cluster.
 *
 * @param name a DNS label
 * @param span where it is declared
 * @param addresses its underlay addresses, at most one for each family, primary first
 * @param dev the interface that carries them
 * @param segment the name of its segment; empty when no segment holds its address
 * @param podCidrs its share of the pod ranges, at most one for each family, primary first; the place is the
 *     declaration's, or the node's where podnet chose it
 * @param externalIps addresses the outside knows it by
 * @param asn its autonomous system, 1 to 4294967295
 * @param labels its labels, {@code kubernetes.io/hostname} among them
 * @param taints what keeps pods away
 * @param unschedulable whether pods without a fixed place stay away
 * @param publicKey the key that others know its encrypted tunnels by; empty while nobody has told it
 */
public record Node(
    String name,
    Span span,
    List<Located<IpAddress>> addresses,
    String dev,
    Optional<String> segment,
    List<Located<Cidr>> podCidrs,
    List<Located<IpAddress>> externalIps,
    Optional<Long> asn,
    SortedMap<String, String> labels,
    List<Taint> taints,
    boolean unschedulable,
    Optional<Located<PublicKey>> publicKey) {

  /** A node whose key nobody has told. */
  public Node(
      String name,
      Span span,
      List<Located<IpAddress>> addresses,
      String dev,
      Optional<String> segment,
      List<Located<Cidr>> podCidrs,
      List<Located<IpAddress>> externalIps,
      Optional<Long> asn,
      SortedMap<String, String> labels,
      List<Taint> taints,
      boolean unschedulable) {
    this(
        name,
        span,
        addresses,
        dev,
        segment,
        podCidrs,
        externalIps,
        asn,
        labels,
        taints,
        unschedulable,
        Optional.empty());
  }

  /** The same node with a key. */
  public Node withPublicKey(Located<PublicKey> key) {
    return new Node(
        name,
        span,
        addresses,
        dev,
        segment,
        podCidrs,
        externalIps,
        asn,
        labels,
        taints,
        unschedulable,
        Optional.of(key));
  }

  /** The well-known label that names a node's zone (Kubernetes, "Well-Known Labels, Annotations and Taints"). */
  public static final String ZONE_LABEL = "topology.kubernetes.io/zone";

  /** Copies the collections. */
  public Node {
    addresses = List.copyOf(addresses);
    podCidrs = List.copyOf(podCidrs);
    externalIps = List.copyOf(externalIps);
    labels = Labels.copyOf(labels);
    taints = List.copyOf(taints);
  }

  /**
   * A taint (Kubernetes, "Taints and Tolerations").
   *
   * @param key its key
   * @param value its value, maybe empty
   * @param effect {@code NoSchedule}, {@code NoExecute} or {@code PreferNoSchedule}
   */
  public record Taint(String key, String value, String effect) {}

  /** The underlay address of a family. */
  public Optional<IpAddress> address(IpFamily family) {
    for (Located<IpAddress> address : addresses) {
      if (address.value().family() == family) {
        return Optional.of(address.value());
      }
    }
    return Optional.empty();
  }

  /** The zone it is in, by its label; an empty label is none. */
  public Optional<String> zone() {
    return Optional.ofNullable(labels.get(ZONE_LABEL)).filter(z -> !z.isEmpty());
  }

  /** The pod CIDR of a family. */
  public Optional<Cidr> podCidr(IpFamily family) {
    for (Located<Cidr> cidr : podCidrs) {
      if (cidr.value().family() == family) {
        return Optional.of(cidr.value());
      }
    }
    return Optional.empty();
  }
}
