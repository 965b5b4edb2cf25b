package dev.podnet.manifest;

import dev.podnet.diagnostics.ManifestCode;
import dev.podnet.manifest.EndpointSliceObject.AddressType;
import dev.podnet.manifest.GivenEndpoint.TargetRef;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.Node;

/** Reads Endpoints and EndpointSlices. */
final class EndpointsReader {

  private static final Map<String, AddressType> TYPES =
      Words.of(AddressType.values(), AddressType::word);
  private static final String SERVICE_LABEL = "kubernetes.io/service-name";
  private static final List<Cidr> SPECIAL = List.of(
      Cidr.parse("127.0.0.0/8"),
      Cidr.parse("169.254.0.0/16"),
      Cidr.parse("224.0.0.0/24"),
      Cidr.parse("0.0.0.0/32"),
      Cidr.parse("::/128"),
      Cidr.parse("::1/128"),
      Cidr.parse("fe80::/10"),
      Cidr.parse("ff02::/16"));

  private EndpointsReader() {}

  /** Reads an Endpoints. */
  static Optional<KubeObject> endpoints(Fields object) {
    Optional<ObjectMeta> meta = MetaReader.read(object, Names.SUBDOMAIN, true);
    List<EndpointsObject.Subset> subsets = new ArrayList<>();
    for (Fields subset : object.maps("subsets")) {
      List<GivenEndpoint> endpoints = new ArrayList<>();
      for (Fields address : subset.maps("addresses")) {
        address(address, true).ifPresent(endpoints::add);
      }
      for (Fields address : subset.maps("notReadyAddresses")) {
        address(address, false).ifPresent(endpoints::add);
      }
      subsets.add(new EndpointsObject.Subset(subset.span(), endpoints, ports(subset, true)));
    }
    return meta.map(m -> new EndpointsObject(object.span(), m, subsets));
  }

  private static Optional<GivenEndpoint> address(Fields fields, boolean ready) {
    Optional<Located<IpAddress>> ip =
        Addresses.address(fields, "ip").filter(a -> checkSpecial(fields, a));
    if (fields.node("ip").isEmpty()) {
      fields.missing("ip");
    }
    Optional<Located<String>> hostname = Names.LABEL.read(fields, "hostname");
    Optional<Located<String>> nodeName = Names.SUBDOMAIN.read(fields, "nodeName");
    Optional<TargetRef> target = fields.map("targetRef").map(EndpointsReader::target);
    return ip.map(a -> new GivenEndpoint(
        fields.span(),
        List.of(a),
        Optional.of(ready),
        Optional.empty(),
        Optional.empty(),
        hostname,
        nodeName,
        Optional.empty(),
        target,
        List.of(),
        List.of()));
  }

  private static boolean checkSpecial(Fields fields, Located<IpAddress> address) {
    Optional<Cidr> special =
        SPECIAL.stream().filter(block -> block.contains(address.value())).findFirst();
    special.ifPresent(block -> fields
        .reading()
        .at(
            address.span(),
            ManifestCode.SPECIAL_ADDRESS,
            address.value() + " cannot be an endpoint: " + block + " never leaves its host or link")
        .help("write the address by which other hosts reach it")
        .report());
    return special.isEmpty();
  }

  private static TargetRef target(Fields fields) {
    return new TargetRef(
        fields.span(),
        Values.text(fields, "kind").map(Located::value),
        Values.text(fields, "namespace").map(Located::value),
        Values.text(fields, "name").map(Located::value));
  }

  private static List<GivenEndpoint.Port> ports(Fields owner, boolean numberNeeded) {
    List<GivenEndpoint.Port> ports = new ArrayList<>();
    for (Fields port : owner.maps("ports")) {
      Optional<Located<Integer>> number = Values.port(port, "port");
      if (numberNeeded && port.node("port").isEmpty()) {
        port.missing("port");
      }
      ports.add(new GivenEndpoint.Port(
          port.span(),
          Names.LABEL.read(port, "name").map(Located::value),
          number.map(Located::value),
          Values.protocol(port, "protocol").value()));
    }
    return ports;
  }

  /** Reads an EndpointSlice. */
  static Optional<KubeObject> slice(Fields object) {
    Optional<ObjectMeta> meta = MetaReader.read(object, Names.SUBDOMAIN, true);
    Optional<Located<AddressType>> type = Values.word(object, "addressType", TYPES);
    if (object.node("addressType").isEmpty()) {
      object.missing("addressType", "write addressType: IPv4 or IPv6");
    }
    List<GivenEndpoint> endpoints = new ArrayList<>();
    for (Fields endpoint : object.maps("endpoints")) {
      endpoint(endpoint, type.map(Located::value)).ifPresent(endpoints::add);
    }
    List<GivenEndpoint.Port> ports = ports(object, false);
    return meta.flatMap(m -> type.map(t -> new EndpointSliceObject(
        object.span(), m, m.labels().get(SERVICE_LABEL), t, endpoints, ports)));
  }

  private static Optional<GivenEndpoint> endpoint(Fields fields, Optional<AddressType> type) {
    List<Located<IpAddress>> addresses = new ArrayList<>(1);
    List<Node> written = fields.list("addresses");
    if (written.isEmpty() && fields.node("addresses").isEmpty()) {
      fields.missing("addresses");
    }
    if (type.isPresent() && type.get() != AddressType.FQDN) {
      for (Node item : written) {
        Values.text(fields, "addresses", item)
            .flatMap(text -> Addresses.address(fields, "addresses", text))
            .filter(a -> checkFamily(fields, a, type.get()) && checkSpecial(fields, a))
            .ifPresent(addresses::add);
      }
    }
    Optional<Fields> conditions = fields.map("conditions");
    Optional<Fields> hints = fields.map("hints");
    // v1beta1 had the node and the zone in a map of labels
    Optional<LabelMap> topology =
        fields.map("topology").map(t -> LabelText.annotations(fields, "topology"));
    return Optional.of(new GivenEndpoint(
        fields.span(),
        addresses,
        condition(conditions, "ready"),
        condition(conditions, "serving"),
        condition(conditions, "terminating"),
        Names.LABEL.read(fields, "hostname"),
        Names.SUBDOMAIN
            .read(fields, "nodeName")
            .or(() -> topology.flatMap(t -> t.get("kubernetes.io/hostname"))),
        Values.text(fields, "zone")
            .or(() -> topology.flatMap(t -> t.get("topology.kubernetes.io/zone"))),
        fields.map("targetRef").map(EndpointsReader::target),
        hints.map(h -> names(h, "forZones")).orElse(List.of()),
        hints.map(h -> names(h, "forNodes")).orElse(List.of())));
  }

  private static Optional<Boolean> condition(Optional<Fields> conditions, String key) {
    return conditions.flatMap(c -> Values.flag(c, key)).map(Located::value);
  }

  private static List<String> names(Fields hints, String key) {
    List<String> names = new ArrayList<>();
    for (Fields hint : hints.maps(key)) {
      Values.text(hint, "name").ifPresent(name -> names.add(name.value()));
    }
    return names;
  }

  private static boolean checkFamily(Fields fields, Located<IpAddress> address, AddressType type) {
    IpFamily wanted = type == AddressType.IPV6 ? IpFamily.IPV6 : IpFamily.IPV4;
    if (address.value().family() == wanted) {
      return true;
    }
    fields
        .reading()
        .at(
            address.span(),
            ManifestCode.ADDRESS_FAMILY,
            address.value() + " is no " + type.word() + " address, as the slice's addressType says")
        .help("put it into a slice of its own")
        .report();
    return false;
  }
}
