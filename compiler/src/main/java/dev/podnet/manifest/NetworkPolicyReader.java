package dev.podnet.manifest;

import dev.podnet.diagnostics.ManifestCode;
import dev.podnet.manifest.NetworkPolicyObject.PolicyTypes;
import dev.podnet.manifest.NetworkPolicyObject.Rule;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Reads NetworkPolicies. An unknown key is an error in them and nowhere else: to pass over {@code prots:} would leave a
 * rule that allows every port.
 */
final class NetworkPolicyReader {

  private static final Map<String, Boolean> TYPES = Words.pair("Egress", "Ingress");
  private static final Map<String, String> SPEC_HINTS = Map.of(
      "from", "'from' stands in an item of 'ingress'",
      "to", "'to' stands in an item of 'egress'",
      "ports", "'ports' stands in an item of 'ingress' or 'egress'",
      "selector", "the selector of a network policy is called podSelector",
      "matchLabels", "'matchLabels' stands below 'podSelector'");

  private NetworkPolicyReader() {}

  /** Reads a NetworkPolicy. */
  static Optional<KubeObject> policy(Fields object) {
    object.only(
        Map.of(
            "ingress",
            "'ingress' stands below 'spec'",
            "egress",
            "'egress' stands below 'spec'",
            "podSelector",
            "'podSelector' stands below 'spec'"),
        List.of("apiVersion", "kind", "metadata", "spec", "status"));
    Optional<ObjectMeta> meta = MetaReader.read(object, Names.SUBDOMAIN, true);
    Optional<Fields> found = object.map("spec");
    if (found.isEmpty()) {
      if (object.node("spec").isEmpty()) {
        object.missing(
            "spec",
            "without one it would isolate every pod; if that is meant, write podSelector: {}");
      }
      return Optional.empty();
    }
    Fields spec = found.get();
    spec.only(SPEC_HINTS, List.of("podSelector", "policyTypes", "ingress", "egress"));
    Optional<PolicyTypes> types = types(spec);
    List<Rule> ingress = rules(spec, "ingress", "from", "to");
    List<Rule> egress = rules(spec, "egress", "to", "from");
    Optional<LabelSelector> podSelector = spec.mapOrEmpty("podSelector").map(SelectorReader::read);
    LabelSelector selector =
        podSelector.orElseGet(() -> new LabelSelector(spec.place(), List.of()));
    return meta.map(
        m -> new NetworkPolicyObject(object.span(), m, selector, types, ingress, egress));
  }

  /** An empty list counts as none. */
  private static Optional<PolicyTypes> types(Fields spec) {
    boolean ingress = false;
    boolean egress = false;
    List<Node> items = spec.list("policyTypes");
    for (Node item : items) {
      Optional<Located<Boolean>> type = Values.text(spec, "policyTypes", item)
          .flatMap(text -> Values.word(spec, "policyTypes", text, TYPES));
      ingress |= type.isPresent() && type.get().value();
      egress |= type.isPresent() && !type.get().value();
    }
    return items.isEmpty()
        ? Optional.empty()
        : Optional.of(new PolicyTypes(spec.keyPlace("policyTypes"), ingress, egress));
  }

  private static List<Rule> rules(Fields spec, String direction, String peers, String wrong) {
    List<Rule> rules = new ArrayList<>();
    List<Node> items = spec.list(direction);
    for (int i = 0; i < items.size(); i++) {
      Node item = items.get(i);
      if (Scalars.isNull(item)) {
        Span place = spec.reading().span(item);
        spec.reading()
            .at(
                place,
                ManifestCode.NULL_RULE,
                "spec." + direction + "[" + i + "] has nothing in it and so allows everything")
            .help("if that is meant, write {}; if not, take the '-' away")
            .report();
        rules.add(new Rule(place, List.of(), List.of()));
      } else if (item instanceof MappingNode) {
        spec.item(direction, i, item)
            .ifPresent(rule -> rules.add(rule(rule, direction, peers, wrong)));
      } else {
        spec.wrongShape(direction + "[" + i + "]", item, "a map");
      }
    }
    return rules;
  }

  private static Rule rule(Fields fields, String direction, String peers, String wrong) {
    String hint = "in '" + direction + "' the peers are called '" + peers + "'";
    fields.only(
        Map.of(
            wrong,
            hint,
            "podSelector",
            "put it below '" + peers + ":', as an item of that list",
            "namespaceSelector",
            "put it below '" + peers + ":', as an item of that list",
            "ipBlock",
            "put it below '" + peers + ":', as an item of that list",
            "port",
            "put it below 'ports:', as an item of that list"),
        List.of(peers, "ports"));
    List<NetworkPolicyObject.Peer> list = new ArrayList<>();
    List<Node> items = fields.list(peers);
    for (int i = 0; i < items.size(); i++) {
      PolicyPeers.read(fields, peers, i, items.get(i)).ifPresent(list::add);
    }
    List<NetworkPolicyObject.PortMatch> ports = new ArrayList<>();
    List<Node> written = fields.list("ports");
    for (int i = 0; i < written.size(); i++) {
      PolicyPorts.read(fields, i, written.get(i)).ifPresent(ports::add);
    }
    return new Rule(fields.span(), list, ports);
  }
}
