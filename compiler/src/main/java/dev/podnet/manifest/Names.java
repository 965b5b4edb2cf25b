package dev.podnet.manifest;

import dev.podnet.diagnostics.ManifestCode;
import dev.podnet.source.Located;
import java.util.Locale;
import java.util.Optional;

/** The forms of names that Kubernetes knows ("Object Names and IDs"; RFC 1123; RFC 6335 for ports). */
enum Names {
  /** A DNS label: letters, digits and hyphens, at most 63. */
  LABEL("a DNS label: small letters, digits and '-', a letter or digit first and last", 63),
  /** A DNS subdomain: labels joined by dots, at most 253 in all. */
  SUBDOMAIN(
      "a DNS name: small letters, digits, '-' and '.', a letter or digit first and last", 253),
  /** A port name: a label of at most 15 with a letter in it and no two hyphens together. */
  PORT("a port name: small letters, digits and single '-' between them, a letter among them", 15);

  private final String form;
  private final int longest;

  Names(String form, int longest) {
    this.form = form;
    this.longest = longest;
  }

  /** Whether a text has the form. */
  boolean allows(String text) {
    if (text.isEmpty() || text.length() > longest) {
      return false;
    }
    boolean letter = false;
    char last = '.';
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean alnum = c >= 'a' && c <= 'z' || c >= '0' && c <= '9';
      letter |= c >= 'a' && c <= 'z';
      boolean fits = alnum
          || c == '-' && last != '.' && !(this == PORT && last == '-')
          || c == '.' && this == SUBDOMAIN && last != '.' && last != '-';
      if (!fits) {
        return false;
      }
      last = c;
    }
    return last != '-' && last != '.' && (this != PORT || letter);
  }

  /** The name behind a key; one of another form is reported and left out. */
  Optional<Located<String>> read(Fields fields, String key) {
    return Values.text(fields, key).filter(text -> check(fields, key, text));
  }

  /** Reports a name that has another form; says whether it is right. */
  boolean check(Fields fields, String key, Located<String> name) {
    String text = name.value();
    if (allows(text)) {
      return true;
    }
    Reading reading = fields.reading();
    if (Templates.report(reading, name)) {
      return false;
    }
    String message = text.length() > longest
        ? fields.path(key) + " has " + text.length() + " characters; " + longest + " are allowed"
        : fields.path(key) + " cannot be '" + Values.shown(text) + "'; it must be " + form;
    reading
        .at(name.span(), ManifestCode.INVALID_NAME, message)
        .help(suggestion(text).map(s -> "write " + s))
        .report();
    return false;
  }

  /** The nearest text that has the form, if one is near. */
  private Optional<String> suggestion(String text) {
    String near = text.toLowerCase(Locale.ROOT).replace('_', '-').strip();
    return allows(near) ? Optional.of(near) : Optional.empty();
  }
}
