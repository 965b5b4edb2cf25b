package dev.podnet.backends.coredns;

import java.util.ArrayList;
import java.util.List;

/**
 * The configuration of CoreDNS. It names no port, no address to listen on and no absolute path, so it can be served as it is
 * from its own folder, under any port.
 */
final class Corefile {

  private Corefile() {}

  static List<String> lines(String cluster, List<Zone> zones, List<String> upstreams) {
    List<String> lines = new ArrayList<>();
    lines.add("# Name server of cluster " + cluster + ", to be started in this folder:");
    lines.add("#   coredns -conf Corefile -dns.port 53");
    boolean first = true;
    for (Zone zone : zones) {
      String name = zone.origin().toString();
      lines.add("");
      lines.add("# " + zone.title());
      lines.add(name.substring(0, name.length() - 1) + " {");
      lines.add("    errors");
      if (first) {
        lines.add("    reload");
        lines.add("    loadbalance");
      }
      lines.add("    file " + zone.file());
      lines.add("}");
      first = false;
    }
    if (!upstreams.isEmpty()) {
      lines.add("");
      lines.add("# names outside the cluster");
      lines.add(". {");
      lines.add("    errors");
      lines.add("    loop");
      lines.add("    cache 30");
      lines.add("    forward . " + String.join(" ", upstreams));
      lines.add("}");
    }
    return lines;
  }
}
