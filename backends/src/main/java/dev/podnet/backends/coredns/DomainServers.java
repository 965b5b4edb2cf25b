package dev.podnet.backends.coredns;

import dev.podnet.net.AddressText;
import java.util.ArrayList;
import java.util.List;

/** A list of domains, each followed by its servers. */
final class DomainServers {

  private DomainServers() {}

  /** The domains alone. */
  static List<String> domains(List<String> values) {
    return values.stream().filter(DomainServers::domain).toList();
  }

  /** The domains and their servers. */
  static List<Corefile.Stub> stubs(List<String> values) {
    List<Corefile.Stub> stubs = new ArrayList<>();
    int at = 0;
    while (at < values.size()) {
      int end = at + 1;
      while (end < values.size() && !domain(values.get(end))) {
        end++;
      }
      stubs.add(new Corefile.Stub(values.get(at), List.copyOf(values.subList(at + 1, end))));
      at = end;
    }
    return stubs;
  }

  /** Settings hold addresses in their normal form: what is neither one nor one with a port is a domain. */
  private static boolean domain(String value) {
    String host = value.startsWith("[")
        ? value.substring(1, value.indexOf(']'))
        : value.indexOf(':') == value.lastIndexOf(':') ? value.replaceFirst(":.*", "") : value;
    return AddressText.parse(host).address() == null;
  }
}
