package dev.podnet.check;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.PolicyCode;
import dev.podnet.diagnostics.Severity;
import dev.podnet.model.NetworkPolicy;

/** Nothing of this version enforces network policies. */
final class PolicyNotEnforced implements Rule {

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    for (NetworkPolicy policy : context.cluster().policies()) {
      Diagnostic.Builder builder = Diagnostic.at(
              policy.span(),
              PolicyCode.POLICY_NOT_ENFORCED,
              "network policy " + policy.ref()
                  + " has no effect: this version does not enforce network policies yet")
          .label("the pods it selects stay reachable for everyone");
      if (policy.imported()) {
        builder
            .severity(Severity.WARNING)
            .help(
                "keep what these pods offer safe in another way, or leave the manifest's policy to"
                    + " another engine");
      } else {
        builder.help("take it out until podnet has a policy engine");
      }
      builder.to(diagnostics);
    }
  }
}
