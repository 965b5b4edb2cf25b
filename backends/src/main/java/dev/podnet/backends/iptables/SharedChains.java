package dev.podnet.backends.iptables;

import static dev.podnet.backends.common.RuleBuilder.rule;

import dev.podnet.backends.common.NodePortAccess;
import dev.podnet.backends.common.RuleBuilder;
import dev.podnet.model.Cluster;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Hook;
import dev.podnet.plan.Match;
import dev.podnet.plan.Match.CtState;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Sysctl;
import dev.podnet.plan.Table;
import dev.podnet.plan.Target;
import dev.podnet.source.Located;
import dev.podnet.spi.FragmentBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The chains around the services' own: who is asked when, and what happens to what nobody took. */
final class SharedChains {

  private final Cluster cluster;
  private final IpFamily family;
  private final Optional<Cidr> pods;
  private final NodePortAccess access;
  private final SortedMap<String, List<Rule>> nat = new TreeMap<>();
  private final Dispatch dispatch;
  private final Dispatch refusals;
  private boolean masqueradeRange;

  SharedChains(Cluster cluster, IpFamily family, Optional<Cidr> pods) {
    this.cluster = cluster;
    this.family = family;
    this.pods = pods;
    this.access = new NodePortAccess(cluster.settings(), family);
    this.dispatch = new Dispatch(cluster.settings(), family, Chains.PREFIX);
    this.refusals = new Dispatch(cluster.settings(), family, Chains.PREFIX);
  }

  /** A chain of the nat table. */
  void nat(String chain, List<Rule> rules) {
    nat.put(chain, rules);
  }

  /** A rule that leads to a service by its address. */
  void dispatch(IpAddress destination, Rule rule) {
    dispatch.to(destination, rule);
  }

  /** That there are ClusterIPs in the service range: what comes to those from elsewhere than a pod is masqueraded. */
  void masqueradeRange() {
    masqueradeRange = true;
  }

  /** A rule that ends what no rule of the nat table has taken. */
  void refuse(IpAddress destination, Rule rule) {
    refusals.to(destination, rule);
  }

  /** A rule that leads to a service by its node port. */
  void nodePort(int port, Rule rule) {
    dispatch.nodePort(port, rule);
  }

  /** The same as {@link #refuse} for a node port. */
  void refuseNodePort(int port, Rule rule) {
    refusals.nodePort(port, rule);
  }

  /** Writes everything down; nothing when there is no service. */
  void contribute(FragmentBuilder shared) {
    if (dispatch.isEmpty() && refusals.isEmpty() && nat.isEmpty()) {
      return;
    }
    SortedMap<String, List<Rule>> filter = new TreeMap<>();
    List<Rule> services = new ArrayList<>(masquerade());
    services.addAll(dispatch.rules("node ports; the last to be asked", nat::put));
    nat.put(Chains.SERVICES, services);
    nat.put(Chains.POSTROUTING, postrouting());
    filter.put(
        Chains.SERVICES, refusing(refusals.rules("node ports without endpoints", filter::put)));
    filter.put(Chains.PROXY_FORWARD, forward());
    localhost(shared, filter);
    write(shared, Table.NAT, nat);
    write(shared, Table.FILTER, filter);
    hook(shared, Table.NAT, Hook.Base.PREROUTING, Chains.SERVICES);
    hook(shared, Table.NAT, Hook.Base.OUTPUT, Chains.SERVICES);
    hook(shared, Table.NAT, Hook.Base.POSTROUTING, Chains.POSTROUTING);
    hook(shared, Table.FILTER, Hook.Base.INPUT, Chains.SERVICES);
    hook(shared, Table.FILTER, Hook.Base.FORWARD, Chains.PROXY_FORWARD);
    hook(shared, Table.FILTER, Hook.Base.FORWARD, Chains.SERVICES);
    hook(shared, Table.FILTER, Hook.Base.OUTPUT, Chains.SERVICES);
  }

  private void write(FragmentBuilder shared, Table table, Map<String, List<Rule>> chains) {
    chains.forEach((name, rules) -> shared.chain(new Chain(family, table, name, rules)));
  }

  private void hook(FragmentBuilder shared, Table table, Hook.Base base, String chain) {
    shared.hook(new Hook(family, table, base, chain));
  }

  /** One rule for all ClusterIPs. What no service takes in their range is marked too, and refused. */
  private List<Rule> masquerade() {
    if (!masqueradeRange) {
      return List.of();
    }
    return cluster.settings().serviceCidrs().stream()
        .map(Located::value)
        .filter(range -> range.family() == family)
        .map(range -> SharedRules.masquerade(
            cluster, pods, rule("services: not from a pod").to(range)))
        .toList();
  }

  private static List<Rule> postrouting() {
    String comment = "services: answers come back to this node";
    return List.of(
        rule("services: the rest is not for us").match(Marks.is(false)).then(new Target.Return()),
        rule(comment).then(Marks.FLIP),
        rule(comment).then(new Target.Masquerade()));
  }

  /** What comes here still has a service's address, so that no rule of the nat table took it. */
  private List<Rule> refusing(List<Rule> refused) {
    List<Rule> rules = new ArrayList<>();
    rules.add(rule("only the first packet").notState(CtState.NEW).then(new Target.Return()));
    rules.addAll(refused);
    for (Located<Cidr> range : cluster.settings().serviceCidrs()) {
      if (range.value().family() == family) {
        rules.add(rule("no service has this address and port")
            .to(range.value())
            .then(new Target.Reject()));
      }
    }
    return rules;
  }

  private List<Rule> forward() {
    List<Rule> rules = new ArrayList<>();
    // The answer of a pod whose connection is no longer known would reach the client untranslated
    // and reset it.
    pods.ifPresent(range -> rules.add(rule("services: answers to unknown connections")
        .from(range)
        .state(CtState.INVALID)
        .then(new Target.Drop())));
    rules.add(rule("services: to an endpoint")
        .match(Marks.is(true))
        .state(CtState.DNAT)
        .then(new Target.Accept()));
    rules.add(rule("services: of a translated connection")
        .state(CtState.DNAT)
        .state(CtState.RELATED, CtState.ESTABLISHED)
        .then(new Target.Accept()));
    return rules;
  }

  /** With route_localnet a neighbour on the wire could reach 127.0.0.1 of this host (CVE-2020-8558). */
  private void localhost(FragmentBuilder shared, SortedMap<String, List<Rule>> filter) {
    if (!access.onLoopback() || !dispatch.hasNodePorts()) {
      return;
    }
    shared.sysctl(
        new Sysctl("net/ipv4/conf/all/route_localnet", "1", "node ports answer on 127.0.0.1"));
    RuleBuilder guard = rule("loopback addresses are for this host")
        .match(new Match.InInterface("lo", true))
        .to(Cidr.parse("127.0.0.0/8"))
        .notState(CtState.RELATED, CtState.ESTABLISHED, CtState.DNAT);
    filter.put(Chains.LOCALHOST, List.of(guard.then(new Target.Drop())));
    hook(shared, Table.FILTER, Hook.Base.INPUT, Chains.LOCALHOST);
  }
}
