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
 * @param podReps one pod of each class
 * @param seconds a second pod of each class, where there is one, so that two of one kind on one host meet too
 * @param everyHostsPods one pod of each class on every host
 * @param hostReps one host of each class
 * @param far of the pods and hosts of each class, by name, those that meet every host; the others meet one of each class
 * @param kindOfHost the class of each host, as a number, by name
 * @param kindOfPod the class of each pod with a network of its own, as a number, by {@code NAMESPACE/NAME}
 * @param whole whether hosts of one class are alike in what services gave them too
 */
record Classes(
    List<Member> podReps,
    List<Member> seconds,
    List<Member> everyHostsPods,
    List<Host> hostReps,
    Set<String> far,
    Map<String, Integer> kindOfHost,
    Map<String, Integer> kindOfPod,
    boolean whole) {

  /** A pod on its host. */
  record Member(Host host, PodNamespace pod) {}

  /** More kinds of hosts than this are told apart by their services, of which each is asked where it is special. */
  private static final int MOST_KINDS = 16;

  /**
   * In a cluster of more hosts than this, what services gave a host makes it no other on the way to every other host, and neither
   * do its own pods: of classes that are alike without these one meets every host, and the others meet one of each class.
   */
  static final int FEW_HOSTS = 256;

  /** Whether it meets every host. */
  boolean far(Member member) {
    return far.contains(member.pod().pod());
  }

  /** Whether it meets the pods of every host. */
  boolean far(Host host) {
    return far.contains(host.name);
  }

  /**
   * Sorts a plan's hosts and pods into classes. Where services with a policy Local make almost every host another one, what
   * services gave the hosts is left out: else the work would grow with the square of the hosts.
   */
  static Classes of(Cluster cluster, Plan plan, Network network) {
    Map<String, Node> nodes = new HashMap<>();
    cluster.nodes().forEach(n -> nodes.put(n.name(), n));
    MetFiles met = MetFiles.of(plan);
    Set<String> shared = new HashSet<>();
    plan.shared().forEach((name, fragment) -> {
      if (met.counts(fragment.fragment())) {
        shared.add(name);
      }
    });
    List<Signatures.Both> signatures = Parallel.map(plan.hosts(), state -> {
      Node node = nodes.get(state.node());
      List<Cidr> ranges = node.podCidrs().stream().map(Located::value).toList();
      StringBuilder place = new StringBuilder(node.segment().orElse("-"));
      state.includes().stream()
          .filter(shared::contains)
          .forEach(n -> place.append('|').append(n));
      return Signatures.of(state, ranges, place.toString(), met);
    });
    boolean few = signatures.stream().map(s -> s.whole().host()).distinct().count() <= MOST_KINDS;
    boolean all = plan.hosts().size() <= FEW_HOSTS;
    Growing growing = new Growing(all);
    for (int i = 0; i < signatures.size(); i++) {
      HostState state = plan.hosts().get(i);
      Host host = network.host(state.node()).orElseThrow();
      Signatures.Both both = signatures.get(i);
      if (few) {
        growing.add(host, both.whole(), all ? both.whole() : both.network(), "");
      } else {
        String zone = nodes.get(state.node()).zone().orElse("");
        growing.add(host, both.network(), both.network(), "\nzone " + zone);
      }
    }
    return growing.classes(few);
  }

  private static final class Growing {
    private final List<Member> podReps = new ArrayList<>();
    private final List<Member> seconds = new ArrayList<>();
    private final List<Member> everyHostsPods = new ArrayList<>();
    private final List<Host> hostReps = new ArrayList<>();
    private final Set<String> far = new HashSet<>();
    private final Map<String, Host> farHosts = new HashMap<>();
    private final Set<String> hostsWithPods = new HashSet<>();
    private final Set<String> farPods = new HashSet<>();
    private final boolean all;
    private final Map<String, Integer> kindOfPod = new HashMap<>();
    private final Map<String, Integer> kindOfHost = new HashMap<>();
    private final Map<String, Integer> hostsSeen = new HashMap<>();
    private final Map<String, Integer> podsSeen = new HashMap<>();

    Growing(boolean all) {
      this.all = all;
    }

    /**
     * Adds a host and its pods.
     *
     * @param signature by what they are told apart
     * @param reach by what those that meet every host are
     */
    void add(Host host, Signatures.OfHost signature, Signatures.OfHost reach, String also) {
      String kind = signature.host() + also;
      Integer known = hostsSeen.putIfAbsent(kind, hostsSeen.size());
      if (known == null) {
        known = hostsSeen.size() - 1;
        hostReps.add(host);
        reaches(host, all ? kind : reach.alone() + also, !signature.pods().isEmpty());
      }
      int number = known;
      kindOfHost.put(host.name, number);
      signature.pods().forEach((pod, members) -> {
        everyHostsPods.add(new Member(host, members.get(0)));
        Integer kindOf = podsSeen.putIfAbsent(number + "|" + pod, podsSeen.size());
        if (kindOf == null) {
          podReps.add(new Member(host, members.get(0)));
          if (farPods.add(reach.host() + also + "|" + signatureOf(members.get(0), reach))) {
            far.add(members.get(0).pod());
          }
          members.stream().skip(1).limit(1).forEach(m -> seconds.add(new Member(host, m)));
          kindOf = podsSeen.size() - 1;
        }
        for (PodNamespace member : members) {
          kindOfPod.put(member.pod(), kindOf);
        }
      });
    }

    /** Of those that are alike on the way to others, one that has pods is to meet every host. */
    private void reaches(Host host, String way, boolean hasPods) {
      Host known = farHosts.get(way);
      if (known == null || hasPods && !hostsWithPods.contains(known.name)) {
        if (known != null) {
          far.remove(known.name);
        }
        farHosts.put(way, host);
        far.add(host.name);
      }
      if (hasPods) {
        hostsWithPods.add(host.name);
      }
    }

    private static String signatureOf(PodNamespace pod, Signatures.OfHost host) {
      return host.pods().entrySet().stream()
          .filter(one -> one.getValue().contains(pod))
          .map(Map.Entry::getKey)
          .findFirst()
          .orElseThrow();
    }

    Classes classes(boolean whole) {
      return new Classes(
          podReps, seconds, everyHostsPods, hostReps, far, kindOfHost, kindOfPod, whole);
    }
  }
}
