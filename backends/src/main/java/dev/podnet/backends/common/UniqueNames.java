package dev.podnet.backends.common;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Short names for long ones, each used once. */
public final class UniqueNames {

  private UniqueNames() {}

  /**
   * Gives each key a name of its own. Where two keys would have the same name, the one that comes first keeps it, and
   * the later one gets the name of its key with {@code #2} behind it, {@code #3} and so on: the outcome depends on the
   * order of the keys and nothing else.
   *
   * @param keys the long names, in a stated order
   * @param name makes the short name of a text
   */
  public static <T> Map<String, T> assign(Collection<String> keys, Function<String, T> name) {
    Map<String, T> names = new HashMap<>();
    Set<T> taken = new HashSet<>();
    for (String key : keys) {
      if (names.containsKey(key)) {
        continue;
      }
      T candidate = name.apply(key);
      for (int n = 2; !taken.add(candidate); n++) {
        candidate = name.apply(key + "#" + n);
      }
      names.put(key, candidate);
    }
    return names;
  }
}
