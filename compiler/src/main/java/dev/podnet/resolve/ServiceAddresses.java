package dev.podnet.resolve;

import dev.podnet.diagnostics.AllocationCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.ClusterSettings;
import dev.podnet.model.DnsAddress;
import dev.podnet.model.ObjectRef;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * ClusterIPs. What is written stays; then what the lock says, where it is a free address of the range; then the hash of
 * {@code NAMESPACE/NAME} chooses a place in the range and the first free address from there on is taken, so that a new
 * service hardly ever moves another. As in Kubernetes (KEP-3070) the lower part of a range is left to addresses that
 * are written, until the rest is full. The first and last address, the name server's and, for {@code default/kubernetes}
 * alone, the first behind the network address are never chosen for others.
 */
final class ServiceAddresses {

  private static final ObjectRef API = new ObjectRef("default", "kubernetes");

  /** As far as Kubernetes looks into a range: 2^20 addresses. */
  private static final long WINDOW = 1L << 20;

  private final ClusterSettings settings;
  private final Lock lock;
  private final Diagnostics diagnostics;
  private final Set<IpAddress> taken = new HashSet<>();

  ServiceAddresses(ClusterSettings settings, Lock lock, Diagnostics diagnostics) {
    this.settings = settings;
    this.lock = lock;
    this.diagnostics = diagnostics;
  }

  /** The addresses of each service that has any, in the order of its families; services must come in their order. */
  Map<ObjectRef, List<Located<IpAddress>>> assign(
      List<ServiceDraft> services, Map<ObjectRef, List<IpFamily>> families) {
    List<ServiceDraft> own =
        services.stream().filter(ServiceDraft::hasClusterIp).toList();
    List<IpAddress> dns = DnsAddress.of(settings);
    Map<ObjectRef, List<Located<IpAddress>>> chosen = new HashMap<>();
    for (ServiceDraft service : own) {
      chosen.put(service.ref(), new ArrayList<>(service.clusterIps()));
      service.clusterIps().forEach(ip -> taken.add(ip.value()));
    }
    for (ServiceDraft service : own) {
      if (service.ref().equals(DnsAddress.SERVICE)) {
        add(chosen, service, families, dns);
      } else if (service.ref().equals(API)) {
        add(chosen, service, families, apiAddresses());
      }
    }
    taken.addAll(dns);
    taken.addAll(apiAddresses());
    own.forEach(s -> add(chosen, s, families, lockedOf(s)));
    for (Located<Cidr> range : settings.serviceCidrs()) {
      choose(own, range, families, chosen);
    }
    chosen.forEach(
        (ref, ips) -> chosen.put(ref, Families.sorted(ips, IpAddress::family, families.get(ref))));
    return chosen;
  }

  /** Gives a service those of the addresses that it lacks and nobody has. */
  private void add(
      Map<ObjectRef, List<Located<IpAddress>>> chosen,
      ServiceDraft service,
      Map<ObjectRef, List<IpFamily>> families,
      List<IpAddress> addresses) {
    for (IpAddress ip : addresses) {
      if (lacks(chosen, service, families, ip.family()) && taken.add(ip)) {
        chosen.get(service.ref()).add(new Located<>(ip, service.span()));
      }
    }
  }

  private static boolean lacks(
      Map<ObjectRef, List<Located<IpAddress>>> chosen,
      ServiceDraft service,
      Map<ObjectRef, List<IpFamily>> families,
      IpFamily family) {
    return families.get(service.ref()).contains(family)
        && chosen.get(service.ref()).stream().noneMatch(a -> a.value().family() == family);
  }

  private List<IpAddress> lockedOf(ServiceDraft service) {
    return lock.clusterIps(service.ref()).stream().filter(this::usable).toList();
  }

  private boolean usable(IpAddress ip) {
    return settings.serviceCidrs().stream()
        .map(Located::value)
        .anyMatch(r -> r.contains(ip) && !ip.equals(r.network()) && !ip.equals(r.last()));
  }

  private List<IpAddress> apiAddresses() {
    return settings.serviceCidrs().stream()
        .map(Located::value)
        .filter(r -> r.sizeAsLong() > 2)
        .map(r -> r.nth(1))
        .toList();
  }

  private void choose(
      List<ServiceDraft> own,
      Located<Cidr> range,
      Map<ObjectRef, List<IpFamily>> families,
      Map<ObjectRef, List<Located<IpAddress>>> chosen) {
    Probe probe = Probe.withLowBand(1, Math.min(range.value().sizeAsLong(), WINDOW) - 1, 256);
    List<ServiceDraft> without = new ArrayList<>();
    for (ServiceDraft service : own) {
      if (!lacks(chosen, service, families, range.value().family())) {
        continue;
      }
      Optional<IpAddress> ip = probe
          .find(service.ref().toString(), n -> !taken.contains(range.value().nth(n)))
          .map(range.value()::nth);
      if (ip.isEmpty()) {
        without.add(service);
      } else {
        taken.add(ip.get());
        chosen.get(service.ref()).add(new Located<>(ip.get(), service.span()));
      }
    }
    if (!without.isEmpty()) {
      reportExhausted(without, range);
    }
  }

  private void reportExhausted(List<ServiceDraft> without, Located<Cidr> range) {
    ServiceDraft first = without.get(0);
    String others = without.size() == 1 ? "" : " and " + (without.size() - 1) + " more";
    Diagnostic.at(
            first.span(),
            AllocationCode.SERVICE_RANGE_EXHAUSTED,
            "the service range " + range + " has no address left for service " + first.ref()
                + others)
        .related(range.span(), "the range is here")
        .help("widen serviceCIDR")
        .to(diagnostics);
  }
}
