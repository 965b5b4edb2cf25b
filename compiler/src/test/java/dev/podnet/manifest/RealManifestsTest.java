package dev.podnet.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.Severity;
import dev.podnet.source.Located;
import dev.podnet.source.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests found in the wild hold what another program counted in them. */
class RealManifestsTest {

  static final Path ROOT = Path.of("src/test/resources/dev/podnet/manifest/real");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "online-boutique",
        "sock-shop",
        "kube-prometheus",
        "coredns-ci",
        "cafe",
        "coffee-routes",
        "k8s-docs"
      })
  void aStackHoldsWhatItsFactsSay(String stack) throws IOException {
    List<String> facts = new ArrayList<>();
    Map<String, Integer> counts = new TreeMap<>();
    Stream.of("Namespace", "Endpoints", "IngressClass").forEach(kind -> counts.put(kind, 0));
    Map<String, Integer> skipped = new TreeMap<>();
    for (Path path : files(ROOT.resolve(stack))) {
      Diagnostics diagnostics = new Diagnostics();
      ManifestFile file =
          ManifestReader.read(new SourceFile(path.toString(), Files.readString(path)), diagnostics);
      assertThat(diagnostics.sorted().stream()
              .filter(d -> d.severity() == Severity.ERROR)
              .map(Diagnostic::message))
          .as(path.toString())
          .isEmpty();
      for (KubeObject object : file.objects()) {
        counts.computeIfPresent(object.kind(), (kind, n) -> n + 1);
        describe(object, facts);
      }
      file.skipped().forEach((kind, n) -> skipped.merge(kind, n, Integer::sum));
    }
    counts.forEach((kind, n) -> facts.add("count " + kind + " " + n));
    skipped.forEach((kind, n) -> facts.add("skipped " + kind + " " + n));
    assertThat(facts.stream().sorted())
        .containsExactlyElementsOf(
            Files.readAllLines(ROOT.resolve(stack + ".facts")).stream().sorted().toList());
  }

  static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      return paths.filter(p -> p.toString().endsWith(".yaml")).sorted().toList();
    }
  }

  private static void describe(KubeObject object, List<String> facts) {
    String id = object.meta().namespace().map(Located::value).orElse("default") + "/"
        + object.meta().name();
    if (object instanceof WorkloadObject workload) {
      String pods = workload.type() == WorkloadObject.Type.DAEMON_SET
          ? "per-node"
          : workload.replicas().map(Located::toString).orElse("1");
      facts.add("workload " + object.kind() + " " + id + " " + pods);
    } else if (object instanceof PodObject) {
      facts.add("workload Pod " + id + " 1");
    } else if (object instanceof ServiceObject service) {
      facts.add("service " + id + " " + service(service));
    } else if (object instanceof IngressObject ingress) {
      facts.add("ingress " + id + " class="
          + ingress.ingressClass().map(Located::value).orElse("") + " rules="
          + ingress.rules().size() + " tls=" + ingress.tls().size());
      ingress
          .defaultBackend()
          .ifPresent(b -> facts.add("path " + id + " None None None " + backend(b)));
      for (IngressObject.Rule rule : ingress.rules()) {
        for (IngressObject.Path path : rule.paths()) {
          facts.add("path " + id + " " + rule.host().map(Located::value).orElse("None") + " "
              + path.path().map(Located::value).orElse("None") + " "
              + path.type().word() + " "
              + backend(path.backend()));
        }
      }
    } else if (object instanceof NetworkPolicyObject policy) {
      List<String> types = new ArrayList<>();
      if (policy.isolatesEgress()) {
        types.add("Egress");
      }
      if (policy.isolatesIngress()) {
        types.add("Ingress");
      }
      int peers = Stream.of(policy.ingress(), policy.egress())
          .flatMap(List::stream)
          .mapToInt(rule -> rule.peers().size())
          .sum();
      facts.add("policy " + id + " " + String.join(",", types) + " ingress="
          + policy.ingress().size() + " egress=" + policy.egress().size() + " peers=" + peers);
    }
  }

  private static String service(ServiceObject service) {
    StringBuilder selector = new StringBuilder();
    service
        .selector()
        .toMap()
        .forEach((k, v) -> selector.append(selector.isEmpty() ? "" : ",").append(k + "=" + v));
    StringBuilder ports = new StringBuilder();
    for (ServiceObject.Port port : service.ports()) {
      ports
          .append(ports.isEmpty() ? "" : " ")
          .append(port.name().map(Located::value).orElse(""))
          .append(":" + port.number() + "/" + port.protocol());
      port.target()
          .ifPresent(t ->
              ports.append("->" + t.number().map(n -> "" + n).orElse(t.name().orElse(""))));
      port.nodePort().ifPresent(n -> ports.append("@" + n));
    }
    String affinity =
        service.clientIpAffinity().filter(Located::value).isPresent() ? "ClientIP" : "";
    return service.type().map(t -> t.value().word()).orElse("ClusterIP") + " headless="
        + service.headless().isPresent() + " ip="
        + (service.clusterIps().isEmpty() ? "" : service.clusterIps().get(0).toString())
        + " affinity=" + affinity + " selector=" + selector + " ports=" + ports;
  }

  private static String backend(IngressObject.Backend backend) {
    if (backend instanceof IngressObject.ServiceBackend service) {
      return service.service() + ":"
          + service
              .portNumber()
              .map(Located::toString)
              .or(() -> service.portName().map(Located::value))
              .orElse("");
    }
    return "resource " + ((IngressObject.ResourceBackend) backend).kind();
  }
}
