package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.ServiceCode;
import dev.podnet.manifest.GivenEndpoint;
import dev.podnet.model.ObjectRef;
import dev.podnet.model.Pod;
import dev.podnet.model.Service;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The endpoints of services, as Kubernetes' endpoint controllers find them (k8s.io/endpointslice, reconciler.go and
 * utils.go): what manifests give for a service counts; else what the declaration gives; else the pods its selector
 * finds.
 */
final class EndpointFinder {

  private final PodIndex pods;
  private final GivenEndpoints given;
  private final Diagnostics diagnostics;

  EndpointFinder(PodIndex pods, GivenEndpoints given, Diagnostics diagnostics) {
    this.pods = pods;
    this.given = given;
    this.diagnostics = diagnostics;
  }

  /** The endpoints of a service, of its families only. */
  EndpointList find(ServiceDraft service, List<IpFamily> families) {
    EndpointList list = new EndpointList(service.ports().size());
    if (service.type() == Service.Type.EXTERNAL_NAME) {
      return list;
    }
    Optional<List<GivenEndpoints.Group>> groups = given.find(service.ref());
    if (groups.isPresent()) {
      groups.get().forEach(g -> addGroup(service, g, families, list));
    } else if (service.endpoints().isPresent()) {
      addAddresses(service, service.endpoints().get(), families, list);
    } else if (!service.selector().isEmpty()) {
      addPods(service, families, list);
    } else if (service.externalName().isEmpty()) {
      NoEndpoints.reportNoSelector(service, diagnostics);
    }
    return list;
  }

  private void addPods(ServiceDraft service, List<IpFamily> families, EndpointList list) {
    List<Pod> selected = pods.select(service.ref().namespace(), service.selector());
    if (selected.isEmpty()) {
      NoEndpoints.reportNoPods(service, diagnostics);
      return;
    }
    for (Pod pod : selected) {
      for (IpFamily family : families) {
        pod.ip(family).ifPresent(ip -> {
          Service.Endpoint endpoint = endpoint(service, pod, ip);
          list.add(endpoint);
          for (int i = 0; i < service.ports().size(); i++) {
            int index = i;
            target(service.ports().get(i), Optional.of(pod))
                .ifPresent(n -> list.add(index, endpoint, n));
          }
        });
      }
    }
    NoEndpoints.reportUnknownTargets(service, selected, diagnostics);
  }

  private Service.Endpoint endpoint(ServiceDraft service, Pod pod, IpAddress ip) {
    boolean named = pod.subdomain().filter(service.ref().name()::equals).isPresent();
    return new Service.Endpoint(
        ip,
        pod.node(),
        Optional.of(pod.ref()),
        named ? pod.hostname() : Optional.empty(),
        service.publishNotReady() || pod.ready() && !pod.terminating(),
        pod.ready(),
        pod.terminating(),
        hintZones(service, pod.node()),
        hintNodes(service, pod.node()));
  }

  /** Whom an endpoint on a node is meant for: its zone, whatever the preference (KEP-3015). */
  private List<String> hintZones(ServiceDraft service, Optional<String> node) {
    return service.trafficDistribution().isEmpty()
        ? List.of()
        : node.flatMap(pods::zone).stream().toList();
  }

  /** Whom an endpoint on a node is meant for: with {@code PreferSameNode} that node. */
  private static List<String> hintNodes(ServiceDraft service, Optional<String> node) {
    return service.trafficDistribution().filter("PreferSameNode"::equals).isPresent()
        ? node.stream().toList()
        : List.of();
  }

  /** Where a port leads on a pod; a name is the pod's own to resolve. */
  private static Optional<Integer> target(ServiceDraft.Port port, Optional<Pod> pod) {
    return port.target()
        .number()
        .or(() -> pod.flatMap(
            p -> PodIndex.port(p, port.target().name().orElseThrow(), port.protocol())));
  }

  private void addAddresses(
      ServiceDraft service,
      List<Located<IpAddress>> addresses,
      List<IpFamily> families,
      EndpointList list) {
    for (Located<IpAddress> address : addresses) {
      if (!served(service, address, families)) {
        continue;
      }
      Optional<Pod> pod = pods.find(address.value());
      Optional<String> node = pods.node(address.value());
      Service.Endpoint endpoint = new Service.Endpoint(
          address.value(),
          node,
          pod.map(Pod::ref),
          Optional.empty(),
          true,
          true,
          false,
          hintZones(service, node),
          hintNodes(service, node));
      list.add(endpoint);
      for (int i = 0; i < service.ports().size(); i++) {
        int index = i;
        ServiceDraft.Port port = service.ports().get(i);
        target(port, pod)
            .ifPresentOrElse(
                n -> list.add(index, endpoint, n),
                () -> NoEndpoints.reportUnknownTarget(service, port, address, diagnostics));
      }
    }
  }

