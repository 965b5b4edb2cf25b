package dev.podnet.backends.common;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.plan.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/**
 * Finds the rules of a destination address in few steps: a list while there are few, beyond that chains for blocks of
 * addresses, each leading to smaller blocks. Where a rule stands then depends on its address alone, so another service
 * changes no line but its own.
 */
public final class AddressTree {

  /** Up to so many addresses stand in one list. */
  public static final int LIST = 64;

  /** The host bits of the blocks: /16, /20 and /24 of IPv4, /112, /116 and /120 of IPv6. */
  private static final List<Integer> LEVELS = List.of(16, 12, 8);

  /** Those of the smallest blocks, which there are only where such a block holds more than a list. */
  private static final int SMALLEST = 4;

  private final String prefix;
  private final String comment;
  private final List<Integer> levels;
  private final SortedMap<IpAddress, List<Rule>> rules = new TreeMap<>();

  /**
   * An empty tree.
   *
   * @param prefix what the names of its chains begin with, at most 9 characters; each table has it once
   * @param comment what its rules say before the block
   * @param hostBits the host bits of the range most addresses come from; larger blocks would hold all of it
   */
  public AddressTree(String prefix, String comment, int hostBits) {
    this.prefix = prefix;
    this.comment = comment;
    this.levels = Stream.concat(
            LEVELS.stream().filter(bits -> bits < hostBits), Stream.of(SMALLEST))
        .toList();
  }

  /** Adds a rule that matches a destination. */
  public void add(IpAddress destination, Rule rule) {
    rules.computeIfAbsent(destination, d -> new ArrayList<>()).add(rule);
  }

  /** Whether it holds no rule. */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /**
   * The rules of the chain at the root.
   *
   * @param chains takes the names and rules of further chains
   */
  public List<Rule> build(BiConsumer<String, List<Rule>> chains) {
    if (rules.size() <= LIST) {
      return rules.values().stream().flatMap(List::stream).toList();
    }
    return level(rules, 0, chains);
  }

  private List<Rule> level(
      SortedMap<IpAddress, List<Rule>> part, int level, BiConsumer<String, List<Rule>> chains) {
    boolean last = level == levels.size();
    if (last || levels.get(level) == SMALLEST && part.size() <= LIST) {
      return part.values().stream().flatMap(List::stream).toList();
    }
    SortedMap<Cidr, SortedMap<IpAddress, List<Rule>>> blocks = new TreeMap<>();
    for (Map.Entry<IpAddress, List<Rule>> entry : part.entrySet()) {
      int length = entry.getKey().family().bits() - levels.get(level);
      blocks
          .computeIfAbsent(Cidr.of(entry.getKey(), length), b -> new TreeMap<>())
          .put(entry.getKey(), entry.getValue());
    }
    List<Rule> jumps = new ArrayList<>();
    blocks.forEach((block, inside) -> {
      String chain = name(block);
      jumps.add(RuleBuilder.rule(comment + block).to(block).jump(chain));
      chains.accept(chain, level(inside, level + 1, chains));
    });
    return jumps;
  }

  /** {@code PODNET-10.96.16.0-20}; for IPv6 a hash, since an address is too long for a chain's name. */
  private String name(Cidr block) {
    return block.network().isV4()
        ? prefix + block.network() + "-" + block.length()
        : prefix + Hashes.base32(block.toString());
  }
}
