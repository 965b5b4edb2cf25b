package dev.podnet.backends.common;

import dev.podnet.net.PortRange;
import dev.podnet.net.Protocol;
import dev.podnet.plan.Match;
import dev.podnet.plan.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Finds the rules of a node port in few steps: a list while there are few, beyond that a chain for each block of ports.
 */
public final class PortBlocks {

  /** Up to so many node ports stand in one list, and blocks of so many beyond that. */
  private static final int BLOCK = 64;

  private final SortedMap<Integer, List<Rule>> rules = new TreeMap<>();

  /** Adds a rule that matches a port. */
  public void add(int port, Rule rule) {
    rules.computeIfAbsent(port, p -> new ArrayList<>()).add(rule);
  }

  /** Whether there are none. */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /**
   * The rules of the chain at the root.
   *
   * @param chains takes the names and rules of further chains
   */
  public List<Rule> build(BiConsumer<String, List<Rule>> chains) {
    if (rules.size() <= BLOCK) {
      return rules.values().stream().flatMap(List::stream).toList();
    }
    SortedMap<Integer, List<Rule>> blocks = new TreeMap<>();
    rules.forEach((port, list) ->
        blocks.computeIfAbsent(port - port % BLOCK, b -> new ArrayList<>()).addAll(list));
    List<Rule> jumps = new ArrayList<>();
    blocks.forEach((first, list) -> {
      int last = first + BLOCK - 1;
      String chain = "PODNET-NODEPORTS-" + first;
      chains.accept(chain, list);
      for (Protocol protocol : Protocol.values()) {
        if (list.stream().anyMatch(r -> r.matches().contains(new Match.OfProtocol(protocol)))) {
          jumps.add(RuleBuilder.rule("node ports " + first + " to " + last)
              .ports(protocol, new PortRange(Math.max(1, first), Math.min(65535, last)))
              .jump(chain));
        }
      }
    });
    return jumps;
  }
}
