package dev.podnet.backends.bgp;

import dev.podnet.backends.common.Hashes;
import dev.podnet.backends.common.IpTunnels;
import dev.podnet.backends.common.PodNetwork;
import dev.podnet.backends.common.UniqueNames;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Router;
import dev.podnet.model.Segment;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.Link.IpTunnel;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What BIRD's configuration says (BIRD 2.0 user's guide, chapters 3, 5 and 6). Each family has sessions of its own. */
final class BirdText {

  /** How long a name BIRD takes (SYM_MAX_LEN in conf/conf.h), less what is put around a node's. */
  private static final int LONGEST = 56;

  private final Cluster cluster;
  private final BgpSettings settings;
  private final Map<IpTunnel.Kind, InterfaceName> tunnels;
  private final List<IpFamily> families;
  private final Map<String, Segment> segments = new HashMap<>();
  private final Map<String, String> symbols;
  private final Map<String, String> routerIds;

  BirdText(Cluster cluster, BgpSettings settings, Map<IpTunnel.Kind, InterfaceName> tunnels) {
    this.cluster = cluster;
    this.settings = settings;
    this.tunnels = tunnels;
    this.families = cluster.settings().podFamilies().stream().sorted().toList();
    cluster.segments().forEach(s -> segments.put(s.name(), s));
    List<String> names = cluster.nodes().stream().map(Node::name).toList();
    this.symbols = UniqueNames.assign(names, BirdText::symbol);
    this.routerIds = UniqueNames.assign(names, BirdText::madeUpId);
  }

  private static String symbol(String node) {
    return "n_" + (node.length() <= LONGEST ? node : Hashes.hex(node, LONGEST));
  }

  /** For a node without an IPv4 address: an address of the range that is for no host, 240.0.0.0/4 (RFC 1112). */
  private static String madeUpId(String node) {
    return new IpAddress(IpFamily.IPV4, 0, 0xf000_0000L | Long.parseLong(Hashes.hex(node, 7), 16))
        .toString();
  }

  private static int number(IpFamily family) {
    return family == IpFamily.IPV4 ? 4 : 6;
  }

  /** The sessions with some nodes, from a template. */
  List<String> sessions(List<Node> nodes, String template) {
    List<String> lines = new ArrayList<>();
    for (Node node : nodes) {
      for (IpFamily family : families) {
        int n = number(family);
        lines.add("protocol bgp '" + symbols.get(node.name()) + "_v" + n + "' from podnet_"
            + template
            + n + " { neighbor " + node.address(family).orElseThrow() + " as " + settings.asn(node)
            + "; }");
      }
    }
    return lines;
  }

  /** What is special to a node, without the inclusions. */
  List<String> main(Node node, String segment) {
    List<String> lines = new ArrayList<>();
    lines.add("# BIRD of " + node.name() + ", cluster " + cluster.name());
    lines.add("router id "
        + node.address(IpFamily.IPV4).map(Object::toString).orElse(routerIds.get(node.name()))
        + ";");
    lines.add("log stderr { warning, error, auth, fatal, bug };");
    lines.add("protocol device { scan time 10; }");
    lines.add("# without these no next hop is known to be near");
    lines.add("protocol direct podnet_underlay { ipv4; ipv6; interface \"" + node.dev() + "\"; }");
    for (IpFamily family : families) {
      family(node, segments.get(segment), family, lines);
    }
    return lines;
  }

  private void family(Node node, Segment segment, IpFamily family, List<String> lines) {
    int n = number(family);
    String channel = "ipv" + n;
    String all = family == IpFamily.IPV4 ? "0.0.0.0/0" : "::/0";
    lines.add("");
    lines.add(
        "# the next hops of other segments count as known; no other protocol sees this route");
    lines.add("protocol static podnet_any" + n + " { " + channel + " { preference 1; }; route "
        + all + " via \"" + node.dev() + "\"; }");
    String block = node.podCidr(family).map(c -> " route " + c + " blackhole;").orElse("");
    lines.add("protocol static podnet_pods" + n + " { " + channel + ";" + block + " }");
    filter(segment, family, lines);
    lines.add("protocol kernel podnet_kernel" + n + " { scan time 10; " + channel
        + " { import none; export filter podnet_routes" + n + "; }; }");
    templates(node, family, lines);
    routers(segment, family, lines);
  }

  /** Which of the learned routes the kernel gets, and by which interface. */
  private void filter(Segment segment, IpFamily family, List<String> lines) {
    int n = number(family);
    lines.add("filter podnet_routes" + n + " {");
    lines.add("  if source != RTS_BGP then reject;");
    boolean plain = settings.encapsulation() == BgpSettings.Encapsulation.NONE;
    if (!plain && settings.crossSubnet() && !segment.implicit()) {
      segment
          .cidr(family)
          .ifPresent(c -> lines.add("  if bgp_next_hop ~ [ " + c + " ] then accept;"));
    }
    if (!plain && !(settings.crossSubnet() && segment.implicit())) {
      lines.add("  onlink = true;");
      lines.add("  ifname = \"" + tunnels.get(IpTunnels.kind(family, family)) + "\";");
      lines.add("  gw = bgp_next_hop;");
    }
    lines.add("  accept;");
    lines.add("}");
  }

  private void templates(Node node, IpFamily family, List<String> lines) {
    int n = number(family);
    boolean reflects = settings.reflectors().contains(node.name());
    Cidr pods = PodNetwork.range(cluster, family).orElseThrow();
    lines.add("template bgp podnet_near" + n + " {");
    lines.add("  local " + node.address(family).orElseThrow() + " as " + settings.asn(node) + ";");
    lines.add("  strict bind yes;");
    lines.add("  graceful restart yes;");
    lines.add("  connect delay time 1;");
    lines.add("  connect retry time 5;");
    lines.add("  hold time 30;");
    String own = "proto = \"podnet_pods" + n + "\"";
    lines.add("  ipv" + n + " {");
    lines.add("    import where net ~ [ " + pods + "+ ];");
    lines.add("    export where " + own + (reflects ? " || source = RTS_BGP;" : ";"));
    lines.add("    next hop " + (reflects ? "keep;" : "self;"));
    lines.add("    gateway recursive;");
    lines.add("  };");
    lines.add("}");
    lines.add("template bgp podnet_far" + n + " from podnet_near" + n + " { multihop; }");
    if (reflects) {
      lines.add(
          "template bgp podnet_near_client" + n + " from podnet_near" + n + " { rr client; }");
      lines.add("template bgp podnet_far_client" + n + " from podnet_far" + n + " { rr client; }");
    }
  }

  /** Sessions with the routers on the segment that speak, each at one of the segment's gateways, in the order of both. */
  private void routers(Segment segment, IpFamily family, List<String> lines) {
    List<IpAddress> gateways = segment.gateways().stream()
        .map(Located::value)
        .filter(g -> g.family() == family)
        .toList();
    List<Router> all = cluster.routers().stream()
        .filter(r -> r.segments().stream().anyMatch(s -> s.value().equals(segment.name())))
        .toList();
    for (int i = 0; i < all.size() && i < gateways.size(); i++) {
      Router router = all.get(i);
      if (router.asn().isPresent()) {
        // What other nodes of this AS told the router comes back with this AS in its path.
        lines.add("protocol bgp 'r_" + i + "_v" + number(family) + "' from podnet_near"
            + number(family) + " { neighbor " + gateways.get(i) + " as "
            + router.asn().get()
            + "; allow local as 1; } # router " + router.name());
      }
    }
  }
}
