package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.Severity;
import dev.podnet.model.BackendChoice.BackendSetting;
import dev.podnet.model.DnsAddress;
import dev.podnet.model.Service;
import dev.podnet.net.IpAddress;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The address that pods ask for names is the name server's, and no other service's. */
final class NameServerAddress implements Rule {

  private static final int DNS_PORT = 53;

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    Map<IpAddress, Span> written = written(context);
    List<IpAddress> servers = DnsAddress.of(context.cluster());
    for (Service service : context.cluster().services()) {
      if (!service.ref().equals(DnsAddress.SERVICE) && !answersNames(service)) {
        for (Located<IpAddress> ip : service.clusterIps()) {
          if (servers.contains(ip.value())) {
            report(service, ip, Optional.ofNullable(written.get(ip.value())), diagnostics);
          }
        }
      }
    }
  }

  /** The addresses in the {@code dns} statement; what is no address is reported with the other settings. */
  private static Map<IpAddress, Span> written(CheckContext context) {
    Map<IpAddress, Span> found = new LinkedHashMap<>();
    Optional<BackendSetting> setting = context.cluster().settings().dns().setting("clusterIP");
    List<IpAddress> servers = DnsAddress.of(context.cluster());
    setting.ifPresent(s -> s.values()
        .forEach(value -> servers.stream()
            .filter(server -> server.toString().equals(value.value()))
            .forEach(server -> found.put(server, value.span()))));
    return found;
  }

  private static boolean answersNames(Service service) {
    return service.ports().stream()
        .anyMatch(p -> p.number() == DNS_PORT && p.protocol() == Protocol.UDP);
  }

  private static void report(
      Service service, Located<IpAddress> ip, Optional<Span> written, Diagnostics diagnostics) {
    Diagnostic.Builder builder = Diagnostic.at(
            ip.span(),
            AddressCode.NAME_SERVER_ADDRESS_TAKEN,
            "service " + service.ref() + " has the ClusterIP " + ip.value()
                + " of the cluster's name server")
        .label("pods ask here for names")
        .related(written.orElse(null), "the name server has it here")
        .help("give the service another ClusterIP or leave `clusterIP` out; or give the name server"
            + " another one: `dns coredns { clusterIP ADDRESS }`");
    if (CheckContext.imported(ip.span())) {
      builder.severity(Severity.WARNING);
    }
    builder.to(diagnostics);
  }
}
