package dev.podnet.backends.coredns;

import dev.podnet.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration of Knot DNS: it leaves the zones' files alone and keeps nothing of its own. */
final class KnotText {

  private static final int DNS_PORT = 53;

  private KnotText() {}

  static List<String> lines(ServerProgram.Serving serving) {
    String run = "@RUN@/" + NodeServers.NAME;
    List<String> lines = new ArrayList<>(List.of(
        "# " + serving.title(),
        "server:",
        "    rundir: \"" + run + "\"",
        "    listen: [ "
            + serving.addresses().stream()
                .map(ip -> ip + "@" + serving.port())
                .collect(Collectors.joining(", "))
            + " ]",
        "    user: root:root",
        "control:",
        "    listen: \"" + run + "/ctl\"",
        "database:",
        "    storage: \"" + run + "/db\"",
        "log:",
        "  - target: stdout",
        "    any: notice"));
    if (!serving.upstreams().isEmpty()) {
      lines.add("remote:");
      lines.add("  - id: upstream");
      lines.add("    address: [ "
          + serving.upstreams().stream().map(KnotText::address).collect(Collectors.joining(", "))
          + " ]");
      lines.add("mod-dnsproxy:");
      lines.add("  - id: upstream");
      lines.add("    remote: upstream");
      lines.add("    fallback: on");
    }
    lines.add("template:");
    lines.add("  - id: default");
    lines.add("    zonefile-sync: -1");
    lines.add("    zonefile-load: whole");
    lines.add("    journal-content: none");
    if (!serving.upstreams().isEmpty()) {
      lines.add("    global-module: mod-dnsproxy/upstream");
    }
    lines.add("zone:");
    for (Zone zone : serving.names().zones()) {
      lines.add("  - domain: \"" + zone.origin() + "\"");
      lines.add("    file: \"" + serving.path(zone) + "\"");
    }
    return lines;
  }

  /** {@code 192.0.2.1:5353} as {@code 192.0.2.1@5353}. */
  private static String address(String endpoint) {
    if (endpoint.startsWith("[")) {
      int end = endpoint.indexOf(']');
      return endpoint.substring(1, end) + "@" + endpoint.substring(end + 2);
    }
    int colon = endpoint.indexOf(':');
    return colon < 0 || endpoint.indexOf(':', colon + 1) >= 0
        ? IpAddress.parse(endpoint) + "@" + DNS_PORT
        : endpoint.replace(':', '@');
  }
}
