package dev.podnet.simulate;

import dev.podnet.diagnostics.AssertProofCode;
import dev.podnet.diagnostics.Code;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.ProofCode;
import java.util.List;
import java.util.Map;

/** Says what a proof found, each failure with the walk of its counterexample. */
public final class ProofReport {

  private static final Map<Proof.Claim, Code> CODES = Map.of(
      Proof.Claim.POD_TO_POD, ProofCode.POD_TO_POD,
      Proof.Claim.NODE_TO_POD, ProofCode.NODE_TO_POD,
      Proof.Claim.POD_TO_NODE, ProofCode.POD_TO_NODE,
      Proof.Claim.SERVICE, ProofCode.SERVICE,
      Proof.Claim.NODE_PORT, ProofCode.NODE_PORT,
      Proof.Claim.HOST_PORT, ProofCode.HOST_PORT);

  private ProofReport() {}

  /** Reports every failure and every assert that does not hold. */
  public static void report(Proof.Result result, Diagnostics diagnostics) {
    for (Proof.Failure failure : result.failures()) {
      String others = failure.others() == 0 ? "" : " (and " + failure.others() + " more alike)";
      Diagnostic.at(
              failure.span(),
              CODES.get(failure.claim()),
              failure.from() + " to " + failure.to() + ": " + failure.what() + others)
          .help("the packet's way:\n" + walk(failure.trace().hops()))
          .to(diagnostics);
    }
    result.asserts().forEach(outcome -> report(outcome, diagnostics));
  }

  private static void report(AssertProof.Outcome outcome, Diagnostics diagnostics) {
    String word = outcome.assertion().reachable() ? "reachable" : "isolated";
    if (outcome.asked() == 0 && !outcome.counterexample().isEmpty()) {
      Diagnostic.at(
              outcome.assertion().span(),
              AssertProofCode.NOT_PROVED,
              "this assert cannot be proved: " + outcome.counterexample())
          .help("try it on the hosts")
          .to(diagnostics);
    } else if (outcome.asked() == 0) {
      Diagnostic.at(
              outcome.assertion().span(),
              AssertProofCode.NOBODY,
              "nobody is meant by this assert, so it says nothing")
          .help("name a pod, service or namespace that has a pod on some node")
          .to(diagnostics);
    } else if (outcome.kept() < outcome.asked()) {
      String share = outcome.asked() == 1
          ? ""
          : " in " + (outcome.asked() - outcome.kept()) + " of " + outcome.asked() + " cases";
      Diagnostic.at(
              outcome.assertion().span(),
              AssertProofCode.NOT_TRUE,
              "not " + word + share + ": " + outcome.counterexample())
          .help("the packet's way:\n" + walk(outcome.trace().orElseThrow().hops()))
          .to(diagnostics);
    }
  }

  /** The steps of a walk, a line each. */
  public static String walk(List<Hop> hops) {
    StringBuilder text = new StringBuilder();
    for (Hop hop : hops) {
      String node = hop.node().isEmpty() ? "underlay" : hop.node();
      text.append("  ")
          .append(node)
          .append("  ")
          .append(hop.where())
          .append(": ")
          .append(hop.what())
          .append('\n');
    }
    return text.toString().stripTrailing();
  }
}
