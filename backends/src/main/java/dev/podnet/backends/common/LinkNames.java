package dev.podnet.backends.common;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.model.BackendChoice;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import java.util.Optional;

/** Whether a link can have the name it is to have. */
public final class LinkNames {

  private LinkNames() {}

  /** Reports a node whose underlay interface has a name that the fabric needs; one message for each name. */
  public static void check(
      Cluster cluster, BackendChoice choice, String name, Diagnostics diagnostics) {
    Optional<Node> taken =
        cluster.nodes().stream().filter(n -> n.dev().equals(name)).findFirst();
    taken.ifPresent(node -> Diagnostic.at(
            choice.name().span(),
            SettingCode.LINK_NAME_TAKEN,
            "the tunnel cannot be named " + name + ": node " + node.name()
                + " has its address on that interface")
        .related(node.span(), "node " + node.name())
        .help("the underlay's interface has another name: write `dev eth0`")
        .to(diagnostics));
  }
}
