package dev.podnet.planning;

import dev.podnet.model.BackendPreset;
import dev.podnet.spi.Backend;
import java.util.List;
import java.util.TreeSet;

/** The names the language has for each choice, there in this version or not. */
final class BackendNames {

  private static final List<String> PROXIES =
      List.of("ebpf", "iptables", "ipvs", "nftables", "none", "userspace");
  private static final List<String> NAME_SERVICES = List.of("coredns");

  /** The proxies for ingresses. */
  static final List<String> INGRESSES = List.of("envoy", "haproxy", "nginx", "traefik");

  private BackendNames() {}

  /** Every name of a kind, sorted. */
  static List<String> of(Backend.Kind kind) {
    return switch (kind) {
      case WIRING ->
        sorted(BackendPreset.ALL.stream().map(BackendPreset::wiring).toList());
      case FABRIC ->
        sorted(BackendPreset.ALL.stream().map(BackendPreset::fabric).toList());
      case PROXY -> PROXIES;
      case DNS -> NAME_SERVICES;
    };
  }

  /** Every preset, sorted. */
  static List<String> presets() {
    return sorted(BackendPreset.ALL.stream().map(BackendPreset::name).toList());
  }

  private static List<String> sorted(List<String> names) {
    return List.copyOf(new TreeSet<>(names));
  }
}
