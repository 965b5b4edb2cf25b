package dev.podnet.simulate;

import dev.podnet.model.BackendChoice;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Pod;
import dev.podnet.model.Service;
import dev.podnet.net.InterfaceAddress;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Plan;
import dev.podnet.plan.PodNamespace;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Proves the Kubernetes network model over a whole plan: every pod reaches every pod, and every node every pod, with the
 * source unchanged and at full size; every service port and node port reaches exactly its endpoints.
 *
 * <p>Hosts and pods that behave alike ({@link Signatures}) are walked once: from one of each class to a pod of each class
 * on every host, and from a pod of each class on every host to one of each class. So the work grows with the hosts, not
 * with their pairs, and an entry that leads to one host is still walked for each host it leads to. A second pod of each class
 * stands for what pods of one kind on one host are to each other.
 */
public final class Proof {

  /** What a failure is about. */
  public enum Claim {
    POD_TO_POD("a pod does not reach a pod as the network model asks"),
    NODE_TO_POD("a node does not reach a pod as the network model asks"),
    POD_TO_NODE("a pod does not reach a node as the network model asks"),
    SERVICE("a service does not reach exactly its endpoints"),
    NODE_PORT("a node port does not reach exactly its endpoints"),
    HOST_PORT("a host port does not reach its pod");

    private final String text;

    Claim(String text) {
      this.text = text;
    }

    /** The claim's failure in words. */
    public String text() {
      return text;
    }
  }

  /**
   * A claim that does not hold, with one counterexample for all of its kind.
   *
   * @param claim which
   * @param from who sends, in words
   * @param to who should answer, in words
   * @param what what happens instead
   * @param span the place in the spec that is closest to it
   * @param trace the counterexample's walk
   * @param others how many further walks failed in the same way
   */
  public record Failure(
      Claim claim, String from, String to, String what, Span span, Trace trace, int others) {}

  /**
   * What was proved.
   *
   * @param failures empty when everything holds
   * @param asserts how each assert of the spec came out
   * @param walks how many packets were followed
   * @param hostClasses how many kinds of hosts there are
   * @param podClasses how many kinds of pods there are
   */
  public record Result(
      List<Failure> failures,
      List<AssertProof.Outcome> asserts,
      long walks,
      int hostClasses,
      int podClasses) {
    /** Copies the list. */
    public Result {
      failures = List.copyOf(failures);
      asserts = List.copyOf(asserts);
    }
  }

  private static final int FIRST_PORT = 22;

  private final Cluster cluster;
  private final Network network;
  private final boolean apart;
  private final Map<String, Node> nodes = new HashMap<>();
  private final Findings findings;
  private final Classes classes;
  /** A TCP port of nodes themselves: nothing in the cluster leads it to anybody else. */
  private final int nodePort;

  private Proof(Cluster cluster, Plan plan) {
    this.cluster = cluster;
    this.network = Network.of(cluster, plan);
    this.apart = apart(cluster);
    this.findings = new Findings(new Simulator(network));
    cluster.nodes().forEach(n -> nodes.put(n.name(), n));
    this.classes = Classes.of(cluster, plan, network);
    this.nodePort = ownPort(cluster);
  }

  private static int ownPort(Cluster cluster) {
    Set<Integer> taken = new HashSet<>();
    for (Service service : cluster.services()) {
      for (Service.Port port : service.ports()) {
        taken.add(port.number());
        port.nodePort().ifPresent(number -> taken.add(number.value()));
      }
    }
    for (Pod pod : cluster.pods()) {
      for (Pod.Container container : pod.containers()) {
        container.ports().forEach(port -> port.hostPort().ifPresent(taken::add));
      }
    }
    int port = FIRST_PORT;
    while (taken.contains(port)) {
      port++;
    }
    return port;
  }

  /** Proves a plan that was made from this cluster. */
  public static Result prove(Cluster cluster, Plan plan) {
    Proof proof = new Proof(cluster, plan);
    boolean wired =
        !none(cluster.settings().wiring()) && !none(cluster.settings().fabric());
    if (wired) {
      proof.podsAndNodes();
      new HostPortProof(cluster, proof.network, proof.findings).prove();
    }
    if (wired && !none(cluster.settings().proxyMode())) {
      ServiceAsk ask = new ServiceAsk(cluster, proof.network, proof.classes, proof.findings);
      new ServiceProof(ask).prove();
      new NodePortProof(ask).prove();
    }
    List<AssertProof.Outcome> asserts = wired
        ? new AssertProof(cluster, proof.network, proof.classes).prove()
        : cluster.assertions().stream().map(AssertProof.Outcome::unknown).toList();
    return new Result(
        proof.findings.failures(),
        asserts,
        proof.findings.walks(),
        proof.classes.hostReps().size(),
        proof.classes.podReps().size());
  }

  /** Whether the pods of different hosts are kept apart: with {@code docker} there is nothing between hosts. */
  static boolean apart(Cluster cluster) {
    return cluster.settings().fabric().name().value().equals("docker");
  }

