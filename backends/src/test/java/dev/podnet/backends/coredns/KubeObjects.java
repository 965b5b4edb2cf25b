package dev.podnet.backends.coredns;

import dev.podnet.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Kubernetes objects as they may be, with all that names depend on, and as YAML. */
final class KubeObjects {

  record Port(String name, String protocol, int number, String target) {}

  record Service(
      String namespace,
      String name,
      List<String> clusterIps,
      String externalName,
      List<Port> ports,
      String selector,
      boolean unreadyToo,
      List<String> externalIps,
      List<String> balancer) {

    boolean headless() {
      return clusterIps.equals(List.of("None"));
    }
  }

  /** A port of a slice; null is what is not written. */
  record SlicePort(String name, String protocol, Integer number) {}

  record Endpoint(List<String> addresses, String hostname, Boolean ready) {}

  record Slice(
      String namespace,
      String service,
      String name,
      boolean v4,
      List<SlicePort> ports,
      List<Endpoint> endpoints) {}

  record Pod(
      String namespace,
      String name,
      String label,
      String node,
      List<String> ips,
      boolean ready,
      boolean going,
      String phase,
      String hostname,
      String subdomain,
      Map<String, Integer> ports,
      boolean host) {}

  final List<String> namespaces = new ArrayList<>();
  final List<Service> services = new ArrayList<>();
  final List<Slice> slices = new ArrayList<>();
  final List<Pod> pods = new ArrayList<>();

  private final Random random;
  private final List<String> addresses = new ArrayList<>();

  private KubeObjects(Random random) {
    this.random = random;
  }

  /** Some objects, the same for the same seed. */
  static KubeObjects of(long seed) {
    KubeObjects objects = new KubeObjects(new Random(seed));
    objects.make();
    return objects;
  }

  private boolean one(int in) {
    return random.nextInt(in) == 0;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private void make() {
    namespaces.addAll(List.of("shop", "data-1", "empty"));
    for (int i = 0; i < 12; i++) {
      pod(i);
    }
    for (int i = 0; i < 12; i++) {
      service(i);
    }
    services.add(new Service(
        "shop",
        "alias-in",
        List.of(),
        "s" + random.nextInt(12) + "." + pick(List.of("shop", "data-1")) + ".svc.cluster.local"
            + (one(2) ? "." : ""),
        List.of(),
        null,
        false,
        List.of(),
        List.of()));
    services.add(new Service(
        "shop",
        "alias-out",
        List.of(),
        "www.example.com",
        ports(),
        null,
        false,
        List.of(),
        List.of()));
  }

  private void pod(int i) {
    boolean host = one(6);
    int node = 1 + random.nextInt(2);
    String v4 = host ? "192.168.1.1" + node : "10.244." + (node - 1) + "." + (20 + i);
    String v6 = host
        ? "fd50::1" + node
        : "fd00:10:244:" + (node == 1 ? "" : "1") + ":" + (node == 1 ? "" : ":")
            + Integer.toHexString(0x20 + i);
    List<String> ips = new ArrayList<>(List.of(v4));
    if (!one(3)) {
      ips.add(IpAddress.parse(v6).toString());
    }
    Map<String, Integer> ports = new TreeMap<>();
    for (String name : List.of("http", "dns", "9p")) {
      if (!one(3)) {
        ports.put(name, 8000 + random.nextInt(3));
      }
    }
    boolean named = one(2);
    pods.add(new Pod(
        one(3) ? "data-1" : "shop",
        "p" + i,
        pick(List.of("a", "b", "c")),
        "n" + node,
        ips,
        !one(4),
        one(8),
        one(10) ? pick(List.of("Succeeded", "Failed")) : "Running",
        named ? pick(List.of("h1", "h2", "9h")) + (one(2) ? "" : "-x") : null,
        named ? "s" + random.nextInt(12) : null,
        ports,
        host));
  }

  private List<Port> ports() {
    List<Port> ports = new ArrayList<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      String name = count == 1 && one(2) ? "" : List.of("http", "dns", "9p").get(i);
      ports.add(new Port(
          name,
          pick(List.of("TCP", "TCP", "UDP", "SCTP")),
          pick(List.of(53, 80, 443)) + i * (one(2) ? 0 : 1),
          one(2) && !name.isEmpty() ? name : Integer.toString(9000 + random.nextInt(2))));
    }
    // the API takes a number and protocol but once
    List<Port> sound = new ArrayList<>();
    for (Port port : ports) {
      if (sound.stream()
          .noneMatch(p -> p.number() == port.number() && p.protocol().equals(port.protocol()))) {
        sound.add(port);
      }
    }
    return sound;
  }

