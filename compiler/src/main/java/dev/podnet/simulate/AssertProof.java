package dev.podnet.simulate;

import dev.podnet.model.Assertion;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.ObjectRef;
import dev.podnet.model.Pod;
import dev.podnet.model.Service;
import dev.podnet.net.IpAddress;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Proves what the user asserts, packet by packet, from everyone who is meant to everyone who is meant. */
public final class AssertProof {

  /**
   * How an assert came out.
   *
   * @param assertion which
   * @param asked how many packets were followed; 0 when there was nobody to ask
   * @param kept how many of them did as asserted
   * @param counterexample one that did not, in words; empty when all did
   * @param trace its walk; empty when all did
   */
  public record Outcome(
      Assertion assertion, int asked, int kept, String counterexample, Optional<Trace> trace) {

    /** Nothing can be said about it. */
    static Outcome unknown(Assertion assertion) {
      return new Outcome(assertion, 0, 0, "the pod network is somebody else's", Optional.empty());
    }
  }

  private record Goal(String name, IpAddress address, int port, Protocol protocol) {}

  /** Beyond this many packets for one assert, pods of one kind answer for each other. */
  private static final long ALL_PAIRS = 20_000;

  private final Cluster cluster;
  private final Simulator simulator;
  private final Network network;
  private final Classes classes;
  private final Map<ObjectRef, Pod> pods = new HashMap<>();
  private final Map<ObjectRef, Service> services = new HashMap<>();
  private final Map<String, Node> nodes = new HashMap<>();

  AssertProof(Cluster cluster, Network network, Classes classes) {
    this.cluster = cluster;
    this.network = network;
    this.classes = classes;
    this.simulator = new Simulator(network);
    cluster.pods().forEach(p -> pods.put(p.ref(), p));
    cluster.services().forEach(s -> services.put(s.ref(), s));
    cluster.nodes().forEach(n -> nodes.put(n.name(), n));
  }

  /** Proves every assert of the cluster, in the order written. */
  List<Outcome> prove() {
    return cluster.assertions().stream().map(this::prove).toList();
  }

  private Outcome prove(Assertion assertion) {
    Tally tally = new Tally(assertion);
    each(assertion, Simulator.SMALL, tally);
    return new Outcome(
        assertion, tally.asked, tally.kept, tally.counterexample, Optional.ofNullable(tally.walk));
  }

  /** Takes each walk of an assert. */
  interface Walks {
    /** One walk, from whom to whom. */
    void take(String from, String to, Trace trace);
  }

  private static final class Tally implements Walks {
    private final boolean reachable;
    private int asked;
    private int kept;
    private String counterexample = "";
    private Trace walk;

    Tally(Assertion assertion) {
      this.reachable = assertion.reachable();
    }

    @Override
    public void take(String from, String to, Trace trace) {
      asked++;
      boolean every = trace.verdict() == Verdict.DELIVERED;
      boolean none = trace.outcomes().stream().noneMatch(o -> o.verdict() == Verdict.DELIVERED);
      if (reachable ? every : none) {
        kept++;
      } else if (walk == null) {
        walk = trace;
        counterexample = from + " -> " + to + " " + describe(trace);
      }
    }
  }

  /** Follows a packet from everyone who is meant to everyone who is meant. */
  void each(Assertion assertion, int size, Walks walks) {
    Map<String, Simulator.Sender> senders = senders(assertion.from());
    List<Goal> goals = goals(assertion.to(), assertion.port(), assertion.protocol());
    if ((long) senders.size() * goals.size() > ALL_PAIRS) {
      senders = oneOfEachKind(senders);
    }
    for (Map.Entry<String, Simulator.Sender> sender : senders.entrySet()) {
      for (Goal goal : goals) {
        boolean itself = sender.getKey().equals(goal.name()) && senders.size() * goals.size() > 1;
        boolean speaks = simulator.speaks(sender.getValue(), goal.address().family());
        if (itself || !speaks && goals.stream().anyMatch(g -> speaks(sender.getValue(), g))) {
          continue; // a single-stack client of a dual-stack service asks at the address it can
          // reach
        }
        Transport transport = goal.port() == 0 ? Transport.ICMP : Transport.of(goal.protocol());
        walks.take(
            sender.getKey(),
            goal.name(),
            simulator.trace(sender.getValue(), goal.address(), goal.port(), transport, size));
      }
    }
  }

  private boolean speaks(Simulator.Sender sender, Goal goal) {
    return simulator.speaks(sender, goal.address().family());
  }

  private static String describe(Trace trace) {
    long reached =
        trace.outcomes().stream().filter(o -> o.verdict() == Verdict.DELIVERED).count();
    if (reached == trace.outcomes().size()) {
      return "is delivered";
    }
    String why = trace.verdict().word() + ": " + trace.reason();
    return reached == 0
        ? "is " + why
        : "reaches " + reached + " of " + trace.outcomes().size() + " endpoints; the others: "
            + why;
  }

