package dev.podnet.manifest;

import dev.podnet.manifest.PodSpec.Container;
import dev.podnet.manifest.PodSpec.ContainerPort;
import dev.podnet.manifest.PodSpec.Toleration;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads pods and what pods are made of. */
final class PodReader {

  private static final Map<String, Boolean> TOLERATION_OPERATORS = Words.pair("Equal", "Exists");
  private static final Map<String, String> PHASES =
      Words.of("Pending", "Running", "Succeeded", "Failed", "Unknown");
  private static final Map<String, String> DNS_POLICIES =
      Words.of("ClusterFirst", "ClusterFirstWithHostNet", "Default", "None");

  private PodReader() {}

  /** Reads a Pod. */
  static Optional<KubeObject> pod(Fields object) {
    Optional<ObjectMeta> meta = MetaReader.read(object, Names.SUBDOMAIN, true);
    Optional<PodSpec> spec = spec(object);
    PodObject.Status status =
        object.map("status").map(PodReader::status).orElse(PodObject.Status.NONE);
    return meta.flatMap(m -> spec.map(s -> new PodObject(object.span(), m, s, status)));
  }

  private static PodObject.Status status(Fields status) {
    Optional<Located<String>> phase = Values.word(status, "phase", PHASES);
    List<Located<IpAddress>> podIps = new ArrayList<>(1);
    for (Fields entry : status.maps("podIPs")) {
      Addresses.address(entry, "ip").ifPresent(podIps::add);
    }
    if (podIps.isEmpty()) {
      Addresses.address(status, "podIP").ifPresent(podIps::add);
    }
    Optional<Located<Boolean>> ready = Optional.empty();
    for (Fields condition : status.maps("conditions")) {
      if (Values.text(condition, "type").filter(t -> t.value().equals("Ready")).isPresent()) {
        ready = Values.text(condition, "status").map(t -> t.with(t.value().equals("True")));
      }
    }
    return new PodObject.Status(phase, podIps, ready);
  }

  /** Reads the {@code spec} of a pod or of a pod template; what lacks it is reported. */
  static Optional<PodSpec> spec(Fields owner) {
    Optional<Fields> found = owner.map("spec");
    if (found.isEmpty()) {
      if (owner.node("spec").isEmpty()) {
        owner.missing("spec", "a pod needs a spec with containers");
      }
      return Optional.empty();
    }
    Fields spec = found.get();
    List<Container> containers = new ArrayList<>();
    List<Fields> written = spec.maps("containers");
    if (written.isEmpty() && (!spec.has("containers") || isNothing(spec))) {
      spec.missing("containers", "a pod needs at least one container");
    }
    written.forEach(container -> container(container, false).ifPresent(containers::add));
    for (Fields container : spec.maps("initContainers")) {
      boolean sidecar = Values.text(container, "restartPolicy")
          .filter(p -> p.value().equals("Always"))
          .isPresent();
      if (sidecar) {
        container(container, true).ifPresent(containers::add);
      }
    }
    return Optional.of(new PodSpec(
        spec.span(),
        Names.SUBDOMAIN.read(spec, "nodeName"),
        LabelText.labels(spec, "nodeSelector"),
        Values.isOn(spec, "hostNetwork"),
        Names.LABEL.read(spec, "hostname"),
        Names.LABEL.read(spec, "subdomain"),
        containers,
        tolerations(spec),
        spec.node("affinity").map(n -> spec.keyPlace("affinity")),
        spec.node("topologySpreadConstraints").map(n -> spec.keyPlace("topologySpreadConstraints")),
        Values.word(spec, "dnsPolicy", DNS_POLICIES),
        DnsConfigReader.read(spec)));
  }

  private static boolean isNothing(Fields spec) {
    Optional<Node> node = spec.node("containers");
    return node.isEmpty()
        || node.get() instanceof SequenceNode sequence && sequence.getValue().isEmpty();
  }

  private static Optional<Container> container(Fields fields, boolean sidecar) {
    Optional<Located<String>> name = Names.LABEL.read(fields, "name");
    if (fields.node("name").isEmpty()) {
      fields.missing("name");
    }
    List<ContainerPort> ports = new ArrayList<>();
    for (Fields port : fields.maps("ports")) {
      port(port).ifPresent(ports::add);
    }
    return name.map(n -> new Container(fields.span(), n, sidecar, ports));
  }

  private static Optional<ContainerPort> port(Fields fields) {
    Optional<Located<Integer>> number = Values.port(fields, "containerPort");
    if (fields.node("containerPort").isEmpty()) {
      fields.missing("containerPort");
    }
    Optional<Located<String>> name = Names.PORT.read(fields, "name");
    Optional<Located<Integer>> hostPort = Values.portOrZero(fields, "hostPort");
    Optional<Located<IpAddress>> hostIp = Addresses.address(fields, "hostIP");
    var protocol = Values.protocol(fields, "protocol").value();
    return number.map(n -> new ContainerPort(fields.span(), name, n, protocol, hostPort, hostIp));
  }

  private static List<Toleration> tolerations(Fields spec) {
    List<Toleration> tolerations = new ArrayList<>();
    for (Fields toleration : spec.maps("tolerations")) {
      Optional<String> key = Values.text(toleration, "key").map(Located::value);
      boolean exists = Values.word(toleration, "operator", TOLERATION_OPERATORS)
          .map(Located::value)
          .orElse(false);
      if (key.isEmpty() && !exists && toleration.node("operator").isEmpty()) {
        toleration.missing(
            "key", "name the taint's key, or write operator: Exists for every taint");
        continue;
      }
      tolerations.add(new Toleration(
          toleration.span(),
          key,
          exists,
          Values.text(toleration, "value").map(Located::value),
          Values.word(toleration, "effect", NodeReader.EFFECTS).map(Located::value)));
    }
    return tolerations;
  }
}
