package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.ServiceCode;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.List;

/**
 * The families a service is served in. A service of the spec has all families of the service ranges, or those of its
 * written ClusterIPs, or that of the endpoints it names. A Service object has those that Kubernetes would give it; where the cluster lacks one it asks for,
 * it is served in those there are, with a warning, so that one manifest serves clusters of every kind.
 */
final class ServiceFamilies {

  private ServiceFamilies() {}

  static List<IpFamily> of(
      ServiceDraft service, List<Located<Cidr>> ranges, Diagnostics diagnostics) {
    List<IpFamily> there = ranges.stream().map(r -> r.value().family()).toList();
    if (service.headless().isPresent() && service.selector().isEmpty()) {
      return both(there);
    }
    List<IpFamily> given = ofEndpoints(service, there);
    if (given.size() == 1) {
      return given;
    }
    List<IpFamily> families = new ArrayList<>();
    for (Located<IpFamily> wanted : service.families().written()) {
      boolean own =
          service.clusterIps().stream().anyMatch(ip -> ip.value().family() == wanted.value());
      if (own || there.contains(wanted.value())) {
        families.add(wanted.value());
      } else {
        Diagnostic.at(
                wanted.span(),
                ServiceCode.FAMILY_NOT_THERE,
                "service " + service.ref() + " asks for " + Families.word(wanted.value())
                    + ", but serviceCIDR has no " + Families.word(wanted.value()) + " range")
            .help("add such a range to serviceCIDR, or drop the family")
            .to(diagnostics);
      }
    }
    if (families.isEmpty()) {
      families.add(there.get(0));
    }
    if (service.families().dual()) {
      there.stream().filter(f -> !families.contains(f)).forEach(families::add);
    }
    if (families.size() < 2) {
      service
          .families()
          .required()
          .ifPresent(place -> Diagnostic.at(
                  place,
                  ServiceCode.FAMILY_NOT_THERE,
                  "service " + service.ref() + " requires both families, but serviceCIDR has only "
                      + Families.word(families.get(0)))
              .help("add a range of the other family to serviceCIDR")
              .to(diagnostics));
    }
    return List.copyOf(families);
  }

  /** The families of the endpoints that a service of the spec names itself, where it says nothing else of families. */
  private static List<IpFamily> ofEndpoints(ServiceDraft service, List<IpFamily> there) {
    if (service.imported() || !service.families().written().isEmpty()) {
      return List.of();
    }
    List<Located<IpAddress>> endpoints = service.endpoints().orElse(List.of());
    return there.stream()
        .filter(f -> endpoints.stream().anyMatch(e -> e.value().family() == f))
        .toList();
  }

  private static List<IpFamily> both(List<IpFamily> there) {
    List<IpFamily> families = new ArrayList<>(there);
    for (IpFamily family : IpFamily.values()) {
      if (!families.contains(family)) {
        families.add(family);
      }
    }
    return List.copyOf(families);
  }
}
