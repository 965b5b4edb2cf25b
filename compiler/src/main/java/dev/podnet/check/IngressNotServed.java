package dev.podnet.check;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.PolicyCode;
import dev.podnet.diagnostics.Severity;
import dev.podnet.model.Ingress;
import java.util.List;

/** Nothing of this version serves ingresses: refused in a spec, told about in a manifest. */
final class IngressNotServed implements Rule {

  private static final String WHY = "this version has no proxy for ingresses yet";

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    List<Ingress> all = context.cluster().ingresses();
    for (Ingress ingress : all) {
      if (!ingress.imported()) {
        Diagnostic.at(
                ingress.span(),
                PolicyCode.INGRESS_NOT_SERVED,
                "ingress " + ingress.ref() + " has no effect: " + WHY)
            .label("nobody answers for its hosts")
            .help(
                "take it out until podnet serves ingresses, and give the services `type NodePort`")
            .to(diagnostics);
      }
    }
    List<Ingress> imported = all.stream().filter(Ingress::imported).toList();
    if (!imported.isEmpty()) {
      warn(imported, diagnostics);
    }
  }

  /** One warning for all: nothing has to be done about each. */
  private static void warn(List<Ingress> imported, Diagnostics diagnostics) {
    Ingress first = imported.get(0);
    String names = Words.list(imported.stream().map(i -> i.ref().toString()).toList());
    Diagnostic.at(
            first.span(),
            PolicyCode.INGRESS_NOT_SERVED,
            imported.size() == 1
                ? "ingress " + names + " has no effect: " + WHY
                : "the ingresses " + names + " have no effect: " + WHY)
        .severity(Severity.WARNING)
        .label("nobody answers for its hosts")
        .help("run an ingress controller of your own, or reach the services by node ports")
        .to(diagnostics);
  }
}
