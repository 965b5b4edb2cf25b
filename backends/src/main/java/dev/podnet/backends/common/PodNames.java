package dev.podnet.backends.common;

import dev.podnet.model.Cluster;
import dev.podnet.model.ObjectRef;
import dev.podnet.model.Pod;
import dev.podnet.plan.InterfaceName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The names pods have on their hosts. */
public final class PodNames {

  /** A network namespace is a file in /run/netns, whose name has at most 255 bytes; scripts put some in front of it. */
  private static final int LONGEST = 240;

  private PodNames() {}

  /**
   * The network namespace of a pod as {@code ip netns} lists it: {@code NAMESPACE.POD}, or the beginning of that and a mark of
   * the whole where it is too long for a file's name.
   */
  public static String namespace(ObjectRef pod) {
    String name = pod.namespace() + "." + pod.name();
    return name.length() <= LONGEST
        ? name
        : name.substring(0, LONGEST - 14) + "--" + Hashes.hex(name, 12);
  }

  /**
   * The interface on the host that leads to a pod, by pod: {@code veth} and eleven digits of a hash of its name, so that
   * it is the same whichever host it is on, and no other pod of the cluster has it.
   */
  public static Map<String, InterfaceName> hostInterfaces(Cluster cluster) {
    List<String> wired =
        cluster.pods().stream().filter(Pod::wired).map(p -> p.ref().toString()).toList();
    return UniqueNames.assign(wired, ref -> new InterfaceName("veth" + Hashes.hex(ref, 11)));
  }

  /**
   * The pod whose network namespace a pod is in at last: itself, or the end of its chain of {@code shares}. Empty when the
   * chain runs in a circle or leads nowhere, which is reported where names are bound.
   */
  public static Optional<Pod> root(Pod pod, Map<ObjectRef, Pod> byRef) {
    Pod at = pod;
    for (int steps = 0; steps <= byRef.size(); steps++) {
      if (at.sharesWith().isEmpty()) {
        return Optional.of(at);
      }
      at = byRef.get(at.sharesWith().get());
      if (at == null) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The pods of a cluster by name. */
  public static Map<ObjectRef, Pod> byRef(Cluster cluster) {
    Map<ObjectRef, Pod> map = new HashMap<>();
    cluster.pods().forEach(p -> map.put(p.ref(), p));
    return map;
  }
}