  private boolean served(
      ServiceDraft service, Located<IpAddress> address, List<IpFamily> families) {
    return !UnusableEndpoint.reported(service, address, diagnostics)
        && ofFamily(service, address, families);
  }

  private boolean ofFamily(
      ServiceDraft service, Located<IpAddress> address, List<IpFamily> families) {
    if (families.contains(address.value().family())) {
      return true;
    }
    String family = Families.word(address.value().family());
    Diagnostic.at(
            address.span(),
            ServiceCode.ENDPOINT_FAMILY,
            "endpoint " + address + " of service " + service.ref() + " gets no connections: the"
                + " service has no " + family)
        .help("give the service a ClusterIP of " + family + ", or make it headless")
        .to(diagnostics);
    return false;
  }

  private void addGroup(
      ServiceDraft service,
      GivenEndpoints.Group group,
      List<IpFamily> families,
      EndpointList list) {
    for (GivenEndpoint given : group.endpoints()) {
      if (given.addresses().isEmpty()
          || UnusableEndpoint.reported(service, given.addresses().get(0), diagnostics)) {
        continue;
      }
      boolean served = ofFamily(service, given.addresses().get(0), families);
      Service.Endpoint endpoint =
          endpoint(service, given, given.addresses().get(0).value());
      if (served) {
        list.add(endpoint);
      }
      List<Service.NamedPort> all = new ArrayList<>();
      List<Service.NamedPort> others = new ArrayList<>();
      for (GivenEndpoint.Port candidate : group.ports()) {
        int matching = 0;
        for (int i = 0; i < service.ports().size(); i++) {
          ServiceDraft.Port port = service.ports().get(i);
          if (matches(port, candidate)) {
            int number = candidate
                .number()
                .orElse(port.target().number().orElse(port.number().value()));
            // without a number nothing is balanced (kube-proxy), and names alone know the port
            boolean balanced = candidate.number().isPresent();
            if (served && balanced) {
              list.add(i, endpoint, number);
            }
            (balanced ? all : others)
                .add(new Service.NamedPort(candidate.name(), candidate.protocol(), number));
            matching++;
          }
        }
        if (matching == 0 && candidate.number().isPresent()) {
          others.add(new Service.NamedPort(
              candidate.name(), candidate.protocol(), candidate.number().get()));
        }
      }
      all.addAll(others);
      publish(service, given, endpoint, all, served && list.named(endpoint) ? others : all, list);
    }
  }

  /**
   * What proxies do not use: further addresses, ports that are none of the service's, an address of a family that the service
   * does not have, a second hostname of one address.
   *
   * @param all the ports there are
   * @param others those of them that are not known yet
   */
  private void publish(
      ServiceDraft service,
      GivenEndpoint given,
      Service.Endpoint first,
      List<Service.NamedPort> all,
      List<Service.NamedPort> others,
      EndpointList list) {
    if (!others.isEmpty() || !list.named(first)) {
      list.publish(new Service.Published(first, others));
    }
    for (Located<IpAddress> more :
        given.addresses().subList(1, given.addresses().size())) {
      if (more.value().family() == first.ip().family()
          && !UnusableEndpoint.reported(service, more, diagnostics)) {
        list.publish(new Service.Published(endpoint(service, given, more.value()), all));
      }
    }
  }

  /** Ports of endpoints belong to the service's port of the same name, an empty name to the unnamed one. */
  private static boolean matches(ServiceDraft.Port port, GivenEndpoint.Port candidate) {
    return candidate.protocol() == port.protocol()
        && candidate.name().orElse("").equals(port.name().map(Located::value).orElse(""));
  }

  private Service.Endpoint endpoint(ServiceDraft service, GivenEndpoint given, IpAddress ip) {
    Optional<Pod> pod = given
        .target()
        .filter(t -> t.kind().orElse("Pod").equals("Pod"))
        .flatMap(t ->
            t.name().map(n -> new ObjectRef(t.namespace().orElse(service.ref().namespace()), n)))
        .flatMap(pods::find)
        .or(() -> pods.find(ip));
    return new Service.Endpoint(
        ip,
        given.nodeName().map(Located::value).or(() -> pods.node(ip)),
        pod.map(Pod::ref),
        given.hostname().map(Located::value),
        given.ready().orElse(true),
        // what is not said serves, as kube-proxy reads it (endpointslicecache.go)
        given.serving().orElse(true),
        given.terminating().orElse(false),
        given.hintZones(),
        given.hintNodes());
  }
}
