package dev.podnet.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.model.BackendChoice;
import dev.podnet.model.ClusterSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterStatementTest {

  private static ClusterSettings settings(String items) {
    return Resolved.spec("cluster c { " + items + " }\nnode n1 { address 192.168.0.1 }")
        .sound()
        .settings();
  }

  private static String bridge(BackendChoice wiring) {
    return wiring.setting("name").map(s -> s.values().get(0).value()).orElse("-");
  }

  @Test
  void withoutAClusterThereIsAnErrorWithAnExample() {
    Resolved resolved = new Resolved.Builder()
        .manifest("apiVersion: v1\nkind: Namespace\nmetadata: {name: shop}\n")
        .resolve();
    assertThat(resolved.cluster()).isEmpty();
    Diagnostic finding = resolved.only("PN1001");
    assertThat(finding.help().orElse("")).contains("cluster home {").contains("import \"");
  }

  @Test
  void twoClustersAreAnErrorThatShowsBoth() {
    Resolved resolved = Resolved.spec("cluster a { }\ncluster b { }\nnode n1 { address 10.0.0.1 }");
    Diagnostic finding = resolved.only("PN1002");
    assertThat(finding.primary().orElseThrow().span().text()).isEqualTo("b");
    assertThat(finding.related().get(0).span().text()).isEqualTo("a");
  }

  @Test
  void aClusterWithoutNodesIsAWarningAndItsNamesStillResolve() {
    Resolved resolved = Resolved.spec("""
        cluster c { }
        namespace default { service web { port 80; endpoints 192.0.2.1 } }
        """);
    assertThat(resolved.codes()).containsExactly("PN1018");
    assertThat(resolved.clusterIps("default/web")).hasSize(1);
  }

  @Test
  void hasTheDefaultsOfTheLanguage() {
    ClusterSettings settings = settings("");
    assertThat(settings.clusterDomain()).isEqualTo("cluster.local");
    assertThat(settings.podCidrs()).hasToString("[10.244.0.0/16]");
    assertThat(settings.nodeMasks()).containsExactly(24);
    assertThat(settings.serviceCidrs()).hasToString("[10.96.0.0/16]");
    assertThat(settings.nodePortRange()).hasToString("30000-32767");
    assertThat(settings.nodePortAddresses()).isEmpty();
    assertThat(settings.mtu().value()).isEqualTo(1500);
    assertThat(settings.masquerade()).isTrue();
    assertThat(settings.masqueradeAll()).isFalse();
    assertThat(settings.localhostNodePorts()).isFalse();
    assertThat(settings.backend().name().value()).isEqualTo("vxlan");
    assertThat(settings.backend().explicit()).isFalse();
    assertThat(settings.proxyMode().name().value()).isEqualTo("iptables");
    assertThat(settings.dns().name().value()).isEqualTo("coredns");
    assertThat(settings.ingress()).isEmpty();
  }

  @Test
  void takesNodeMasksByPosition() {
    ClusterSettings settings =
        settings("podCIDR 10.0.0.0/8, fd00:10::/48; nodeMask /20; serviceCIDR 172.16.0.0/16");
    assertThat(settings.nodeMasks()).containsExactly(20, 64);
  }

  @Test
  void aClusterOfIpv6AloneHasAnIpv6ServiceRange() {
    assertThat(settings("podCIDR fd00:10::/48").serviceCidrs()).hasToString("[fd00:10:96::/112]");
  }

  @ParameterizedTest
  @CsvSource({
    "docker, bridge, docker0, docker",
    "cloud, bridge, cbr0, cloud",
    "host-gw, bridge, cni0, host-gw",
    "vxlan, bridge, cni0, vxlan",
    "udp, bridge, cni0, udp",
    "ipip, bridge, cni0, ipip",
    "wireguard, bridge, cni0, wireguard",
    "calico, routed, -, bgp",
    "kube-router, bridge, kube-bridge, bgp",
    "weave, bridge, weave, weave",
    "cilium, ebpf, -, vxlan",
    "none, none, -, none",
  })
  void presetsChooseWiringAndFabric(String backend, String wiring, String bridge, String fabric) {
    ClusterSettings settings = settings("backend " + backend);
    assertThat(settings.wiring().name().value()).isEqualTo(wiring);
    assertThat(bridge(settings.wiring())).isEqualTo(bridge);
    assertThat(settings.fabric().name().value()).isEqualTo(fabric);
    assertThat(settings.wiring().explicit()).isFalse();
    assertThat(settings.fabric().explicit()).isFalse();
  }

  @Test
  void settingsOfTheBackendAreTheFabrics() {
    ClusterSettings settings = settings("backend vxlan { vni 7; port 8472 }");
    assertThat(settings.fabric().setting("vni").orElseThrow().values().get(0).value())
        .isEqualTo("7");
  }

  @Test
  void ciliumBringsItsOwnProxyUnlessOneIsWritten() {
    assertThat(settings("backend cilium").proxyMode().name().value()).isEqualTo("ebpf");
    assertThat(settings("backend cilium; proxyMode ipvs").proxyMode().name().value())
        .isEqualTo("ipvs");
  }

  @Test
  void wiringAndFabricMayStandInsteadOfABackendOrOverOne() {
    ClusterSettings alone = settings("wiring bridge { name br7 }; fabric host-gw");
    assertThat(bridge(alone.wiring())).isEqualTo("br7");
    assertThat(alone.fabric().name().value()).isEqualTo("host-gw");
    ClusterSettings over = settings("backend kube-router; fabric host-gw");
    assertThat(bridge(over.wiring())).isEqualTo("kube-bridge");
    assertThat(over.fabric().name().value()).isEqualTo("host-gw");
  }

  @Test
  void settingsOfABackendWhoseFabricIsReplacedAreRefused() {
    Resolved resolved = Resolved.spec(
        "cluster c { backend vxlan { vni 7 }; fabric host-gw }\nnode n1 { address 10.0.0.1 }");
    assertThat(resolved.only("PN1012").message()).contains("vxlan").contains("host-gw");
  }

  @Test
  void overridesTakeThePlaceOfTheSameStatement() {
    ClusterSettings settings = new Resolved.Builder()
        .spec("cluster c { proxyMode ipvs { scheduler rr }; mtu 9000; backend host-gw }")
        .override("proxyMode nftables")
        .override("mtu 1400")
        .override("mtu 1450")
        .resolve()
        .sound()
        .settings();
    assertThat(settings.proxyMode().name().value()).isEqualTo("nftables");
    assertThat(settings.proxyMode().settings()).isEmpty();
    assertThat(settings.mtu().value()).isEqualTo(1450);
    assertThat(settings.fabric().name().value()).isEqualTo("host-gw");
  }

  @Test
  void anIngressBringsHaproxy() {
    Resolved resolved = Resolved.twoNodes("""
        namespace default {
          service web { port 80; endpoints 192.0.2.1 }
          ingress front { default -> web:80 }
        }
        """);
    assertThat(resolved.sound().settings().ingress().orElseThrow().name().value())
        .isEqualTo("haproxy");
  }
}
