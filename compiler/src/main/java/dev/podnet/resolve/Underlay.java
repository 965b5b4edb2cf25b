package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.NameCode;
import dev.podnet.model.ClusterSettings;
import dev.podnet.model.NaturalOrder;
import dev.podnet.model.Router;
import dev.podnet.model.Segment;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import dev.podnet.syntax.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Segments and routers.
 *
 * @param segments sorted by name
 * @param routers sorted by name
 */
record Underlay(List<Segment> segments, List<Router> routers) {

  /** The name of the segment that a spec without segments has. */
  static final String IMPLICIT = "underlay";

  static Underlay of(
      Declarations declared, ClusterSettings settings, Span place, Diagnostics diagnostics) {
    NameTable<Segment> segments = new NameTable<>("segment", diagnostics);
    for (Statement.SegmentDecl decl : declared.segments()) {
      segments.add(decl.name().value(), decl.name().span(), segment(decl, settings, diagnostics));
    }
    NameTable<Router> routers = new NameTable<>("router", diagnostics);
    for (Statement.RouterDecl decl : declared.routers()) {
      routers.add(decl.name().value(), decl.name().span(), router(decl, segments, diagnostics));
    }
    List<Segment> all = new ArrayList<>(segments.values());
    if (all.isEmpty()) {
      all.add(new Segment(
          IMPLICIT, place, true, List.of(), List.of(), settings.mtu().value()));
    }
    all.sort(Comparator.comparing(Segment::name, NaturalOrder.INSTANCE));
    return new Underlay(
        List.copyOf(all),
        routers.values().stream()
            .sorted(Comparator.comparing(Router::name, NaturalOrder.INSTANCE))
            .toList());
  }

  private static Segment segment(
      Statement.SegmentDecl decl, ClusterSettings settings, Diagnostics diagnostics) {
    String what = "segment " + decl.name();
    return new Segment(
        decl.name().value(),
        decl.name().span(),
        false,
        Families.ranges(decl.cidrs()),
        Families.addresses(decl.gateways()),
        decl.mtu().map(Located::value).orElse(settings.mtu().value()));
  }

  private static Router router(
      Statement.RouterDecl decl, NameTable<Segment> segments, Diagnostics diagnostics) {
    List<Located<String>> connects = new ArrayList<>();
    for (Located<String> name : decl.connects()) {
      if (segments.find(name.value()).isPresent()) {
        connects.add(name);
      } else {
        Diagnostic.at(
                name.span(),
                NameCode.UNKNOWN_SEGMENT,
                "router " + decl.name() + " connects a segment " + name + " that is not declared")
            .help(segments.help(name.value()))
            .to(diagnostics);
      }
    }
    return new Router(
        decl.name().value(),
        decl.name().span(),
        connects,
        decl.routeLimit(),
        decl.asn().map(Located::value));
  }

  /** Finds the segment of a node by its addresses. */
  SegmentFinder finder() {
    return new SegmentFinder(segments);
  }

  /** All prefixes by length, so that the longest one that holds an address is found without trying each segment. */
  static final class SegmentFinder {
    private final Optional<String> implicit;
    private final Map<Cidr, String> byPrefix = new HashMap<>();
    private final TreeSet<Integer> lengths = new TreeSet<>(Comparator.reverseOrder());

    private SegmentFinder(List<Segment> segments) {
      this.implicit =
          segments.stream().filter(Segment::implicit).map(Segment::name).findFirst();
      for (Segment segment : segments) {
        for (Located<Cidr> cidr : segment.cidrs()) {
          byPrefix.putIfAbsent(cidr.value(), segment.name());
          lengths.add(cidr.value().length());
        }
      }
    }

    /** The segment whose prefix holds the first of the addresses that any holds; the longest prefix wins. */
    Optional<String> find(List<Located<IpAddress>> addresses) {
      if (implicit.isPresent()) {
        return implicit;
      }
      for (Located<IpAddress> address : addresses) {
        for (int length : lengths) {
          if (length <= address.value().family().bits()) {
            String name = byPrefix.get(Cidr.of(address.value(), length));
            if (name != null) {
              return Optional.of(name);
            }
          }
        }
      }
      return Optional.empty();
    }
  }
}
