package dev.podnet.resolve;

import dev.podnet.manifest.PodSpec;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tolerations that the DaemonSet controller adds to every pod (Kubernetes, "DaemonSet: Taints and tolerations"). */
final class DaemonTolerations {

  private static final List<String> NO_EXECUTE = List.of("not-ready", "unreachable");
  private static final List<String> NO_SCHEDULE = List.of(
      "disk-pressure", "memory-pressure", "pid-pressure", "unschedulable", "network-unavailable");

  private DaemonTolerations() {}

  static List<PodSpec.Toleration> with(List<PodSpec.Toleration> written, Span place) {
    List<PodSpec.Toleration> all = new ArrayList<>(written);
    NO_EXECUTE.forEach(name -> all.add(bears(name, "NoExecute", place)));
    NO_SCHEDULE.forEach(name -> all.add(bears(name, "NoSchedule", place)));
    return all;
  }

  private static PodSpec.Toleration bears(String name, String effect, Span place) {
    return new PodSpec.Toleration(
        place,
        Optional.of("node.kubernetes.io/" + name),
        true,
        Optional.empty(),
        Optional.of(effect));
  }
}
