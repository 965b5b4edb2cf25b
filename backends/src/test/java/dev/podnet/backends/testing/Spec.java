package dev.podnet.backends.testing;

import dev.podnet.check.Checker;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.manifest.ManifestFile;
import dev.podnet.manifest.ManifestReader;
import dev.podnet.model.Cluster;
import dev.podnet.plan.Plan;
import dev.podnet.planning.Backends;
import dev.podnet.planning.Planner;
import dev.podnet.resolve.ResolveInput;
import dev.podnet.resolve.Resolver;
import dev.podnet.source.SourceFile;
import dev.podnet.syntax.ClusterItem;
import dev.podnet.syntax.SpecFile;
import dev.podnet.syntax.SpecParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A spec of a test, from its text to its plan, with every backend there is. */
public final class Spec {

  /** Every backend there is. */
  public static final Backends BACKENDS = Backends.load(Spec.class.getClassLoader());

  private final List<SpecFile> specs = new ArrayList<>();
  private final List<ManifestFile> manifests = new ArrayList<>();
  private final Diagnostics diagnostics = new Diagnostics();
  private boolean nameServers;

  /** A spec. Unless it has a {@code dns} statement it has no name servers, which tests of all else do without. */
  public Spec(String text) {
    nameServers = text.contains("dns coredns") || text.contains("dns bind");
    specs.add(SpecParser.parse(new SourceFile("test.podnet", text), diagnostics));
  }

  /** With the name servers that a cluster has when nobody says anything of them. */
  public Spec nameServers() {
    nameServers = true;
    return this;
  }

  /** Adds a Kubernetes manifest. */
  public Spec manifest(String text) {
    manifests.add(ManifestReader.read(new SourceFile("test.yaml", text), diagnostics));
    return this;
  }

  /** The cluster; fails when there is none. */
  public Cluster cluster() {
    List<ClusterItem> overrides = nameServers
        ? List.of()
        : SpecParser.parseClusterItem(
                new SourceFile("--set", "dns coredns { server none }"), diagnostics)
            .stream()
            .toList();
    return Resolver.resolve(
            new ResolveInput(specs, manifests, overrides, Optional.empty(), "default"), diagnostics)
        .orElseThrow(() -> new AssertionError(diagnostics.sorted().toString()));
  }

  /** The findings of the planner alone, each as {@code CODE message}. */
  public List<String> findings() {
    Cluster cluster = cluster();
    Diagnostics own = new Diagnostics();
    Planner.check(cluster, BACKENDS, own);
    return own.sorted().stream().map(Spec::text).toList();
  }

  /** Everything the planner found. */
  public List<Diagnostic> diagnostics() {
    Cluster cluster = cluster();
    Diagnostics own = new Diagnostics();
    Planner.check(cluster, BACKENDS, own);
    return own.sorted();
  }

  /** Everything that was found: by the resolver, the checks and the planner. */
  public List<Diagnostic> all() {
    Cluster cluster = cluster();
    Checker.check(cluster, BACKENDS, diagnostics);
    Planner.check(cluster, BACKENDS, diagnostics);
    return diagnostics.sorted();
  }

  /** The plan of a spec without errors. */
  public Plan plan() {
    Cluster cluster = cluster();
    Checker.check(cluster, BACKENDS, diagnostics);
    Planner.check(cluster, BACKENDS, diagnostics);
    if (diagnostics.hasErrors()) {
      throw new AssertionError(
          String.join("\n", diagnostics.sorted().stream().map(Spec::text).toList()));
    }
    return Planner.plan(cluster, BACKENDS);
  }

  private static String text(Diagnostic diagnostic) {
    return diagnostic.code().id() + " " + diagnostic.message();
  }
}
