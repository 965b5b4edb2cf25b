package dev.podnet.backends.common;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.PortRange;
import dev.podnet.net.Protocol;
import dev.podnet.plan.Match;
import dev.podnet.plan.Match.CtState;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Puts a rule together. Source, destination, interfaces and protocol stand first, as iptables prints them, whatever the
 * order of the calls; other matches keep it.
 */
public final class RuleBuilder {

  /** The longest comment iptables takes, in bytes (XT_MAX_COMMENT_LEN with its final zero). */
  private static final int LONGEST_COMMENT = 255;

  private final List<Match> matches = new ArrayList<>();
  private String comment;

  /** A rule that serves nothing in particular. */
  public static RuleBuilder rule() {
    return new RuleBuilder();
  }

  /** A rule that serves an object of the spec; a comment that is too long for iptables loses its end. */
  public static RuleBuilder rule(String comment) {
    RuleBuilder builder = new RuleBuilder();
    builder.comment = comment.length() <= LONGEST_COMMENT
        ? comment
        : comment.substring(0, LONGEST_COMMENT - 3) + "...";
    return builder;
  }

  /** {@code -s CIDR}. */
  public RuleBuilder from(Cidr cidr) {
    return match(new Match.Source(cidr, false));
  }

  /** {@code ! -s CIDR}. */
  public RuleBuilder notFrom(Cidr cidr) {
    return match(new Match.Source(cidr, true));
  }

  /** {@code -d CIDR}. */
  public RuleBuilder to(Cidr cidr) {
    return match(new Match.Destination(cidr, false));
  }

  /** {@code -d ADDRESS/32} or {@code /128}. */
  public RuleBuilder to(IpAddress address) {
    return to(address.asHost());
  }

  /** {@code ! -d CIDR}. */
  public RuleBuilder notTo(Cidr cidr) {
    return match(new Match.Destination(cidr, true));
  }

  /** {@code -p PROTO}. */
  public RuleBuilder protocol(Protocol protocol) {
    return match(new Match.OfProtocol(protocol));
  }

  /** {@code -p PROTO --dport PORT}. */
  public RuleBuilder port(Protocol protocol, int port) {
    return ports(protocol, new PortRange(port, port));
  }

  /** {@code -p PROTO --dport FIRST:LAST}. */
  public RuleBuilder ports(Protocol protocol, PortRange ports) {
    return protocol(protocol).match(new Match.DestinationPort(protocol, ports));
  }

  /** {@code --sport FIRST:LAST}, beside the protocol that another match has. */
  public RuleBuilder fromPorts(Protocol protocol, PortRange ports) {
    return match(new Match.SourcePort(protocol, ports));
  }

  /** {@code -m addrtype --dst-type LOCAL}. */
  public RuleBuilder toHost() {
    return match(new Match.LocalAddress(false, false));
  }

  /** {@code -m addrtype ! --dst-type LOCAL}. */
  public RuleBuilder notToHost() {
    return match(new Match.LocalAddress(false, true));
  }

  /** {@code -m addrtype --src-type LOCAL}. */
  public RuleBuilder fromHost() {
    return match(new Match.LocalAddress(true, false));
  }

  /** {@code -m conntrack --ctstate …}. */
  public RuleBuilder state(CtState... states) {
    return match(new Match.ConntrackState(sorted(states), false));
  }

  /** {@code -m conntrack ! --ctstate …}. */
  public RuleBuilder notState(CtState... states) {
    return match(new Match.ConntrackState(sorted(states), true));
  }

  /** Any match. */
  public RuleBuilder match(Match match) {
    matches.add(match);
    return this;
  }

  private static SortedSet<CtState> sorted(CtState... states) {
    return new TreeSet<>(Arrays.asList(states));
  }

  /** The rule with its target. */
  public Rule then(Target target) {
    List<Match> ordered = new ArrayList<>(matches);
    ordered.sort(Comparator.comparingInt(RuleBuilder::rank));
    return new Rule(ordered, target, Optional.ofNullable(comment));
  }

  /** The rule that jumps to an own chain. */
  public Rule jump(String chain) {
    return then(new Target.Jump(chain));
  }

  private static int rank(Match match) {
    boolean ports = match instanceof Match.SourcePort || match instanceof Match.DestinationPort;
    return match.place() < Match.ANYWHERE || ports ? match.place() : Match.ANYWHERE + 1;
  }
}
