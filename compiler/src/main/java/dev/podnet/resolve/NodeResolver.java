package dev.podnet.resolve;

import dev.podnet.diagnostics.AllocationCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.NameCode;
import dev.podnet.manifest.NodeObject;
import dev.podnet.model.ClusterSettings;
import dev.podnet.model.NaturalOrder;
import dev.podnet.model.Node;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import dev.podnet.syntax.LabelPair;
import dev.podnet.syntax.NodeItem;
import dev.podnet.syntax.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Nodes of the spec and of Node objects; the pod CIDRs that nobody wrote are still missing. */
final class NodeResolver {

  /** The interface of a node that names none. */
  static final String DEV = "eth0";

  /** How many nodes a cluster has at most. */
  private static final int MOST = 16_384;

  private final ClusterSettings settings;
  private final Underlay.SegmentFinder segments;
  private final Diagnostics diagnostics;
  private final NameTable<Node> nodes;
  private final Budget budget;

  private NodeResolver(ClusterSettings settings, Underlay underlay, Diagnostics diagnostics) {
    this.settings = settings;
    this.segments = underlay.finder();
    this.diagnostics = diagnostics;
    this.nodes = new NameTable<>("node", diagnostics);
    this.budget = new Budget("nodes", MOST, diagnostics);
  }

  /** All nodes, sorted by name. */
  static List<Node> resolve(
      List<Statement.NodeDecl> declared,
      List<NodeObject> imported,
      ClusterSettings settings,
      Underlay underlay,
      Diagnostics diagnostics) {
    NodeResolver resolver = new NodeResolver(settings, underlay, diagnostics);
    declared.stream().filter(n -> n.count().isEmpty()).forEach(resolver::declare);
    declared.stream().filter(n -> n.count().isPresent()).forEach(resolver::declare);
    SortedMap<String, Node> all = new TreeMap<>(NaturalOrder.INSTANCE);
    resolver.nodes.values().forEach(n -> all.put(n.name(), n));
    NodeImport merge = new NodeImport(diagnostics);
    for (NodeObject object : imported) {
      String name = object.meta().name().value();
      Node known = all.get(name);
      Node both = known == null ? merge.alone(object) : merge.into(known, object);
      all.put(name, resolver.finished(both));
    }
    return List.copyOf(all.values());
  }

  /** What one block says, before it is one node or many. */
  private record Block(
      Optional<NodeItem.Address> address,
      List<Located<Cidr>> podCidrs,
      List<Located<IpAddress>> externalIps,
      Optional<Long> asn,
      SortedMap<String, String> labels,
      boolean unschedulable) {}

  private void declare(Statement.NodeDecl decl) {
    String what = decl.count().isPresent() ? "nodes " + decl.name() : "node " + decl.name();
    Block block = block(decl, what);
    if (decl.count().isEmpty()) {
      String name = decl.name().value();
      nodes.add(name, decl.name().span(), node(name, decl, block, 0));
      return;
    }
    int count = decl.count().get().value();
    if (!budget.take(count, decl.count().get().span(), what)) {
      return;
    }
    checkAddresses(decl, block, count, what);
    for (int i = 0; i < count; i++) {
      String name = decl.name() + "-" + (i + 1);
      nodes.add(name, decl.name().span(), Optional.of(what), node(name, decl, block, i));
    }
  }

  private Block block(Statement.NodeDecl decl, String what) {
    Optional<NodeItem.Address> address = Optional.empty();
    List<Located<Cidr>> podCidrs = List.of();
    List<Located<IpAddress>> externalIps = new ArrayList<>();
    Optional<Long> asn = Optional.empty();
    List<LabelPair> labels = new ArrayList<>();
    boolean unschedulable = false;
    for (NodeItem item : decl.items()) {
      if (item instanceof NodeItem.Address a) {
        address = Optional.of(a);
      } else if (item instanceof NodeItem.PodCidr p) {
        podCidrs = single(decl, p.span(), "podCIDR", what) ? p.cidrs() : List.of();
      } else if (item instanceof NodeItem.ExternalIp e) {
        externalIps.addAll(single(decl, e.span(), "externalIP", what) ? e.addresses() : List.of());
      } else if (item instanceof NodeItem.Asn a) {
        asn = Optional.of(a.asn().value());
      } else if (item instanceof NodeItem.Labels l) {
        labels.addAll(l.labels());
      } else if (item instanceof NodeItem.Unschedulable) {
        unschedulable = true;
      }
    }
    return new Block(
        address,
        Families.ranges(podCidrs),
        externalIps,
        asn,
        Scalars.labels(labels, what, diagnostics),
        unschedulable);
  }

  /** Whether what belongs to one node alone stands where there is only one. */
  private boolean single(Statement.NodeDecl decl, Span place, String keyword, String what) {
    if (decl.count().isEmpty() || decl.count().get().value() == 1) {
      return true;
    }
    Diagnostic.at(
            place,
            NameCode.CONTRADICTION,
            keyword + " is one node's own, but " + what + " makes "
                + decl.count().get())
        .related(decl.count().get().span(), "this many nodes")
        .help("leave " + keyword + " out, or write each of these nodes as `node NAME { … }`")
        .to(diagnostics);
    return false;
  }

  private void checkAddresses(Statement.NodeDecl decl, Block block, int count, String what) {
    if (block.address().isEmpty()) {
      return;
    }
    NodeItem.Address address = block.address().get();
    if (!address.from() && count > 1) {
      Diagnostic.at(
              address.span(),
              NameCode.CONTRADICTION,
              "one address for the " + count + " nodes of " + what)
          .related(decl.count().orElseThrow().span(), "this many nodes")
          .help("write `address from " + address.addresses().get(0)
              + "` for consecutive addresses that begin there")
          .to(diagnostics);
    }
    for (Located<IpAddress> first : address.addresses()) {
      if (first.value().plus(Math.max(0, count - 1)).compareTo(first.value()) < 0) {
        Diagnostic.at(
                first.span(),
                AllocationCode.ADDRESSES_RUN_OUT,
                count + " addresses from " + first + " run past the last address there is")
            .help("begin at a lower address")
            .to(diagnostics);
      }
    }
  }

  private Node node(String name, Statement.NodeDecl decl, Block block, int index) {
    List<Located<IpAddress>> addresses =
        block.address().map(a -> Families.addresses(a.addresses())).orElse(List.of());
    return finished(new Node(
        name,
        decl.name().span(),
        addresses.stream().map(a -> a.with(a.value().plus(index))).toList(),
        block.address().flatMap(NodeItem.Address::dev).map(Located::value).orElse(DEV),
        Optional.empty(),
        block.podCidrs(),
        block.externalIps(),
        block.asn(),
        WellKnownLabels.of(name, block.labels()),
        List.of(),
        block.unschedulable()));
  }

  /** Sorts addresses by the cluster's families and finds the segment. */
  private Node finished(Node node) {
    List<Located<IpAddress>> addresses =
        Families.sorted(node.addresses(), IpAddress::family, settings.podFamilies());
    return new Node(
        node.name(),
        node.span(),
        addresses,
        node.dev(),
        segments.find(addresses),
        Families.sorted(node.podCidrs(), Cidr::family, settings.podFamilies()),
        node.externalIps(),
        node.asn(),
        node.labels(),
        node.taints(),
        node.unschedulable());
  }
}
