package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.Severity;
import dev.podnet.net.IpAddress;
import dev.podnet.net.Protocol;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** A port of a host leads to one pod. */
final class HostPortTaken implements Rule {

  private record Door(String node, Protocol protocol, int port) {}

  /** Who has a port already: at every address, or at some. */
  private static final class Taken {
    private HostPort everywhere;
    private final Map<IpAddress, HostPort> byAddress = new LinkedHashMap<>();

    HostPort clash(HostPort wanted) {
      if (everywhere != null) {
        return everywhere;
      }
      if (wanted.address().isEmpty()) {
        return byAddress.isEmpty() ? null : byAddress.values().iterator().next();
      }
      return byAddress.get(wanted.address().get());
    }

    void take(HostPort wanted) {
      if (wanted.address().isEmpty()) {
        everywhere = wanted;
      } else {
        byAddress.put(wanted.address().get(), wanted);
      }
    }
  }

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    Map<Door, Taken> doors = new HashMap<>();
    for (HostPort port : context.hostPorts()) {
      Door door = new Door(port.node(), port.protocol(), port.number());
      Taken taken = doors.computeIfAbsent(door, d -> new Taken());
      HostPort other = taken.clash(port);
      if (other == null) {
        taken.take(port);
      } else {
        report(other, port, diagnostics);
      }
    }
  }

  private static void report(HostPort first, HostPort second, Diagnostics diagnostics) {
    String who = first.pod().ref().equals(second.pod().ref())
        ? "pod " + first.pod().ref() + " wants it twice"
        : "pods " + first.pod().ref() + " and " + second.pod().ref() + " both want it";
    Diagnostic.Builder builder = Diagnostic.at(
            second.span(),
            AddressCode.HOST_PORT_TAKEN,
            "port " + second.number() + "/" + second.protocol() + " of node " + second.node()
                + " is in use twice: " + who)
        .label(second.hostNetwork() ? "in the host's network this is the host's port" : "taken");
    if (!first.span().equals(second.span())) {
      builder.related(first.span(), first.pod().ref() + " has it here");
    }
    builder.help(
        first.span().equals(second.span())
            ? "place at most one of these pods on a node, or leave `hostPort` out and write a service"
            : "write another port for one of them, or place it on another node");
    if (CheckContext.imported(second.span())) {
      builder.severity(Severity.WARNING);
    }
    builder.to(diagnostics);
  }
}
