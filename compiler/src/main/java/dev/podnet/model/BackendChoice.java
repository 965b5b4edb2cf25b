package dev.podnet.model;

import dev.podnet.source.Located;
import java.util.List;
import java.util.Optional;

/**
 * A backend by name, with its settings as they were written.
 *
 * @param name such as {@code vxlan}; its place is the cluster's when it is a default
 * @param explicit whether the user wrote it
 * @param settings what stands in its block
 */
public record BackendChoice(Located<String> name, boolean explicit, List<BackendSetting> settings) {

  /** Copies the list. */
  public BackendChoice {
    settings = List.copyOf(settings);
  }

  /**
   * One setting.
   *
   * @param key its name
   * @param values its values as written
   */
  public record BackendSetting(Located<String> key, List<Located<String>> values) {
    /** Copies the list. */
    public BackendSetting {
      values = List.copyOf(values);
    }
  }

  /** The last setting of that name. */
  public Optional<BackendSetting> setting(String key) {
    BackendSetting found = null;
    for (BackendSetting setting : settings) {
      if (setting.key().value().equals(key)) {
        found = setting;
      }
    }
    return Optional.ofNullable(found);
  }
}
