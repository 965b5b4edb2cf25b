package dev.podnet.backends.testing;

import dev.podnet.net.IpFamily;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.NftChain;
import dev.podnet.plan.NftSet;
import dev.podnet.plan.NftVerdict;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Looks things of tables of nftables up and writes them in short, for assertions. */
public final class NftElements {

  private NftElements() {}

  /** The elements of an IPv4 set, as {@code 10.96.0.20 tcp 80 -> goto PODNET-CLUSTERIP-2}; none without the set. */
  public static List<String> elements(Fragment fragment, String set) {
    return elements(fragment, IpFamily.IPV4, set);
  }

  /** The elements of a set. */
  public static List<String> elements(Fragment fragment, IpFamily family, String set) {
    return fragment.nftSets().stream()
        .filter(s -> s.table().family() == family && s.name().equals(set))
        .flatMap(s -> s.elements().stream())
        .map(NftElements::text)
        .toList();
  }

  /** Every element and rule, each with where it stands. */
  public static List<String> everything(Fragment fragment) {
    List<String> all = new java.util.ArrayList<>();
    for (NftSet set : fragment.nftSets()) {
      all.add(set.table() + " " + set.name() + " " + set.holds() + set.timeoutSeconds());
      set.elements().forEach(e -> all.add(set.table() + " " + set.name() + " " + text(e)));
    }
    for (NftChain chain : fragment.nftChains()) {
      all.add(chain.table() + " " + chain.name() + " " + chain.base());
      chain.rules().forEach(r -> all.add(chain.table() + " " + chain.name() + " " + r));
    }
    return all;
  }

  /** The names of the chains of the IPv4 table. */
  public static List<String> chains(Fragment fragment) {
    return fragment.nftChains().stream()
        .filter(c -> c.table().family() == IpFamily.IPV4)
        .map(NftChain::name)
        .toList();
  }

  /** An IPv4 chain. */
  public static NftChain chain(Fragment fragment, String name) {
    return fragment.nftChains().stream()
        .filter(c -> c.table().family() == IpFamily.IPV4 && c.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no chain " + name + " in " + chains(fragment)));
  }

  private static String text(NftSet.Element element) {
    String key = element.key().stream().map(NftElements::text).collect(Collectors.joining(" "));
    return element
        .data()
        .map(d -> key + " -> "
            + (d instanceof NftSet.Endpoint e
                ? e.address() + " " + e.port()
                : text((NftVerdict) d)))
        .orElse(key);
  }

  private static String text(NftSet.Value value) {
    if (value instanceof NftSet.Address a) {
      return a.address().toString();
    } else if (value instanceof NftSet.Proto p) {
      return p.protocol().lowerName();
    }
    return Integer.toString(((NftSet.Port) value).number());
  }

  private static String text(NftVerdict verdict) {
    return (verdict.kind().name().toLowerCase(Locale.ROOT) + " " + verdict.chain()).strip();
  }
}
