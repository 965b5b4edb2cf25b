package dev.podnet.simulate;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.net.Cidr;
import dev.podnet.plan.HostState;
import dev.podnet.plan.Plan;
import dev.podnet.plan.PodNamespace;
import dev.podnet.source.Located;
import dev.podnet.work.Parallel;
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
 * @param whole whether hosts of one class are alike in what services gave them too
 */
record Classes(
    List<Member> podReps,
    List<Member> everyHostsPods,
    List<Host> hostReps,
    Map<String, Integer> kindOfPod,
    boolean whole) {

  /** One pod of each class. */
  List<Member> onePodOfEach() {
    Set<Integer> seen = new HashSet<>();
    return podReps.stream().filter(m -> seen.add(kindOfPod.get(m.pod().pod()))).toList();
  }

  /** A pod on its host. */
  record Member(Host host, PodNamespace pod) {}

  /** More kinds of hosts than this are told apart by their services, of which each is asked where it is special. */
  private static final int MOST_KINDS = 16;

  /**
   * Sorts a plan's hosts and pods into classes. Where services with a policy Local make almost every host another one, what
   * services gave the hosts is left out: else the work would grow with the square of the hosts.
   */
  static Classes of(Cluster cluster, Plan plan, Network network) {
    Map<String, Node> nodes = new HashMap<>();
    cluster.nodes().forEach(n -> nodes.put(n.name(), n));
    List<Signatures.Both> signatures = Parallel.map(plan.hosts(), state -> {
      Node node = nodes.get(state.node());
      List<Cidr> ranges = node.podCidrs().stream().map(Located::value).toList();
      return Signatures.of(state, ranges, node.segment().orElse("-"));
    });
    boolean few = signatures.stream().map(s -> s.whole().host()).distinct().count() <= MOST_KINDS;
    Growing growing = new Growing();
    for (int i = 0; i < signatures.size(); i++) {
      HostState state = plan.hosts().get(i);
      Host host = network.host(state.node()).orElseThrow();
      if (few) {
        growing.add(host, signatures.get(i).whole(), "");
      } else {
        String zone = nodes.get(state.node()).zone().orElse("");
        growing.add(host, signatures.get(i).network(), "\nzone " + zone);
      }
    }
    return growing.classes(few);
  }

  private static final class Growing {
    private final List<Member> podReps = new ArrayList<>();
    private final List<Member> everyHostsPods = new ArrayList<>();
    private final List<Host> hostReps = new ArrayList<>();
    private final Map<String, Integer> kindOfPod = new HashMap<>();
    private final Set<String> hostsSeen = new HashSet<>();
    private final Map<String, Integer> podsSeen = new HashMap<>();

    void add(Host host, Signatures.OfHost signature, String also) {
      String kindOfHost = signature.host() + also;
      if (hostsSeen.add(kindOfHost)) {
        hostReps.add(host);
      }
      signature.pods().forEach((pod, members) -> {
        everyHostsPods.add(new Member(host, members.get(0)));
        Integer kind = podsSeen.putIfAbsent(kindOfHost + pod, podsSeen.size());
        if (kind == null) {
          members.stream().limit(2).forEach(m -> podReps.add(new Member(host, m)));
          kind = podsSeen.size() - 1;
        }
        for (PodNamespace member : members) {
          kindOfPod.put(member.pod(), kind);
        }
      });
    }

    Classes classes(boolean whole) {
      return new Classes(podReps, everyHostsPods, hostReps, kindOfPod, whole);
    }
  }
}
