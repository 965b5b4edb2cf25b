package dev.podnet.syntax;

import dev.podnet.net.IpAddress;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;

/** A statement inside {@code pod} or {@code pods}. */
public sealed interface PodItem {

  /** From the keyword to the end of the statement. */
  Span span();

  /** {@code labels k=v …}. */
  record Labels(Span span, List<LabelPair> labels) implements PodItem {
    /** Copies the list. */
    public Labels {
      labels = List.copyOf(labels);
    }
  }

  /** {@code ip IP[, IP6]}. */
  record Ip(Span span, List<Located<IpAddress>> addresses) implements PodItem {
    /** Copies the list. */
    public Ip {
      addresses = List.copyOf(addresses);
    }
  }

  /** The networks a pod may be in. */
  enum NetworkMode {
    /** {@code network pod}: a namespace and addresses of its own. */
    POD,
    /** {@code network host}: the host's own. */
    HOST,
    /** {@code network none}: a namespace with nothing but loopback. */
    NONE
  }

  /** {@code network pod|host|none}. */
  record Network(Span span, Located<NetworkMode> mode) implements PodItem {}

  /** {@code shares POD}: joins the network namespace of a pod of the same Kubernetes namespace. */
  record Shares(Span span, Located<String> pod) implements PodItem {}

  /** {@code hostname NAME}. */
  record Hostname(Span span, Located<String> name) implements PodItem {}

  /** {@code subdomain NAME}. */
  record Subdomain(Span span, Located<String> name) implements PodItem {}

  /** {@code nodeSelector k=v …}. */
  record NodeSelector(Span span, List<LabelPair> labels) implements PodItem {
    /** Copies the list. */
    public NodeSelector {
      labels = List.copyOf(labels);
    }
  }

  /** {@code container NAME { port …; command "…" }}. */
  record ContainerDecl(
      Span span,
      Located<String> name,
      List<ContainerPortDecl> ports,
      Optional<Located<String>> command)
      implements PodItem {
    /** Copies the list. */
    public ContainerDecl {
      ports = List.copyOf(ports);
    }
  }

  /** {@code port [NAME] N[/PROTO] [hostPort N] [hostIP IP]}. */
  record ContainerPortDecl(
      Span span,
      Optional<Located<String>> name,
      Located<Integer> number,
      Located<Protocol> protocol,
      Optional<Located<Integer>> hostPort,
      Optional<Located<IpAddress>> hostIp) {}
}
