package dev.podnet.graph;

import dev.podnet.graph.Drawing.Detail;
import dev.podnet.graph.Drawing.HostBox;
import dev.podnet.graph.Drawing.PodBox;
import dev.podnet.graph.Drawing.PodKind;
import dev.podnet.model.Cluster;
import dev.podnet.model.NaturalOrder;
import dev.podnet.model.Node;
import dev.podnet.model.ObjectRef;
import dev.podnet.model.Pod;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;

/** The hosts of a drawing, as full as their number allows. */
final class HostBoxes {

  /** How many hosts are shown with all they have. */
  static final int FULL = 12;

  /** How many are shown one by one. */
  static final int COMPACT = 60;

  /** How many pods of a host are shown one by one. */
  private static final int PODS = 10;

  /** How many groups of a segment are shown. */
  private static final int GROUPS = 4;

  private final DrawingOptions options;
  private final Devices devices;
  private final ServiceBoxes services;
  private final Function<ObjectRef, String> namer;
  private final int hosts;
  private final Map<String, List<Pod>> pods = new HashMap<>();

  HostBoxes(
      Cluster cluster,
      DrawingOptions options,
      Devices devices,
      ServiceBoxes services,
      Function<ObjectRef, String> namer) {
    this.options = options;
    this.devices = devices;
    this.services = services;
    this.namer = namer;
    this.hosts = cluster.nodes().size();
    for (Pod pod : cluster.pods()) {
      if (pod.node().isPresent() && options.inside(pod.ref().namespace())) {
        pods.computeIfAbsent(pod.node().get(), k -> new ArrayList<>()).add(pod);
      }
    }
    pods.values()
        .forEach(
            list -> list.sort(Comparator.comparing((Pod p) -> !p.wired()).thenComparing(Pod::ref)));
  }

  /** The boxes of the hosts of one segment. */
  List<HostBox> boxes(List<Node> nodes) {
    List<HostBox> boxes = new ArrayList<>();
    List<Node> grouped = new ArrayList<>();
    boolean chosen = !options.nodes().isEmpty();
    for (Node node : nodes) {
      if (chosen ? options.nodes().contains(node.name()) : full()) {
        boxes.add(one(node, Detail.FULL));
      } else if (chosen || hosts > COMPACT) {
        grouped.add(node);
      } else {
        boxes.add(one(node, Detail.COMPACT));
      }
    }
    boxes.addAll(groups(grouped));
    return boxes;
  }

  private boolean full() {
    return hosts <= FULL || options.asked(DrawingOptions.Layer.PODS);
  }

  private List<HostBox> groups(List<Node> nodes) {
    Map<String, List<Node>> byStem = new TreeMap<>(NaturalOrder.INSTANCE);
    nodes.forEach(n ->
        byStem.computeIfAbsent(NameList.stem(n.name()), k -> new ArrayList<>()).add(n));
    if (byStem.size() > GROUPS) {
      return List.of(group(nodes));
    }
    return byStem.values().stream().map(this::group).toList();
  }

  /** How many pods a host has, of those shown. */
  int podCount(String node) {
    return pods.getOrDefault(node, List.of()).size();
  }

  private HostBox one(Node node, Detail detail) {
    boolean addresses = options.shows(DrawingOptions.Layer.ADDRESSES);
    return new HostBox(
        detail,
        node.name(),
        1,
        node.dev(),
        addresses ? texts(node.addresses()) : List.of(),
        addresses ? texts(node.podCidrs()) : List.of(),
        devices.bridge(node.name()).map(this::shown),
        options.shows(DrawingOptions.Layer.TUNNELS)
            ? devices.tunnels(node.name()).stream().map(this::shown).toList()
            : List.of(),
        detail == Detail.FULL && options.shows(DrawingOptions.Layer.PODS)
            ? podBoxes(node.name())
            : List.of(),
        podCount(node.name()));
  }

  private Drawing.Device shown(Drawing.Device device) {
    return options.shows(DrawingOptions.Layer.ADDRESSES)
        ? device
        : new Drawing.Device(device.name(), List.of());
  }

