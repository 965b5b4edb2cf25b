package dev.podnet.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

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
 * @param wiringSettings settings of the wiring that are other than its own defaults where the user writes none
 * @param fabricSettings likewise of the fabric
 */
public record BackendPreset(
    String name,
    String wiring,
    String fabric,
    SortedMap<String, String> wiringSettings,
    SortedMap<String, String> fabricSettings) {

  private static final String BRIDGE = "bridge";
  private static final String BGP = "bgp";
  private static final Map<String, String> CNI = Map.of("name", "cni0");

  /** Every preset, in the order of the language's documentation. */
  public static final List<BackendPreset> ALL = List.of(
      of("docker", BRIDGE, "docker", Map.of("name", "docker0", "loopbackPorts", "on"), Map.of()),
      of("cloud", BRIDGE, "cloud", Map.of("name", "cbr0"), Map.of()),
      of("host-gw", BRIDGE, "host-gw", CNI, Map.of()),
      of("vxlan", BRIDGE, "vxlan", CNI, Map.of()),
      of("udp", BRIDGE, "udp", CNI, Map.of()),
      of("ipip", BRIDGE, "ipip", CNI, Map.of()),
      of("wireguard", BRIDGE, "wireguard", CNI, Map.of()),
      of("calico", "routed", BGP, Map.of(), Map.of()),
      of(
          "kube-router",
          BRIDGE,
          BGP,
          Map.of("name", "kube-bridge"),
          Map.of("encapsulation", "ipip", "crossSubnet", "on")),
      of("weave", BRIDGE, "weave", Map.of("name", "weave"), Map.of()),
      of("cilium", "ebpf", "vxlan", Map.of(), Map.of()),
      of("none", "none", "none", Map.of(), Map.of()));

  /** Copies the maps. */
  public BackendPreset {
    wiringSettings = Collections.unmodifiableSortedMap(new TreeMap<>(wiringSettings));
    fabricSettings = Collections.unmodifiableSortedMap(new TreeMap<>(fabricSettings));
  }

  private static BackendPreset of(
      String name,
      String wiring,
      String fabric,
      Map<String, String> wiringSettings,
      Map<String, String> fabricSettings) {
    return new BackendPreset(
        name, wiring, fabric, new TreeMap<>(wiringSettings), new TreeMap<>(fabricSettings));
  }

  /** The preset of a name. */
  public static Optional<BackendPreset> of(String name) {
    return ALL.stream().filter(p -> p.name.equals(name)).findFirst();
  }
}
