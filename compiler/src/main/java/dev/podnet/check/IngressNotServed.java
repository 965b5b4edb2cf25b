package dev.podnet.check;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.PolicyCode;
import dev.podnet.diagnostics.Severity;
import dev.podnet.model.Ingress;

/** Nothing of this version serves ingresses. */
final class IngressNotServed implements Rule {

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    for (Ingress ingress : context.cluster().ingresses()) {
      Diagnostic.Builder builder = Diagnostic.at(
              ingress.span(),
              PolicyCode.INGRESS_NOT_SERVED,
              "ingress " + ingress.ref() + " has no effect: this version has no proxy for ingresses"
                  + " yet")
          .label("nobody answers for its hosts");
      if (ingress.imported()) {
        builder
            .severity(Severity.WARNING)
            .help("run an ingress controller of your own, or reach the services by node ports");
      } else {
        builder.help("take it out until podnet serves ingresses, and give the services `type"
            + " NodePort`");
      }
      builder.to(diagnostics);
    }
  }
}
