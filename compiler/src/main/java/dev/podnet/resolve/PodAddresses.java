package dev.podnet.resolve;

import dev.podnet.diagnostics.AllocationCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.ClusterSettings;
import dev.podnet.model.Node;
import dev.podnet.model.ObjectRef;
import dev.podnet.model.Pod;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The addresses of pods that have a network of their own. What is written stays; then what the lock says, where it is a
 * free address of the pod's node; then, in the order of namespace and name, the lowest free address of the node's pod
 * CIDR from its second on. The network address, the first (the node's own, the gateway of its pods) and in IPv4 the last
 * (broadcast) are never chosen.
 */
final class PodAddresses {

  private static final long FIRST = 2;

  private final ClusterSettings settings;
  private final Lock lock;
  private final Diagnostics diagnostics;
  private final Set<IpAddress> taken = new HashSet<>();
  private final Map<ObjectRef, List<Located<IpAddress>>> chosen = new HashMap<>();

  PodAddresses(ClusterSettings settings, Lock lock, Diagnostics diagnostics) {
    this.settings = settings;
    this.lock = lock;
    this.diagnostics = diagnostics;
  }

  /** The addresses of all pods that have their own, primary family first; pods must come in their order. */
  Map<ObjectRef, List<Located<IpAddress>>> assign(Collection<Placed> pods) {
    List<Placed> own = pods.stream()
        .filter(p -> p.pod().network() == Pod.Network.POD && p.pod().shares().isEmpty())
        .toList();
    for (Placed pod : own) {
      chosen.put(pod.pod().ref(), new ArrayList<>(pod.pod().ips()));
      pod.pod().ips().forEach(ip -> taken.add(ip.value()));
    }
    for (Placed pod : own) {
      pod.node().ifPresent(n -> keepLocked(pod.pod(), n));
    }
    for (IpFamily family : settings.podFamilies()) {
      assign(own, family);
    }
    chosen.replaceAll(
        (ref, ips) -> Families.sorted(ips, IpAddress::family, settings.podFamilies()));
    return chosen;
  }

  private void keepLocked(PodDraft pod, Node node) {
    for (IpAddress ip : lock.ips(pod.ref())) {
      Optional<Cidr> share = node.podCidr(ip.family());
      if (lacks(pod, ip.family())
          && share.isPresent()
          && usable(share.get(), ip)
          && taken.add(ip)) {
        chosen.get(pod.ref()).add(new Located<>(ip, pod.span()));
      }
    }
  }

  private static boolean usable(Cidr share, IpAddress ip) {
    boolean broadcast = share.family() == IpFamily.IPV4 && ip.equals(share.last());
    return share.contains(ip) && !broadcast && ip.compareTo(share.network().plus(1)) > 0;
  }

  private boolean lacks(PodDraft pod, IpFamily family) {
    return pod.has(family)
        && chosen.get(pod.ref()).stream().noneMatch(a -> a.value().family() == family);
  }

  /** Where the search of a node's share goes on, and the pods it had no address for. */
  private static final class Cursor {
    private long offset = FIRST;
    private final List<PodDraft> without = new ArrayList<>();
  }

  private void assign(List<Placed> own, IpFamily family) {
    Map<String, Cursor> cursors = new LinkedHashMap<>();
    Map<String, Node> nodes = new HashMap<>();
    for (Placed placed : own) {
      Optional<Cidr> share = placed.node().flatMap(n -> n.podCidr(family));
      if (share.isEmpty() || !lacks(placed.pod(), family)) {
        continue;
      }
      Node node = placed.node().get();
      nodes.put(node.name(), node);
      Cursor cursor = cursors.computeIfAbsent(node.name(), n -> new Cursor());
      next(share.get(), cursor)
          .ifPresentOrElse(
              ip -> chosen
                  .get(placed.pod().ref())
                  .add(new Located<>(ip, placed.pod().span())),
              () -> cursor.without.add(placed.pod()));
    }
    cursors.forEach((name, cursor) -> reportExhausted(nodes.get(name), family, cursor.without));
  }

  private Optional<IpAddress> next(Cidr share, Cursor cursor) {
    long end = share.sizeAsLong() - (share.family() == IpFamily.IPV4 ? 1 : 0);
    while (cursor.offset < end) {
      IpAddress candidate = share.network().plus(cursor.offset++);
      if (taken.add(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }

  private void reportExhausted(Node node, IpFamily family, List<PodDraft> without) {
    if (without.isEmpty()) {
      return;
    }
    PodDraft first = without.get(0);
    Located<Cidr> share = node.podCidrs().stream()
        .filter(c -> c.value().family() == family)
        .findFirst()
        .orElseThrow();
    String others = without.size() == 1 ? "" : " and " + (without.size() - 1) + " more";
    Diagnostic.at(
            first.span(),
            AllocationCode.NODE_SHARE_EXHAUSTED,
            "the pod CIDR " + share + " of node " + node.name() + " has no address left for pod "
                + first.ref() + others)
        .related(share.span(), "node " + node.name() + " is declared here")
        .help("give the node a wider podCIDR, or the cluster a smaller nodeMask number, or fewer"
            + " pods")
        .to(diagnostics);
  }
}