  private void service(int i) {
    String namespace = i % 3 == 0 ? "data-1" : "shop";
    boolean headless = one(2);
    List<Port> ports = ports();
    if (!headless && ports.isEmpty()) {
      ports = List.of(new Port("", "TCP", 80, "8080"));
    }
    boolean given = one(2);
    List<String> clusterIps = headless
        ? List.of("None")
        : pick(List.of(
            List.of("10.96.0." + (20 + i)),
            List.of("fd00:10:96::" + (20 + i)),
            List.of("10.96.0." + (20 + i), "fd00:10:96::" + (20 + i)),
            List.of("fd00:10:96::" + (20 + i), "10.96.0." + (20 + i))));
    services.add(new Service(
        namespace,
        "s" + i,
        clusterIps,
        null,
        ports,
        given ? null : pick(List.of("a", "b", "none")),
        !given && one(3),
        one(3) ? List.of("203.0.113." + (20 + i)) : List.of(),
        one(4) && !headless
            ? pick(List.of(
                List.of("203.0.113." + (60 + i)),
                List.of("lb-" + i + ".example.com"),
                List.of("203.0.113." + (60 + i), "lb-" + i + ".example.com")))
            : List.of()));
    if (given) {
      int count = random.nextInt(4);
      for (int j = 0; j < count; j++) {
        slice(namespace, "s" + i, j, ports);
      }
    }
  }

