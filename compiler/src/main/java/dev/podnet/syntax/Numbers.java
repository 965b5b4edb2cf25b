package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Suggest;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.net.PortRange;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads numbers, ports, protocols, ranges and durations out of words. */
final class Numbers {

  private static final List<String> PROTOCOLS = List.of("TCP", "UDP", "SCTP");

  /** A port and its protocol; the protocol's place is the number's when it was not written. */
  record Port(Located<Integer> number, Located<Protocol> protocol) {}

  private final Reading reading;

  Numbers(Reading reading) {
    this.reading = reading;
  }

  /** A whole number between two bounds; {@code what} names it in messages, such as "an MTU". */
  Optional<Located<Integer>> number(Span span, String what, int least, int most) {
    return bigNumber(span, what, least, most).map(n -> n.with(n.value().intValue()));
  }

  /** As {@link #number}, for larger bounds. */
  Optional<Located<Long>> bigNumber(Span span, String what, long least, long most) {
    if (Oddities.report(reading, span)) {
      return Optional.empty();
    }
    String text = span.text();
    OptionalLong value = digits(text);
    if (value.isEmpty()) {
      reading.report(Diagnostic.at(span, SyntaxCode.BAD_NUMBER, "`" + text + "` is not a number")
          .label(what + " is a whole number from " + least + " to " + most));
      return Optional.empty();
    }
    long number = value.getAsLong();
    if (number < least || number > most) {
      String relation = number < least ? " is less than " + least : " is more than " + most;
      reading.report(Diagnostic.at(span, SyntaxCode.BAD_NUMBER, text + relation)
          .label(what + " is " + least + " to " + most));
      return Optional.empty();
    }
    return Optional.of(new Located<>(number, span));
  }

  /** The number that digits without a leading zero make; 19 digits and more count as the largest number. */
  private static OptionalLong digits(String text) {
    boolean plain = !text.isEmpty()
        && text.chars().allMatch(c -> c >= '0' && c <= '9')
        && (text.length() == 1 || text.charAt(0) != '0');
    if (!plain) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(text.length() > 18 ? Long.MAX_VALUE : Long.parseLong(text));
  }

  /** A port number. */
  Optional<Located<Integer>> port(Span span) {
    if (Oddities.report(reading, span)) {
      return Optional.empty();
    }
    String text = span.text();
    OptionalLong value = digits(text);
    if (value.isEmpty()) {
      Diagnostic.Builder finding = Diagnostic.at(
              span, SyntaxCode.BAD_PORT, "`" + text + "` is not a port number")
          .label("a number from 1 to 65535");
      int slash = text.indexOf('/');
      if (slash > 0 && digits(text.substring(0, slash)).isPresent()) {
        finding.help("write `" + text.substring(0, slash) + "`; the protocol is the port's own");
      }
      reading.report(finding);
      return Optional.empty();
    }
    long port = value.getAsLong();
    if (port < 1 || port > 65535) {
      String relation = port < 1 ? "0 is not a port" : "port " + text + " is more than 65535";
      reading.report(
          Diagnostic.at(span, SyntaxCode.BAD_PORT, relation).label("a number from 1 to 65535"));
      return Optional.empty();
    }
    return Optional.of(new Located<>((int) port, span));
  }

  /** {@code N[/PROTO]}. */
  Optional<Port> portWithProtocol(Span span) {
    String text = span.text();
    int slash = text.indexOf('/');
    if (slash < 0) {
      if (text.indexOf('-') > 0 && Character.isDigit(text.charAt(0))) {
        reading.report(
            Diagnostic.at(span, SyntaxCode.BAD_PORT, "`" + text + "` is a range of ports")
                .label("one port is wanted here"));
        return Optional.empty();
      }
      if (text.indexOf(':') > 0) {
        reading.report(
            Diagnostic.at(span, SyntaxCode.BAD_PORT, "`" + text + "` is not a port number")
                .label("a number from 1 to 65535")
                .help("the target of a service port is written with an arrow: `port 80 -> 8080`"));
        return Optional.empty();
      }
      return port(span).map(n -> new Port(n, n.with(Protocol.TCP)));
    }
    Optional<Located<Integer>> number = port(span.sub(0, slash));
    Optional<Located<Protocol>> protocol = protocol(span.sub(slash + 1, text.length()));
    return number.flatMap(n -> protocol.map(p -> new Port(n, p)));
  }

