package dev.podnet.backends.ipvs;

import static dev.podnet.backends.common.RuleBuilder.rule;

import dev.podnet.backends.common.NodePortAccess;
import dev.podnet.backends.common.PodNetwork;
import dev.podnet.backends.common.RuleBuilder;
import dev.podnet.model.Cluster;
import dev.podnet.model.ClusterSettings;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpFamily;
import dev.podnet.net.Protocol;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Hook;
import dev.podnet.plan.Match;
import dev.podnet.plan.Match.CtState;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Table;
import dev.podnet.plan.Target;
import dev.podnet.source.Located;
import dev.podnet.spi.FragmentBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The rules of one family around IPVS. Their number does not depend on the services: these stand in sets.
 *
 * <p>A packet for a service passes mangle PREROUTING (or OUTPUT, when the host itself sends it), where sets give it a mark; filter
 * INPUT, which refuses what nobody takes; IPVS behind that; OUTPUT with its new destination; and nat POSTROUTING, where the
 * mark says whether it keeps its source.
 */
final class ServiceRules {

  /** Which rules are needed besides those that always are. */
  static final class Needs {
    /** The protocols of node ports. */
    final SortedSet<Protocol> protocols = new TreeSet<>();

    /** Whether there are load balancers with source ranges. */
    boolean ranges;

    /** Whether some of these are shut to some host. */
    boolean shutHosts;
  }

  private final Cluster cluster;
  private final IpFamily family;
  private final Optional<Cidr> pods;
  private final NodePortAccess access;
  private final Needs needs;

  ServiceRules(Cluster cluster, IpFamily family, Needs needs) {
    this.cluster = cluster;
    this.family = family;
    this.needs = needs;
    this.pods = PodNetwork.range(cluster, family);
    this.access = new NodePortAccess(cluster.settings(), family);
  }

  /** What holds for packets to a ClusterIP. */
  static Marks.Flag inside(ClusterSettings settings) {
    return settings.masqueradeAll() ? Marks.Flag.MASQUERADE : Marks.Flag.INSIDE;
  }

  /** Writes them down. */
  void contribute(FragmentBuilder shared) {
    chain(shared, Table.MANGLE, Names.SERVICES, marking());
    hook(shared, Table.MANGLE, Hook.Base.PREROUTING, Names.SERVICES);
    hook(shared, Table.MANGLE, Hook.Base.OUTPUT, Names.SERVICES);
    if (!needs.protocols.isEmpty()) {
      chain(shared, Table.MANGLE, Names.NODE_PORTS, nodePorts());
    }
    if (needs.ranges) {
      Rule stranger = rule("not in the load balancer's source ranges")
          .match(Marks.has(Marks.Flag.RANGES))
          .match(new Match.LocalAddress(true, true))
          .match(new Match.InSet(Names.sources(family), List.of("dst", "dst", "src"), true))
          .then(new Target.Drop());
      chain(shared, Table.MANGLE, Names.FROM, List.of(stranger));
      hook(shared, Table.MANGLE, Hook.Base.PREROUTING, Names.FROM);
    }
    if (needs.shutHosts) {
      Rule shut = rule("this host itself is not in the source ranges")
          .fromHost()
          .match(Marks.has(Marks.Flag.SHUT_HOST))
          .then(new Target.Drop());
      chain(shared, Table.MANGLE, Names.SHUT, List.of(shut));
      hook(shared, Table.MANGLE, Hook.Base.OUTPUT, Names.SHUT);
    }
    chain(shared, Table.NAT, Names.SERVICES, untouched());
    hook(shared, Table.NAT, Hook.Base.PREROUTING, Names.SERVICES);
    hook(shared, Table.NAT, Hook.Base.OUTPUT, Names.SERVICES);
    chain(shared, Table.NAT, Names.POSTROUTING, postrouting());
    chain(shared, Table.NAT, Names.MASQUERADE, masquerade());
    hook(shared, Table.NAT, Hook.Base.POSTROUTING, Names.POSTROUTING);
    chain(shared, Table.FILTER, Names.SERVICES, refusing());
    chain(shared, Table.FILTER, Names.FORWARD, forward());
    hook(shared, Table.FILTER, Hook.Base.INPUT, Names.SERVICES);
    hook(shared, Table.FILTER, Hook.Base.FORWARD, Names.FORWARD);
    hook(shared, Table.FILTER, Hook.Base.FORWARD, Names.SERVICES);
    hook(shared, Table.FILTER, Hook.Base.OUTPUT, Names.SERVICES);
  }

  private void chain(FragmentBuilder shared, Table table, String name, List<Rule> rules) {
    shared.chain(new Chain(family, table, name, rules));
  }

  private void hook(FragmentBuilder shared, Table table, Hook.Base base, String chain) {
    shared.hook(new Hook(family, table, base, chain));
  }

