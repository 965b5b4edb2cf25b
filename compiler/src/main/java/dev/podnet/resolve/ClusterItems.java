package dev.podnet.resolve;

import dev.podnet.syntax.ClusterItem;
import dev.podnet.syntax.ClusterItem.Choice;
import dev.podnet.syntax.ClusterItem.Option;
import dev.podnet.syntax.ClusterItem.Role;
import dev.podnet.syntax.ClusterItem.Toggle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The statements of the cluster by keyword, one of each; overrides in the place of what they override. */
final class ClusterItems {

  private final Map<String, ClusterItem> byKeyword = new TreeMap<>();

  private ClusterItems() {}

  static ClusterItems of(List<ClusterItem> written, List<ClusterItem> overrides) {
    ClusterItems items = new ClusterItems();
    for (ClusterItem item : written) {
      items.byKeyword.put(keyword(item), item);
    }
    for (ClusterItem item : overrides) {
      items.byKeyword.put(keyword(item), item);
    }
    return items;
  }

  <T extends ClusterItem> Optional<T> find(Class<T> kind) {
    return byKeyword.values().stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  Optional<Toggle> toggle(Option option) {
    return Optional.ofNullable((Toggle) byKeyword.get(keyword(option)));
  }

  Optional<Choice> choice(Role role) {
    return Optional.ofNullable((Choice) byKeyword.get(keyword(role)));
  }

  private static String keyword(ClusterItem item) {
    if (item instanceof ClusterItem.ClusterDomain) {
      return "clusterDomain";
    } else if (item instanceof ClusterItem.PodCidr) {
      return "podCIDR";
    } else if (item instanceof ClusterItem.NodeMask) {
      return "nodeMask";
    } else if (item instanceof ClusterItem.ServiceCidr) {
      return "serviceCIDR";
    } else if (item instanceof ClusterItem.NodePortRange) {
      return "nodePortRange";
    } else if (item instanceof ClusterItem.NodePortAddresses) {
      return "nodePortAddresses";
    } else if (item instanceof ClusterItem.Mtu) {
      return "mtu";
    } else if (item instanceof Toggle toggle) {
      return keyword(toggle.option());
    } else if (item instanceof Choice choice) {
      return keyword(choice.role());
    }
    throw new IllegalStateException("no keyword for " + item);
  }

  private static String keyword(Option option) {
    return switch (option) {
      case MASQUERADE -> "masquerade";
      case MASQUERADE_ALL -> "masqueradeAll";
      case LOCALHOST_NODE_PORTS -> "localhostNodePorts";
    };
  }

  private static String keyword(Role role) {
    return switch (role) {
      case BACKEND -> "backend";
      case WIRING -> "wiring";
      case FABRIC -> "fabric";
      case PROXY_MODE -> "proxyMode";
      case DNS -> "dns";
      case INGRESS -> "ingress";
    };
  }
}
