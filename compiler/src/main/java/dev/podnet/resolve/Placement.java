package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.NameCode;
import dev.podnet.diagnostics.Severity;
import dev.podnet.manifest.PodSpec;
import dev.podnet.model.Labels;
import dev.podnet.model.Node;
import dev.podnet.model.ObjectRef;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Gives each pod a node.
 *
 * <p>The nodes that take a workload are those it names ({@code on}, {@code nodeName}), in that order; otherwise all whose
 * taints it bears and that are not unschedulable, by name. Of these {@code nodeSelector} leaves those with its labels.
 * The pods go round them: pod number i (from 0) is on the node number start + i. {@code pods} start at the first; a
 * workload of a manifest and a pod of its own start at the hash of {@code NAMESPACE/NAME} modulo the number of nodes, so
 * that not all of them meet on the first node and none depends on another. A pod whose address is written and lies in a
 * node's pod CIDR is on that node. A DaemonSet has a pod on each node that takes it. What the lock says is kept where
 * the node still takes the pod.
 */
final class Placement {

  private final List<Node> nodes;
  private final Map<String, Node> byName = new LinkedHashMap<>();
  private final PodCidrIndex podCidrs;
  private final Lock lock;
  private final Budget budget;
  private final Diagnostics diagnostics;
  private final Map<Wants, List<Node>> takers = new HashMap<>();

  private record Wants(SortedMap<String, String> selector, List<PodSpec.Toleration> tolerations) {}

  Placement(List<Node> nodes, Lock lock, Budget budget, Diagnostics diagnostics) {
    this.budget = budget;
    this.nodes = nodes;
    this.podCidrs = new PodCidrIndex(nodes);
    this.lock = lock;
    this.diagnostics = diagnostics;
    nodes.forEach(n -> byName.put(n.name(), n));
  }

  /** The pods of a workload, each on its node; pods that share another's network are placed by {@link Sharing}. */
  List<Placed> place(Workload workload) {
    List<Node> takers = takers(workload);
    if (workload.spread() == Workload.Spread.EVERY_NODE) {
      return everyNode(workload, takers);
    }
    int start = takers.isEmpty() || workload.spread() == Workload.Spread.FROM_FIRST
        ? 0
        : (int) (StableHash.of(workload.ref().toString()) % takers.size());
    List<Placed> placed = new ArrayList<>();
    int unplaced = 0;
    for (int i = 0; i < workload.pods().size(); i++) {
      PodDraft pod = workload.pods().get(i);
      Optional<Node> node = workload.on().isEmpty() ? byAddress(pod) : Optional.empty();
      if (node.isEmpty() && !takers.isEmpty()) {
        Node inTurn = takers.get((int) (((long) start + i) % takers.size()));
        node = Optional.of(locked(pod.ref(), workload, takers).orElse(inTurn));
      }
      unplaced += node.isEmpty() && pod.shares().isEmpty() ? 1 : 0;
      placed.add(new Placed(pod, workload, node));
    }
    if (unplaced > 0) {
      reportUnplaced(workload, unplaced);
    }
    return placed;
  }

  private List<Placed> everyNode(Workload workload, List<Node> takers) {
    PodDraft pattern = workload.pods().get(0);
    if (takers.isEmpty()) {
      reportUnplaced(workload, 0);
    } else if (!budget.take(takers.size(), workload.span(), workload.described())) {
      return List.of();
    }
    return takers.stream()
        .map(node -> {
          ObjectRef ref =
              new ObjectRef(workload.ref().namespace(), workload.ref().name() + "-" + node.name());
          return new Placed(pattern.named(ref, pattern.labels()), workload, Optional.of(node));
        })
        .toList();
  }

  private List<Node> takers(Workload workload) {
    if (!workload.on().isEmpty()) {
      return workload.on().stream()
          .flatMap(name -> named(name, workload).stream())
          .filter(n -> Labels.match(workload.nodeSelector(), n.labels()))
          .toList();
    }
    boolean daemon = workload.spread() == Workload.Spread.EVERY_NODE;
    if (daemon) {
      return nodes.stream().filter(n -> takes(n, workload)).toList();
    }
    return takers.computeIfAbsent(
        new Wants(workload.nodeSelector(), workload.tolerations()),
        w ->
            nodes.stream().filter(n -> !n.unschedulable() && takes(n, workload)).toList());
  }

  private static boolean takes(Node node, Workload workload) {
    return Labels.match(workload.nodeSelector(), node.labels()) && workload.tolerates(node);
  }

  private Optional<Node> named(Located<String> name, Workload workload) {
    Node node = byName.get(name.value());
    if (node == null) {
      Diagnostic.at(
              name.span(),
              NameCode.UNKNOWN_NODE,
              workload.described() + " is to run on node " + name + ", which is not declared")
          .severity(workload.imported() ? Severity.WARNING : Severity.ERROR)
          .help(NameTable.help(name.value(), byName.keySet(), "node"))
          .to(diagnostics);
    }
    return Optional.ofNullable(node);
  }

  private Optional<Node> byAddress(PodDraft pod) {
    return pod.ips().stream()
        .map(Located<IpAddress>::value)
        .flatMap(ip -> podCidrs.find(ip).stream())
        .findFirst();
  }

  private Optional<Node> locked(ObjectRef pod, Workload workload, List<Node> takers) {
    return lock.node(pod)
        .map(byName::get)
        .filter(n -> workload.on().isEmpty()
            ? !n.unschedulable() && takes(n, workload)
            : takers.contains(n));
  }

  /** Says why; a cluster without nodes and nodes that do not exist are reported elsewhere, once. */
  private void reportUnplaced(Workload workload, int pods) {
    boolean named = workload.on().stream().anyMatch(n -> byName.containsKey(n.value()));
    if (nodes.isEmpty() || !workload.on().isEmpty() && !named) {
      return;
    }
    String what = workload.described();
    Diagnostic.at(
            workload.span(),
            NameCode.UNPLACED_POD,
            pods > 1 ? "no node takes the " + pods + " pods of " + what : "no node takes " + what)
        .label(reason(workload))
        .help("nodes: " + String.join(", ", byName.keySet().stream().limit(8).toList())
            + (byName.size() > 8 ? ", …" : ""))
        .to(diagnostics);
  }

  private String reason(Workload workload) {
    boolean selected =
        nodes.stream().anyMatch(n -> Labels.match(workload.nodeSelector(), n.labels()));
    if (!selected) {
      List<String> pairs = workload.nodeSelector().entrySet().stream()
          .map(e -> e.getKey() + "=" + e.getValue())
          .toList();
      return "no node has the labels " + String.join(" ", pairs);
    }
    return workload.on().isEmpty()
        ? "the nodes it could run on are unschedulable or have taints it does not tolerate"
        : "the nodes it names do not have the labels of its nodeSelector";
  }
}
