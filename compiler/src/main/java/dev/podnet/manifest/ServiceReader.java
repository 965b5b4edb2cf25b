package dev.podnet.manifest;

import dev.podnet.diagnostics.ManifestCode;
import dev.podnet.manifest.ServiceObject.FamilyPolicy;
import dev.podnet.manifest.ServiceObject.LoadBalancerIngress;
import dev.podnet.manifest.ServiceObject.Port;
import dev.podnet.manifest.ServiceObject.Target;
import dev.podnet.manifest.ServiceObject.Type;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads Services. */
final class ServiceReader {

  private static final String SOURCE_RANGES = "loadBalancerSourceRanges";

  private static final Map<String, Type> TYPES = Words.of(Type.values(), Type::word);
  private static final Map<String, FamilyPolicy> FAMILY_POLICIES =
      Words.of(FamilyPolicy.values(), FamilyPolicy::word);
  private static final Map<String, Boolean> TRAFFIC = Words.pair("Cluster", "Local");
  private static final Map<String, Boolean> AFFINITY = Words.pair("None", "ClientIP");
  private static final Map<String, Boolean> IP_MODES = Words.pair("VIP", "Proxy");
  private static final Map<String, String> DISTRIBUTIONS =
      Words.of("PreferClose", "PreferSameZone", "PreferSameNode");
  private static final Map<String, IpFamily> FAMILIES = new LinkedHashMap<>();
  private static final String TOLERATE_UNREADY =
      "service.alpha.kubernetes.io/tolerate-unready-endpoints";

  static {
    FAMILIES.put("IPv4", IpFamily.IPV4);
    FAMILIES.put("IPv6", IpFamily.IPV6);
  }

  private ServiceReader() {}

  /** Reads a Service. */
  static Optional<KubeObject> service(Fields object) {
    Optional<ObjectMeta> meta = MetaReader.read(object, Names.LABEL, true);
    meta.ifPresent(m -> warnOfDigit(object.reading(), m.name()));
    Optional<Fields> found = object.map("spec");
    if (found.isEmpty()) {
      if (object.node("spec").isEmpty()) {
        object.missing("spec");
      }
      return Optional.empty();
    }
    Fields spec = found.get();
    ClusterIps clusterIps = ClusterIps.read(spec);
    List<Port> ports = new ArrayList<>();
    for (Fields port : spec.maps("ports")) {
      port(port).ifPresent(ports::add);
    }
    List<LoadBalancerIngress> ingress = object
        .map("status")
        .flatMap(status -> status.map("loadBalancer"))
        .map(ServiceReader::loadBalancer)
        .orElse(List.of());
    List<Located<Cidr>> ranges = sourceRanges(spec);
    boolean publish = Values.isOn(spec, "publishNotReadyAddresses")
        || meta.flatMap(m -> m.annotations().get(TOLERATE_UNREADY))
            .filter(v -> v.value().equals("true"))
            .isPresent();
    Optional<Located<Integer>> affinitySeconds = spec.map("sessionAffinityConfig")
        .flatMap(config -> config.map("clientIP"))
        .flatMap(config ->
            Values.integer(config, "timeoutSeconds", 1, 86400, ManifestCode.OUT_OF_RANGE));
    ServiceObject service = meta.map(m -> new ServiceObject(
            object.span(),
            m,
            Values.word(spec, "type", TYPES),
            clusterIps.headless(),
            clusterIps.addresses(),
            families(spec),
            Values.word(spec, "ipFamilyPolicy", FAMILY_POLICIES),
            LabelText.labels(spec, "selector"),
            ports,
            Addresses.addresses(spec, "externalIPs"),
            Addresses.address(spec, "loadBalancerIP"),
            ranges,
            ingress,
            Values.flag(spec, "allocateLoadBalancerNodePorts"),
            Values.text(spec, "externalName").filter(n -> checkExternalName(spec, n)),
            Values.word(spec, "sessionAffinity", AFFINITY),
            affinitySeconds,
            Values.word(spec, "externalTrafficPolicy", TRAFFIC),
            Values.word(spec, "internalTrafficPolicy", TRAFFIC),
            publish,
            Values.portOrZero(spec, "healthCheckNodePort"),
            Values.word(spec, "trafficDistribution", DISTRIBUTIONS)))
        .orElse(null);
    return Optional.ofNullable(service);
  }

