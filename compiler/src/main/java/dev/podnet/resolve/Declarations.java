package dev.podnet.resolve;

import dev.podnet.syntax.SpecFile;
import dev.podnet.syntax.Statement;
import java.util.Comparator;
import java.util.List;

/** The statements of all {@code .podnet} files by kind, sorted by place: the order of the files does not count. */
record Declarations(
    List<Statement.ClusterDecl> clusters,
    List<Statement.SegmentDecl> segments,
    List<Statement.RouterDecl> routers,
    List<Statement.NodeDecl> nodes,
    List<Statement.NamespaceDecl> namespaces,
    List<Statement.AssertDecl> asserts) {

  static Declarations of(List<SpecFile> specs) {
    List<Statement> all = specs.stream()
        .flatMap(s -> s.statements().stream())
        .sorted(Comparator.comparing(Statement::span))
        .toList();
    return new Declarations(
        only(all, Statement.ClusterDecl.class),
        only(all, Statement.SegmentDecl.class),
        only(all, Statement.RouterDecl.class),
        only(all, Statement.NodeDecl.class),
        only(all, Statement.NamespaceDecl.class),
        only(all, Statement.AssertDecl.class));
  }

  private static <T extends Statement> List<T> only(List<Statement> all, Class<T> kind) {
    return all.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}
