package dev.podnet.manifest;

import dev.podnet.diagnostics.ManifestCode;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads Namespaces and Nodes. */
final class NodeReader {

  /** The effects of a taint. */
  static final Map<String, String> EFFECTS =
      Words.of("NoSchedule", "PreferNoSchedule", "NoExecute");

  private NodeReader() {}

  /** Reads a Namespace. */
  static Optional<KubeObject> namespace(Fields object) {
    return MetaReader.read(object, Names.LABEL, false).map(meta -> {
      MetaReader.warnOfDeadAnnotation(object.reading(), meta);
      return new NamespaceObject(object.span(), meta);
    });
  }

  /** Reads a Node. */
  static Optional<KubeObject> node(Fields object) {
    Optional<ObjectMeta> meta = MetaReader.read(object, Names.SUBDOMAIN, false);
    Optional<Fields> spec = object.map("spec");
    List<Located<IpAddress>> internal = new ArrayList<>();
    List<Located<IpAddress>> external = new ArrayList<>();
    object.map("status").ifPresent(status -> {
      for (Fields address : status.maps("addresses")) {
        String type = Values.text(address, "type").map(Located::value).orElse("");
        if (type.equals("InternalIP")) {
          Addresses.address(address, "address").ifPresent(internal::add);
        } else if (type.equals("ExternalIP")) {
          Addresses.address(address, "address").ifPresent(external::add);
        }
      }
    });
    List<Located<Cidr>> podCidrs = spec.map(NodeReader::podCidrs).orElse(List.of());
    List<NodeObject.Taint> taints = spec.map(NodeReader::taints).orElse(List.of());
    boolean unschedulable = spec.map(s -> Values.isOn(s, "unschedulable")).orElse(false);
    return meta.map(
        m -> new NodeObject(object.span(), m, podCidrs, internal, external, taints, unschedulable));
  }

  private static List<Located<Cidr>> podCidrs(Fields spec) {
    Optional<Located<Cidr>> single = Addresses.cidr(spec, "podCIDR", true);
    List<Located<Cidr>> all = Addresses.cidrs(spec, "podCIDRs", true);
    if (all.isEmpty()) {
      return single.map(List::of).orElse(List.of());
    }
    boolean complete = all.size() == spec.list("podCIDRs").size();
    if (complete
        && single.isPresent()
        && !single.get().value().equals(all.get(0).value())) {
      spec.reading()
          .at(
              single.get().span(),
              ManifestCode.ADDRESS_FAMILY,
              "podCIDR is not the first of podCIDRs")
          .related(all.get(0).span(), "the first of podCIDRs")
          .help("leave podCIDR out")
          .report();
    }
    return oneOfEachFamily(spec, "podCIDRs", all);
  }

  private static List<Located<Cidr>> oneOfEachFamily(
      Fields fields, String key, List<Located<Cidr>> blocks) {
    List<Located<Cidr>> kept = new ArrayList<>(blocks.size());
    for (Located<Cidr> block : blocks) {
      Optional<Located<Cidr>> same = kept.stream()
          .filter(k -> k.value().family() == block.value().family())
          .findFirst();
      if (same.isPresent()) {
        fields
            .reading()
            .at(
                block.span(),
                ManifestCode.ADDRESS_FAMILY,
                fields.path(key) + " has two blocks of one address family")
            .related(same.get().span(), "the other one")
            .help("keep one for IPv4 and one for IPv6")
            .report();
      } else {
        kept.add(block);
      }
    }
    return kept;
  }

  private static List<NodeObject.Taint> taints(Fields spec) {
    List<NodeObject.Taint> taints = new ArrayList<>();
    for (Fields taint : spec.maps("taints")) {
      Optional<Located<String>> key =
          Values.text(taint, "key").filter(text -> LabelText.checkKey(taint, text));
      Optional<Located<String>> effect = Values.word(taint, "effect", EFFECTS);
      String value = Values.text(taint, "value").map(Located::value).orElse("");
      for (String wanted : List.of("key", "effect")) {
        if (taint.node(wanted).isEmpty()) {
          taint.missing(wanted);
        }
      }
      if (key.isPresent() && effect.isPresent()) {
        taints.add(new NodeObject.Taint(
            taint.span(), key.get().value(), value, effect.get().value()));
      }
    }
    return taints;
  }
}
