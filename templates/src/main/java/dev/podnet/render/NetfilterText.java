package dev.podnet.render;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpFamily;
import dev.podnet.net.PortRange;
import dev.podnet.net.Protocol;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Hook;
import dev.podnet.plan.Match;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Target;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/**
 * Rules as iptables-save(8) prints them, so that a file can be compared with what the kernel has: addresses,
 * interfaces and protocol first, then the comment, then the other matches in the plan's order, then the target. Only a
 * chance has fewer digits, since a large cluster has many of them.
 */
final class NetfilterText {

  /** How exactly a chance is written. */
  private static final MathContext CHANCE = new MathContext(6, RoundingMode.HALF_EVEN);

  private NetfilterText() {}

  /** {@code -I PREROUTING 1 -j PODNET-PREROUTING}. */
  static String hook(Hook hook) {
    return "-I " + hook.base() + " 1 -j " + hook.chain();
  }

  /** {@code -A CHAIN …}. */
  static String rule(Chain chain, Rule rule) {
    StringBuilder text = new StringBuilder(160).append("-A ").append(chain.name());
    List<Match> matches = rule.matches();
    for (int place = 0; place < Match.ANYWHERE; place++) {
      for (Match match : matches) {
        if (match.place() == place) {
          append(text, match, chain.family());
        }
      }
    }
    rule.comment()
        .ifPresent(c -> text.append(" -m comment --comment ").append(Escapes.ruleComment(c)));
    for (Match match : matches) {
      if (match.place() == Match.ANYWHERE) {
        append(text, match, chain.family());
      }
    }
    append(text, rule.target(), chain.family());
    return text.toString();
  }

  private static void append(StringBuilder text, Match match, IpFamily family) {
    if (match instanceof Match.Source m) {
      prefix(text, "-s ", m.cidr(), m.negated());
    } else if (match instanceof Match.Destination m) {
      prefix(text, "-d ", m.cidr(), m.negated());
    } else if (match instanceof Match.InInterface m) {
      not(text, m.negated()).append("-i ").append(m.name());
    } else if (match instanceof Match.OutInterface m) {
      not(text, m.negated()).append("-o ").append(m.name());
    } else if (match instanceof Match.OfProtocol m) {
      text.append(" -p ").append(m.protocol().lowerName());
    } else if (match instanceof Match.DestinationPort m) {
      ports(text, m.protocol(), "--dport", m.ports());
    } else if (match instanceof Match.SourcePort m) {
      ports(text, m.protocol(), "--sport", m.ports());
    } else if (match instanceof Match.Mark m) {
      text.append(" -m mark");
      not(text, m.negated()).append("--mark ").append(hex(m.value()));
      if (m.mask() != -1) {
        text.append('/').append(hex(m.mask()));
      }
    } else if (match instanceof Match.ConntrackState m) {
      text.append(" -m conntrack");
      not(text, m.negated()).append("--ctstate ").append(states(m));
    } else if (match instanceof Match.Confirmed) {
      text.append(" -m conntrack --ctstatus CONFIRMED");
    } else if (match instanceof Match.LocalAddress m) {
      text.append(" -m addrtype");
      not(text, m.negated()).append(m.source() ? "--src-type LOCAL" : "--dst-type LOCAL");
    } else if (match instanceof Match.OneIn m) {
      text.append(" -m statistic --mode random --probability ").append(probability(m.n()));
    } else if (match instanceof Match.RecentlySeen m) {
      text.append(" -m recent --rcheck --seconds ").append(m.seconds()).append(" --reap --name ");
      text.append(m.list()).append(" --mask ").append(recentMask(family)).append(" --rsource");
    } else if (match instanceof Match.Remember m) {
      text.append(" -m recent --set --name ").append(m.list());
      text.append(" --mask ").append(recentMask(family)).append(" --rsource");
    } else if (match instanceof Match.InSet m) {
      text.append(" -m set");
      not(text, m.negated()).append("--match-set ").append(m.set()).append(' ');
      text.append(String.join(",", m.directions()));
    } else {
      throw new IllegalStateException("no text for " + match);
    }
  }

  private static void ports(StringBuilder text, Protocol protocol, String side, PortRange ports) {
    String module = " -m " + protocol.lowerName();
    if (text.indexOf(module + " --") < 0) { // one match of the kernel holds both ports
      text.append(module);
    }
    text.append(' ').append(side).append(' ').append(ports.first());
    if (ports.last() != ports.first()) {
      text.append(':').append(ports.last());
    }
  }

  private static void append(StringBuilder text, Target target, IpFamily family) {
    if (target instanceof Target.Jump t) {
      text.append(" -j ").append(t.chain());
    } else if (target instanceof Target.Goto t) {
      text.append(" -g ").append(t.chain());
    } else if (target instanceof Target.Return) {
      text.append(" -j RETURN");
    } else if (target instanceof Target.Accept) {
      text.append(" -j ACCEPT");
    } else if (target instanceof Target.Drop) {
      text.append(" -j DROP");
    } else if (target instanceof Target.Reject) {
      text.append(" -j REJECT --reject-with ");
      text.append(family == IpFamily.IPV4 ? "icmp-port-unreachable" : "icmp6-port-unreachable");
    } else if (target instanceof Target.Dnat t) {
      text.append(" -j DNAT --to-destination ");
      if (t.address().isV4()) {
        text.append(t.address()).append(':').append(t.port());
      } else {
        text.append('[').append(t.address()).append("]:").append(t.port());
      }
    } else if (target instanceof Target.Masquerade) {
      text.append(" -j MASQUERADE --random-fully");
    } else if (target instanceof Target.SetMark t) {
      text.append(" -j MARK --set-xmark ").append(hex(t.value())).append('/').append(hex(t.mask()));
    } else if (target instanceof Target.MapMark t) {
      text.append(" -j SET --map-set ").append(t.set()).append(' ');
      text.append(String.join(",", t.directions())).append(" --map-mark");
    } else if (target instanceof Target.NoTrack) {
      text.append(" -j CT --notrack");
    } else {
      throw new IllegalStateException("no text for " + target);
    }
  }

  private static StringBuilder not(StringBuilder text, boolean negated) {
    return text.append(negated ? " ! " : " ");
  }

  /** A prefix that holds every address is no condition, and iptables-save leaves it out. */
  private static void prefix(StringBuilder text, String option, Cidr cidr, boolean negated) {
    if (cidr.length() > 0 || negated) {
      not(text, negated).append(option).append(cidr);
    }
  }

  /** In the order of libxt_conntrack. */
  private static String states(Match.ConntrackState match) {
    StringBuilder text = new StringBuilder();
    for (Match.CtState state : List.of(
        Match.CtState.INVALID,
        Match.CtState.NEW,
        Match.CtState.RELATED,
        Match.CtState.ESTABLISHED,
        Match.CtState.DNAT)) {
      if (match.states().contains(state)) {
        text.append(text.length() == 0 ? "" : ",").append(state);
      }
    }
    return text.toString();
  }

  private static String recentMask(IpFamily family) {
    return family == IpFamily.IPV4 ? "255.255.255.255" : "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";
  }

  private static String hex(int value) {
    return "0x" + Integer.toHexString(value);
  }

  /** To a millionth of itself; the kernel keeps 31 bits of it (linux/netfilter/xt_statistic.h). */
  private static String probability(int n) {
    return BigDecimal.ONE
        .divide(BigDecimal.valueOf(n), CHANCE)
        .stripTrailingZeros()
        .toPlainString();
  }
}
