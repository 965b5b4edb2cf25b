package dev.podnet.check;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.NameCode;
import dev.podnet.model.ClusterSettings;
import dev.podnet.model.Service;
import java.util.ArrayList;
import java.util.List;

/**
 * The names of services, their ports and their endpoints fit into the DNS: 253 characters with the dots between labels
 * (RFC 1035, section 2.3.4). Labels are short enough by themselves, so only a long cluster domain can break this.
 */
final class DnsNameTooLong implements Rule {

  private static final int MOST = 253;

  private record Name(Service service, String text) {}

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    ClusterSettings settings = context.cluster().settings();
    List<Name> tooLong = new ArrayList<>();
    for (Service service : context.cluster().services()) {
      String own = service.ref().name() + "." + service.ref().namespace() + ".svc."
          + settings.clusterDomain();
      String longest = longest(service) + own;
      if (longest.length() > MOST) {
        tooLong.add(new Name(service, longest));
      }
    }
    if (tooLong.isEmpty()) {
      return;
    }
    Name worst = tooLong.get(0);
    for (Name name : tooLong) {
      worst = name.text().length() > worst.text().length() ? name : worst;
    }
    int others = tooLong.size() - 1;
    Diagnostic.at(
            worst.service().span(),
            NameCode.DNS_NAME_TOO_LONG,
            "a DNS name of service " + worst.service().ref() + " has "
                + worst.text().length()
                + " characters, but names have at most " + MOST
                + (others > 0 ? " (" + Words.count(others, "service") + " more)" : ""))
        .label("the name is " + worst.text())
        .help("write a `clusterDomain` that is at least " + (worst.text().length() - MOST)
            + " characters shorter, or shorter names")
        .to(diagnostics);
  }

  /** The longest part that stands before the service's own name, with its dot; empty when nothing does. */
  private static String longest(Service service) {
    String longest = "";
    for (Service.Port port : service.ports()) {
      if (port.name().isPresent()) {
        String prefix = "_" + port.name().get() + "._" + port.protocol().lowerName() + ".";
        longest = prefix.length() > longest.length() ? prefix : longest;
      }
    }
    for (Service.Endpoint endpoint : service.endpoints()) {
      String prefix = endpoint.hostname().map(h -> h + ".").orElse("");
      longest = prefix.length() > longest.length() ? prefix : longest;
    }
    return longest;
  }
}
