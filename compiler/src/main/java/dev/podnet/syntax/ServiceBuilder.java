package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.grammar.PodnetParser.ClusterIpContext;
import dev.podnet.grammar.PodnetParser.DirectReturnContext;
import dev.podnet.grammar.PodnetParser.EndpointsContext;
import dev.podnet.grammar.PodnetParser.ExternalIpsContext;
import dev.podnet.grammar.PodnetParser.ExternalNameContext;
import dev.podnet.grammar.PodnetParser.LoadBalancerIpContext;
import dev.podnet.grammar.PodnetParser.LoadBalancerSourceRangesContext;
import dev.podnet.grammar.PodnetParser.PublishNotReadyContext;
import dev.podnet.grammar.PodnetParser.SelectorContext;
import dev.podnet.grammar.PodnetParser.ServiceContext;
import dev.podnet.grammar.PodnetParser.ServiceItemContext;
import dev.podnet.grammar.PodnetParser.ServicePortContext;
import dev.podnet.grammar.PodnetParser.ServiceTypeContext;
import dev.podnet.grammar.PodnetParser.SessionAffinityContext;
import dev.podnet.grammar.PodnetParser.TargetContext;
import dev.podnet.grammar.PodnetParser.TrafficDistributionContext;
import dev.podnet.grammar.PodnetParser.TrafficPolicyContext;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import dev.podnet.syntax.ServiceItem.AddressKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;

/** Builds services. */
final class ServiceBuilder {

  private static final List<String> TYPES =
      List.of("ClusterIP", "NodePort", "LoadBalancer", "ExternalName");

  private static final List<String> DISTRIBUTIONS =
      List.of("PreferClose", "PreferSameZone", "PreferSameNode");

  /** The longest client affinity Kubernetes takes: one day. */
  private static final int AFFINITY_MAX = 86_400;

  private final Reading reading;
  private final Values values;

  ServiceBuilder(Reading reading, Values values) {
    this.reading = reading;
    this.values = values;
  }

  /** {@code service NAME { … }}. */
  Optional<NamespaceItem> service(ServiceContext rule) {
    List<ServiceItem> items = new ArrayList<>();
    if (rule.serviceBody() != null) {
      Once once = new Once(reading);
      for (ServiceItemContext item : rule.serviceBody().serviceItem()) {
        if (!reading.broken(item)
            && item.getChildCount() > 0
            && item.getChild(0) instanceof ParserRuleContext statement) {
          item(statement, once).ifPresent(items::add);
        }
      }
    }
    return values
        .name(rule.name(), "a service")
        .map(name -> new NamespaceItem.ServiceDecl(reading.span(rule), name, items));
  }

  private Optional<ServiceItem> item(ParserRuleContext c, Once once) {
    if (c instanceof ServicePortContext port) {
      return port(port);
    }
    if (!once.first(c.getStart(), growth(c))) {
      return Optional.empty();
    }
    Span span = reading.span(c);
    if (c instanceof ServiceTypeContext s) {
      return values
          .names()
          .oneOf(reading.span(s.name()), "a type of service", TYPES)
          .map(type -> new ServiceItem.Type(span, type));
    }
    if (c instanceof SelectorContext s) {
      return Optional.of(new ServiceItem.Selector(span, values.labels().labels(s.labelList())));
    }
    if (c instanceof ExternalNameContext s) {
      return externalName(reading.span(s.name()))
          .map(name -> new ServiceItem.ExternalName(span, name));
    }
    if (c instanceof SessionAffinityContext s) {
      return sessionAffinity(s, span);
    }
    if (c instanceof TrafficPolicyContext s) {
      boolean external = s.EXTERNAL_TRAFFIC_POLICY() != null;
      return values
          .names()
          .oneOf(reading.span(s.name()), "a traffic policy", List.of("Cluster", "Local"))
          .map(word -> new ServiceItem.TrafficPolicy(
              span, external, word.with(word.value().equals("Local"))));
    }
    if (c instanceof TrafficDistributionContext s) {
      return values
          .names()
          .oneOf(reading.span(s.name()), "a traffic distribution", DISTRIBUTIONS)
          .map(word -> new ServiceItem.TrafficDistribution(span, word));
    }
    if (c instanceof DirectReturnContext) {
      return Optional.of(new ServiceItem.DirectReturn(span));
    }
    return c instanceof PublishNotReadyContext
        ? Optional.of(new ServiceItem.PublishNotReady(span))
        : addresses(c, span);
  }

  /** How to write more of a statement that stands twice, or null when there is no more. */
  private static String growth(ParserRuleContext c) {
    if (c instanceof SelectorContext) {
      return Once.ONE_LINE;
    }
    boolean list = c instanceof EndpointsContext
        || c instanceof ExternalIpsContext
        || c instanceof LoadBalancerSourceRangesContext;
    return list ? Once.COMMA : null;
  }

