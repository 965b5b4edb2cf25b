package dev.podnet.backends.nftables;

import static dev.podnet.backends.nftables.Rules.rule;

import dev.podnet.backends.common.NodePortAccess;
import dev.podnet.net.Cidr;
import dev.podnet.plan.Hook;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.Match.CtState;
import dev.podnet.plan.NftChain;
import dev.podnet.plan.NftField;
import dev.podnet.plan.NftMatch;
import dev.podnet.plan.NftRule;
import dev.podnet.plan.NftStatement;
import dev.podnet.plan.NftVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The base chains, and those that ask the maps: the same however many services there are. */
final class Frame {

  /** Before translation, after connection tracking. */
  private static final int FIREWALL = -110;

  /** Just before iptables' tables, whose own chains for host ports and the pod network come after services. */
  private static final int DNAT = -101;

  private static final int FILTER = -1;
  private static final int SNAT = 99;

  private static final String DISPATCH = "PODNET-DISPATCH";
  private static final String NODE_PORTS = "PODNET-NODEPORTS";
  private static final String REFUSE = "PODNET-REFUSE";
  private static final String REFUSE_NODE_PORTS = "PODNET-REFUSE-NODEPORTS";
  private static final String LOCALHOST = "PODNET-LOCALHOST";

  /** Refuses. */
  static final String REJECT = "PODNET-REJECT";

  private final Growing shared;
  private final NodePortAccess access;
  private final Optional<Cidr> pods;

  Frame(Growing shared, NodePortAccess access, Optional<Cidr> pods) {
    this.shared = shared;
    this.access = access;
    this.pods = pods;
  }

  private void base(
      String name, NftChain.Type type, Hook.Base hook, int priority, List<NftRule> rules) {
    shared.base(name, new NftChain.Base(type, hook, priority), name(hook), rules);
  }

  private static String name(Hook.Base hook) {
    return switch (hook) {
      case PREROUTING -> "what comes in";
      case INPUT -> "what is for this host";
      case FORWARD -> "what passes through";
      case OUTPUT -> "what this host sends";
      case POSTROUTING -> "what leaves";
    };
  }

  /** Keeps out those who may not use a load balancer, before anything is translated. */
  void firewall(String map) {
    List<NftRule> rules = List.of(rule("load balancers with source ranges")
        .when(NftMatch.ConntrackState.of(CtState.NEW))
        .then(new NftStatement.VerdictMap(Door.ADDRESS.key(), map)));
    base("PODNET-FIREWALL-IN", NftChain.Type.FILTER, Hook.Base.PREROUTING, FIREWALL, rules);
    base("PODNET-FIREWALL-OUT", NftChain.Type.FILTER, Hook.Base.OUTPUT, FIREWALL, rules);
  }

  /** Finds a packet's service and sends it to an endpoint. */
  void dispatch(Balance balance, String hairpin) {
    List<NftRule> rules = new ArrayList<>();
    List<NftRule> ports = new ArrayList<>();
    for (Layer layer : Layer.values()) {
      if (balance.sends(layer, Door.ADDRESS)) {
        rules.add(ask(Door.ADDRESS, layer));
      }
      if (balance.sends(layer, Door.NODE_PORT)) {
        ports.add(ask(Door.NODE_PORT, layer));
      }
    }
    nodePorts(rules, NODE_PORTS, "by node port", ports);
    shared.chain(DISPATCH, "finds the service of a packet", rules);
    List<NftRule> there = List.of(rule().goTo(DISPATCH));
    base("PODNET-PREROUTING", NftChain.Type.NAT, Hook.Base.PREROUTING, DNAT, there);
    base("PODNET-OUTPUT", NftChain.Type.NAT, Hook.Base.OUTPUT, DNAT, there);
    base(
        "PODNET-POSTROUTING",
        NftChain.Type.NAT,
        Hook.Base.POSTROUTING,
        SNAT,
        List.of(
            rule("services: answers come back to this node")
                .when(new NftMatch.Marked(Rules.MASQUERADE, false))
                .first(new NftStatement.FlipMark(Rules.MASQUERADE))
                .then(new NftStatement.Masquerade()),
            rule("pods that reach themselves through a service")
                .when(new NftMatch.Translated())
                .when(new NftMatch.InSet(
                    List.of(NftField.SOURCE, NftField.DESTINATION), hairpin, false))
                .then(new NftStatement.Masquerade())));
  }

