package dev.podnet.backends.common;

import dev.podnet.model.Node;
import dev.podnet.model.ObjectRef;
import dev.podnet.model.Pod;
import dev.podnet.net.InterfaceAddress;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.Part;
import dev.podnet.plan.PodNamespace;
import dev.podnet.plan.PodNamespace.PodNeighbour;
import dev.podnet.plan.PodNamespace.PodRoute;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.FragmentBuilder;
import dev.podnet.spi.PlanBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The pods' network namespaces on their nodes, whichever way the pods are wired. */
public final class PodNamespaces {

  /** The interface of a pod. */
  public static final InterfaceName ETH0 = new InterfaceName("eth0");

  private PodNamespaces() {}

  /** How one pod hangs on its node. */
  public interface Wire {
    /** Adds what the node has for a pod with a network of its own, and says what the pod has. */
    Inside wire(Pod pod, Node node, FragmentBuilder host);
  }

  /**
   * What a pod has.
   *
   * @param addresses of its eth0
   * @param routes in the order in which they can be added
   * @param neighbours permanent ones
   */
  public record Inside(
      List<InterfaceAddress> addresses, List<PodRoute> routes, List<PodNeighbour> neighbours) {

    /** Copies the lists. */
    public Inside {
      addresses = List.copyOf(addresses);
      routes = List.copyOf(routes);
      neighbours = List.copyOf(neighbours);
    }
  }

  private static final Inside NOTHING = new Inside(List.of(), List.of(), List.of());

  /** Adds the namespaces of all placed pods. */
  public static void contribute(BackendContext context, Wire wire, PlanBuilder plan) {
    Map<ObjectRef, Pod> pods = PodNames.byRef(context.cluster());
    Map<String, Node> nodes = new HashMap<>();
    context.cluster().nodes().forEach(n -> nodes.put(n.name(), n));
    for (Pod pod : context.cluster().pods()) {
      Node node = pod.node().map(nodes::get).orElse(null);
      if (node != null) {
        contribute(context, pod, pods, node, wire, plan);
      }
    }
  }

  private static void contribute(
      BackendContext context,
      Pod pod,
      Map<ObjectRef, Pod> pods,
      Node node,
      Wire wire,
      PlanBuilder plan) {
    Optional<Pod> root = PodNames.root(pod, pods);
    if (root.isEmpty() || root.get().network() == Pod.Network.HOST) {
      return;
    }
    FragmentBuilder host = plan.host(node.name(), Part.PODS);
    Optional<String> shared =
        pod.sharesWith().map(s -> PodNames.namespace(root.get().ref()));
    Inside inside = shared.isEmpty() && pod.wired() ? wire.wire(pod, node, host) : NOTHING;
    host.namespace(new PodNamespace(
        PodNames.namespace(pod.ref()),
        pod.ref().toString(),
        shared,
        inside.addresses(),
        inside.routes(),
        inside.neighbours(),
        ResolvConf.lines(context, pod)));
  }
}
