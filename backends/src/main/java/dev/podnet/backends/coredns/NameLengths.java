package dev.podnet.backends.coredns;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.model.Cluster;
import dev.podnet.model.Pod;
import dev.podnet.model.Service;
import dev.podnet.source.Span;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Names that do not fit into the 253 characters of a domain name. */
final class NameLengths {

  private static final int LONGEST = 253;

  private NameLengths() {}

  /** Looks at the longest name of each service, of each namespace's pods, and in the domain for the outside. */
  static void check(Cluster cluster, List<String> outside, Diagnostics diagnostics) {
    Name zone = Name.of(cluster.settings().clusterDomain());
    for (Service service : cluster.services()) {
      Stream<Name> endpoints = service.endpoints().stream()
          .flatMap(e -> e.hostname().stream())
          .map(Aliases.name(service, zone)::child);
      Stream<Name> external = outside.stream()
          .flatMap(domain -> names(service, ExternalZone.name(service, Name.of(domain))));
      report(
          Stream.of(names(service, Aliases.name(service, zone)), endpoints, external)
              .flatMap(s -> s),
          "service " + service.ref(),
          service.span(),
          diagnostics);
    }
    for (Pod pod : cluster.pods()) {
      report(
          pod.ips().stream()
              .limit(1)
              .map(ip -> zone.child(
                  ClusterZone.dashed(ip.value()) + "." + pod.ref().namespace() + ".pod")),
          "pod " + pod.ref(),
          pod.span(),
          diagnostics);
    }
  }

  private static Stream<Name> names(Service service, Name name) {
    return Stream.concat(
        Stream.of(name),
        service.ports().stream()
            .filter(p -> p.name().isPresent())
            .map(p -> name.child("_" + p.name().get() + "._" + p.protocol().lowerName())));
  }

  private static void report(Stream<Name> names, String of, Span place, Diagnostics diagnostics) {
    names
        .max(Comparator.comparingInt(Name::length))
        .filter(n -> n.length() > LONGEST)
        .ifPresent(n -> Diagnostic.at(
                place,
                SettingCode.NAME_TOO_LONG,
                "a name of " + of + " has " + n.length() + " characters in DNS, more than "
                    + LONGEST)
            .label("such as " + n)
            .help("take a shorter clusterDomain, or shorter names")
            .to(diagnostics));
  }
}
