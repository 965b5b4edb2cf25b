package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.ServiceCode;
import dev.podnet.diagnostics.Severity;
import dev.podnet.manifest.ServiceObject;
import dev.podnet.manifest.ServiceObject.FamilyPolicy;
import dev.podnet.model.ObjectRef;
import dev.podnet.model.Service;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.resolve.ServiceDraft.FamilyWish;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads Service objects. */
final class ImportedServices {

  /** The older form of publishNotReadyAddresses (Kubernetes DNS specification 1.1.0). */
  private static final String TOLERATE_UNREADY =
      "service.alpha.kubernetes.io/tolerate-unready-endpoints";

  /** How kube-router is told to have a service's endpoints answer past the balancer (its docs/dsr.md). */
  private static final String DIRECT_RETURN = "kube-router.io/service.dsr";

  /** Says which proxy serves it, if not kube-proxy (KEP 0031). */
  private static final String PROXY_NAME = "service.kubernetes.io/service-proxy-name";

  private final Imported imported;
  private final Diagnostics diagnostics;

  ImportedServices(Imported imported, Diagnostics diagnostics) {
    this.imported = imported;
    this.diagnostics = diagnostics;
  }

  List<ServiceDraft> read() {
    return imported.all(ServiceObject.class).stream().map(this::read).toList();
  }

  private ServiceDraft read(ServiceObject object) {
    ObjectRef ref = imported.ref(object);
    object
        .meta()
        .labels()
        .get(PROXY_NAME)
        .ifPresent(proxy -> Diagnostic.at(
                proxy.span(),
                ServiceCode.ANOTHER_PROXY,
                "service " + ref + " is to be served by the proxy '" + proxy.value()
                    + "', and the nodes of this cluster serve it too")
            .help("take the label away, or leave the service out of what podnet reads")
            .to(diagnostics));
    boolean affinity = object.clientIpAffinity().map(Located::value).orElse(false);
    return new ServiceDraft(
        ref,
        object.nameSpan(),
        true,
        object.type().map(t -> ServiceTypes.of(t.value().word())).orElse(Service.Type.CLUSTER_IP),
        object.headless(),
        Families.addresses(object.clusterIps()),
        wish(object),
        object.selector().toMap(),
        object.selector().isEmpty()
            ? Optional.empty()
            : Optional.of(object.selector().entries().get(0).key().span()),
        object.ports().stream().map(ImportedServices::port).toList(),
        Optional.empty(),
        object.externalIps(),
        loadBalancerIps(ref, object),
        loadBalancerOthers(object),
        object.loadBalancerSourceRanges(),
        object.externalName(),
        affinity
            ? Optional.of(
                object.affinitySeconds().map(Located::value).orElse(ServiceDraft.AFFINITY_SECONDS))
            : Optional.empty(),
        object.externalLocal(),
        object.internalLocal().map(Located::value).orElse(false),
        object.publishNotReadyAddresses() || annotated(object, TOLERATE_UNREADY, "true"),
        object.healthCheckNodePort(),
        object.trafficDistribution().map(Located::value),
        annotated(object, DIRECT_RETURN, "tunnel"),
        object.allocateNodePorts().map(Located::value).orElse(true));
  }

  private static boolean annotated(ServiceObject object, String annotation, String value) {
    return object
        .meta()
        .annotations()
        .get(annotation)
        .map(Located::value)
        .filter(value::equals)
        .isPresent();
  }

  /**
   * The families of a service (Kubernetes, "IPv4/IPv6 dual-stack"): those of its addresses, else those it names, and as
   * many as its policy says. Headless without a selector it has every family its endpoints have.
   */
  private static FamilyWish wish(ServiceObject object) {
    List<Located<IpFamily>> written = new ArrayList<>(object.ipFamilies());
    for (Located<IpAddress> ip : object.clusterIps()) {
      if (written.stream().noneMatch(f -> f.value() == ip.value().family())) {
        written.add(ip.with(ip.value().family()));
      }
    }
    Optional<FamilyPolicy> policy = object.ipFamilyPolicy().map(Located::value);
    boolean dual = policy
        .map(p -> p != FamilyPolicy.SINGLE_STACK)
        .orElse(written.size() > 1
            || object.headless().isPresent() && object.selector().isEmpty());
    Optional<Span> required = object
        .ipFamilyPolicy()
        .filter(p -> p.value() == FamilyPolicy.REQUIRE_DUAL_STACK)
        .map(Located::span);
    return new FamilyWish(written, dual, required);
  }

  /**
   * What the load balancer gave, but for addresses it answers for itself; else what is asked of it, where there is one:
   * the API keeps the field on services of other types, and nobody looks at it there.
   */
  private List<Located<IpAddress>> loadBalancerIps(ObjectRef ref, ServiceObject object) {
    if (!object.loadBalancerIngress().isEmpty()) {
      return object.loadBalancerIngress().stream()
          .filter(i -> !i.proxyMode())
          .flatMap(i -> i.ip().stream())
          .toList();
    }
    ServiceObject.Type type =
        object.type().map(Located::value).orElse(ServiceObject.Type.CLUSTER_IP);
    if (type == ServiceObject.Type.LOAD_BALANCER) {
      return object.loadBalancerIp().stream().toList();
    }
    object
        .loadBalancerIp()
        .ifPresent(ip -> Diagnostic.at(
                ip.span(),
                ServiceCode.LOAD_BALANCER_MISUSED,
                "loadBalancerIP of service " + ref + " leads nowhere: it belongs to type"
                    + " LoadBalancer, not to " + type.word())
            .severity(Severity.WARNING)
            .help("write `type: LoadBalancer`, or leave loadBalancerIP out")
            .to(diagnostics));
    return List.of();
  }

  private static Service.BalancerOthers loadBalancerOthers(ServiceObject object) {
    return new Service.BalancerOthers(
        object.loadBalancerIngress().stream()
            .filter(ServiceObject.LoadBalancerIngress::proxyMode)
            .flatMap(g -> g.ip().stream())
            .map(Located::value)
            .toList(),
        object.loadBalancerIngress().stream()
            .filter(g -> g.ip().isEmpty())
            .flatMap(g -> g.hostname().stream())
            .map(Located::value)
            .toList());
  }

  private static ServiceDraft.Port port(ServiceObject.Port port) {
    Service.Target target = port.target()
        .map(t -> new Service.Target(t.number(), t.name()))
        .orElse(new Service.Target(Optional.of(port.number().value()), Optional.empty()));
    return new ServiceDraft.Port(
        port.span(),
        port.name(),
        port.number(),
        port.protocol().value(),
        target,
        port.target().map(ServiceObject.Target::span).orElse(port.number().span()),
        port.nodePort());
  }
}
