package dev.podnet.model;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * One layer-2 broadcast domain of the underlay.
 *
 * @param name a DNS label; {@code underlay} for the implicit one
 * @param span where it is declared; the cluster's when implicit
 * @param implicit whether the spec has no segments and this one holds all nodes
 * @param cidrs its prefixes; empty when implicit
 * @param gateways the routers' addresses on it
 * @param mtu its MTU in bytes
 */
public record Segment(
    String name,
    Span span,
    boolean implicit,
    List<Located<Cidr>> cidrs,
    List<Located<IpAddress>> gateways,
    int mtu) {

  /** Copies the lists. */
  public Segment {
    cidrs = List.copyOf(cidrs);
    gateways = List.copyOf(gateways);
  }

  /** The prefix of a family. */
  public Optional<Cidr> cidr(IpFamily family) {
    return cidrs.stream().map(Located::value).filter(c -> c.family() == family).findFirst();
  }
}
