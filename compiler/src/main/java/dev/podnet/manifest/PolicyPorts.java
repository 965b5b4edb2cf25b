package dev.podnet.manifest;

import dev.podnet.diagnostics.ManifestCode;
import dev.podnet.manifest.NetworkPolicyObject.PortMatch;
import dev.podnet.net.PortRange;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the ports of a network policy's rules. */
final class PolicyPorts {

  private PolicyPorts() {}

  /** Reads one item of {@code ports}. */
  static Optional<PortMatch> read(Fields rule, int index, Node item) {
    Optional<Fields> found = rule.item("ports", index, item);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Fields fields = found.get();
    fields.only(
        Map.of(
            "targetPort", "a policy speaks of the pod's port; write port",
            "containerPort", "write port",
            "name", "a port's name stands behind port"),
        List.of("port", "endPort", "protocol"));
    Protocol protocol = Values.protocol(fields, "protocol").value();
    Optional<Located<Integer>> end = Values.port(fields, "endPort");
    Optional<Node> port = fields.node("port");
    boolean byName = port.filter(
            n -> n instanceof ScalarNode s && Scalars.type(s) == Scalars.Type.TEXT)
        .isPresent();
    if (byName || port.isEmpty()) {
      Optional<Located<String>> name = byName ? PortNames.read(fields, "port") : Optional.empty();
      if (end.isPresent()) {
        fields
            .reading()
            .at(
                end.get().span(),
                ManifestCode.POLICY_PORTS,
                byName
                    ? "a range cannot begin with a port's name"
                    : "endPort needs a port before it")
            .help("write port as a number")
            .report();
        return Optional.empty();
      }
      return byName && name.isEmpty()
          ? Optional.empty()
          : Optional.of(
              new PortMatch(fields.span(), Optional.empty(), name.map(Located::value), protocol));
    }
    Optional<Located<Integer>> number = Values.port(fields, "port");
    if (number.isEmpty()) {
      return Optional.empty();
    }
    int first = number.get().value();
    int last = end.map(Located::value).orElse(first);
    if (last < first) {
      fields
          .reading()
          .at(
              end.get().span(),
              ManifestCode.POLICY_PORTS,
              "the range " + first + "-" + last + " ends before it begins")
          .related(number.get().span(), "it begins here")
          .help("put the smaller port first")
          .report();
      return Optional.empty();
    }
    return Optional.of(new PortMatch(
        fields.span(), Optional.of(new PortRange(first, last)), Optional.empty(), protocol));
  }
}