  /** {@code TCP}, {@code UDP} or {@code SCTP}. */
  Optional<Located<Protocol>> protocol(Span span) {
    String text = span.text();
    if (PROTOCOLS.contains(text)) {
      return Optional.of(new Located<>(Protocol.valueOf(text), span));
    }
    String what = text.isEmpty() ? "the protocol is missing" : "unknown protocol `" + text + "`";
    Diagnostic.Builder finding =
        Diagnostic.at(span, SyntaxCode.BAD_PROTOCOL, what).label("TCP, UDP or SCTP");
    if (PROTOCOLS.contains(text.toUpperCase(Locale.ROOT))) {
      finding.help("write `" + text.toUpperCase(Locale.ROOT) + "`, in capitals");
    } else {
      Suggest.help(text, PROTOCOLS).ifPresent(finding::help);
    }
    reading.report(finding);
    return Optional.empty();
  }

  /** {@code A-B}; {@code A} alone where one port may stand for a range. */
  Optional<Located<PortRange>> range(Span span, boolean singleToo) {
    if (Oddities.report(reading, span)) {
      return Optional.empty();
    }
    String text = span.text();
    int dash = text.indexOf('-');
    if (dash <= 0 || dash == text.length() - 1) {
      if (singleToo && dash < 0) {
        return port(span).map(n -> n.with(new PortRange(n.value(), n.value())));
      }
      reading.report(
          Diagnostic.at(span, SyntaxCode.BAD_RANGE, "`" + text + "` is not a range of ports")
              .label("a range such as 30000-32767"));
      return Optional.empty();
    }
    Optional<Located<Integer>> first = port(span.sub(0, dash));
    Optional<Located<Integer>> last = port(span.sub(dash + 1, text.length()));
    if (first.isEmpty() || last.isEmpty()) {
      return Optional.empty();
    }
    if (first.get().value() > last.get().value()) {
      reading.report(
          Diagnostic.at(span, SyntaxCode.BAD_RANGE, "the range `" + text + "` runs backwards")
              .label("its first port is the larger one")
              .help("write `" + last.get().value() + "-" + first.get().value() + "`"));
      return Optional.empty();
    }
    return Optional.of(
        new Located<>(new PortRange(first.get().value(), last.get().value()), span));
  }

  /** A duration such as {@code 30s} or {@code 1h30m}, in seconds. */
  Optional<Located<Integer>> duration(Span span, int least, int most) {
    if (Oddities.report(reading, span)) {
      return Optional.empty();
    }
    String text = span.text();
    long seconds = 0;
    int start = 0;
    int units = 0;
    String order = "hms";
    int unitAt = -1;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= '0' && c <= '9') {
        continue;
      }
      int unit = order.indexOf(c);
      if (unit <= unitAt || i == start || i - start > 9) {
        return badDuration(span, text, start);
      }
      long number = Long.parseLong(text.substring(start, i));
      seconds += number * (c == 'h' ? 3600 : c == 'm' ? 60 : 1);
      unitAt = unit;
      start = i + 1;
      units++;
    }
    if (units == 0 || start < text.length()) {
      return badDuration(span, text, start);
    }
    if (seconds < least || seconds > most) {
      reading.report(Diagnostic.at(
              span,
              SyntaxCode.BAD_DURATION,
              "`" + text + "` is " + (seconds < least ? "too short" : "too long"))
          .label(least + " to " + most + " seconds"));
      return Optional.empty();
    }
    return Optional.of(new Located<>((int) seconds, span));
  }

  private Optional<Located<Integer>> badDuration(Span span, String text, int start) {
    Diagnostic.Builder finding = Diagnostic.at(
            span, SyntaxCode.BAD_DURATION, "`" + text + "` is not a duration")
        .label("a number and a unit: 30s, 5m or 3h");
    if (start == 0 && !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      finding.help("the unit is missing; write `" + text + "s` for seconds");
    }
    reading.report(finding);
    return Optional.empty();
  }
}
