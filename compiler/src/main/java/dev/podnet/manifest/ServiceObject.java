package dev.podnet.manifest;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * A {@code v1} Service.
 *
 * @param span where it stands
 * @param meta its name, namespace and labels
 * @param type its type; absent means ClusterIP
 * @param headless the place of {@code None}, when that is its cluster IP
 * @param clusterIps {@code spec.clusterIPs}, or {@code spec.clusterIP} alone; at most one for each family
 * @param ipFamilies {@code spec.ipFamilies}, primary first
 * @param ipFamilyPolicy SingleStack, PreferDualStack or RequireDualStack
 * @param selector what its pods carry; empty for a service whose endpoints are given
 * @param ports its ports in the order written
 * @param externalIps {@code spec.externalIPs}
 * @param loadBalancerIp {@code spec.loadBalancerIP}
 * @param loadBalancerSourceRanges who may use its load balancer; empty means everyone
 * @param loadBalancerIngress {@code status.loadBalancer.ingress}
 * @param allocateNodePorts {@code spec.allocateLoadBalancerNodePorts}; absent means true
 * @param externalName the name it stands for
 * @param clientIpAffinity {@code sessionAffinity}: true for ClientIP
 * @param affinitySeconds {@code sessionAffinityConfig.clientIP.timeoutSeconds}, 1 to 86400
 * @param externalLocal {@code externalTrafficPolicy}: true for Local
 * @param internalLocal {@code internalTrafficPolicy}: true for Local
 * @param publishNotReadyAddresses whether unready endpoints count as ready
 * @param healthCheckNodePort 1 to 65535
 * @param trafficDistribution such as {@code PreferClose}
 */
public record ServiceObject(
    Span span,
    ObjectMeta meta,
    Optional<Located<Type>> type,
    Optional<Span> headless,
    List<Located<IpAddress>> clusterIps,
    List<Located<IpFamily>> ipFamilies,
    Optional<Located<FamilyPolicy>> ipFamilyPolicy,
    LabelMap selector,
    List<Port> ports,
    List<Located<IpAddress>> externalIps,
    Optional<Located<IpAddress>> loadBalancerIp,
    List<Located<Cidr>> loadBalancerSourceRanges,
    List<LoadBalancerIngress> loadBalancerIngress,
    Optional<Located<Boolean>> allocateNodePorts,
    Optional<Located<String>> externalName,
    Optional<Located<Boolean>> clientIpAffinity,
    Optional<Located<Integer>> affinitySeconds,
    Optional<Located<Boolean>> externalLocal,
    Optional<Located<Boolean>> internalLocal,
    boolean publishNotReadyAddresses,
    Optional<Located<Integer>> healthCheckNodePort,
    Optional<Located<String>> trafficDistribution)
    implements KubeObject {

  /** Copies the lists. */
  public ServiceObject {
    clusterIps = List.copyOf(clusterIps);
    ipFamilies = List.copyOf(ipFamilies);
    ports = List.copyOf(ports);
    externalIps = List.copyOf(externalIps);
    loadBalancerSourceRanges = List.copyOf(loadBalancerSourceRanges);
    loadBalancerIngress = List.copyOf(loadBalancerIngress);
  }

  @Override
  public String kind() {
    return "Service";
  }

  /** The types of the Kubernetes API. */
  public enum Type {
    CLUSTER_IP("ClusterIP"),
    NODE_PORT("NodePort"),
    LOAD_BALANCER("LoadBalancer"),
    EXTERNAL_NAME("ExternalName");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    /** The word as the Kubernetes API writes it. */
    public String word() {
      return word;
    }
  }

  /** How many families a service wants. */
  public enum FamilyPolicy {
    SINGLE_STACK("SingleStack"),
    PREFER_DUAL_STACK("PreferDualStack"),
    REQUIRE_DUAL_STACK("RequireDualStack");

    private final String word;

    FamilyPolicy(String word) {
      this.word = word;
    }

    /** The word as the Kubernetes API writes it. */
    public String word() {
      return word;
    }
  }

  /**
   * A port.
   *
   * @param span where it is written
   * @param name its name
   * @param number 1 to 65535
   * @param protocol its protocol, TCP when absent; the place is the port's then
   * @param target where it leads; absent means the same number
   * @param nodePort 1 to 65535; a written 0 means absent, as in the API
   */
  public record Port(
      Span span,
      Optional<Located<String>> name,
      Located<Integer> number,
      Located<Protocol> protocol,
      Optional<Target> target,
      Optional<Located<Integer>> nodePort) {}

  /** A target port: exactly one of the two is there. */
  public record Target(Span span, Optional<Integer> number, Optional<String> name) {}

  /**
   * An address a load balancer gave.
   *
   * @param span where it is written
   * @param ip the address, if it has one
   * @param hostname the name, if it has one
   * @param proxyMode {@code ipMode: Proxy}: the load balancer speaks for itself, nodes leave the address alone
   */
  public record LoadBalancerIngress(
      Span span,
      Optional<Located<IpAddress>> ip,
      Optional<Located<String>> hostname,
      boolean proxyMode) {}
}
