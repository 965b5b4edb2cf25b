package dev.podnet.net;

import inet.ipaddr.AddressStringException;
import inet.ipaddr.IPAddressString;
import inet.ipaddr.IPAddressStringParameters;
import inet.ipaddr.ipv6.IPv6Address;

/**
 * Reads and writes addresses. IPv4 is read here, so that a message can point at the very part that is wrong; IPv6 text
 * is left to the IPAddress library with every lenient form switched off.
 */
public final class AddressText {

  private AddressText() {}

  /**
   * What is wrong with a text that should be an address.
   *
   * @param start where in the text the wrong part begins, in chars
   * @param end where it ends
   * @param message a sentence for the user, without the place
   */
  public record Problem(int start, int end, String message) {}

  /** An address or a problem; exactly one of the two is null. */
  public record Result(IpAddress address, Problem problem) {}

  /** Holds the library's settings, loaded only when IPv6 text is met. */
  private static final class V6 {
    static final IPAddressStringParameters STRICT = new IPAddressStringParameters.Builder()
        .allowEmpty(false)
        .allowAll(false)
        .allowSingleSegment(false)
        .allowWildcardedSeparator(false)
        .allowPrefix(false)
        .allowMask(false)
        .allowPrefixOnly(false)
        .allowIPv4(false)
        .setRangeOptions(inet.ipaddr.AddressStringParameters.RangeParameters.NO_RANGE)
        .getIPv6AddressParametersBuilder()
        .allowZone(false)
        .allowBinary(false)
        .allowBase85(false)
        .allowLeadingZeros(true)
        .allowUnlimitedLeadingZeros(false)
        .getParentBuilder()
        .toParams();
  }

  /** Reads an address; never throws, whatever the text. */
  public static Result parse(String text) {
    if (text.indexOf(':') >= 0) {
      return parseV6(text);
    }
    return parseV4(text);
  }

  private static Result parseV4(String text) {
    long value = 0;
    int parts = 0;
    int start = 0;
    while (true) {
      int dot = text.indexOf('.', start);
      int end = dot < 0 ? text.length() : dot;
      String part = text.substring(start, end);
      Problem problem = partProblem(part, start, end);
      if (problem != null) {
        return new Result(null, problem);
      }
      parts++;
      if (parts > 4) {
        return problem(0, text.length(), "an IPv4 address has four parts");
      }
      value = value << 8 | Integer.parseInt(part);
      if (dot < 0) {
        break;
      }
      start = dot + 1;
    }
    if (parts != 4) {
      return problem(0, text.length(), "an IPv4 address has four parts, this has " + parts);
    }
    return new Result(IpAddress.v4((int) value), null);
  }

  private static Problem partProblem(String part, int start, int end) {
    if (part.isEmpty()) {
      return new Problem(start, Math.max(end, start), "a part of the address is empty");
    }
    for (int i = 0; i < part.length(); i++) {
      if (part.charAt(i) < '0' || part.charAt(i) > '9') {
        return new Problem(start, end, "'" + part + "' is not a number between 0 and 255");
      }
    }
    if (part.length() > 1 && part.charAt(0) == '0') {
      return new Problem(
          start, end, "'" + part + "' has a leading zero, which some programs read as octal");
    }
    if (part.length() > 3 || Integer.parseInt(part) > 255) {
      return new Problem(start, end, part + " is more than 255");
    }
    return null;
  }

  private static Result parseV6(String text) {
    if (text.indexOf('%') >= 0) {
      return problem(text.indexOf('%'), text.length(), "an address here has no zone");
    }
    if (text.indexOf('/') >= 0 || text.isBlank() || text.length() > 45) {
      return problem(0, text.length(), "this is no IPv6 address");
    }
    try {
      inet.ipaddr.IPAddress parsed = new IPAddressString(text, V6.STRICT).toAddress();
      if (parsed == null
          || !parsed.isIPv6()
          || parsed.isMultiple()
          || parsed.getNetworkPrefixLength() != null) {
        return problem(0, text.length(), "this is no IPv6 address");
      }
      byte[] bytes = parsed.getBytes();
      long high = 0;
      long low = 0;
      for (int i = 0; i < 8; i++) {
        high = high << 8 | (bytes[i] & 0xff);
        low = low << 8 | (bytes[i + 8] & 0xff);
      }
      return new Result(new IpAddress(IpFamily.IPV6, high, low), null);
    } catch (AddressStringException | IllegalArgumentException e) {
      return problem(0, text.length(), "this is no IPv6 address");
    }
  }

  private static Result problem(int start, int end, String message) {
    return new Result(null, new Problem(start, end, message));
  }

  /** The canonical text of an address: dotted decimal, or RFC 5952. */
  static String format(IpAddress address) {
    if (address.isV4()) {
      int bits = (int) address.low();
      return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "."
          + (bits & 0xff);
    }
    return new IPv6Address(address.toBytes()).toCanonicalString();
  }
}
