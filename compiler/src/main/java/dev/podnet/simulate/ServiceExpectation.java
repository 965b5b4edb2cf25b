package dev.podnet.simulate;

import dev.podnet.model.Node;
import dev.podnet.model.Service;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Which endpoints a service port must reach, worked out from what the user asked for: the rules of the Kubernetes
 * documentation ("Virtual IPs and Service Proxies", "Service Internal Traffic Policy", "External Traffic Policy").
 *
 * @param targets the endpoints, each of which must get the same share, and no other
 * @param ifNone what happens when there is none
 */
record ServiceExpectation(Set<Target> targets, Verdict ifNone) {

  /** An endpoint's address and port. */
  record Target(IpAddress address, int port) implements Comparable<Target> {
    @Override
    public int compareTo(Target other) {
      int order = address.compareTo(other.address);
      return order != 0 ? order : Integer.compare(port, other.port);
    }

    @Override
    public String toString() {
      return address.isV4() ? address + ":" + port : "[" + address + "]:" + port;
    }
  }

  /** How far shares may differ, which only rounding makes them do. */
  private static final double ROUNDING = 1e-6;

  /** What is expected where a firewall keeps the client out. */
  static final ServiceExpectation SHUT_OUT = new ServiceExpectation(Set.of(), Verdict.DROPPED);

  /** For a client on a node of no zone that no hint names, of a port whose traffic may go to every node. */
  static ServiceExpectation everywhere(Service service, Service.Port port, IpFamily family) {
    return new ServiceExpectation(
        usable(service, port, b -> b.endpoint().ip().family() == family), Verdict.REJECTED);
  }

  /**
   * For a client on a node, of a port whose traffic may go to every node but may be meant to stay near: where each ready
   * endpoint names nodes it is meant for, and one names this, those that do; else the same with zones.
   */
  static ServiceExpectation near(Service service, Service.Port port, IpFamily family, Node node) {
    List<Service.Backend> ready = port.backends().stream()
        .filter(b -> b.endpoint().ip().family() == family && b.endpoint().ready())
        .toList();
    Set<Target> here = meant(ready, Service.Endpoint::hintNodes, Optional.of(node.name()));
    if (here.isEmpty()) {
      here = meant(ready, Service.Endpoint::hintZones, node.zone());
    }
    return here.isEmpty()
        ? everywhere(service, port, family)
        : new ServiceExpectation(here, Verdict.REJECTED);
  }

  private static Set<Target> meant(
      List<Service.Backend> ready,
      Function<Service.Endpoint, List<String>> hints,
      Optional<String> place) {
    if (place.isEmpty()
        || ready.stream().anyMatch(b -> hints.apply(b.endpoint()).isEmpty())) {
      return Set.of();
    }
    return ready.stream()
        .filter(b -> hints.apply(b.endpoint()).contains(place.get()))
        .map(b -> new Target(b.endpoint().ip(), b.port()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Whether what {@link #near} says may differ between nodes. */
  static boolean hinted(Service.Port port) {
    return port.backends().stream()
        .map(Service.Backend::endpoint)
        .anyMatch(e -> !e.hintNodes().isEmpty() || !e.hintZones().isEmpty());
  }

  /**
   * For a client on a node, of a port whose traffic stays on the node.
   *
   * @param nodeOf the node an endpoint is on, if any
   */
  static ServiceExpectation onNode(
      Service service,
      Service.Port port,
      IpFamily family,
      String node,
      Function<Service.Endpoint, Optional<String>> nodeOf) {
    Set<Target> here = usable(
        service,
        port,
        b -> b.endpoint().ip().family() == family
            && nodeOf.apply(b.endpoint()).filter(node::equals).isPresent());
    boolean nowhere =
        here.isEmpty() && everywhere(service, port, family).targets().isEmpty();
    return new ServiceExpectation(here, nowhere ? Verdict.REJECTED : Verdict.DROPPED);
  }

  private static Set<Target> usable(
      Service service, Service.Port port, Predicate<Service.Backend> wanted) {
    TreeSet<Target> ready = new TreeSet<>();
    TreeSet<Target> serving = new TreeSet<>();
    for (Service.Backend backend : port.backends()) {
      if (!wanted.test(backend)) {
        continue;
      }
      Target target = new Target(backend.endpoint().ip(), backend.port());
      if (backend.endpoint().ready()) {
        ready.add(target);
      } else if (backend.endpoint().serving() && backend.endpoint().terminating()) {
        serving.add(target);
      }
    }
    return ready.isEmpty() ? serving : ready;
  }

  /**
   * What is wrong with a trace; empty when it is as expected.
   *
   * @param ours whether an endpoint is one that the plan must be able to reach; others are the underlay's business
   * @param source who an endpoint with a network of its own should see; empty when it may be anyone
   * @param pods whether an address is that of a pod with a network of its own
   */
  String differs(
      Trace trace,
      Predicate<IpAddress> ours,
      Optional<IpAddress> source,
      Predicate<IpAddress> pods) {
    if (targets.isEmpty()) {
      return trace.outcomes().stream().allMatch(this::refused)
          ? ""
          : "it has no endpoint and should be " + ifNone.word() + ", but is "
              + trace.verdict().word();
    }
    Map<Target, Double> got = new TreeMap<>();
    for (Trace.Outcome outcome : trace.outcomes()) {
      Target target = new Target(outcome.address(), outcome.port());
      boolean lost = outcome.verdict() != Verdict.DELIVERED;
      if (lost && (!targets.contains(target) || ours.test(target.address()))) {
        return "to " + target + " it is " + outcome.verdict().word() + ": " + outcome.reason();
      }
      if (source.isPresent()
          && !lost
          && pods.test(target.address())
          && !target.address().equals(source.get())
          && !outcome.sourceSeen().equals(source.get())) {
        return target + " sees it come from " + outcome.sourceSeen();
      }
      got.merge(target, outcome.probability(), Double::sum);
    }
    return got.keySet().equals(targets) ? uneven(got) : difference(got.keySet());
  }

  /** A host that has no route refuses as well, which is so where the spec tells of no gateway. */
  private boolean refused(Trace.Outcome outcome) {
    return outcome.verdict() == ifNone
        || outcome.verdict() == Verdict.UNROUTABLE && outcome.node().isPresent();
  }

  private String uneven(Map<Target, Double> got) {
    for (Map.Entry<Target, Double> each : got.entrySet()) {
      if (Math.abs(each.getValue() - 1.0 / targets.size()) > ROUNDING) {
        return String.format(
            java.util.Locale.ROOT,
            "%s gets %.1f %% of the connections, and not one in %d",
            each.getKey(),
            each.getValue() * 100,
            targets.size());
      }
    }
    return "";
  }

  private String difference(Set<Target> got) {
    List<String> texts = new ArrayList<>();
    TreeSet<Target> missing = new TreeSet<>(targets);
    missing.removeAll(got);
    if (!missing.isEmpty()) {
      texts.add("it never reaches " + list(missing));
    }
    TreeSet<Target> more = new TreeSet<>(got);
    more.removeAll(targets);
    if (!more.isEmpty()) {
      texts.add("it reaches " + list(more) + ", which is no endpoint of it");
    }
    return String.join("; ", texts);
  }

  private static String list(Set<Target> targets) {
    return targets.stream().map(Target::toString).collect(Collectors.joining(", "));
  }
}
