package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.grammar.PodnetParser.AddressContext;
import dev.podnet.grammar.PodnetParser.AddressesContext;
import dev.podnet.grammar.PodnetParser.CidrContext;
import dev.podnet.grammar.PodnetParser.CidrsContext;
import dev.podnet.grammar.PodnetParser.MaskContext;
import dev.podnet.net.AddressText;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Reads addresses, prefixes and masks out of words. */
final class Addresses {

  private final Reading reading;

  Addresses(Reading reading) {
    this.reading = reading;
  }

  /** One address. */
  Optional<Located<IpAddress>> address(AddressContext rule) {
    return address(reading.span(rule));
  }

  /** The address a place holds. */
  Optional<Located<IpAddress>> address(Span span) {
    String text = span.text();
    if (Oddities.report(reading, span)) {
      return Optional.empty();
    }
    int slash = text.indexOf('/');
    if (slash > 0) {
      reading.report(Diagnostic.at(
              span.sub(slash, text.length()),
              SyntaxCode.BAD_ADDRESS,
              "`" + text + "` is a prefix; one address is wanted here")
          .label("without this")
          .help("write `" + text.substring(0, slash) + "`"));
      return Optional.empty();
    }
    return plain(span, text, SyntaxCode.BAD_ADDRESS).map(found -> new Located<>(found, span));
  }

  private Optional<IpAddress> plain(Span span, String text, SyntaxCode code) {
    AddressText.Result result = AddressText.parse(text);
    if (result.problem() == null) {
      return Optional.of(result.address());
    }
    AddressText.Problem problem = result.problem();
    boolean looksLikeOne = text.indexOf(':') >= 0
        || text.chars().allMatch(c -> c == '.' || c >= '0' && c <= '9')
        || text.indexOf('.') > 0 && Character.isDigit(text.charAt(0));
    if (looksLikeOne) {
      Span place = span.sub(problem.start(), Math.max(problem.end(), problem.start()));
      reading.report(
          Diagnostic.at(place, code, "`" + text + "` is not an address: " + problem.message())
              .label(problem.message()));
    } else {
      reading.report(Diagnostic.at(span, code, "`" + text + "` is not an address")
          .label("an address such as 10.0.0.1 or fd00::1")
          .help("names of hosts are not looked up; write the address itself"));
    }
    return Optional.empty();
  }

  /** A list of addresses. */
  List<Located<IpAddress>> addresses(AddressesContext rule) {
    return !reading.sound(rule) ? List.of() : distinct(Reading.each(rule.address(), this::address));
  }

  /** One address of each family at most. */
  List<Located<IpAddress>> onePerFamily(AddressesContext rule) {
    return perFamily(addresses(rule), IpAddress::family, "addresses");
  }

  /** One prefix. */
  Optional<Located<Cidr>> cidr(CidrContext rule) {
    return cidr(reading.span(rule));
  }

  /** The prefix a place holds. */
  Optional<Located<Cidr>> cidr(Span span) {
    String text = span.text();
    if (Oddities.report(reading, span)) {
      return Optional.empty();
    }
    int slash = text.indexOf('/');
    if (slash < 0) {
      return missingLength(span, text);
    }
    Optional<IpAddress> address =
        plain(span.sub(0, slash), text.substring(0, slash), SyntaxCode.BAD_PREFIX);
    if (address.isEmpty()) {
      return Optional.empty();
    }
    IpFamily family = address.get().family();
    Span lengthPlace = span.sub(slash + 1, text.length());
    Optional<Integer> length = length(lengthPlace, text.substring(slash + 1), family.bits());
    if (length.isEmpty()) {
      return Optional.empty();
    }
    Cidr block = Cidr.of(address.get(), length.get());
    if (!block.network().equals(address.get())) {
      reading.report(Diagnostic.at(
              span, SyntaxCode.HOST_BITS, "`" + text + "` is one host of a network, not a network")
          .label("bits behind the first " + length.get() + " are set")
          .help("the network is `" + block + "`"));
      return Optional.empty();
    }
    return Optional.of(new Located<>(block, span));
  }

