package dev.podnet.syntax;

import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;

/**
 * One setting of a backend: {@code vni 1}, {@code forward 9.9.9.9, 1.1.1.1}, {@code on n1, n2}. Values are kept as they
 * were written.
 *
 * @param span from the key to the last value
 * @param key the setting's name
 * @param values its values; commas separate, so does white space
 */
public record Setting(Span span, Located<String> key, List<Located<String>> values) {

  /** Copies the list. */
  public Setting {
    values = List.copyOf(values);
  }
}