  private Map<String, Simulator.Sender> oneOfEachKind(Map<String, Simulator.Sender> senders) {
    Map<Object, String> kinds = new LinkedHashMap<>();
    senders.forEach((name, sender) -> {
      Integer kind =
          sender instanceof Simulator.FromPod pod ? classes.kindOfPod().get(pod.pod()) : null;
      kinds.putIfAbsent(kind == null ? name : kind, name);
    });
    Map<String, Simulator.Sender> fewer = new LinkedHashMap<>();
    kinds.values().forEach(name -> fewer.put(name, senders.get(name)));
    return fewer;
  }

  /** Who is meant by one end, as senders, by name. */
  Map<String, Simulator.Sender> senders(Assertion.Party party) {
    Map<String, Simulator.Sender> found = new LinkedHashMap<>();
    if (party instanceof Assertion.OfPod of) {
      sender(found, pods.get(of.pod()));
    } else if (party instanceof Assertion.OfService of) {
      for (Service.Endpoint endpoint : services.get(of.service()).endpoints()) {
        endpoint.pod().ifPresent(p -> sender(found, pods.get(p)));
      }
    } else if (party instanceof Assertion.OfNode of) {
      found.put("node " + of.node(), new Simulator.FromNode(of.node()));
    } else if (party instanceof Assertion.OfNamespace of) {
      cluster.pods().stream()
          .filter(p -> p.ref().namespace().equals(of.namespace()))
          .forEach(p -> sender(found, p));
    } else if (party instanceof Assertion.World) {
      cluster.settings().podFamilies().stream()
          .flatMap(f -> network.underlay().worldAddress(f).stream())
          .findFirst()
          .ifPresent(a -> found.put("world", new Simulator.FromWorld(a)));
    } else if (party instanceof Assertion.OfAddress of) {
      found.put(of.address().toString(), ownerOf(of.address()));
    } else {
      throw new IllegalStateException("nobody is meant by " + party);
    }
    return found;
  }

  private Simulator.Sender ownerOf(IpAddress address) {
    for (Pod pod : cluster.pods()) {
      if (pod.wired() && pod.ips().stream().anyMatch(i -> i.value().equals(address))) {
        return new Simulator.FromPod(pod.ref().toString());
      }
    }
    return network
        .underlay()
        .hostOf(address)
        .<Simulator.Sender>map(Simulator.FromNode::new)
        .orElse(new Simulator.FromWorld(address));
  }

  private void sender(Map<String, Simulator.Sender> found, Pod pod) {
    if (pod == null || pod.node().isEmpty() || pod.network() == Pod.Network.NONE) {
      return;
    }
    String name = pod.ref().toString();
    found.put(
        name,
        pod.network() == Pod.Network.HOST
            ? new Simulator.FromNode(pod.node().get())
            : new Simulator.FromPod(name));
  }

  /** Who is meant by the other end, as addresses and ports. */
  private List<Goal> goals(Assertion.Party party, Optional<Integer> port, Protocol protocol) {
    List<Goal> found = new ArrayList<>();
    int number = port.orElse(0);
    if (party instanceof Assertion.OfPod of) {
      addresses(found, pods.get(of.pod()), number, protocol);
    } else if (party instanceof Assertion.OfService of) {
      service(found, services.get(of.service()), port, protocol);
    } else if (party instanceof Assertion.OfNode of) {
      nodes
          .get(of.node())
          .addresses()
          .forEach(a -> found.add(new Goal("node " + of.node(), a.value(), number, protocol)));
    } else if (party instanceof Assertion.OfNamespace of) {
      cluster.pods().stream()
          .filter(p -> p.ref().namespace().equals(of.namespace()))
          .forEach(p -> addresses(found, p, number, protocol));
    } else if (party instanceof Assertion.World) {
      cluster.settings().podFamilies().stream()
          .flatMap(f -> network.underlay().worldAddress(f).stream())
          .limit(1)
          .forEach(a -> found.add(new Goal("world", a, number, protocol)));
    } else if (party instanceof Assertion.OfAddress of) {
      found.add(new Goal(of.address().toString(), of.address(), number, protocol));
    } else {
      throw new IllegalStateException("nobody is meant by " + party);
    }
    return found;
  }

  private static void addresses(List<Goal> found, Pod pod, int port, Protocol protocol) {
    if (pod != null) {
      for (Located<IpAddress> ip : pod.ips()) {
        found.add(new Goal(pod.ref().toString(), ip.value(), port, protocol));
      }
    }
  }

  /** A service without a port is asked for each of its ports, by its own protocol. */
  private static void service(
      List<Goal> found, Service service, Optional<Integer> port, Protocol protocol) {
    boolean unknown = port.isPresent();
    for (Service.Port each : service.ports()) {
      if (port.isPresent() && (port.get() != each.number() || protocol != each.protocol())) {
        continue;
      }
      unknown = false;
      String name = "service " + service.portName(each);
      for (Located<IpAddress> address : service.clusterIps()) {
        found.add(new Goal(name, address.value(), each.number(), each.protocol()));
      }
      if (service.headless()) {
        for (Service.Backend backend : each.backends()) {
          found.add(new Goal(name, backend.endpoint().ip(), backend.port(), each.protocol()));
        }
      }
    }
    if (unknown) {
      service
          .clusterIps()
          .forEach(a ->
              found.add(new Goal("service " + service.ref(), a.value(), port.get(), protocol)));
    }
  }
}