  private void slice(String namespace, String service, int index, List<Port> of) {
    boolean v4 = !one(3);
    List<SlicePort> ports = new ArrayList<>();
    for (Port port : of) {
      if (!one(5)) {
        ports.add(new SlicePort(port.name(), port.protocol(), 8000 + random.nextInt(3)));
      }
    }
    if (one(4)) {
      ports.add(new SlicePort("more", "UDP", 7));
    }
    List<Endpoint> endpoints = new ArrayList<>();
    int count = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      List<String> of1 = new ArrayList<>();
      int many = one(5) ? 2 : 1;
      for (int j = 0; j < many; j++) {
        of1.add(address(v4));
      }
      endpoints.add(new Endpoint(
          of1.stream().distinct().toList(),
          one(3) ? pick(List.of("e1", "e2", "1e")) : null,
          pick(java.util.Arrays.asList(true, true, null, false))));
    }
    slices.add(
        new Slice(namespace, service, service + "-" + index, v4, List.copyOf(ports), endpoints));
  }

  /** An address that nobody has yet, or one that somebody has. */
  private String address(boolean v4) {
    List<String> old = addresses.stream().filter(a -> a.contains(".") == v4).toList();
    if (!old.isEmpty() && one(3)) {
      return pick(old);
    }
    String address = v4
        ? pick(List.of("198.51.100.", "172.17.0.", "10.96.0.", "10.244.0."))
            + (100 + random.nextInt(50))
        : IpAddress.parse(pick(List.of("2001:db8::", "2001:db8:1::", "fd00:10:244::"))
                + Integer.toHexString(random.nextInt(40) + 0x100))
            .toString();
    addresses.add(address);
    return address;
  }

  /** All addresses there are. */
  SortedSet<String> addresses() {
    SortedSet<String> all = new TreeSet<>(addresses);
    pods.forEach(p -> all.addAll(p.ips()));
    services.forEach(s -> {
      if (!s.headless()) {
        all.addAll(s.clusterIps());
      }
    });
    return all;
  }

  /** As a manifest. */
  String yaml() {
    List<String> documents = new ArrayList<>();
    namespaces.forEach(
        n -> documents.add("apiVersion: v1\nkind: Namespace\nmetadata: {name: " + n + "}\n"));
    pods.forEach(p -> documents.add(yaml(p)));
    services.forEach(s -> documents.add(yaml(s)));
    slices.forEach(s -> documents.add(yaml(s)));
    return String.join("---\n", documents);
  }

  private static String quoted(String text) {
    return "\"" + text + "\"";
  }

  private static String list(List<String> texts) {
    return texts.stream().map(KubeObjects::quoted).collect(Collectors.joining(", ", "[", "]"));
  }

  private static String field(String key, String value) {
    return value == null ? "" : ", " + key + ": " + quoted(value);
  }

  private static String yaml(Pod p) {
    return "apiVersion: v1\nkind: Pod\nmetadata: {name: " + p.name() + ", namespace: "
        + p.namespace() + ", labels: {app: " + p.label() + "}"
        + (p.going() ? ", deletionTimestamp: \"2024-01-01T00:00:00Z\"" : "")
        + "}\nspec: {nodeName: "
        + p.node() + (p.host() ? ", hostNetwork: true" : "") + field("hostname", p.hostname())
        + field("subdomain", p.subdomain()) + ", containers: [{name: c, ports: ["
        + p.ports().entrySet().stream()
            .flatMap(e -> List.of("TCP", "UDP").stream()
                .map(proto -> "{name: " + quoted(e.getKey()) + ", containerPort: " + e.getValue()
                    + ", protocol: " + proto + "}"))
            .collect(Collectors.joining(", "))
        + "]}]}\nstatus: {phase: " + p.phase() + ", podIPs: ["
        + p.ips().stream().map(i -> "{ip: " + quoted(i) + "}").collect(Collectors.joining(", "))
        + "], conditions: [{type: Ready, status: " + quoted(p.ready() ? "True" : "False") + "}]}\n";
  }

  private static String yaml(Service s) {
    StringBuilder text = new StringBuilder("apiVersion: v1\nkind: Service\nmetadata: {name: "
        + s.name() + ", namespace: " + s.namespace() + "}\nspec:\n");
    if (s.externalName() != null) {
      text.append("  type: ExternalName\n  externalName: ")
          .append(s.externalName())
          .append('\n');
    } else {
      if (!s.balancer().isEmpty()) {
        text.append("  type: LoadBalancer\n");
      }
      text.append("  clusterIP: ").append(quoted(s.clusterIps().get(0))).append('\n');
      text.append("  clusterIPs: ").append(list(s.clusterIps())).append('\n');
      if (s.clusterIps().size() > 1) {
        text.append("  ipFamilyPolicy: RequireDualStack\n");
      } else if (s.headless()) {
        text.append("  ipFamilyPolicy: PreferDualStack\n");
      }
    }
    if (s.selector() != null) {
      text.append("  selector: {app: ").append(s.selector()).append("}\n");
    }
    if (s.unreadyToo()) {
      text.append("  publishNotReadyAddresses: true\n");
    }
    if (!s.externalIps().isEmpty()) {
      text.append("  externalIPs: ").append(list(s.externalIps())).append('\n');
    }
    text.append("  ports:").append(s.ports().isEmpty() ? " []\n" : "\n");
    for (Port port : s.ports()) {
      text.append("  - {port: " + port.number() + ", protocol: " + port.protocol()
          + ", targetPort: "
          + (port.target().matches("[0-9]+") ? port.target() : quoted(port.target()))
          + (port.name().isEmpty() ? "" : ", name: " + quoted(port.name())) + "}\n");
    }
    if (!s.balancer().isEmpty()) {
      text.append("status: {loadBalancer: {ingress: ["
          + s.balancer().stream()
              .map(b -> b.matches("[0-9.]+") ? "{ip: " + b + "}" : "{hostname: " + b + "}")
              .collect(Collectors.joining(", "))
          + "]}}\n");
    }
    return text.toString();
  }

  private static String yaml(Slice s) {
    return "apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: " + s.name()
        + ", namespace: " + s.namespace() + ", labels: {kubernetes.io/service-name: " + s.service()
        + "}}\naddressType: " + (s.v4() ? "IPv4" : "IPv6") + "\nports: ["
        + s.ports().stream()
            .map(p -> "{port: " + p.number() + ", protocol: " + p.protocol()
                + field("name", p.name()) + "}")
            .collect(Collectors.joining(", "))
        + "]\nendpoints: ["
        + s.endpoints().stream()
            .map(e -> "{addresses: " + list(e.addresses()) + field("hostname", e.hostname())
                + Optional.ofNullable(e.ready())
                    .map(r -> ", conditions: {ready: " + r + "}")
                    .orElse("")
                + "}")
            .collect(Collectors.joining(", "))
        + "]\n";
  }
}