  private Match toService(boolean negated) {
    return new Match.InSet(Names.addresses(family), List.of("dst"), negated);
  }

  private List<Rule> marking() {
    List<Rule> rules = new ArrayList<>();
    rules.add(onlyTheFirst());
    rules.add(rule("services by address")
        .then(new Target.MapMark(Names.marks(family), List.of("dst", "dst"))));
    if (!needs.protocols.isEmpty()) {
      for (RuleBuilder way : access.rules("services by node port")) {
        rules.add(way.match(Marks.none()).match(toService(true)).jump(Names.NODE_PORTS));
      }
    }
    return rules;
  }

  /**
   * A later packet finds its way by IPVS' table of connections, and must have no mark: nobody would take it away again, and the
   * packet that a tunnel wraps around it would be taken for one to a service.
   */
  private static Rule onlyTheFirst() {
    return rule("only the first packet").match(new Match.Confirmed()).then(new Target.Return());
  }

  private List<Rule> nodePorts() {
    List<Rule> rules = new ArrayList<>();
    access.guard().ifPresent(rules::add);
    for (Protocol protocol : needs.protocols) {
      rules.add(rule("node ports")
          .protocol(protocol)
          .then(new Target.MapMark(Names.nodePorts(family, protocol), List.of("dst"))));
    }
    return rules;
  }

  /** Other translations to addresses of the host (host ports, other programs') do not hold for services. */
  private List<Rule> untouched() {
    return List.of(
        rule("left to IPVS").match(Marks.any()).then(new Target.Accept()),
        rule("services' addresses are not the host's")
            .match(toService(false))
            .then(new Target.Accept()));
  }

  /** What IPVS takes is accepted before others' rules refuse it: they know nothing of these addresses. */
  private List<Rule> refusing() {
    List<Rule> rules = new ArrayList<>();
    rules.add(onlyTheFirst());
    rules.add(rule("node ports without endpoints")
        .match(Marks.has(Marks.Flag.REFUSED))
        .then(new Target.Reject()));
    RuleBuilder stranger = rule("policy Local: no endpoint here for strangers");
    pods.ifPresent(stranger::notFrom);
    rules.add(stranger
        .match(new Match.LocalAddress(true, true))
        .match(Marks.has(Marks.Flag.OUTSIDE_LOCAL))
        .then(new Target.Drop()));
    rules.add(rule("policy Local: no endpoint here")
        .match(Marks.has(Marks.Flag.INSIDE_LOCAL))
        .then(new Target.Drop()));
    rules.add(rule("services: to an endpoint").match(Marks.any()).then(new Target.Accept()));
    // The host has these addresses: what it asks there in vain comes from one of them, and so would
    // the word of it be refused.
    rules.add(rule("this host tells itself of a refusal")
        .fromHost()
        .state(CtState.INVALID, CtState.RELATED)
        .then(new Target.Return()));
    String comment = "no service has this address and port";
    rules.add(rule(comment).match(toService(false)).then(new Target.Reject()));
    for (Located<Cidr> range : cluster.settings().serviceCidrs()) {
      if (range.value().family() == family) {
        rules.add(rule(comment).to(range.value()).then(new Target.Reject()));
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
    // Connection tracking does not tell IPVS' answers from others.
    rules.add(rule("services: answers")
        .state(CtState.RELATED, CtState.ESTABLISHED)
        .then(new Target.Accept()));
    return rules;
  }

  /** A mark must not stay: a packet that is wrapped in another would have it translated a second time. */
  private List<Rule> postrouting() {
    List<Rule> rules = new ArrayList<>();
    rules.add(
        rule("services: the rest is not for us").match(Marks.none()).then(new Target.Return()));
    rules.add(rule("services: answers come back to this node")
        .match(Marks.has(Marks.Flag.MASQUERADE))
        .then(new Target.Goto(Names.MASQUERADE)));
    RuleBuilder elsewhere = rule("cluster IPs: not from a pod");
    pods.ifPresent(elsewhere::notFrom);
    rules.add(
        elsewhere.match(Marks.has(Marks.Flag.INSIDE)).then(new Target.Goto(Names.MASQUERADE)));
    rules.add(rule("policy Local: from the host")
        .fromHost()
        .match(Marks.has(Marks.Flag.OUTSIDE_LOCAL))
        .then(new Target.Goto(Names.MASQUERADE)));
    rules.add(rule("services: the mark has done its work").then(clear()));
    return rules;
  }

  private static List<Rule> masquerade() {
    return List.of(
        rule("services: the mark has done its work").then(clear()),
        rule("services: answers come back to this node").then(new Target.Masquerade()));
  }

  private static Target clear() {
    return new Target.SetMark(0, -1);
  }
}
