package dev.podnet.syntax;

import dev.podnet.net.Cidr;
import dev.podnet.net.PortRange;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;

/** A statement inside {@code cluster NAME { … }}. */
public sealed interface ClusterItem {

  /** From the keyword to the end of the statement. */
  Span span();

  /** The word it begins with. */
  String keyword();

  /** {@code clusterDomain NAME}. */
  record ClusterDomain(Span span, Located<String> name) implements ClusterItem {
    @Override
    public String keyword() {
      return "clusterDomain";
    }
  }

  /** {@code podCIDR CIDR[, CIDR6]}. */
  record PodCidr(Span span, List<Located<Cidr>> cidrs) implements ClusterItem {
    /** Copies the list. */
    public PodCidr {
      cidrs = List.copyOf(cidrs);
    }

    @Override
    public String keyword() {
      return "podCIDR";
    }
  }

  /** {@code nodeMask /24[, /64]}; lengths in the order written. */
  record NodeMask(Span span, List<Located<Integer>> lengths) implements ClusterItem {
    /** Copies the list. */
    public NodeMask {
      lengths = List.copyOf(lengths);
    }

    @Override
    public String keyword() {
      return "nodeMask";
    }
  }

  /** {@code serviceCIDR CIDR[, CIDR6]}. */
  record ServiceCidr(Span span, List<Located<Cidr>> cidrs) implements ClusterItem {
    /** Copies the list. */
    public ServiceCidr {
      cidrs = List.copyOf(cidrs);
    }

    @Override
    public String keyword() {
      return "serviceCIDR";
    }
  }

  /** {@code nodePortRange A-B}. */
  record NodePortRange(Span span, Located<PortRange> range) implements ClusterItem {
    @Override
    public String keyword() {
      return "nodePortRange";
    }
  }

  /** {@code nodePortAddresses CIDR, …}. */
  record NodePortAddresses(Span span, List<Located<Cidr>> cidrs) implements ClusterItem {
    /** Copies the list. */
    public NodePortAddresses {
      cidrs = List.copyOf(cidrs);
    }

    @Override
    public String keyword() {
      return "nodePortAddresses";
    }
  }

  /** {@code mtu N}. */
  record Mtu(Span span, Located<Integer> mtu) implements ClusterItem {
    @Override
    public String keyword() {
      return "mtu";
    }
  }

  /** Which switch a {@link Toggle} turns. */
  enum Option {
    /** {@code masquerade}. */
    MASQUERADE("masquerade"),
    /** {@code masqueradeAll}. */
    MASQUERADE_ALL("masqueradeAll"),
    /** {@code localhostNodePorts}. */
    LOCALHOST_NODE_PORTS("localhostNodePorts");

    private final String keyword;

    Option(String keyword) {
      this.keyword = keyword;
    }

    /** The word it is written with. */
    public String keyword() {
      return keyword;
    }
  }

  /** {@code masquerade on|off} and its like. */
  record Toggle(Span span, Option option, Located<Boolean> on) implements ClusterItem {
    @Override
    public String keyword() {
      return option.keyword();
    }
  }

  /** What a {@link Choice} chooses. */
  enum Role {
    /** {@code backend NAME}: a wiring and a fabric at once. */
    BACKEND("backend"),
    /** {@code wiring NAME}. */
    WIRING("wiring"),
    /** {@code fabric NAME}. */
    FABRIC("fabric"),
    /** {@code proxyMode NAME}. */
    PROXY_MODE("proxyMode"),
    /** {@code dns NAME}. */
    DNS("dns"),
    /** {@code ingress NAME} in the cluster. */
    INGRESS("ingress");

    private final String keyword;

    Role(String keyword) {
      this.keyword = keyword;
    }

    /** The word it is written with. */
    public String keyword() {
      return keyword;
    }
  }

  /** {@code backend NAME [{ settings }]} and its like; what the settings mean is the chosen backend's to say. */
  record Choice(Span span, Role role, Located<String> name, List<Setting> settings)
      implements ClusterItem {
    /** Copies the list. */
    public Choice {
      settings = List.copyOf(settings);
    }

    @Override
    public String keyword() {
      return role.keyword();
    }
  }
}
