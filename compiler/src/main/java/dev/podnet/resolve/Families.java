package dev.podnet.resolve;

import dev.podnet.diagnostics.AllocationCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Dual-stack lists: one entry for each family. */
final class Families {

  private Families() {}

  /** The addresses without those of a family that is there already, which are reported. */
  static List<Located<IpAddress>> addresses(
      List<Located<IpAddress>> list, String what, Diagnostics diagnostics) {
    return oneEach(list, IpAddress::family, what, diagnostics);
  }

  /** The ranges without those of a family that is there already, which are reported. */
  static List<Located<Cidr>> ranges(
      List<Located<Cidr>> list, String what, Diagnostics diagnostics) {
    return oneEach(list, Cidr::family, what, diagnostics);
  }

  private static <T> List<Located<T>> oneEach(
      List<Located<T>> list, Function<T, IpFamily> family, String what, Diagnostics diagnostics) {
    Map<IpFamily, Located<T>> first = new EnumMap<>(IpFamily.class);
    List<Located<T>> kept = new ArrayList<>();
    for (Located<T> entry : list) {
      IpFamily f = family.apply(entry.value());
      Located<T> earlier = first.putIfAbsent(f, entry);
      if (earlier == null) {
        kept.add(entry);
      } else {
        Diagnostic.at(
                entry.span(),
                AllocationCode.ONE_PER_FAMILY,
                what + " has " + earlier + " and " + entry + ", both " + word(f))
            .label("a second one of " + word(f))
            .related(earlier.span(), "the first is here")
            .help("keep one; a dual-stack list has one for IPv4 and one for IPv6")
            .to(diagnostics);
      }
    }
    return List.copyOf(kept);
  }

  /** Sorts by the order of families, those not in it last. */
  static <T> List<Located<T>> sorted(
      List<Located<T>> list, Function<T, IpFamily> family, List<IpFamily> order) {
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
