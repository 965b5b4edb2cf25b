package dev.podnet.render;

import dev.podnet.net.Cidr;
import dev.podnet.net.InterfaceAddress;
import dev.podnet.net.IpAddress;
import dev.podnet.net.PublicKey;
import dev.podnet.plan.Fdb;
import dev.podnet.plan.FouPort;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.Link;
import dev.podnet.plan.LinkAddress;
import dev.podnet.plan.Neighbour;
import dev.podnet.plan.PodNamespace;
import dev.podnet.plan.Route;
import dev.podnet.plan.RouterRoute;
import dev.podnet.plan.WireGuardPeer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Links and what hangs on them, in the forms of {@code docs/output.md} that {@code ip -batch} and {@code bridge -batch}
 * read (ip-link(8), ip-address(8), ip-route(8), ip-neighbour(8), bridge(8)).
 */
final class LinkText {

  /** The number by which podnet's routes are known: {@code proto 157}. */
  static final int ROUTE_PROTOCOL = 157;

  /** The hops a tunnel's packet may make, whatever those of the packet inside. */
  private static final int OUTER_TTL = 64;

  /** The metric IPv6 gives routes when nobody says which (ip-route(8)); for IPv4 it is far behind the usual 0. */
  private static final int LAST = 1024;

  private LinkText() {}

  /** What makes a link and brings it up. */
  static List<String> link(Link link) {
    List<String> lines = new ArrayList<>(4);
    String name = link.name().value();
    if (link instanceof Link.Bridge l) {
      lines.add(
          "link add name " + name + " address " + l.mac() + " mtu " + l.mtu() + " type bridge");
    } else if (link instanceof Link.Dummy l) {
      lines.add(
          "link add name " + name + " address " + l.mac() + " mtu " + l.mtu() + " type dummy");
    } else if (link instanceof Link.Vxlan l) {
      lines.add("link add name " + name + " address " + l.mac() + " mtu " + l.mtu()
          + " type vxlan id " + l.vni() + " local " + l.local() + " dev " + l.dev()
          + " dstport " + l.port() + (l.learning() ? "" : " nolearning"));
      l.master().ifPresent(m -> lines.add("link set dev " + name + " master " + m));
    } else if (link instanceof Link.IpTunnel l) {
      lines.add("link add name " + name + " mtu " + l.mtu() + " type " + tunnel(l));
    } else if (link instanceof Link.WireGuard l) {
      lines.add("link add name " + name + " mtu " + l.mtu() + " type wireguard");
    } else if (link instanceof Link.Veth l) {
      lines.add("link add name " + name + " address " + l.mac() + " mtu " + l.mtu()
          + " type veth peer name " + l.peer() + " address " + l.peerMac() + " mtu " + l.mtu()
          + " netns " + l.namespace());
      l.master().ifPresent(m -> lines.add("link set dev " + name + " master " + m));
      if (l.hairpin()) {
        lines.add("link set dev " + name + " type bridge_slave hairpin on");
      }
    } else {
      throw new IllegalStateException("no text for " + link);
    }
    lines.add("link set dev " + name + " up");
    return lines;
  }

  /** Many peers behind one device; what is wrapped for IPv4 may not be cut on its way (path MTU discovery). */
  private static String tunnel(Link.IpTunnel l) {
    return switch (l.kind()) {
      case IPIP, SIT ->
        (l.kind() == Link.IpTunnel.Kind.IPIP ? "ipip" : "sit") + " remote any local "
            + l.local().orElseThrow() + " ttl " + OUTER_TTL + " pmtudisc"
            + l.fouPort()
                .map(p -> " encap fou encap-sport " + p + " encap-dport " + p)
                .orElse("");
      case IP6TNL -> "ip6tnl mode any external";
    };
  }

  /** {@code addr replace …}. */
  static String address(LinkAddress address) {
    return address(address.address(), address.link().value());
  }

  private static String address(InterfaceAddress address, String dev) {
    String end = address.address().isV4() ? "" : " nodad";
    if (dev.equals("lo")) {
      // never chosen as the source of what goes elsewhere: by its scope, or since it is deprecated
      end += address.address().isV4() ? " scope host" : " preferred_lft 0";
    }
    return "addr replace " + address + " dev " + dev + end;
  }

