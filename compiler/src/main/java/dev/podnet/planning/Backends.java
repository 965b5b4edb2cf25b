package dev.podnet.planning;

import dev.podnet.spi.Backend;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The backends there are, sorted by kind, then name. */
public final class Backends {

  private static final Comparator<Backend> ORDER =
      Comparator.comparing(Backend::kind).thenComparing(Backend::name);

  private final List<Backend> all;

  private Backends(List<Backend> all) {
    this.all = all;
  }

  /**
   * The backends that a class loader finds by {@link ServiceLoader}. The loader is named because the thread's own is
   * another one inside Maven and other hosts.
   *
   * @throws BackendLoadException when one cannot be loaded, or two have the same kind and name
   */
  public static Backends load(ClassLoader loader) {
    List<Backend> found = new ArrayList<>();
    try {
      ServiceLoader.load(Backend.class, loader).forEach(found::add);
    } catch (ServiceConfigurationError e) {
      String cause = e.getCause() == null ? "" : " (" + e.getCause() + ")";
      throw new BackendLoadException(e.getMessage() + cause);
    }
    return of(found);
  }

  /**
   * A registry of given backends.
   *
   * @throws BackendLoadException when two have the same kind and name
   */
  public static Backends of(List<Backend> backends) {
    List<Backend> sorted = new ArrayList<>(backends);
    sorted.sort(ORDER);
    for (int i = 1; i < sorted.size(); i++) {
      if (ORDER.compare(sorted.get(i - 1), sorted.get(i)) == 0) {
        throw new BackendLoadException("two backends are "
            + sorted.get(i).kind() + " " + sorted.get(i).name() + ": "
            + sorted.get(i - 1).getClass().getName() + " and "
            + sorted.get(i).getClass().getName());
      }
    }
    return new Backends(List.copyOf(sorted));
  }

  /** The backend of a kind and name. */
  public Optional<Backend> find(Backend.Kind kind, String name) {
    return all.stream().filter(b -> b.kind() == kind && b.name().equals(name)).findFirst();
  }

  /** All of them. */
  public List<Backend> all() {
    return all;
  }

  /** The names of one kind, sorted. */
  public List<String> names(Backend.Kind kind) {
    return all.stream().filter(b -> b.kind() == kind).map(Backend::name).toList();
  }
}