  private static NftRule ask(Door door, Layer layer) {
    return rule().then(new NftStatement.VerdictMap(door.key(), door.dispatch(layer)));
  }

  /** Leads what comes to an address with node ports to a chain of its own; no rules, no chain. */
  private void nodePorts(List<NftRule> from, String chain, String comment, List<NftRule> rules) {
    if (rules.isEmpty()) {
      return;
    }
    Cidr loopback = access.loopback();
    List<NftRule> inside = new ArrayList<>();
    if (!access.onLoopback()) {
      inside.add(rule("not on loopback").to(loopback).then(NftVerdict.RETURN));
    }
    inside.addAll(rules);
    shared.chain(chain, comment, inside);
    for (Cidr cidr : access.addresses()) {
      from.add(rule().to(cidr).when(new NftMatch.ToHost()).jump(chain));
    }
    if (access.addresses().isEmpty()) {
      from.add(rule().when(new NftMatch.ToHost()).jump(chain));
    }
  }

  /**
   * Refuses what comes to a service's address and was sent to no endpoint.
   *
   * @param addresses the map of addresses that refuse, if there is one
   * @param nodePorts the map of node ports that do
   * @param ranges the ranges of services, where nothing else is
   */
  void refuse(Optional<String> addresses, Optional<String> nodePorts, List<Cidr> ranges) {
    List<NftRule> rules = new ArrayList<>();
    addresses.ifPresent(map ->
        rules.add(rule().then(new NftStatement.VerdictMap(Door.ADDRESS.key(), map))));
    nodePorts(
        rules,
        REFUSE_NODE_PORTS,
        "node ports without endpoints",
        nodePorts
            .map(map -> rule().then(new NftStatement.VerdictMap(Door.NODE_PORT.key(), map)))
            .stream()
            .toList());
    ranges.forEach(range ->
        rules.add(rule("no service has this address and port").to(range).goTo(REJECT)));
    shared.chain(REFUSE, "refuses what no endpoint took", rules);
    shared.chain(REJECT, "refuses", List.of(rule().then(new NftStatement.Reject())));
    NftRule firsts = rule("only the first packet")
        .when(NftMatch.ConntrackState.of(CtState.NEW))
        .goTo(REFUSE);
    List<NftRule> input = new ArrayList<>();
    if (access.onLoopback()) {
      localhost(input);
    }
    input.add(firsts);
    base("PODNET-FILTER-INPUT", NftChain.Type.FILTER, Hook.Base.INPUT, FILTER, input);
    List<NftRule> forward = new ArrayList<>();
    // The answer of a pod whose connection is no longer known would reach the client untranslated
    // and reset it.
    pods.ifPresent(range -> forward.add(rule("services: answers to unknown connections")
        .from(range)
        .when(NftMatch.ConntrackState.of(CtState.INVALID))
        .then(NftVerdict.DROP)));
    forward.add(firsts);
    base("PODNET-FILTER-FORWARD", NftChain.Type.FILTER, Hook.Base.FORWARD, FILTER, forward);
    base("PODNET-FILTER-OUTPUT", NftChain.Type.FILTER, Hook.Base.OUTPUT, FILTER, List.of(firsts));
  }

  /** With route_localnet a neighbour on the wire could reach 127.0.0.1 of this host (CVE-2020-8558). */
  private void localhost(List<NftRule> input) {
    String comment = "loopback addresses are for this host";
    input.add(rule(comment)
        .to(access.loopback())
        .when(new NftMatch.InInterface(new InterfaceName("lo"), true))
        .jump(LOCALHOST));
    shared.chain(
        LOCALHOST,
        comment,
        List.of(
            rule().when(new NftMatch.Translated()).then(NftVerdict.RETURN),
            rule()
                .when(NftMatch.ConntrackState.of(CtState.RELATED, CtState.ESTABLISHED))
                .then(NftVerdict.RETURN),
            rule().then(NftVerdict.DROP)));
  }
}
