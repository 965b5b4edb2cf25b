package dev.podnet.lab.rules;

import dev.podnet.lab.rules.HostRules.End;
import dev.podnet.lab.rules.HostRules.Outcome;
import dev.podnet.net.Cidr;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * One way of a packet through a host's hooks in the kernel's order (raw, mangle, nat, filter at each), on which chance chooses as
 * it is told, and {@code true} where it is told nothing.
 */
final class Way {

  /** What a rule or a chain said. */
  enum Verdict {
    ACCEPT,
    DROP,
    REJECT,
    RETURN,
    CONTINUE
  }

  private static final int DEEPEST = 64;

  final HostRules host;
  private final List<Boolean> choices;
  private final Set<String> remembered;
  private int choice;
  private double probability = 1;
  private Packet packet;
  private String hook = "";

  Way(HostRules host, List<Boolean> choices, Set<String> remembered) {
    this.host = host;
    this.choices = new ArrayList<>(choices);
    this.remembered = new TreeSet<>(remembered);
  }

  /** What was chosen. */
  List<Boolean> choices() {
    return choices;
  }

  Packet packet() {
    return packet;
  }

  void packet(Packet changed) {
    packet = changed;
  }

  Set<String> remembered() {
    return remembered;
  }

  /** Whether something that happens by chance happens. */
  boolean chance(double likely) {
    if (likely >= 1) {
      return true;
    }
    if (choice == choices.size()) {
      choices.add(true);
    }
    boolean happens = choices.get(choice++);
    probability *= happens ? likely : 1 - likely;
    return happens;
  }

  Outcome follow(Packet first, boolean sent) {
    packet = first;
    Verdict verdict = sent ? output() : input();
    End end = switch (verdict) {
      case DROP -> End.DROPPED;
      case REJECT -> End.REJECTED;
      default -> host.isLocal(packet.destination()) ? End.HERE : End.AWAY;
    };
    boolean stopped = end == End.DROPPED || end == End.REJECTED;
    return new Outcome(end, packet, stopped ? hook : "", probability, remembered);
  }

  private Verdict output() {
    // At OUTPUT the interface is that of the first destination, whatever becomes of it there.
    packet = packet.out(host.device(packet.destination()));
    Verdict verdict = hooks("OUTPUT", "raw", "mangle", "nat", "filter", "security");
    if (verdict != Verdict.ACCEPT) {
      return verdict;
    }
    packet = packet.out(host.device(packet.destination()));
    verdict = hooks("POSTROUTING", "mangle", "nat");
    if (verdict != Verdict.ACCEPT || !host.isLocal(packet.destination())) {
      return verdict;
    }
    // By way of the loopback interface it comes in again; its translation is decided already.
    packet = packet.in("lo", packet.mark(), packet.translated());
    verdict = hooks("PREROUTING", "raw", "mangle");
    return verdict == Verdict.ACCEPT ? hooks("INPUT", "mangle", "filter") : verdict;
  }

  private Verdict input() {
    Verdict verdict = hooks("PREROUTING", "raw", "mangle", "nat");
    if (verdict != Verdict.ACCEPT) {
      return verdict;
    }
    if (host.isLocal(packet.destination())) {
      return hooks("INPUT", "mangle", "filter", "security", "nat");
    }
    packet = packet.out(host.device(packet.destination()));
    verdict = hooks("FORWARD", "mangle", "filter", "security");
    return verdict == Verdict.ACCEPT ? hooks("POSTROUTING", "mangle", "nat") : verdict;
  }

  private Verdict hooks(String base, String... tables) {
    for (String table : tables) {
      SavedRules.Chain chain = host.rules().chain(table, base);
      if (chain != null) {
        hook = table + " " + base;
        Verdict verdict = chain(table, chain, 0);
        boolean passed = verdict == Verdict.ACCEPT
            || verdict == Verdict.RETURN && chain.policy().equals("ACCEPT");
        if (!passed) {
          return verdict == Verdict.RETURN ? Verdict.DROP : verdict;
        }
      }
    }
    return Verdict.ACCEPT;
  }

  /** RETURN where the end of the chain was reached. */
  Verdict chain(String table, SavedRules.Chain chain, int depth) {
    if (depth > DEEPEST) {
      throw new IllegalStateException("chains lead to each other in a circle");
    }
    for (List<String> words : chain.rules()) {
      Verdict verdict = new RuleReader(this, table, words, depth).apply();
      if (verdict != Verdict.CONTINUE) {
        return verdict;
      }
    }
    return Verdict.RETURN;
  }

  static Cidr prefix(String text) {
    return Cidr.parse(text.contains("/") ? text : text + (text.contains(":") ? "/128" : "/32"));
  }
}
