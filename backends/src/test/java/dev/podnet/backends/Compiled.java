package dev.podnet.backends;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.Severity;
import dev.podnet.manifest.ManifestFile;
import dev.podnet.manifest.ManifestReader;
import dev.podnet.model.Cluster;
import dev.podnet.plan.Plan;
import dev.podnet.planning.Backends;
import dev.podnet.planning.Planner;
import dev.podnet.resolve.ResolveInput;
import dev.podnet.resolve.Resolver;
import dev.podnet.source.SourceFile;
import dev.podnet.syntax.SpecFile;
import dev.podnet.syntax.SpecParser;
import java.util.List;
import java.util.Optional;

/** A spec taken all the way to a plan. */
record Compiled(Cluster cluster, Plan plan) {

  static Compiled of(String spec) {
    return of(spec, "");
  }

  /** A spec beside a manifest. */
  static Compiled of(String spec, String manifest) {
    Diagnostics diagnostics = new Diagnostics();
    SpecFile file = SpecParser.parse(new SourceFile("test.podnet", spec), diagnostics);
    List<ManifestFile> manifests = manifest.isEmpty()
        ? List.of()
        : List.of(ManifestReader.read(new SourceFile("test.yaml", manifest), diagnostics));
    ResolveInput input =
        new ResolveInput(List.of(file), manifests, List.of(), Optional.empty(), "default");
    Optional<Cluster> cluster = Resolver.resolve(input, diagnostics);
    Backends backends = Backends.load(Compiled.class.getClassLoader());
    cluster.ifPresent(c -> Planner.check(c, backends, diagnostics));
    List<Diagnostic> errors = diagnostics.sorted().stream()
        .filter(d -> d.severity() == Severity.ERROR)
        .toList();
    if (!errors.isEmpty()) {
      throw new AssertionError("the spec is wrong: " + errors);
    }
    return new Compiled(cluster.orElseThrow(), Planner.plan(cluster.get(), backends));
  }
}
