package dev.podnet.syntax;

import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;

/** A statement inside {@code namespace NAME { … }}. */
public sealed interface NamespaceItem {

  /** From the keyword to the end of the statement. */
  Span span();

  /** {@code labels k=v …} of the namespace itself. */
  record Labels(Span span, List<LabelPair> labels) implements NamespaceItem {
    /** Copies the list. */
    public Labels {
      labels = List.copyOf(labels);
    }
  }

  /**
   * {@code pod NAME [on NODE] { … }} or {@code pods NAME COUNT [on NODE, …] { … }}.
   *
   * @param count empty for {@code pod}
   */
  record PodDecl(
      Span span,
      Located<String> name,
      Optional<Located<Integer>> count,
      List<Located<String>> on,
      List<PodItem> items)
      implements NamespaceItem {
    /** Copies the lists. */
    public PodDecl {
      on = List.copyOf(on);
      items = List.copyOf(items);
    }
  }

  /** {@code service NAME { … }}. */
  record ServiceDecl(Span span, Located<String> name, List<ServiceItem> items)
      implements NamespaceItem {
    /** Copies the list. */
    public ServiceDecl {
      items = List.copyOf(items);
    }
  }

  /** {@code networkPolicy NAME { … }}. */
  record NetworkPolicyDecl(Span span, Located<String> name, List<PolicyItem> items)
      implements NamespaceItem {
    /** Copies the list. */
    public NetworkPolicyDecl {
      items = List.copyOf(items);
    }
  }

  /** {@code ingress NAME { … }}. */
  record IngressDecl(Span span, Located<String> name, List<IngressItem> items)
      implements NamespaceItem {
    /** Copies the list. */
    public IngressDecl {
      items = List.copyOf(items);
    }
  }
}
