package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.ObjectRef;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.resolve.ServiceDraft.FamilyWish;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import dev.podnet.syntax.LabelPair;
import dev.podnet.syntax.NamespaceItem;
import dev.podnet.syntax.ServiceItem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads {@code service}. */
final class SpecServices {

  private final Diagnostics diagnostics;

  SpecServices(Diagnostics diagnostics) {
    this.diagnostics = diagnostics;
  }

  ServiceDraft read(String namespace, NamespaceItem.ServiceDecl decl) {
    ObjectRef ref = new ObjectRef(namespace, decl.name().value());
    return new Reader("service " + ref).read(ref, decl);
  }

  /** Reads one block: single statements by their class, lists piece by piece. */
  private final class Reader {
    private final String what;
    private final Map<String, ServiceItem> single = new HashMap<>();
    private final List<LabelPair> selector = new ArrayList<>();
    private final List<ServiceDraft.Port> ports = new ArrayList<>();
    private final List<Located<IpAddress>> externalIps = new ArrayList<>();
    private final List<Located<IpAddress>> loadBalancerIps = new ArrayList<>();
    private final List<Located<Cidr>> ranges = new ArrayList<>();
    private Optional<Span> selectorSpan = Optional.empty();
    private Optional<List<Located<IpAddress>>> endpoints = Optional.empty();

    Reader(String what) {
      this.what = what;
    }

    ServiceDraft read(ObjectRef ref, NamespaceItem.ServiceDecl decl) {
      for (ServiceItem item : decl.items()) {
        if (!gather(item)) {
          single.put(keyword(item), item);
        }
      }
      List<Located<IpAddress>> clusterIps = find("clusterIP", ServiceItem.ClusterIp.class)
          .map(c -> Families.addresses(c.addresses()))
          .orElse(List.of());
      return new ServiceDraft(
          ref,
          decl.name().span(),
          false,
          find("type", ServiceItem.Type.class)
              .map(t -> ServiceTypes.of(t.type().value()))
              .orElse(Service.Type.CLUSTER_IP),
          find("clusterIP", ServiceItem.ClusterIp.class)
              .filter(c -> c.addresses().isEmpty())
              .map(ServiceItem.ClusterIp::span),
          clusterIps,
          wish(clusterIps),
          Scalars.labels(selector, "selector of " + what, diagnostics),
          selectorSpan,
          ports,
          endpoints,
          externalIps,
          loadBalancerIps,
          Service.BalancerOthers.NONE,
          ranges,
          find("externalName", ServiceItem.ExternalName.class).map(ServiceItem.ExternalName::name),
          affinity(),
          find("externalTrafficPolicy", ServiceItem.TrafficPolicy.class)
              .map(ServiceItem.TrafficPolicy::local),
          find("internalTrafficPolicy", ServiceItem.TrafficPolicy.class)
              .map(p -> p.local().value())
              .orElse(false),
          single.containsKey("publishNotReadyAddresses"),
          Optional.empty(),
          find("trafficDistribution", ServiceItem.TrafficDistribution.class)
              .map(d -> d.word().value()),
          single.containsKey("dsr"),
          true);
    }

    /** Takes statements that may stand several times and add up; false for all others. */
    private boolean gather(ServiceItem item) {
      if (item instanceof ServiceItem.Selector s) {
        selector.addAll(s.labels());
        selectorSpan = Optional.of(selectorSpan.orElse(s.span()));
      } else if (item instanceof ServiceItem.Endpoints e) {
        List<Located<IpAddress>> all = new ArrayList<>(endpoints.orElse(List.of()));
        all.addAll(e.addresses());
        endpoints = Optional.of(all);
      } else if (item instanceof ServiceItem.Port p) {
        ports.add(port(p));
      } else if (item instanceof ServiceItem.Addresses a) {
        (a.kind() == ServiceItem.AddressKind.EXTERNAL_IPS ? externalIps : loadBalancerIps)
            .addAll(a.addresses());
      } else if (item instanceof ServiceItem.SourceRanges r) {
        ranges.addAll(r.ranges());
      } else {
        return false;
      }
      return true;
    }

    private <T extends ServiceItem> Optional<T> find(String keyword, Class<T> kind) {
      return Optional.ofNullable(single.get(keyword)).map(kind::cast);
    }

    private Optional<Integer> affinity() {
      return find("sessionAffinity", ServiceItem.SessionAffinity.class)
          .filter(ServiceItem.SessionAffinity::clientIp)
          .map(a -> a.timeoutSeconds().map(Located::value).orElse(ServiceDraft.AFFINITY_SECONDS));
    }
  }

  /** The families of the addresses that are written; both where none is. */
  private static FamilyWish wish(List<Located<IpAddress>> clusterIps) {
    List<Located<IpFamily>> written =
        clusterIps.stream().map(ip -> ip.with(ip.value().family())).toList();
    return new FamilyWish(written, written.isEmpty(), Optional.empty());
  }

  private static ServiceDraft.Port port(ServiceItem.Port port) {
    Service.Target target = port.target()
        .map(t -> new Service.Target(t.number(), t.name()))
        .orElse(new Service.Target(Optional.of(port.number().value()), Optional.empty()));
    return new ServiceDraft.Port(
        port.span(),
        port.name(),
        port.number(),
        port.protocol().value(),
        target,
        port.target().map(ServiceItem.Target::span).orElse(port.number().span()),
        port.nodePort());
  }

  private static String keyword(ServiceItem item) {
    if (item instanceof ServiceItem.Type) {
      return "type";
    } else if (item instanceof ServiceItem.ClusterIp) {
      return "clusterIP";
    } else if (item instanceof ServiceItem.ExternalName) {
      return "externalName";
    } else if (item instanceof ServiceItem.SessionAffinity) {
      return "sessionAffinity";
    } else if (item instanceof ServiceItem.TrafficPolicy policy) {
      return policy.external() ? "externalTrafficPolicy" : "internalTrafficPolicy";
    } else if (item instanceof ServiceItem.PublishNotReady) {
      return "publishNotReadyAddresses";
    } else if (item instanceof ServiceItem.TrafficDistribution) {
      return "trafficDistribution";
    } else if (item instanceof ServiceItem.DirectReturn) {
      return "dsr";
    }
    throw new IllegalStateException("no keyword for " + item);
  }
}
