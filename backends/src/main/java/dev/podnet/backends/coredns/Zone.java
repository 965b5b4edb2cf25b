package dev.podnet.backends.coredns;

import dev.podnet.backends.common.Hashes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** A zone and its records, each once, in the order of the names. */
final class Zone {

  /** A file's name has at most 255 octets, of which scripts need some; a zone's may have 253. */
  private static final int LONGEST = 80;

  private final String folder;
  private final Name origin;
  private final String title;
  private final Optional<Name> server;
  private final List<Record> records = new ArrayList<>();
  /** The lines as they were last asked for, by what they depend on besides the records. */
  private List<String> made = List.of();

  private List<Object> madeFor = List.of();

  /**
   * An empty zone.
   *
   * @param title what it is for, one line
   */
  Zone(Name origin, String title) {
    this("zones", origin, title, Optional.empty());
  }

  private Zone(String folder, Name origin, String title, Optional<Name> server) {
    this.folder = folder;
    this.origin = origin;
    this.title = title;
    this.server = server;
  }

  /**
   * An empty zone whose name server, and whose mailbox, is in the zone itself.
   *
   * @param title what it is for, one line
   * @param server the name of its name server
   */
  static Zone served(Name origin, String title, Name server) {
    return new Zone("zones", origin, title, Optional.of(server));
  }

  /**
   * Another zone of the same name and server, empty, which CoreDNS alone serves, to some questions.
   *
   * @param title what it is for, one line
   */
  Zone besides(String title) {
    return new Zone("ports", origin, title, server);
  }

  /** Whether it holds no record. */
  boolean isEmpty() {
    return records.isEmpty();
  }

  /** Adds the addresses that a name has in another zone. */
  void addressesOf(Name name, Zone other) {
    other.records.stream()
        .filter(r -> r.owner().equals(name) && r.address() != null)
        .forEach(this::add);
  }

  /** Its name. */
  Name origin() {
    return origin;
  }

  /** What it is for. */
  String title() {
    return title;
  }

  /** Adds a record; the same once is enough. */
  void add(Record record) {
    records.add(record);
    madeFor = List.of();
  }

  /** The records in their order, of equal ones the first. */
  private List<Record> sorted() {
    Record[] all = records.toArray(Record[]::new);
    Arrays.sort(all);
    List<Record> once = new ArrayList<>(all.length);
    Record last = null;
    for (Record record : all) {
      if (last == null || last.compareTo(record) != 0) {
        once.add(record);
        last = record;
      }
    }
    return once;
  }

  /** The path of its file: its name, or the beginning of that and a mark of the whole where it is long. */
  String file() {
    String name = origin.bare();
    String all = name.length() <= LONGEST
        ? name
        : name.substring(0, LONGEST - 20) + "-"
            + HexFormat.of().formatHex(Hashes.sha256(name), 0, 6);
    return folder + "/" + all + ".zone";
  }

  /**
   * The lines of its file (RFC 1035, 5).
   *
   * @param theirs the name of the cluster's name server, which serves it unless it has its own
   * @param cluster the name of the cluster's own zone, where that server and the mailbox are
   * @param ttl the time to live in seconds, of denials too
   */
  List<String> lines(Name theirs, Name cluster, int ttl) {
    List<Object> asked = List.of(theirs, cluster, ttl);
    if (!asked.equals(madeFor)) {
      made = List.copyOf(write(theirs, cluster, ttl));
      madeFor = asked;
    }
    return made;
  }

  private List<String> write(Name theirs, Name cluster, int ttl) {
    Name by = server.orElse(theirs);
    List<String> body = new ArrayList<>();
    for (Record record : sorted()) {
      String lifetime = record.ttl().isPresent() ? " " + record.ttl().getAsInt() : "";
      body.add(record.owner().relativeTo(origin) + lifetime + " IN " + record.type() + " "
          + record.data());
    }
    if (body.isEmpty()) {
      // without any, CoreDNS's plugin file takes the zone's own name for one that there is not
      body.add("@ IN HINFO \"no names\" \"\"");
    }
    long serial = serial(body, by, ttl);
    String soa = server.isPresent()
        ? soa(by, origin.child("hostmaster.dns"), serial, ttl)
        : soa(cluster, serial, ttl);
    List<String> lines = new ArrayList<>();
    lines.add("; " + title);
    lines.add("$ORIGIN " + origin);
    lines.add("$TTL " + ttl);
    lines.add("@ " + Math.min(ttl, 300) + " IN SOA " + soa);
    lines.add("@ IN NS " + by);
    lines.addAll(body);
    return lines;
  }

  /**
   * The data of an SOA record, with the names and times of CoreDNS's plugin {@code kubernetes}.
   *
   * @param cluster the name of the cluster's own zone
   * @param ttl the time to live of denials in seconds
   */
  static String soa(Name cluster, long serial, int ttl) {
    return soa(cluster.child("ns.dns"), cluster.child("hostmaster"), serial, ttl);
  }

  private static String soa(Name server, Name mailbox, long serial, int ttl) {
    return server + " " + mailbox + " " + serial + " 7200 1800 86400 " + ttl;
  }

  /**
   * A number that differs when the records differ, so that CoreDNS loads the file again; never 0, at which it stops. It
   * is made from the content, since the same inputs give the same output at any time.
   */
  private static long serial(List<String> body, Name server, int ttl) {
    byte[] digest = Hashes.sha256(String.join("\n", body) + "\n" + server + " " + ttl);
    long serial = 0;
    for (int i = 0; i < 4; i++) {
      serial = serial << 8 | (digest[i] & 0xff);
    }
    return Math.max(serial, 1);
  }
}
