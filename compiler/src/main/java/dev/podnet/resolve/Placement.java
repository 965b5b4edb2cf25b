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
import java.util.Comparator;
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
 * The pods go round them: pod number i (from 0) is on the node number start + i, or the next one with an address left.
 * {@code pods} start at the first; a workload of a manifest and a pod of its own start at the node for which the hash of
 * {@code NAMESPACE/NAME@NODE} is greatest, so that not all of them meet on the first node and none depends on another.
 * A pod whose address is written and lies in a node's pod CIDR is on that node. A DaemonSet has a pod on each node that
 * takes it. What the lock says is kept where the node still takes the pod.
 *
 * <p>Pods that are bound to nodes come first, then those of the lock, then the rest, by the workloads' names.
 */
final class Placement {

  private final List<Node> nodes;
  private final Map<String, Node> byName = new LinkedHashMap<>();
  private final PodCidrIndex podCidrs;
  private final NodeRoom room;
  private final Lock lock;
  private final Budget budget;
  private final Diagnostics diagnostics;
  private final Map<Wants, Takers> takers = new HashMap<>();
  private final Map<ObjectRef, Node> kept = new HashMap<>();

  private record Wants(SortedMap<String, String> selector, List<PodSpec.Toleration> tolerations) {}

  Placement(List<Node> nodes, Lock lock, Budget budget, Diagnostics diagnostics) {
    this.nodes = nodes;
    this.podCidrs = new PodCidrIndex(nodes);
    this.room = new NodeRoom(nodes);
    this.lock = lock;
    this.budget = budget;
    this.diagnostics = diagnostics;
    nodes.forEach(n -> byName.put(n.name(), n));
  }

  /** All pods, each on its node; those that share another's network are placed anew by {@link Sharing}. */
  List<Placed> place(List<Workload> workloads) {
    List<Workload> inOrder = workloads.stream()
        .sorted(Comparator.comparing(Workload::ref)
            .thenComparing(Workload::described)
            .thenComparing(Workload::span))
        .toList();
    List<Placed> placed = new ArrayList<>();
    for (Workload workload : inOrder) {
      if (workload.spread() == Workload.Spread.EVERY_NODE) {
        placed.addAll(everyNode(workload));
      } else if (bound(workload)) {
        placed.addAll(goRound(workload));
      }
    }
    List<Workload> free = inOrder.stream()
        .filter(w -> w.spread() != Workload.Spread.EVERY_NODE && !bound(w))
        .toList();
    free.forEach(this::keepLocked);
    free.forEach(w -> placed.addAll(goRound(w)));
    return placed;
  }

  /** Whether something written says where its pods are. */
  private static boolean bound(Workload workload) {
    return !workload.on().isEmpty()
        || workload.pods().stream().anyMatch(p -> !p.ips().isEmpty());
  }

  /** Holds the places that the lock gives before others are handed out. */
  private void keepLocked(Workload workload) {
    for (PodDraft pod : workload.pods()) {
      lock.node(pod.ref())
          .map(byName::get)
          .filter(n -> !n.unschedulable() && takes(n, workload) && room.left(n))
          .ifPresent(n -> {
            room.take(n, pod);
            kept.put(pod.ref(), n);
          });
    }
  }

  private List<Placed> goRound(Workload workload) {
    Takers all = takers(workload);
    boolean fromFirst =
        workload.spread() == Workload.Spread.FROM_FIRST || !workload.on().isEmpty();
    int start = fromFirst || all.isEmpty() ? 0 : all.winner(workload.ref());
    List<Placed> placed = new ArrayList<>();
    int unplaced = 0;
    for (int i = 0; i < workload.pods().size(); i++) {
      PodDraft pod = workload.pods().get(i);
      Optional<Node> node = node(workload, pod, all, (long) start + i);
      unplaced += node.isEmpty() && pod.shares().isEmpty() ? 1 : 0;
      placed.add(new Placed(pod, workload, node));
    }
    if (unplaced > 0) {
      reportUnplaced(workload, unplaced);
    }
    return placed;
  }

  private Optional<Node> node(Workload workload, PodDraft pod, Takers all, long number) {
    Node keeps = kept.remove(pod.ref());
    if (keeps != null) {
      return Optional.of(keeps);
    }
    Optional<Node> node = workload.on().isEmpty() ? byAddress(pod) : Optional.empty();
    if (node.isEmpty() && !all.isEmpty()) {
      Optional<Node> locked =
          lock.node(pod.ref()).map(byName::get).filter(n -> all.contains(n) && room.left(n));
      node = Optional.of(locked.orElseGet(() -> all.withRoom(number, room)));
    }
    node.ifPresent(n -> room.take(n, pod));
    return node;
  }

  private List<Placed> everyNode(Workload workload) {
    PodDraft pattern = workload.pods().get(0);
    Takers all = takers(workload);
    if (all.isEmpty()) {
      reportUnplaced(workload, 0);
    } else if (!budget.take(all.nodes().size(), workload.span(), workload.described())) {
      return List.of();
    }
    List<Placed> placed = new ArrayList<>();
    for (Node node : all.nodes()) {
      ObjectRef ref =
          new ObjectRef(workload.ref().namespace(), workload.ref().name() + "-" + node.name());
      room.take(node, pattern);
      placed.add(new Placed(pattern.named(ref, pattern.labels()), workload, Optional.of(node)));
    }
    return placed;
  }

  private Takers takers(Workload workload) {
    if (!workload.on().isEmpty()) {
      return new Takers(workload.on().stream()
          .flatMap(name -> named(name, workload).stream())
          .filter(n -> Labels.match(workload.nodeSelector(), n.labels()))
          .toList());
    }
    if (workload.spread() == Workload.Spread.EVERY_NODE) {
      return new Takers(nodes.stream().filter(n -> takes(n, workload)).toList());
    }
    return takers.computeIfAbsent(
        new Wants(workload.nodeSelector(), workload.tolerations()),
        w -> new Takers(
            nodes.stream().filter(n -> !n.unschedulable() && takes(n, workload)).toList()));
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

  /** Says why; a cluster without nodes and nodes that do not exist are reported elsewhere, once. */
  private void reportUnplaced(Workload workload, int pods) {
    boolean named = workload.on().stream().anyMatch(n -> byName.containsKey(n.value()));
    if (nodes.isEmpty() || !workload.on().isEmpty() && !named) {
      return;
    }
    Diagnostic.at(
            workload.span(),
            NameCode.UNPLACED_POD,
            pods > 1
                ? "no node takes the " + pods + " pods of " + workload.described()
                : "no node takes " + workload.described())
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