  private static void warnOfDigit(Reading reading, Located<String> name) {
    if (Character.isDigit(name.value().charAt(0))) {
      reading
          .at(
              name.span(),
              ManifestCode.DIGIT_SERVICE,
              "most Kubernetes versions refuse a service name that begins with a digit")
          .help("put a letter first")
          .report();
    }
  }

  private static boolean checkExternalName(Fields spec, Located<String> name) {
    String text = name.value();
    boolean dotted = text.endsWith(".") && text.length() > 1;
    return Names.SUBDOMAIN.check(
        spec, "externalName", dotted ? name.with(text.substring(0, text.length() - 1)) : name);
  }

  /** {@code ipFamilies}, or the single {@code ipFamily} of Kubernetes 1.16 to 1.19. */
  private static List<Located<IpFamily>> families(Fields spec) {
    List<Located<IpFamily>> families = new ArrayList<>(2);
    for (Node item : spec.list("ipFamilies")) {
      Values.text(spec, "ipFamilies", item)
          .flatMap(text -> Values.word(spec, "ipFamilies", text, FAMILIES))
          .ifPresent(families::add);
    }
    if (families.isEmpty()) {
      Values.word(spec, "ipFamily", FAMILIES).ifPresent(families::add);
    }
    if (families.size() > 1
        && families.subList(1, families.size()).stream()
            .anyMatch(f -> f.value() == families.get(0).value())) {
      spec.reading()
          .at(
              families.get(1).span(),
              ManifestCode.ADDRESS_FAMILY,
              "spec.ipFamilies names a family twice")
          .help("keep each once")
          .report();
    }
    return families;
  }

  private static Optional<Port> port(Fields fields) {
    Optional<Located<Integer>> number = Values.port(fields, "port");
    if (fields.node("port").isEmpty()) {
      fields.missing("port");
    }
    Optional<Located<String>> name = Names.LABEL.read(fields, "name");
    var protocol = Values.protocol(fields, "protocol");
    Optional<Target> target = target(fields);
    Optional<Located<Integer>> nodePort = Values.portOrZero(fields, "nodePort");
    return number.map(n -> new Port(fields.span(), name, n, protocol, target, nodePort));
  }

  private static Optional<Target> target(Fields fields) {
    Optional<Node> node = fields.node("targetPort");
    if (node.isEmpty()) {
      return Optional.empty();
    }
    boolean number =
        node.get() instanceof ScalarNode scalar && Scalars.type(scalar) != Scalars.Type.TEXT;
    if (number) {
      return Values.portOrZero(fields, "targetPort")
          .map(n -> new Target(n.span(), Optional.of(n.value()), Optional.empty()));
    }
    return PortNames.read(fields, "targetPort")
        .map(n -> new Target(n.span(), Optional.empty(), Optional.of(n.value())));
  }

  /** The ranges, around which an API server takes blanks (ValidateService) and kube-proxy too. */
  private static List<Located<Cidr>> sourceRanges(Fields spec) {
    List<Located<Cidr>> ranges = new ArrayList<>();
    for (Node item : spec.list(SOURCE_RANGES)) {
      Values.text(spec, SOURCE_RANGES, item)
          .map(text -> text.with(text.value().strip()))
          .flatMap(text -> Addresses.cidr(spec, SOURCE_RANGES, text, true))
          .ifPresent(ranges::add);
    }
    return ranges;
  }

  private static List<LoadBalancerIngress> loadBalancer(Fields loadBalancer) {
    List<LoadBalancerIngress> list = new ArrayList<>();
    for (Fields ingress : loadBalancer.maps("ingress")) {
      Optional<Located<IpAddress>> ip = Addresses.address(ingress, "ip");
      Optional<Located<String>> hostname = Names.SUBDOMAIN.read(ingress, "hostname");
      boolean proxy =
          Values.word(ingress, "ipMode", IP_MODES).map(Located::value).orElse(false);
      if (ip.isPresent() || hostname.isPresent()) {
        list.add(new LoadBalancerIngress(ingress.span(), ip, hostname, proxy));
      }
    }
    return list;
  }
}
