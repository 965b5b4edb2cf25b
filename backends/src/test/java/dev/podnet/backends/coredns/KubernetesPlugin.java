package dev.podnet.backends.coredns;

import dev.podnet.net.AddressText;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What CoreDNS's plugin {@code kubernetes} answers for objects, after its sources (plugin/kubernetes: kubernetes.go,
 * parse.go, reverse.go, object/endpoint.go; plugin/backend_lookup.go, of 2025), and for endpoints that nobody gave, after
 * Kubernetes' controller (k8s.io/endpointslice: reconciler.go, utils.go). It knows nothing of zones.
 */
final class KubernetesPlugin {

  /** The port of a service or an endpoint that has none: addresses without SRV records. */
  private static final int NO_PORT = -1;

  /** Pods that CoreDNS does not ask the API server for, and that are no endpoints (plugin/kubernetes/controller.go). */
  private static final Set<String> ENDED = Set.of("Succeeded", "Failed");

  private record Address(String ip, String hostname, List<KubeObjects.SlicePort> ports) {

    String label() {
      if (hostname != null) {
        return hostname;
      }
      String dashed = ip.replace('.', '-').replace(':', '-');
      return dashed.endsWith("-") ? dashed + "0" : dashed;
    }
  }

  /** Something found: a host, an address or a name, with a port, under a key. */
  private record Found(String key, String host, int port) {

    boolean alias() {
      return AddressText.parse(host).address() == null;
    }
  }

  private final KubeObjects objects;
  private final String zone;
  private final String pods;
  private final int ttl;

  /**
   * For a cluster's domain.
   *
   * @param zone the domain with its last dot
   * @param pods the setting {@code pods}
   * @param ttl the setting {@code ttl}
   */
  KubernetesPlugin(KubeObjects objects, String zone, String pods, int ttl) {
    this.objects = objects;
    this.zone = zone;
    this.pods = pods;
    this.ttl = ttl;
  }

  /** The answer to a question; the name with its last dot. */
  Reply ask(String type, String question) {
    String name = question.toLowerCase(Locale.ROOT);
    if (name.endsWith(".arpa.")) {
      return reverse(type, name);
    }
    SortedSet<String> data = new TreeSet<>();
    SortedSet<String> additional = new TreeSet<>();
    Optional<List<Found>> found = records(name);
    if (type.equals("TXT")) {
      if (name.equals("dns-version." + zone)) {
        data.add(name + " 28800 TXT 1.1.0");
        return new Reply("NOERROR", data, new TreeSet<>(), additional);
      }
      return denied(found.isPresent() && !found.get().isEmpty() ? "NOERROR" : "NXDOMAIN", zone);
    }
    if (found.isEmpty()) {
      return denied("NXDOMAIN", zone);
    }
    switch (type) {
      case "A", "AAAA" -> addresses(type, name, found.get(), data, 0);
      case "CNAME" ->
        found.get().stream()
            .limit(1)
            .filter(Found::alias)
            .forEach(f -> data.add(record(name, "CNAME", dotted(f.host()))));
      case "SRV" ->
        found.get().stream().filter(f -> !f.alias() && f.port() != NO_PORT).forEach(f -> {
          data.add(record(name, "SRV", f.port() + " " + f.key()));
          additional.add(record(f.key(), f.host().contains(":") ? "AAAA" : "A", f.host()));
        });
      case "SOA" -> {
        if (name.equals(zone)) {
          data.add(authority(zone));
        }
      }
      default -> {
        // no other type has data
      }
    }
    return data.isEmpty()
        ? denied("NOERROR", zone)
        : new Reply("NOERROR", data, new TreeSet<>(), additional);
  }

  private String record(String name, String type, String data) {
    return name + " " + ttl + " " + type + " " + data;
  }

  private String authority(String of) {
    return of + " " + Math.min(ttl, 300) + " SOA ns.dns." + of + " hostmaster." + of
        + " 7200 1800 86400 " + ttl;
  }

  private Reply denied(String code, String of) {
    return new Reply(code, new TreeSet<>(), new TreeSet<>(Set.of(authority(of))), new TreeSet<>());
  }

