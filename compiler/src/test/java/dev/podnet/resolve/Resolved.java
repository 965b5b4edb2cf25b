package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.Severity;
import dev.podnet.manifest.ManifestFile;
import dev.podnet.manifest.ManifestReader;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.ObjectRef;
import dev.podnet.model.Pod;
import dev.podnet.model.Service;
import dev.podnet.source.Located;
import dev.podnet.source.SourceFile;
import dev.podnet.syntax.ClusterItem;
import dev.podnet.syntax.SpecFile;
import dev.podnet.syntax.SpecParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.Assertions;

/**
 * Inputs as text, resolved.
 *
 * @param cluster the cluster, if there is one
 * @param findings everything that was reported
 */
record Resolved(Optional<Cluster> cluster, List<Diagnostic> findings) {

  /** One spec. */
  static Resolved spec(String text) {
    return new Builder().spec(text).resolve();
  }

  /** A spec of two nodes, n1 and n2, and more statements. */
  static Resolved twoNodes(String statements) {
    return spec("""
        cluster c { }
        node n1 { address 192.168.0.1 }
        node n2 { address 192.168.0.2 }
        """ + statements);
  }

  /** A spec of two nodes and a manifest. */
  static Resolved manifest(String yaml) {
    return new Builder().spec("""
            cluster c { }
            node n1 { address 192.168.0.1 }
            node n2 { address 192.168.0.2 }
            """).manifest(yaml).resolve();
  }

  /** Gathers inputs. */
  static final class Builder {
    private final List<SpecFile> specs = new ArrayList<>();
    private final List<ManifestFile> manifests = new ArrayList<>();
    private final List<ClusterItem> overrides = new ArrayList<>();
    private final Diagnostics diagnostics = new Diagnostics();
    private Optional<Lock> lock = Optional.empty();
    private boolean nameServers = false;

    Builder spec(String text) {
      return spec("spec" + (specs.size() + 1) + ".podnet", text);
    }

    Builder spec(String name, String text) {
      nameServers |= text.contains("dns coredns");
      specs.add(SpecParser.parse(new SourceFile(name, text), diagnostics));
      return this;
    }

    Builder manifest(String text) {
      return manifest("manifest" + (manifests.size() + 1) + ".yaml", text);
    }

    Builder manifest(String name, String text) {
      manifests.add(ManifestReader.read(new SourceFile(name, text), diagnostics));
      return this;
    }

    Builder override(String text) {
      SpecParser.parseClusterItem(new SourceFile("--set", text), diagnostics)
          .ifPresent(overrides::add);
      return this;
    }

    Builder lock(Lock known) {
      lock = Optional.of(known);
      return this;
    }

    /** With the name servers that a cluster has when nobody says anything of them; tests of all else do without. */
    Builder nameServers() {
      nameServers = true;
      return this;
    }

    Resolved resolve() {
      if (!nameServers) {
        override("dns coredns { server none }");
      }
      Optional<Cluster> cluster = Resolver.resolve(
          new ResolveInput(specs, manifests, overrides, lock, "default"), diagnostics);
      return new Resolved(cluster, diagnostics.sorted());
    }
  }

  /** The cluster, where there are no errors. */
  Cluster sound() {
    Assertions.assertThat(
            findings.stream().filter(f -> f.severity() == Severity.ERROR).toList())
        .isEmpty();
    return cluster.orElseThrow();
  }

  Pod pod(String ref) {
    return cluster.orElseThrow().pods().stream()
        .filter(p -> p.ref().toString().equals(ref))
        .findFirst()
        .orElseThrow();
  }

  Service service(String ref) {
    return cluster.orElseThrow().services().stream()
        .filter(s -> s.ref().toString().equals(ref))
        .findFirst()
        .orElseThrow();
  }

  Node node(String name) {
    return cluster.orElseThrow().nodes().stream()
        .filter(n -> n.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** {@code NAMESPACE/POD} of all pods. */
  List<String> podNames() {
    return cluster.orElseThrow().pods().stream()
        .map(Pod::ref)
        .map(ObjectRef::toString)
        .toList();
  }

  /** {@code POD@NODE} of all pods, {@code -} for none. */
  List<String> places() {
    return cluster.orElseThrow().pods().stream()
        .map(p -> p.ref().name() + "@" + p.node().orElse("-"))
        .toList();
  }

  /** The addresses of a pod as text. */
  List<String> ips(String ref) {
    return pod(ref).ips().stream().map(Located::toString).toList();
  }

  /** The ClusterIPs of a service as text. */
  List<String> clusterIps(String ref) {
    return service(ref).clusterIps().stream().map(Located::toString).toList();
  }

  /** {@code CODE LINE:COLUMN MESSAGE} of each finding that is more than a note. */
  List<String> messages() {
    return findings.stream()
        .filter(f -> f.severity() != Severity.NOTE)
        .map(Resolved::shown)
        .toList();
  }

  /** The codes of all findings. */
  List<String> codes() {
    return findings.stream().map(f -> f.code().id()).toList();
  }

  /** The only finding with a code. */
  Diagnostic only(String code) {
    List<Diagnostic> found =
        findings.stream().filter(f -> f.code().id().equals(code)).toList();
    Assertions.assertThat(found)
        .as("findings %s", findings.stream().map(Resolved::shown).toList())
        .hasSize(1);
    return found.get(0);
  }

  private static String shown(Diagnostic finding) {
    String place = finding.primary().map(l -> l.span().toString()).orElse("-");
    return finding.code().id() + " " + place + " " + finding.message();
  }
}
