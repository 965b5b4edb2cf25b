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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The rules of one family that are the same on every node. */
final class SharedRules {

  private final Cluster cluster;
  private final IpFamily family;
  private final Endpoints endpoints;
  private final Optional<Cidr> pods;
  private final SharedChains chains;

  SharedRules(Cluster cluster, IpFamily family, Endpoints endpoints) {
    this.cluster = cluster;
    this.family = family;
    this.endpoints = endpoints;
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
    if (inside || exposure.external()) {
      List<Rule> rules = new ArrayList<>();
      if (inside) {
        rules.addAll(masquerade(cluster, pods, name, exposure.clusterIp().get(), port));
      }
      rules.addAll(Balance.rules(service, port, usable));
      chains.nat(Chains.service(service, port), rules);
    }
    exposure.clusterIp().ifPresent(ip -> {
      if (inside) {
        chains.dispatch(ip, to(ip, port, name + " cluster IP").jump(Chains.service(service, port)));
      } else {
        chains.refuse(ip, to(ip, port, name + " has no endpoint here").then(new Target.Drop()));
      }
    });
    if (exposure.external()) {
      external(service, port, exposure);
    }
  }

  /** Marks what comes to a ClusterIP from elsewhere than a pod, so that the answer comes back here. */
  static List<Rule> masquerade(
      Cluster cluster, Optional<Cidr> pods, String name, IpAddress ip, Service.Port port) {
    RuleBuilder rule = to(ip, port, name + " cluster IP");
    if (!cluster.settings().masqueradeAll()) {
      pods.ifPresent(rule::notFrom);
    }
    return List.of(rule.then(Marks.SET));
  }

  private void external(Service service, Service.Port port, Exposure exposure) {
    String name = service.portName(port);
    String chain = Chains.external(service, port);
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
      chains.nat(Chains.firewall(service, port), firewall(service, port, exposure));
    }
    for (IpAddress ip : exposure.loadBalancerIps()) {
      String to = firewall ? Chains.firewall(service, port) : chain;
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
        chains.refuseNodePort(rule(name + " has no endpoint here")
            .port(port.protocol(), number)
            .then(new Target.Drop()));
      }
    });
  }

  private List<Rule> externalChain(Service service, Service.Port port) {
    return External.chain(service, port, pods, Chains.service(service, port));
  }

  private List<Rule> firewall(Service service, Service.Port port, Exposure exposure) {
    String chain = Chains.external(service, port);
    return External.admitted(cluster, exposure).entrySet().stream()
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
            rule(comment).port(port.protocol(), number).then(new Target.Reject())));
  }

  private static RuleBuilder to(IpAddress ip, Service.Port port, String comment) {
    return rule(comment).to(ip).port(port.protocol(), port.number());
  }

  /** Writes everything down. */
  void contribute(FragmentBuilder shared) {
    chains.contribute(shared);
  }
}
