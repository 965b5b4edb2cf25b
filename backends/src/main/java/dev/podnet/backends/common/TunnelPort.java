package dev.podnet.backends.common;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.Severity;
import dev.podnet.model.Pod;
import dev.podnet.model.Service;
import dev.podnet.net.Protocol;
import dev.podnet.source.Span;
import dev.podnet.spi.BackendContext;

/** A UDP port that tunnels have on every node: nothing else can be led by it, and what comes to it is theirs. */
public final class TunnelPort {

  private final BackendContext context;
  private final int port;
  private final Diagnostics diagnostics;

  private TunnelPort(BackendContext context, int port, Diagnostics diagnostics) {
    this.context = context;
    this.port = port;
    this.diagnostics = diagnostics;
  }

  /** Reports pods and services that want the port on nodes, or at an address outside the cluster's ranges. */
  public static void check(BackendContext context, int port, Diagnostics diagnostics) {
    TunnelPort tunnel = new TunnelPort(context, port, diagnostics);
    context.cluster().pods().forEach(tunnel::pod);
    context.cluster().services().stream().filter(Service::proxied).forEach(tunnel::service);
  }

  private void pod(Pod pod) {
    boolean host = pod.network() == Pod.Network.HOST;
    for (Pod.Container container : pod.containers()) {
      for (Pod.Port wanted : container.ports()) {
        boolean here = wanted.hostPort().orElse(host ? wanted.number() : 0) == port;
        if (here && wanted.protocol() == Protocol.UDP && pod.node().isPresent()) {
          report(wanted.span(), "pod " + pod.ref() + " wants it");
          return;
        }
      }
    }
  }

  private void service(Service service) {
    boolean outside =
        !service.externalIps().isEmpty() || !service.loadBalancerIps().isEmpty();
    for (Service.Port one : service.ports()) {
      if (one.protocol() != Protocol.UDP) {
        continue;
      }
      String name = "service " + service.portName(one);
      if (one.nodePort().isPresent() && one.nodePort().get().value() == port) {
        report(one.nodePort().get().span(), name + " has it as a node port");
      } else if (outside && one.number() == port) {
        report(one.span(), name + " answers outside at it");
      }
    }
  }

  private void report(Span place, String who) {
    String fabric = context.choice().name().value();
    Diagnostic.at(
            place,
            AddressCode.HOST_PORT_TAKEN,
            "port " + port + "/UDP of every node is that of the tunnels of " + fabric + ": " + who)
        .label("taken by the tunnels")
        .severity(place.inManifest() ? Severity.WARNING : Severity.ERROR)
        .related(context.choice().name().span(), fabric + " is chosen here")
        .help("write another port, here or for the tunnels")
        .to(diagnostics);
  }
}
