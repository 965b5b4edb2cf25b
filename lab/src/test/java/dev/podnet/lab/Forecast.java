package dev.podnet.lab;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Pod;
import dev.podnet.model.Service;
import dev.podnet.net.IpAddress;
import dev.podnet.simulate.Trace;
import dev.podnet.simulate.Verdict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the lab must see when the simulator is right. The simulator says where a packet arrives; who listens there is the
 * lab's doing, and known here.
 */
final class Forecast {

  /** Somebody said that there is no such port. */
  static final String REFUSED = "refused";
  /** Nothing came back. */
  static final String SILENT = "silence";
  /** Somebody said that there is no way. */
  static final String NO_WAY = "no way";

  /** Somebody took the connection and then ended it. */
  private static final String HUNG_UP = "hung up";
  /** A process may be trying for longer than the lab waits. */
  private static final String PERHAPS_TRYING = "perhaps still trying";

  /** The sender's own rules did not let it out; whether they refuse or drop, UDP is told the same. */
  private static final String HELD_BACK = "held back";

  private record Listener(String place, int port, Probe.Kind kind) {}

  private final Map<IpAddress, String> places = new HashMap<>();
  private final Map<String, String> placeOfPod = new HashMap<>();
  private final Map<String, Set<Integer>> families = new TreeMap<>();
  private final Set<Listener> listeners = new LinkedHashSet<>();

  Forecast(Cluster cluster, Underlay underlay) {
    for (Node node : cluster.nodes()) {
      node.addresses().forEach(a -> at(a.value(), node.name()));
    }
    underlay.world().values().forEach(a -> at(a, Underlay.WORLD));
    for (Pod pod : cluster.pods()) {
      if (pod.wired()) {
        pod.ips().forEach(a -> at(a.value(), Expectations.place(pod)));
        placeOfPod.put(pod.ref().toString(), Expectations.place(pod));
      }
    }
    for (Topology.Host host : underlay.topology().hosts()) {
      for (Topology.Leg leg : host.legs()) {
        // Nobody listens on the routers.
        leg.addresses()
            .forEach(a -> places.putIfAbsent(IpAddress.parse(a.split("/")[0]), host.name()));
      }
    }
    for (String place : families.keySet()) {
      listeners.add(new Listener(place, Expectations.WHO, Probe.Kind.TCP));
      listeners.add(new Listener(place, Expectations.WHO, Probe.Kind.UDP));
    }
    for (Pod pod : cluster.pods()) {
      pod.containers()
          .forEach(c -> c.ports().stream()
              .filter(p -> p.hostPort().isPresent())
              .forEach(p -> listeners.add(new Listener(
                  Expectations.place(pod),
                  p.number(),
                  Probe.Kind.valueOf(p.protocol().name())))));
    }
    for (Service service : cluster.services()) {
      for (Service.Port port : service.ports()) {
        for (Service.Backend backend : port.backends()) {
          String place = places.get(backend.endpoint().ip());
          if (place != null && families.containsKey(place)) {
            Probe.Kind kind = Probe.Kind.valueOf(port.protocol().name());
            listeners.add(new Listener(place, backend.port(), kind));
          }
        }
      }
    }
  }

  private void at(IpAddress address, String place) {
    places.put(address, place);
    families.computeIfAbsent(place, p -> new TreeSet<>()).add(address.isV4() ? 4 : 6);
  }

  /** The servers; each is named for its place and port, so that an answer says both. */
  List<Expectations.Server> servers() {
    List<Expectations.Server> servers = new ArrayList<>();
    for (Listener listener : listeners) {
      Set<Integer> port = Set.of(listener.port());
      servers.add(new Expectations.Server(
          listener.place(),
          listener.place() + ":" + listener.port(),
          List.copyOf(families.get(listener.place())),
          listener.kind() == Probe.Kind.TCP ? port : Set.of(),
          listener.kind() == Probe.Kind.UDP ? port : Set.of()));
    }
    return servers;
  }

  /** Everything that may be seen of a flow. */
  Set<String> expected(Flow flow, Trace trace) {
    Set<String> expected = new TreeSet<>();
    List<Trace.Outcome> relayed =
        trace.outcomes().stream().filter(Forecast::relayed).toList();
    trace.outcomes().stream().filter(o -> !relayed(o)).forEach(o -> expected.add(seen(flow, o)));
    expected.addAll(relayed(flow, relayed));
    if (trace.outcomes().isEmpty()) {
      expected.add(failure(flow, trace.verdict()));
    }
    return expected;
  }

