package dev.podnet.syntax;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.SyntaxCode;
import dev.podnet.grammar.PodnetParser.NetworkPolicyContext;
import dev.podnet.grammar.PodnetParser.PeerContext;
import dev.podnet.grammar.PodnetParser.PodPeerContext;
import dev.podnet.grammar.PodnetParser.PodSelectorContext;
import dev.podnet.grammar.PodnetParser.PolicyItemContext;
import dev.podnet.grammar.PodnetParser.PolicyRuleContext;
import dev.podnet.grammar.PodnetParser.PolicyTypesContext;
import dev.podnet.grammar.PodnetParser.PortMatchContext;
import dev.podnet.grammar.PodnetParser.RuleItemContext;
import dev.podnet.grammar.PodnetParser.RulePeerContext;
import dev.podnet.net.Cidr;
import dev.podnet.net.PortRange;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import dev.podnet.syntax.PolicyItem.Peer;
import dev.podnet.syntax.PolicyItem.PortMatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Builds network policies. */
final class PolicyBuilder {

  private final Reading reading;
  private final Values values;

  PolicyBuilder(Reading reading, Values values) {
    this.reading = reading;
    this.values = values;
  }

  /** {@code networkPolicy NAME { … }}. */
  Optional<NamespaceItem> policy(NetworkPolicyContext rule) {
    List<PolicyItem> items = new ArrayList<>();
    if (rule.policyBody() != null) {
      Once once = new Once(reading);
      for (PolicyItemContext item : rule.policyBody().policyItem()) {
        if (item.policyRule() != null) {
          items.add(rule(item.policyRule()));
        } else if (!reading.broken(item)) {
          item(item, once).ifPresent(items::add);
        }
      }
    }
    return values
        .name(rule.name(), "a network policy")
        .map(name -> new NamespaceItem.NetworkPolicyDecl(reading.span(rule), name, items));
  }

  private Optional<PolicyItem> item(PolicyItemContext item, Once once) {
    PodSelectorContext selector = item.podSelector();
    if (selector != null && once.first(selector.getStart(), Once.ONE_LINE)) {
      return Optional.of(new PolicyItem.PodSelector(
          reading.span(selector), values.labels().labels(selector.labelList())));
    }
    PolicyTypesContext types = item.policyTypes();
    if (types != null && once.first(types.getStart(), Once.COMMA)) {
      List<Located<String>> words = Lists.distinct(
          reading,
          Reading.each(
              types.names().name(),
              name -> values
                  .names()
                  .oneOf(reading.span(name), "a policy type", List.of("Ingress", "Egress"))));
      boolean ingress = words.stream().anyMatch(w -> w.value().equals("Ingress"));
      boolean egress = words.stream().anyMatch(w -> w.value().equals("Egress"));
      return words.isEmpty()
          ? Optional.empty()
          : Optional.of(new PolicyItem.PolicyTypes(reading.span(types), ingress, egress));
    }
    return Optional.empty();
  }

  private PolicyItem rule(PolicyRuleContext rule) {
    boolean ingress = rule.INGRESS() != null;
    List<Peer> peers = new ArrayList<>();
    List<PortMatch> ports = new ArrayList<>();
    if (rule.ruleBody() != null) {
      for (RuleItemContext item : rule.ruleBody().ruleItem()) {
        if (reading.broken(item)) {
          continue;
        }
        if (item.rulePeer() != null && direction(item.rulePeer(), ingress)) {
          peer(item.rulePeer().peer()).ifPresent(peers::add);
        } else if (item.rulePorts() != null) {
          ports.addAll(Reading.each(item.rulePorts().portMatch(), this::port));
        }
      }
    }
    return new PolicyItem.Rule(reading.span(rule), ingress, peers, ports);
  }

  private boolean direction(RulePeerContext peer, boolean ingress) {
    if ((peer.FROM() != null) == ingress) {
      return true;
    }
    String right = ingress ? "from" : "to";
    reading.report(Diagnostic.at(
            reading.span(peer.getStart()),
            SyntaxCode.WRONG_PLACE,
            ingress ? "`to` stands in egress rules" : "`from` stands in ingress rules")
        .label("`" + right + "` here")
        .help("write `" + right + "`, or make the rule " + (ingress ? "`egress`" : "`ingress`")));
    return false;
  }

  private Optional<Peer> peer(PeerContext rule) {
    Span span = reading.span(rule);
    if (rule.cidr() == null) {
      Optional<List<LabelPair>> namespaces = rule.NAMESPACES() == null
          ? Optional.empty()
          : Optional.of(values.labels().labels(rule.labelList()));
      PodPeerContext pods = rule.podPeer();
      return Optional.of(new Peer.Selected(
          span,
          namespaces,
          pods == null ? Optional.empty() : Optional.of(values.labels().labels(pods.labelList()))));
    }
    Span word = reading.span(rule.cidr());
    if (word.text().indexOf('=') > 0) {
      reading.report(Diagnostic.at(
              word, SyntaxCode.BAD_PREFIX, "`" + word.text() + "` is a label, not a prefix")
          .label("`pods` or `namespaces` stands before labels")
          .help("write `pods " + word.text() + "`"));
      return Optional.empty();
    }
    Optional<Located<Cidr>> block = values.addresses().cidr(rule.cidr());
    List<Located<Cidr>> except = values.addresses().cidrs(rule.cidrs());
    return block.map(cidr -> new Peer.Block(span, cidr, inside(cidr, except)));
  }

  /** Those that lie in the block; Kubernetes refuses others, and so does this. */
  private List<Located<Cidr>> inside(Located<Cidr> block, List<Located<Cidr>> except) {
    List<Located<Cidr>> sound = new ArrayList<>();
    for (Located<Cidr> hole : except) {
      boolean inside = block.value().contains(hole.value())
          && block.value().length() < hole.value().length();
      if (inside) {
        sound.add(hole);
        continue;
      }
      reading.report(Diagnostic.at(
              hole.span(),
              SyntaxCode.BAD_PREFIX,
              "`" + hole.value() + "` does not lie in `" + block.value() + "`")
          .label("a smaller part of the prefix before `except`")
          .related(block.span(), "the prefix"));
    }
    return sound;
  }

  private Optional<PortMatch> port(PortMatchContext rule) {
    Span span = reading.span(rule);
    String text = span.text();
    if (Oddities.report(reading, span)) {
      return Optional.empty();
    }
    int slash = text.indexOf('/');
    Span what = slash < 0 ? span : span.sub(0, slash);
    Protocol protocol = Protocol.TCP;
    if (slash >= 0) {
      Optional<Located<Protocol>> written =
          values.numbers().protocol(span.sub(slash + 1, text.length()));
      if (written.isEmpty()) {
        return Optional.empty();
      }
      protocol = written.get().value();
    }
    Protocol found = protocol;
    boolean number = what.text().chars().allMatch(c -> c >= '0' && c <= '9' || c == '-');
    if (number) {
      Optional<Located<PortRange>> range = values.numbers().range(what, true);
      return range.map(r -> new PortMatch(span, Optional.of(r.value()), Optional.empty(), found));
    }
    return values
        .names()
        .portName(what)
        .map(name -> new PortMatch(span, Optional.empty(), Optional.of(name.value()), found));
  }
}
