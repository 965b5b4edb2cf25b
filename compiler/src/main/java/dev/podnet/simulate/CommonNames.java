package dev.podnet.simulate;

import dev.podnet.net.Cidr;
import dev.podnet.net.InterfaceAddress;
import dev.podnet.net.IpAddress;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.HostFile;
import dev.podnet.plan.HostState;
import dev.podnet.plan.Link;
import dev.podnet.plan.Match;
import dev.podnet.plan.PodNamespace;
import dev.podnet.plan.Relay;
import dev.podnet.plan.Route;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Target;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Elements of a host as text in which the host's own values have common names: its underlay addresses, its pod ranges, its
 * pods and their interfaces. So elements that differ in these alone are the same text.
 */
final class CommonNames {

  private final Map<IpAddress, String> podOfAddress = new HashMap<>();
  private final Map<String, String> podOfLink = new HashMap<>();
  private final HostState state;
  private final List<Cidr> ranges;

  /**
   * The names of a host.
   *
   * @param ranges the host's shares of the pod ranges
   */
  CommonNames(HostState state, List<Cidr> ranges) {
    this.state = state;
    this.ranges = ranges;
    for (Fragment fragment : state.parts().values()) {
      for (PodNamespace namespace : fragment.namespaces()) {
        namespace.addresses().forEach(a -> podOfAddress.put(a.address(), namespace.name()));
      }
      for (Link link : fragment.links()) {
        if (link instanceof Link.Veth veth) {
          podOfLink.put(veth.name().value(), veth.namespace());
        }
      }
    }
  }

  /** The pod that has an address, or null. */
  String podOfAddress(IpAddress address) {
    return podOfAddress.get(address);
  }

  /** The pod that an interface of the host leads to, or null. */
  String podOfLink(String name) {
    return podOfLink.get(name);
  }

  /** A setting's key, the interface of a pod in it by its common name. */
  String key(String key) {
    StringBuilder text = new StringBuilder();
    for (String piece : key.split("/")) {
      text.append('/').append(linkName(piece));
    }
    return text.toString();
  }

  String rule(Rule rule) {
    StringBuilder text = new StringBuilder();
    for (Match match : rule.matches()) {
      text.append(match(match)).append(' ');
    }
    Target target = rule.target();
    return text.append(
            target instanceof Target.Dnat d ? "Dnat " + text(d.address()) + ":" + d.port() : target)
        .toString();
  }

  private String match(Match match) {
    if (match instanceof Match.Source s) {
      return "s " + text(s.cidr()) + s.negated();
    } else if (match instanceof Match.Destination d) {
      return "d " + text(d.cidr()) + d.negated();
    } else if (match instanceof Match.InInterface in) {
      return "i " + linkName(in.name()) + in.negated();
    } else if (match instanceof Match.OutInterface out) {
      return "o " + linkName(out.name()) + out.negated();
    }
    return match.toString();
  }

  String link(Link link) {
    String text = link.getClass().getSimpleName() + " " + linkName(link.name().value()) + " mtu "
        + link.mtu();
    if (link instanceof Link.Vxlan v) {
      return text + " vni " + v.vni() + " local " + text(v.local()) + " dev " + v.dev() + " port "
          + v.port() + " learning " + v.learning() + " master " + v.master();
    } else if (link instanceof Link.IpTunnel t) {
      return text + " " + t.kind() + " local " + t.local().map(this::text) + " fou " + t.fouPort();
    } else if (link instanceof Link.WireGuard w) {
      return text + " port " + w.port(); // its key is its own, and what a peer knows it by
    } else if (link instanceof Link.Veth v) {
      // Behind a wire of its own a pod knows the host's MAC beforehand.
      String mac = v.master().isPresent() ? "" : " mac " + v.mac();
      return text + " peer " + v.peer() + " master " + v.master() + " hairpin " + v.hairpin() + mac;
    }
    return text;
  }

  String route(Route route) {
    return "route " + route.kind() + route.learned() + " " + text(route.destination()) + " via "
        + route.via().map(this::text).orElse("-") + " dev "
        + route.dev().map(d -> linkName(d.value())).orElse("underlay") + " " + route.onlink()
        + route.tunnelTo() + route.peer();
  }

  String namespace(PodNamespace namespace) {
    StringBuilder text = new StringBuilder("namespace");
    for (InterfaceAddress address : namespace.addresses()) {
      text.append(' ').append(text(address));
    }
    namespace
        .routes()
        .forEach(r -> text.append(" route ")
            .append(r.destination())
            .append(' ')
            .append(r.via().map(this::text).orElse("-")));
    namespace
        .neighbours()
        .forEach(n -> text.append(" neigh ").append(text(n.address())).append(n.mac()));
    return text.append(namespace.addresses().isEmpty() ? " " + namespace.sharesWith() : "")
        .toString();
  }

  String file(HostFile file) {
    StringBuilder text = new StringBuilder("file " + file.name());
    if (file.content() instanceof HostFile.Relays relays) {
      for (Relay relay : relays.relays()) {
        text.append("\n  ").append(text(relay.address())).append(' ').append(relay.port());
        text.append(' ').append(relay.protocol()).append(' ').append(relay.balance());
        relay
            .targets()
            .forEach(t -> text.append(' ').append(text(t.address())).append(':').append(t.port()));
      }
      return text.toString();
    }
    return text.toString(); // what else it says is nothing to a packet
  }

  String linkName(String name) {
    return podOfLink.containsKey(name) ? "@veth" : name;
  }

  String text(InterfaceAddress address) {
    return text(address.address()) + "/" + address.length();
  }

  String text(Cidr cidr) {
    for (int i = 0; i < ranges.size(); i++) {
      if (ranges.get(i).equals(cidr)) {
        return "@range" + i;
      }
    }
    return text(cidr.network()) + "/" + cidr.length();
  }

  String text(IpAddress address) {
    if (podOfAddress.containsKey(address)) {
      return "@pod" + address.family();
    }
    int own = state.addresses().indexOf(address);
    if (own >= 0) {
      return "@underlay" + own;
    }
    for (int i = 0; i < ranges.size(); i++) {
      Cidr range = ranges.get(i);
      if (range.contains(address)) {
        return "@range" + i + "+" + (address.low() - range.network().low());
      }
    }
    return address.toString();
  }
}
