package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.BackendChoice;
import dev.podnet.model.ClusterSettings;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpFamily;
import dev.podnet.net.PortRange;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import dev.podnet.syntax.ClusterItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The {@code cluster} statement with its defaults filled in (docs/language.md). */
final class ClusterSettingsResolver {

  private static final String POD_CIDR = "10.244.0.0/16";
  private static final String SERVICE_CIDR = "10.96.0.0/16";

  /** For a cluster whose pods have IPv6 addresses alone: 65,536 services. */
  private static final String SERVICE_CIDR_V6 = "fd00:10:96::/112";

  private static final PortRange NODE_PORTS = new PortRange(30000, 32767);
  private static final int MTU = 1500;

  private final ClusterItems items;
  private final Span place;
  private final Diagnostics diagnostics;

  private ClusterSettingsResolver(ClusterItems items, Span place, Diagnostics diagnostics) {
    this.items = items;
    this.place = place;
    this.diagnostics = diagnostics;
  }

  /**
   * Resolves the settings.
   *
   * @param items what is written, one of each kind
   * @param place the cluster's name: the place of every default
   * @param ingresses whether the cluster has ingresses, which need a proxy
   */
  static ClusterSettings resolve(
      ClusterItems items, Span place, boolean ingresses, Diagnostics diagnostics) {
    return new ClusterSettingsResolver(items, place, diagnostics).settings(ingresses);
  }

  private ClusterSettings settings(boolean ingresses) {
    List<Located<Cidr>> podCidrs = podCidrs();
    BackendResolver.Backends backends = BackendResolver.resolve(items, place, diagnostics);
    return new ClusterSettings(
        items
            .find(ClusterItem.ClusterDomain.class)
            .map(i -> i.name().value())
            .orElse("cluster.local"),
        podCidrs,
        nodeMasks(podCidrs),
        serviceCidrs(podCidrs),
        items.find(ClusterItem.NodePortRange.class).map(i -> i.range().value()).orElse(NODE_PORTS),
        items
            .find(ClusterItem.NodePortAddresses.class)
            .map(i -> i.cidrs().stream().map(Located::value).toList())
            .orElse(List.of()),
        items
            .find(ClusterItem.Mtu.class)
            .map(ClusterItem.Mtu::mtu)
            .orElse(new Located<>(MTU, place)),
        toggle(ClusterItem.Option.MASQUERADE, true),
        toggle(ClusterItem.Option.MASQUERADE_ALL, false),
        toggle(ClusterItem.Option.LOCALHOST_NODE_PORTS, false),
        backends.wiring(),
        backends.fabric(),
        backends.backend(),
        choice(ClusterItem.Role.PROXY_MODE)
            .orElse(BackendResolver.unwritten(backends.proxyMode(), place)),
        choice(ClusterItem.Role.DNS).orElse(BackendResolver.unwritten("coredns", place)),
        choice(ClusterItem.Role.INGRESS)
            .or(() -> ingresses
                ? Optional.of(BackendResolver.unwritten("haproxy", place))
                : Optional.empty()));
  }

  private List<Located<Cidr>> podCidrs() {
    return items
        .find(ClusterItem.PodCidr.class)
        .map(i -> Families.ranges(i.cidrs()))
        .filter(list -> !list.isEmpty())
        .orElseGet(() -> List.of(new Located<>(Cidr.parse(POD_CIDR), place)));
  }

  private List<Located<Cidr>> serviceCidrs(List<Located<Cidr>> podCidrs) {
    boolean onlyV6 = podCidrs.stream().allMatch(c -> c.value().family() == IpFamily.IPV6);
    return items
        .find(ClusterItem.ServiceCidr.class)
        .map(i -> Families.ranges(i.cidrs()))
        .filter(list -> !list.isEmpty())
        .orElseGet(() ->
            List.of(new Located<>(Cidr.parse(onlyV6 ? SERVICE_CIDR_V6 : SERVICE_CIDR), place)));
  }

  /** By position, as written; where nothing is written, by family. */
  private List<Integer> nodeMasks(List<Located<Cidr>> podCidrs) {
    List<Located<Integer>> written = items
        .find(ClusterItem.NodeMask.class)
        .map(ClusterItem.NodeMask::lengths)
        .orElse(List.of());
    List<Integer> masks = new ArrayList<>();
    for (int i = 0; i < podCidrs.size(); i++) {
      int byFamily = podCidrs.get(i).value().family() == IpFamily.IPV4 ? 24 : 64;
      masks.add(i < written.size() ? written.get(i).value() : Integer.valueOf(byFamily));
    }
    return masks;
  }

  private boolean toggle(ClusterItem.Option option, boolean byDefault) {
    return items.toggle(option).map(t -> t.on().value()).orElse(byDefault);
  }

  private Optional<BackendChoice> choice(ClusterItem.Role role) {
    return items.choice(role).map(BackendResolver::written);
  }
}
