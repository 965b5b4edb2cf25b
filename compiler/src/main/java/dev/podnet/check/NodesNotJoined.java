package dev.podnet.check;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.TopologyCode;
import dev.podnet.model.Node;
import dev.podnet.model.Router;
import dev.podnet.model.Segment;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Segments and routers lead from every node to every other. */
final class NodesNotJoined implements Rule {

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    List<List<Node>> islands = context.underlay().islands();
    if (islands.size() < 2) {
      return;
    }
    List<Node> main = islands.get(0);
    for (List<Node> island : islands) {
      main = island.size() > main.size() ? island : main;
    }
    for (List<Node> island : islands) {
      if (island != main) {
        report(context, island, main, diagnostics);
      }
    }
  }

  private static void report(
      CheckContext context, List<Node> island, List<Node> main, Diagnostics diagnostics) {
    Node here = island.get(0);
    Node there = main.get(0);
    Segment from = context.segments().get(here.segment().orElseThrow());
    Segment to = context.segments().get(there.segment().orElseThrow());
    Diagnostic.at(
            here.addresses().isEmpty() ? here.span() : here.addresses().get(0).span(),
            TopologyCode.NODES_NOT_JOINED,
            "no router joins " + nodes(island) + " on " + segments(context, from) + " with "
                + nodes(main) + " on " + segments(context, to))
        .label("on segment " + from.name())
        .related(from.span(), "nothing leads from here to segment " + to.name())
        .related(there.span(), "node " + there.name() + " is on segment " + to.name())
        .help(help(context, from, to))
        .to(diagnostics);
  }

  private static String nodes(List<Node> nodes) {
    return (nodes.size() == 1 ? "node " : "nodes ")
        + Words.list(nodes.stream().map(Node::name).toList());
  }

  private static String segments(CheckContext context, Segment from) {
    List<String> names = context.underlay().reachable(from).stream()
        .filter(s -> !context.nodesBySegment().get(s.name()).isEmpty())
        .map(Segment::name)
        .toList();
    return (names.size() == 1 ? "segment " : "segments ") + Words.list(names);
  }

  private static String help(CheckContext context, Segment from, Segment to) {
    Optional<Router> router = routerOf(context, to);
    Segment other = from;
    if (router.isEmpty()) {
      router = routerOf(context, from);
      other = to;
    }
    if (router.isEmpty()) {
      return "join them: `router core { connects " + to.name() + ", " + from.name() + " }`";
    }
    List<String> names = new ArrayList<>();
    router.get().segments().stream().map(Located::value).forEach(names::add);
    names.add(other.name());
    return "connect segment " + other.name() + " too: `router " + router.get().name()
        + " { connects " + String.join(", ", names) + " }`";
  }

  private static Optional<Router> routerOf(CheckContext context, Segment segment) {
    return context.cluster().routers().stream()
        .filter(r -> r.segments().stream().anyMatch(s -> s.value().equals(segment.name())))
        .findFirst();
  }
}
