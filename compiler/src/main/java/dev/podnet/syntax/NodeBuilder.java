package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.grammar.PodnetParser.AsnContext;
import dev.podnet.grammar.PodnetParser.ConnectsContext;
import dev.podnet.grammar.PodnetParser.ExternalIpContext;
import dev.podnet.grammar.PodnetParser.GatewayContext;
import dev.podnet.grammar.PodnetParser.LabelsContext;
import dev.podnet.grammar.PodnetParser.MtuContext;
import dev.podnet.grammar.PodnetParser.NameContext;
import dev.podnet.grammar.PodnetParser.NodeAddressContext;
import dev.podnet.grammar.PodnetParser.NodeBodyContext;
import dev.podnet.grammar.PodnetParser.NodeItemContext;
import dev.podnet.grammar.PodnetParser.NodePodCidrContext;
import dev.podnet.grammar.PodnetParser.NumberContext;
import dev.podnet.grammar.PodnetParser.RouteLimitContext;
import dev.podnet.grammar.PodnetParser.RouterContext;
import dev.podnet.grammar.PodnetParser.RouterItemContext;
import dev.podnet.grammar.PodnetParser.SegmentContext;
import dev.podnet.grammar.PodnetParser.SegmentItemContext;
import dev.podnet.grammar.PodnetParser.UnschedulableContext;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.tree.ParseTree;

/** Builds segments, routers and nodes. */
final class NodeBuilder {

  private static final int ROUTES_MAX = 1_000_000;

  private final Reading reading;
  private final Values values;
  private final ClusterBuilder cluster;

  NodeBuilder(Reading reading, Values values, ClusterBuilder cluster) {
    this.reading = reading;
    this.values = values;
    this.cluster = cluster;
  }

  /** {@code segment NAME CIDR { … }}. */
  Optional<Statement> segment(SegmentContext rule) {
    boolean swapped = swapped(rule);
    List<Located<Cidr>> cidrs =
        swapped ? List.of() : values.addresses().cidrPerFamily(rule.cidrs());
    List<Located<IpAddress>> gateways = List.of();
    Optional<Located<Integer>> mtu = Optional.empty();
    if (rule.segmentBody() != null) {
      Once once = new Once(reading);
      for (SegmentItemContext item : rule.segmentBody().segmentItem()) {
        ParseTree statement = statement(item);
        if (statement instanceof GatewayContext g && once.first(g.getStart())) {
          gateways = values.addresses().onePerFamily(g.addresses());
        } else if (statement instanceof MtuContext m && once.first(m.getStart())) {
          mtu = cluster.mtu(m);
        }
      }
    }
    Optional<Located<String>> name =
        swapped ? Optional.empty() : values.name(rule.name(), "a segment");
    if (name.isEmpty() || cidrs.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new Statement.SegmentDecl(reading.span(rule), name.get(), cidrs, gateways, mtu));
  }

  /** Whether the prefix was written before the name; reports it. */
  private boolean swapped(SegmentContext rule) {
    if (!reading.sound(rule.name()) || !reading.sound(rule.cidrs())) {
      return false;
    }
    Span name = reading.span(rule.name());
    Span cidr = reading.span(rule.cidrs().cidr(0));
    boolean swapped = name.text().indexOf('/') > 0 && Names.labelFault(cidr.text()) == null;
    if (swapped) {
      reading.report(Diagnostic.at(
              name, SyntaxCode.UNEXPECTED, "the name of a segment stands before its prefix")
          .label("the name first")
          .help("write `segment " + cidr.text() + " " + name.text() + "`"));
    }
    return swapped;
  }

