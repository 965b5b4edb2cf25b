package dev.podnet.cli;

import dev.podnet.diff.Change;
import dev.podnet.facts.FactKind;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which words of a line change, where the rest stays: {@code mtu 1500 -> 1450}. */
final class WordChanges {

  /** Kinds whose lines are a name and a value, again and again. */
  private static final Set<FactKind> PAIRS = EnumSet.of(
      FactKind.LINK,
      FactKind.ADDRESS,
      FactKind.ROUTE,
      FactKind.NEIGHBOUR,
      FactKind.FORWARDING,
      FactKind.TUNNEL_PORT,
      FactKind.WIREGUARD,
      FactKind.WIREGUARD_PEER,
      FactKind.VIRTUAL_SERVER,
      FactKind.ROUTER_ROUTE);

  private static final int MOST = 3;

  private WordChanges() {}

  /** The words; empty where lines say it better. */
  static String of(Change change) {
    boolean one = change.gone().size() == 1 && change.come().size() == 1;
    if (change.kind() == FactKind.SYSCTL && one) {
      return change.gone().get(0) + " -> " + change.come().get(0);
    } else if (!one || !PAIRS.contains(change.kind())) {
      return "";
    }
    String[] old = change.gone().get(0).split(" ");
    String[] now = change.come().get(0).split(" ");
    if (old.length != now.length) {
      return "";
    }
    Set<String> words = new LinkedHashSet<>();
    for (int i = 0; i < old.length; i++) {
      if (!old[i].equals(now[i])) {
        words.add((i > 0 ? old[i - 1] + " " : "") + old[i] + " -> " + now[i]);
      }
    }
    return words.size() > MOST ? "" : String.join(", ", words);
  }
}
