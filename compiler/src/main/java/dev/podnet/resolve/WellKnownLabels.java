package dev.podnet.resolve;

import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The labels that a kubelet puts on its node (Kubernetes, "Well-Known Labels, Annotations and Taints"), as far as they
 * are known: a host of podnet runs Linux. Many manifests select nodes by these.
 */
final class WellKnownLabels {

  private WellKnownLabels() {}

  /** The labels written and those that go without saying; what is written wins. */
  static SortedMap<String, String> of(String node, SortedMap<String, String> written) {
    SortedMap<String, String> labels = new TreeMap<>();
    labels.put("kubernetes.io/hostname", node);
    labels.put("kubernetes.io/os", "linux");
    labels.put("beta.kubernetes.io/os", "linux");
    labels.putAll(written);
    return labels;
  }
}
