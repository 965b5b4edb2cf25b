package dev.podnet.backends.userspace;

import static dev.podnet.backends.common.RuleBuilder.rule;

import dev.podnet.backends.common.Exposure;
import dev.podnet.backends.common.RuleBuilder;
import dev.podnet.model.Cluster;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** The ways from outside the cluster to a service port: where to, and who may. */
final class Openings {

  private final Cluster cluster;
  private final Optional<Cidr> pods;

  /** Who may go a way; no range and not the host alone means everyone. */
  private record Sender(Optional<Cidr> range, boolean hostAlone, String why) {

    RuleBuilder on(RuleBuilder rule) {
      range.ifPresent(rule::from);
      return hostAlone ? rule.fromHost() : rule;
    }
  }

  /** The ways of one family. */
  Openings(Cluster cluster, Optional<Cidr> pods) {
    this.cluster = cluster;
    this.pods = pods;
  }

  /**
   * Finds the ways to addresses.
   *
   * @param insiders whether only pods and the host itself are meant, whom the policy Local does not keep from the others'
   *     endpoints
   * @param each takes an address and a rule that only lacks its target
   */
  void addresses(
      Service service,
      Service.Port port,
      Exposure exposure,
      boolean insiders,
      BiConsumer<IpAddress, RuleBuilder> each) {
    String name = service.portName(port);
    for (IpAddress ip : exposure.externalIps()) {
      for (Sender sender : senders(Map.of(), insiders)) {
        each.accept(ip, sender.on(to(ip, port, name + " external IP" + sender.why())));
      }
    }
    Map<Cidr, String> admitted = exposure.admitted(cluster);
    for (IpAddress ip : exposure.loadBalancerIps()) {
      for (Sender sender : senders(admitted, insiders)) {
        each.accept(ip, sender.on(to(ip, port, name + " load balancer IP" + sender.why())));
      }
    }
  }

  /**
   * Finds the ways to a node port.
   *
   * @param rules makes rules that match the port
   * @param each takes such a rule that only lacks its target
   */
  void nodePort(Supplier<List<RuleBuilder>> rules, boolean insiders, Consumer<RuleBuilder> each) {
    for (Sender sender : senders(Map.of(), insiders)) {
      rules.get().forEach(rule -> each.accept(sender.on(rule)));
    }
  }

  /** A rule for what goes to a port of a service at one of its addresses. */
  static RuleBuilder to(IpAddress ip, Service.Port port, String comment) {
    return rule(comment).to(ip).port(port.protocol(), port.number());
  }

  private List<Sender> senders(Map<Cidr, String> admitted, boolean insiders) {
    List<Sender> senders = new ArrayList<>();
    if (admitted.isEmpty()) {
      senders.addAll(insiders ? inside(Optional.empty(), "") : List.of(anyone()));
    }
    admitted.forEach((range, why) -> senders.addAll(
        insiders
            ? inside(Optional.of(range), " " + why)
            : List.of(new Sender(Optional.of(range), false, " " + why))));
    return senders;
  }

  private static Sender anyone() {
    return new Sender(Optional.empty(), false, "");
  }

  private List<Sender> inside(Optional<Cidr> range, String why) {
    List<Sender> senders = new ArrayList<>();
    pods.flatMap(p -> range.isEmpty() ? Optional.of(p) : narrower(p, range.get()))
        .ifPresent(r -> senders.add(new Sender(Optional.of(r), false, why + " from a pod")));
    senders.add(new Sender(range, true, why + " from the host"));
    return senders;
  }

  /** What is in both of two ranges: one of them, or nothing. */
  private static Optional<Cidr> narrower(Cidr one, Cidr other) {
    if (!one.overlaps(other)) {
      return Optional.empty();
    }
    return Optional.of(one.length() > other.length() ? one : other);
  }
}
