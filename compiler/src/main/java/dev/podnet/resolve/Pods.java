package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.ClusterSettings;
import dev.podnet.model.Node;
import dev.podnet.model.ObjectRef;
import dev.podnet.model.Pod;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import dev.podnet.syntax.NamespaceItem;
import dev.podnet.syntax.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** From declarations of pods and workloads to pods that have a name, a place and addresses. */
final class Pods {

  /** How many pods a cluster has at most; Kubernetes' own limit ("Considerations for large clusters"). */
  private static final int MOST = 150_000;

  private final List<Node> nodes;
  private final ClusterSettings settings;
  private final Lock lock;
  private final Diagnostics diagnostics;

  private Pods(List<Node> nodes, ClusterSettings settings, Lock lock, Diagnostics diagnostics) {
    this.nodes = nodes;
    this.settings = settings;
    this.lock = lock;
    this.diagnostics = diagnostics;
  }

  /** All pods, sorted by namespace and name. */
  static List<Pod> resolve(
      List<Statement.NamespaceDecl> declared,
      Imported imported,
      List<Node> nodes,
      ClusterSettings settings,
      Lock lock,
      Diagnostics diagnostics) {
    return new Pods(nodes, settings, lock, diagnostics).resolve(declared, imported);
  }

  private List<Pod> resolve(List<Statement.NamespaceDecl> declared, Imported imported) {
    Budget budget = new Budget("pods", MOST, diagnostics);
    SpecPods spec = new SpecPods(budget, diagnostics);
    List<Workload> workloads = new ArrayList<>();
    for (Statement.NamespaceDecl namespace : declared) {
      for (NamespaceItem item : namespace.items()) {
        if (item instanceof NamespaceItem.PodDecl pod) {
          workloads.add(spec.read(namespace.name().value(), pod));
        }
      }
    }
    workloads.addAll(new ImportedPods(imported, budget, diagnostics).read());
    SortedMap<ObjectRef, Placed> pods =
        place(distinct(workloads), new Placement(nodes, lock, budget, diagnostics));
    Sharing.settle(pods, diagnostics);
    Map<ObjectRef, List<Located<IpAddress>>> ips =
        new PodAddresses(settings, lock, diagnostics).assign(pods.values());
    return pods.values().stream().map(p -> pod(p, pods, ips)).toList();
  }

  /**
   * Gives the pods of a workload that may be called as one likes (a Deployment's have no name of their own in Kubernetes
   * either) a name with its kind in it, {@code web-deployment-1}, where the plain one is somebody else's.
   */
  private static List<Workload> distinct(List<Workload> workloads) {
    Set<ObjectRef> taken = new HashSet<>();
    List<Workload> result = new ArrayList<>();
    for (Workload workload : workloads) {
      if (workload.namesFixed()) {
        workload.pods().forEach(p -> taken.add(p.ref()));
        result.add(workload);
      }
    }
    workloads.stream()
        .filter(w -> !w.namesFixed())
        .sorted(Comparator.comparing(Workload::ref).thenComparing(Workload::described))
        .forEach(w -> result.add(
            w.spread() == Workload.Spread.EVERY_NODE
                ? w
                : w.with(w.pods().stream().map(p -> renamed(p, w, taken)).toList())));
    return result;
  }

  private static PodDraft renamed(PodDraft pod, Workload workload, Set<ObjectRef> taken) {
    if (taken.add(pod.ref())) {
      return pod;
    }
    String kind = workload.described().split(" ", 2)[0].toLowerCase(Locale.ROOT);
    String number = pod.ref().name().substring(workload.ref().name().length());
    ObjectRef other =
        new ObjectRef(pod.ref().namespace(), workload.ref().name() + "-" + kind + number);
    taken.add(other);
    return pod.named(other, pod.labels());
  }

  /** Pods by name; where two have one name, one stays and the other is reported. */
  private SortedMap<ObjectRef, Placed> place(List<Workload> workloads, Placement placement) {
    NameTable<Placed> names = new NameTable<>("pod", diagnostics);
    SortedMap<ObjectRef, Placed> pods = new TreeMap<>();
    for (Placed placed : placement.place(workloads)) {
      ObjectRef ref = placed.pod().ref();
      Optional<String> origin = ref.equals(placed.workload().ref())
          ? Optional.empty()
          : placed.workload().title();
      if (names.add(ref.toString(), placed.pod().span(), origin, placed)) {
        pods.put(ref, placed);
      }
    }
    return pods;
  }

  private Pod pod(
      Placed placed,
      SortedMap<ObjectRef, Placed> pods,
      Map<ObjectRef, List<Located<IpAddress>>> ips) {
    PodDraft draft = placed.pod();
    Placed owner = owner(placed, pods);
    Pod.Network network = owner.pod().network();
    List<Located<IpAddress>> addresses = network == Pod.Network.HOST
        ? placed.node().stream()
            .flatMap(n -> n.addresses().stream())
            .filter(a -> owner.pod().has(a.value().family()))
            .toList()
        : ips.getOrDefault(owner.pod().ref(), List.of());
    return new Pod(
        draft.ref(),
        draft.span(),
        placed.workload().title(),
        placed.node().map(Node::name),
        network,
        draft.shares().map(s -> new ObjectRef(draft.ref().namespace(), s.value())),
        addresses,
        !draft.ips().isEmpty(),
        draft.labels(),
        draft.hostname(),
        draft.subdomain(),
        draft.containers(),
        draft.dns(),
        draft.ready(),
        draft.terminating());
  }

  /** The pod whose network it is in the end; circles are gone by now. */
  private static Placed owner(Placed placed, SortedMap<ObjectRef, Placed> pods) {
    Placed owner = placed;
    while (owner.pod().shares().isPresent()) {
      owner = pods.get(new ObjectRef(
          owner.pod().ref().namespace(), owner.pod().shares().get().value()));
    }
    return owner;
  }
}
