package dev.podnet.resolve;

import dev.podnet.diagnostics.AllocationCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.ClusterSettings;
import dev.podnet.model.Service;
import dev.podnet.net.PortRange;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Node ports. What is written stays; then what the lock says, where it is free; then the hash of {@code
 * NAMESPACE/NAME:PORT/PROTOCOL} chooses, as for ClusterIPs. A number is chosen for one port only, whatever the protocol.
 */
final class NodePorts {

  private final PortRange range;
  private final Lock lock;
  private final Diagnostics diagnostics;
  private final Set<Integer> taken = new HashSet<>();
  private final Map<ServiceDraft.Port, Located<Integer>> chosen = new HashMap<>();

  NodePorts(ClusterSettings settings, Lock lock, Diagnostics diagnostics) {
    this.range = settings.nodePortRange();
    this.lock = lock;
    this.diagnostics = diagnostics;
  }

  private record Wanted(ServiceDraft service, ServiceDraft.Port port) {}

  /** The node port of each port that has one, written or chosen; services must come in their order. */
  Map<ServiceDraft.Port, Located<Integer>> assign(List<ServiceDraft> services) {
    List<Wanted> wanted = new ArrayList<>();
    for (ServiceDraft service : services) {
      service.healthCheckNodePort().ifPresent(p -> taken.add(p.value()));
      if (service.type() == Service.Type.NODE_PORT
          || service.type() == Service.Type.LOAD_BALANCER) {
        for (ServiceDraft.Port port : service.ports()) {
          take(service, port, wanted);
        }
      }
    }
    for (Wanted w : wanted) {
      lock.nodePort(w.service().ref(), w.port().number().value(), w.port().protocol())
          .filter(n -> range.contains(n) && taken.add(n))
          .ifPresent(n -> chosen.put(w.port(), new Located<>(n, w.port().span())));
    }
    choose(wanted);
    return chosen;
  }

  private void take(ServiceDraft service, ServiceDraft.Port port, List<Wanted> wanted) {
    if (port.nodePort().isPresent()) {
      taken.add(port.nodePort().get().value());
      chosen.put(port, port.nodePort().get());
    } else if (service.onNodes()) {
      wanted.add(new Wanted(service, port));
    }
  }

  private void choose(List<Wanted> wanted) {
    Probe probe = Probe.withLowBand(range.first(), range.last() + 1L, 128);
    List<Wanted> without = new ArrayList<>();
    for (Wanted w : wanted) {
      if (chosen.containsKey(w.port())) {
        continue;
      }
      String name = w.service().ref() + ":"
          + Lock.portKey(w.port().number().value(), w.port().protocol());
      Optional<Integer> port = probe.find(name, n -> !taken.contains((int) n)).map(Long::intValue);
      if (port.isEmpty()) {
        without.add(w);
      } else {
        taken.add(port.get());
        chosen.put(w.port(), new Located<>(port.get(), w.port().span()));
      }
    }
    if (!without.isEmpty()) {
      Wanted first = without.get(0);
      String others = without.size() == 1 ? "" : " and " + (without.size() - 1) + " more";
      Diagnostic.at(
              first.port().span(),
              AllocationCode.NODE_PORTS_EXHAUSTED,
              "nodePortRange " + range + " has no port left for service "
                  + first.service().ref() + others)
          .help("widen nodePortRange")
          .to(diagnostics);
    }
  }
}
