package dev.podnet.backends.coredns;

import dev.podnet.backends.common.Hashes;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** The configuration of NSD: it reads the zones' files and writes nothing but its own state. */
final class NsdText {

  private NsdText() {}

  static List<String> lines(ServerProgram.Serving serving) {
    String run = "@RUN@/" + NodeServers.NAME;
    List<String> lines = new ArrayList<>(List.of("# " + serving.title(), "server:"));
    serving.addresses().forEach(ip -> lines.add("    ip-address: " + ip + "@" + serving.port()));
    lines.addAll(List.of(
        "    server-count: 1",
        "    username: \"\"",
        "    hide-version: yes",
        "    database: \"\"",
        "    zonesdir: \"" + run + "\"",
        "    pidfile: \"" + run + "/nsd.pid\"",
        "    xfrdfile: \"" + run + "/xfrd.state\"",
        "    xfrdir: \"" + run + "\"",
        "    zonelistfile: \"" + run + "/zone.list\"",
        "remote-control:",
        "    control-enable: no"));
    for (Zone zone : serving.names().zones()) {
      lines.add("zone:");
      lines.add("    name: \"" + zone.origin() + "\"");
      lines.add("    zonefile: \"" + serving.path(zone) + "\"");
    }
    return lines;
  }

  /** Another one for another configuration; NSD tells it to those who ask for its NSID (RFC 5001), and takes hex alone. */
  static String identity(ServerProgram.Serving serving) {
    byte[] hash = Hashes.sha256(String.join("\n", lines(serving)));
    return HexFormat.of().formatHex(hash, 0, 6);
  }
}
