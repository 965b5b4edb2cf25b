package dev.podnet.planning;

import dev.podnet.diagnostics.DidYouMean;
import dev.podnet.net.AddressText;
import dev.podnet.net.IpAddress;
import dev.podnet.plan.InterfaceName;
import dev.podnet.spi.SettingSpec;
import dev.podnet.spi.SettingSpec.Form;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads one value of a setting into its normal form. */
final class ValueReader {

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");
  private static final Pattern DURATION = Pattern.compile("([0-9]{1,12})([smh]?)");
  private static final Pattern V6_ENDPOINT = Pattern.compile("\\[([^]]*)](?::([0-9]{1,6}))?");
  private static final Pattern V4_ENDPOINT = Pattern.compile("([^:]*):([0-9]{1,6})");

  private static final Pattern DOMAIN = Pattern.compile(
      "(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?[.])*(?![0-9]+$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?");

  private static final int MOST_OF_A_NAME = 253;
  private static final int MOST_SERVERS = 15;

  private final Collection<String> nodes;

  ValueReader(Collection<String> nodes) {
    this.nodes = new TreeSet<>(nodes);
  }

  /** A value, or a few words on what is wrong with the text; the value is null then. */
  record Result(String value, Optional<String> problem) {
    static Result of(String value) {
      return new Result(value, Optional.empty());
    }

    static Result wrong(String problem) {
      return new Result(null, Optional.of(problem));
    }
  }

  /** What a setting wants, as the end of the sentence "KEY is …". */
  static String wanted(SettingSpec spec) {
    return switch (spec.form()) {
      case NUMBER -> "a number from " + spec.least() + " to " + spec.most();
      case PORT -> "a port from 1 to 65535";
      case SWITCH -> "on or off";
      case SECONDS -> "a duration such as 5s, from " + spec.least() + "s to " + spec.most() + "s";
      case INTERFACE -> "an interface name: up to 15 letters, digits, dots, dashes and underscores";
      case ADDRESSES -> "an address, or one of each family";
      case ENDPOINTS -> "a list of addresses, each with a port or without: 192.0.2.1:53";
      case NODES -> "a list of node names";
      case WORD -> String.join(" or ", spec.words());
      case PATH -> "a path, such as /etc/podnet/wireguard.key";
      case DOMAIN -> "a domain name such as example.com";
      case DOMAIN_SERVERS -> "a list of domains, each with its servers: corp.example 192.0.2.53";
    };
  }

  /** Reads a text; {@code before} holds the values read before it. */
  Result read(SettingSpec spec, String text, List<String> before) {
    return switch (spec.form()) {
      case NUMBER ->
        NUMBER.matcher(text).matches()
            ? inRange(Long.parseLong(text), spec)
            : Result.wrong("this is no number");
      case PORT -> port(text);
      case SWITCH ->
        text.equals("on") || text.equals("off")
            ? Result.of(text)
            : Result.wrong("neither on nor off");
      case SECONDS -> seconds(text, spec);
      case INTERFACE ->
        InterfaceName.valid(text)
            ? Result.of(text)
            : Result.wrong("no interface can have this name");
      case ADDRESSES -> address(text, before);
      case ENDPOINTS -> endpoint(text, before);
      case NODES -> node(text, before);
      case PATH -> Result.of(text);
      case WORD ->
        spec.words().contains(text) ? Result.of(text) : Result.wrong(near(text, spec.words()));
      case DOMAIN -> domain(text);
      case DOMAIN_SERVERS -> domainOrServer(text, before);
    };
  }

  /** What a list that ends here lacks, in a few words. */
  static Optional<String> incomplete(SettingSpec spec, List<String> values) {
    boolean open = spec.form() == Form.DOMAIN_SERVERS
        && !values.isEmpty()
        && isDomain(values.get(values.size() - 1));
    return open ? Optional.of("this domain has no server") : Optional.empty();
  }