  private boolean apart(Host from, Host to) {
    return apart && !from.name.equals(to.name);
  }

  private static String isolated(Trace trace) {
    return trace.verdict() == Verdict.DELIVERED
        ? "it arrives, though docker keeps the pods of different hosts apart"
        : "";
  }

  /** Whether that part of the network is somebody else's, about which a plan says nothing. */
  private static boolean none(BackendChoice choice) {
    return choice.name().value().equals("none");
  }

  // --- pods and nodes

  private void podsAndNodes() {
    for (Classes.Member rep : classes.podReps()) {
      if (classes.far(rep)) {
        meets(rep, classes.everyHostsPods(), network.hosts());
      } else {
        meets(rep, classes.podReps(), classes.hostReps());
      }
    }
    for (Classes.Member second : classes.seconds()) {
      meets(second, classes.podReps(), classes.hostReps());
      podToPod(second, second);
    }
    for (Host rep : classes.hostReps()) {
      for (Classes.Member pod : classes.far(rep) ? classes.everyHostsPods() : classes.podReps()) {
        nodeToPod(rep, pod);
        podToNode(pod, rep);
      }
    }
  }

  private void meets(Classes.Member rep, List<Classes.Member> pods, List<Host> hosts) {
    for (Classes.Member other : pods) {
      podToPod(rep, other);
      podToPod(other, rep);
    }
    for (Host host : hosts) {
      nodeToPod(host, rep);
      podToNode(rep, host);
    }
  }

  private void podToPod(Classes.Member from, Classes.Member to) {
    for (InterfaceAddress address : to.pod().addresses()) {
      Optional<IpAddress> own = addressOf(from.pod(), address.address().family());
      if (own.isPresent()) {
        findings.check(
            new Findings.Flow(
                Claim.POD_TO_POD,
                new Simulator.FromPod(from.pod().pod()),
                address.address(),
                80,
                Transport.TCP,
                network.podMtu(from.host(), from.pod())),
            () -> to.pod().pod(),
            nodes.get(to.host().name).span(),
            trace -> apart(from.host(), to.host())
                ? isolated(trace)
                : wrong(trace, Optional.of(to.pod().pod()), to.host().name, own));
      }
    }
  }

  private void nodeToPod(Host from, Classes.Member to) {
    for (InterfaceAddress address : to.pod().addresses()) {
      if (nodes.get(from.name).address(address.address().family()).isPresent()) {
        findings.check(
            new Findings.Flow(
                Claim.NODE_TO_POD,
                new Simulator.FromNode(from.name),
                address.address(),
                80,
                Transport.TCP,
                Simulator.SMALL),
            () -> to.pod().pod(),
            nodes.get(to.host().name).span(),
            trace -> apart(from, to.host())
                ? isolated(trace)
                : wrong(trace, Optional.of(to.pod().pod()), to.host().name, Optional.empty()));
      }
    }
  }

  private void podToNode(Classes.Member from, Host to) {
    for (Located<IpAddress> address : nodes.get(to.name).addresses()) {
      if (addressOf(from.pod(), address.value().family()).isPresent()) {
        findings.check(
            new Findings.Flow(
                Claim.POD_TO_NODE,
                new Simulator.FromPod(from.pod().pod()),
                address.value(),
                nodePort,
                Transport.TCP,
                Simulator.SMALL),
            () -> "node " + to.name,
            nodes.get(to.name).span(),
            trace -> arrives(trace, Optional.empty(), to.name));
      }
    }
  }

  static Optional<IpAddress> addressOf(PodNamespace pod, IpFamily family) {
    for (InterfaceAddress address : pod.addresses()) {
      if (address.address().family() == family) {
        return Optional.of(address.address());
      }
    }
    return Optional.empty();
  }

  /** What differs from a plain delivery without translation; empty when nothing does. */
  private static String wrong(
      Trace trace, Optional<String> pod, String node, Optional<IpAddress> source) {
    String lost = arrives(trace, pod, node);
    if (!lost.isEmpty()) {
      return lost;
    }
    Trace.Outcome end = trace.outcomes().get(0);
    if (!end.nat().isEmpty()) {
      return "its addresses are translated: " + String.join(", ", end.nat());
    }
    if (source.isPresent() && !end.sourceSeen().equals(source.get())) {
      return "it arrives as from " + end.sourceSeen();
    }
    return "";
  }

  /** Whether it arrives where it should, whoever it then seems to be from. */
  private static String arrives(Trace trace, Optional<String> pod, String node) {
    if (trace.verdict() != Verdict.DELIVERED) {
      return "it is " + trace.verdict().word() + ": " + trace.reason();
    }
    Trace.Outcome end = trace.outcomes().get(0);
    if (!end.node().equals(Optional.of(node)) || !end.pod().equals(pod)) {
      return "it arrives at " + end.pod().or(end::node).orElse("a host outside");
    }
    return "";
  }
}