  private static String dotted(String name) {
    return name.endsWith(".") ? name : name + ".";
  }

  private void addresses(
      String type, String name, List<Found> found, SortedSet<String> data, int depth) {
    for (Found f : found) {
      if (!f.alias()) {
        if (f.host().contains(":") == type.equals("AAAA")) {
          data.add(record(name, type, f.host()));
        }
        continue;
      }
      String target = dotted(f.host());
      if (target.equals(name) || depth > 7) {
        continue;
      }
      if (!target.endsWith("." + zone)) {
        data.add(record(name, "CNAME", target));
        continue;
      }
      SortedSet<String> next = new TreeSet<>();
      records(target).ifPresent(r -> addresses(type, target, r, next, depth + 1));
      if (!next.isEmpty()) {
        data.add(record(name, "CNAME", target));
        data.addAll(next);
      }
    }
  }

  /** What a name leads to; empty for one that is not there. */
  private Optional<List<Found>> records(String name) {
    if (name.equals(zone)) {
      return Optional.of(List.of());
    }
    if (!name.endsWith("." + zone)) {
      return Optional.empty();
    }
    String base = name.substring(0, name.length() - zone.length() - 1);
    List<String> labels = new ArrayList<>(Arrays.asList(base.split("\\.")));
    String kind = labels.remove(labels.size() - 1);
    if (!kind.equals("svc") && !kind.equals("pod")) {
      return Optional.empty();
    }
    if (labels.isEmpty()) {
      return Optional.of(List.of());
    }
    String namespace = labels.remove(labels.size() - 1);
    if (!objects.namespaces.contains(namespace) || labels.size() > 3) {
      return Optional.empty();
    }
    if (kind.equals("pod")) {
      return pod(namespace, labels);
    }
    if (labels.isEmpty()) {
      return Optional.of(List.of());
    }
    String service = labels.remove(labels.size() - 1);
    return objects.services.stream()
        .filter(s -> s.namespace().equals(namespace) && s.name().equals(service))
        .findFirst()
        .flatMap(s -> service(s, labels));
  }

  private Optional<List<Found>> service(KubeObjects.Service service, List<String> below) {
    String key = service.name() + "." + service.namespace() + ".svc." + zone;
    String endpoint = below.size() == 1 ? below.get(0) : "";
    String port = below.size() == 2 ? bare(below.get(0)) : "";
    String protocol = below.size() == 2 ? bare(below.get(1)) : "";
    List<Found> found = new ArrayList<>();
    if (service.externalName() != null) {
      boolean address = AddressText.parse(service.externalName()).address() != null;
      return below.isEmpty() && !address
          ? Optional.of(List.of(new Found(key, service.externalName(), 0)))
          : Optional.empty();
    }
    if (service.headless() || !endpoint.isEmpty()) {
      for (Address address : endpoints(service)) {
        if (endpoint.isEmpty() || endpoint.equals(address.label())) {
          for (KubeObjects.SlicePort p : address.ports()) {
            if (fits(port, p.name()) && fits(protocol, p.protocol())) {
              found.add(new Found(address.label() + "." + key, address.ip(), p.number()));
            }
          }
        }
      }
    } else {
      List<KubeObjects.Port> ports = service.ports().isEmpty()
          ? List.of(new KubeObjects.Port("", "", NO_PORT, ""))
          : service.ports();
      for (KubeObjects.Port p : ports) {
        if (fits(port, p.name()) && fits(protocol, p.protocol())) {
          service.clusterIps().forEach(ip -> found.add(new Found(key, ip, p.number())));
        }
      }
    }
    return found.isEmpty() ? Optional.empty() : Optional.of(found);
  }

  private static String bare(String label) {
    return label.startsWith("_") ? label.substring(1) : label;
  }

  private static boolean fits(String asked, String is) {
    return asked.isEmpty() || asked.equalsIgnoreCase(is);
  }

