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
 * @param asking of the pods and hosts of each class, by name, those that ask for every service; the others ask for those they
 *     have endpoints of, and for the first
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
    Set<String> asking,
    Map<String, Integer> kindOfHost,
    Map<String, Integer> kindOfPod,
    boolean whole) {

  /** A pod on its host. */
  record Member(Host host, PodNamespace pod) {}

  /** More kinds of hosts than this are told apart by their services, of which each is asked where it is special. */
  private static final int MOST_KINDS = 16;

  /**
   * In a cluster of more hosts than this, what services gave a host makes it no other on the way to every other host, and neither
   * do its own pods: of classes that are alike without these one meets every host, and the others meet one of each class. Neither do
   * its own pods, and what services gave it for them alone, count for services whose endpoints are elsewhere.
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

  /** Whether it asks for every service. */
  boolean asks(Member member) {
    return asking.contains(member.pod().pod());
  }

  /** Whether it asks for every service. */
  boolean asks(Host host) {
    return asking.contains(host.name);
  }

  /** Whether everyone of a class asks for every service. */
  boolean allAsk() {
    return asking.size() == hostReps.size() + podReps.size();
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
        growing.add(host, both.whole(), all ? both.whole() : both.network(), both.elsewhere(), "");
      } else {
        String zone = nodes.get(state.node()).zone().orElse("");
        growing.add(host, both.network(), both.network(), both.network().alone(), "\nzone " + zone);
      }
    }
    return growing.classes(few);
  }

  private static final class Growing {
    private final List<Member> podReps = new ArrayList<>();
    private final List<Member> seconds = new ArrayList<>();
    private final List<Member> everyHostsPods = new ArrayList<>();
    private final List<Host> hostReps = new ArrayList<>();
    private final Chosen far = new Chosen();
    private final Chosen asking = new Chosen();
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
     * @param elsewhere by what those that ask for every service are
     */
    void add(
        Host host,
        Signatures.OfHost signature,
        Signatures.OfHost reach,
        String elsewhere,
        String also) {
      String kind = signature.host() + also;
      Integer known = hostsSeen.putIfAbsent(kind, hostsSeen.size());
      if (known == null) {
        known = hostsSeen.size() - 1;
        hostReps.add(host);
        boolean hasPods = !signature.pods().isEmpty();
        far.host(host, all ? kind : reach.alone() + also, hasPods);
        asking.host(host, all ? kind : elsewhere + also, hasPods);
      }
      int number = known;
      kindOfHost.put(host.name, number);
      signature.pods().forEach((pod, members) -> {
        everyHostsPods.add(new Member(host, members.get(0)));
        String itsKind = number + "|" + pod;
        Integer kindOf = podsSeen.putIfAbsent(itsKind, podsSeen.size());
        if (kindOf == null) {
          PodNamespace rep = members.get(0);
          podReps.add(new Member(host, rep));
          far.pod(rep, reach.host() + also + "|" + signatureOf(rep, reach));
          asking.pod(rep, all ? itsKind : elsewhere + also + "|" + pod);
          members.stream().skip(1).limit(1).forEach(m -> seconds.add(new Member(host, m)));
          kindOf = podsSeen.size() - 1;
        }
        for (PodNamespace member : members) {
          kindOfPod.put(member.pod(), kindOf);
        }
      });
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
          podReps,
          seconds,
          everyHostsPods,
          hostReps,
          far.names,
          asking.names,
          kindOfHost,
          kindOfPod,
          whole);
    }
  }

  /** Of the hosts and pods that are alike in some way, one of each: of hosts one with pods, where there is one. */
  private static final class Chosen {
    private final Set<String> names = new HashSet<>();
    private final Map<String, Host> hosts = new HashMap<>();
    private final Set<String> withPods = new HashSet<>();
    private final Set<String> pods = new HashSet<>();

    void host(Host host, String way, boolean hasPods) {
      Host known = hosts.get(way);
      if (known == null || hasPods && !withPods.contains(known.name)) {
        if (known != null) {
          names.remove(known.name);
        }
        hosts.put(way, host);
        names.add(host.name);
      }
      if (hasPods) {
        withPods.add(host.name);
      }
    }

    void pod(PodNamespace pod, String way) {
      if (pods.add(way)) {
        names.add(pod.pod());
      }
    }
  }
}
