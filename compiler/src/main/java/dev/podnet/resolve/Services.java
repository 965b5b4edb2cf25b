package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.ClusterSettings;
import dev.podnet.model.Node;
import dev.podnet.model.ObjectRef;
import dev.podnet.model.Pod;
import dev.podnet.model.Service;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Located;
import dev.podnet.syntax.NamespaceItem;
import dev.podnet.syntax.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From declarations of services to services with addresses and endpoints. */
final class Services {

  private final ClusterSettings settings;
  private final Lock lock;
  private final Diagnostics diagnostics;

  private Services(ClusterSettings settings, Lock lock, Diagnostics diagnostics) {
    this.settings = settings;
    this.lock = lock;
    this.diagnostics = diagnostics;
  }

  /** All services of the declarations, sorted by namespace and name. */
  static List<Service> resolve(
      List<ServiceDraft> drafts,
      GivenEndpoints given,
      List<Node> nodes,
      List<Pod> pods,
      ClusterSettings settings,
      Lock lock,
      Diagnostics diagnostics) {
    EndpointFinder finder = new EndpointFinder(new PodIndex(pods, nodes), given, diagnostics);
    return new Services(settings, lock, diagnostics).resolve(drafts, finder);
  }

  /** What is declared, sorted by namespace and name; of two of one name the first. */
  static List<ServiceDraft> drafts(
      List<Statement.NamespaceDecl> declared, Imported imported, Diagnostics diagnostics) {
    SpecServices spec = new SpecServices(diagnostics);
    List<ServiceDraft> all = new ArrayList<>();
    for (Statement.NamespaceDecl namespace : declared) {
      for (NamespaceItem item : namespace.items()) {
        if (item instanceof NamespaceItem.ServiceDecl service) {
          all.add(spec.read(namespace.name().value(), service));
        }
      }
    }
    all.addAll(new ImportedServices(imported, diagnostics).read());
    NameTable<ServiceDraft> names = new NameTable<>("service", diagnostics);
    return all.stream()
        .filter(s -> names.add(s.ref().toString(), s.span(), s))
        .sorted(Comparator.comparing(ServiceDraft::ref))
        .toList();
  }

  private List<Service> resolve(List<ServiceDraft> drafts, EndpointFinder finder) {
    ServiceRules rules = new ServiceRules(settings, diagnostics);
    drafts.forEach(rules::check);
    NodePortOwners.check(drafts, diagnostics);
    Map<ObjectRef, List<IpFamily>> families = new HashMap<>();
    drafts.forEach(
        s -> families.put(s.ref(), ServiceFamilies.of(s, settings.serviceCidrs(), diagnostics)));
    Map<ObjectRef, List<Located<IpAddress>>> clusterIps =
        new ServiceAddresses(settings, lock, diagnostics).assign(drafts, families);
    Map<ServiceDraft.Port, Located<Integer>> nodePorts =
        new NodePorts(settings, lock, diagnostics).assign(drafts);
    return drafts.stream()
        .map(s -> service(
            s,
            families.get(s.ref()),
            clusterIps.getOrDefault(s.ref(), List.of()),
            nodePorts,
            finder))
        .toList();
  }

  private static Service service(
      ServiceDraft draft,
      List<IpFamily> families,
      List<Located<IpAddress>> clusterIps,
      Map<ServiceDraft.Port, Located<Integer>> nodePorts,
      EndpointFinder finder) {
    EndpointList endpoints = finder.find(draft, families);
    List<Service.Port> ports = new ArrayList<>();
    for (int i = 0; i < draft.ports().size(); i++) {
      ServiceDraft.Port port = draft.ports().get(i);
      ports.add(new Service.Port(
          port.span(),
          port.name().map(Located::value),
          port.number().value(),
          port.protocol(),
          port.target(),
          Optional.ofNullable(nodePorts.get(port)),
          port.nodePort().isPresent(),
          endpoints.backends(i)));
    }
    return new Service(
        draft.ref(),
        draft.span(),
        draft.type(),
        draft.headless().isPresent(),
        clusterIps,
        !draft.clusterIps().isEmpty(),
        families,
        draft.selector(),
        ports,
        endpoints.endpoints(),
        endpoints.published(),
        draft.externalIps(),
        draft.loadBalancerIps(),
        draft.loadBalancerOthers(),
        draft.sourceRanges(),
        draft.externalName().map(Located::value),
        draft.affinitySeconds(),
        draft.externalLocal().map(Located::value).orElse(false),
        draft.internalLocal(),
        draft.publishNotReady(),
        draft.healthCheckNodePort().map(Located::value),
        draft.trafficDistribution(),
        draft.directReturn());
  }
}
