package dev.podnet.resolve;

import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The familiar backends: each name stands for a wiring and a fabric (docs/language.md, "Backends"). */
final class Presets {

  /** The backend of a cluster that names none. */
  static final String DEFAULT = "vxlan";

  private static final SortedMap<String, Preset> ALL = table();

  private Presets() {}

  /**
   * What a backend's name stands for.
   *
   * @param wiring the wiring's name
   * @param bridge the bridge's name, for wiring {@code bridge}
   * @param fabric the fabric's name; settings of {@code backend} are its settings
   * @param proxyMode how services are implemented when the cluster does not say
   */
  record Preset(String wiring, Optional<String> bridge, String fabric, String proxyMode) {}

  static Optional<Preset> find(String name) {
    return Optional.ofNullable(ALL.get(name));
  }

  static SortedMap<String, Preset> all() {
    return ALL;
  }

  private static SortedMap<String, Preset> table() {
    SortedMap<String, Preset> all = new TreeMap<>();
    all.put("docker", bridge("docker0", "none"));
    all.put("cloud", bridge("cbr0", "cloud"));
    for (String flannel : new String[] {"host-gw", "vxlan", "udp", "ipip", "wireguard"}) {
      all.put(flannel, bridge("cni0", flannel));
    }
    all.put("calico", new Preset("routed", Optional.empty(), "calico", "iptables"));
    all.put("kube-router", bridge("kube-bridge", "kube-router"));
    all.put("weave", bridge("weave", "weave"));
    all.put("cilium", new Preset("cilium", Optional.empty(), "cilium", "ebpf"));
    all.put("none", new Preset("none", Optional.empty(), "none", "iptables"));
    return Collections.unmodifiableSortedMap(all);
  }

  private static Preset bridge(String name, String fabric) {
    return new Preset("bridge", Optional.of(name), fabric, "iptables");
  }
}
