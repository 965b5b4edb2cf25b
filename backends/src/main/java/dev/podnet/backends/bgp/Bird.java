package dev.podnet.backends.bgp;

import dev.podnet.backends.common.Segments;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.plan.Daemon;
import dev.podnet.plan.HostFile;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.Link.IpTunnel;
import dev.podnet.plan.Part;
import dev.podnet.plan.Word;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.PlanBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * BIRD on every node (BIRD 2.0 user's guide). What is special to a node stands in its own file; the sessions with the nodes of
 * a segment stand once, for all who have them: from the node's own segment, and from others. A node's session with itself
 * among them waits for ever, for no neighbour has an address of one's own.
 */
final class Bird {

  private static final String NAME = "bird";
  private static final String MAIN = "bird/bird.conf";
  private static final String PROGRAM = "bird";

  private final Cluster cluster;
  private final BgpSettings settings;
  private final PlanBuilder plan;
  private final Map<String, List<Node>> bySegment;
  private final BirdText text;

  private Bird(
      BackendContext context,
      BgpSettings settings,
      Map<IpTunnel.Kind, InterfaceName> tunnels,
      PlanBuilder plan) {
    this.cluster = context.cluster();
    this.settings = settings;
    this.plan = plan;
    this.bySegment = Segments.nodes(cluster);
    this.text = new BirdText(cluster, settings, tunnels);
  }

  static void contribute(
      BackendContext context,
      BgpSettings settings,
      Map<IpTunnel.Kind, InterfaceName> tunnels,
      PlanBuilder plan) {
    new Bird(context, settings, tunnels, plan).contribute();
  }

  private boolean reflects(Node node) {
    return settings.reflectors().contains(node.name());
  }

  private void contribute() {
    boolean far = settings.encapsulation() != BgpSettings.Encapsulation.NONE;
    bySegment.forEach((segment, nodes) -> {
      List<Node> passing = settings.reflectors().isEmpty()
          ? nodes
          : nodes.stream().filter(this::reflects).toList();
      List<Node> clients = settings.reflectors().isEmpty()
          ? List.of()
          : nodes.stream().filter(n -> !reflects(n)).toList();
      shared(segment, "near", passing, "near");
      shared(segment, "near-clients", clients, "near_client");
      if (far && bySegment.size() > 1) {
        shared(segment, "far", passing, "far");
        shared(segment, "far-clients", clients, "far_client");
      }
    });
    bySegment.forEach((segment, nodes) -> nodes.forEach(n -> host(n, segment, far)));
  }

  /** The sessions with nodes of a segment. */
  private void shared(String segment, String role, List<Node> nodes, String template) {
    if (!nodes.isEmpty()) {
      String name = fragment(segment, role);
      plan.shared(name, Part.NETWORK, "BGP sessions with nodes on " + segment)
          .file(new HostFile(
              file(segment, role),
              new HostFile.Lines(text.sessions(nodes, template)),
              HostFile.Access.ALL,
              "sessions of BIRD with nodes on " + segment));
    }
  }

  private static String fragment(String segment, String role) {
    return "bgp-" + segment + "-" + role;
  }

  private static String file(String segment, String role) {
    return "bird/" + role + "-" + segment + ".conf";
  }

  private void host(Node node, String own, boolean far) {
    List<String> files = new ArrayList<>();
    bySegment.forEach((segment, nodes) -> {
      String role = segment.equals(own) ? "near" : "far";
      if (!segment.equals(own) && !far) {
        return;
      }
      boolean passing = settings.reflectors().isEmpty() || nodes.stream().anyMatch(this::reflects);
      boolean clients = reflects(node) && !nodes.stream().allMatch(this::reflects);
      if (passing) {
        files.add(file(segment, role));
        plan.include(node.name(), fragment(segment, role));
      }
      if (clients) {
        files.add(file(segment, role + "-clients"));
        plan.include(node.name(), fragment(segment, role + "-clients"));
      }
    });
    List<String> lines = text.main(node, own);
    files.forEach(f -> lines.add("include \"@FILES@/" + f + "\";"));
    List<String> read = new ArrayList<>(List.of(MAIN));
    read.addAll(files);
    plan.host(node.name(), Part.NETWORK)
        .file(new HostFile(
            MAIN,
            new HostFile.Lines(lines),
            HostFile.Access.ALL,
            "what BIRD does on " + node.name()))
        .daemon(daemon(read));
  }

  private static Daemon daemon(List<String> files) {
    Word main = Word.file(MAIN);
    Word socket = Word.running(NAME, "ctl");
    return new Daemon(
        NAME,
        List.of(Word.of(PROGRAM), Word.of("-f"), Word.of("-c"), main, Word.of("-s"), socket),
        files,
        List.of(Word.of(PROGRAM), Word.of("-p"), Word.of("-c"), main),
        new Daemon.ByCommand(
            List.of(Word.of("birdc"), Word.of("-s"), socket, Word.of("configure"))),
        List.of(new Daemon.Answers(
            List.of(Word.of("birdc"), Word.of("-s"), socket, Word.of("show"), Word.of("status")))),
        "BGP with the other nodes and the routers next to this one");
  }
}
