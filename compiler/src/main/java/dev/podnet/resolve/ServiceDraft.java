package dev.podnet.resolve;

import dev.podnet.model.ObjectRef;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A service as its declaration has it, before addresses are chosen and endpoints found.
 *
 * @param ref its namespace and name
 * @param span where it is declared
 * @param imported whether it came from a manifest
 * @param type its type
 * @param headless where {@code None} is written
 * @param clusterIps the ClusterIPs that are written
 * @param families which families it is to have
 * @param selector what its pods carry; empty for none
 * @param selectorSpan where the selector is written
 * @param ports its ports
 * @param endpoints addresses given in the declaration itself
 * @param externalLocal externalTrafficPolicy, where it is written
 * @param directReturn whether endpoints are to answer strangers past the balancer
 * @param nodePorts whether a load balancer is to have node ports
 */
record ServiceDraft(
    ObjectRef ref,
    Span span,
    boolean imported,
    Service.Type type,
    Optional<Span> headless,
    List<Located<IpAddress>> clusterIps,
    FamilyWish families,
    SortedMap<String, String> selector,
    Optional<Span> selectorSpan,
    List<Port> ports,
    Optional<List<Located<IpAddress>>> endpoints,
    List<Located<IpAddress>> externalIps,
    List<Located<IpAddress>> loadBalancerIps,
    Service.BalancerOthers loadBalancerOthers,
    List<Located<Cidr>> sourceRanges,
    Optional<Located<String>> externalName,
    Optional<Integer> affinitySeconds,
    Optional<Located<Boolean>> externalLocal,
    boolean internalLocal,
    boolean publishNotReady,
    Optional<Located<Integer>> healthCheckNodePort,
    Optional<String> trafficDistribution,
    boolean directReturn,
    boolean nodePorts) {

  /** The number of seconds a client stays with its endpoint when nobody says (Kubernetes: three hours). */
  static final int AFFINITY_SECONDS = 10_800;

  /**
   * Which families are wanted.
   *
   * @param written the families that are named, primary first; empty leaves the choice to the cluster
   * @param dual whether both are wanted where the cluster has both
   * @param required where it is written that both must be there
   */
  record FamilyWish(List<Located<IpFamily>> written, boolean dual, Optional<Span> required) {}

  /** A port as written; without a target it leads to its own number. */
  record Port(
      Span span,
      Optional<Located<String>> name,
      Located<Integer> number,
      Protocol protocol,
      Service.Target target,
      Span targetSpan,
      Optional<Located<Integer>> nodePort) {}

  /** A service of type ClusterIP, as plain as can be. */
  static ServiceDraft clusterIp(
      ObjectRef ref,
      Span span,
      List<Located<IpFamily>> families,
      SortedMap<String, String> selector,
      List<Port> ports) {
    return new ServiceDraft(
        ref,
        span,
        false,
        Service.Type.CLUSTER_IP,
        Optional.empty(),
        List.of(),
        new FamilyWish(families, false, Optional.empty()),
        selector,
        Optional.empty(),
        ports,
        Optional.empty(),
        List.of(),
        List.of(),
        Service.BalancerOthers.NONE,
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false,
        false,
        Optional.empty(),
        Optional.empty(),
        false,
        true);
  }

  /** The same with another selector. */
  ServiceDraft selecting(SortedMap<String, String> labels) {
    return new ServiceDraft(
        ref,
        span,
        imported,
        type,
        headless,
        clusterIps,
        families,
        labels,
        selectorSpan,
        ports,
        endpoints,
        externalIps,
        loadBalancerIps,
        loadBalancerOthers,
        sourceRanges,
        externalName,
        affinitySeconds,
        externalLocal,
        internalLocal,
        publishNotReady,
        healthCheckNodePort,
        trafficDistribution,
        directReturn,
        nodePorts);
  }

  /** Whether it has ClusterIPs. */
  boolean hasClusterIp() {
    return headless.isEmpty() && type != Service.Type.EXTERNAL_NAME;
  }

  /** Whether nodes answer for it on ports of their own. */
  boolean onNodes() {
    return type == Service.Type.NODE_PORT || type == Service.Type.LOAD_BALANCER && nodePorts;
  }
}
