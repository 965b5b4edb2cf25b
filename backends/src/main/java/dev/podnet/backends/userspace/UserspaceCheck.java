package dev.podnet.backends.userspace;

import dev.podnet.backends.common.ServiceNotes;
import dev.podnet.diagnostics.BalancerCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Segment;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.PortRange;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import dev.podnet.spi.BackendContext;
import java.util.Optional;

/** What the balancer cannot do, and what stands in its way. */
final class UserspaceCheck {

  /** The session affinity's timeout when nobody writes one (Kubernetes API, ClientIPConfig). */
  private static final int DEFAULT_AFFINITY = 10800;

  private static final String OTHER_MODES = "proxyMode iptables, nftables or ipvs";

  private final BackendContext context;
  private final Cluster cluster;
  private final Diagnostics diagnostics;

  private UserspaceCheck(BackendContext context, Diagnostics diagnostics) {
    this.context = context;
    this.cluster = context.cluster();
    this.diagnostics = diagnostics;
  }

  static void check(BackendContext context, Diagnostics diagnostics) {
    ServiceNotes.check(context.cluster(), diagnostics);
    UserspaceCheck check = new UserspaceCheck(context, diagnostics);
    UserspaceProxy.relayed(context.cluster()).forEach(check::service);
    context.cluster().settings().podFamilies().forEach(check::address);
    check.ports();
  }

  private void service(Service service) {
    for (Service.Port port : service.ports()) {
      if (port.protocol() == Protocol.SCTP) {
        Diagnostic.at(
                port.span(),
                BalancerCode.SCTP_NOT_RELAYED,
                "port " + port.number() + "/SCTP of service " + service.ref()
                    + " cannot be served by proxyMode userspace, which relays TCP and UDP")
            .help("choose " + OTHER_MODES)
            .to(diagnostics);
      }
    }
    if (service.externalLocal()) {
      Diagnostic.at(
              service.span(),
              BalancerCode.CLIENT_HIDDEN,
              "externalTrafficPolicy Local of service " + service.ref()
                  + " keeps its traffic on the node, but its endpoints see the node's address and "
                  + "not the client's")
          .help("where they must see it, choose " + OTHER_MODES)
          .to(diagnostics);
    }
    if (service.affinitySeconds().filter(s -> s != DEFAULT_AFFINITY).isPresent()) {
      Diagnostic.at(
              service.span(),
              BalancerCode.AFFINITY_STAYS,
              "clients of service " + service.ref() + " stay with their endpoint longer than "
                  + service.affinitySeconds().get() + " s: as long as it is there")
          .help("where the time matters, choose " + OTHER_MODES)
          .to(diagnostics);
    }
  }

  private Span place(String... settings) {
    for (String key : settings) {
      Optional<Span> written = context.choice().setting(key).map(s -> s.key().span());
      if (written.isPresent()) {
        return written.get();
      }
    }
    return context.choice().name().span();
  }

  private void address(IpFamily family) {
    IpAddress own = Balancer.address(cluster, context.settings(), family);
    String other = taken(own);
    if (!other.isEmpty()) {
      Diagnostic.at(
              place(UserspaceProxy.LISTEN),
              BalancerCode.BALANCER_ADDRESS,
              "the balancer cannot listen on " + own + ", " + other)
          .help("give it an address of its own: `listen ADDRESS`")
          .to(diagnostics);
    }
  }

  /** What an address is used for; empty for nothing. */
  private String taken(IpAddress address) {
    if (Cidr.parse(address.isV4() ? "127.0.0.0/8" : "::1/128").contains(address)) {
      return "a loopback address, which packets from elsewhere cannot be led to";
    }
    for (Node node : cluster.nodes()) {
      if (node.addresses().stream().anyMatch(a -> a.value().equals(address))) {
        return "which is the address of node " + node.name();
      }
    }
    for (Located<Cidr> range : cluster.settings().podCidrs()) {
      if (range.value().contains(address)) {
        return "which is in the range of pods " + range.value();
      }
    }
    for (Located<Cidr> range : cluster.settings().serviceCidrs()) {
      if (range.value().contains(address)) {
        return "which is in the range of services " + range.value();
      }
    }
    for (Segment segment : cluster.segments()) {
      if (segment.cidrs().stream().anyMatch(c -> c.value().contains(address))) {
        return "which is in segment " + segment.name();
      }
    }
    return "";
  }

  private void ports() {
    int first = context.settings().number(UserspaceProxy.FIRST_PORT);
    int last = context.settings().number(UserspaceProxy.LAST_PORT);
    PortRange nodePorts = cluster.settings().nodePortRange();
    Span place = place(UserspaceProxy.FIRST_PORT, UserspaceProxy.LAST_PORT);
    String help = "choose others with `firstPort` and `lastPort`, outside the node ports "
        + nodePorts + " and the ephemeral ports of the hosts";
    if (first > last) {
      report(place, "the balancer's first port " + first + " is behind its last, " + last, help);
    } else if (first <= nodePorts.last() && nodePorts.first() <= last) {
      report(
          place,
          "the balancer's ports " + first + "-" + last + " overlap the node ports " + nodePorts,
          help);
    } else if (!Listeners.fit(cluster, new PortRange(first, last))) {
      report(
          place,
          "the balancer has ports " + first + "-" + last + " for the " + Listeners.needed(cluster)
              + " it needs, of which a quarter is to stay free",
          help);
    }
  }

  private void report(Span place, String message, String help) {
    Diagnostic.at(place, BalancerCode.BALANCER_PORTS, message).help(help).to(diagnostics);
  }
}
