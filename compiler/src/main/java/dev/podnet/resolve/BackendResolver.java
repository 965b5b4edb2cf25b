package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.NameCode;
import dev.podnet.diagnostics.Nearest;
import dev.podnet.model.BackendChoice;
import dev.podnet.model.BackendChoice.BackendSetting;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import dev.podnet.syntax.ClusterItem.Choice;
import dev.podnet.syntax.ClusterItem.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** From {@code backend}, {@code wiring} and {@code fabric} to one wiring and one fabric. */
final class BackendResolver {

  private BackendResolver() {}

  /** What was chosen, and the proxy mode that goes with it when none is written. */
  record Backends(
      BackendChoice backend, BackendChoice wiring, BackendChoice fabric, String proxyMode) {}

  static Backends resolve(ClusterItems items, Span place, Diagnostics diagnostics) {
    Optional<Choice> backend = items.choice(Role.BACKEND);
    Optional<Choice> wiring = items.choice(Role.WIRING);
    Optional<Choice> fabric = items.choice(Role.FABRIC);
    Presets.Preset preset = preset(backend, fabric, diagnostics);
    refuseLostSettings(backend, fabric, diagnostics);
    BackendChoice chosen =
        backend.map(BackendResolver::written).orElse(unwritten(Presets.DEFAULT, place));
    BackendChoice byPreset = new BackendChoice(
        chosen.name().with(preset.fabric()), chosen.explicit(), chosen.settings());
    return new Backends(
        chosen,
        wiring(wiring, preset, chosen),
        fabric.map(BackendResolver::written).orElse(byPreset),
        preset.proxyMode());
  }

  /** The preset of the backend; without one, that of the fabric's name, so that its usual wiring goes with it. */
  private static Presets.Preset preset(
      Optional<Choice> backend, Optional<Choice> fabric, Diagnostics diagnostics) {
    Presets.Preset byDefault = Presets.find(Presets.DEFAULT).orElseThrow();
    if (backend.isPresent()) {
      Located<String> name = backend.get().name();
      return Presets.find(name.value()).orElseGet(() -> {
        unknown(name, diagnostics);
        return byDefault;
      });
    }
    return fabric.flatMap(f -> Presets.find(f.name().value())).orElse(byDefault);
  }

  private static void unknown(Located<String> name, Diagnostics diagnostics) {
    String known = String.join(", ", Presets.all().keySet());
    Diagnostic.at(name.span(), NameCode.UNKNOWN_BACKEND, "there is no backend " + name)
        .help(Nearest.to(name.value(), Presets.all().keySet())
            .map(n -> "did you mean " + n + "?")
            .orElse("backends: " + known + "; a fabric of another name is chosen with `fabric "
                + name + "`"))
        .to(diagnostics);
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

  /** The wiring as written, or as the preset has it; a bridge without a name gets the preset's. */
  private static BackendChoice wiring(
      Optional<Choice> written, Presets.Preset preset, BackendChoice backend) {
    BackendChoice choice = written
        .map(BackendResolver::written)
        .orElse(new BackendChoice(
            backend.name().with(preset.wiring()), backend.explicit(), List.of()));
    if (!choice.name().value().equals(preset.wiring())
        || preset.bridge().isEmpty()
        || choice.setting("name").isPresent()) {
      return choice;
    }
    List<BackendSetting> settings = new ArrayList<>(choice.settings());
    settings.add(new BackendSetting(
        choice.name().with("name"), List.of(choice.name().with(preset.bridge().get()))));
    return new BackendChoice(choice.name(), choice.explicit(), settings);
  }

  /** A choice as it was written. */
  static BackendChoice written(Choice choice) {
    return new BackendChoice(
        choice.name(),
        true,
        choice.settings().stream().map(s -> new BackendSetting(s.key(), s.values())).toList());
  }

  /** A choice nobody wrote. */
  static BackendChoice unwritten(String name, Span place) {
    return new BackendChoice(new Located<>(name, place), false, List.of());
  }
}
