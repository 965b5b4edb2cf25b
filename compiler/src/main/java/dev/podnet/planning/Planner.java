package dev.podnet.planning;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Cluster;
import dev.podnet.plan.Plan;

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
    GrowingPlan plan = new GrowingPlan(cluster);
    for (Selection.Chosen chosen : selection.all()) {
      chosen.backend().contribute(chosen.context(), plan);
    }
    return plan.build();
  }
}
