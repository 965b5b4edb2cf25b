package dev.podnet.backends.coredns;

import dev.podnet.net.IpAddress;
import dev.podnet.net.Protocol;
import java.util.List;

/**
 * Addresses at the names of ports, {@code _http._tcp.web.shop.svc}, which CoreDNS's plugin {@code kubernetes} answers beside
 * the SRV records. A zone file must not hold them: an owner of an address is a host, whose name has no underscore (RFC 952,
 * RFC 1123, 2.1), and BIND loads no zone with another. So they stand under names without, {@code http.tcp.web.shop.svc}, in
 * a zone that CoreDNS alone has and asks nothing else of: its plugin {@code view} picks the questions, {@code rewrite} turns
 * the names there and back.
 *
 * @param zone the addresses
 * @param below what stands behind SERVICE.NAMESPACE
 * @param view the name of the view
 */
record PortNames(Zone zone, Name below, String view) {

  private static final String PROTOCOLS = "(tcp|udp|sctp)";

  /**
   * No addresses yet.
   *
   * @param of the zone with the SRV records
   */
  static PortNames of(Zone of, Name below, String view) {
    return new PortNames(of.besides("addresses at names of ports below " + below), below, view);
  }

  /** Adds an address of a port. */
  void add(Name service, String port, Protocol protocol, IpAddress address) {
    zone.add(Record.address(service.child(port + "." + protocol.lowerName()), address));
  }

  /** Adds a name that a port's addresses are looked up at. */
  void add(Name service, String port, Protocol protocol, Name target) {
    zone.add(Record.cname(service.child(port + "." + protocol.lowerName()), target));
  }

  /** What chooses the questions and turns the names (CoreDNS, plugin/view, plugin/rewrite). */
  List<String> stanzas() {
    String rest = "[.]" + below.toString().replace(".", "[.]") + "$";
    String service = "([^.]+[.][^.]+)";
    return List.of(
        "view " + view + " {",
        "    expr type() in ['A', 'AAAA'] && name() matches '^_[^.]+[.]_" + PROTOCOLS + "[.]"
            + service + rest + "'",
        "}",
        "rewrite stop {",
        "    name regex ^_([^.]+)[.]_" + PROTOCOLS + "[.]" + service + rest + " {1}.{2}.{3}."
            + below,
        "    answer name ^([^.]+)[.]" + PROTOCOLS + "[.]" + service + rest + " _{1}._{2}.{3}."
            + below,
        "}");
  }
}
