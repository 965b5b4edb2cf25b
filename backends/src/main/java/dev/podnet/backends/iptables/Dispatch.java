package dev.podnet.backends.iptables;

import static dev.podnet.backends.common.RuleBuilder.rule;

import dev.podnet.backends.common.AddressTree;
import dev.podnet.backends.common.NodePortAccess;
import dev.podnet.model.ClusterSettings;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.PortRange;
import dev.podnet.net.Protocol;
import dev.podnet.plan.Match;
import dev.podnet.plan.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** Finds the rules for a packet in few steps: by its destination address, else by the node port it asks for. */
final class Dispatch {

  /** Up to so many node ports stand in one list, and blocks of so many beyond that. */
  private static final int PORT_BLOCK = 64;

  private final String prefix;
  private final NodePortAccess access;
  private final AddressTree addresses;
  private final SortedMap<Integer, List<Rule>> ports = new TreeMap<>();

  /**
   * Nothing yet.
   *
   * @param prefix what the names of its further chains begin with, at most 9 characters; each table has it once
   */
  Dispatch(ClusterSettings settings, IpFamily family, String prefix) {
    this.prefix = prefix;
    this.access = new NodePortAccess(settings, family);
    int hostBits = settings.serviceCidrs().stream()
        .filter(c -> c.value().family() == family)
        .mapToInt(c -> family.bits() - c.value().length())
        .max()
        .orElse(0);
    this.addresses = new AddressTree(prefix, "services in ", hostBits);
  }

  /** A rule that matches a destination address. */
  void to(IpAddress destination, Rule rule) {
    addresses.add(destination, rule);
  }

  /** A rule that matches a node port. */
  void nodePort(int port, Rule rule) {
    ports.computeIfAbsent(port, p -> new ArrayList<>()).add(rule);
  }

  boolean isEmpty() {
    return addresses.isEmpty() && ports.isEmpty();
  }

  boolean hasNodePorts() {
    return !ports.isEmpty();
  }

  /**
   * The rules that are asked first.
   *
   * @param comment what the rules to the node ports say
   * @param chains takes the names and rules of further chains
   */
  List<Rule> rules(String comment, BiConsumer<String, List<Rule>> chains) {
    List<Rule> rules = new ArrayList<>(addresses.build(chains));
    if (!ports.isEmpty()) {
      String chain = prefix + "NODEPORTS";
      access.rules(comment).forEach(r -> rules.add(r.jump(chain)));
      List<Rule> list = new ArrayList<>();
      access.guard().ifPresent(list::add);
      list.addAll(ports.size() <= PORT_BLOCK ? flat() : blocks(chain, chains));
      chains.accept(chain, list);
    }
    return rules;
  }

  private List<Rule> flat() {
    return ports.values().stream().flatMap(List::stream).toList();
  }

  private List<Rule> blocks(String prefix, BiConsumer<String, List<Rule>> chains) {
    SortedMap<Integer, List<Rule>> blocks = new TreeMap<>();
    ports.forEach((port, rules) ->
        blocks.computeIfAbsent(port - port % PORT_BLOCK, b -> new ArrayList<>()).addAll(rules));
    List<Rule> jumps = new ArrayList<>();
    blocks.forEach((first, rules) -> {
      int last = first + PORT_BLOCK - 1;
      String chain = prefix + "-" + first;
      chains.accept(chain, rules);
      for (Protocol protocol : Protocol.values()) {
        if (rules.stream().anyMatch(r -> r.matches().contains(new Match.OfProtocol(protocol)))) {
          jumps.add(rule("node ports " + first + " to " + last)
              .ports(protocol, new PortRange(Math.max(1, first), last))
              .jump(chain));
        }
      }
    });
    return jumps;
  }
}
