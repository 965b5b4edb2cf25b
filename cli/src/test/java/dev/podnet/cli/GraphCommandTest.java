package dev.podnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphCommandTest {

  private static final String RACKS = """
      cluster racks { backend vxlan { directRouting on }; dns coredns { server none } }
      segment a 192.168.1.0/24 { gateway 192.168.1.1 }
      segment b 192.168.2.0/24 { gateway 192.168.2.1; mtu 9000 }
      router core { connects a, b }
      node n1 { address 192.168.1.11 dev ens3 }
      node n2 { address 192.168.1.12 }
      node n3 { address 192.168.2.13 }
      namespace shop {
        pods web 3 { labels app=web; container nginx { port http 8080 } }
        pod host on n1 { network host }
        pod side on n1 { shares web-1 }
        service web { type NodePort; selector app=web; port http 80 -> http nodePort 30080 }
        service db { endpoints 192.0.2.7; port 5432/UDP }
      }
      """;

  @TempDir
  Path folder;

  private Run graph(String spec, String... options) throws IOException {
    Files.writeString(folder.resolve("t.podnet"), spec);
    String[] arguments = new String[options.length + 2];
    arguments[0] = "graph";
    arguments[1] = "t.podnet";
    System.arraycopy(options, 0, arguments, 2, options.length);
    return Run.in(folder, arguments);
  }

  private static String many(int nodes, int pods, int services) {
    StringBuilder spec =
        new StringBuilder("cluster many { podCIDR 10.64.0.0/10; serviceCIDR 172.20.0.0/16; "
            + "dns coredns { server none } }\n");
    spec.append("segment lan 10.0.0.0/16\nnodes worker ")
        .append(nodes)
        .append(" { address from 10.0.1.1 }\n");
    spec.append("namespace team {\n  pods web ")
        .append(pods)
        .append(" { labels app=web; container c { port 80 } }\n");
    for (int i = 0; i < services; i++) {
      spec.append("  service s").append(i).append(" { selector app=web; port 80 }\n");
    }
    return spec.append("}\n").toString();
  }

  @Test
  void theSvgShowsWhatHostsHave() throws IOException {
    Run run = graph(RACKS);
    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("<svg xmlns=\"http://www.w3.org/2000/svg\" ")
        .endsWith("</svg>\n")
        .contains(
            "<title>router core</title>",
            "<title>segment a, 192.168.1.0/24</title>",
            ">gateway 192.168.2.1</text>",
            ">MTU 9000</text>",
            "<title>node n1, 192.168.1.11, pods in 10.244.0.0/24</title>",
            ">ens3 192.168.1.11</text>",
            "<title>cni0, 10.244.0.1/24</title>",
            "<title>flannel.1, 10.244.0.0/32</title>",
            "<title>pod shop/web-1 of pods shop/web, 10.244.0.2</title>",
            "<title>pod shop/host, host network, 192.168.1.11</title>",
            "<title>pod shop/side, in web-1, 10.244.0.2</title>",
            "<title>tunnel flannel.1, VXLAN 1, UDP 8472, between segments; inside one, plain routes</title>",
            "<title>service web, NodePort, 3 pods: web-1 … web-3</title>",
            ">node port 30080</text>",
            ">port 5432/UDP</text>",
            ">address 192.0.2.7</text>");
  }

  @ParameterizedTest
  @CsvSource({"dot,graph \"racks\" {", "mermaid,flowchart LR"})
  void theTextFormsHoldTheSame(String form, String begin) throws IOException {
    Run run = graph(RACKS, "--format", form);
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .startsWith(begin)
        .contains(
            "router core", "192.168.2.0/24", "ens3", "cni0", "flannel.1", "web-3", "10.244.2.2")
        .contains("VXLAN 1, UDP 8472", "web (NodePort)", "node port 30080");
  }

  @ParameterizedTest
  @CsvSource({"a.svg,<svg", "a.dot,graph", "a.gv,graph", "a.mmd,flowchart", "a,<svg"})
  void theNameOfTheFileSaysTheForm(String file, String begin) throws IOException {
    assertThat(graph(RACKS, "-o", file)).isEqualTo(new Run(0, "", ""));
    assertThat(folder.resolve(file)).content().startsWith(begin);
    assertThat(graph(RACKS, "-o", file, "--format", "dot").status()).isZero();
    assertThat(folder.resolve(file)).content().startsWith("graph");
    try (var left = Files.list(folder)) {
      assertThat(left).hasSize(2);
    }
  }

  @Test
  void aFileThatCannotBeWrittenIsTheEnvironmentsFault() throws IOException {
    Run run = graph(RACKS, "-o", "no/such/folder.svg");
    assertThat(run.status()).isEqualTo(3);
    assertThat(run.err())
        .isEqualTo("podnet: cannot write no/such/folder.svg: no such file or folder\n");
  }

  @Test
  void fiftyNodesStandOneByOneAndTheirPodsAreCounted() throws IOException {
    Run run = graph(many(50, 200, 3));
    assertThat(run.out())
        .contains(">worker-50</text>", ">4 pods</text>")
        .doesNotContain("pod team/web");
    assertThat(run.out().length()).isLessThan(50_000);
  }

  @Test
  void aThousandNodesAreGroupsAndTheFileIsSmall() throws IOException {
    Run run = graph(many(1000, 1000, 41));
    assertThat(run.out())
        .contains(">worker-1 … 1000</text>", ">1000 nodes</text>", ">1000 pods in</text>")
        .contains(">41 services</text>", ">41 ClusterIP</text>", ">41000 endpoints</text>");
    assertThat(run.out().length()).isLessThan(10_000);
  }

  @Test
  void whatIsAskedForIsShownWhateverItsNumber() throws IOException {
    Run pods = graph(many(50, 60, 1), "--show", "pods,addresses");
    assertThat(pods.out())
        .contains("<title>pod team/web-60 of pods team/web, ")
        .doesNotContain("flannel.1", "service s0,");
    Run bare = graph(RACKS, "--show", "services,tunnels");
    assertThat(bare.out())
        .contains("service web,", "flannel.1")
        .doesNotContain("192.168.", "pod shop/");
  }

  @Test
  void oneNodeIsShownInFullAndTheRestAsGroups() throws IOException {
    Run run = graph(many(300, 600, 0), "--node", "worker-7");
    assertThat(run.out())
        .contains("<title>pod team/web-7 of ", ">299 nodes</text>")
        .doesNotContain("pod team/web-8 ");
  }

  @Test
  void namespacesCanBeChosen() throws IOException {
    String spec =
        RACKS + "namespace other { pod alone on n2; service x { selector a=b; port 1 } }\n";
    Run both = graph(spec);
    assertThat(both.out()).contains(">shop/web-1</text>", ">other/alone</text>");
    Run one = graph(spec, "--namespace", "other");
    assertThat(one.out()).contains(">alone</text>", "service x,").doesNotContain("web-1");
  }

  @Test
  void whatIsNotThereIsSaid() throws IOException {
    Run node = graph(RACKS, "--node", "n4");
    assertThat(node.status()).isEqualTo(2);
    assertThat(node.err()).contains("podnet: there is no node 'n4'; did you mean n1?");
    assertThat(graph(RACKS, "--namespace", "shpo").err()).contains("did you mean shop?");
    assertThat(graph(RACKS, "--show", "routes").err())
        .contains("there is no --show routes; there are pods, services, addresses, tunnels");
    assertThat(graph(RACKS, "--format", "png").status()).isEqualTo(2);
  }

  @Test
  void aSpecThatIsWrongIsNotDrawn() throws IOException {
    Run run = graph("cluster c\nnode n1 { address 192.168.1.300 }\n", "-o", "a.svg");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("t.podnet:2:");
    assertThat(folder.resolve("a.svg")).doesNotExist();
  }
}
