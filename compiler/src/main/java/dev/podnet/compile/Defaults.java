package dev.podnet.compile;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.BackendChoice;
import dev.podnet.model.Cluster;
import dev.podnet.model.ClusterSettings;
import dev.podnet.planning.Backends;
import dev.podnet.planning.Selection;
import dev.podnet.source.Located;
import dev.podnet.spi.Backend;
import dev.podnet.spi.SettingSpec;
import dev.podnet.syntax.ClusterItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Lists what a cluster has because nothing else was written. */
final class Defaults {

  private final List<Default> found = new ArrayList<>();
  private final Set<String> written;

  private Defaults(List<ClusterItem> items) {
    this.written = items.stream().map(ClusterItem::keyword).collect(Collectors.toSet());
  }

  /**
   * The defaults in effect, in the order of the language's documentation.
   *
   * @param items every statement written about the cluster
   */
  static List<Default> of(Cluster cluster, List<ClusterItem> items, Backends backends) {
    Defaults defaults = new Defaults(items);
    ClusterSettings s = cluster.settings();
    defaults.add("clusterDomain", s.clusterDomain(), "the DNS suffix");
    defaults.add("podCIDR", joined(s.podCidrs()), "the nodes' pod CIDRs come from here");
    defaults.add("nodeMask", masks(s.nodeMasks()), "the size of one node's share");
    defaults.add("serviceCIDR", joined(s.serviceCidrs()), "ClusterIPs come from here");
    defaults.add("nodePortRange", s.nodePortRange().toString(), "node ports come from here");
    if (s.nodePortAddresses().isEmpty()) {
      defaults.comment(
          "nodePortAddresses", "every address of a node but loopback answers node ports");
    }
    defaults.add("mtu", s.mtu().toString(), "the underlay's MTU in bytes");
    defaults.add(
        "masquerade", onOff(s.masquerade()), "NAT for pod traffic that leaves the cluster");
    defaults.add("masqueradeAll", onOff(s.masqueradeAll()), "NAT for all traffic to ClusterIPs");
    defaults.add("localhostNodePorts", onOff(s.localhostNodePorts()), "node ports on 127.0.0.1");
    if (!defaults.written.contains("wiring") && !defaults.written.contains("fabric")) {
      defaults.add(
          "backend", s.backend().name().toString(), "how pods on different nodes reach each other");
    }
    defaults.add("proxyMode", s.proxyMode().name().toString(), "how services are implemented");
    defaults.add("dns", s.dns().name().toString(), "the name server");
    Selection selection = Selection.of(cluster, backends, new Diagnostics());
    for (Selection.Chosen chosen : selection.all()) {
      defaults.settings(chosen, s);
    }
    return List.copyOf(defaults.found);
  }

  private void add(String keyword, String value, String meaning) {
    if (!written.contains(keyword)) {
      found.add(new Default(keyword + " " + value, meaning));
    }
  }

  private void comment(String keyword, String meaning) {
    if (!written.contains(keyword)) {
      found.add(new Default(keyword, meaning));
    }
  }

  private void settings(Selection.Chosen chosen, ClusterSettings settings) {
    Backend backend = chosen.backend();
    List<BackendChoice> choices = switch (backend.kind()) {
      case WIRING -> List.of(settings.wiring(), settings.backend());
      case FABRIC -> List.of(settings.fabric(), settings.backend());
      case PROXY -> List.of(settings.proxyMode());
      case DNS -> List.of(settings.dns());
    };
    String owner = backend.kind().statement();
    for (SettingSpec spec : backend.settings()) {
      List<String> values = chosen.context().settings().list(spec.key());
      boolean silent = choices.stream().allMatch(c -> c.setting(spec.key()).isEmpty());
      if (silent && !values.isEmpty()) {
        found.add(new Default(
            owner + " " + backend.name() + " { " + spec.key() + " " + values(spec, values) + " }",
            spec.meaning()));
      }
    }
  }

  private static String values(SettingSpec spec, List<String> values) {
    String unit = spec.form() == SettingSpec.Form.SECONDS ? "s" : "";
    return values.stream().map(v -> v + unit).collect(Collectors.joining(", "));
  }

  private static String joined(List<? extends Located<?>> values) {
    return values.stream().map(Object::toString).collect(Collectors.joining(", "));
  }

  private static String masks(List<Integer> lengths) {
    return lengths.stream().map(l -> "/" + l).collect(Collectors.joining(", "));
  }

  private static String onOff(boolean on) {
    return on ? "on" : "off";
  }
}