  private HostBox group(List<Node> nodes) {
    if (nodes.size() == 1) {
      return one(nodes.get(0), Detail.COMPACT);
    }
    List<Node> sorted = new ArrayList<>(nodes);
    sorted.sort(Comparator.comparing(Node::name, NaturalOrder.INSTANCE));
    boolean addresses = options.shows(DrawingOptions.Layer.ADDRESSES);
    boolean tunnels = nodes.stream().anyMatch(n -> !devices.tunnels(n.name()).isEmpty())
        && options.shows(DrawingOptions.Layer.TUNNELS);
    return new HostBox(
        Detail.GROUP,
        NameList.shortSpan(sorted.stream().map(Node::name).toList()),
        nodes.size(),
        sorted.get(0).dev(),
        addresses ? range(sorted, n -> texts(n.addresses())) : List.of(),
        addresses ? range(sorted, n -> texts(n.podCidrs())) : List.of(),
        Optional.empty(),
        tunnels
            ? devices.tunnels(sorted.get(0).name()).stream()
                .map(d -> new Drawing.Device(d.name(), List.of()))
                .toList()
            : List.of(),
        List.of(),
        nodes.stream().mapToInt(n -> podCount(n.name())).sum());
  }

  /** The least and the greatest text of each family, by position. */
  private static List<String> range(List<Node> nodes, Function<Node, List<String>> texts) {
    List<String> ranges = new ArrayList<>();
    List<String> first = texts.apply(nodes.get(0));
    for (int i = 0; i < first.size(); i++) {
      int at = i;
      TreeSet<String> all = new TreeSet<>(NaturalOrder.INSTANCE);
      nodes.forEach(n -> texts.apply(n).stream().skip(at).limit(1).forEach(all::add));
      ranges.add(NameList.span(List.copyOf(all)));
    }
    return ranges;
  }

  private static List<String> texts(List<? extends Located<?>> values) {
    return values.stream().map(Located::toString).toList();
  }

  private List<PodBox> podBoxes(String node) {
    List<Pod> all = pods.getOrDefault(node, List.of());
    if (all.size() <= PODS || options.asked(DrawingOptions.Layer.PODS)) {
      return all.stream().map(this::pod).toList();
    }
    Map<String, List<Pod>> byWorkload = new TreeMap<>(NaturalOrder.INSTANCE);
    all.forEach(
        p -> byWorkload.computeIfAbsent(workload(p), k -> new ArrayList<>()).add(p));
    List<PodBox> boxes = new ArrayList<>();
    int left = all.size();
    for (List<Pod> alike : byWorkload.values()) {
      if (boxes.size() == PODS - 1 && byWorkload.size() > PODS) {
        boxes.add(new PodBox(
            PodKind.GROUP,
            left + " more pods",
            List.of(),
            left + " more pods on " + node,
            Collections.emptySortedSet()));
        break;
      }
      boxes.add(alike.size() == 1 ? pod(alike.get(0)) : alike(alike));
      left -= alike.size();
    }
    return boxes;
  }

  private String workload(Pod pod) {
    return pod.ref().namespace() + "/"
        + pod.workload().orElse(NameList.stem(pod.ref().name()));
  }

  private PodBox alike(List<Pod> alike) {
    SortedSet<Integer> marks = new TreeSet<>();
    alike.forEach(p -> marks.addAll(services.marks(p.ref())));
    String names = NameList.span(alike.stream().map(p -> namer.apply(p.ref())).toList());
    return new PodBox(
        PodKind.GROUP,
        names,
        List.of(alike.size() + " pods"),
        alike.size() + " pods: " + names,
        marks);
  }

  private PodBox pod(Pod pod) {
    PodKind kind = pod.sharesWith().isPresent()
        ? PodKind.SHARED
        : switch (pod.network()) {
          case POD -> PodKind.WIRED;
          case HOST -> PodKind.HOST;
          case NONE -> PodKind.NONE;
        };
    List<String> addresses =
        options.shows(DrawingOptions.Layer.ADDRESSES) ? texts(pod.ips()) : List.of();
    List<String> text = switch (kind) {
      case HOST -> List.of("host");
      case SHARED -> List.of("in " + pod.sharesWith().orElseThrow().name());
      case NONE -> List.of("no network");
      default -> addresses;
    };
    String title = "pod " + pod.ref()
        + pod.workload().map(w -> " of " + w).orElse("")
        + switch (kind) {
          case WIRED -> "";
          case HOST -> ", host network";
          default -> ", " + text.get(0);
        }
        + (pod.ips().isEmpty() || addresses.isEmpty() ? "" : ", " + String.join(", ", addresses))
        + (pod.ready() ? "" : ", not ready");
    return new PodBox(kind, namer.apply(pod.ref()), text, title, services.marks(pod.ref()));
  }
}
