package dev.podnet.facts;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that an output says.
 *
 * @param objects the objects it was made for
 * @param hosts what each host loads, by the node's name
 * @param files what each file says, by its path
 * @param parts the part each shared fragment belongs to, by its name
 */
public record NetworkState(
    Objects objects,
    SortedMap<String, HostScript> hosts,
    SortedMap<String, FactFile> files,
    SortedMap<String, String> parts) {

  /** Copies the maps. */
  public NetworkState {
    hosts = Collections.unmodifiableSortedMap(new TreeMap<>(hosts));
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
  }

  /** The part a file belongs to, such as {@code services}; empty for one that belongs to none. */
  public String part(String path) {
    int folder = path.indexOf(".d/");
    String file = folder < 0 ? path : path.substring(0, folder);
    String name = file.substring(file.lastIndexOf('/') + 1);
    int dot = folder < 0 ? name.indexOf('.') : -1;
    String stem = dot < 0 ? name : name.substring(0, dot);
    if (path.startsWith("dns/")) {
      return "dns";
    } else if (path.startsWith("nodes/")) {
      return name.endsWith(".sh") ? "" : stem;
    }
    return parts.getOrDefault(stem, "");
  }
}
