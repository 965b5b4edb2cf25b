package dev.podnet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.compile.Compilation;
import dev.podnet.compile.CompileOptions;
import dev.podnet.compile.Compiler;
import dev.podnet.model.Cluster;
import dev.podnet.plan.Plan;
import dev.podnet.planning.Backends;
import dev.podnet.render.OutputSink;
import dev.podnet.render.Renderer;
import dev.podnet.simulate.Proof;
import dev.podnet.source.SourceFile;
import dev.podnet.work.Parallel;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Counts what grows with a cluster, of every fabric, service mode and policy that has rules of its own: twice the nodes and
 * twice the services may have twice the packets to follow and twice the bytes to write, and not four times.
 */
class GrowthTest {

  private static final int NODES = 60;
  private static final double LINEAR = 2.4;

  @TempDir
  private Path folder;

  private record Counted(long walks, long bytes) {}

  @AfterEach
  void asManyThreadsAsProcessors() {
    System.clearProperty(Parallel.THREADS);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "vxlan,iptables,type NodePort",
        "vxlan,iptables,type NodePort; externalTrafficPolicy Local",
        "vxlan,iptables,internalTrafficPolicy Local",
        "vxlan,ipvs,type NodePort; externalTrafficPolicy Local",
        "vxlan,ipvs,internalTrafficPolicy Local",
        "vxlan,nftables,type NodePort; externalTrafficPolicy Local",
        "vxlan,nftables,internalTrafficPolicy Local",
        "vxlan,userspace,type NodePort; externalTrafficPolicy Local",
        "host-gw,iptables,sessionAffinity ClientIP",
        "calico,ipvs,type ClusterIP",
        "kube-router,ipvs,type ClusterIP",
        "weave,nftables,type ClusterIP",
        "udp,iptables,type ClusterIP",
        "ipip,iptables,type ClusterIP",
        "wireguard,iptables,type ClusterIP",
        "cloud,iptables,type ClusterIP",
      })
  void twiceTheClusterIsTwiceTheWork(String backend, String proxyMode, String service)
      throws IOException {
    Counted small = count(spec(NODES, backend, proxyMode, service));
    Counted large = count(spec(2 * NODES, backend, proxyMode, service));
    assertThat((double) large.walks() / small.walks()).as("packets followed").isLessThan(LINEAR);
    assertThat((double) large.bytes() / small.bytes()).as("bytes written").isLessThan(LINEAR);
  }

  @Test
  void theOutputIsTheSameWhateverTheNumberOfThreads() throws IOException {
    String spec = spec(2 * NODES, "vxlan", "nftables", "type NodePort");
    System.setProperty(Parallel.THREADS, "1");
    Map<String, String> alone = output(planned(spec));
    for (String threads : List.of("2", "5")) {
      System.setProperty(Parallel.THREADS, threads);
      assertThat(output(planned(spec))).isEqualTo(alone);
    }
  }

  private record Planned(Cluster cluster, Plan plan) {}

  private Counted count(String spec) throws IOException {
    Planned planned = planned(spec);
    Proof.Result proof = Proof.prove(planned.cluster(), planned.plan());
    assertThat(proof.failures()).isEmpty();
    long bytes = output(planned).entrySet().stream()
        .filter(e -> !e.getKey().startsWith("cluster/lib/"))
        .mapToLong(e -> e.getValue().length())
        .sum();
    return new Counted(proof.walks(), bytes);
  }

  private static Map<String, String> output(Planned planned) throws IOException {
    Map<String, String> files = new TreeMap<>();
    OutputSink sink = (path, executable, content) -> {
      StringWriter text = new StringWriter();
      content.writeTo(text);
      synchronized (files) {
        files.put(path, text.toString());
      }
    };
    Renderer.render(planned.plan(), sink);
    return files;
  }

  /** The plan alone, without the proof, by way of a question. */
  private Planned planned(String spec) throws IOException {
    Path file = folder.resolve("spec.podnet");
    Files.writeString(file, spec);
    CompileOptions options =
        new CompileOptions(folder, List.of("spec.podnet"), List.of(), true, step -> {});
    SourceFile question = new SourceFile("question", "assert reachable world -> node n-1");
    Compilation compilation =
        new Compiler(Backends.load(GrowthTest.class.getClassLoader())).ask(options, question);
    assertThat(compilation.plan()).as("%s", compilation.diagnostics()).isPresent();
    return new Planned(compilation.cluster().orElseThrow(), compilation.plan().get());
  }

  /** As many services as nodes, with two endpoints each, every node with the same number of pods. */
  private static String spec(int nodes, String backend, String proxyMode, String service) {
    StringBuilder text = new StringBuilder(
            "cluster growth {\n  podCIDR 10.0.0.0/11\n  serviceCIDR 172.20.0.0/16\n")
        .append("  backend ")
        .append(backend)
        .append("\n  proxyMode ")
        .append(proxyMode)
        .append("\n}\nsegment lan 100.64.0.0/16 { gateway 100.64.0.1 }\n")
        .append("nodes n ")
        .append(nodes)
        .append(" { address from 100.64.1.1 dev eth0 }\n")
        .append("namespace default {\n");
    for (int i = 0; i < nodes; i++) {
      int first = 2 * i % nodes + 1;
      text.append("  pods s")
          .append(i)
          .append(" 2 on n-")
          .append(first)
          .append(", n-")
          .append(first + 1)
          .append(" { labels app=s")
          .append(i)
          .append("; container c { port http 8080 } }\n")
          .append("  service s")
          .append(i)
          .append(" { ")
          .append(service)
          .append("; selector app=s")
          .append(i)
          .append("; port http 80 -> http }\n");
    }
    return text.append("}\n").toString();
  }
}
