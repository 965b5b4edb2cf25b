package dev.podnet.check;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.TopologyCode;
import dev.podnet.model.BackendChoice;
import dev.podnet.model.Node;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Map;

/**
 * A fabric that hands pod packets to the next node as they are needs all nodes on one segment: a router in between has
 * no route to a pod's address.
 */
final class NeedsSharedSegment implements Rule {

  private static final int SHOWN = 3;

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    boolean needed = context.fabric().map(FabricFacts::needsSharedSegment).orElse(false);
    List<Map.Entry<String, List<Node>>> used = context.nodesBySegment().entrySet().stream()
        .filter(e -> !e.getValue().isEmpty())
        .toList();
    if (!needed || used.size() < 2) {
      return;
    }
    Node first = used.get(0).getValue().get(0);
    Node second = used.get(1).getValue().get(0);
    BackendChoice backend = context.cluster().settings().backend();
    BackendChoice fabric = context.cluster().settings().fabric();
    boolean preset = !fabric.explicit();
    String name = preset ? backend.name().value() : fabric.name().value();
    Span place = preset ? backend.name().span() : fabric.name().span();
    Diagnostic.Builder builder = Diagnostic.at(
            place,
            TopologyCode.NEEDS_SHARED_SEGMENT,
            name + " needs all nodes on one segment, but " + first.name() + " is on "
                + used.get(0).getKey() + " and " + second.name() + " on "
                + used.get(1).getKey())
        .label("hands packets for pods to the next node as they are");
    used.stream()
        .limit(SHOWN)
        .forEach(e -> builder.related(
            e.getValue().get(0).span(),
            "node " + e.getValue().get(0).name() + " is on segment " + e.getKey()));
    builder
        .help("routers in between know no pods: write `backend vxlan`, and `backend vxlan {"
            + " directRouting on }` to keep plain routes within a segment")
        .to(diagnostics);
  }
}
