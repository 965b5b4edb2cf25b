package dev.podnet.lab.rules;

import dev.podnet.lab.rules.Way.Verdict;
import dev.podnet.net.IpAddress;
import java.util.Arrays;
import java.util.List;

/**
 * One rule, read word by word against a packet (iptables(8), iptables-extensions(8)). A word it does not know is an error: a
 * rule that is not understood says nothing.
 */
final class RuleReader {

  private final Way way;
  private final String table;
  private final List<String> words;
  private final int depth;
  private int at;
  private boolean matches = true;
  private boolean recentCheck;
  private boolean recentNegated;
  private boolean recentSet;
  private String recentList = "";

  RuleReader(Way way, String table, List<String> words, int depth) {
    this.way = way;
    this.table = table;
    this.words = words;
    this.depth = depth;
  }

  private String next() {
    return words.get(at++);
  }

  Verdict apply() {
    while (at < words.size() && matches) {
      boolean negated = words.get(at).equals("!");
      if (negated) {
        at++;
      }
      String word = next();
      if (word.equals("-j") || word.equals("-g")) {
        finishRecent();
        return matches ? target(word.equals("-g"), next()) : Verdict.CONTINUE;
      }
      match(word, negated);
    }
    return Verdict.CONTINUE;
  }

  private void also(boolean holds, boolean negated) {
    matches &= holds != negated;
  }

  private void match(String word, boolean negated) {
    Packet packet = way.packet();
    switch (word) {
      case "-s" -> also(Way.prefix(next()).contains(packet.source()), negated);
      case "-d" -> also(Way.prefix(next()).contains(packet.destination()), negated);
      case "-i" -> also(device(next(), packet.in()), negated);
      case "-o" -> also(device(next(), packet.out()), negated);
      case "-p" -> also(protocol(next(), packet.protocol()), negated);
      case "--dport", "--dports" -> also(ports(next(), packet.destinationPort()), negated);
      case "--sport", "--sports" -> also(ports(next(), packet.sourcePort()), negated);
      case "--ctstate" -> also(state(next(), packet), negated);
      case "--mark" -> also(mark(next(), packet.mark()), negated);
      case "--dst-type" -> also(type(next(), packet.destination()), negated);
      case "--src-type" -> also(type(next(), packet.source()), negated);
      case "--match-set" -> {
        String name = next();
        also(way.host.sets().holds(name, next().split(","), packet), negated);
      }
      case "-m" -> module(next());
      case "--comment" -> next();
      case "--tcp-flags" -> {
        at += 2; // a first packet is a SYN
      }
      case "--physdev-is-in" -> also(false, negated);
      default -> extension(word, negated);
    }
  }

  private void module(String name) {
    if (name.equals("statistic")) {
      statistic();
    } else if (name.equals("recent")) {
      recent();
    }
  }

  private void extension(String word, boolean negated) {
    throw new IllegalStateException(
        "no meaning is known for " + (negated ? "! " : "") + word + " in " + words);
  }

  /** {@code --mode random --probability P}: chance is asked only when all before it holds, as in the kernel. */
  private void statistic() {
    boolean random = next().equals("--mode") && next().equals("random");
    boolean negated = words.get(at).equals("!");
    at += negated ? 1 : 0;
    if (!random || !next().equals("--probability")) {
      throw new IllegalStateException("a statistic that is not random: " + words);
    }
    double likely = Double.parseDouble(next());
    also(way.chance(likely), negated);
  }

  private void recent() {
    finishRecent();
    recentCheck = false;
    recentSet = false;
    while (at < words.size()) {
      boolean negated = words.get(at).equals("!");
      String word = words.get(at + (negated ? 1 : 0));
      switch (word) {
        case "--rcheck", "--update" -> recentCheck = true;
        case "--set" -> recentSet = true;
        case "--name" -> recentList = words.get(at + 1);
        case "--rsource", "--reap" -> {}
        case "--seconds", "--hitcount", "--mask" -> {}
        default -> {
          finishRecent();
          return;
        }
      }
      recentNegated |= negated;
      boolean valued = List.of("--name", "--seconds", "--hitcount", "--mask").contains(word);
      at += (negated ? 1 : 0) + (valued ? 2 : 1);
    }
  }

