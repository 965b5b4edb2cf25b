package dev.podnet.backends.testing;

import dev.podnet.net.IpFamily;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.Match;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Table;
import dev.podnet.plan.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Looks things up in a plan and writes rules in short, for assertions. */
public final class Elements {

  private Elements() {}

  /** A host's own fragment of a part; empty when it has none. */
  public static Fragment own(Plan plan, String node, Part part) {
    return plan.byName().get(node).parts().getOrDefault(part, Fragment.EMPTY);
  }

  /** A shared fragment. */
  public static Fragment shared(Plan plan, String name) {
    return plan.shared().get(name).fragment();
  }

  /** The rules of a chain in short, as {@code -d 10.96.0.1/32 -p tcp --dport 80 -> CHAIN}. */
  public static List<String> rules(Fragment fragment, IpFamily family, Table table, String chain) {
    return fragment.chains().stream()
        .filter(c -> c.family() == family && c.table() == table && c.name().equals(chain))
        .findFirst()
        .map(c -> c.rules().stream().map(Elements::text).toList())
        .orElseThrow(() -> new AssertionError("no chain " + chain + " among " + names(fragment)));
  }

  /** The rules of an IPv4 nat chain. */
  public static List<String> nat(Fragment fragment, String chain) {
    return rules(fragment, IpFamily.IPV4, Table.NAT, chain);
  }

  /** The rules of an IPv4 filter chain. */
  public static List<String> filter(Fragment fragment, String chain) {
    return rules(fragment, IpFamily.IPV4, Table.FILTER, chain);
  }

  /** The chain that a comment's rule in another chain leads to. */
  public static String led(Fragment fragment, Table table, String chain, String comment) {
    for (Chain c : fragment.chains()) {
      if (c.table() == table && c.name().equals(chain)) {
        for (Rule rule : c.rules()) {
          if (rule.comment().equals(Optional.of(comment))
              && rule.target() instanceof Target.Jump j) {
            return j.chain();
          }
        }
      }
    }
    throw new AssertionError("no rule '" + comment + "' in " + chain);
  }

  /** The chains' names. */
  public static List<String> names(Fragment fragment) {
    return fragment.chains().stream().map(Chain::name).toList();
  }

  /** How many elements of each list there are. */
  public static Map<String, Integer> sizes(Fragment fragment) {
    Map<String, Integer> sizes = new TreeMap<>();
    sizes.put("routes", fragment.routes().size());
    sizes.put("neighbours", fragment.neighbours().size());
    sizes.put("fdb", fragment.fdb().size());
    sizes.put("chains", fragment.chains().size());
    sizes.put(
        "rules", fragment.chains().stream().mapToInt(c -> c.rules().size()).sum());
    return sizes;
  }

  /** A rule in short, without its comment. */
  public static String text(Rule rule) {
    StringBuilder text = new StringBuilder();
    for (Match match : rule.matches()) {
      String part = text(match);
      text.append(part).append(part.isEmpty() ? "" : " ");
    }
    return text.append("-> ").append(text(rule.target())).toString();
  }

  private static String text(Match match) {
    if (match instanceof Match.Source m) {
      return not(m.negated()) + "-s " + m.cidr();
    } else if (match instanceof Match.Destination m) {
      return not(m.negated()) + "-d " + m.cidr();
    } else if (match instanceof Match.InInterface m) {
      return not(m.negated()) + "-i " + m.name();
    } else if (match instanceof Match.OfProtocol m) {
      return "-p " + m.protocol().lowerName();
    } else if (match instanceof Match.DestinationPort m) {
      return "--dport " + m.ports();
    } else if (match instanceof Match.SourcePort m) {
      return "--sport " + m.ports();
    } else if (match instanceof Match.Mark m) {
      return not(m.negated()) + "marked";
    } else if (match instanceof Match.ConntrackState m) {
      return not(m.negated()) + m.states();
    } else if (match instanceof Match.LocalAddress m) {
      return not(m.negated()) + (m.source() ? "from host" : "to host");
    } else if (match instanceof Match.OneIn m) {
      return "1/" + m.n();
    } else if (match instanceof Match.RecentlySeen m) {
      return "seen " + m.seconds() + "s";
    } else if (match instanceof Match.Remember) {
      return "remember";
    }
    return match.toString();
  }

  private static String not(boolean negated) {
    return negated ? "! " : "";
  }

  private static String text(Target target) {
    if (target instanceof Target.Jump t) {
      return t.chain();
    } else if (target instanceof Target.Dnat t) {
      return "dnat " + t.address() + " " + t.port();
    } else if (target instanceof Target.SetMark t) {
      return t.mask() == 0 ? "flip mark" : "mark";
    }
    return target.getClass().getSimpleName().toLowerCase(java.util.Locale.ROOT);
  }
}