  /** {@code route replace …}. */
  static String route(Route route) {
    if (route.kind() == Route.Kind.BLACKHOLE) {
      // Behind any other route to the same prefix, such as the one that an address brings along.
      return "route replace blackhole " + route.destination() + " metric " + LAST + " proto "
          + ROUTE_PROTOCOL + peer(route.peer());
    }
    return "route replace " + destination(route)
        + route
            .tunnelTo()
            .map(t -> " encap ip6 id 0 src :: dst " + t + " hoplimit " + OUTER_TTL + " tc 0")
            .orElse("")
        + route.via().map(v -> " via " + nextHop(v)).orElse("")
        + " dev " + route.dev().map(InterfaceName::value).orElse("@UNDERLAY@")
        + (route.onlink() ? " onlink" : "")
        + route.mtu().map(m -> " mtu " + m).orElse("")
        + " proto " + ROUTE_PROTOCOL
        + peer(route.peer());
  }

  /** As ip(8) prints it: of ::A.B.C.D the last four bytes in decimal. */
  private static String nextHop(IpAddress via) {
    boolean compatible = !via.isV4() && via.high() == 0 && via.low() >>> 32 == 0;
    return compatible ? "::" + IpAddress.v4((int) via.low()) : via.toString();
  }

  private static String destination(Route route) {
    if (route.destination().length() == 0 && route.via().isPresent()) {
      return "default";
    }
    return route.destination().toString();
  }

  /** {@code neigh replace …}. */
  static String neighbour(Neighbour n) {
    return "neigh replace " + n.address() + " lladdr " + n.mac() + " dev " + n.dev()
        + " nud permanent" + peer(n.peer());
  }

  /** {@code fdb replace …}, and {@code fdb append …} where several entries have the same MAC. */
  static String fdb(Fdb entry) {
    return (entry.flood() ? "fdb append " : "fdb replace ") + entry.mac() + " dev " + entry.dev()
        + " dst " + entry.destination() + " self permanent" + peer(entry.peer());
  }

  /** {@code fou add …}. */
  static String fouPort(FouPort port) {
    return "fou add port " + port.port() + " ipproto " + port.protocol();
  }

  /** {@code peer KEY …}: what {@code wg set} is told of a peer; {@code -} for a key that nobody has told. */
  static String wireGuardPeer(WireGuardPeer peer) {
    return "peer " + peer.publicKey().map(PublicKey::text).orElse("-") + " dev " + peer.dev()
        + " endpoint " + peer.endpoint() + " port " + peer.port() + " allowed-ips "
        + peer.allowedIps().stream().map(Cidr::toString).collect(Collectors.joining(","))
        + " persistent-keepalive " + (peer.keepalive() == 0 ? "off" : peer.keepalive())
        + " # " + peer.node();
  }

  /** {@code listen …}: what {@code wg set} is told of a link. */
  static String wireGuard(Link.WireGuard link) {
    return "listen dev " + link.name() + " port " + link.port() + " public-key "
        + link.publicKey().map(PublicKey::text).orElse("-") + " private-key " + link.keyFile();
  }

  /** {@code @netns NAME}, or {@code @alias NAME OTHER} for a second name of another pod's namespace. */
  static String begin(PodNamespace namespace) {
    return namespace
        .sharesWith()
        .map(other -> "@alias " + namespace.name() + " " + other)
        .orElse("@netns " + namespace.name());
  }

  /** What {@code ip -batch} does inside a pod's namespace; nothing where that is another pod's. */
  static List<String> namespace(PodNamespace namespace) {
    List<String> lines = new ArrayList<>(4);
    if (namespace.sharesWith().isPresent()) {
      return lines;
    }
    lines.add("link set dev lo up");
    if (!namespace.addresses().isEmpty()) {
      lines.add("link set dev eth0 up");
      namespace.addresses().forEach(a -> lines.add(address(a, "eth0")));
      namespace
          .neighbours()
          .forEach(n -> lines.add(
              "neigh replace " + n.address() + " lladdr " + n.mac() + " dev eth0 nud permanent"));
      namespace.routes().forEach(r -> lines.add(podRoute(r)));
    }
    return lines;
  }

  private static String podRoute(PodNamespace.PodRoute route) {
    return "route replace " + (route.isDefault() ? "default" : route.destination())
        + route.via().map(v -> " via " + v).orElse("") + " dev eth0";
  }

  /** A route for a router of the underlay, as {@code ip -batch} reads it. */
  static String routerRoute(RouterRoute route) {
    return "route replace " + route.destination() + " via " + route.via() + " proto "
        + ROUTE_PROTOCOL + peer(Optional.of(route.node()));
  }

  private static String peer(Optional<String> peer) {
    return peer.map(p -> " # " + p).orElse("");
  }
}
