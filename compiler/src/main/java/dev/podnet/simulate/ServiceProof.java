package dev.podnet.simulate;

import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.simulate.ServiceAsk.Asked;
import dev.podnet.source.Located;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Proves the services at their own addresses: every port from a node and a pod of each class; external addresses and load
 * balancers' from outside too, by way of a node of each class; what may differ between nodes, by a Local policy or by hints,
 * on every node; and a pod of each class that is its own service's endpoint.
 */
final class ServiceProof {

  private final ServiceAsk ask;

  ServiceProof(ServiceAsk ask) {
    this.ask = ask;
  }

  void prove() {
    for (Service service : ask.cluster().services()) {
      if (!service.proxied()) {
        continue;
      }
      for (Service.Port port : service.ports()) {
        service.clusterIps().forEach(ip -> clusterIp(asked(service, port, ip.value())));
        // An address that is both is the load balancer's, with its source ranges.
        Set<IpAddress> balanced = new HashSet<>();
        for (Located<IpAddress> ip : service.loadBalancerIps()) {
          List<Cidr> only = ServiceAsk.ranges(service, ip.value().family());
          front(asked(service, port, ip.value()), only);
          balanced.add(ip.value());
        }
        for (Located<IpAddress> ip : service.externalIps()) {
          if (!balanced.contains(ip.value())) {
            front(asked(service, port, ip.value()), List.of());
          }
        }
      }
    }
    hairpins();
  }

  private static Asked asked(Service service, Service.Port port, IpAddress address) {
    return new Asked(Proof.Claim.SERVICE, service, port, address, port.number());
  }

  private void clusterIp(Asked asked) {
    inside(asked, asked.service().internalLocal(), true, List.of());
  }

  /**
   * From nodes and pods.
   *
   * @param local whether the policy keeps their traffic on their own node
   * @param open whether endpoints see who a pod is
   * @param only whose traffic is let in; empty for everyone's
   */
  private void inside(Asked asked, boolean local, boolean open, List<Cidr> only) {
    IpFamily family = asked.family();
    boolean each = local || ServiceExpectation.hinted(asked.port());
    for (Host host : ask.hosts(asked.port(), each)) {
      Optional<IpAddress> own = ask.node(host.name).address(family);
      if (own.isPresent()) {
        Simulator.Sender sender = new Simulator.FromNode(host.name);
        ask.check(
            asked, sender, expected(asked, local, host.name, own.get(), only), Optional.empty());
      }
    }
    for (Classes.Member pod : ask.pods(asked.port(), each)) {
      Optional<IpAddress> own = Proof.addressOf(pod.pod(), family);
      if (own.isPresent()) {
        Simulator.Sender sender = new Simulator.FromPod(pod.pod().pod());
        Optional<IpAddress> seen = open ? ask.kept(own) : Optional.empty();
        ask.check(asked, sender, expected(asked, local, pod.host().name, own.get(), only), seen);
      }
    }
  }

  private ServiceExpectation expected(
      Asked asked, boolean local, String node, IpAddress source, List<Cidr> only) {
    boolean shut = !only.isEmpty() && only.stream().noneMatch(c -> c.contains(source));
    if (shut && !ask.none(asked)) {
      return ServiceExpectation.SHUT_OUT;
    }
    return local ? ask.onNode(asked, node) : ask.near(asked, node);
  }

  /** An address of the outside: pods and nodes reach all endpoints by it, others what the policy says. */
  private void front(Asked asked, List<Cidr> only) {
    IpFamily family = asked.family();
    if (!asked.service().families().contains(family)) {
      return;
    }
    boolean local = asked.service().externalLocal();
    inside(asked, false, local, only);
    Optional<IpAddress> world = ask.world(family);
    if (world.isEmpty() || ask.network().underlay().hostOf(asked.address()).isPresent()) {
      return;
    }
    for (Host host : ask.hosts(asked.port(), local || ServiceExpectation.hinted(asked.port()))) {
      if (ask.node(host.name).address(family).isPresent()) {
        ask.check(
            asked,
            new Simulator.FromWorld(world.get(), Optional.of(host.name)),
            expected(asked, local, host.name, world.get(), only),
            local ? world : Optional.empty());
      }
    }
  }

  /** A pod or node that a service sends back to itself: one of each class in each family. */
  private void hairpins() {
    Map<String, Classes.Member> reps = new HashMap<>();
    ask.classes().podReps().forEach(m -> reps.put(m.pod().pod(), m));
    ask.classes().seconds().forEach(m -> reps.put(m.pod().pod(), m));
    Map<String, Integer> kinds = ask.classes().kindOfHost();
    Set<String> seen = new HashSet<>();
    for (Service service : ask.cluster().services()) {
      for (Service.Port port : service.ports()) {
        for (Service.Backend backend : port.backends()) {
          String pod = backend.endpoint().pod().map(Object::toString).orElse("");
          IpFamily family = backend.endpoint().ip().family();
          Optional<IpAddress> address = service.clusterIp(family);
          Optional<String> node =
              ask.network().underlay().hostOf(backend.endpoint().ip());
          if (node.isPresent()
              && address.isPresent()
              && seen.add("node " + kinds.get(node.get()) + " " + family)) {
            Asked asked = asked(service, port, address.get());
            ask.check(
                asked,
                new Simulator.FromNode(node.get()),
                expected(
                    asked,
                    service.internalLocal(),
                    node.get(),
                    backend.endpoint().ip(),
                    List.of()),
                Optional.empty());
          } else if (reps.containsKey(pod) && address.isPresent() && seen.add(pod + " " + family)) {
            Asked asked = asked(service, port, address.get());
            Optional<IpAddress> own = Proof.addressOf(reps.get(pod).pod(), family);
            ask.check(
                asked,
                new Simulator.FromPod(pod),
                expected(
                    asked,
                    service.internalLocal(),
                    reps.get(pod).host().name,
                    backend.endpoint().ip(),
                    List.of()),
                ask.kept(own));
          }
        }
      }
    }
  }
}
