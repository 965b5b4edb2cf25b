package dev.podnet.backends.coredns;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.NameServiceCode;
import dev.podnet.model.Cluster;
import dev.podnet.model.Service;
import dev.podnet.net.AddressText;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The services of type ExternalName, and where their names lead. */
final class Aliases {

  private final Map<Name, Name> targets = new HashMap<>();

  /**
   * Reads them.
   *
   * @param zone the cluster's zone
   */
  Aliases(Cluster cluster, Name zone) {
    for (Service service : cluster.services()) {
      target(service).ifPresent(t -> targets.put(name(service, zone), t));
    }
  }

  /** The name of a service in the cluster's zone. */
  static Name name(Service service, Name zone) {
    return zone.child(service.ref().name() + "." + service.ref().namespace() + ".svc");
  }

  /** What a service stands for; empty for one of another type, and for an address, which no alias can lead to. */
  static Optional<Name> target(Service service) {
    return service.type() == Service.Type.EXTERNAL_NAME
        ? service
            .externalName()
            .map(t -> t.endsWith(".") ? t.substring(0, t.length() - 1) : t)
            .filter(t -> AddressText.parse(t).address() == null)
            .map(Name::of)
        : Optional.empty();
  }

  /** Says which of them lead in a circle. */
  void check(Cluster cluster, Name zone, Diagnostics diagnostics) {
    for (Service service : cluster.services()) {
      if (service.type() == Service.Type.EXTERNAL_NAME && leadInCircle(name(service, zone))) {
        Diagnostic.at(
                service.span(),
                NameServiceCode.ALIAS_CIRCLE,
                "the external name of service " + service.ref() + " leads back to the service")
            .label("it stands for " + service.externalName().orElseThrow())
            .help("name a host, or a service with addresses")
            .to(diagnostics);
      }
    }
  }

  /**
   * Whether the aliases from a name on come to it again. Servers answer such a chain each in its own way, or not at all;
   * CoreDNS's plugin {@code kubernetes} says that there is no data.
   */
  boolean leadInCircle(Name name) {
    Set<Name> seen = new HashSet<>();
    Name at = name;
    while (at != null && seen.add(at)) {
      at = targets.get(at);
    }
    return at != null;
  }
}
