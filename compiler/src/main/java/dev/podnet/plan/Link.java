package dev.podnet.plan;

import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.MacAddress;
import dev.podnet.net.PublicKey;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A link of the host (ip-link(8)). Every link the plan holds is up. The MAC of each that has one is chosen, so that none
 * is random.
 */
public sealed interface Link {

  /** Its name. */
  InterfaceName name();

  /** Its MTU in bytes. */
  int mtu();

  /** What it is for. */
  String comment();

  /** A bridge with a fixed MAC, so that it does not change as ports come and go. */
  record Bridge(InterfaceName name, MacAddress mac, int mtu, String comment) implements Link {}

  /** A dummy device: it carries nothing; its addresses make the host take packets for them in. */
  record Dummy(InterfaceName name, MacAddress mac, int mtu, String comment) implements Link {}

  /**
   * A VXLAN device.
   *
   * @param vni the network identifier, 0 to 16777215 (RFC 7348)
   * @param local the outer source address
   * @param dev the interface its packets leave by
   * @param port the outer UDP destination port
   * @param learning whether it learns from what arrives which host has which MAC
   * @param master the bridge it is a port of; empty without one
   */
  record Vxlan(
      InterfaceName name,
      MacAddress mac,
      int mtu,
      int vni,
      IpAddress local,
      InterfaceName dev,
      int port,
      boolean learning,
      Optional<InterfaceName> master,
      String comment)
      implements Link {

    /** A device of its own that learns nothing. */
    public Vxlan(
        InterfaceName name,
        MacAddress mac,
        int mtu,
        int vni,
        IpAddress local,
        InterfaceName dev,
        int port,
        String comment) {
      this(name, mac, mtu, vni, local, dev, port, false, Optional.empty(), comment);
    }
  }

  /**
   * A tunnel that puts an IP header in front of a packet, for any number of peers.
   *
   * @param kind which headers it has
   * @param local the outer source address; empty for {@link Kind#IP6TNL}, where routing chooses it
   * @param fouPort the UDP port of both ends when a UDP header stands between the two (FOU, ip-fou(8)); empty without one
   */
  record IpTunnel(
      InterfaceName name,
      int mtu,
      Kind kind,
      Optional<IpAddress> local,
      Optional<Integer> fouPort,
      String comment)
      implements Link {

    /** Checks that the kind has what it needs. */
    public IpTunnel {
      boolean v4 = kind != Kind.IP6TNL;
      if (v4 != local.filter(IpAddress::isV4).isPresent() || !v4 && fouPort.isPresent()) {
        throw new IllegalArgumentException(kind + " from " + local + " with port " + fouPort);
      }
    }

    /** What is wrapped in what. The outer destination is the packet's next hop, or the route's (Route.tunnelTo). */
    public enum Kind {
      /** IPv4 in IPv4 (RFC 2003); the next hop is the outer destination. */
      IPIP(IpFamily.IPV4),
      /** IPv6 in IPv4 (RFC 4213); the next hop is ::A.B.C.D, whose last four bytes are the outer destination. */
      SIT(IpFamily.IPV4),
      /** Both in IPv6 (RFC 2473), the outer destination being the route's. */
      IP6TNL(IpFamily.IPV6);

      private final IpFamily outer;

      Kind(IpFamily outer) {
        this.outer = outer;
      }

      /** The family of the outer header. */
      public IpFamily outer() {
        return outer;
      }

      /** Whether packets of a family go in. */
      public boolean carries(IpFamily family) {
        return this == IP6TNL || family == (this == IPIP ? IpFamily.IPV4 : IpFamily.IPV6);
      }
    }
  }

  /**
   * A WireGuard link (wg(8)). Whom it speaks with stands in {@link WireGuardPeer}s.
   *
   * @param port the UDP port it listens on
   * @param keyFile where the host keeps its private key; absolute
   * @param publicKey the public half of it; empty while nobody has told it
   */
  record WireGuard(
      InterfaceName name,
      int mtu,
      int port,
      String keyFile,
      Optional<PublicKey> publicKey,
      String comment)
      implements Link {

    private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9_@%+,-][A-Za-z0-9_.@%+,-]*)+");

    /** Checks the path. */
    public WireGuard {
      if (!validPath(keyFile)) {
        throw new IllegalArgumentException("'" + keyFile + "' is no path of a key");
      }
    }

    /** Whether a key can be there: absolute, of plain characters, without hidden or parent folders. */
    public static boolean validPath(String path) {
      return PATH.matcher(path).matches();
    }
  }

  /**
   * A veth pair: this end on the host, the other in a pod's namespace.
   *
   * @param mac the MAC of the end on the host
   * @param mtu the MTU of both ends
   * @param peer the name of the other end
   * @param peerMac its MAC
   * @param namespace the network namespace the other end is in
   * @param master the bridge this end is a port of; empty without one
   * @param hairpin whether the bridge may send a frame back out of this port
   */
  record Veth(
      InterfaceName name,
      MacAddress mac,
      int mtu,
      InterfaceName peer,
      MacAddress peerMac,
      String namespace,
      Optional<InterfaceName> master,
      boolean hairpin,
      String comment)
      implements Link {}
}
