package dev.podnet.graph;

import dev.podnet.graph.Drawing.RouterBox;
import dev.podnet.graph.Drawing.SegmentBox;
import dev.podnet.model.BackendChoice;
import dev.podnet.model.Cluster;
import dev.podnet.model.ClusterSettings;
import dev.podnet.model.Node;
import dev.podnet.model.ObjectRef;
import dev.podnet.model.Router;
import dev.podnet.model.Segment;
import dev.podnet.plan.Plan;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/** Makes a drawing of a cluster and the plan for its hosts. */
public final class DrawingBuilder {

  /** How many segments are shown. */
  private static final int SEGMENTS = 24;

  /** How many routers are shown. */
  private static final int ROUTERS = 12;

  private static final int ETHERNET_MTU = 1500;

  private final Cluster cluster;
  private final Plan plan;
  private final DrawingOptions options;
  private final Map<String, String> segmentOf = new HashMap<>();
  private final Map<String, List<Node>> nodesOf = new LinkedHashMap<>();

  private DrawingBuilder(Cluster cluster, Plan plan, DrawingOptions options) {
    this.cluster = cluster;
    this.plan = plan;
    this.options = options;
    cluster.segments().forEach(s -> nodesOf.put(s.name(), new ArrayList<>()));
    for (Node node : cluster.nodes()) {
      node.segment().ifPresent(s -> {
        segmentOf.put(node.name(), s);
        nodesOf.get(s).add(node);
      });
    }
  }

  /** The drawing of a cluster. */
  public static Drawing draw(Cluster cluster, Plan plan, DrawingOptions options) {
    return new DrawingBuilder(cluster, plan, options).build();
  }

  private Drawing build() {
    Function<ObjectRef, String> namer = namer();
    Devices devices = new Devices(plan, n -> segmentOf.getOrDefault(n, ""));
    ServiceBoxes services = new ServiceBoxes(cluster, options, namer);
    HostBoxes hosts = new HostBoxes(cluster, options, devices, services, namer);
    List<Segment> shown = new ArrayList<>();
    int leftSegments = 0;
    int leftNodes = 0;
    int most = cluster.segments().size() > SEGMENTS ? SEGMENTS - 1 : SEGMENTS;
    for (Segment segment : cluster.segments()) {
      boolean wanted =
          nodesOf.get(segment.name()).stream().anyMatch(n -> options.nodes().contains(n.name()));
      if (shown.size() < most || wanted) {
        shown.add(segment);
      } else {
        leftSegments++;
        leftNodes += nodesOf.get(segment.name()).size();
      }
    }
    List<SegmentBox> segments = new ArrayList<>();
    Map<String, Integer> places = new HashMap<>();
    for (Segment segment : shown) {
      places.put(segment.name(), segments.size());
      segments.add(segment(segment, hosts.boxes(nodesOf.get(segment.name()))));
    }
    return new Drawing(
        cluster.name(),
        facts(devices),
        routers(places),
        segments,
        leftSegments == 0
            ? Optional.empty()
            : Optional.of(leftSegments + " more segments with " + count(leftNodes, "node")),
        options.shows(DrawingOptions.Layer.TUNNELS) ? devices.tunnels() : List.of(),
        services.boxes(),
        services.title());
  }

  /** Names stand alone while all that is shown is in one namespace. */
  private Function<ObjectRef, String> namer() {
    TreeSet<String> namespaces = new TreeSet<>();
    Stream.concat(
            cluster.pods().stream().map(p -> p.ref()),
            cluster.services().stream().map(s -> s.ref()))
        .map(ObjectRef::namespace)
        .filter(options::inside)
        .forEach(namespaces::add);
    return namespaces.size() > 1 ? ObjectRef::toString : ObjectRef::name;
  }

  private SegmentBox segment(Segment segment, List<Drawing.HostBox> hosts) {
    boolean addresses = options.shows(DrawingOptions.Layer.ADDRESSES);
    List<String> notes = new ArrayList<>();
    if (addresses && !segment.gateways().isEmpty()) {
      notes.add("gateway " + String.join(", ", texts(segment.gateways())));
    }
    if (segment.mtu() != ETHERNET_MTU) {
      notes.add("MTU " + segment.mtu());
    }
    if (segment.implicit()) {
      notes.add("one segment holds all nodes");
    }
    return new SegmentBox(
        segment.name(), addresses ? texts(segment.cidrs()) : List.of(), notes, hosts);
  }

  private List<RouterBox> routers(Map<String, Integer> places) {
    List<RouterBox> boxes = new ArrayList<>();
    int routes = plan.routerTable().size();
    for (Router router : cluster.routers().stream().limit(ROUTERS).toList()) {
      List<Integer> joined = router.segments().stream()
          .map(s -> places.get(s.value()))
          .filter(java.util.Objects::nonNull)
          .distinct()
          .toList();
      List<String> notes = new ArrayList<>();
      router.asn().ifPresent(a -> notes.add("AS " + a));
      if (routes > 0) {
        notes.add(count(routes, "route") + " to pods");
      }
      if (!joined.isEmpty()) {
        boxes.add(new RouterBox(router.name(), String.join(", ", notes), joined));
      }
    }
    return boxes;
  }

  private List<String> facts(Devices devices) {
    ClusterSettings settings = cluster.settings();
    List<String> facts = new ArrayList<>();
    boolean preset = !settings.wiring().explicit() && !settings.fabric().explicit();
    if (preset) {
      facts.add("backend " + choice(settings.backend()));
    } else {
      facts.add("wiring " + choice(settings.wiring()));
      facts.add("fabric " + choice(settings.fabric()));
    }
    boolean served = !settings.proxyMode().name().value().equals("none");
    facts.add(served ? "services by " + choice(settings.proxyMode()) : "no services");
    devices.routes().ifPresent(facts::add);
    if (options.shows(DrawingOptions.Layer.ADDRESSES)) {
      facts.add("pod range " + String.join(", ", texts(settings.podCidrs())));
      if (served) {
        facts.add("service range " + String.join(", ", texts(settings.serviceCidrs())));
      }
    }
    List<String> counts = new ArrayList<>();
    counts.add(count(cluster.nodes().size(), "node"));
    counts.add(count(cluster.pods().size(), "pod"));
    if (served || !cluster.services().isEmpty()) {
      counts.add(count(cluster.services().size(), "service"));
    }
    facts.add(String.join(", ", counts));
    if (cluster.routers().size() > ROUTERS) {
      facts.add("the first " + ROUTERS + " of " + cluster.routers().size() + " routers");
    }
    return facts;
  }

  private static String choice(BackendChoice choice) {
    List<String> settings = choice.settings().stream()
        .map(s -> (s.key() + " " + String.join(", ", texts(s.values()))).strip())
        .toList();
    return choice.name() + (settings.isEmpty() ? "" : " { " + String.join("; ", settings) + " }");
  }

  private static List<String> texts(List<? extends Located<?>> values) {
    return values.stream().map(Located::toString).toList();
  }

  private static String count(int number, String word) {
    return number + " " + word + (number == 1 ? "" : "s");
  }
}
