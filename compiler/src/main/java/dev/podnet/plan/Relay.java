package dev.podnet.plan;

import dev.podnet.net.IpAddress;
import dev.podnet.net.Protocol;
import java.util.List;

/**
 * A port that a balancer takes on the host, and where it leads: a connection that comes in ends there, and a new one is
 * made from the host to one of the targets. So the target sees the host as its client.
 *
 * @param address the address it listens on
 * @param port the port, 1 to 65535
 * @param protocol TCP or UDP
 * @param balance how one of the targets is chosen
 * @param targets whom it leads to, sorted, at least one, all of the address's family
 * @param idleSeconds after how long without a byte a connection, or for UDP what counts as one, is forgotten
 * @param comment the object of the spec it serves, such as {@code default/web:http}
 */
public record Relay(
    IpAddress address,
    int port,
    Protocol protocol,
    Balance balance,
    List<Target> targets,
    int idleSeconds,
    String comment)
    implements Comparable<Relay> {

  /** Checks what can be wrong, copies the list. */
  public Relay {
    targets = List.copyOf(targets);
    if (protocol == Protocol.SCTP || targets.isEmpty() || port < 1 || port > 65535) {
      throw new IllegalArgumentException("no relay: " + address + " " + port + "/" + protocol);
    }
    for (Target target : targets) {
      if (target.address().family() != address.family()) {
        throw new IllegalArgumentException(target + " is not of the family of " + address);
      }
    }
  }

  /** How one of several targets is chosen. */
  public enum Balance {
    /** Each with the same chance. */
    RANDOM,
    /** One after the other. */
    ROUND_ROBIN,
    /** The one with the fewest connections. */
    LEAST_CONNECTIONS,
    /** Always the same for one client's address, another only when that one goes away. */
    BY_CLIENT
  }

  /**
   * One it leads to.
   *
   * @param address its address
   * @param port its port
   */
  public record Target(IpAddress address, int port) {}

  /** Where it is, as an order. */
  @Override
  public int compareTo(Relay other) {
    int order = protocol.compareTo(other.protocol);
    order = order != 0 ? order : address.compareTo(other.address);
    return order != 0 ? order : Integer.compare(port, other.port);
  }
}
