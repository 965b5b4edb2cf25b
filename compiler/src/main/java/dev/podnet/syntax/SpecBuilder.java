package dev.podnet.syntax;

import dev.podnet.grammar.PodnetParser.AssertionContext;
import dev.podnet.grammar.PodnetParser.ClusterContext;
import dev.podnet.grammar.PodnetParser.ClusterItemContext;
import dev.podnet.grammar.PodnetParser.ImportFilesContext;
import dev.podnet.grammar.PodnetParser.IncludeFileContext;
import dev.podnet.grammar.PodnetParser.NamespaceContext;
import dev.podnet.grammar.PodnetParser.NamespaceItemContext;
import dev.podnet.grammar.PodnetParser.NodeContext;
import dev.podnet.grammar.PodnetParser.NodesContext;
import dev.podnet.grammar.PodnetParser.PartyContext;
import dev.podnet.grammar.PodnetParser.RouterContext;
import dev.podnet.grammar.PodnetParser.SegmentContext;
import dev.podnet.grammar.PodnetParser.SpecContext;
import dev.podnet.grammar.PodnetParser.StatementContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.tree.ParseTree;

/** Builds the syntax tree of a file from its parse tree, and reports every value that is wrong on the way. */
final class SpecBuilder {

  private final Reading reading;
  private final Values values;
  private final ClusterBuilder cluster;
  private final NodeBuilder nodes;
  private final PodBuilder pods;
  private final ServiceBuilder services;
  private final PolicyBuilder policies;
  private final IngressBuilder ingresses;

  SpecBuilder(Reading reading) {
    this.reading = reading;
    this.values = new Values(reading);
    this.cluster = new ClusterBuilder(reading, values);
    this.nodes = new NodeBuilder(reading, values, cluster);
    this.pods = new PodBuilder(reading, values);
    this.services = new ServiceBuilder(reading, values);
    this.policies = new PolicyBuilder(reading, values);
    this.ingresses = new IngressBuilder(reading, values);
  }

  /** The statements of a file that could be read. */
  List<Statement> spec(SpecContext spec) {
    return Reading.each(spec.statement(), this::statement);
  }

  /** One statement of a cluster. */
  Optional<ClusterItem> clusterItem(ClusterItemContext rule) {
    return cluster.item(rule, new Once(reading));
  }

  /** One end of an assert. */
  Optional<Party> party(PartyContext rule) {
    return values.parties().withoutPort(rule);
  }

  private Optional<Statement> statement(StatementContext rule) {
    ParseTree statement = rule.getChildCount() == 0 ? null : rule.getChild(0);
    if (statement instanceof NamespaceContext c) {
      return namespace(c);
    }
    if (statement instanceof NodeContext c) {
      return nodes.node(c, c.name(), false, null, c.nodeBody());
    }
    if (statement instanceof NodesContext c) {
      return nodes.node(c, c.name(), true, c.number(), c.nodeBody());
    }
    if (statement instanceof SegmentContext c) {
      return nodes.segment(c);
    }
    if (statement instanceof RouterContext c) {
      return nodes.router(c);
    }
    if (statement instanceof ClusterContext c) {
      return cluster(c);
    }
    return reading.broken(rule) ? Optional.empty() : single(statement);
  }

  private Optional<Statement> single(ParseTree statement) {
    if (statement instanceof AssertionContext c) {
      return assertion(c);
    }
    if (statement instanceof ImportFilesContext c) {
      return values
          .textNotBlank(reading.span(c.string()), "a file or a glob")
          .map(pattern -> new Statement.ImportDecl(reading.span(c), pattern));
    }
    if (statement instanceof IncludeFileContext c) {
      return values
          .textNotBlank(reading.span(c.string()), "a file")
          .map(path -> new Statement.IncludeDecl(reading.span(c), path));
    }
    return Optional.empty();
  }

  private Optional<Statement> cluster(ClusterContext rule) {
    List<ClusterItem> items = new ArrayList<>();
    if (rule.clusterBody() != null) {
      Once once = new Once(reading);
      rule.clusterBody()
          .clusterItem()
          .forEach(item -> cluster.item(item, once).ifPresent(items::add));
    }
    return values
        .name(rule.name(), "a cluster")
        .map(name -> new Statement.ClusterDecl(reading.span(rule), name, items));
  }

  private Optional<Statement> namespace(NamespaceContext rule) {
    List<NamespaceItem> items = new ArrayList<>();
    if (rule.namespaceBody() != null) {
      for (NamespaceItemContext item : rule.namespaceBody().namespaceItem()) {
        namespaceItem(item).ifPresent(items::add);
      }
      values
          .labels()
          .distinct(items, i -> i instanceof NamespaceItem.Labels l ? l.labels() : List.of());
    }
    return values
        .name(rule.name(), "a namespace")
        .map(name -> new Statement.NamespaceDecl(reading.span(rule), name, items));
  }

  private Optional<NamespaceItem> namespaceItem(NamespaceItemContext item) {
    if (item.pod() != null) {
      return pods.pod(item.pod());
    }
    if (item.pods() != null) {
      return pods.pods(item.pods());
    }
    if (item.service() != null) {
      return services.service(item.service());
    }
    if (item.networkPolicy() != null) {
      return policies.policy(item.networkPolicy());
    }
    if (item.ingress() != null) {
      return ingresses.ingress(item.ingress());
    }
    if (item.labels() != null && !reading.broken(item)) {
      return Optional.of(new NamespaceItem.Labels(
          reading.span(item.labels()), values.labels().labels(item.labels().labelList())));
    }
    return Optional.empty();
  }

  private Optional<Statement> assertion(AssertionContext rule) {
    Optional<Party> from = values.parties().withoutPort(rule.party(0));
    Optional<Parties.End> to = values.parties().withPort(rule.party(1));
    if (from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(new Statement.AssertDecl(
        reading.span(rule),
        rule.REACHABLE() != null,
        from.get(),
        to.get().party(),
        to.get().port().map(Numbers.Port::number),
        to.get().protocol()));
  }
}
