package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.ClusterSettings;
import dev.podnet.net.Cidr;
import dev.podnet.source.Located;

/** Services have addresses of families that pods have too: nothing translates between families. */
final class ServiceFamilyWithoutPods implements Rule {

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    ClusterSettings settings = context.cluster().settings();
    for (Located<Cidr> services : settings.serviceCidrs()) {
      if (settings.podCidrs().isEmpty()
          || settings.podFamilies().contains(services.value().family())) {
        continue;
      }
      String word = Words.family(services.value().family());
      Located<Cidr> pods = settings.podCidrs().get(0);
      String other = Words.family(pods.value().family());
      boolean only = settings.serviceCidrs().size() == 1;
      Diagnostic.at(
              CheckContext.written(services, context.cluster().span())
                  ? services.span()
                  : pods.span(),
              AddressCode.SERVICE_FAMILY_WITHOUT_PODS,
              "services have " + word + " addresses of " + services.value()
                  + ", but pods have only " + other)
          .label("no pod could answer a service of the other family")
          .related(pods.span(), "the pod range is " + pods.value())
          .help(
              only
                  ? "write a service range of the pods' family, such as `serviceCIDR "
                      + (pods.value().network().isV4() ? "10.96.0.0/16" : "fd00:10:96::/112") + "`"
                  : "leave " + services.value() + " out of `serviceCIDR`, or give pods " + word
                      + " addresses too")
          .to(diagnostics);
    }
  }
}
