package dev.podnet.resolve;

import dev.podnet.model.BackendChoice;
import dev.podnet.model.BackendChoice.BackendSetting;
import dev.podnet.model.ClusterSettings;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * What the {@code dns} statement says of the name servers that podnet is to run. A value that cannot be read is reported
 * with the other settings and counts as not written here.
 *
 * @param wanted whether there are to be any; with {@code server none} only those that are written, run by somebody else
 * @param span where the statement stands
 * @param on the nodes that are written; empty when none is
 * @param onSpan where they are written
 * @param port the port they listen on, if written
 * @param proxied whether the nodes translate ClusterIPs
 */
record NameServerWish(
    boolean wanted,
    Span span,
    List<String> on,
    Span onSpan,
    Optional<Integer> port,
    boolean proxied) {

  static final int DNS_PORT = 53;

  static NameServerWish of(ClusterSettings settings) {
    BackendChoice dns = settings.dns();
    boolean none = dns.setting("server")
        .filter(s -> s.values().stream().anyMatch(v -> v.value().equals("none")))
        .isPresent();
    Optional<BackendSetting> on = dns.setting("on");
    return new NameServerWish(
        dns.name().value().equals("coredns") && (!none || on.isPresent()),
        dns.name().span(),
        on.map(s -> s.values().stream().map(Located::value).distinct().toList()).orElse(List.of()),
        on.map(s -> s.key().span()).orElse(dns.name().span()),
        dns.setting("port").flatMap(s -> s.values().stream().findFirst()).flatMap(v -> port(v)),
        !settings.proxyMode().name().value().equals("none"));
  }

  private static Optional<Integer> port(Located<String> text) {
    return text.value().matches("[1-9][0-9]{0,4}")
        ? Optional.of(Integer.parseInt(text.value())).filter(p -> p <= 65_535)
        : Optional.empty();
  }
}
