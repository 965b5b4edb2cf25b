package dev.podnet.manifest;

import dev.podnet.diagnostics.ManifestCode;
import dev.podnet.source.Located;
import java.util.Optional;

/** Reads the name in a field that takes a port by number or by name. */
final class PortNames {

  private PortNames() {}

  /** The port name behind a key, whose value is known to be no plain number. */
  static Optional<Located<String>> read(Fields fields, String key) {
    Optional<Located<String>> text = Values.text(fields, key);
    if (text.isPresent() && Scalars.isPlainDecimal(text.get().value())) {
      fields
          .reading()
          .at(
              text.get().span(),
              ManifestCode.NOT_A_NUMBER,
              fields.path(key) + " is a port name because of the quotes, and no name is a number")
          .help("take the quotes away: " + text.get().value())
          .report();
      return Optional.empty();
    }
    return text.filter(name -> Names.PORT.check(fields, key, name));
  }
}
