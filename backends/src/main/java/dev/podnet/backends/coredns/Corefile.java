package dev.podnet.backends.coredns;

import java.util.ArrayList;
import java.util.List;

/**
 * The configuration of CoreDNS. It names no port, no address to listen on and no absolute path, so it can be served as it is
 * from its own folder, under any port.
 */
final class Corefile {

  private final List<String> lines = new ArrayList<>();
  private final List<String> upstreams;

  private Corefile(List<String> upstreams) {
    this.upstreams = upstreams;
  }

  /**
   * The zones of other servers.
   *
   * @param domain the names they know
   * @param servers who they are, each with a port or without
   */
  record Stub(String domain, List<String> servers) {}

  /**
   * Its lines.
   *
   * @param own the zones that are the cluster's own, its names first
   * @param borrowed zones of addresses that others may name too
   * @param templates stanzas for the block of the cluster's names
   * @param stubs names that others answer
   * @param upstreams who is asked for all else; empty when nobody is
   */
  static List<String> lines(
      String cluster,
      List<Zone> own,
      List<Zone> borrowed,
      List<String> templates,
      List<Stub> stubs,
      List<String> upstreams) {
    Corefile file = new Corefile(upstreams);
    file.lines.add("# Name server of cluster " + cluster + ", to be started in this folder:");
    file.lines.add("#   coredns -conf Corefile -dns.port 53");
    boolean first = true;
    for (Zone zone : own) {
      file.begin(zone.title(), zone.origin());
      if (first) {
        file.add("reload");
        file.add("loadbalance");
        templates.forEach(file::add);
      }
      file.add("file " + zone.file());
      file.lines.add("}");
      first = false;
    }
    borrowed.forEach(file::borrowed);
    stubs.forEach(file::stub);
    if (!upstreams.isEmpty()) {
      file.begin("names outside the cluster", Name.ROOT);
      file.add("loop");
      file.upstream(upstreams);
      file.lines.add("}");
    }
    return file.lines;
  }

  /** What is not found in such a zone is asked upstream; without one there is nobody to ask. */
  private void borrowed(Zone zone) {
    begin(zone.title(), zone.origin());
    if (upstreams.isEmpty()) {
      add("file " + zone.file());
    } else {
      add("file " + zone.file() + " {");
      add("    fallthrough " + bare(zone.origin()));
      add("}");
      upstream(upstreams);
    }
    lines.add("}");
  }

  private void stub(Stub stub) {
    begin("names that others answer", Name.of(stub.domain()));
    upstream(stub.servers());
    lines.add("}");
  }

  private void begin(String title, Name origin) {
    lines.add("");
    lines.add("# " + title);
    lines.add(bare(origin) + " {");
    add("errors");
  }

  private void upstream(List<String> servers) {
    add("cache 30");
    add("forward . " + String.join(" ", servers));
  }

  private void add(String line) {
    lines.add("    " + line);
  }

  private static String bare(Name name) {
    String text = name.toString();
    return name.equals(Name.ROOT) ? text : text.substring(0, text.length() - 1);
  }
}
