package dev.podnet.backends.bgp;

import dev.podnet.backends.bgp.BgpSettings.Encapsulation;
import dev.podnet.backends.common.DirectReturn;
import dev.podnet.backends.common.IpTunnels;
import dev.podnet.backends.common.Underlay;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.model.BackendChoice;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Span;
import dev.podnet.spi.BackendContext;
import java.util.List;
import java.util.Optional;

/** What the fabric asks of a cluster. */
final class BgpCheck {

  private BgpCheck() {}

  static void check(BackendContext context, Diagnostics diagnostics) {
    Cluster cluster = context.cluster();
    BgpSettings settings = BgpSettings.of(context.settings());
    DirectReturn.check(context, diagnostics);
    for (IpFamily family : cluster.settings().podFamilies()) {
      if (settings.encapsulation() == Encapsulation.NONE || settings.speaks()) {
        Underlay.reportMissing(
            cluster, family, "routes to pods need it as the next hop", diagnostics);
      } else if (Underlay.outer(cluster, family).isEmpty()) {
        Underlay.reportMissing(
            cluster, family, "no other family is there on every node for the tunnels", diagnostics);
      }
    }
    if (settings.speaks()) {
      spoken(context, settings, diagnostics);
    } else {
      if (settings.encapsulation() == Encapsulation.IPIP) {
        IpTunnels.check(cluster, IpTunnels.kinds(cluster), context.choice(), diagnostics);
      }
      unspoken(context, settings, diagnostics);
    }
  }

  /** Settings that only a speaker reads. */
  private static void unspoken(
      BackendContext context, BgpSettings settings, Diagnostics diagnostics) {
    for (String key : List.of(BgpSettings.REFLECTORS, BgpSettings.MESH_LIMIT)) {
      context
          .choice()
          .setting(key)
          .ifPresent(s -> Diagnostic.at(
                  s.key().span(),
                  SettingCode.BGP_NOT_SPOKEN,
                  key + " changes nothing: the routes are compiled, and no node speaks BGP")
              .help("write `bgp bird` beside it, and BIRD learns the routes")
              .to(diagnostics));
    }
  }

  private static void spoken(
      BackendContext context, BgpSettings settings, Diagnostics diagnostics) {
    Cluster cluster = context.cluster();
    BackendChoice choice = context.choice();
    Span place = choice
        .setting(BgpSettings.BGP)
        .map(s -> s.key().span())
        .orElse(choice.name().span());
    if (settings.encapsulation() == Encapsulation.VXLAN) {
      Diagnostic.at(
              place,
              SettingCode.COMBINATION,
              "VXLAN does not go with BIRD: BGP says where a node's pods are, but not which MAC its"
                  + " tunnel has")
          .help("leave out `bgp bird`: what VXLAN needs is compiled; or write `encapsulation ipip`")
          .to(diagnostics);
    }
    if (settings.encapsulation() == Encapsulation.IPIP
        && cluster.settings().podFamilies().contains(IpFamily.IPV6)) {
      Diagnostic.at(
              place,
              SettingCode.COMBINATION,
              "IPv6 in tunnels does not go with BIRD: it cannot say where such a packet's outer header"
                  + " is to lead")
          .help("leave out `bgp bird`: what the tunnels need is compiled; or write `encapsulation"
              + " none`")
          .to(diagnostics);
    }
    int nodes = cluster.nodes().size();
    if (settings.reflectors().isEmpty() && nodes > settings.meshLimit()) {
      Diagnostic.at(
              place,
              SettingCode.BGP_MESH_TOO_LARGE,
              nodes + " nodes would each have a session with every other; the limit is "
                  + settings.meshLimit())
          .help("name a few nodes that pass the routes on: `routeReflectors "
              + cluster.nodes().get(0).name() + ", " + cluster.nodes().get(1).name()
              + "`, or raise meshLimit")
          .to(diagnostics);
    }
    reflected(cluster, settings, choice, diagnostics);
  }

  /** Routes are reflected inside one autonomous system alone (RFC 4456). */
  private static void reflected(
      Cluster cluster, BgpSettings settings, BackendChoice choice, Diagnostics diagnostics) {
    if (settings.reflectors().isEmpty()) {
      return;
    }
    Optional<Node> other = cluster.nodes().stream()
        .filter(n -> settings.asn(n) != settings.asn(cluster.nodes().get(0)))
        .findFirst();
    other.ifPresent(node -> Diagnostic.at(
            node.span(),
            SettingCode.BGP_PEERS,
            "node " + node.name() + " is in AS " + settings.asn(node) + " and node "
                + cluster.nodes().get(0).name() + " in AS "
                + settings.asn(cluster.nodes().get(0))
                + ", but reflectors pass routes on inside one AS alone")
        .related(
            choice.setting(BgpSettings.REFLECTORS).orElseThrow().key().span(), "the reflectors")
        .help("give all nodes one `asn`, or leave out `routeReflectors`")
        .to(diagnostics));
  }
}
