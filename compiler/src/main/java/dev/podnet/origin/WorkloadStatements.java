package dev.podnet.origin;

import dev.podnet.model.Pod;
import dev.podnet.model.Service;
import dev.podnet.origin.SpecObject.Kind;

/** What a spec says of pods and services. */
final class WorkloadStatements {

  private final Statements out;

  WorkloadStatements(Statements out) {
    this.out = out;
  }

  void pod(Pod pod) {
    out.begin(Kind.POD, pod.ref().toString(), pod.span());
    out.add("on", pod.node().orElse("no node"));
    out.add("network", pod.network().name().toLowerCase(java.util.Locale.ROOT));
    pod.sharesWith().ifPresent(other -> out.add("shares", other));
    if (pod.sharesWith().isEmpty() && pod.network() == Pod.Network.POD) {
      out.each("ip", pod.ips());
    }
    out.add("labels", Statements.labels(pod.labels()));
    pod.hostname().ifPresent(h -> out.add("hostname", h));
    pod.subdomain().ifPresent(s -> out.add("subdomain", s));
    for (Pod.Container container : pod.containers()) {
      container.ports().forEach(port -> port(port));
    }
    out.add("ready", pod.ready() && !pod.terminating());
  }

  private void port(Pod.Port port) {
    String number = port.number() + "/" + port.protocol();
    out.add(
        "port " + port.name().orElse(number),
        number
            + port.hostPort().map(h -> " hostPort " + h).orElse("")
            + port.hostIp().map(ip -> " hostIP " + ip).orElse(""),
        port.span());
  }

  void service(Service service) {
    out.begin(Kind.SERVICE, service.ref().toString(), service.span());
    out.add("type", service.headless() ? "headless" : service.type().word());
    out.each("clusterIP", service.clusterIps());
    out.add("families", Statements.list(service.families()));
    out.add("selector", Statements.labels(service.selector()));
    for (Service.Port port : service.ports()) {
      String target = port.target()
          .number()
          .map(Object::toString)
          .or(() -> port.target().name())
          .orElse(Integer.toString(port.number()));
      String number = port.number() + "/" + port.protocol();
      out.add(
          "port " + port.name().orElse(number),
          (port.name().isPresent() ? number + " " : "") + "-> " + target,
          port.span());
      port.nodePort()
          .ifPresent(
              n -> out.add("nodePort of " + port.name().orElse(number), n.value(), n.span()));
    }
    if (service.selector().isEmpty()) {
      service.endpoints().forEach(e -> out.add("endpoint " + e.ip(), ready(e)));
    }
    out.each("externalIP", service.externalIps());
    out.each("loadBalancerIP", service.loadBalancerIps());
    out.each("loadBalancerSourceRange", service.loadBalancerSourceRanges());
    service.externalName().ifPresent(n -> out.add("externalName", n));
    service.affinitySeconds().ifPresent(s -> out.add("sessionAffinity", s));
    out.add("externalTrafficPolicy", service.externalLocal() ? "Local" : "Cluster");
    out.add("internalTrafficPolicy", service.internalLocal() ? "Local" : "Cluster");
    out.add("publishNotReadyAddresses", service.publishNotReadyAddresses());
    service.trafficDistribution().ifPresent(t -> out.add("trafficDistribution", t));
    if (service.directReturn()) {
      out.add("dsr", true);
    }
  }

  private static String ready(Service.Endpoint endpoint) {
    return (endpoint.ready() ? "ready" : "not ready")
        + endpoint.node().map(n -> " on " + n).orElse("");
  }
}
