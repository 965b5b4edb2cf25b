package dev.podnet.render;

import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.Protocol;
import dev.podnet.plan.VirtualServer;
import java.util.ArrayList;
import java.util.List;

/** Virtual servers as {@code ipvsadm -S -n} prints them and {@code ipvsadm -R} reads them (ipvsadm(8)). */
final class VirtualServerText {

  private VirtualServerText() {}

  /** {@code -A …} and an {@code -a …} for each real server, with the node behind it that leaves it out. */
  static List<String> lines(VirtualServer server) {
    List<String> lines = new ArrayList<>(server.servers().size() + 1);
    String service = service(server.key());
    if (!server.more()) {
      lines.add("-A " + service + " -s " + server.scheduler()
          + server.persistence().map(s -> " -p " + s).orElse(""));
    }
    for (VirtualServer.RealServer real : server.servers()) {
      lines.add("-a " + service + " -r " + end(real.address(), real.port())
          + forwarding(real.forwarding()) + " -w " + real.weight()
          + real.peer().map(p -> " # " + p).orElse(""));
    }
    return lines;
  }

  private static String service(VirtualServer.Key key) {
    if (key instanceof VirtualServer.At at) {
      return option(at.protocol()) + end(at.address(), at.port());
    } else if (key instanceof VirtualServer.Marked marked) {
      // ipvsadm takes a mark as a decimal number alone.
      return "-f " + Integer.toUnsignedString(marked.mark())
          + (marked.family() == IpFamily.IPV6 ? " -6" : "");
    }
    throw new IllegalStateException("no text for " + key);
  }

  private static String option(Protocol protocol) {
    switch (protocol) {
      case TCP:
        return "-t ";
      case UDP:
        return "-u ";
      case SCTP:
        return "--sctp-service ";
      default:
        throw new IllegalStateException("no text for " + protocol);
    }
  }

  private static String end(IpAddress address, int port) {
    return (address.isV4() ? address.toString() : "[" + address + "]") + ":" + port;
  }

  private static String forwarding(VirtualServer.Forwarding forwarding) {
    switch (forwarding) {
      case MASQUERADE:
        return " -m";
      case DIRECT:
        return " -g";
      case TUNNEL:
        return " -i";
      default:
        throw new IllegalStateException("no text for " + forwarding);
    }
  }
}
