package dev.podnet.check;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.TopologyCode;
import dev.podnet.model.Router;

/** A router joins segments, unless it is there for its route table. */
final class RouterJoinsNothing implements Rule {

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    boolean table = context.cluster().settings().fabric().name().value().equals("cloud");
    for (Router router : context.cluster().routers()) {
      if (router.segments().size() < 2 && !table) {
        String what = router.segments().isEmpty()
            ? "no segment"
            : "segment " + router.segments().get(0).value() + " alone";
        Diagnostic.at(
                router.span(),
                TopologyCode.ROUTER_JOINS_NOTHING,
                "router " + router.name() + " connects " + what)
            .label("joins nothing")
            .help("name the segments it joins: `connects SEGMENT, SEGMENT`, or take it out")
            .to(diagnostics);
      }
    }
  }
}
