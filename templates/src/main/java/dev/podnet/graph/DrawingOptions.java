package dev.podnet.graph;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a reader wants to see.
 *
 * @param layers what is shown besides segments, routers and hosts; empty for as much as is good to look at
 * @param nodes the nodes shown in full, the others as groups; empty for no difference
 * @param namespaces the namespaces whose pods and services are shown; empty for all
 */
public record DrawingOptions(
    Set<Layer> layers, SortedSet<String> nodes, SortedSet<String> namespaces) {

  /** Everything, as far as it is good to look at. */
  public static final DrawingOptions ALL =
      new DrawingOptions(Set.of(), new TreeSet<>(), new TreeSet<>());

  /** Copies the sets. */
  public DrawingOptions {
    layers = layers.isEmpty() ? Set.of() : Collections.unmodifiableSet(EnumSet.copyOf(layers));
    nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
    namespaces = Collections.unmodifiableSortedSet(new TreeSet<>(namespaces));
  }

  /** What can be shown or left out. */
  public enum Layer {
    PODS,
    SERVICES,
    ADDRESSES,
    TUNNELS;

    /** The word on the command line. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The layer of a word. */
    public static Optional<Layer> of(String word) {
      for (Layer layer : values()) {
        if (layer.word().equals(word)) {
          return Optional.of(layer);
        }
      }
      return Optional.empty();
    }
  }

  /** Whether a layer is shown at all. */
  boolean shows(Layer layer) {
    return layers.isEmpty() || layers.contains(layer);
  }

  /** Whether a layer was asked for by name, so that it is shown whatever its size. */
  boolean asked(Layer layer) {
    return layers.contains(layer);
  }

  /** Whether the pods and services of a namespace are shown. */
  boolean inside(String namespace) {
    return namespaces.isEmpty() || namespaces.contains(namespace);
  }
}
