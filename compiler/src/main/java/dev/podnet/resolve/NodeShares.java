package dev.podnet.resolve;

import dev.podnet.diagnostics.AllocationCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.ClusterSettings;
import dev.podnet.model.Node;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The pod CIDRs of the nodes. For each range of the cluster: what is written stays; then what the lock says, where it is
 * a free share of the present size; then, in the order of the nodes' names, the next share that is free.
 */
final class NodeShares {

  private final ClusterSettings settings;
  private final Lock lock;
  private final Diagnostics diagnostics;

  private NodeShares(ClusterSettings settings, Lock lock, Diagnostics diagnostics) {
    this.settings = settings;
    this.lock = lock;
    this.diagnostics = diagnostics;
  }

  /** The nodes with a pod CIDR of each family, as far as the ranges reach. */
  static List<Node> assign(
      List<Node> nodes, ClusterSettings settings, Lock lock, Diagnostics diagnostics) {
    NodeShares shares = new NodeShares(settings, lock, diagnostics);
    List<Node> result = nodes;
    for (int i = 0; i < settings.podCidrs().size(); i++) {
      result =
          shares.assign(result, settings.podCidrs().get(i), settings.nodeMasks().get(i));
    }
    return result;
  }

  private List<Node> assign(List<Node> nodes, Located<Cidr> range, int mask) {
    TakenRanges taken = new TakenRanges();
    nodes.forEach(n -> n.podCidr(range.value().family()).ifPresent(taken::add));
    List<Node> lacking =
        nodes.stream().filter(n -> n.podCidr(range.value().family()).isEmpty()).toList();
    if (lacking.isEmpty() || !fits(range, mask)) {
      return nodes;
    }
    Map<String, Cidr> chosen = new HashMap<>();
    for (Node node : lacking) {
      locked(node, range.value(), mask)
          .filter(c -> taken.lastTaken(c).isEmpty())
          .ifPresent(c -> {
            taken.add(c);
            chosen.put(node.name(), c);
          });
    }
    choose(lacking, range, mask, taken, chosen);
    return nodes.stream()
        .map(n -> chosen.containsKey(n.name()) ? with(n, chosen.get(n.name())) : n)
        .toList();
  }

  private void choose(
      List<Node> lacking,
      Located<Cidr> range,
      int mask,
      TakenRanges taken,
      Map<String, Cidr> chosen) {
    Cidr candidate = Cidr.of(range.value().network(), mask);
    List<Node> without = new ArrayList<>();
    boolean exhausted = false;
    for (Node node : lacking) {
      if (chosen.containsKey(node.name())) {
        continue;
      }
      Optional<IpAddress> blocked = exhausted ? Optional.empty() : taken.lastTaken(candidate);
      while (!exhausted && blocked.isPresent()) {
        IpAddress end = Cidr.of(blocked.get(), mask).last();
        exhausted = end.compareTo(range.value().last()) >= 0;
        if (!exhausted) {
          candidate = Cidr.of(end.plus(1), mask);
          blocked = taken.lastTaken(candidate);
        }
      }
      if (exhausted) {
        without.add(node);
      } else {
        taken.add(candidate);
        chosen.put(node.name(), candidate);
      }
    }
    reportExhausted(without, range, mask);
  }

  private boolean fits(Located<Cidr> range, int mask) {
    if (mask >= range.value().length() && mask <= range.value().family().bits()) {
      return true;
    }
    int better = Math.min(range.value().length() + 4, range.value().family().bits());
    Diagnostic.at(
            range.span(),
            AllocationCode.NODE_MASK_UNFIT,
            "a node's share of /" + mask + " does not fit into the pod range " + range)
        .help("write `nodeMask /" + better + "` in the cluster, or widen podCIDR")
        .to(diagnostics);
    return false;
  }

  private void reportExhausted(List<Node> without, Located<Cidr> range, int mask) {
    if (without.isEmpty()) {
      return;
    }
    Node first = without.get(0);
    String others = without.size() == 1 ? "" : " and " + (without.size() - 1) + " more";
    Diagnostic.at(
            first.span(),
            AllocationCode.POD_RANGE_EXHAUSTED,
            "the pod range " + range + " has no /" + mask + " left for node " + first.name()
                + others)
        .related(range.span(), "the range is here")
        .help("widen podCIDR, or make the shares smaller with nodeMask")
        .to(diagnostics);
  }

  private Optional<Cidr> locked(Node node, Cidr range, int mask) {
    return lock.podCidrs(node.name()).stream()
        .filter(c -> c.family() == range.family() && c.length() == mask && range.contains(c))
        .findFirst();
  }

  private Node with(Node node, Cidr podCidr) {
    List<Located<Cidr>> all = new ArrayList<>(node.podCidrs());
    all.add(new Located<>(podCidr, node.span()));
    return new Node(
        node.name(),
        node.span(),
        node.addresses(),
        node.dev(),
        node.segment(),
        Families.sorted(all, Cidr::family, settings.podFamilies()),
        node.externalIps(),
        node.asn(),
        node.labels(),
        node.taints(),
        node.unschedulable());
  }
}
