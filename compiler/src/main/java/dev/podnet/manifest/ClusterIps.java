package dev.podnet.manifest;

import dev.podnet.diagnostics.ManifestCode;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/**
 * The cluster IPs of a service: {@code clusterIPs}, whose first {@code clusterIP} repeats.
 *
 * @param headless the place of {@code None}
 * @param addresses at most one for each family
 */
record ClusterIps(Optional<Span> headless, List<Located<IpAddress>> addresses) {

  private static final String NONE = "None";

  /** Reads both fields. */
  static ClusterIps read(Fields spec) {
    Optional<Located<String>> single = Values.text(spec, "clusterIP");
    List<Located<String>> all = new ArrayList<>(2);
    for (Node item : spec.list("clusterIPs")) {
      Values.text(spec, "clusterIPs", item).filter(t -> !t.value().isEmpty()).ifPresent(all::add);
    }
    boolean list = !all.isEmpty();
    if (!list) {
      single.ifPresent(all::add);
    }
    String key = list ? "clusterIPs" : "clusterIP";
    Optional<Span> headless = Optional.empty();
    List<Located<IpAddress>> addresses = new ArrayList<>(all.size());
    for (Located<String> text : all) {
      if (text.value().equals(NONE)) {
        headless = Optional.of(text.span());
      } else if (text.value().equalsIgnoreCase(NONE)) {
        spec.reading()
            .at(
                text.span(),
                ManifestCode.UNKNOWN_WORD,
                "a headless service has the cluster IP None, not " + text.value())
            .help("write None")
            .report();
      } else {
        Addresses.address(spec, key, text).ifPresent(a -> add(spec, addresses, a));
      }
    }
    if (headless.isPresent() && !addresses.isEmpty()) {
      spec.reading()
          .at(
              addresses.get(0).span(),
              ManifestCode.ADDRESS_FAMILY,
              "a service is headless or has a cluster IP, not both")
          .related(headless.get(), "headless here")
          .help("keep one of them")
          .report();
    } else if (list && single.isPresent()) {
      compare(spec, single.get(), all.get(0), addresses);
    }
    return new ClusterIps(headless, addresses);
  }

  private static void add(
      Fields spec, List<Located<IpAddress>> addresses, Located<IpAddress> address) {
    Optional<Located<IpAddress>> same = addresses.stream()
        .filter(a -> a.value().family() == address.value().family())
        .findFirst();
    if (same.isPresent()) {
      spec.reading()
          .at(
              address.span(),
              ManifestCode.ADDRESS_FAMILY,
              "spec.clusterIPs has two addresses of one family")
          .related(same.get().span(), "the other one")
          .help("a service has at most one for IPv4 and one for IPv6")
          .report();
    } else {
      addresses.add(address);
    }
  }

  private static void compare(
      Fields spec,
      Located<String> single,
      Located<String> first,
      List<Located<IpAddress>> addresses) {
    if (single.value().equals(first.value())) {
      return;
    }
    boolean none = single.value().equals(NONE) || first.value().equals(NONE);
    Optional<IpAddress> other =
        none ? Optional.empty() : Addresses.address(spec, "clusterIP", single).map(Located::value);
    boolean equal = other.isPresent()
        && !addresses.isEmpty()
        && other.get().equals(addresses.get(0).value());
    if (!equal && (none || other.isPresent() && !addresses.isEmpty())) {
      spec.reading()
          .at(
              single.span(),
              ManifestCode.ADDRESS_FAMILY,
              "spec.clusterIP is not the first of spec.clusterIPs")
          .related(first.span(), "the first of clusterIPs")
          .help("leave clusterIP out")
          .report();
    }
  }
}
