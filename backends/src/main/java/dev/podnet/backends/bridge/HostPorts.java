package dev.podnet.backends.bridge;

import dev.podnet.backends.common.RuleBuilder;
import dev.podnet.model.Cluster;
import dev.podnet.model.Pod;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Hook;
import dev.podnet.plan.Match.CtState;
import dev.podnet.plan.Part;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Table;
import dev.podnet.plan.Target;
import dev.podnet.spi.FragmentBuilder;
import dev.podnet.spi.PlanBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ports of the host that lead to pods ({@code hostPort}): translated on the pod's own node, as the CNI plugin {@code
 * portmap} does, but not on loopback addresses.
 */
final class HostPorts {

  private static final String PORTS = "PODNET-HOSTPORTS";
  private static final String HAIRPIN = "PODNET-HOSTPORT-HAIRPIN";

  private HostPorts() {}

  /** One host port of a family. */
  private record Mapping(String node, Rule rule, IpAddress pod, String comment) {}

  static void contribute(Cluster cluster, PlanBuilder plan) {
    for (IpFamily family : cluster.settings().podFamilies()) {
      Map<String, List<Mapping>> byNode = new TreeMap<>();
      for (Pod pod : cluster.pods()) {
        for (Mapping mapping : mappings(pod, family)) {
          byNode.computeIfAbsent(mapping.node(), n -> new ArrayList<>()).add(mapping);
        }
      }
      byNode.forEach((node, list) -> contribute(family, list, plan.host(node, Part.PODS)));
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

  private static void contribute(IpFamily family, List<Mapping> list, FragmentBuilder host) {
    Cidr loopback = Cidr.parse(family == IpFamily.IPV4 ? "127.0.0.0/8" : "::1/128");
    List<Rule> ports = new ArrayList<>();
    ports.add(RuleBuilder.rule("not to the host").notToHost().then(new Target.Return()));
    ports.add(RuleBuilder.rule("loopback").to(loopback).then(new Target.Return()));
    List<Rule> hairpin = new ArrayList<>();
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
}
