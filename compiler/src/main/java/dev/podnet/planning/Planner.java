package dev.podnet.planning;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Cluster;
import dev.podnet.plan.Plan;
import dev.podnet.spi.Backend.Kind;
import dev.podnet.work.Parallel;
import java.util.concurrent.CompletableFuture;

/** Makes the plan of a cluster with the backends it has chosen. */
public final class Planner {

  private Planner() {}

  /**
   * Reports what stands in the way of a plan: unknown backends and settings, features no backend here has, and what each
   * chosen backend says about the cluster.
   */
  public static void check(Cluster cluster, Backends backends, Diagnostics diagnostics) {
    Selection selection = Selection.of(cluster, backends, diagnostics);
    OverriddenPreset.check(cluster.settings(), diagnostics);
    for (Selection.Chosen chosen : selection.all()) {
      chosen.backend().check(chosen.context(), diagnostics);
    }
  }

  /**
   * The plan of a cluster that has passed every check.
   *
   * @throws IllegalStateException when a backend of the cluster is not there or its settings cannot be read, which a
   *     check reports
   */
  public static Plan plan(Cluster cluster, Backends backends) {
    Diagnostics diagnostics = new Diagnostics();
    Selection selection = Selection.of(cluster, backends, diagnostics);
    if (diagnostics.hasErrors()) {
      throw new IllegalStateException(
          "planned unchecked: " + diagnostics.sorted().get(0).message());
    }
    CompletableFuture<GrowingPlan> hosts = new CompletableFuture<>();
    GrowingPlan names = new GrowingPlan(cluster, hosts::join);
    Parallel.both(
        () -> contribute(cluster, selection, hosts),
        () -> selection
            .get(Kind.DNS)
            .ifPresent(dns -> dns.backend().contribute(dns.context(), names)));
    GrowingPlan plan = hosts.join();
    plan.takeOver(names);
    return plan.build();
  }

  /** What all but the name service put in; nothing of theirs depends on names. */
  private static void contribute(
      Cluster cluster, Selection selection, CompletableFuture<GrowingPlan> plan) {
    try {
      GrowingPlan hosts = new GrowingPlan(cluster);
      for (Selection.Chosen chosen : selection.all()) {
        if (chosen.backend().kind() != Kind.DNS) {
          chosen.backend().contribute(chosen.context(), hosts);
        }
      }
      plan.complete(hosts);
    } catch (RuntimeException | Error e) {
      plan.completeExceptionally(e);
      throw e;
    }
  }
}
