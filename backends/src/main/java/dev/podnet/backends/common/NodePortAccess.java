package dev.podnet.backends.common;

import dev.podnet.model.ClusterSettings;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** On which of a host's addresses node ports answer: those the cluster names, else all but loopback. */
public final class NodePortAccess {

  private final List<Cidr> addresses;
  private final Cidr loopback;
  private final boolean onLoopback;

  /** The access of one family. */
  public NodePortAccess(ClusterSettings settings, IpFamily family) {
    this.addresses = settings.nodePortAddresses().stream()
        .filter(c -> c.family() == family)
        .sorted()
        .toList();
    this.loopback = Cidr.parse(family == IpFamily.IPV4 ? "127.0.0.0/8" : "::1/128");
    // Linux routes no packet from ::1 to another host, so IPv6 has no equal of route_localnet.
    this.onLoopback = settings.localhostNodePorts() && family == IpFamily.IPV4;
  }

  /** Whether they answer on 127.0.0.1. */
  public boolean onLoopback() {
    return onLoopback && (addresses.isEmpty() || addresses.stream().anyMatch(loopback::overlaps));
  }

  /** The named blocks, sorted; empty for all addresses but loopback. */
  public List<Cidr> addresses() {
    return addresses;
  }

  /** Loopback addresses of the family. */
  public Cidr loopback() {
    return loopback;
  }

  /** A fresh rule for each way a packet may come to a node port. */
  public List<RuleBuilder> rules(String comment) {
    List<RuleBuilder> list = new ArrayList<>();
    for (Cidr cidr : addresses) {
      list.add(RuleBuilder.rule(comment).to(cidr).toHost());
    }
    if (addresses.isEmpty()) {
      RuleBuilder rule = RuleBuilder.rule(comment).toHost();
      list.add(onLoopback ? rule : rule.notTo(loopback));
    }
    return list;
  }

  /** What the chain of node ports begins with: loopback is left out where a named block holds it. */
  public Optional<Rule> guard() {
    boolean holds = addresses.stream().anyMatch(loopback::overlaps);
    return holds && !onLoopback
        ? Optional.of(RuleBuilder.rule("not on loopback").to(loopback).then(new Target.Return()))
        : Optional.empty();
  }
}
