package dev.podnet.diff;

import dev.podnet.facts.FactKind;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * All that changes between two states.
 *
 * @param hosts the hosts that both have, in natural order
 * @param gone the hosts that only the old one has
 * @param come the hosts that only the new one has
 * @param changes what changes on hosts that both have, and of the cluster as a whole; sorted
 */
public record Changes(List<String> hosts, List<Host> gone, List<Host> come, List<Change> changes) {

  /** Copies the lists. */
  public Changes {
    hosts = List.copyOf(hosts);
    gone = List.copyOf(gone);
    come = List.copyOf(come);
    changes = List.copyOf(changes);
  }

  /**
   * A host that only one of the two has.
   *
   * @param name the node
   * @param counts how many facts of each kind hold on it
   */
  public record Host(String name, Map<FactKind, Integer> counts) {
    /** Copies the map. */
    public Host {
      EnumMap<FactKind, Integer> copy = new EnumMap<>(FactKind.class);
      copy.putAll(counts);
      counts = Collections.unmodifiableMap(copy);
    }
  }

  /** Whether nothing changes. */
  public boolean isEmpty() {
    return gone.isEmpty() && come.isEmpty() && changes.isEmpty();
  }

  /** Which of the hosts that both have change. */
  public List<String> changing() {
    TreeSet<String> changing = new TreeSet<>(dev.podnet.model.NaturalOrder.INSTANCE);
    changes.forEach(c -> changing.addAll(c.hosts()));
    return List.copyOf(changing);
  }
}
