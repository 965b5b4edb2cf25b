package dev.podnet.backends;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Severity;
import dev.podnet.simulate.Proof;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The UDP port of tunnels: what else may use it, and what may not. */
class TunnelPortTest {

  private static final String NODES = """
      segment lan 192.168.1.0/24 { gateway 192.168.1.1 }
      node n1 { address 192.168.1.11 dev eth0 }
      node n2 { address 192.168.1.12 dev eth0 }
      """;

  @ParameterizedTest
  @CsvSource({
    "vxlan, 8472, iptables",
    "vxlan, 8472, nftables",
    "vxlan, 8472, ipvs",
    "calico { encapsulation vxlan }, 4789, iptables",
    "weave, 6784, iptables",
    "weave { encrypt on }, 6784, iptables",
    "udp, 8285, iptables",
    "wireguard, 51820, nftables"
  })
  void podsMayUseItAmongThemselvesAndOutside(String backend, int port, String mode) {
    Compiled compiled = Compiled.of("cluster c { backend " + backend + "; proxyMode " + mode
        + " }\n" + NODES + """
        namespace default {
          pod client on n1
          pods web 2 { labels app=web; container c { port PORT/UDP } }
          service web { selector app=web; port PORT/UDP }
        }
        assert reachable default/client -> service default/web:PORT/UDP
        assert reachable node n1 -> service default/web:PORT/UDP
        assert reachable default/client -> default/web-2:PORT/UDP
        assert reachable default/client -> 198.51.100.1:PORT/UDP
        """.replace("PORT", String.valueOf(port)));
    Proof.Result result = Proof.prove(compiled.cluster(), compiled.plan());
    assertThat(result.failures()).isEmpty();
    assertThat(result.asserts())
        .isNotEmpty()
        .allMatch(outcome -> outcome.asked() > 0 && outcome.kept() == outcome.asked());
  }

  private static List<Diagnostic> found(String backend, String namespace) {
    return new Spec("cluster c { backend " + backend + "; nodePortRange 8000-9000 }\n" + NODES
            + "namespace default {\n" + namespace + "\n}\n")
        .all().stream().filter(d -> d.code() == AddressCode.HOST_PORT_TAKEN).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pod a on n1 { container c { port 80/UDP hostPort 8472 } }",
        "pod a on n1 { network host; container c { port 8472/UDP } }",
        "service s { type NodePort; endpoints 10.0.0.1; port 80/UDP nodePort 8472 }",
        "service s { endpoints 10.0.0.1; port 8472/UDP; externalIPs 203.0.113.1 }"
      })
  void nobodyElseHasItOnNodesOrOutside(String wanted) {
    assertThat(found("vxlan", wanted)).singleElement().satisfies(d -> {
      assertThat(d.severity()).isEqualTo(Severity.ERROR);
      assertThat(d.message())
          .startsWith("port 8472/UDP of every node is that of the tunnels of vxlan: ");
      assertThat(d.related()).hasSize(1);
    });
    assertThat(found("vxlan { port 8473 }", wanted)).isEmpty();
    assertThat(found("vxlan", wanted.replace("/UDP", "/TCP"))).isEmpty();
  }

  @Test
  void otherTunnelsHaveOneToo() {
    assertThat(found(
            "wireguard { port 8472 }",
            "service s { endpoints 10.0.0.1; port 8472/UDP; externalIPs 203.0.113.1 }"))
        .hasSize(1);
    assertThat(found(
            "udp { port 8471 }",
            "service s { endpoints 10.0.0.1; port 8471/UDP; externalIPs 203.0.113.1 }"))
        .hasSize(1);
  }
}
