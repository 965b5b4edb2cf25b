package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.grammar.PodnetParser.CommandContext;
import dev.podnet.grammar.PodnetParser.ContainerContext;
import dev.podnet.grammar.PodnetParser.ContainerItemContext;
import dev.podnet.grammar.PodnetParser.ContainerPortContext;
import dev.podnet.grammar.PodnetParser.HostnameContext;
import dev.podnet.grammar.PodnetParser.LabelsContext;
import dev.podnet.grammar.PodnetParser.NodeSelectorContext;
import dev.podnet.grammar.PodnetParser.PodBodyContext;
import dev.podnet.grammar.PodnetParser.PodContext;
import dev.podnet.grammar.PodnetParser.PodIpContext;
import dev.podnet.grammar.PodnetParser.PodItemContext;
import dev.podnet.grammar.PodnetParser.PodNetworkContext;
import dev.podnet.grammar.PodnetParser.PodsContext;
import dev.podnet.grammar.PodnetParser.SharesContext;
import dev.podnet.grammar.PodnetParser.SubdomainContext;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import dev.podnet.syntax.PodItem.NetworkMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;

/** Builds pods and their containers. */
final class PodBuilder {

  private final Reading reading;
  private final Values values;

  PodBuilder(Reading reading, Values values) {
    this.reading = reading;
    this.values = values;
  }

  /** {@code pod NAME [on NODE] { … }}. */
  Optional<NamespaceItem> pod(PodContext rule) {
    List<PodItem> items = items(rule.podBody());
    List<Located<String>> on = rule.ON() == null || rule.name().size() < 2
        ? List.of()
        : values.nodeName(rule.name(1)).stream().toList();
    return values
        .name(rule.name(0), "a pod")
        .map(name ->
            new NamespaceItem.PodDecl(reading.span(rule), name, Optional.empty(), on, items));
  }

  /** {@code pods NAME COUNT [on NODE, …] { … }}. */
  Optional<NamespaceItem> pods(PodsContext rule) {
    List<PodItem> items = items(rule.podBody());
    List<Located<String>> on = rule.names() == null
        ? List.of()
        : Lists.distinct(reading, Reading.each(rule.names().name(), values::nodeName));
    Optional<Located<Integer>> count = values.count(rule.name(), rule.number(), "pods");
    Optional<Located<String>> name = values.name(rule.name(), "pods");
    if (name.isEmpty() || count.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new NamespaceItem.PodDecl(reading.span(rule), name.get(), count, on, items));
  }

  private List<PodItem> items(PodBodyContext body) {
    List<PodItem> items = new ArrayList<>();
    if (body == null) {
      return items;
    }
    Once once = new Once(reading);
    for (PodItemContext item : body.podItem()) {
      if (item.container() != null) {
        container(item.container()).ifPresent(items::add);
      } else if (!reading.broken(item)
          && item.getChildCount() > 0
          && item.getChild(0) instanceof ParserRuleContext statement) {
        item(statement, once).ifPresent(items::add);
      }
    }
    values.labels().distinct(items, i -> i instanceof PodItem.Labels l ? l.labels() : List.of());
    return items;
  }

  private Optional<PodItem> item(ParserRuleContext c, Once once) {
    Span span = reading.span(c);
    if (c instanceof LabelsContext s) {
      return Optional.of(new PodItem.Labels(span, values.labels().labels(s.labelList())));
    }
    if (c instanceof PodIpContext s
        && once.first(c.getStart(), "an address of each family: `ip 10.244.1.9, fd00::9`")) {
      List<Located<IpAddress>> found = values.addresses().onePerFamily(s.addresses());
      return found.isEmpty() ? Optional.empty() : Optional.of(new PodItem.Ip(span, found));
    }
    if (c instanceof PodNetworkContext s && once.first(c.getStart())) {
      return values
          .names()
          .oneOf(reading.span(s.name()), "a network of a pod", List.of("pod", "host", "none"))
          .map(word -> new PodItem.Network(
              span, word.with(NetworkMode.valueOf(word.value().toUpperCase(Locale.ROOT)))));
    }
    if (c instanceof NodeSelectorContext s && once.first(c.getStart(), Once.ONE_LINE)) {
      return Optional.of(new PodItem.NodeSelector(span, values.labels().labels(s.labelList())));
    }
    if (c instanceof SharesContext s && once.first(c.getStart())) {
      return shared(s).map(name -> new PodItem.Shares(span, name));
    }
    if (c instanceof HostnameContext s && once.first(c.getStart())) {
      return values.name(s.name(), "a host").map(name -> new PodItem.Hostname(span, name));
    }
    if (c instanceof SubdomainContext s && once.first(c.getStart())) {
      return values.name(s.name(), "a subdomain").map(name -> new PodItem.Subdomain(span, name));
    }
    return Optional.empty();
  }

  private Optional<Located<String>> shared(SharesContext s) {
    Span span = reading.span(s.name());
    int slash = span.text().indexOf('/');
    if (slash > 0) {
      reading.report(Diagnostic.at(
              span, SyntaxCode.BAD_REFERENCE, "a pod shares with a pod of its own namespace")
          .label("without the namespace")
          .help("write `shares " + span.text().substring(slash + 1) + "`"));
      return Optional.empty();
    }
    return values.names().subdomain(span, "a pod");
  }

  private Optional<PodItem> container(ContainerContext rule) {
    List<PodItem.ContainerPortDecl> ports = new ArrayList<>();
    Optional<Located<String>> command = Optional.empty();
    if (rule.containerBody() != null) {
      Once once = new Once(reading);
      for (ContainerItemContext item : rule.containerBody().containerItem()) {
        if (reading.broken(item) || item.getChildCount() == 0) {
          continue;
        }
        if (item.getChild(0) instanceof ContainerPortContext port) {
          port(port).ifPresent(ports::add);
        } else if (item.getChild(0) instanceof CommandContext c && once.first(c.getStart())) {
          command = values.textNotBlank(reading.span(c.string()), "a command");
        }
      }
    }
    Optional<Located<String>> runs = command;
    return values
        .name(rule.name(), "a container")
        .map(name -> new PodItem.ContainerDecl(reading.span(rule), name, ports, runs));
  }

  private Optional<PodItem.ContainerPortDecl> port(ContainerPortContext rule) {
    Once once = Once.inStatement(reading);
    rule.HOST_PORT().forEach(word -> once.first(word.getSymbol()));
    rule.HOST_IP().forEach(word -> once.first(word.getSymbol()));
    Optional<Located<String>> name = rule.name() == null
        ? Optional.empty()
        : values.portName(reading.span(rule.name()), rule.portNumber(), true);
    Optional<Numbers.Port> port =
        values.numbers().portWithProtocol(reading.span(rule.portNumber()));
    Optional<Located<Integer>> hostPort = rule.number().isEmpty()
        ? Optional.empty()
        : values.numbers().port(reading.span(rule.number(0)));
    Optional<Located<IpAddress>> hostIp =
        rule.address().isEmpty() ? Optional.empty() : values.addresses().address(rule.address(0));
    return port.map(p -> new PodItem.ContainerPortDecl(
        reading.span(rule), name, p.number(), p.protocol(), hostPort, hostIp));
  }
}
