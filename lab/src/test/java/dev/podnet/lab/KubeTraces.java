package dev.podnet.lab;

import dev.podnet.model.Node;
import dev.podnet.model.Pod;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.simulate.Network;
import dev.podnet.simulate.Simulator;
import dev.podnet.simulate.Trace;
import dev.podnet.simulate.Transport;
import dev.podnet.simulate.Verdict;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the simulator says of the flows. */
final class KubeTraces {

  private static final double ROUNDING = 1e-6;

  private final Compiled compiled;
  private final Map<IpFamily, IpAddress> world;
  private final boolean hidden;
  private final Simulator simulator;
  private final Map<String, String> names = new HashMap<>();
  private final Map<String, Pod> pods = new HashMap<>();

  KubeTraces(Compiled compiled, Map<IpFamily, IpAddress> world, boolean hidden) {
    this.compiled = compiled;
    this.world = world;
    this.hidden = hidden;
    this.simulator = new Simulator(Network.of(compiled.cluster(), compiled.plan()));
    for (Pod pod : compiled.cluster().pods()) {
      pods.put(pod.ref().name(), pod);
      if (pod.network() == Pod.Network.HOST) {
        compiled.cluster().nodes().stream()
            .filter(n -> pod.node().equals(Optional.of(n.name())))
            .flatMap(n -> n.addresses().stream())
            .forEach(a -> names.put(a.value().toString(), pod.ref().name()));
      }
      pod.ips().forEach(ip -> names.put(ip.value().toString(), pod.ref().name()));
    }
  }

  /** What is wrong with a flow; empty when nothing is. */
  String wrong(KubeFlow flow) {
    Trace trace = simulator.trace(
        sender(flow), flow.to(), flow.port(), Transport.valueOf(flow.protocol()), Simulator.SMALL);
    Map<String, Double> got = new TreeMap<>();
    trace.outcomes().forEach(o -> got.merge(what(flow, o), o.probability(), Double::sum));
    if (trace.outcomes().isEmpty()) {
      got.put(failure(trace.verdict()), 1.0);
    }
    Map<String, Double> bare = new TreeMap<>();
    got.forEach((end, share) -> bare.merge(plain(flow, end), share, Double::sum));
    boolean even = bare.values().stream().allMatch(p -> Math.abs(p - 1.0 / bare.size()) < ROUNDING);
    var expected = flow.ends().stream().map(e -> plain(flow, e)).toList();
    return bare.keySet().equals(new java.util.TreeSet<>(expected)) && even
        ? ""
        : flow + "\n  trace: " + got;
  }

  /** Where it cannot be told whether a source was translated, or does not matter. */
  private String plain(KubeFlow flow, String end) {
    return hidden || node(flow.from()).isPresent() || end.startsWith("away")
        ? end.replace("!", "")
        : end;
  }

  private Optional<Node> node(String name) {
    return compiled.cluster().nodes().stream()
        .filter(n -> n.name().equals(name))
        .findFirst();
  }

  private Simulator.Sender sender(KubeFlow flow) {
    if (flow.from().equals(Underlay.WORLD)) {
      boolean node = compiled.cluster().nodes().stream()
          .anyMatch(n -> n.address(flow.to().family()).equals(Optional.of(flow.to())));
      return new Simulator.FromWorld(
          world.get(flow.to().family()), node ? Optional.empty() : Optional.of(flow.via()));
    }
    return node(flow.from()).isPresent()
        ? new Simulator.FromNode(flow.from())
        : new Simulator.FromPod(pods.get(flow.from()).ref().toString());
  }

  private String what(KubeFlow flow, Trace.Outcome outcome) {
    boolean translated = outcome.nat().stream().anyMatch(n -> n.startsWith("dnat"))
        || !outcome.address().equals(flow.to());
    if (outcome.node().isEmpty() && !translated) {
      return "away";
    }
    if (outcome.verdict() != Verdict.DELIVERED && outcome.node().isPresent()) {
      return failure(outcome.verdict());
    }
    if (outcome.pod().isEmpty() && !translated) {
      return "host";
    }
    boolean kept = outcome.sourceSeen().equals(source(flow));
    return names.getOrDefault(outcome.address().toString(), outcome.address().toString()) + ":"
        + outcome.port() + (kept ? "" : "!");
  }

  private IpAddress source(KubeFlow flow) {
    IpFamily family = flow.to().family();
    return flow.from().equals(Underlay.WORLD)
        ? world.get(family)
        : node(flow.from())
            .flatMap(n -> n.address(family))
            .or(() -> pods.get(flow.from()).ip(family))
            .orElseThrow();
  }

  private static String failure(Verdict verdict) {
    return switch (verdict) {
      case REJECTED -> "reject";
      case DROPPED -> "drop";
      default -> "away";
    };
  }
}
