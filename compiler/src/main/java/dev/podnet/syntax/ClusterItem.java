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

  /** {@code clusterDomain NAME}. */
  record ClusterDomain(Span span, Located<String> name) implements ClusterItem {}

  /** {@code podCIDR CIDR[, CIDR6]}. */
  record PodCidr(Span span, List<Located<Cidr>> cidrs) implements ClusterItem {
    /** Copies the list. */
    public PodCidr {
      cidrs = List.copyOf(cidrs);
    }
  }

  /** {@code nodeMask /24[, /64]}; lengths in the order written. */
  record NodeMask(Span span, List<Located<Integer>> lengths) implements ClusterItem {
    /** Copies the list. */
    public NodeMask {
      lengths = List.copyOf(lengths);
    }
  }

  /** {@code serviceCIDR CIDR[, CIDR6]}. */
  record ServiceCidr(Span span, List<Located<Cidr>> cidrs) implements ClusterItem {
    /** Copies the list. */
    public ServiceCidr {
      cidrs = List.copyOf(cidrs);
    }
  }

  /** {@code nodePortRange A-B}. */
  record NodePortRange(Span span, Located<PortRange> range) implements ClusterItem {}

  /** {@code nodePortAddresses CIDR, …}. */
  record NodePortAddresses(Span span, List<Located<Cidr>> cidrs) implements ClusterItem {
    /** Copies the list. */
    public NodePortAddresses {
      cidrs = List.copyOf(cidrs);
    }
  }

  /** {@code mtu N}. */
  record Mtu(Span span, Located<Integer> mtu) implements ClusterItem {}

  /** Which switch a {@link Toggle} turns. */
  enum Option {
    /** {@code masquerade}. */
    MASQUERADE,
    /** {@code masqueradeAll}. */
    MASQUERADE_ALL,
    /** {@code localhostNodePorts}. */
    LOCALHOST_NODE_PORTS
  }

  /** {@code masquerade on|off} and its like. */
  record Toggle(Span span, Option option, Located<Boolean> on) implements ClusterItem {}

  /** What a {@link Choice} chooses. */
  enum Role {
    /** {@code backend NAME}: a wiring and a fabric at once. */
    BACKEND,
    /** {@code wiring NAME}. */
    WIRING,
    /** {@code fabric NAME}. */
    FABRIC,
    /** {@code proxyMode NAME}. */
    PROXY_MODE,
    /** {@code dns NAME}. */
    DNS,
    /** {@code ingress NAME} in the cluster. */
    INGRESS
  }

  /** {@code backend NAME [{ settings }]} and its like; what the settings mean is the chosen backend's to say. */
  record Choice(Span span, Role role, Located<String> name, List<Setting> settings)
      implements ClusterItem {
    /** Copies the list. */
    public Choice {
      settings = List.copyOf(settings);
    }
  }
}