  private static boolean isDomain(String value) {
    return domain(value).problem().isEmpty();
  }

  /** Labels of letters, digits and dashes; the last one is no number, so that no address is one (RFC 3696, 2). */
  private static Result domain(String text) {
    String bare = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return bare.length() <= MOST_OF_A_NAME && DOMAIN.matcher(bare).matches()
        ? Result.of(bare.toLowerCase(Locale.ROOT))
        : Result.wrong("this is no domain name");
  }

  private static Result domainOrServer(String text, List<String> before) {
    Result domain = domain(text);
    boolean open = !before.isEmpty() && isDomain(before.get(before.size() - 1));
    if (domain.problem().isEmpty()) {
      return open
          ? Result.wrong("the domain before it has no server")
          : before.contains(domain.value()) ? Result.wrong("written twice") : domain;
    }
    if (before.isEmpty()) {
      return Result.wrong("servers stand behind a domain");
    }
    int from = before.size();
    while (!isDomain(before.get(from - 1))) {
      from--;
    }
    List<String> servers = before.subList(from, before.size());
    return servers.size() < MOST_SERVERS
        ? endpoint(text, servers)
        : Result.wrong("a domain takes at most " + MOST_SERVERS + " servers");
  }

  private static Result inRange(long value, SettingSpec spec) {
    if (value < spec.least()) {
      return Result.wrong("less than " + spec.least());
    }
    if (value > spec.most()) {
      return Result.wrong("more than " + spec.most());
    }
    return Result.of(Long.toString(value));
  }

  private static Result port(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return Result.wrong("this is no port");
    }
    long value = Long.parseLong(text);
    return value >= 1 && value <= 65535
        ? Result.of(Long.toString(value))
        : Result.wrong("ports are 1 to 65535");
  }

  private static Result seconds(String text, SettingSpec spec) {
    Matcher matcher = DURATION.matcher(text);
    if (!matcher.matches()) {
      return Result.wrong("this is no duration");
    }
    long unit = switch (matcher.group(2)) {
      case "m" -> 60;
      case "h" -> 3600;
      default -> 1;
    };
    return inRange(Long.parseLong(matcher.group(1)) * unit, spec);
  }

  private static Result address(String text, List<String> before) {
    AddressText.Result parsed = AddressText.parse(text);
    if (parsed.problem() != null) {
      return Result.wrong(parsed.problem().message());
    }
    for (String other : before) {
      if (IpAddress.parse(other).family() == parsed.address().family()) {
        return Result.wrong("a second address of the same family");
      }
    }
    return Result.of(parsed.address().toString());
  }

  private static Result endpoint(String text, List<String> before) {
    Matcher v6 = V6_ENDPOINT.matcher(text);
    Matcher v4 = V4_ENDPOINT.matcher(text);
    String host = text;
    String port = null;
    if (v6.matches()) {
      host = v6.group(1);
      port = v6.group(2);
    } else if (v4.matches()) {
      host = v4.group(1);
      port = v4.group(2);
    }
    AddressText.Result parsed = AddressText.parse(host);
    if (parsed.problem() != null) {
      return Result.wrong(parsed.problem().message());
    }
    String value = parsed.address().toString();
    if (port != null) {
      Result number = port(port);
      if (number.problem().isPresent()) {
        return number;
      }
      value = (parsed.address().isV4() ? value : "[" + value + "]") + ":" + number.value();
    }
    return before.contains(value) ? Result.wrong("written twice") : Result.of(value);
  }

  private Result node(String text, List<String> before) {
    if (!nodes.contains(text)) {
      return Result.wrong(near(text, nodes));
    }
    return before.contains(text) ? Result.wrong("written twice") : Result.of(text);
  }

  private static String near(String text, Collection<String> names) {
    return DidYouMean.among(text, names)
        .map(n -> "did you mean '" + n + "'?")
        .orElse("none of them");
  }
}
