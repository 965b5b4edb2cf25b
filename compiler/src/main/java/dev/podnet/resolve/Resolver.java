package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.NameCode;
import dev.podnet.manifest.NodeObject;
import dev.podnet.model.Cluster;
import dev.podnet.model.ClusterSettings;
import dev.podnet.model.Ingress;
import dev.podnet.model.Namespace;
import dev.podnet.model.Node;
import dev.podnet.model.Pod;
import dev.podnet.model.Service;
import dev.podnet.syntax.Statement;
import java.util.List;
import java.util.Optional;

/**
 * From syntax trees and Kubernetes objects to one cluster: every name bound, every default filled in, every pod placed,
 * every address chosen.
 *
 * <p>What the result is depends on what the inputs say, not on their order or on the names of the files; docs/addresses.md
 * has the rules by which places and addresses are chosen.
 */
public final class Resolver {

  private final ResolveInput input;
  private final Lock lock;
  private final Diagnostics diagnostics;

  private Resolver(ResolveInput input, Diagnostics diagnostics) {
    this.input = input;
    this.lock = input.lock().orElse(Lock.EMPTY);
    this.diagnostics = diagnostics;
  }

  /**
   * Resolves the inputs.
   *
   * @param diagnostics takes what is wrong; when it has errors afterwards, the cluster holds what is sound, good enough
   *     to be checked further
   * @return the cluster; empty only when no {@code cluster} statement is there
   */
  public static Optional<Cluster> resolve(ResolveInput input, Diagnostics diagnostics) {
    return new Resolver(input, diagnostics).resolve();
  }

  private Optional<Cluster> resolve() {
    Declarations declared = Declarations.of(input.specs());
    return cluster(declared.clusters()).map(decl -> resolve(decl, declared));
  }

  private Optional<Statement.ClusterDecl> cluster(List<Statement.ClusterDecl> clusters) {
    if (clusters.isEmpty()) {
      Diagnostic.of(
              NameCode.NO_CLUSTER, "no input has a cluster statement, and exactly one is needed")
          .help("""
              write one into a .podnet file and give it along:
                cluster home { backend vxlan }
                node n1 { address 192.168.1.11 }
                node n2 { address 192.168.1.12 }
                namespace default { pods web 2 }
                import "manifests/*.yaml\"""")
          .to(diagnostics);
      return Optional.empty();
    }
    Statement.ClusterDecl first = clusters.get(0);
    for (Statement.ClusterDecl other : clusters.subList(1, clusters.size())) {
      Diagnostic.at(
              other.name().span(),
              NameCode.SEVERAL_CLUSTERS,
              "a second cluster, " + other.name() + ", where a compile has exactly one")
          .label("another cluster")
          .related(first.name().span(), "cluster " + first.name() + " is declared here")
          .help("compile the two on their own, or join the two statements")
          .to(diagnostics);
    }
    return Optional.of(first);
  }

  private Cluster resolve(Statement.ClusterDecl decl, Declarations declared) {
    Imported imported = Imported.of(input.manifests(), input.defaultNamespace(), diagnostics);
    List<Ingress> ingresses = Ingresses.resolve(declared.namespaces(), imported, diagnostics);
    ClusterSettings settings = ClusterSettingsResolver.resolve(
        ClusterItems.of(decl.items(), input.overrides()),
        decl.name().span(),
        !ingresses.isEmpty(),
        diagnostics);
    Underlay underlay = Underlay.of(declared, settings, decl.name().span(), diagnostics);
    List<Namespace> namespaces = Namespaces.of(declared.namespaces(), imported, diagnostics);
    List<Node> nodes = input
        .keys()
        .give(
            NodeShares.assign(
                NodeResolver.resolve(
                    declared.nodes(),
                    imported.all(NodeObject.class),
                    settings,
                    underlay,
                    diagnostics),
                settings,
                lock,
                diagnostics),
            diagnostics);
    if (nodes.isEmpty()) {
      Diagnostic.at(
              decl.name().span(),
              NameCode.NO_NODES,
              "cluster " + decl.name() + " has no nodes: its names are compiled, and nothing else")
          .help("add `node NAME { address IP }`, or import Node objects")
          .to(diagnostics);
    }
    List<Pod> pods =
        Pods.resolve(declared.namespaces(), imported, nodes, settings, lock, diagnostics);
    GivenEndpoints given = GivenEndpoints.of(imported);
    NameServers.Result named = NameServers.add(
        settings,
        nodes,
        pods,
        Services.drafts(declared.namespaces(), imported, diagnostics),
        given,
        lock,
        diagnostics);
    List<Service> services =
        Services.resolve(named.services(), given, nodes, named.pods(), settings, lock, diagnostics);
    namespaces =
        Namespaces.with(namespaces, named.servers(), settings.dns().name().span());
    IngressBackends.check(ingresses, services, diagnostics);
    return new Cluster(
        decl.name().value(),
        decl.name().span(),
        settings,
        underlay.segments(),
        underlay.routers(),
        nodes,
        namespaces,
        named.pods(),
        services,
        Policies.resolve(declared.namespaces(), imported, diagnostics),
        ingresses,
        new Asserts(named.pods(), services, nodes, namespaces, diagnostics)
            .resolve(declared.asserts()),
        named.servers());
  }
}