  private Optional<List<Found>> pod(String namespace, List<String> labels) {
    if (pods.equals("disabled")) {
      return Optional.empty();
    }
    if (labels.isEmpty()) {
      return Optional.of(List.of());
    }
    String label = labels.get(labels.size() - 1);
    boolean v4 = label.chars().filter(c -> c == '-').count() == 3 && !label.contains("--");
    String ip = label.replace('-', v4 ? '.' : ':');
    if (pods.equals("insecure")) {
      return AddressText.parse(ip).address() == null
          ? Optional.empty()
          : Optional.of(
              List.of(new Found(label, AddressText.parse(ip).address().toString(), NO_PORT)));
    }
    return objects.pods.stream()
            .anyMatch(p -> p.namespace().equals(namespace)
                && !p.going()
                && !ENDED.contains(p.phase())
                && p.ips().get(0).equals(ip))
        ? Optional.of(List.of(new Found(label, ip, NO_PORT)))
        : Optional.empty();
  }

  /** The zone is whatever the plugin was given, here that of all addresses. */
  private Reply reverse(String type, String name) {
    String ip = ReverseNames.address(name);
    SortedSet<String> data = new TreeSet<>();
    if (ip != null && type.equals("PTR")) {
      for (KubeObjects.Service service : objects.services) {
        if (service.clusterIps().contains(ip)) {
          data.add(
              record(name, "PTR", service.name() + "." + service.namespace() + ".svc." + zone));
        }
      }
      if (data.isEmpty()) {
        for (KubeObjects.Service service : objects.services) {
          for (Address address : endpoints(service)) {
            if (address.ip().equals(ip)) {
              data.add(record(
                  name,
                  "PTR",
                  address.label() + "." + service.name() + "." + service.namespace() + ".svc."
                      + zone));
            }
          }
        }
      }
    }
    return data.isEmpty()
        ? denied("NXDOMAIN", name.replaceFirst(".*\\.([a-z0-9-]+\\.arpa\\.)$", "$1"))
        : new Reply("NOERROR", data, new TreeSet<>(), new TreeSet<>());
  }

  /** The ready ones. */
  private List<Address> endpoints(KubeObjects.Service service) {
    List<Address> all = new ArrayList<>();
    for (KubeObjects.Slice slice : objects.slices) {
      if (slice.namespace().equals(service.namespace()) && slice.service().equals(service.name())) {
        for (KubeObjects.Endpoint endpoint : slice.endpoints()) {
          if (endpoint.ready() == null || endpoint.ready()) {
            endpoint
                .addresses()
                .forEach(a -> all.add(new Address(a, endpoint.hostname(), ports(slice.ports()))));
          }
        }
      }
    }
    if (service.selector() != null) {
      objects.pods.stream()
          .filter(p -> p.namespace().equals(service.namespace())
              && p.label().equals(service.selector())
              && !ENDED.contains(p.phase())
              && (service.unreadyToo() || p.ready() && !p.going()))
          .forEach(p -> selected(service, p, all));
    }
    return all;
  }

  private static List<KubeObjects.SlicePort> ports(List<KubeObjects.SlicePort> ports) {
    return ports.isEmpty() ? List.of(new KubeObjects.SlicePort("", "", NO_PORT)) : ports;
  }

  private static void selected(
      KubeObjects.Service service, KubeObjects.Pod pod, List<Address> all) {
    List<KubeObjects.SlicePort> ports = new ArrayList<>();
    for (KubeObjects.Port port : service.ports()) {
      Integer number = port.target().matches("[0-9]+")
          ? Integer.valueOf(port.target())
          : port.protocol().equals("SCTP") ? null : pod.ports().get(port.target());
      if (number != null) {
        ports.add(new KubeObjects.SlicePort(port.name(), port.protocol(), number));
      }
    }
    boolean v4 = service.headless() || service.clusterIps().stream().anyMatch(a -> a.contains("."));
    boolean v6 = service.headless() || service.clusterIps().stream().anyMatch(a -> a.contains(":"));
    String hostname = service.name().equals(pod.subdomain()) ? pod.hostname() : null;
    for (String ip : pod.ips()) {
      if (ip.contains(":") ? v6 : v4) {
        all.add(new Address(ip, hostname, ports(ports)));
      }
    }
  }
}