  private Optional<Located<Cidr>> missingLength(Span span, String text) {
    Optional<IpAddress> address = plain(span, text, SyntaxCode.BAD_PREFIX);
    if (address.isPresent()) {
      int all = address.get().family().bits();
      reading.report(
          Diagnostic.at(span, SyntaxCode.BAD_PREFIX, "`" + text + "` has no prefix length")
              .label("a prefix such as " + (all == 32 ? "10.244.0.0/16" : "fd00:10::/64"))
              .help("for this one address alone write `" + text + "/" + all + "`"));
    }
    return Optional.empty();
  }

  private Optional<Integer> length(Span span, String text, int most) {
    if (text.indexOf('.') > 0) {
      reading.report(Diagnostic.at(
              span, SyntaxCode.BAD_PREFIX, "a prefix length is a number of bits, not a mask")
          .label("a number from 0 to " + most)
          .help("write `/24` for 255.255.255.0"));
      return Optional.empty();
    }
    boolean number = !text.isEmpty()
        && text.length() <= 3
        && text.chars().allMatch(c -> c >= '0' && c <= '9')
        && (text.length() == 1 || text.charAt(0) != '0');
    if (!number) {
      String what =
          text.isEmpty() ? "the prefix length is missing" : "`" + text + "` is no prefix length";
      reading.report(
          Diagnostic.at(span, SyntaxCode.BAD_PREFIX, what).label("a number from 0 to " + most));
      return Optional.empty();
    }
    int length = Integer.parseInt(text);
    if (length > most) {
      reading.report(Diagnostic.at(
              span,
              SyntaxCode.BAD_PREFIX,
              "a prefix length of " + length + " is more than "
                  + (most == 32 ? "the 32 bits of IPv4" : "the 128 bits of IPv6"))
          .label("at most " + most));
      return Optional.empty();
    }
    return Optional.of(length);
  }

  /** A list of prefixes. */
  List<Located<Cidr>> cidrs(CidrsContext rule) {
    return !reading.sound(rule) ? List.of() : distinct(Reading.each(rule.cidr(), this::cidr));
  }

  /** One prefix of each family at most. */
  List<Located<Cidr>> cidrPerFamily(CidrsContext rule) {
    return perFamily(cidrs(rule), Cidr::family, "prefixes");
  }

  /** {@code /24}. */
  Optional<Located<Integer>> mask(MaskContext rule) {
    Span span = reading.span(rule);
    String text = span.text();
    if (Oddities.report(reading, span)) {
      return Optional.empty();
    }
    int slash = text.indexOf('/');
    if (slash != 0) {
      boolean number = text.chars().allMatch(c -> c >= '0' && c <= '9');
      Diagnostic.Builder finding = Diagnostic.at(
              span, SyntaxCode.BAD_PREFIX, "`" + text + "` is not a mask such as /24")
          .label("a slash and a number of bits");
      reading.report(number ? finding.help("write `/" + text + "`") : finding);
      return Optional.empty();
    }
    return length(span.sub(1, text.length()), text.substring(1), 128)
        .map(bits -> new Located<>(bits, span));
  }

  private <T> List<Located<T>> perFamily(
      List<Located<T>> values, Function<T, IpFamily> family, String what) {
    Map<IpFamily, Located<T>> first = new LinkedHashMap<>();
    for (Located<T> value : values) {
      Located<T> before = first.putIfAbsent(family.apply(value.value()), value);
      if (before != null) {
        String name = family.apply(value.value()) == IpFamily.IPV4 ? "IPv4" : "IPv6";
        reading.report(Diagnostic.at(
                value.span(),
                SyntaxCode.FAMILIES,
                "two " + what + " of " + name + " where there may be one of each family")
            .label("the second of " + name)
            .related(before.span(), "the first"));
      }
    }
    return List.copyOf(first.values());
  }

  private <T> List<Located<T>> distinct(List<Located<T>> values) {
    return Lists.distinct(reading, values);
  }
}
