package dev.podnet.resolve;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Located;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Dual-stack lists: one entry for each family. */
final class Families {

  private Families() {}

  /** The first address of each family; the readers of the inputs report a second one where it is a mistake. */
  static List<Located<IpAddress>> addresses(List<Located<IpAddress>> list) {
    return oneEach(list, IpAddress::family);
  }

  /** The first range of each family. */
  static List<Located<Cidr>> ranges(List<Located<Cidr>> list) {
    return oneEach(list, Cidr::family);
  }

  private static <T> List<Located<T>> oneEach(List<Located<T>> list, Function<T, IpFamily> family) {
    if (list.size() < 2) {
      return List.copyOf(list);
    }
    Set<IpFamily> seen = EnumSet.noneOf(IpFamily.class);
    return list.stream().filter(entry -> seen.add(family.apply(entry.value()))).toList();
  }

  /** Sorts by the order of families, those not in it last. */
  static <T> List<Located<T>> sorted(
      List<Located<T>> list, Function<T, IpFamily> family, List<IpFamily> order) {
    if (list.size() < 2) {
      return List.copyOf(list);
    }
    Comparator<Located<T>> byFamily = Comparator.comparingInt(entry -> {
      int index = order.indexOf(family.apply(entry.value()));
      return index < 0 ? order.size() : index;
    });
    return list.stream().sorted(byFamily).toList();
  }

  /** {@code IPv4} or {@code IPv6}. */
  static String word(IpFamily family) {
    return family == IpFamily.IPV4 ? "IPv4" : "IPv6";
  }
}
