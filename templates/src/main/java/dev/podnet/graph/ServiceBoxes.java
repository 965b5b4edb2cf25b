package dev.podnet.graph;

import dev.podnet.graph.Drawing.ServiceBox;
import dev.podnet.model.Cluster;
import dev.podnet.model.NaturalOrder;
import dev.podnet.model.ObjectRef;
import dev.podnet.model.Service;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The services of a drawing: each with its number while they are few, then without, then as counts of a namespace. */
final class ServiceBoxes {

  /** How many services have a card each. */
  private static final int FULL = 12;

  /** How many are shown one by one. */
  private static final int COMPACT = 40;

  private static final int PORTS = 4;
  private static final int PHRASES = 4;

  private final List<Service> services;
  private final DrawingOptions options;
  private final Function<ObjectRef, String> namer;
  private final boolean full;
  private final Map<ObjectRef, SortedSet<Integer>> marks = new TreeMap<>();

  ServiceBoxes(Cluster cluster, DrawingOptions options, Function<ObjectRef, String> namer) {
    this.options = options;
    this.namer = namer;
    this.services = !options.shows(DrawingOptions.Layer.SERVICES)
        ? List.of()
        : cluster.services().stream()
            .filter(s -> options.inside(s.ref().namespace()))
            .filter(s -> options.nodes().isEmpty() || onNodes(s))
            .sorted(java.util.Comparator.comparing(Service::ref))
            .toList();
    this.full = services.size() <= FULL || options.asked(DrawingOptions.Layer.SERVICES);
    for (int i = 0; full && i < services.size(); i++) {
      for (Service.Endpoint endpoint : services.get(i).endpoints()) {
        int mark = i + 1;
        endpoint
            .pod()
            .ifPresent(p -> marks.computeIfAbsent(p, k -> new TreeSet<>()).add(mark));
      }
    }
  }

  private boolean onNodes(Service service) {
    return service.endpoints().stream()
        .anyMatch(e -> e.node().filter(options.nodes()::contains).isPresent());
  }

  /** The numbers of the services a pod stands behind. */
  SortedSet<Integer> marks(ObjectRef pod) {
    return marks.getOrDefault(pod, Collections.emptySortedSet());
  }

  /** What stands above them. */
  String title() {
    return services.size() == 1 ? "1 service" : services.size() + " services";
  }

  List<ServiceBox> boxes() {
    List<ServiceBox> boxes = new ArrayList<>();
    if (full || services.size() <= COMPACT) {
      for (int i = 0; i < services.size(); i++) {
        boxes.add(box(services.get(i), full ? i + 1 : 0));
      }
      return boxes;
    }
    Map<String, List<Service>> byNamespace = new TreeMap<>(NaturalOrder.INSTANCE);
    services.forEach(s ->
        byNamespace.computeIfAbsent(s.ref().namespace(), k -> new ArrayList<>()).add(s));
    List<Service> rest = new ArrayList<>();
    byNamespace.forEach((namespace, list) -> {
      if (boxes.size() < COMPACT - 1 || byNamespace.size() <= COMPACT) {
        boxes.add(group("namespace " + namespace, list));
      } else {
        rest.addAll(list);
      }
    });
    if (!rest.isEmpty()) {
      boxes.add(group((byNamespace.size() - boxes.size()) + " more namespaces", rest));
    }
    return boxes;
  }

  private static ServiceBox group(String name, List<Service> list) {
    Map<String, Integer> types = new TreeMap<>();
    int endpoints = 0;
    for (Service s : list) {
      types.merge(type(s), 1, Integer::sum);
      endpoints += s.endpoints().size();
    }
    List<String> counts =
        types.entrySet().stream().map(e -> e.getValue() + " " + e.getKey()).toList();
    return new ServiceBox(
        0,
        name,
        list.size() == 1 ? "1 service" : list.size() + " services",
        List.of(),
        counts,
        List.of(),
        endpoints == 1 ? "1 endpoint" : endpoints + " endpoints",
        false);
  }

  private static String type(Service service) {
    return service.headless() ? "headless" : service.type().word();
  }

  private ServiceBox box(Service s, int mark) {
    boolean shown = options.shows(DrawingOptions.Layer.ADDRESSES);
    List<String> addresses = new ArrayList<>();
    if (shown) {
      s.clusterIps().forEach(ip -> addresses.add(ip.value().toString()));
    }
    s.externalName().ifPresent(addresses::add);
    List<String> outside = new ArrayList<>();
    List<String> nodePorts = s.ports().stream()
        .flatMap(p -> p.nodePort().stream())
        .map(p -> Integer.toString(p.value()))
        .toList();
    if (!nodePorts.isEmpty()) {
      outside.add("node port " + String.join(", ", nodePorts));
    }
    if (shown) {
      joined("external ", s.externalIps()).ifPresent(outside::add);
      joined("load balancer ", s.loadBalancerIps()).ifPresent(outside::add);
    }
    return new ServiceBox(
        mark, namer.apply(s.ref()), type(s), addresses, ports(s), outside, behind(s), mark == 0);
  }

  private static Optional<String> joined(String lead, List<? extends Located<?>> values) {
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(
            lead + String.join(", ", values.stream().map(Located::toString).toList()));
  }

  private static List<String> ports(Service s) {
    List<String> ports = new ArrayList<>();
    for (Service.Port p : s.ports()) {
      if (ports.size() == PORTS - 1 && s.ports().size() > PORTS) {
        ports.add((s.ports().size() - ports.size()) + " more ports");
        break;
      }
      String number = Integer.toString(p.number());
      String target =
          p.target().name().or(() -> p.target().number().map(n -> "" + n)).orElse(number);
      ports.add(p.name().map(n -> n + " ").orElse("port ")
          + number
          + (p.protocol() == Protocol.TCP ? "" : "/" + p.protocol())
          + (target.equals(number) ? "" : " → " + target));
    }
    return ports;
  }

  private String behind(Service s) {
    if (s.externalName().isPresent()) {
      return "a name for another name";
    }
    List<String> pods = s.endpoints().stream()
        .flatMap(e -> e.pod().stream())
        .distinct()
        .map(this::near)
        .toList();
    List<String> others = s.endpoints().stream()
        .filter(e -> e.pod().isEmpty())
        .map(e -> e.ip().toString())
        .toList();
    if (pods.isEmpty() && others.isEmpty()) {
      return "nobody answers";
    }
    List<String> parts = new ArrayList<>();
    if (!pods.isEmpty()) {
      parts.add((pods.size() == 1 ? "pod " : pods.size() + " pods: ") + NameList.of(pods, PHRASES));
    }
    if (!others.isEmpty()) {
      parts.add((others.size() == 1 ? "address " : others.size() + " addresses: ")
          + NameList.of(others, PHRASES));
    }
    return String.join(", ", parts);
  }

  /** A service's pods are in its own namespace. */
  private String near(ObjectRef pod) {
    return pod.name();
  }
}
