package dev.podnet.planning;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.DidYouMean;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.model.BackendChoice.BackendSetting;
import dev.podnet.source.Located;
import dev.podnet.spi.SettingSpec;
import dev.podnet.spi.SettingSpec.Form;
import dev.podnet.spi.SettingValues;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the settings of a block against what backends take. */
final class SettingReader {

  private final String owner;
  private final SortedMap<String, SettingSpec> specs = new TreeMap<>();
  private final ValueReader values;
  private final Diagnostics diagnostics;

  /**
   * A reader.
   *
   * @param owner how messages name the block: {@code backend vxlan}
   * @param specs every setting the block may hold
   * @param nodes the names of the cluster's nodes
   */
  SettingReader(
      String owner,
      Collection<SettingSpec> specs,
      Collection<String> nodes,
      Diagnostics diagnostics) {
    this.owner = owner;
    specs.forEach(s -> this.specs.put(s.key(), s));
    this.values = new ValueReader(nodes);
    this.diagnostics = diagnostics;
  }

  /**
   * The values of all settings, in their normal form. A setting that cannot be read keeps its default; of one that is
   * there twice, which the parser reports, the last counts.
   */
  SettingValues read(List<BackendSetting> settings) {
    Map<String, List<String>> read = new HashMap<>();
    specs.values().forEach(s -> read.put(s.key(), s.defaults()));
    for (BackendSetting setting : settings) {
      String key = setting.key().value();
      SettingSpec spec = specs.get(key);
      if (spec == null) {
        unknown(setting.key());
        continue;
      }
      values(spec, setting).ifPresent(list -> read.put(key, list));
    }
    return new SettingValues(read);
  }

  private void unknown(Located<String> key) {
    Optional<String> near = DidYouMean.among(key.value(), specs.keySet());
    String help = near.map(n -> "did you mean '" + n + "'?")
        .orElse(
            specs.isEmpty()
                ? owner + " takes no settings"
                : owner + " takes " + String.join(", ", specs.keySet()));
    Diagnostic.at(
            key.span(),
            SettingCode.UNKNOWN_SETTING,
            owner + " has no setting '" + key.value() + "'")
        .help(help)
        .to(diagnostics);
  }

  private Optional<List<String>> values(SettingSpec spec, BackendSetting setting) {
    List<Located<String>> written = setting.values();
    if (written.isEmpty() && spec.form() == Form.SWITCH) {
      return Optional.of(List.of("on"));
    }
    if (written.isEmpty() || written.size() > 1 && !spec.form().many()) {
      boolean none = written.isEmpty();
      Diagnostic.at(
              none ? setting.key().span() : written.get(1).span(),
              SettingCode.SETTING_VALUE_COUNT,
              "setting " + spec.key() + " of " + owner
                  + (none ? " has no value" : " takes one value, not " + written.size()))
          .help(spec.key() + " is " + ValueReader.wanted(spec))
          .to(diagnostics);
      return Optional.empty();
    }
    List<String> list = new ArrayList<>();
    boolean sound = true;
    for (Located<String> text : written) {
      ValueReader.Result result = values.read(spec, text.value(), list);
      if (result.problem().isPresent()) {
        Diagnostic.Builder finding = Diagnostic.at(
                text.span(),
                SettingCode.BAD_SETTING_VALUE,
                "'" + text.value() + "' is no value for " + spec.key() + " of " + owner)
            .label(result.problem().get());
        finding.help(spec.key() + " is " + ValueReader.wanted(spec)).to(diagnostics);
        sound = false;
      } else {
        list.add(result.value());
      }
    }
    Optional<String> lacks = sound ? ValueReader.incomplete(spec, list) : Optional.empty();
    lacks.ifPresent(words -> Diagnostic.at(
            written.get(written.size() - 1).span(),
            SettingCode.BAD_SETTING_VALUE,
            "setting " + spec.key() + " of " + owner + " is not complete")
        .label(words)
        .help(spec.key() + " is " + ValueReader.wanted(spec))
        .to(diagnostics));
    return sound && lacks.isEmpty() ? Optional.of(List.copyOf(list)) : Optional.empty();
  }
}
