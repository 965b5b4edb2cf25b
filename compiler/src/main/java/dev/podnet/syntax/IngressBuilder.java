package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.grammar.PodnetParser.HostItemContext;
import dev.podnet.grammar.PodnetParser.IngressContext;
import dev.podnet.grammar.PodnetParser.IngressDefaultContext;
import dev.podnet.grammar.PodnetParser.IngressHostContext;
import dev.podnet.grammar.PodnetParser.IngressItemContext;
import dev.podnet.grammar.PodnetParser.IngressPathContext;
import dev.podnet.grammar.PodnetParser.IngressTlsContext;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds the ingresses of a namespace. */
final class IngressBuilder {

  private final Reading reading;
  private final Values values;

  IngressBuilder(Reading reading, Values values) {
    this.reading = reading;
    this.values = values;
  }

  /** {@code ingress NAME { … }}. */
  Optional<NamespaceItem> ingress(IngressContext rule) {
    List<IngressItem> items = new ArrayList<>();
    if (rule.ingressBody() != null) {
      Once once = new Once(reading);
      for (IngressItemContext item : rule.ingressBody().ingressItem()) {
        item(item, once).ifPresent(items::add);
      }
    }
    return values
        .name(rule.name(), "an ingress")
        .map(name -> new NamespaceItem.IngressDecl(reading.span(rule), name, items));
  }

  private Optional<IngressItem> item(IngressItemContext item, Once once) {
    if (item.ingressHost() != null) {
      return host(item.ingressHost());
    }
    if (reading.broken(item)) {
      return Optional.empty();
    }
    IngressDefaultContext fallback = item.ingressDefault();
    if (fallback != null && once.first(fallback.getStart())) {
      return values
          .parties()
          .serviceRef(reading.span(fallback.serviceRef()))
          .map(ref -> new IngressItem.Default(reading.span(fallback), ref));
    }
    IngressTlsContext tls = item.ingressTls();
    return tls == null ? Optional.empty() : tls(tls);
  }

  private Optional<IngressItem> tls(IngressTlsContext rule) {
    List<Located<String>> hosts = Lists.distinct(
        reading,
        Reading.each(
            rule.names().name(),
            name -> values.names().wildcardDomain(reading.span(name), "a host")));
    return values
        .names()
        .subdomain(reading.span(rule.name()), "a secret")
        .map(secret -> new IngressItem.Tls(reading.span(rule), secret, hosts));
  }

  private Optional<IngressItem> host(IngressHostContext rule) {
    List<IngressItem.Path> paths = new ArrayList<>();
    if (rule.hostBody() != null) {
      for (HostItemContext item : rule.hostBody().hostItem()) {
        if (!reading.broken(item) && item.ingressPath() != null) {
          path(item.ingressPath()).ifPresent(paths::add);
        }
      }
    }
    if (!reading.sound(rule.name())) {
      return Optional.empty();
    }
    return values
        .names()
        .wildcardDomain(reading.span(rule.name()), "a host")
        .map(name -> new IngressItem.Host(reading.span(rule), name, paths));
  }

  private Optional<IngressItem.Path> path(IngressPathContext rule) {
    Optional<Located<String>> path = rule.string() != null
        ? values.text(reading.span(rule.string()))
        : reading.located(reading.span(rule.literal()).text(), rule.literal());
    Optional<Located<String>> type = rule.name() == null
        ? Optional.empty()
        : values
            .names()
            .oneOf(reading.span(rule.name()), "a way to match a path", List.of("exact", "prefix"));
    Optional<IngressItem.Backend> ref =
        values.parties().serviceRef(reading.span(rule.serviceRef()));
    if (path.isEmpty() || ref.isEmpty() || rule.name() != null && type.isEmpty()) {
      return Optional.empty();
    }
    if (!path.get().value().startsWith("/")) {
      Span span = path.get().span();
      reading.report(
          Diagnostic.at(span, SyntaxCode.BAD_CHOICE, "`" + path.get().value() + "` is not a path")
              .label("a path begins with `/`")
              .help("write `/" + path.get().value() + "`"));
      return Optional.empty();
    }
    boolean exact = type.isPresent() && type.get().value().equals("exact");
    return Optional.of(new IngressItem.Path(reading.span(rule), path.get(), exact, ref.get()));
  }
}
