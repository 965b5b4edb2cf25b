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
import java.util.Optional;
import java.util.SortedMap;

/**
 * From {@code backend}, {@code wiring} and {@code fabric} to one wiring and one fabric. A name that is no preset is left
 * to those who know which backends there are; the default takes its place here.
 */
final class BackendResolver {

  private static final String DEFAULT = "vxlan";

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
    BackendChoice chosen = backend.map(BackendResolver::written).orElse(unwritten(preset, place));
    BackendChoice wired =
        wiring.map(BackendResolver::written).orElse(byPreset(chosen, preset.wiring()));
    BackendChoice carried =
        fabric.map(BackendResolver::written).orElse(byPreset(chosen, preset.fabric()));
    // What the preset's users know holds for a wiring of that kind that is written out, too.
    boolean usual = wired.name().value().equals(preset.wiring());
    return new Backends(
        chosen,
        usual ? with(wired, preset.wiringSettings()) : wired,
        fabric.isEmpty() ? with(carried, preset.fabricSettings()) : carried,
        preset.name().equals("cilium") ? "ebpf" : "iptables");
  }

  /** The preset of the backend; without one, that of the fabric's name, so that its usual wiring goes with it. */
  private static BackendPreset preset(Optional<Choice> backend, Optional<Choice> fabric) {
    return backend
        .or(() -> fabric)
        .flatMap(c -> BackendPreset.of(c.name().value()))
        .orElse(BackendPreset.of(DEFAULT).orElseThrow());
  }

  private static BackendChoice unwritten(BackendPreset preset, Span place) {
    return unwritten(preset.name(), place);
  }

  private static BackendChoice byPreset(BackendChoice backend, String name) {
    return new BackendChoice(backend.name().with(name), false, backend.settings());
  }

  /** A choice with the settings of a preset where it says nothing itself. */
  private static BackendChoice with(BackendChoice choice, SortedMap<String, String> defaults) {
    List<BackendSetting> settings = new ArrayList<>(choice.settings());
    defaults.forEach((key, value) -> {
      if (choice.setting(key).isEmpty()) {
        settings.add(
            new BackendSetting(choice.name().with(key), List.of(choice.name().with(value))));
      }
    });
    return new BackendChoice(choice.name(), choice.explicit(), settings);
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