  private static boolean relayed(Trace.Outcome outcome) {
    return outcome.nat().stream().anyMatch(n -> n.startsWith("relay "));
  }

  /**
   * What is seen of a process in between: for TCP it tries one endpoint after the other, and ends the connection that it
   * took when none takes its own; of UDP nothing comes back from where nobody listens.
   */
  private Set<String> relayed(Flow flow, List<Trace.Outcome> outcomes) {
    Set<String> heard = new TreeSet<>();
    Set<String> lost = new TreeSet<>();
    for (Trace.Outcome outcome : outcomes) {
      String seen = seen(flow, outcome);
      (Set.of(REFUSED, SILENT, NO_WAY).contains(seen) ? lost : heard).add(seen);
    }
    boolean slow = lost.contains(SILENT) || lost.contains(NO_WAY);
    if (flow.kind() != Probe.Kind.TCP) {
      heard.addAll(lost.isEmpty() ? Set.of() : Set.of(SILENT));
    } else if (slow) {
      heard.add(PERHAPS_TRYING);
    } else if (heard.isEmpty() && !lost.isEmpty()) {
      heard.add(HUNG_UP);
    }
    return heard;
  }

  /** The same with how likely each is. */
  Map<String, Double> shares(Flow flow, Trace trace) {
    Map<String, Double> shares = new TreeMap<>();
    trace.outcomes().forEach(o -> shares.merge(seen(flow, o), o.probability(), Double::sum));
    if (trace.outcomes().isEmpty()) {
      shares.put(failure(flow, trace.verdict()), 1.0);
    }
    return shares;
  }

  private String seen(Flow flow, Trace.Outcome outcome) {
    if (outcome.verdict() != Verdict.DELIVERED) {
      return failure(flow, outcome.verdict());
    }
    String place = outcome.pod().isPresent()
        ? placeOfPod.get(outcome.pod().get())
        : outcome.node().orElse(places.get(outcome.address()));
    if (place == null) {
      return NO_WAY; // outside, at an address that nobody has in the lab
    }
    if (flow.kind() == Probe.Kind.PING) {
      return place + " " + outcome.sourceSeen();
    }
    boolean heard = listeners.contains(new Listener(place, outcome.port(), flow.kind()));
    return heard ? place + ":" + outcome.port() + " " + outcome.sourceSeen() : REFUSED;
  }

  private static String failure(Flow flow, Verdict verdict) {
    return switch (verdict) {
      case REJECTED -> flow.kind() == Probe.Kind.PING ? SILENT : REFUSED;
      case UNROUTABLE -> NO_WAY;
      default -> SILENT;
    };
  }

  /** What the lab saw, in the same words. */
  static Set<String> observed(Flow flow, Map<String, Integer> answers) {
    Set<String> observed = new TreeSet<>();
    for (String answer : answers.keySet()) {
      observed.add(
          switch (answer) {
            case "ERR Connection refused" -> REFUSED;
            case "ERR timeout" -> SILENT;
            case "ERR closed without an answer", "ERR Connection reset by peer" -> HUNG_UP;
            case "ERR Operation not permitted" -> HELD_BACK;
            case "ERR No route to host", "ERR Network is unreachable" -> NO_WAY;
            default ->
              flow.kind() == Probe.Kind.PING ? answer.replaceFirst(":[0-9]+ ", " ") : answer;
          });
    }
    return observed;
  }

  /**
   * Whether both are the same. That there is no way is told to TCP alone (udp(7): such errors are not fatal), and not by
   * a link on which nobody answers; so it may look like silence, but silence must be just that.
   */
  static boolean agree(Flow flow, Set<String> expected, Set<String> observed) {
    Set<String> allowed = new TreeSet<>(expected);
    if (expected.contains(NO_WAY)) {
      allowed.add(SILENT);
    }
    if (flow.kind() != Probe.Kind.TCP
        && (expected.contains(REFUSED) || expected.contains(SILENT))) {
      allowed.add(HELD_BACK);
    }
    if (expected.contains(PERHAPS_TRYING)) {
      allowed.addAll(Set.of(SILENT, HUNG_UP));
    }
    if (!allowed.containsAll(observed)) {
      return false;
    }
    Set<String> missing = new TreeSet<>(expected);
    missing.remove(PERHAPS_TRYING);
    missing.removeAll(observed);
    if (observed.contains(HELD_BACK)) {
      missing.removeAll(Set.of(REFUSED, SILENT));
    }
    if (observed.contains(SILENT)) {
      missing.remove(NO_WAY);
    }
    return flow.sticky() ? observed.size() == 1 : missing.isEmpty();
  }
}