  /** {@code router NAME { … }}. */
  Optional<Statement> router(RouterContext rule) {
    List<Located<String>> segments = List.of();
    Optional<Located<Integer>> limit = Optional.empty();
    Optional<Located<Long>> system = Optional.empty();
    if (rule.routerBody() != null) {
      Once once = new Once(reading);
      for (RouterItemContext item : rule.routerBody().routerItem()) {
        ParseTree statement = statement(item);
        if (statement instanceof ConnectsContext c
            && once.first(c.getStart(), "a comma continues the list: `connects a, b, c`")) {
          segments = values.names(c.names(), "a segment");
        } else if (statement instanceof RouteLimitContext r && once.first(r.getStart())) {
          limit = values
              .numbers()
              .number(reading.span(r.number()), "a number of routes", 1, ROUTES_MAX);
        } else if (statement instanceof AsnContext a && once.first(a.getStart())) {
          system = asn(a);
        }
      }
    }
    List<Located<String>> connects = segments;
    Optional<Located<Integer>> routeLimit = limit;
    Optional<Located<Long>> asn = system;
    return values
        .name(rule.name(), "a router")
        .map(name -> new Statement.RouterDecl(reading.span(rule), name, connects, routeLimit, asn));
  }

  private Optional<Located<Long>> asn(AsnContext rule) {
    return values
        .numbers()
        .bigNumber(reading.span(rule.number()), "an AS number", 1, 4_294_967_295L);
  }

  /** {@code node NAME { … }} and {@code nodes NAME COUNT { … }}; {@code counted} for the second. */
  Optional<Statement> node(
      ParserRuleContext rule,
      NameContext nameRule,
      boolean counted,
      NumberContext countRule,
      NodeBodyContext body) {
    List<NodeItem> items = new ArrayList<>();
    if (body != null) {
      Once once = new Once(reading);
      for (NodeItemContext item : body.nodeItem()) {
        if (statement(item) instanceof ParserRuleContext statement) {
          item(statement, once).ifPresent(items::add);
        }
      }
      values.labels().distinct(items, i -> i instanceof NodeItem.Labels l ? l.labels() : List.of());
    }
    Optional<Located<Integer>> count =
        counted ? values.count(nameRule, countRule, "nodes") : Optional.empty();
    Optional<Located<String>> name = values.nodeName(nameRule);
    if (name.isEmpty() || counted && count.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Statement.NodeDecl(reading.span(rule), name.get(), count, items));
  }

  private Optional<NodeItem> item(ParserRuleContext c, Once once) {
    Span span = reading.span(c);
    if (c instanceof LabelsContext s) {
      return Optional.of(new NodeItem.Labels(span, values.labels().labels(s.labelList())));
    }
    if (c instanceof NodeAddressContext s
        && once.first(
            c.getStart(), "an address of each family: `address 192.168.1.11, fd00::11`")) {
      return address(s, span);
    }
    if (c instanceof NodePodCidrContext s && once.first(c.getStart())) {
      List<Located<Cidr>> cidrs = values.addresses().cidrPerFamily(s.cidrs());
      return cidrs.isEmpty() ? Optional.empty() : Optional.of(new NodeItem.PodCidr(span, cidrs));
    }
    if (c instanceof ExternalIpContext s && once.first(c.getStart(), Once.COMMA)) {
      List<Located<IpAddress>> found = values.addresses().addresses(s.addresses());
      return found.isEmpty() ? Optional.empty() : Optional.of(new NodeItem.ExternalIp(span, found));
    }
    if (c instanceof AsnContext s && once.first(c.getStart())) {
      return asn(s).map(n -> new NodeItem.Asn(span, n));
    }
    if (c instanceof UnschedulableContext && once.first(c.getStart())) {
      return Optional.of(new NodeItem.Unschedulable(span));
    }
    return Optional.empty();
  }

  private Optional<NodeItem> address(NodeAddressContext s, Span span) {
    List<Located<IpAddress>> found = values.addresses().onePerFamily(s.addresses());
    Optional<Located<String>> dev =
        s.name() == null ? Optional.empty() : values.names().interfaceName(reading.span(s.name()));
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of(new NodeItem.Address(span, s.FROM() != null, found, dev));
  }

  /** The statement in an item, or null when it was reported. */
  private ParseTree statement(ParserRuleContext item) {
    return reading.broken(item) || item.getChildCount() == 0 ? null : item.getChild(0);
  }
}
