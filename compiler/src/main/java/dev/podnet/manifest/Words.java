package dev.podnet.manifest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Makes the tables of the words that fields know, in the order of the Kubernetes documentation. */
final class Words {

  private Words() {}

  /** Words that stand for themselves. */
  static Map<String, String> of(String... words) {
    return of(words, Function.identity());
  }

  /** Words that stand for values. */
  static <E> Map<String, E> of(E[] values, Function<E, String> word) {
    Map<String, E> map = new LinkedHashMap<>();
    for (E value : values) {
      map.put(word.apply(value), value);
    }
    return Collections.unmodifiableMap(map);
  }

  /** Two words, the second of which means true. */
  static Map<String, Boolean> pair(String no, String yes) {
    Map<String, Boolean> map = new LinkedHashMap<>();
    map.put(no, false);
    map.put(yes, true);
    return Collections.unmodifiableMap(map);
  }
}
