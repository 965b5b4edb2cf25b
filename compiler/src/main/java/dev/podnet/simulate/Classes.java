package dev.podnet.simulate;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.net.Cidr;
import dev.podnet.plan.HostState;
import dev.podnet.plan.Plan;
import dev.podnet.plan.PodNamespace;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The hosts and pods of a network by classes of equal behaviour.
 *
 * @param podReps two pods of each class (one, where there is no second), so that two of one kind on one host meet too
 * @param everyHostsPods one pod of each class on every host
 * @param hostReps one host of each class
 * @param kindOfPod the class of each pod with a network of its own, as a number, by {@code NAMESPACE/NAME}
 */
record Classes(
    List<Member> podReps,
    List<Member> everyHostsPods,
    List<Host> hostReps,
    Map<String, Integer> kindOfPod) {

  /** One pod of each class. */
  List<Member> onePodOfEach() {
    Set<Integer> seen = new HashSet<>();
    return podReps.stream().filter(m -> seen.add(kindOfPod.get(m.pod().pod()))).toList();
  }

  /** A pod on its host. */
  record Member(Host host, PodNamespace pod) {}

  /** Sorts a plan's hosts and pods into classes. */
  static Classes of(Cluster cluster, Plan plan, Network network) {
    Map<String, Node> nodes = new HashMap<>();
    cluster.nodes().forEach(n -> nodes.put(n.name(), n));
    List<Member> podReps = new ArrayList<>();
    List<Member> everyHostsPods = new ArrayList<>();
    List<Host> hostReps = new ArrayList<>();
    Map<String, Integer> kindOfPod = new HashMap<>();
    Set<String> hostsSeen = new HashSet<>();
    Map<String, Integer> podsSeen = new HashMap<>();
    for (HostState state : plan.hosts()) {
      Node node = nodes.get(state.node());
      List<Cidr> ranges = node.podCidrs().stream().map(Located::value).toList();
      Signatures.OfHost signature = Signatures.of(state, ranges, node.segment().orElse("-"));
      Host host = network.host(state.node()).orElseThrow();
      if (hostsSeen.add(signature.host())) {
        hostReps.add(host);
      }
      signature.pods().forEach((pod, members) -> {
        everyHostsPods.add(new Member(host, members.get(0)));
        Integer kind = podsSeen.putIfAbsent(signature.host() + pod, podsSeen.size());
        if (kind == null) {
          members.stream().limit(2).forEach(m -> podReps.add(new Member(host, m)));
          kind = podsSeen.size() - 1;
        }
        for (PodNamespace member : members) {
          kindOfPod.put(member.pod(), kind);
        }
      });
    }
    return new Classes(podReps, everyHostsPods, hostReps, kindOfPod);
  }
}
