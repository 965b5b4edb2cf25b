package dev.podnet.backends.userspace;

import dev.podnet.backends.common.Endpoints;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Cluster;
import dev.podnet.model.Service;
import dev.podnet.net.IpFamily;
import dev.podnet.net.Protocol;
import dev.podnet.plan.Part;
import dev.podnet.spi.Backend;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.FragmentBuilder;
import dev.podnet.spi.PlanBuilder;
import dev.podnet.spi.SettingSpec;
import java.util.List;

/**
 * What the first kube-proxy did (Kubernetes 1.0, "userspace proxy mode"): rules lead what comes to a service to a process on
 * the node, which connects to an endpoint. Endpoints see the node as their client.
 *
 * <p>Rules and configuration are the same on every node and stand in one shared fragment, but for what stays on a node or in
 * a zone.
 */
public final class UserspaceProxy implements Backend {

  static final String BALANCE = "balance";
  static final String CONNECTIONS = "connections";
  static final String FIRST_PORT = "firstPort";
  static final String LAST_PORT = "lastPort";
  static final String LISTEN = "listen";
  static final String TCP_TIMEOUT = "tcpTimeout";
  static final String UDP_TIMEOUT = "udpTimeout";

  private static final long DAY = 24 * 60 * 60;

  @Override
  public Kind kind() {
    return Kind.PROXY;
  }

  @Override
  public String name() {
    return "userspace";
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of(
        SettingSpec.word(
            BALANCE,
            List.of("random", "roundrobin", "leastconn"),
            "How an endpoint is chosen for a new connection."),
        SettingSpec.number(
            CONNECTIONS, 16384, 512, 1048576, "Connections of one of the balancer's processes."),
        SettingSpec.port(FIRST_PORT, 20000, "The first of the balancer's ports."),
        SettingSpec.port(LAST_PORT, 29999, "The last of the balancer's ports."),
        SettingSpec.list(
            LISTEN,
            SettingSpec.Form.ADDRESSES,
            "The balancer's address on the loopback interface, the same on every node."),
        SettingSpec.seconds(
            TCP_TIMEOUT,
            5 * DAY,
            1,
            365 * DAY,
            "After how long without a byte a TCP connection is ended."),
        SettingSpec.seconds(
            UDP_TIMEOUT, 30, 1, DAY, "After how long without a packet a UDP flow is forgotten."));
  }

  @Override
  public void check(BackendContext context, Diagnostics diagnostics) {
    UserspaceCheck.check(context, diagnostics);
  }

  /** The services that have an address: headless ones and external names are DNS alone. */
  static List<Service> relayed(Cluster cluster) {
    return cluster.services().stream().filter(Service::proxied).toList();
  }

  @Override
  public void contribute(BackendContext context, PlanBuilder plan) {
    Cluster cluster = context.cluster();
    Endpoints endpoints = new Endpoints(cluster);
    Balancer balancer = new Balancer(context);
    RelayFiles relays = new RelayFiles();
    FragmentBuilder shared =
        plan.shared("services", Part.SERVICES, "services of cluster " + cluster.name());
    for (IpFamily family : cluster.settings().podFamilies()) {
      SharedRules rules = new SharedRules(cluster, family, endpoints, balancer, relays);
      PlaceRules places = new PlaceRules(cluster, family, endpoints, balancer, relays);
      for (Service service : relayed(cluster)) {
        for (Service.Port port : service.ports()) {
          if (service.families().contains(family) && port.protocol() != Protocol.SCTP) {
            rules.add(service, port);
            places.add(service, port);
          }
        }
      }
      rules.contribute(shared);
      places.contribute(plan);
    }
    int most = relays.contribute(plan, shared, endpoints);
    if (most > 0) {
      balancer.contribute(shared, most);
    }
    cluster.nodes().forEach(node -> plan.include(node.name(), "services"));
  }
}
