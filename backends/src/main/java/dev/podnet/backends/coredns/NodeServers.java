package dev.podnet.backends.coredns;

import dev.podnet.backends.common.RuleBuilder;
import dev.podnet.model.Cluster;
import dev.podnet.model.NameServer;
import dev.podnet.model.Node;
import dev.podnet.net.InterfaceAddress;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.PortRange;
import dev.podnet.net.Protocol;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Hook;
import dev.podnet.plan.HostFile;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.LinkAddress;
import dev.podnet.plan.Part;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Table;
import dev.podnet.plan.Target;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.FragmentBuilder;
import dev.podnet.spi.PlanBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The name servers on nodes. All of them have the same zones, which stand once in a fragment that they share; a node's own
 * is the configuration, for it names the addresses to listen on.
 */
final class NodeServers {

  /** The name of the daemon, and of the folder of its files. */
  static final String NAME = "dns";

  private static final String SHARED = "dns";
  private static final String LOCAL = "dns-local";
  private static final String NOTRACK = "PODNET-DNS-NOTRACK";
  private static final int DNS_PORT = 53;
  private static final InterfaceName LOOPBACK = new InterfaceName("lo");

  private final BackendContext context;
  private final Names names;
  private final ServerProgram program;
  private final List<IpAddress> local;
  private final PlanBuilder plan;

  private NodeServers(
      BackendContext context, Names names, ServerProgram program, PlanBuilder plan) {
    this.context = context;
    this.names = names;
    this.program = program;
    this.local = local(context);
    this.plan = plan;
  }

  /** The addresses at which each node's own server is asked. */
  static List<IpAddress> local(BackendContext context) {
    return context.settings().list(CoreDns.NODE_LOCAL).stream()
        .map(IpAddress::parse)
        .toList();
  }

  /** Where a zone's file is among a host's files. */
  static String file(Zone zone) {
    return NAME + "/" + zone.file();
  }

  static void contribute(BackendContext context, Names names, PlanBuilder plan) {
    ServerProgram.of(context.settings().text(CoreDns.SERVER).orElseThrow())
        .ifPresent(program -> new NodeServers(context, names, program, plan).contribute());
  }

  private void contribute() {
    Cluster cluster = context.cluster();
    Map<String, NameServer> servers = new TreeMap<>();
    cluster.nameServers().forEach(s -> servers.put(s.node(), s));
    if (servers.isEmpty() && (local.isEmpty() || cluster.nodes().isEmpty())) {
      return;
    }
    List<String> files = zones();
    if (!local.isEmpty() && servers.size() < cluster.nodes().size()) {
      FragmentBuilder alone =
          plan.shared(LOCAL, Part.DNS, "the name server of a node that no other node asks");
      serve(alone, local, DNS_PORT, files);
    }
    for (Node node : cluster.nodes()) {
      NameServer server = servers.get(node.name());
      if (server != null) {
        plan.include(node.name(), SHARED);
        List<IpAddress> addresses = new ArrayList<>(server.addresses());
        if (server.port() == DNS_PORT) {
          addresses.addAll(local);
        }
        serve(plan.host(node.name(), Part.DNS), addresses, server.port(), files);
      } else if (!local.isEmpty()) {
        plan.include(node.name(), SHARED);
        plan.include(node.name(), LOCAL);
      }
    }
  }

  /** The zones, and the address that is the same on every node. */
  private List<String> zones() {
    FragmentBuilder shared = plan.shared(SHARED, Part.DNS, "names, as every name server has them");
    local.forEach(ip -> shared.address(
        new LinkAddress(LOOPBACK, new InterfaceAddress(ip, ip.family().bits()))));
    untracked(shared);
    List<String> files = new ArrayList<>();
    for (Zone zone : program.zones(names)) {
      shared.file(new HostFile(
          file(zone), new HostFile.Lines(names.lines(zone)), HostFile.Access.ALL, zone.title()));
      files.add(file(zone));
    }
    return files;
  }

  /**
   * Keeps questions to a node's own server out of connection tracking: nothing translates them, a table of connections that is
   * full loses none, and two at once from one port do not race for an entry (Kubernetes, NodeLocal DNSCache, KEP-1024).
   */
  private void untracked(FragmentBuilder shared) {
    for (IpFamily family : IpFamily.values()) {
      List<Rule> rules = new ArrayList<>();
      for (IpAddress ip : local) {
        for (Protocol protocol : List.of(Protocol.UDP, Protocol.TCP)) {
          if (ip.family() == family) {
            rules.add(RuleBuilder.rule("questions to a name server on the node")
                .to(ip)
                .port(protocol, DNS_PORT)
                .then(new Target.NoTrack()));
            rules.add(RuleBuilder.rule("answers of a name server on the node")
                .from(ip.asHost())
                .protocol(protocol)
                .fromPorts(protocol, new PortRange(DNS_PORT, DNS_PORT))
                .then(new Target.NoTrack()));
          }
        }
      }
      if (!rules.isEmpty()) {
        shared.chain(new Chain(family, Table.RAW, NOTRACK, rules));
        shared.hook(new Hook(family, Table.RAW, Hook.Base.PREROUTING, NOTRACK));
        shared.hook(new Hook(family, Table.RAW, Hook.Base.OUTPUT, NOTRACK));
      }
    }
  }

  private void serve(
      FragmentBuilder fragment, List<IpAddress> addresses, int port, List<String> zones) {
    ServerProgram.Serving serving = new ServerProgram.Serving(
        "names of cluster " + context.cluster().name(),
        names,
        CoreDns.stubs(context),
        context.settings().list(CoreDns.FORWARD),
        addresses,
        port,
        context.nameServers());
    List<String> files = new ArrayList<>(List.of(program.file()));
    files.addAll(zones);
    fragment
        .file(new HostFile(
            program.file(),
            new HostFile.Lines(program.configuration(serving)),
            HostFile.Access.ALL,
            "what the name server does on this node"))
        .daemon(program.daemon(serving, files));
  }
}
