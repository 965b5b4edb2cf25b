package dev.podnet.backends.coredns;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.model.Cluster;
import dev.podnet.model.Service;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Names that do not fit into the 253 characters of a domain name. */
final class NameLengths {

  private static final int LONGEST = 253;

  private NameLengths() {}

  static void check(Cluster cluster, Diagnostics diagnostics) {
    Name zone = Name.of(cluster.settings().clusterDomain());
    for (Service service : cluster.services()) {
      Name name = zone.child(service.ref().name() + "." + service.ref().namespace() + ".svc");
      Stream<Name> ports = service.ports().stream()
          .filter(p -> p.name().isPresent())
          .map(p -> name.child("_" + p.name().get() + "._" + p.protocol().lowerName()));
      Stream<Name> endpoints =
          service.endpoints().stream().flatMap(e -> e.hostname().stream()).map(name::child);
      Optional<Name> longest = Stream.of(Stream.of(name), ports, endpoints)
          .flatMap(s -> s)
          .max(Comparator.comparingInt(Name::length));
      longest
          .filter(n -> n.length() > LONGEST)
          .ifPresent(n -> Diagnostic.at(
                  service.span(),
                  SettingCode.NAME_TOO_LONG,
                  "a name of service " + service.ref() + " has " + n.length()
                      + " characters in DNS, more than " + LONGEST)
              .label("such as " + n)
              .help("take a shorter clusterDomain, or shorter names")
              .to(diagnostics));
    }
  }
}
