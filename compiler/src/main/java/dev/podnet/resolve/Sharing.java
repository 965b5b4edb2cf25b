package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.NameCode;
import dev.podnet.model.Node;
import dev.podnet.model.ObjectRef;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Follows {@code shares} to the pod whose network it is in the end, and puts the sharers on its node. */
final class Sharing {

  private final SortedMap<ObjectRef, Placed> pods;
  private final Diagnostics diagnostics;
  private final Map<ObjectRef, Optional<ObjectRef>> owners = new HashMap<>();

  private Sharing(SortedMap<ObjectRef, Placed> pods, Diagnostics diagnostics) {
    this.pods = pods;
    this.diagnostics = diagnostics;
  }

  /** Replaces each sharing pod by one on its owner's node; one that cannot share has a network of its own from here. */
  static void settle(SortedMap<ObjectRef, Placed> pods, Diagnostics diagnostics) {
    Sharing sharing = new Sharing(pods, diagnostics);
    List<Placed> sharers =
        pods.values().stream().filter(p -> p.pod().shares().isPresent()).toList();
    sharers.forEach(p -> sharing.owner(p.pod()));
    for (Placed sharer : sharers) {
      Optional<ObjectRef> owner = sharing.owners.get(sharer.pod().ref());
      pods.put(
          sharer.pod().ref(),
          owner
              .map(o -> sharing.beside(sharer, pods.get(o)))
              .orElse(new Placed(sharer.pod().notSharing(), sharer.workload(), sharer.node())));
    }
  }

  /** The pod whose namespace a pod is in: by a loop, for the chain may be long. */
  private void owner(PodDraft first) {
    Set<ObjectRef> chain = new LinkedHashSet<>();
    PodDraft pod = first;
    Optional<ObjectRef> owner = Optional.empty();
    while (true) {
      if (owners.containsKey(pod.ref())) {
        owner = owners.get(pod.ref());
        break;
      }
      if (pod.shares().isEmpty()) {
        owner = Optional.of(pod.ref());
        break;
      }
      if (!chain.add(pod.ref())) {
        reportCycle(pod, chain);
        break;
      }
      ObjectRef next = new ObjectRef(pod.ref().namespace(), pod.shares().get().value());
      if (!pods.containsKey(next)) {
        reportUnknown(pod);
        break;
      }
      pod = pods.get(next).pod();
    }
    for (ObjectRef link : chain) {
      owners.put(link, owner);
    }
  }

  private Placed beside(Placed sharer, Placed owner) {
    Optional<Node> node = owner.node();
    boolean apart = !sharer.workload().on().isEmpty()
        && node.isPresent()
        && sharer.workload().on().stream()
            .noneMatch(n -> n.value().equals(node.get().name()));
    if (apart) {
      Located<String> on = sharer.workload().on().get(0);
      Diagnostic.at(
              on.span(),
              NameCode.SHARING_APART,
              "pod " + sharer.pod().ref() + " shares the network of "
                  + owner.pod().ref() + " and so runs on " + node.get().name() + ", not on " + on)
          .related(owner.pod().span(), owner.pod().ref() + " is declared here")
          .help("leave `on` out: a sharing pod follows the other")
          .to(diagnostics);
    }
    return new Placed(sharer.pod(), sharer.workload(), node);
  }

  private void reportUnknown(PodDraft pod) {
    Located<String> name = pod.shares().orElseThrow();
    List<String> names = new ArrayList<>();
    pods.keySet().stream()
        .filter(r -> r.namespace().equals(pod.ref().namespace()) && !r.equals(pod.ref()))
        .forEach(r -> names.add(r.name()));
    Diagnostic.at(
            name.span(),
            NameCode.UNKNOWN_POD,
            "pod " + pod.ref() + " shares the network of a pod " + name
                + " that is not in namespace " + pod.ref().namespace())
        .help(NameTable.help(name.value(), names, "pod"))
        .to(diagnostics);
  }

  private void reportCycle(PodDraft pod, Set<ObjectRef> chain) {
    List<String> links = new ArrayList<>();
    boolean inside = false;
    for (ObjectRef link : chain) {
      inside |= link.equals(pod.ref());
      if (inside) {
        links.add(link.name());
      }
    }
    links.add(pod.ref().name());
    Diagnostic.at(
            pod.shares().orElseThrow().span(),
            NameCode.SHARING_CYCLE,
            links.size() == 2
                ? "pod " + pod.ref() + " shares its own network"
                : "pods share networks in a circle: " + String.join(" -> ", links))
        .help("one of them needs a network of its own: take its `shares` away")
        .to(diagnostics);
  }
}
