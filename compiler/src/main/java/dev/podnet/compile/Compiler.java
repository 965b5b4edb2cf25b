package dev.podnet.compile;

import dev.podnet.check.Checker;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.manifest.ManifestFile;
import dev.podnet.manifest.ManifestReader;
import dev.podnet.model.Assertion;
import dev.podnet.model.Cluster;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import dev.podnet.planning.Backends;
import dev.podnet.planning.Planner;
import dev.podnet.resolve.Keys;
import dev.podnet.resolve.Lock;
import dev.podnet.resolve.ResolveInput;
import dev.podnet.resolve.Resolver;
import dev.podnet.simulate.Proof;
import dev.podnet.simulate.ProofReport;
import dev.podnet.source.SourceFile;
import dev.podnet.syntax.ClusterItem;
import dev.podnet.syntax.SpecFile;
import dev.podnet.syntax.SpecParser;
import dev.podnet.syntax.Statement;
import dev.podnet.work.Parallel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  /** How far a run goes. */
  private enum Goal {
    CHECKED,
    PLANNED,
    PROVED
  }

  /** Everything up to the checks, as quick as can be; the result holds no plan, and nothing is proved. */
  public Compilation check(CompileOptions options) {
    return run(options, Optional.empty(), Goal.CHECKED);
  }

  /** From inputs to a plan that is proved; the result holds a plan unless there are errors. */
  public Compilation compile(CompileOptions options) {
    return run(options, Optional.empty(), Goal.PROVED);
  }

  /** From inputs to a plan that nobody has proved, for those who only look at it. */
  public Compilation plan(CompileOptions options) {
    return run(options, Optional.empty(), Goal.PLANNED);
  }

  /**
   * From inputs to a plan, and binds a question about the cluster. What the proof would find is not looked for: a question
   * may be about just that.
   *
   * @param question one assert, as a spec of its own
   */
  public Compilation ask(CompileOptions options, SourceFile question) {
    return run(options, Optional.of(question), Goal.PLANNED);
  }

  private Compilation run(CompileOptions options, Optional<SourceFile> question, Goal goal) {
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
    Keys keys = Keys.NONE;
    Optional<Place> keyPlace = KeyFiles.place(lockPlace);
    try {
      if (keyPlace.isPresent()) {
        keys = KeyFiles.read(keyPlace.get(), diagnostics);
      }
    } catch (IOException e) {
      unreadable = true;
      Loader.unreadable(Optional.empty(), keyPlace.get(), e, diagnostics);
    }
    boolean complete = !diagnostics.hasErrors();
    Diagnostics later = complete ? diagnostics : new Diagnostics();
    options.progress().accept("resolving");
    Optional<Cluster> cluster =
        Resolver.resolve(input(loaded, question, overrides, lock, keys, later), later);
    if (cluster.isPresent()) {
      options.progress().accept("checking");
      check(cluster.get(), later);
    }
    if (!complete) {
      Echoes.takeOver(later, diagnostics);
      cluster = Optional.empty();
    }
    Optional<Plan> plan = Optional.empty();
    if (goal != Goal.CHECKED && cluster.isPresent() && !diagnostics.hasErrors()) {
      options.progress().accept("planning");
      Plan whole = Planner.plan(cluster.get(), backends);
      if (goal == Goal.PROVED) {
        options.progress().accept("proving");
        ProofReport.report(Proof.prove(cluster.get(), whole), diagnostics);
      }
      if (!diagnostics.hasErrors()) {
        plan = Optional.of(options.pods() ? whole : whole.without(Part.PODS));
      }
    }
    return new Compilation(
        files(loaded),
        Set.copyOf(loaded.folders()),
        options.overrides(),
        diagnostics.sorted(),
        unreadable,
        cluster,
        plan,
        cluster.map(c -> Defaults.of(c, written(loaded, overrides), backends)).orElse(List.of()),
        skipped(loaded),
        lockPlace.map(Place::path),
        cluster.flatMap(c -> asked(c, question)));
  }

  private void check(Cluster cluster, Diagnostics diagnostics) {
    Diagnostics rules = new Diagnostics();
    Parallel.both(
        () -> Planner.check(cluster, backends, diagnostics),
        () -> Checker.check(cluster, backends, rules));
    rules.sorted().forEach(diagnostics::report);
  }

  private static Optional<Assertion> asked(Cluster cluster, Optional<SourceFile> question) {
    return cluster.assertions().stream()
        .filter(a -> question.isPresent() && a.span().file() == question.get())
        .findFirst();
  }

  private static List<ClusterItem> overrides(List<String> texts, Diagnostics diagnostics) {
    List<ClusterItem> items = new ArrayList<>();
    for (String text : texts) {
      SpecParser.parseClusterItem(new SourceFile("--set", text), diagnostics).ifPresent(items::add);
    }
    return items;
  }

  private static ResolveInput input(
      Loaded loaded,
      Optional<SourceFile> question,
      List<ClusterItem> overrides,
      Optional<Lock> lock,
      Keys keys,
      Diagnostics diagnostics) {
    List<SpecFile> specs = new ArrayList<>();
    loaded.specs().forEach(s -> specs.add(s.content()));
    question.ifPresent(q -> specs.add(SpecParser.parse(q, diagnostics)));
    List<ManifestFile> manifests =
        loaded.manifests().stream().map(Loaded.Manifest::content).toList();
    return new ResolveInput(specs, manifests, overrides, lock, DEFAULT_NAMESPACE, keys);
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
