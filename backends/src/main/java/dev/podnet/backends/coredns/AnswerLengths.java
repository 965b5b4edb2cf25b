package dev.podnet.backends.coredns;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.NameServiceCode;
import dev.podnet.model.Cluster;
import dev.podnet.model.Service;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Headless services with more endpoints than fit into one answer. A DNS message over TCP ends at 65,535 octets (RFC 1035,
 * 4.2.2); what is behind that cannot be had at all.
 */
final class AnswerLengths {

  private static final int LONGEST = 65_535;

  /** The header, and a question of the greatest length. */
  private static final int HEAD = 12 + 255 + 4;

  /** An address record whose owner is the question's name: pointer, type, class, TTL, length, address (RFC 1035, 4.1.3). */
  private static final int V4 = 16;

  private static final int V6 = 28;

  /** An SRV record without its target, which is not compressed (RFC 2782). */
  private static final int SRV = 12 + 6;

  private AnswerLengths() {}

  static void check(Cluster cluster, Diagnostics diagnostics) {
    Name zone = Name.of(cluster.settings().clusterDomain());
    for (Service service : cluster.services()) {
      if (service.headless()) {
        check(service, Aliases.name(service, zone), diagnostics);
      }
    }
  }

  private static void check(Service service, Name name, Diagnostics diagnostics) {
    int v4 = HEAD;
    int v6 = HEAD;
    for (Service.Endpoint endpoint : service.endpoints()) {
      if (endpoint.ready() && endpoint.ip().isV4()) {
        v4 += V4;
      } else if (endpoint.ready()) {
        v6 += V6;
      }
    }
    if (v4 > LONGEST) {
      report(service, name, "addresses", v4, diagnostics);
    } else if (v6 > LONGEST) {
      report(service, name, "addresses", v6, diagnostics);
    } else {
      ports(service, name, diagnostics);
    }
  }

  private static void ports(Service service, Name name, Diagnostics diagnostics) {
    Map<String, Integer> lengths = new HashMap<>();
    for (Service.Port port : service.ports()) {
      Set<String> seen = new HashSet<>();
      for (Service.Backend backend : port.backends()) {
        String label = ClusterZone.endpointName(backend.endpoint());
        if (backend.endpoint().ready() && seen.add(label + " " + backend.port())) {
          int target = label.length() + 1 + name.length() + 2;
          lengths.merge(port.name().orElse(""), SRV + target, Integer::sum);
        }
      }
    }
    lengths.entrySet().stream()
        .filter(e -> e.getValue() + HEAD > LONGEST)
        .max(
            Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
        .ifPresent(e -> report(
            service,
            name,
            e.getKey().isEmpty() ? "ports" : "endpoints of port " + e.getKey(),
            e.getValue() + HEAD,
            diagnostics));
  }

  private static void report(
      Service service, Name name, String what, int length, Diagnostics diagnostics) {
    Diagnostic.at(
            service.span(),
            NameServiceCode.ANSWER_TOO_LONG,
            "the " + what + " of service " + service.ref() + " take " + length
                + " octets, more than the " + LONGEST + " of a DNS answer")
        .label("whoever asks for " + name + " learns only some of them")
        .help("share the endpoints among several services, or give it a ClusterIP")
        .to(diagnostics);
  }
}
