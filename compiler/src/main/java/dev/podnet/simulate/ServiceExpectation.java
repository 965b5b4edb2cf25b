package dev.podnet.simulate;

import dev.podnet.model.Service;
import dev.podnet.net.IpFamily;
import java.util.List;
import java.util.TreeSet;

/**
 * Which endpoints a service port must reach, worked out from what the user asked for: the rules of the Kubernetes
 * documentation ("Virtual IPs and Service Proxies", "Service Internal Traffic Policy", "External Traffic Policy").
 *
 * @param targets {@code ADDRESS:PORT} of each endpoint that must get a share, and no other
 * @param ifNone what happens when there is none
 */
record ServiceExpectation(TreeSet<String> targets, Verdict ifNone) {

  /**
   * For a client on a node.
   *
   * @param local whether the traffic policy in force keeps traffic on the node
   */
  static ServiceExpectation of(Service.Port port, IpFamily family, String node, boolean local) {
    List<Service.Backend> all = port.backends().stream()
        .filter(b -> b.endpoint().ip().family() == family)
        .toList();
    TreeSet<String> cluster = usable(all);
    if (!local) {
      return new ServiceExpectation(cluster, Verdict.REJECTED);
    }
    TreeSet<String> here = usable(all.stream()
        .filter(b -> b.endpoint().node().filter(node::equals).isPresent())
        .toList());
    return new ServiceExpectation(here, cluster.isEmpty() ? Verdict.REJECTED : Verdict.DROPPED);
  }

  private static TreeSet<String> usable(List<Service.Backend> backends) {
    TreeSet<String> ready = new TreeSet<>();
    TreeSet<String> serving = new TreeSet<>();
    for (Service.Backend backend : backends) {
      String target = backend.endpoint().ip() + ":" + backend.port();
      if (backend.endpoint().ready()) {
        ready.add(target);
      } else if (backend.endpoint().serving() && backend.endpoint().terminating()) {
        serving.add(target);
      }
    }
    return ready.isEmpty() ? serving : ready;
  }

  /** What is wrong with a trace; empty when it is as expected. */
  String differs(Trace trace) {
    if (targets.isEmpty()) {
      boolean as = trace.outcomes().stream().allMatch(o -> o.verdict() == ifNone);
      return as
          ? ""
          : "it has no endpoint and should be " + ifNone.word() + ", but is "
              + trace.verdict().word();
    }
    TreeSet<String> got = new TreeSet<>();
    for (Trace.Outcome outcome : trace.outcomes()) {
      String target = outcome.address() + ":" + outcome.port();
      if (outcome.verdict() != Verdict.DELIVERED) {
        return "to " + target + " it is " + outcome.verdict().word() + ": " + outcome.reason();
      }
      got.add(target);
    }
    if (got.equals(targets)) {
      return "";
    }
    TreeSet<String> missing = new TreeSet<>(targets);
    missing.removeAll(got);
    TreeSet<String> more = new TreeSet<>(got);
    more.removeAll(targets);
    return (missing.isEmpty() ? "" : "it never reaches " + String.join(", ", missing))
        + (missing.isEmpty() || more.isEmpty() ? "" : "; ")
        + (more.isEmpty()
            ? ""
            : "it reaches " + String.join(", ", more) + ", which is no endpoint of it");
  }
}
