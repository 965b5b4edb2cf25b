package dev.podnet.diff;

import dev.podnet.diff.Change.Verb;
import java.util.List;

/**
 * What a changed chain does. All chains of a family are loaded in one step, and connection tracking keeps what was decided
 * for a connection's first packet, so translations of open TCP connections stay. What looks at every packet may end one.
 */
final class ChainEffects {

  private ChainEffects() {}

  static Effect of(Change change) {
    List<String> gone = change.gone();
    List<String> come = change.come();
    if (looksAtEveryPacket(change)) {
      boolean refuses = come.stream().anyMatch(ChainEffects::refuses)
          || gone.stream().anyMatch(ChainEffects::accepts);
      return refuses
          ? Effect.broken("loaded in one step; connections that it lets through no longer end")
          : Effect.none("loaded in one step; it stops nothing that it let through before");
    }
    boolean flows = gone.stream().anyMatch(ChainEffects::translates);
    if (change.verb() != Verb.ADDED && flows) {
      return Effect.none("loaded in one step; open TCP connections stay where they are,"
          + " UDP and SCTP flows to endpoints that go are sent to others");
    }
    return Effect.none("loaded in one step; only new connections are asked");
  }

  /** Chains of the table nat see the first packet of a connection alone; others may begin with a rule that does so. */
  private static boolean looksAtEveryPacket(Change change) {
    String key = change.key();
    boolean iptables = key.startsWith("v4 ") || key.startsWith("v6 ");
    if (iptables) {
      return !key.startsWith("nat ", 3) && !(onlyNew(change.old()) && onlyNew(change.now()));
    }
    List<String> lines = change.now().isEmpty() ? change.old() : change.now();
    boolean hooked = lines.stream().anyMatch(l -> l.startsWith("type filter hook "));
    return (hooked || lines.stream().anyMatch(l -> refuses(l) || accepts(l)))
        && !(onlyNew(change.old()) && onlyNew(change.now()));
  }

  /** Whether a chain lets all but first packets pass before it asks anything; so does one that is not there. */
  private static boolean onlyNew(List<String> lines) {
    return lines.isEmpty()
        || lines.stream()
            .limit(2)
            .anyMatch(l -> l.contains("! --ctstate NEW -j RETURN")
                || l.contains("ct state != new return")
                || l.contains("ct state != new accept"));
  }

  private static boolean refuses(String rule) {
    return rule.contains("-j DROP")
        || rule.contains("-j REJECT")
        || rule.endsWith("reject")
        || rule.contains(" drop")
        || rule.startsWith("reject")
        || rule.startsWith("drop");
  }

  private static boolean accepts(String rule) {
    return rule.contains("-j ACCEPT")
        || rule.endsWith(" accept")
        || rule.contains(" accept comment");
  }

  private static boolean translates(String rule) {
    return rule.contains("-j DNAT") || rule.contains("dnat ip");
  }
}