  private void finishRecent() {
    if (recentCheck) {
      also(way.remembered().contains(recentList), recentNegated);
    }
    if (recentSet && matches) {
      way.remembered().add(recentList);
    }
    recentCheck = false;
    recentSet = false;
    recentNegated = false;
  }

  private static boolean device(String pattern, String name) {
    return pattern.endsWith("+")
        ? name.startsWith(pattern.substring(0, pattern.length() - 1))
        : pattern.equals(name);
  }

  private static boolean protocol(String name, String protocol) {
    return name.equals("all") || name.equals(protocol);
  }

  private static boolean ports(String text, int port) {
    return Arrays.stream(text.split(",")).anyMatch(part -> {
      String[] ends = part.split(":");
      return Integer.parseInt(ends[0]) <= port && port <= Integer.parseInt(ends[ends.length - 1]);
    });
  }

  /** A first packet is NEW, and DNAT once its destination is translated. */
  private static boolean state(String text, Packet packet) {
    return Arrays.stream(text.split(",")).anyMatch(word -> switch (word) {
      case "NEW" -> true;
      case "DNAT" -> packet.translated();
      case "RELATED", "ESTABLISHED", "INVALID", "UNTRACKED", "SNAT" -> false;
      default -> throw new IllegalStateException("a state " + word);
    });
  }

  private static boolean mark(String text, int mark) {
    String[] parts = text.split("/");
    int mask = parts.length > 1 ? Integer.decode(parts[1]) : -1;
    return (mark & mask) == Integer.decode(parts[0]);
  }

  private boolean type(String name, IpAddress address) {
    if (!name.equals("LOCAL")) {
      throw new IllegalStateException("an address of type " + name);
    }
    return way.host.isLocal(address);
  }

  private Verdict target(boolean go, String name) {
    Packet packet = way.packet();
    switch (name) {
      case "ACCEPT":
        return Verdict.ACCEPT;
      case "DROP":
        return Verdict.DROP;
      case "REJECT":
        return Verdict.REJECT;
      case "RETURN":
        return Verdict.RETURN;
      case "MARK":
        way.packet(packet.mark(marked(next(), next(), packet.mark())));
        return Verdict.CONTINUE;
      case "MASQUERADE":
        way.packet(packet.masquerade());
        return Verdict.ACCEPT;
      case "DNAT":
        return translate(packet);
      case "TCPMSS":
        return Verdict.CONTINUE;
      default:
        return jump(go, name);
    }
  }

  /** {@code --set-xmark V/M} is what iptables-save makes of all its forms: the mask's bits go, the value's are flipped. */
  private static int marked(String option, String text, int mark) {
    String[] parts = text.split("/");
    int mask =
        parts.length > 1 ? Integer.decode(parts[1].equals("0xffffffff") ? "-1" : parts[1]) : -1;
    int value = Integer.decode(parts[0]);
    if (!option.equals("--set-xmark")) {
      throw new IllegalStateException("a mark by " + option);
    }
    return mark & ~mask ^ value;
  }

  private Verdict translate(Packet packet) {
    if (!next().equals("--to-destination")) {
      throw new IllegalStateException("a translation without a destination: " + words);
    }
    String to = next();
    int colon = to.startsWith("[") ? to.indexOf("]:") + 1 : to.lastIndexOf(':');
    boolean port = colon > 0 && (to.startsWith("[") || to.indexOf(':') == colon);
    String address = (port ? to.substring(0, colon) : to).replaceAll("[\\[\\]]", "");
    way.packet(packet.to(
        IpAddress.parse(address),
        port ? Integer.parseInt(to.substring(colon + 1)) : packet.destinationPort()));
    return Verdict.ACCEPT;
  }

  private Verdict jump(boolean go, String name) {
    SavedRules.Chain chain = way.host.rules().chain(table, name);
    if (chain == null) {
      throw new IllegalStateException("no meaning is known for the target of " + words);
    }
    Verdict verdict = way.chain(table, chain, depth + 1);
    if (verdict == Verdict.RETURN && !go) {
      return Verdict.CONTINUE;
    }
    return verdict;
  }
}
