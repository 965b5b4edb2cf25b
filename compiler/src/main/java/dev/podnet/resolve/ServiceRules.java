package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.ServiceCode;
import dev.podnet.diagnostics.Severity;
import dev.podnet.model.ClusterSettings;
import dev.podnet.model.Service;
import dev.podnet.net.AddressText;
import dev.podnet.source.Located;
import dev.podnet.source.Span;

/** What the Kubernetes API says about the fields of a service that go together (core validation of Service). */
final class ServiceRules {

  private final ClusterSettings settings;
  private final Diagnostics diagnostics;

  ServiceRules(ClusterSettings settings, Diagnostics diagnostics) {
    this.settings = settings;
    this.diagnostics = diagnostics;
  }

  void check(ServiceDraft service) {
    new ServicePortRules(settings, diagnostics).check(service);
    externalName(service);
    headless(service);
    loadBalancer(service);
    trafficPolicy(service);
    if (service.endpoints().isPresent() && !service.selector().isEmpty()) {
      Diagnostic.at(
              service.endpoints().get().stream()
                  .findFirst()
                  .map(Located::span)
                  .orElse(service.span()),
              ServiceCode.SELECTOR_AND_ENDPOINTS,
              "service " + service.ref() + " has a selector and endpoints of its own")
          .related(service.selectorSpan().orElse(service.span()), "the selector is here")
          .help("keep one of the two: endpoints are found by the selector or given")
          .to(diagnostics);
    }
  }

  private void externalName(ServiceDraft service) {
    boolean wanted = service.type() == Service.Type.EXTERNAL_NAME;
    if (wanted && service.externalName().isEmpty()) {
      Diagnostic.at(
              service.span(),
              ServiceCode.EXTERNAL_NAME_MISSING,
              "service " + service.ref() + " has type ExternalName but no external name")
          .help("add `externalName NAME`")
          .to(diagnostics);
    }
    if (!wanted && service.externalName().isPresent()) {
      misused(
          service,
          service.externalName().get().span(),
          ServiceCode.EXTERNAL_NAME_MISUSED,
          "service " + service.ref() + " has an external name but type "
              + service.type().word(),
          "write `type ExternalName`, or leave externalName out");
    }
    if (!wanted) {
      return;
    }
    if (!service.clusterIps().isEmpty()) {
      misused(
          service,
          service.clusterIps().get(0).span(),
          ServiceCode.EXTERNAL_NAME_MISUSED,
          "service " + service.ref() + " has type ExternalName and a ClusterIP",
          "leave clusterIP out: the name leads to another name, not to an address");
    }
    if (!service.selector().isEmpty()) {
      Diagnostic.at(
              service.selectorSpan().orElse(service.span()),
              ServiceCode.EXTERNAL_NAME_MISUSED,
              "the selector of service " + service.ref()
                  + " has no effect: type ExternalName has no endpoints")
          .severity(Severity.WARNING)
          .help("leave the selector out, or change the type")
          .to(diagnostics);
    }
    leadNowhere(service, ServiceCode.EXTERNAL_NAME_MISUSED, "type ExternalName is a name alone");
    service
        .externalName()
        .filter(n -> AddressText.parse(n.value().replaceFirst("\\.$", "")).address() != null)
        .ifPresent(n -> Diagnostic.at(
                n.span(),
                ServiceCode.EXTERNAL_NAME_IS_ADDRESS,
                "the external name of service " + service.ref()
                    + " is an address, for which DNS has no alias")
            .help("use a service without selector and give it `endpoints " + n + "`")
            .to(diagnostics));
  }

  private void headless(ServiceDraft service) {
    if (service.headless().isEmpty()) {
      return;
    }
    boolean published =
        service.type() == Service.Type.NODE_PORT || service.type() == Service.Type.LOAD_BALANCER;
    if (published) {
      misused(
          service,
          service.headless().get(),
          ServiceCode.HEADLESS_MISUSED,
          "service " + service.ref() + " is headless but has type "
              + service.type().word(),
          "leave `clusterIP None` out, or write `type ClusterIP`");
    }
    leadNowhere(service, ServiceCode.HEADLESS_MISUSED, "a headless service is names alone");
  }

  /** External IPs, which the API takes on every service and kube-proxy looks at only where there is a ClusterIP. */
  private void leadNowhere(ServiceDraft service, ServiceCode code, String reason) {
    if (service.externalIps().isEmpty()) {
      return;
    }
    Diagnostic.at(
            service.externalIps().get(0).span(),
            code,
            "externalIPs of service " + service.ref() + " lead nowhere: " + reason)
        .severity(Severity.WARNING)
        .help("leave externalIPs out, or give the service a ClusterIP")
        .to(diagnostics);
  }

  private void loadBalancer(ServiceDraft service) {
    if (service.type() == Service.Type.LOAD_BALANCER) {
      return;
    }
    if (!service.loadBalancerIps().isEmpty() && !service.imported()) {
      notBalanced(service, service.loadBalancerIps().get(0).span(), "loadBalancerIP");
    }
    if (!service.sourceRanges().isEmpty()) {
      notBalanced(service, service.sourceRanges().get(0).span(), "loadBalancerSourceRanges");
    }
    service
        .healthCheckNodePort()
        .ifPresent(p -> notBalanced(service, p.span(), "healthCheckNodePort"));
  }

  private void notBalanced(ServiceDraft service, Span place, String field) {
    misused(
        service,
        place,
        ServiceCode.LOAD_BALANCER_MISUSED,
        field + " of service " + service.ref() + " belongs to type LoadBalancer, not to "
            + service.type().word(),
        "write `type LoadBalancer`, or leave " + field + " out");
  }

  private void trafficPolicy(ServiceDraft service) {
    boolean outside = service.type() == Service.Type.NODE_PORT
        || service.type() == Service.Type.LOAD_BALANCER
        || !service.externalIps().isEmpty();
    service
        .externalLocal()
        .filter(l -> !outside)
        .ifPresent(local -> misused(
            service,
            local.span(),
            ServiceCode.TRAFFIC_POLICY_MISUSED,
            "externalTrafficPolicy of service " + service.ref()
                + " has no traffic to rule: nothing outside reaches it",
            "write `type NodePort` or `type LoadBalancer`, or leave the policy out"));
  }

  private void misused(
      ServiceDraft service, Span place, ServiceCode code, String message, String help) {
    Diagnostic.at(place, code, message)
        .related(service.span(), "the service is declared here")
        .help(help)
        .to(diagnostics);
  }
}
