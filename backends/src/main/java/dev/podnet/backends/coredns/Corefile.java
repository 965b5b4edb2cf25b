package dev.podnet.backends.coredns;

import dev.podnet.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The configuration of CoreDNS. By itself it names no port, no address to listen on and no absolute path, so it can be served
 * as it is from its own folder, under any port. A node's copy has what it needs there.
 */
final class Corefile {

  private final List<String> lines = new ArrayList<>();
  private final Place place;
  private final List<String> upstreams;

  private Corefile(Place place, List<String> upstreams) {
    this.place = place;
    this.upstreams = upstreams;
  }

  /**
   * Where it is served.
   *
   * @param start what is said at its top
   * @param folder what stands before the names of zone files
   * @param addresses what it listens on; empty for all addresses of the machine
   * @param health where it says that it lives, with a port; empty when it does not
   * @param ready where it says that it answers, likewise
   */
  record Place(
      List<String> start,
      String folder,
      List<IpAddress> addresses,
      Optional<String> health,
      Optional<String> ready) {

    /** Copies the lists. */
    Place {
      start = List.copyOf(start);
      addresses = List.copyOf(addresses);
    }
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
   * @param place where it is served
   * @param names what it answers
   * @param stubs names that others answer
   * @param upstreams who is asked for all else; empty when nobody is
   */
  static List<String> lines(Place place, Names names, List<Stub> stubs, List<String> upstreams) {
    Corefile file = new Corefile(place, upstreams);
    file.lines.addAll(place.start());
    names.ports().forEach(file::ports);
    boolean first = true;
    for (Zone zone : names.own()) {
      file.begin(zone.title(), zone.origin());
      if (first) {
        place.health().ifPresent(h -> file.add("health " + h));
        place.ready().ifPresent(r -> file.add("ready " + r));
        file.add("reload");
        file.add("loadbalance");
        names.templates().forEach(file::add);
      }
      file.add("file " + file.path(zone));
      file.lines.add("}");
      first = false;
    }
    names.borrowed().forEach(file::borrowed);
    stubs.forEach(file::stub);
    if (!upstreams.isEmpty()) {
      file.begin("names outside the cluster", Name.ROOT);
      file.add("loop");
      file.upstream(upstreams);
      file.lines.add("}");
    }
    return file.lines;
  }

  private String path(Zone zone) {
    return place.folder() + zone.file();
  }

  /** Questions for addresses of ports; they come before the block of the same zone that takes all others. */
  private void ports(PortNames ports) {
    begin(ports.zone().title(), ports.zone().origin());
    ports.stanzas().forEach(this::add);
    add("loadbalance");
    add("file " + path(ports.zone()));
    lines.add("}");
  }

  /** What is not found in such a zone is asked upstream; without one there is nobody to ask. */
  private void borrowed(Zone zone) {
    begin(zone.title(), zone.origin());
    if (upstreams.isEmpty()) {
      add("file " + path(zone));
    } else {
      add("file " + path(zone) + " {");
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
    if (!place.addresses().isEmpty()) {
      add("bind "
          + place.addresses().stream().map(IpAddress::toString).collect(Collectors.joining(" ")));
    }
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
    return name.equals(Name.ROOT) ? name.toString() : name.bare();
  }
}
