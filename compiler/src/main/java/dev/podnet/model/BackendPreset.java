package dev.podnet.model;

import java.util.List;
import java.util.Optional;

/**
 * The familiar names of the {@code backend} statement: each stands for a wiring and a fabric.
 *
 * <p>A cluster whose wiring or fabric comes from a preset has {@link BackendChoice}s with {@code explicit} off for them,
 * placed at the preset's name and holding the settings of the preset's block: which of the two a setting belongs to is
 * settled by what each of them knows.
 *
 * @param name as the language spells it
 * @param wiring the name of its wiring
 * @param fabric the name of its fabric
 */
public record BackendPreset(String name, String wiring, String fabric) {

  /** Every preset, in the order of the language's documentation. */
  public static final List<BackendPreset> ALL = List.of(
      new BackendPreset("docker", "bridge", "docker"),
      new BackendPreset("cloud", "bridge", "cloud"),
      new BackendPreset("host-gw", "bridge", "host-gw"),
      new BackendPreset("vxlan", "bridge", "vxlan"),
      new BackendPreset("udp", "bridge", "udp"),
      new BackendPreset("ipip", "bridge", "ipip"),
      new BackendPreset("wireguard", "bridge", "wireguard"),
      new BackendPreset("calico", "routed", "bgp"),
      new BackendPreset("kube-router", "bridge", "bgp"),
      new BackendPreset("weave", "bridge", "weave"),
      new BackendPreset("cilium", "ebpf", "vxlan"),
      new BackendPreset("none", "none", "none"));

  /** The preset of a name. */
  public static Optional<BackendPreset> of(String name) {
    return ALL.stream().filter(p -> p.name.equals(name)).findFirst();
  }
}
