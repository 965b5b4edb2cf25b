package dev.podnet.check;

import dev.podnet.net.Cidr;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Finds ranges that overlap. Two CIDRs are either apart or one holds the other, so after sorting by first address, wider
 * ones first, a stack of the ranges that are still open says who holds the next one: n log n steps, not n times n.
 */
final class RangeSweep {

  private RangeSweep() {}

  /**
   * Calls back once for every range that lies in another: with the narrowest range that holds it, and the range itself. Of
   * equal ranges the first one given holds the others.
   *
   * @param cidr the range of an element
   */
  static <T> void sweep(List<T> elements, Function<T, Cidr> cidr, BiConsumer<T, T> nested) {
    List<T> sorted = new ArrayList<>(elements);
    sorted.sort(Comparator.comparing(cidr));
    Deque<T> open = new ArrayDeque<>();
    for (T element : sorted) {
      Cidr range = cidr.apply(element);
      while (!open.isEmpty() && !cidr.apply(open.peek()).contains(range)) {
        open.pop();
      }
      if (!open.isEmpty()) {
        nested.accept(open.peek(), element);
      }
      if (open.isEmpty() || !cidr.apply(open.peek()).equals(range)) {
        open.push(element);
      }
    }
  }
}
