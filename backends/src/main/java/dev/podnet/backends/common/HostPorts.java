package dev.podnet.backends.common;

import dev.podnet.model.Cluster;
import dev.podnet.model.Pod;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Hook;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.Match;
import dev.podnet.plan.Match.CtState;
import dev.podnet.plan.Part;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Sysctl;
import dev.podnet.plan.Table;
import dev.podnet.plan.Target;
import dev.podnet.spi.FragmentBuilder;
import dev.podnet.spi.PlanBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Ports of the host that lead to pods ({@code hostPort}): translated on the pod's own node, as the CNI plugin {@code
 * portmap} does.
 */
public final class HostPorts {

  private static final String PORTS = "PODNET-HOSTPORTS";
  private static final String GUARD = "PODNET-LOOPBACK";
  private static final String HAIRPIN = "PODNET-HOSTPORT-HAIRPIN";

  private HostPorts() {}

  /** One host port of a family. */
  private record Mapping(String node, Rule rule, IpAddress pod, String comment) {}

  /** Adds them, but not on loopback addresses. */
  public static void contribute(Cluster cluster, PlanBuilder plan) {
    contribute(cluster, Optional.empty(), plan);
  }

  /**
   * Adds them.
   *
   * @param loopback the bridge that leads to the pods, where the ports are to answer on 127.0.0.1 too, as Docker's do
   *     without its proxy (moby, daemon/libnetwork/drivers/bridge); empty where they do not
   */
  public static void contribute(
      Cluster cluster, Optional<InterfaceName> loopback, PlanBuilder plan) {
    for (IpFamily family : cluster.settings().podFamilies()) {
      Map<String, List<Mapping>> byNode = new TreeMap<>();
      for (Pod pod : cluster.pods()) {
        for (Mapping mapping : mappings(pod, family)) {
          byNode.computeIfAbsent(mapping.node(), n -> new ArrayList<>()).add(mapping);
        }
      }
      Optional<InterfaceName> bridge =
          family == IpFamily.IPV4 ? loopback : Optional.empty(); // IPv6 routes nothing from ::1
      byNode.forEach((node, list) -> contribute(family, list, bridge, plan.host(node, Part.PODS)));
    }
  }

  private static List<Mapping> mappings(Pod pod, IpFamily family) {
    List<Mapping> list = new ArrayList<>();
    IpAddress ip = pod.ip(family).orElse(null);
    if (ip == null || pod.node().isEmpty() || pod.network() != Pod.Network.POD) {
      return list;
    }
    for (Pod.Container container : pod.containers()) {
      for (Pod.Port port : container.ports()) {
        boolean otherFamily = port.hostIp().filter(h -> h.family() != family).isPresent();
        if (port.hostPort().isEmpty() || otherFamily) {
          continue;
        }
        String comment = pod.ref() + " hostPort " + port.hostPort().get();
        RuleBuilder rule = RuleBuilder.rule(comment);
        port.hostIp().filter(h -> !unspecified(h)).ifPresent(rule::to);
        rule.port(port.protocol(), port.hostPort().get());
        list.add(new Mapping(
            pod.node().get(), rule.then(new Target.Dnat(ip, port.number())), ip, comment));
      }
    }
    return list;
  }

  /** Whether an address stands for all: 0.0.0.0 or ::. */
  private static boolean unspecified(IpAddress address) {
    return address.high() == 0 && address.low() == 0;
  }

  private static void contribute(
      IpFamily family, List<Mapping> list, Optional<InterfaceName> bridge, FragmentBuilder host) {
    Cidr loopback = Cidr.parse(family == IpFamily.IPV4 ? "127.0.0.0/8" : "::1/128");
    List<Rule> ports = new ArrayList<>();
    ports.add(RuleBuilder.rule("not to the host").notToHost().then(new Target.Return()));
    List<Rule> hairpin = new ArrayList<>();
    if (bridge.isPresent()) {
      onLoopback(bridge.get(), hairpin, loopback, host);
    } else {
      ports.add(RuleBuilder.rule("loopback").to(loopback).then(new Target.Return()));
    }
    Map<IpAddress, String> pods = new TreeMap<>();
    for (Mapping mapping : list) {
      ports.add(mapping.rule());
      pods.putIfAbsent(mapping.pod(), mapping.comment());
    }
    pods.forEach((ip, comment) -> hairpin.add(RuleBuilder.rule(comment)
        .from(ip.asHost())
        .to(ip)
        .state(CtState.DNAT)
        .then(new Target.Masquerade())));
    host.chain(new Chain(family, Table.NAT, PORTS, ports));
    host.chain(new Chain(family, Table.NAT, HAIRPIN, hairpin));
    host.hook(new Hook(family, Table.NAT, Hook.Base.PREROUTING, PORTS));
    host.hook(new Hook(family, Table.NAT, Hook.Base.OUTPUT, PORTS));
    host.hook(new Hook(family, Table.NAT, Hook.Base.POSTROUTING, HAIRPIN));
  }

  /** The host's own 127.0.0.1 leads to pods: behind the address of the bridge, and for nobody on the wire. */
  private static void onLoopback(
      InterfaceName bridge, List<Rule> hairpin, Cidr loopback, FragmentBuilder host) {
    host.sysctl(new Sysctl(
        "net/ipv4/conf/" + bridge + "/route_localnet", "1", "published ports answer on 127.0.0.1"));
    hairpin.add(RuleBuilder.rule("the host's own published ports")
        .match(new Match.OutInterface(bridge.value(), false))
        .fromHost()
        .state(CtState.DNAT)
        .then(new Target.Masquerade()));
    host.chain(new Chain(
        IpFamily.IPV4,
        Table.RAW,
        GUARD,
        List.of(RuleBuilder.rule("127.0.0.1 is this host's alone")
            .match(new Match.InInterface("lo", true))
            .to(loopback)
            .then(new Target.Drop()))));
    host.hook(new Hook(IpFamily.IPV4, Table.RAW, Hook.Base.PREROUTING, GUARD));
  }
}
