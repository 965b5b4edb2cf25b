package dev.podnet.lab;

import dev.podnet.lab.rules.HostRules;
import dev.podnet.lab.rules.Packet;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Pod;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Follows flows through the rules that the hosts of a lab have, read from the hosts. */
final class KubeHosts {

  private static final double ROUNDING = 1e-4;

  private final Cluster cluster;
  private final Map<IpFamily, IpAddress> world;
  private final Map<String, Map<IpFamily, HostRules>> hosts = new HashMap<>();
  private final Map<IpAddress, String> pods = new HashMap<>();
  private final Map<IpAddress, String> nodes = new HashMap<>();

  /** One way a flow may end: in words, with its chance. */
  private record Ended(String what, double probability, Set<String> remembered) {}

  KubeHosts(Cluster cluster, Lab lab) {
    this.cluster = cluster;
    this.world = lab.underlay().world();
    for (Pod pod : cluster.pods()) {
      if (pod.wired()) {
        pod.ips().forEach(ip -> pods.put(ip.value(), pod.ref().name()));
      }
    }
    for (Node node : cluster.nodes()) {
      node.addresses().forEach(a -> nodes.put(a.value(), node.name()));
      hosts.put(node.name(), read(lab, node.name()));
    }
  }

  private static Map<IpFamily, HostRules> read(Lab lab, String node) {
    String sets = run(lab, node, "ipset", "save");
    Set<IpAddress> local = new HashSet<>();
    for (String line : run(lab, node, "ip", "-o", "addr").lines().toList()) {
      String[] words = line.trim().split("\\s+");
      local.add(IpAddress.parse(words[3].replaceAll("/.*", "")));
    }
    Map<IpFamily, HostRules> rules = new EnumMap<>(IpFamily.class);
    rules.put(
        IpFamily.IPV4,
        HostRules.of(
            run(lab, node, "iptables-save"), sets, local, run(lab, node, "ip", "-4", "route")));
    rules.put(
        IpFamily.IPV6,
        HostRules.of(
            run(lab, node, "ip6tables-save"), sets, local, run(lab, node, "ip", "-6", "route")));
    return rules;
  }

  private static String run(Lab lab, String host, String... argv) {
    Lab.Run run = lab.run(Lab.job(host, argv));
    if (run.rc() != 0) {
      throw new AssertionError(run.toString());
    }
    return run.out();
  }

  /** What is wrong with a flow; empty when nothing is. */
  String wrong(KubeFlow flow) {
    List<Ended> ended = follow(flow, Set.of());
    Map<String, Double> got = new TreeMap<>();
    ended.forEach(e -> got.merge(e.what(), e.probability(), Double::sum));
    boolean even = got.values().stream().allMatch(p -> Math.abs(p - 1.0 / got.size()) < ROUNDING);
    if (!got.keySet().equals(flow.ends()) || !even) {
      return flow + "\n  rules: " + got;
    }
    for (Ended first : flow.sticky() ? ended : List.<Ended>of()) {
      Set<String> again = new TreeSet<>();
      follow(flow, first.remembered()).forEach(e -> again.add(e.what()));
      if (!again.equals(Set.of(first.what()))) {
        return flow + "\n  rules: first " + first.what() + ", then " + again;
      }
    }
    return "";
  }

  private List<Ended> follow(KubeFlow flow, Set<String> remembered) {
    String protocol = flow.protocol().toLowerCase(Locale.ROOT);
    Node node = node(flow.from());
    if (node != null) {
      Packet packet = Packet.of(sourceOf(node, flow.to()), flow.to(), flow.port(), protocol);
      return on(node.name(), packet, true, remembered);
    }
    IpFamily family = flow.to().family();
    if (flow.from().equals("world")) {
      Packet packet = Packet.of(world.get(family), flow.to(), flow.port(), protocol);
      return on(flow.via(), packet.in("eth0"), false, remembered);
    }
    Pod pod = cluster.pods().stream()
        .filter(p -> p.ref().name().equals(flow.from()))
        .findFirst()
        .orElseThrow();
    Packet packet = Packet.of(pod.ip(family).orElseThrow(), flow.to(), flow.port(), protocol);
    return on(pod.node().orElseThrow(), packet.in("cni0"), false, remembered);
  }

  private Node node(String name) {
    return cluster.nodes().stream()
        .filter(n -> n.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  /** What the kernel chooses: the address itself where it is the host's own, else that of the interface it leaves by. */
  private static IpAddress sourceOf(Node node, IpAddress to) {
    String text = to.toString();
    Cidr pods = node.podCidr(to.family()).orElseThrow();
    if (text.startsWith("127.") || text.equals("::1")) {
      return to;
    }
    return pods.contains(to)
        ? pods.network().plus(1)
        : node.address(to.family()).orElseThrow();
  }

  private List<Ended> on(String host, Packet packet, boolean sent, Set<String> remembered) {
    List<Ended> all = new ArrayList<>();
    HostRules rules = hosts.get(host).get(packet.destination().family());
    for (HostRules.Outcome outcome : rules.follow(packet, sent, remembered)) {
      Packet end = outcome.packet();
      String next = nodes.get(end.destination());
      if (outcome.end() == HostRules.End.AWAY && next != null && !next.equals(host)) {
        IpAddress own = node(host).address(end.destination().family()).orElseThrow();
        Packet arriving = (end.masqueraded() ? end.from(own) : end).in("eth0");
        for (Ended there : on(next, arriving, false, remembered)) {
          String what = there.what().replaceFirst("^host$", end.translated() ? name(end) : "host");
          all.add(
              new Ended(what, there.probability() * outcome.probability(), outcome.remembered()));
        }
      } else {
        all.add(new Ended(what(outcome), outcome.probability(), outcome.remembered()));
      }
    }
    return all;
  }

  private String what(HostRules.Outcome outcome) {
    Packet packet = outcome.packet();
    String hidden = packet.masqueraded() ? "!" : "";
    return switch (outcome.end()) {
      case DROPPED -> "drop";
      case REJECTED -> "reject";
      case HERE -> packet.translated() ? name(packet) : "host";
      case AWAY ->
        packet.translated() || pods.containsKey(packet.destination())
            ? name(packet)
            : "away" + hidden;
    };
  }

  /** {@code e1:8080!}: the pod, that of a host's network, or the address. */
  private String name(Packet packet) {
    String hostPod = cluster.pods().stream()
        .filter(p -> p.network() == Pod.Network.HOST)
        .filter(
            p -> p.node().equals(java.util.Optional.ofNullable(nodes.get(packet.destination()))))
        .map(p -> p.ref().name())
        .findFirst()
        .orElse(packet.destination().toString());
    return pods.getOrDefault(packet.destination(), hostPod) + ":" + packet.destinationPort()
        + (packet.masqueraded() ? "!" : "");
  }
}
