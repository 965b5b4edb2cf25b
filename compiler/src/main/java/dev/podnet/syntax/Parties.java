package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Suggest;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.grammar.PodnetParser.PartyContext;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;

/** Reads who talks to whom: the ends of an assert, and {@code SERVICE:PORT}. */
final class Parties {

  /**
   * One end with the port that may stand behind it.
   *
   * @param port empty when none was written
   */
  record End(Party party, Optional<Numbers.Port> port) {
    /** TCP unless the port says otherwise; at the port's place, or the party's when there is no port. */
    Located<Protocol> protocol() {
      return port.map(Numbers.Port::protocol)
          .orElseGet(() -> new Located<>(Protocol.TCP, party.span()));
    }
  }

  private final Reading reading;
  private final Values values;

  Parties(Reading reading, Values values) {
    this.reading = reading;
    this.values = values;
  }

  /** An end that has no port. */
  Optional<Party> withoutPort(PartyContext rule) {
    Optional<End> end = withPort(rule);
    if (end.isPresent() && end.get().port().isPresent()) {
      Span port = end.get().port().get().number().span();
      reading.report(Diagnostic.at(
              port.file().text().charAt(port.start() - 1) == ':'
                  ? new Span(port.file(), port.start() - 1, port.end())
                  : port,
              SyntaxCode.EXTRA_VALUE,
              "who sends has no port")
          .label("without this")
          .help("the port stands behind who answers: `A -> B:80`"));
      return Optional.empty();
    }
    return end.map(End::party);
  }

  /** An end, with a port or without. */
  Optional<End> withPort(PartyContext rule) {
    Span whole = reading.span(rule);
    Span word = rule.name() != null ? reading.span(rule.name()) : reading.span(rule.literal());
    if (Oddities.firstForeign(word.text()) < 0
        && word.text().charAt(0) != '['
        && Oddities.report(reading, word)) {
      return Optional.empty();
    }
    Cut cut = cut(word);
    if (cut == null) {
      return Optional.empty();
    }
    Optional<Party> party;
    if (rule.SERVICE() != null) {
      party = pair(cut.who(), "service NAMESPACE/NAME", "a service")
          .map(p -> new Party.OfService(whole(whole, cut), p.get(0), p.get(1)));
    } else if (rule.NODE() != null) {
      party = values
          .names()
          .subdomain(cut.who(), "a node")
          .map(name -> new Party.OfNode(whole(whole, cut), name));
    } else if (rule.NAMESPACE() != null) {
      party = values
          .names()
          .label(cut.who(), "a namespace")
          .map(name -> new Party.OfNamespace(whole(whole, cut), name));
    } else {
      party = bare(cut);
    }
    return party.map(p -> new End(p, cut.port()));
  }

  private static Span whole(Span whole, Cut cut) {
    return new Span(whole.file(), whole.start(), cut.who().end());
  }

  private Optional<Party> bare(Cut cut) {
    Span who = cut.who();
    String text = who.text();
    if (text.equals("world")) {
      return Optional.of(new Party.World(who));
    }
    int dot = text.indexOf('.');
    boolean address = text.indexOf(':') >= 0
        || dot > 0
            && Character.isDigit(text.charAt(0))
            && (text.indexOf('/') < 0 || dot < text.indexOf('/'));
    if (address || cut.bracketed()) {
      return values.addresses().address(who).map(a -> new Party.OfAddress(who, a));
    }
    if (text.indexOf('/') >= 0) {
      return pair(who, "NAMESPACE/POD", "a pod").map(p -> new Party.OfPod(who, p.get(0), p.get(1)));
    }
    Diagnostic.Builder finding = Diagnostic.at(
            who, SyntaxCode.BAD_REFERENCE, "`" + text + "` does not say who is meant")
        .label("NAMESPACE/POD, service NAMESPACE/NAME, node NAME, namespace NAME, world or an"
            + " address");
    Optional<String> near = Suggest.near(text, List.of("world", "service", "node", "namespace"));
    finding.help(near.map(word -> "did you mean `" + word + "`?")
        .orElse("for a pod write its namespace too: `default/" + text + "`"));
    reading.report(finding);
    return Optional.empty();
  }

