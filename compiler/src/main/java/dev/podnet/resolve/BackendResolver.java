package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.NameCode;
import dev.podnet.model.BackendChoice;
import dev.podnet.model.BackendChoice.BackendSetting;
import dev.podnet.model.BackendPreset;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import dev.podnet.syntax.ClusterItem.Choice;
import dev.podnet.syntax.ClusterItem.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * From {@code backend}, {@code wiring} and {@code fabric} to one wiring and one fabric. A name that is no preset is left
 * to those who know which backends there are; the default takes its place here.
 */
final class BackendResolver {

  private static final String DEFAULT = "vxlan";
  private static final String BRIDGE = "bridge";

  /** The bridges of the presets that do not call it cni0. */
  private static final Map<String, String> BRIDGES =
      Map.of("docker", "docker0", "cloud", "cbr0", "kube-router", "kube-bridge", "weave", "weave");

  private BackendResolver() {}

  /** What was chosen, and the proxy mode that goes with it when none is written. */
  record Backends(
      BackendChoice backend, BackendChoice wiring, BackendChoice fabric, String proxyMode) {}

  static Backends resolve(ClusterItems items, Span place, Diagnostics diagnostics) {
    Optional<Choice> backend = items.choice(Role.BACKEND);
    Optional<Choice> wiring = items.choice(Role.WIRING);
    Optional<Choice> fabric = items.choice(Role.FABRIC);
    refuseLostSettings(backend, fabric, diagnostics);
    BackendPreset preset = preset(backend, fabric);
    BackendChoice chosen = backend.map(BackendResolver::written).orElse(unwritten(DEFAULT, place));
    return new Backends(
        chosen,
        named(
            wiring.map(BackendResolver::written).orElse(byPreset(chosen, preset.wiring())), preset),
        fabric.map(BackendResolver::written).orElse(byPreset(chosen, preset.fabric())),
        preset.name().equals("cilium") ? "ebpf" : "iptables");
  }

  /** The preset of the backend; without one, that of the fabric's name, so that its usual wiring goes with it. */
  private static BackendPreset preset(Optional<Choice> backend, Optional<Choice> fabric) {
    return backend
        .or(() -> fabric)
        .flatMap(c -> BackendPreset.of(c.name().value()))
        .orElse(BackendPreset.of(DEFAULT).orElseThrow());
  }

  private static BackendChoice byPreset(BackendChoice backend, String name) {
    return new BackendChoice(backend.name().with(name), false, backend.settings());
  }

  /** A bridge without a name gets the one that the preset's users know. */
  private static BackendChoice named(BackendChoice wiring, BackendPreset preset) {
    boolean presetsBridge =
        wiring.name().value().equals(BRIDGE) && preset.wiring().equals(BRIDGE);
    if (!presetsBridge || wiring.setting("name").isPresent()) {
      return wiring;
    }
    Located<String> name = wiring.name().with(BRIDGES.getOrDefault(preset.name(), "cni0"));
    List<BackendSetting> settings = new ArrayList<>(wiring.settings());
    settings.add(new BackendSetting(wiring.name().with("name"), List.of(name)));
    return new BackendChoice(wiring.name(), wiring.explicit(), settings);
  }

  private static void refuseLostSettings(
      Optional<Choice> backend, Optional<Choice> fabric, Diagnostics diagnostics) {
    if (backend.isPresent() && fabric.isPresent() && !backend.get().settings().isEmpty()) {
      Diagnostic.at(
              backend.get().settings().get(0).span(),
              NameCode.CONTRADICTION,
              "the settings of backend " + backend.get().name() + " are its fabric's, but fabric "
                  + fabric.get().name() + " takes its place")
          .related(fabric.get().span(), "this fabric is used")
          .help("write the settings in the block of `fabric`")
          .to(diagnostics);
    }
  }

  /** A choice as it was written. */
  static BackendChoice written(Choice choice) {
    return new BackendChoice(
        choice.name(),
        true,
        choice.settings().stream()
            .map(s -> new BackendSetting(s.key(), s.values()))
            .toList());
  }

  /** A choice nobody wrote. */
  static BackendChoice unwritten(String name, Span place) {
    return new BackendChoice(new Located<>(name, place), false, List.of());
  }
}
