package dev.podnet.simulate;

import dev.podnet.model.Service;
import dev.podnet.net.IpAddress;
import dev.podnet.simulate.ServiceAsk.Asked;
import dev.podnet.source.Located;
import java.util.List;
import java.util.Optional;

/**
 * Proves the node ports: from outside, from a node itself and its pods, and from another node and its pods, by way of a node of
 * each class; on every node where it may differ between them.
 */
final class NodePortProof {

  private final ServiceAsk ask;

  NodePortProof(ServiceAsk ask) {
    this.ask = ask;
  }

  void prove() {
    for (Service service : ask.cluster().services()) {
      for (Service.Port port : service.ports()) {
        port.nodePort().ifPresent(number -> nodePort(service, port, number.value()));
      }
    }
  }

  private void nodePort(Service service, Service.Port port, int number) {
    boolean local = service.externalLocal();
    for (Host host : ask.hosts(port, local || ServiceExpectation.hinted(port))) {
      for (Located<IpAddress> address : ask.node(host.name).addresses()) {
        if (ask.hasNodePorts(service, address.value())) {
          Asked asked = new Asked(Proof.Claim.NODE_PORT, service, port, address.value(), number);
          ServiceExpectation far =
              local ? ask.onNode(asked, host.name) : ask.near(asked, host.name);
          outside(asked, far, local);
          nodes(asked, host, far, local);
          pods(asked, host, far, local);
        }
      }
    }
  }

  private void outside(Asked asked, ServiceExpectation expected, boolean local) {
    Optional<IpAddress> world = ask.world(asked.family());
    world.ifPresent(w -> ask.check(
        asked,
        new Simulator.FromWorld(w, Optional.empty()),
        expected,
        local ? world : Optional.empty()));
  }

  /** The node itself gets what its own services get; a neighbour is like anybody outside. */
  private void nodes(Asked asked, Host host, ServiceExpectation far, boolean local) {
    Simulator.Sender itself = new Simulator.FromNode(host.name);
    ask.check(asked, itself, ask.near(asked, host.name), Optional.empty());
    Optional<Host> other = next(host);
    Optional<IpAddress> own = other.flatMap(o -> ask.node(o.name).address(asked.family()));
    if (own.isPresent()) {
      Simulator.Sender neighbour = new Simulator.FromNode(other.get().name);
      ask.check(asked, neighbour, far, local ? own : Optional.empty());
    }
  }

  /** The same for pods; what those of another node are seen as is the pod network's choice. */
  private void pods(Asked asked, Host host, ServiceExpectation far, boolean local) {
    for (Classes.Member pod : ask.podsOn(host)) {
      Optional<IpAddress> own = Proof.addressOf(pod.pod(), asked.family());
      own.ifPresent(ip -> ask.check(
          asked,
          new Simulator.FromPod(pod.pod().pod()),
          ask.near(asked, host.name),
          local ? ask.kept(own) : Optional.empty()));
    }
    for (Classes.Member pod : next(host).map(ask::podsOn).orElse(List.of())) {
      if (Proof.addressOf(pod.pod(), asked.family()).isPresent()) {
        ask.check(asked, new Simulator.FromPod(pod.pod().pod()), far, Optional.empty());
      }
    }
  }

  /** Another host, if there is one. */
  private Optional<Host> next(Host host) {
    Host next = ask.network().behind(host);
    return next == host ? Optional.empty() : Optional.of(next);
  }
}
