package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Suggest;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads names out of words, by the rules of Kubernetes (apimachinery, pkg/util/validation): DNS labels (RFC 1123), DNS
 * subdomains, port names (RFC 6335), and words of a fixed list.
 */
final class Names {

  private static final int LABEL_MAX = 63;
  private static final int SUBDOMAIN_MAX = 253;
  private static final int PORT_NAME_MAX = 15;

  private final Reading reading;

  Names(Reading reading) {
    this.reading = reading;
  }

  /** A DNS label, such as the name of a pod; {@code what} names it in messages. */
  Optional<Located<String>> label(Span span, String what) {
    return Oddities.report(reading, span)
        ? Optional.empty()
        : checked(span, what, labelFault(span.text()), false);
  }

  /** One or more DNS labels with dots between, such as the name of a node or a domain. */
  Optional<Located<String>> subdomain(Span span, String what) {
    return Oddities.report(reading, span)
        ? Optional.empty()
        : checked(span, what, subdomainFault(span.text()), true);
  }

  /** A domain whose first label may be {@code *}, as hosts of an ingress may have. */
  Optional<Located<String>> wildcardDomain(Span span, String what) {
    if (Oddities.report(reading, span)) {
      return Optional.empty();
    }
    String text = span.text();
    String rest = text.startsWith("*.") ? text.substring(2) : text;
    return checked(span, what, subdomainFault(rest), true);
  }

  /** A name of a container port (RFC 6335, section 5.1): at most 15 characters, one of them a letter. */
  Optional<Located<String>> portName(Span span) {
    if (Oddities.report(reading, span)) {
      return Optional.empty();
    }
    String text = span.text();
    String fault = charFault(text, false);
    if (fault == null && text.length() > PORT_NAME_MAX) {
      fault = "it has " + text.length() + " characters, the most is " + PORT_NAME_MAX;
    } else if (fault == null && text.contains("--")) {
      fault = "it has two dashes in a row";
    } else if (fault == null && text.chars().noneMatch(c -> c >= 'a' && c <= 'z')) {
      fault = "it has no letter";
    }
    return checked(span, "a port", fault, false);
  }

  /** A name of an interface as the kernel takes it: at most 15 bytes, no slash, not {@code .} or {@code ..}. */
  Optional<Located<String>> interfaceName(Span span) {
    if (Oddities.report(reading, span)) {
      return Optional.empty();
    }
    String text = span.text();
    String fault = null;
    if (Oddities.firstForeign(text) >= 0) {
      fault = "it has characters that are not ASCII";
    } else if (text.length() > 15) {
      fault = "it has " + text.length() + " characters, the kernel takes 15";
    } else if (text.indexOf('/') >= 0 || text.indexOf(':') >= 0) {
      fault = "it has a '" + (text.indexOf('/') >= 0 ? '/' : ':') + "'";
    } else if (text.equals(".") || text.equals("..")) {
      fault = "the kernel does not take it";
    }
    return checked(span, "an interface", fault, true);
  }

  /** One of a few words; a wrong one is reported with all of them. */
  Optional<Located<String>> oneOf(Span span, String what, List<String> words) {
    String text = span.text();
    if (words.contains(text)) {
      return Optional.of(new Located<>(text, span));
    }
    if (!Oddities.report(reading, span)) {
      Diagnostic.Builder finding = Diagnostic.at(
              span, SyntaxCode.BAD_CHOICE, "`" + text + "` is not " + what)
          .label(either(words));
      Suggest.help(text, words).ifPresent(finding::help);
      reading.report(finding);
    }
    return Optional.empty();
  }

  /** {@code on} or {@code off}. */
  Optional<Located<Boolean>> toggle(Span span) {
    String text = span.text();
    if (text.equals("on") || text.equals("off")) {
      return Optional.of(new Located<>(text.equals("on"), span));
    }
    if (!Oddities.report(reading, span)) {
      Diagnostic.Builder finding = Diagnostic.at(
              span, SyntaxCode.BAD_CHOICE, "`" + text + "` is neither `on` nor `off`")
          .label("`on` or `off`");
      switch (text.toLowerCase(Locale.ROOT)) {
        case "true", "yes", "1", "enabled", "enable", "y", "on" -> finding.help("write `on`");
        case "false", "no", "0", "disabled", "disable", "n", "off" -> finding.help("write `off`");
        default -> Suggest.help(text, List.of("on", "off")).ifPresent(finding::help);
      }
      reading.report(finding);
    }
    return Optional.empty();
  }

  /** {@code `a`, `b` or `c`}. */
  static String either(List<String> words) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < words.size(); i++) {
      if (i > 0) {
        text.append(i == words.size() - 1 ? " or " : ", ");
      }
      text.append('`').append(words.get(i)).append('`');
    }
    return text.toString();
  }

  private Optional<Located<String>> checked(Span span, String what, String fault, boolean dots) {
    String text = span.text();
    if (fault == null) {
      return Optional.of(new Located<>(text, span));
    }
    Diagnostic.Builder finding = Diagnostic.at(
            span,
            SyntaxCode.BAD_NAME,
            text.isEmpty()
                ? "the name of " + what + " is empty"
                : "`" + text + "` cannot be the name of " + what)
        .label(fault);
    String repaired = repaired(text, dots);
    if (!repaired.isEmpty() && !repaired.equals(text) && subdomainFault(repaired) == null) {
      finding.help("`" + repaired + "` could");
    }
    reading.report(finding);
    return Optional.empty();
  }

  private static String repaired(String text, boolean dots) {
    StringBuilder name = new StringBuilder();
    for (char c : text.toLowerCase(Locale.ROOT).toCharArray()) {
      boolean keep = c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || dots && c == '.';
      if (keep) {
        name.append(c);
      } else if (name.length() > 0 && name.charAt(name.length() - 1) != '-') {
        name.append('-');
      }
    }
    while (name.length() > 0 && name.charAt(name.length() - 1) == '-') {
      name.setLength(name.length() - 1);
    }
    return name.length() > LABEL_MAX ? "" : name.toString();
  }

  /** Why a text is no DNS label, or null. */
  static String labelFault(String text) {
    String fault = charFault(text, false);
    if (fault == null && text.length() > LABEL_MAX) {
      return "it has " + text.length() + " characters, the most is " + LABEL_MAX;
    }
    return fault;
  }

  /** Why a text is no DNS subdomain, or null. */
  static String subdomainFault(String text) {
    if (text.length() > SUBDOMAIN_MAX) {
      return "it has " + text.length() + " characters, the most is " + SUBDOMAIN_MAX;
    }
    for (String part : text.split("\\.", -1)) {
      if (part.isEmpty()) {
        return text.isEmpty()
            ? "it is empty"
            : "there is nothing before, between or behind its dots";
      }
      String fault = charFault(part, true);
      if (fault == null && part.length() > LABEL_MAX) {
        fault = "a part has " + part.length() + " characters, the most is " + LABEL_MAX;
      }
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  private static String charFault(String text, boolean dots) {
    if (text.isEmpty()) {
      return "it is empty";
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        return "names have no capital letters";
      }
      if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '-')) {
        return "only a-z, 0-9 and '-'" + (dots ? " and dots" : "") + " may stand in it, not '"
            + Character.toString(text.codePointAt(i)) + "'";
      }
    }
    if (text.charAt(0) == '-') {
      return "a name does not begin with '-'";
    }
    return text.charAt(text.length() - 1) == '-' ? "a name does not end with '-'" : null;
  }
}
