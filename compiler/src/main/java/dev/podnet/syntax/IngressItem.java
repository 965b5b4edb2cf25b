package dev.podnet.syntax;

import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;

/** A statement inside {@code ingress NAME { … }} of a namespace. */
public sealed interface IngressItem {

  /** From the keyword to the end of the statement. */
  Span span();

  /** {@code SERVICE:PORT}; the port as a number or a name. */
  record Backend(Span span, Located<String> service, Located<String> port) {}

  /** {@code path /x [exact|prefix] -> SERVICE:PORT}. */
  record Path(Span span, Located<String> path, boolean exact, Backend backend) {}

  /** {@code host NAME { path … }}. */
  record Host(Span span, Located<String> name, List<Path> paths) implements IngressItem {
    /** Copies the list. */
    public Host {
      paths = List.copyOf(paths);
    }
  }

  /** {@code default -> SERVICE:PORT}. */
  record Default(Span span, Backend backend) implements IngressItem {}

  /** {@code tls SECRET for HOST, …}. */
  record Tls(Span span, Located<String> secret, List<Located<String>> hosts)
      implements IngressItem {
    /** Copies the list. */
    public Tls {
      hosts = List.copyOf(hosts);
    }
  }
}
