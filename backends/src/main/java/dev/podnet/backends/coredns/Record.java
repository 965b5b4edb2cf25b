package dev.podnet.backends.coredns;

import dev.podnet.net.IpAddress;
import java.util.Comparator;
import java.util.OptionalInt;

/**
 * A resource record of class IN.
 *
 * @param owner its name
 * @param type its type
 * @param data its data as a zone file writes it, names with their last dot
 * @param address the address of an A or AAAA record, for the order; null otherwise
 * @param ttl its time to live in seconds; empty for the zone's default
 */
record Record(Name owner, Type type, String data, IpAddress address, OptionalInt ttl)
    implements Comparable<Record> {

  /** The types in use, in the order they stand in at one name. */
  enum Type {
    A,
    AAAA,
    CNAME,
    HINFO,
    PTR,
    SRV,
    TXT
  }

  private static final Comparator<Record> ORDER = Comparator.comparing(Record::owner)
      .thenComparing(Record::type)
      .thenComparing(Record::address, Comparator.nullsFirst(Comparator.naturalOrder()))
      .thenComparing(Record::data);

  /** A or AAAA. */
  static Record address(Name owner, IpAddress address) {
    Type type = address.isV4() ? Type.A : Type.AAAA;
    return new Record(owner, type, address.toString(), address, OptionalInt.empty());
  }

  /** CNAME. */
  static Record cname(Name owner, Name target) {
    return new Record(owner, Type.CNAME, target.toString(), null, OptionalInt.empty());
  }

  /** PTR. */
  static Record pointer(Name owner, Name target) {
    return new Record(owner, Type.PTR, target.toString(), null, OptionalInt.empty());
  }

  /** SRV with priority 0 and weight 100: every target has the same chance (RFC 2782). */
  static Record service(Name owner, int port, Name target) {
    return new Record(owner, Type.SRV, "0 100 " + port + " " + target, null, OptionalInt.empty());
  }

  /** TXT with one string, which needs no escape. */
  static Record text(Name owner, String text, OptionalInt ttl) {
    return new Record(owner, Type.TXT, "\"" + text + "\"", null, ttl);
  }

  /**
   * HINFO (RFC 1035, 3.3.2), which nobody asks for: a name that has one exists, and has no data of any type that is asked for.
   *
   * @param what what the name is, which nobody but readers of the file sees
   */
  static Record marker(Name owner, String what) {
    return new Record(owner, Type.HINFO, "\"" + what + "\" \"\"", null, OptionalInt.empty());
  }

  @Override
  public int compareTo(Record other) {
    return ORDER.compare(this, other);
  }
}