  private Optional<List<Located<String>>> pair(Span who, String form, String what) {
    String text = who.text();
    int slash = text.indexOf('/');
    if (slash < 0 || text.indexOf('/', slash + 1) >= 0) {
      Diagnostic.Builder finding = Diagnostic.at(
              who, SyntaxCode.BAD_REFERENCE, "`" + text + "` is not " + form)
          .label(slash < 0 ? "the namespace is missing" : "one slash, between namespace and name");
      reading.report(slash < 0 ? finding.help("write `default/" + text + "`") : finding);
      return Optional.empty();
    }
    Optional<Located<String>> namespace = values.names().label(who.sub(0, slash), "a namespace");
    Optional<Located<String>> name =
        values.names().subdomain(who.sub(slash + 1, text.length()), what);
    return namespace.flatMap(ns -> name.map(n -> List.of(ns, n)));
  }

  private record Cut(Span who, Optional<Numbers.Port> port, boolean bracketed) {}

  /** Cuts {@code :PORT[/PROTO]} off; null when the port is wrong, which was reported. */
  private Cut cut(Span word) {
    String text = word.text();
    Span who = word;
    int portAt = -1;
    boolean bracketed = false;
    if (text.charAt(0) == '[') {
      int close = text.indexOf(']');
      if (close < 0) {
        reading.report(Diagnostic.at(word, SyntaxCode.BAD_ADDRESS, "the `]` is missing")
            .label("an IPv6 address with a port is written [fd00::1]:80"));
        return null;
      }
      bracketed = true;
      who = word.sub(1, close);
      if (close + 1 < text.length()) {
        portAt = text.charAt(close + 1) == ':' ? close + 2 : close + 1;
      }
    } else {
      int colon = text.indexOf(':');
      if (colon >= 0 && colon == text.lastIndexOf(':')) {
        who = word.sub(0, colon);
        portAt = colon + 1;
      }
    }
    if (portAt < 0) {
      return new Cut(who, Optional.empty(), bracketed);
    }
    Optional<Numbers.Port> port =
        values.numbers().portWithProtocol(word.sub(portAt, text.length()));
    return port.isEmpty() ? null : new Cut(who, port, bracketed);
  }

  /** {@code SERVICE:PORT}; the port as a number or a name. */
  Optional<IngressItem.Backend> serviceRef(Span span) {
    if (Oddities.report(reading, span)) {
      return Optional.empty();
    }
    String text = span.text();
    int colon = text.indexOf(':');
    if (colon < 0 || text.indexOf(':', colon + 1) >= 0 || colon == text.length() - 1) {
      Diagnostic.Builder finding = Diagnostic.at(
              span, SyntaxCode.BAD_REFERENCE, "`" + text + "` is not SERVICE:PORT")
          .label(
              colon < 0 || colon == text.length() - 1
                  ? "the port is missing"
                  : "one colon, between service and port");
      if (colon < 0) {
        finding.help("write `" + text + ":80` or the port's name");
      }
      reading.report(finding);
      return Optional.empty();
    }
    if (text.lastIndexOf('/', colon) >= 0) {
      reading.report(Diagnostic.at(
              span, SyntaxCode.BAD_REFERENCE, "an ingress sends to services of its own namespace")
          .label("without the namespace")
          .help("write `" + text.substring(text.lastIndexOf('/', colon) + 1) + "`"));
      return Optional.empty();
    }
    Optional<Located<String>> service = values.names().label(span.sub(0, colon), "a service");
    Optional<Located<String>> port = portWord(span.sub(colon + 1, text.length()));
    return service.flatMap(s -> port.map(p -> new IngressItem.Backend(span, s, p)));
  }

  private Optional<Located<String>> portWord(Span span) {
    boolean number = span.text().chars().allMatch(c -> c >= '0' && c <= '9');
    return number
        ? values.numbers().port(span).map(n -> n.with(Integer.toString(n.value())))
        : values.names().label(span, "a port");
  }
}
