package dev.podnet.check;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.PolicyCode;
import dev.podnet.diagnostics.Severity;
import dev.podnet.model.NetworkPolicy;
import java.util.List;

/** Nothing of this version enforces network policies: refused in a spec, told about in a manifest. */
final class PolicyNotEnforced implements Rule {

  private static final String WHY = "this version does not enforce network policies yet";

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    List<NetworkPolicy> all = context.cluster().policies();
    for (NetworkPolicy policy : all) {
      if (!policy.imported()) {
        Diagnostic.at(
                policy.span(),
                PolicyCode.POLICY_NOT_ENFORCED,
                "network policy " + policy.ref() + " has no effect: " + WHY)
            .label("the pods it selects stay reachable for everyone")
            .help("take it out until podnet has a policy engine")
            .to(diagnostics);
      }
    }
    List<NetworkPolicy> imported = all.stream().filter(NetworkPolicy::imported).toList();
    if (!imported.isEmpty()) {
      warn(imported, diagnostics);
    }
  }

  /** One warning for all: nothing has to be done about each. */
  private static void warn(List<NetworkPolicy> imported, Diagnostics diagnostics) {
    NetworkPolicy first = imported.get(0);
    String names = Words.list(imported.stream().map(i -> i.ref().toString()).toList());
    Diagnostic.at(
            first.span(),
            PolicyCode.POLICY_NOT_ENFORCED,
            imported.size() == 1
                ? "network policy " + names + " has no effect: " + WHY
                : "the network policies " + names + " have no effect: " + WHY)
        .severity(Severity.WARNING)
        .label("the pods it selects stay reachable for everyone")
        .help(
            "keep these pods safe in another way, or run a policy engine of your own beside podnet")
        .to(diagnostics);
  }
}
