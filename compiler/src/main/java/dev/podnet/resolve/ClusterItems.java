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
      items.byKeyword.put(item.keyword(), item);
    }
    for (ClusterItem item : overrides) {
      items.byKeyword.put(item.keyword(), item);
    }
    return items;
  }

  <T extends ClusterItem> Optional<T> find(Class<T> kind) {
    return byKeyword.values().stream().filter(kind::isInstance).map(kind::cast).findFirst();
  }

  Optional<Toggle> toggle(Option option) {
    return Optional.ofNullable((Toggle) byKeyword.get(option.keyword()));
  }

  Optional<Choice> choice(Role role) {
    return Optional.ofNullable((Choice) byKeyword.get(role.keyword()));
  }
}
