package dev.podnet.plan;

import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.Protocol;
import java.util.List;
import java.util.Optional;

/**
 * A virtual server of IPVS and the real servers behind it (ipvsadm(8)).
 *
 * @param key what it answers to
 * @param scheduler how a real server is chosen: a name ipvsadm knows, such as {@code rr}
 * @param persistence for how many seconds a client stays with its real server, 1 to 31 days; empty for one connection at a
 *     time
 * @param servers its real servers, sorted by address and port
 * @param comment the object of the spec it serves, such as {@code default/web:http}
 * @param more whether these are only more real servers of one that another fragment of the host has
 */
public record VirtualServer(
    Key key,
    String scheduler,
    Optional<Integer> persistence,
    List<RealServer> servers,
    String comment,
    boolean more) {

  /** One with all that belongs to it. */
  public VirtualServer(
      Key key,
      String scheduler,
      Optional<Integer> persistence,
      List<RealServer> servers,
      String comment) {
    this(key, scheduler, persistence, servers, comment, false);
  }

  /** The longest persistence, in seconds: 31 days (IP_VS_MAX_PERSIST_TIMEOUT of ipvsadm). */
  public static final int LONGEST_PERSISTENCE = 31 * 24 * 60 * 60;

  /** Checks the values, copies the list. */
  public VirtualServer {
    if (!scheduler.matches("[a-z]{2,8}")) {
      throw new IllegalArgumentException("'" + scheduler + "' is no scheduler");
    }
    persistence.ifPresent(s -> range(s, 1, LONGEST_PERSISTENCE, "persistence"));
    servers = List.copyOf(servers);
    for (RealServer server : servers) {
      if (server.address().family() != key.family()) {
        throw new IllegalArgumentException(server + " is not of the family of " + key);
      }
    }
  }

  private static void range(int value, int least, int most, String what) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(what + " " + value + " is not in " + least + "-" + most);
    }
  }

  /** What packets a virtual server answers to. */
  public sealed interface Key extends Comparable<Key> {

    /** The family of its packets. */
    IpFamily family();

    /** By family; addresses before marks. */
    @Override
    default int compareTo(Key other) {
      int order = family().compareTo(other.family());
      if (order != 0) {
        return order;
      }
      if (this instanceof At a && other instanceof At b) {
        order = a.address().compareTo(b.address());
        order = order != 0 ? order : a.protocol().compareTo(b.protocol());
        return order != 0 ? order : Integer.compare(a.port(), b.port());
      }
      if (this instanceof Marked a && other instanceof Marked b) {
        return Integer.compareUnsigned(a.mark(), b.mark());
      }
      return this instanceof At ? -1 : 1;
    }
  }

  /**
   * Packets to an address and port.
   *
   * @param port 1 to 65535
   */
  public record At(IpAddress address, Protocol protocol, int port) implements Key {
    /** Checks the port. */
    public At {
      range(port, 1, 65535, "port");
    }

    @Override
    public IpFamily family() {
      return address.family();
    }
  }

  /**
   * Packets of any protocol and port that bear exactly this mark (skb->mark).
   *
   * @param mark not 0; as an unsigned number of 32 bits
   */
  public record Marked(IpFamily family, int mark) implements Key {
    /** Checks the mark. */
    public Marked {
      if (mark == 0) {
        throw new IllegalArgumentException("0 is no mark");
      }
    }
  }

  /** How a packet comes to a real server. */
  public enum Forwarding {
    /** {@code -m}: its destination is translated, and the answer's source back. */
    MASQUERADE,
    /** {@code -g}: it is sent on as it is, on the same segment. */
    DIRECT,
    /** {@code -i}: it is wrapped in another. */
    TUNNEL
  }

  /**
   * One of those that answer.
   *
   * @param port 1 to 65535
   * @param forwarding how packets come to it
   * @param weight its share beside others', 0 to 65535; 0 for none
   * @param peer the node it is, which does not take it itself; empty otherwise
   */
  public record RealServer(
      IpAddress address, int port, Forwarding forwarding, int weight, Optional<String> peer)
      implements Comparable<RealServer> {

    /** One that is the same for every host. */
    public RealServer(IpAddress address, int port, Forwarding forwarding, int weight) {
      this(address, port, forwarding, weight, Optional.empty());
    }

    /** Checks the numbers. */
    public RealServer {
      range(port, 1, 65535, "port");
      range(weight, 0, 65535, "weight");
    }

    @Override
    public int compareTo(RealServer other) {
      int order = address.compareTo(other.address);
      return order != 0 ? order : Integer.compare(port, other.port);
    }
  }
}