  private Optional<ServiceItem> addresses(ParserRuleContext c, Span span) {
    if (c instanceof ClusterIpContext s) {
      return clusterIp(s, span);
    }
    List<Located<IpAddress>> found = List.of();
    if (c instanceof EndpointsContext s) {
      found = values.addresses().addresses(s.addresses());
      return found.isEmpty()
          ? Optional.empty()
          : Optional.of(new ServiceItem.Endpoints(span, found));
    }
    if (c instanceof ExternalIpsContext s) {
      found = values.addresses().addresses(s.addresses());
      return found.isEmpty()
          ? Optional.empty()
          : Optional.of(new ServiceItem.Addresses(span, AddressKind.EXTERNAL_IPS, found));
    }
    if (c instanceof LoadBalancerIpContext s) {
      found = values.addresses().addresses(s.addresses());
      return found.isEmpty()
          ? Optional.empty()
          : Optional.of(new ServiceItem.Addresses(span, AddressKind.LOAD_BALANCER_IP, found));
    }
    if (c instanceof LoadBalancerSourceRangesContext s) {
      List<Located<Cidr>> ranges = values.addresses().cidrs(s.cidrs());
      return ranges.isEmpty()
          ? Optional.empty()
          : Optional.of(new ServiceItem.SourceRanges(span, ranges));
    }
    return Optional.empty();
  }

  private Optional<ServiceItem> clusterIp(ClusterIpContext s, Span span) {
    Span first = reading.span(s.addresses().address(0));
    if (first.text().equalsIgnoreCase("none")) {
      if (!first.text().equals("None")) {
        reading.report(
            Diagnostic.at(first, SyntaxCode.BAD_CHOICE, "`" + first.text() + "` is not an address")
                .label("`None`, with a capital N")
                .help("did you mean `None`?"));
        return Optional.empty();
      }
      if (s.addresses().address().size() > 1) {
        reading.report(Diagnostic.at(
                reading.span(s.addresses().address(1)),
                SyntaxCode.EXTRA_VALUE,
                "a service without a cluster address has none at all")
            .label("`None` stands alone"));
        return Optional.empty();
      }
      return Optional.of(new ServiceItem.ClusterIp(span, List.of()));
    }
    List<Located<IpAddress>> found = values.addresses().onePerFamily(s.addresses());
    return found.isEmpty() ? Optional.empty() : Optional.of(new ServiceItem.ClusterIp(span, found));
  }

  /** A domain name, perhaps with the dot that closes it, which is left out. */
  private Optional<Located<String>> externalName(Span span) {
    String text = span.text();
    boolean closed = text.length() > 1 && text.endsWith(".");
    return values
        .names()
        .subdomain(closed ? span.sub(0, text.length() - 1) : span, "a host outside the cluster");
  }

  private Optional<ServiceItem> sessionAffinity(SessionAffinityContext s, Span span) {
    Optional<Located<String>> kind = values
        .names()
        .oneOf(reading.span(s.name()), "a session affinity", List.of("ClientIP", "None"));
    Optional<Located<Integer>> timeout = s.duration() == null
        ? Optional.empty()
        : values.numbers().duration(reading.span(s.duration()), 1, AFFINITY_MAX);
    if (kind.isEmpty() || s.duration() != null && timeout.isEmpty()) {
      return Optional.empty();
    }
    boolean clientIp = kind.get().value().equals("ClientIP");
    if (!clientIp && timeout.isPresent()) {
      reading.report(
          Diagnostic.at(timeout.get().span(), SyntaxCode.EXTRA_VALUE, "`None` has no time")
              .label("without this"));
      return Optional.empty();
    }
    return Optional.of(new ServiceItem.SessionAffinity(span, clientIp, timeout));
  }

  private Optional<ServiceItem> port(ServicePortContext rule) {
    Once once = Once.inStatement(reading);
    rule.ARROW().forEach(word -> once.first(word.getSymbol()));
    rule.NODE_PORT().forEach(word -> once.first(word.getSymbol()));
    Optional<Located<String>> name = rule.name() == null
        ? Optional.empty()
        : values.portName(reading.span(rule.name()), rule.portNumber(), false);
    Optional<Numbers.Port> port =
        values.numbers().portWithProtocol(reading.span(rule.portNumber()));
    Optional<ServiceItem.Target> target =
        rule.target().isEmpty() ? Optional.empty() : target(rule.target(0));
    Optional<Located<Integer>> nodePort = rule.number().isEmpty()
        ? Optional.empty()
        : values.numbers().port(reading.span(rule.number(0)));
    return port.map(p ->
        new ServiceItem.Port(reading.span(rule), name, p.number(), p.protocol(), target, nodePort));
  }

  private Optional<ServiceItem.Target> target(TargetContext rule) {
    Span span = reading.span(rule);
    char first = span.text().charAt(0);
    boolean number =
        first >= '0' && first <= '9' && !span.text().matches("[0-9a-z-]*[a-z][0-9a-z-]*");
    return number
        ? values
            .numbers()
            .port(span)
            .map(n -> new ServiceItem.Target(span, Optional.of(n.value()), Optional.empty()))
        : values
            .names()
            .portName(span)
            .map(n -> new ServiceItem.Target(span, Optional.empty(), Optional.of(n.value())));
  }
}
