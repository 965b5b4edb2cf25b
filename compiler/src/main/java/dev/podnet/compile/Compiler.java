package dev.podnet.compile;

import dev.podnet.check.Checker;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.manifest.ManifestFile;
import dev.podnet.manifest.ManifestReader;
import dev.podnet.model.Cluster;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import dev.podnet.planning.Backends;
import dev.podnet.planning.Planner;
import dev.podnet.resolve.Lock;
import dev.podnet.resolve.ResolveInput;
import dev.podnet.resolve.Resolver;
import dev.podnet.source.SourceFile;
import dev.podnet.syntax.ClusterItem;
import dev.podnet.syntax.SpecFile;
import dev.podnet.syntax.SpecParser;
import dev.podnet.syntax.Statement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * From files to a plan: load, parse, resolve, check, plan. Where something could not be read, later stages look at the
 * rest, and only what does not come of the gap is reported.
 */
public final class Compiler {

  /** The namespace of objects that name none. */
  private static final String DEFAULT_NAMESPACE = "default";

  private final Backends backends;

  /** Makes a compiler that knows these backends. */
  public Compiler(Backends backends) {
    this.backends = backends;
  }

  /** Everything up to the checks; the result holds no plan. */
  public Compilation check(CompileOptions options) {
    return run(options, false);
  }

  /** All of it; the result holds a plan unless there are errors. */
  public Compilation compile(CompileOptions options) {
    return run(options, true);
  }

  private Compilation run(CompileOptions options, boolean planned) {
    Diagnostics diagnostics = new Diagnostics();
    options.progress().accept("reading");
    Loaded loaded = new Loader(diagnostics, SpecParser::parse, ManifestReader::read)
        .load(options.workingFolder(), options.inputs());
    List<ClusterItem> overrides = overrides(options.overrides(), diagnostics);
    Optional<Place> lockPlace = LockFiles.place(loaded);
    boolean unreadable = loaded.unreadable();
    Optional<Lock> lock = Optional.empty();
    try {
      if (lockPlace.isPresent()) {
        lock = LockFiles.read(lockPlace.get(), diagnostics);
      }
    } catch (IOException e) {
      unreadable = true;
      Loader.unreadable(Optional.empty(), lockPlace.get(), e, diagnostics);
    }
    boolean complete = !diagnostics.hasErrors();
    Diagnostics later = complete ? diagnostics : new Diagnostics();
    options.progress().accept("resolving");
    Optional<Cluster> cluster = Resolver.resolve(input(loaded, overrides, lock), later);
    if (cluster.isPresent()) {
      options.progress().accept("checking");
      Planner.check(cluster.get(), backends, later);
      Checker.check(cluster.get(), backends, later);
    }
    if (!complete) {
      Echoes.takeOver(later, diagnostics);
      cluster = Optional.empty();
    }
    Optional<Plan> plan = Optional.empty();
    if (planned && cluster.isPresent() && !diagnostics.hasErrors()) {
      options.progress().accept("planning");
      Plan whole = Planner.plan(cluster.get(), backends);
      plan = Optional.of(options.pods() ? whole : whole.without(Part.PODS));
    }
    return new Compilation(
        files(loaded),
        diagnostics.sorted(),
        unreadable,
        cluster,
        plan,
        cluster.map(c -> Defaults.of(c, written(loaded, overrides), backends)).orElse(List.of()),
        skipped(loaded),
        lockPlace.map(Place::path));
  }

  private static List<ClusterItem> overrides(List<String> texts, Diagnostics diagnostics) {
    List<ClusterItem> items = new ArrayList<>();
    for (String text : texts) {
      SpecParser.parseClusterItem(new SourceFile("--set", text), diagnostics).ifPresent(items::add);
    }
    return items;
  }

  private static ResolveInput input(
      Loaded loaded, List<ClusterItem> overrides, Optional<Lock> lock) {
    List<SpecFile> specs = loaded.specs().stream().map(Loaded.Spec::content).toList();
    List<ManifestFile> manifests =
        loaded.manifests().stream().map(Loaded.Manifest::content).toList();
    return new ResolveInput(specs, manifests, overrides, lock, DEFAULT_NAMESPACE);
  }

  private static List<ClusterItem> written(Loaded loaded, List<ClusterItem> overrides) {
    List<ClusterItem> items = new ArrayList<>(overrides);
    for (Loaded.Spec spec : loaded.specs()) {
      for (Statement statement : spec.content().statements()) {
        if (statement instanceof Statement.ClusterDecl cluster) {
          items.addAll(cluster.items());
        }
      }
    }
    return items;
  }

  private static List<InputFile> files(Loaded loaded) {
    List<InputFile> files = new ArrayList<>();
    loaded.specs().forEach(s -> files.add(s.file()));
    loaded.manifests().forEach(m -> files.add(m.file()));
    files.sort(Comparator.comparing(InputFile::name));
    return files;
  }

  private static SortedMap<String, Integer> skipped(Loaded loaded) {
    SortedMap<String, Integer> skipped = new TreeMap<>();
    loaded
        .manifests()
        .forEach(m -> m.content()
            .skipped()
            .forEach((kind, count) -> skipped.merge(kind, count, Integer::sum)));
    return skipped;
  }
}
