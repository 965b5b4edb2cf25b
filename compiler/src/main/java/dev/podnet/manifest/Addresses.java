package dev.podnet.manifest;

import dev.podnet.diagnostics.ManifestCode;
import dev.podnet.net.AddressText;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** Reads addresses and blocks of addresses. */
final class Addresses {

  private Addresses() {}

  /** The address behind a key. */
  static Optional<Located<IpAddress>> address(Fields fields, String key) {
    return Values.text(fields, key).flatMap(text -> address(fields, key, text));
  }

  /** The addresses of the list behind a key. */
  static List<Located<IpAddress>> addresses(Fields fields, String key) {
    List<Located<IpAddress>> addresses = new ArrayList<>();
    for (Node item : fields.list(key)) {
      Values.text(fields, key, item)
          .flatMap(text -> address(fields, key, text))
          .ifPresent(addresses::add);
    }
    return addresses;
  }

  /** The address that a text is. */
  static Optional<Located<IpAddress>> address(Fields fields, String key, Located<String> text) {
    AddressText.Result result = AddressText.parse(text.value());
    if (result.address() != null) {
      return Optional.of(text.with(result.address()));
    }
    Reading reading = fields.reading();
    if (!Templates.reportNumber(reading, text)) {
      String help = text.value().indexOf('/') >= 0
          ? "here stands one address, without a prefix length"
          : "write an address such as 10.0.0.1 or fd00::1";
      reading
          .at(
              part(text, result.problem().start(), result.problem().end()),
              ManifestCode.INVALID_ADDRESS,
              fields.path(key) + " is not an address: " + result.problem().message())
          .help(help)
          .report();
    }
    return Optional.empty();
  }

  /** The block behind a key. */
  static Optional<Located<Cidr>> cidr(Fields fields, String key, boolean warnOfHostBits) {
    return Values.text(fields, key).flatMap(text -> cidr(fields, key, text, warnOfHostBits));
  }

  /** The blocks of the list behind a key. */
  static List<Located<Cidr>> cidrs(Fields fields, String key, boolean warnOfHostBits) {
    List<Located<Cidr>> blocks = new ArrayList<>();
    for (Node item : fields.list(key)) {
      Values.text(fields, key, item)
          .flatMap(text -> cidr(fields, key, text, warnOfHostBits))
          .ifPresent(blocks::add);
    }
    return blocks;
  }

  /** The block that a text is; host bits are taken away. */
  static Optional<Located<Cidr>> cidr(
      Fields fields, String key, Located<String> text, boolean warnOfHostBits) {
    String written = text.value();
    int slash = written.indexOf('/');
    if (slash < 0) {
      AddressText.Result single = AddressText.parse(written);
      Optional<String> help = single.address() == null
          ? Optional.empty()
          : Optional.of("for this address alone write " + single.address().asHost());
      return notABlock(
          fields, key, text, 0, written.length(), "there is no '/' with a prefix length", help);
    }
    AddressText.Result result = AddressText.parse(written.substring(0, slash));
    if (result.address() == null) {
      AddressText.Problem problem = result.problem();
      return notABlock(
          fields, key, text, problem.start(), problem.end(), problem.message(), Optional.empty());
    }
    IpAddress address = result.address();
    int bits = address.family().bits();
    String digits = written.substring(slash + 1);
    int length =
        digits.length() <= 3 && Scalars.isPlainDecimal(digits) ? Integer.parseInt(digits) : -1;
    if (length < 0 || length > bits) {
      String message = "the prefix length is 0 to " + bits;
      return notABlock(fields, key, text, slash + 1, written.length(), message, Optional.empty());
    }
    Cidr block = Cidr.of(address, length);
    if (warnOfHostBits && !block.network().equals(address)) {
      fields
          .reading()
          .at(
              text.span(),
              ManifestCode.HOST_BITS,
              written + " has bits set behind its prefix; it means " + block)
          .help("write " + block)
          .report();
    }
    return Optional.of(text.with(block));
  }

  private static Optional<Located<Cidr>> notABlock(
      Fields fields,
      String key,
      Located<String> text,
      int start,
      int end,
      String why,
      Optional<String> help) {
    Reading reading = fields.reading();
    if (!Templates.reportNumber(reading, text)) {
      reading
          .at(
              part(text, start, end),
              ManifestCode.INVALID_CIDR,
              fields.path(key) + " is not a block of addresses: " + why)
          .help(help.orElse("write a block such as 10.0.0.0/16"))
          .report();
    }
    return Optional.empty();
  }

  /** The place of a part of a text, if the text stands in the file as it is; else that of the whole. */
  private static Span part(Located<String> text, int start, int end) {
    int shift = text.span().text().indexOf(text.value());
    return shift < 0 || start == end ? text.span() : text.span().sub(shift + start, shift + end);
  }
}
