package dev.podnet.backends.iptables;

import static dev.podnet.backends.common.RuleBuilder.rule;

import dev.podnet.backends.common.Endpoints;
import dev.podnet.backends.common.Exposure;
import dev.podnet.backends.common.PodNetwork;
import dev.podnet.backends.common.RuleBuilder;
import dev.podnet.model.Cluster;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Target;
import dev.podnet.spi.FragmentBuilder;
import java.util.List;
import java.util.Optional;

/** The rules of one family that are the same on every node. */
final class SharedRules {

  private final Cluster cluster;
  private final IpFamily family;
  private final Endpoints endpoints;
  private final Chains names;
  private final Optional<Cidr> pods;
  private final SharedChains chains;

  SharedRules(Cluster cluster, IpFamily family, Endpoints endpoints, Chains names) {
    this.cluster = cluster;
    this.family = family;
    this.endpoints = endpoints;
    this.names = names;
    this.pods = PodNetwork.range(cluster, family);
    this.chains = new SharedChains(cluster, family, pods);
  }

  /** Adds a port of a service that has the family. */
  void add(Service service, Service.Port port) {
    List<Service.Backend> usable = endpoints.usable(service, port, family);
    if (usable.isEmpty()) {
      refuse(service, port);
      return;
    }
    Exposure exposure = Exposure.of(service, port, family);
    String name = service.portName(port);
    boolean inside = exposure.clusterIp().isPresent() && !service.internalLocal();
    exposure.clusterIp().ifPresent(ip -> {
      if (inside) {
        inside(service, port, ip, usable, exposure.external());
      } else {
        chains.refuse(ip, to(ip, port, name + " has no endpoint here").then(new Target.Drop()));
      }
    });
    if (exposure.external()) {
      chains.nat(names.service(service, port), Balance.rules(service, port, usable));
      external(service, port, exposure);
    }
  }

  /** What leads from a ClusterIP to the endpoints. A single one needs no chain, unless there are other ways to it. */
  private void inside(
      Service service,
      Service.Port port,
      IpAddress ip,
      List<Service.Backend> usable,
      boolean external) {
    String name = service.portName(port);
    boolean single = usable.size() == 1 && service.affinitySeconds().isEmpty() && !external;
    if (cluster.settings().serviceCidrs().stream().anyMatch(c -> c.value().contains(ip))) {
      chains.masqueradeRange();
    } else {
      chains.dispatch(ip, masquerade(cluster, pods, to(ip, port, name)));
    }
    if (single) {
      chains.dispatch(ip, to(ip, port, name).then(Balance.target(usable.get(0))));
      return;
    }
    chains.dispatch(ip, to(ip, port, name).jump(names.service(service, port)));
    if (!external) {
      chains.nat(names.service(service, port), Balance.rules(service, port, usable));
    }
  }

  /** Marks what comes to a ClusterIP from elsewhere than a pod, so that the answer comes back here. */
  static Rule masquerade(Cluster cluster, Optional<Cidr> pods, RuleBuilder rule) {
    if (!cluster.settings().masqueradeAll()) {
      pods.ifPresent(rule::notFrom);
    }
    return rule.then(Marks.SET);
  }

  private void external(Service service, Service.Port port, Exposure exposure) {
    String name = service.portName(port);
    String chain = names.external(service, port);
    chains.nat(chain, externalChain(service, port));
    boolean local = service.externalLocal();
    for (IpAddress ip : exposure.externalIps()) {
      chains.dispatch(ip, to(ip, port, name + " external IP").jump(chain));
      if (local) {
        chains.refuse(ip, to(ip, port, name + " has no endpoint here").then(new Target.Drop()));
      }
    }
    boolean firewall = !exposure.sourceRanges().isEmpty();
    if (firewall && !exposure.loadBalancerIps().isEmpty()) {
      chains.nat(names.firewall(service, port), firewall(service, port, exposure));
    }
    for (IpAddress ip : exposure.loadBalancerIps()) {
      String to = firewall ? names.firewall(service, port) : chain;
      chains.dispatch(ip, to(ip, port, name + " load balancer IP").jump(to));
      if (firewall || local) {
        String why = firewall ? " not from this source" : " has no endpoint here";
        chains.refuse(ip, to(ip, port, name + why).then(new Target.Drop()));
      }
    }
    exposure.nodePort().ifPresent(number -> {
      chains.nodePort(
          number, rule(name + " node port").port(port.protocol(), number).jump(chain));
      if (local) {
        chains.refuseNodePort(
            number,
            rule(name + " has no endpoint here")
                .port(port.protocol(), number)
                .then(new Target.Drop()));
      }
    });
  }

  private List<Rule> externalChain(Service service, Service.Port port) {
    return External.chain(service, port, pods, names.service(service, port));
  }

  private List<Rule> firewall(Service service, Service.Port port, Exposure exposure) {
    String chain = names.external(service, port);
    return exposure.admitted(cluster).entrySet().stream()
        .map(e ->
            rule(service.portName(port) + " " + e.getValue()).from(e.getKey()).jump(chain))
        .toList();
  }

  private void refuse(Service service, Service.Port port) {
    Exposure exposure = Exposure.of(service, port, family);
    String comment = service.portName(port) + " has no endpoints";
    for (IpAddress ip : exposure.addresses()) {
      chains.refuse(ip, to(ip, port, comment).then(new Target.Reject()));
    }
    exposure
        .nodePort()
        .ifPresent(number -> chains.refuseNodePort(
            number, rule(comment).port(port.protocol(), number).then(new Target.Reject())));
  }

  private static RuleBuilder to(IpAddress ip, Service.Port port, String comment) {
    return rule(comment).to(ip).port(port.protocol(), port.number());
  }

  /** Writes everything down. */
  void contribute(FragmentBuilder shared) {
    chains.contribute(shared);
  }
}
