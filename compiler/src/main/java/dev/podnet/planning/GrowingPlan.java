package dev.podnet.planning;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.HostState;
import dev.podnet.plan.Link;
import dev.podnet.plan.OutputFile;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import dev.podnet.plan.Plan.SharedFragment;
import dev.podnet.plan.RouterRoute;
import dev.podnet.source.Located;
import dev.podnet.spi.FragmentBuilder;
import dev.podnet.spi.PlanBuilder;
import dev.podnet.work.Parallel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** A plan as backends fill it. */
final class GrowingPlan implements PlanBuilder {

  private final Cluster cluster;
  private final Map<String, Map<Part, GrowingFragment>> hosts = new HashMap<>();
  private final Map<String, Set<String>> includes = new HashMap<>();
  private final SortedMap<String, Shared> shared = new TreeMap<>();
  private final SortedMap<String, OutputFile> files = new TreeMap<>();
  private final Set<RouterRoute> routerTable = new LinkedHashSet<>();
  private final Optional<Supplier<GrowingPlan>> before;

  private record Shared(String name, Part part, String title, GrowingFragment fragment) {
    SharedFragment build() {
      return new SharedFragment(name, part, title, fragment.build());
    }
  }

  GrowingPlan(Cluster cluster) {
    this(cluster, Optional.empty());
  }

  /**
   * The rest of a plan whose beginning is filled at the same time.
   *
   * @param before waits for the beginning
   */
  GrowingPlan(Cluster cluster, Supplier<GrowingPlan> before) {
    this(cluster, Optional.of(before));
  }

  private GrowingPlan(Cluster cluster, Optional<Supplier<GrowingPlan>> before) {
    this.cluster = cluster;
    this.before = before;
    for (Node node : cluster.nodes()) {
      hosts.put(node.name(), new EnumMap<>(Part.class));
      includes.put(node.name(), new LinkedHashSet<>());
    }
  }

  @Override
  public FragmentBuilder host(String node, Part part) {
    return hosts.get(node).computeIfAbsent(part, p -> new GrowingFragment());
  }

  @Override
  public List<Link> links(String node) {
    List<Link> links = new ArrayList<>();
    before.ifPresent(b -> links.addAll(b.get().links(node)));
    hosts.get(node).values().forEach(f -> links.addAll(f.links()));
    return links;
  }

  @Override
  public FragmentBuilder shared(String name, Part part, String title) {
    Shared found =
        shared.computeIfAbsent(name, n -> new Shared(n, part, title, new GrowingFragment()));
    if (found.part() != part) {
      throw new IllegalStateException("fragment " + name + " is in part " + found.part());
    }
    return found.fragment();
  }

  @Override
  public void include(String node, String name) {
    if (!has(name)) {
      throw new IllegalStateException("no shared fragment " + name);
    }
    includes.get(node).add(name);
  }

  private boolean has(String name) {
    return shared.containsKey(name) || before.isPresent() && before.get().get().has(name);
  }

  @Override
  public void learned(String name) {
    if (shared.containsKey(name)) {
      shared.get(name).fragment().learned();
    } else if (has(name)) {
      before.orElseThrow().get().learned(name);
    } else {
      throw new IllegalStateException("no shared fragment " + name);
    }
  }

  @Override
  public void routerRoute(RouterRoute route) {
    routerTable.add(route);
  }

  @Override
  public void file(OutputFile file) {
    OutputFile other = files.putIfAbsent(file.path(), file);
    if (other != null) {
      throw new IllegalStateException("two files " + file.path());
    }
  }

  /** Takes over what another plan of the cluster has, as if it had been added here next. */
  void takeOver(GrowingPlan other) {
    other
        .shared
        .values()
        .forEach(
            s -> ((GrowingFragment) shared(s.name(), s.part(), s.title())).takeOver(s.fragment()));
    other.hosts.forEach((node, parts) -> parts.forEach((part, fragment) -> {
      GrowingFragment there = hosts.get(node).putIfAbsent(part, fragment);
      if (there != null) {
        there.takeOver(fragment);
      }
    }));
    other.includes.forEach((node, names) -> includes.get(node).addAll(names));
    routerTable.addAll(other.routerTable);
    other.files.values().forEach(this::file);
  }

  /** The finished plan: hosts by name, includes by part, then in the order they were asked for. */
  Plan build() {
    SortedMap<String, SharedFragment> built = new TreeMap<>();
    shared.values().forEach(s -> {
      SharedFragment fragment = s.build();
      if (!fragment.fragment().equals(Fragment.EMPTY)) {
        built.put(s.name(), fragment);
      }
    });
    List<HostState> states = Parallel.map(cluster.nodes(), node -> build(node, built));
    return new Plan(
        cluster.name(), states, built, List.copyOf(routerTable), List.copyOf(files.values()));
  }

  private HostState build(Node node, SortedMap<String, SharedFragment> built) {
    SortedMap<Part, Fragment> parts = new TreeMap<>();
    hosts.get(node.name()).forEach((part, builder) -> {
      Fragment fragment = builder.build();
      if (!fragment.equals(Fragment.EMPTY)) {
        parts.put(part, fragment);
      }
    });
    List<String> included = includes.get(node.name()).stream()
        .filter(built::containsKey)
        .sorted(Comparator.comparing(name -> built.get(name).part()))
        .toList();
    return new HostState(
        node.name(),
        node.dev(),
        node.addresses().stream().map(Located::value).toList(),
        parts,
        included);
  }
}
