package dev.podnet.planning;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.DidYouMean;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.model.BackendChoice;
import dev.podnet.model.BackendPreset;
import dev.podnet.model.Cluster;
import dev.podnet.model.ClusterSettings;
import dev.podnet.model.Node;
import dev.podnet.net.IpAddress;
import dev.podnet.spi.Backend;
import dev.podnet.spi.Backend.Kind;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.Fabric;
import dev.podnet.spi.NameService;
import dev.podnet.spi.SettingSpec;
import dev.podnet.spi.SettingValues;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The backends a cluster has chosen, each with what it is to be asked about. */
public final class Selection {

  private final Map<Kind, Chosen> chosen = new EnumMap<>(Kind.class);

  private Selection() {}

  /**
   * A backend and its context.
   *
   * @param backend the backend
   * @param context the cluster, the settings and what other backends said
   */
  public record Chosen(Backend backend, BackendContext context) {}

  /**
   * Finds the backends of a cluster and reads their settings.
   *
   * @param diagnostics takes names that are no backend's, or none in this version, and settings that cannot be read
   */
  public static Selection of(Cluster cluster, Backends backends, Diagnostics diagnostics) {
    Selection selection = new Selection();
    new Finder(cluster, backends, diagnostics).find(selection.chosen);
    return selection;
  }

  /** The backend of a kind; empty when it is not there. */
  public Optional<Chosen> get(Kind kind) {
    return Optional.ofNullable(chosen.get(kind));
  }

  /** The chosen backends in the order they contribute: wiring, fabric, proxy, DNS. */
  public List<Chosen> all() {
    return List.copyOf(chosen.values());
  }

  private static final class Finder {
    private final Cluster cluster;
    private final ClusterSettings settings;
    private final Backends backends;
    private final Diagnostics diagnostics;
    private final List<String> nodes;

    Finder(Cluster cluster, Backends backends, Diagnostics diagnostics) {
      this.cluster = cluster;
      this.settings = cluster.settings();
      this.backends = backends;
      this.diagnostics = diagnostics;
      this.nodes = cluster.nodes().stream().map(Node::name).toList();
    }

    void find(Map<Kind, Chosen> chosen) {
      Map<Kind, Chosen> found = new EnumMap<>(Kind.class);
      boolean preset = presetIsThere();
      for (Kind kind : Kind.values()) {
        BackendChoice choice = choice(kind);
        if (fromPreset(kind) ? preset : isThere(kind, choice)) {
          backends
              .find(kind, choice.name().value())
              .ifPresent(b -> found.put(kind, chosen(b, choice)));
        }
      }
      settings.ingress().filter(BackendChoice::explicit).ifPresent(this::refuseIngress);
      complete(found, chosen);
    }

    /** Fills in what fabric and name service tell the others. */
    private void complete(Map<Kind, Chosen> found, Map<Kind, Chosen> chosen) {
      Map<String, Integer> mtus = Map.of();
      boolean flat = false;
      Chosen fabric = found.get(Kind.FABRIC);
      if (fabric != null) {
        flat = ((Fabric) fabric.backend()).flat();
        int overhead = ((Fabric) fabric.backend()).overhead(fabric.context());
        for (Chosen each : found.values()) {
          overhead = Math.max(overhead, each.backend().wrapping(each.context()));
        }
        mtus = PodMtu.byNode(cluster, overhead);
      }
      List<IpAddress> servers = List.of();
      Chosen dns = found.get(Kind.DNS);
      if (dns != null) {
        servers = ((NameService) dns.backend()).nameServers(dns.context());
      }
      for (Map.Entry<Kind, Chosen> entry : found.entrySet()) {
        BackendContext c = entry.getValue().context();
        chosen.put(
            entry.getKey(),
            new Chosen(
                entry.getValue().backend(),
                new BackendContext(cluster, c.choice(), c.settings(), mtus, flat, servers)));
      }
    }

    private BackendChoice choice(Kind kind) {
      return switch (kind) {
        case WIRING -> settings.wiring();
        case FABRIC -> settings.fabric();
        case PROXY -> settings.proxyMode();
        case DNS -> settings.dns();
      };
    }

    /** Whether a choice was made by the {@code backend} statement or its default. */
    private boolean fromPreset(Kind kind) {
      return (kind == Kind.WIRING || kind == Kind.FABRIC) && !choice(kind).explicit();
    }

    private boolean presetIsThere() {
      BackendChoice choice = settings.backend();
      if (!choice.explicit() && !fromPreset(Kind.WIRING) && !fromPreset(Kind.FABRIC)) {
        return true;
      }
      String name = choice.name().value();
      List<String> there = BackendPreset.ALL.stream()
          .filter(this::registered)
          .map(BackendPreset::name)
          .sorted()
          .toList();
      boolean known = BackendPreset.of(name).isPresent();
      return report("backend", choice, BackendNames.presets(), there, known && partsAreThere());
    }

    /** Whether the parts that are left to the preset are there. */
    private boolean partsAreThere() {
      return Stream.of(Kind.WIRING, Kind.FABRIC)
          .filter(this::fromPreset)
          .allMatch(k -> backends.find(k, choice(k).name().value()).isPresent());
    }

    private boolean registered(BackendPreset preset) {
      return backends.find(Kind.WIRING, preset.wiring()).isPresent()
          && backends.find(Kind.FABRIC, preset.fabric()).isPresent();
    }

    private boolean isThere(Kind kind, BackendChoice choice) {
      return report(
          kind.statement(),
          choice,
          BackendNames.of(kind),
          backends.names(kind),
          backends.find(kind, choice.name().value()).isPresent());
    }

    private void refuseIngress(BackendChoice choice) {
      report("ingress", choice, BackendNames.INGRESSES, List.of(), false);
    }

    /** Reports a name that is no backend's here; returns {@code there}. */
    private boolean report(
        String statement,
        BackendChoice choice,
        List<String> known,
        List<String> here,
        boolean there) {
      if (there) {
        return true;
      }
      String name = choice.name().value();
      Set<String> names = new LinkedHashSet<>(known);
      names.addAll(here);
      String list = here.isEmpty() ? "none is yet" : "there are " + String.join(", ", here);
      if (names.contains(name)) {
        Diagnostic.at(
                choice.name().span(),
                SettingCode.BACKEND_NOT_THERE,
                statement + " " + name + " is not in this version")
            .help(list)
            .to(diagnostics);
      } else {
        Diagnostic.at(
                choice.name().span(),
                SettingCode.UNKNOWN_BACKEND,
                "there is no " + statement + " '" + name + "'")
            .help(DidYouMean.among(name, names)
                .map(n -> "did you mean '" + n + "'?")
                .orElse(list))
            .to(diagnostics);
      }
      return false;
    }

    private Chosen chosen(Backend backend, BackendChoice choice) {
      Kind kind = backend.kind();
      List<SettingSpec> specs = new ArrayList<>(backend.settings());
      String owner = kind.statement() + " " + backend.name();
      if (fromPreset(kind)) {
        Kind other = kind == Kind.WIRING ? Kind.FABRIC : Kind.WIRING;
        if (fromPreset(other)) {
          backends
              .find(other, choice(other).name().value())
              .ifPresent(b -> specs.addAll(b.settings()));
        }
        owner = "backend " + settings.backend().name().value();
      }
      SettingValues values =
          new SettingReader(owner, specs, nodes, diagnostics).read(choice.settings());
      return new Chosen(
          backend, new BackendContext(cluster, choice, values, Map.of(), false, List.of()));
    }
  }
}
