package dev.podnet.backends;

import static dev.podnet.backends.testing.Elements.own;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.plan.Part;
import dev.podnet.planning.Backends;
import dev.podnet.spi.Backend;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which backends a cluster gets, and what is said when there is none. */
class SelectionTest {

  private static Diagnostic only(String cluster) {
    List<Diagnostic> found = new Spec("cluster shop { " + cluster + " }").diagnostics();
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void everyBackendIsFoundOnceByKindAndName() {
    assertThat(Spec.BACKENDS.all())
        .extracting(b -> b.kind() + " " + b.name())
        .containsExactly(
            "WIRING bridge",
            "WIRING none",
            "WIRING routed",
            "FABRIC bgp",
            "FABRIC cloud",
            "FABRIC docker",
            "FABRIC host-gw",
            "FABRIC ipip",
            "FABRIC none",
            "FABRIC udp",
            "FABRIC vxlan",
            "FABRIC weave",
            "FABRIC wireguard",
            "PROXY iptables",
            "PROXY ipvs",
            "PROXY nftables",
            "PROXY none",
            "PROXY userspace",
            "DNS coredns");
  }

  @Test
  void everySettingSaysWhatItMeans() {
    for (Backend backend : Spec.BACKENDS.all()) {
      assertThat(backend.settings()).allSatisfy(s -> assertThat(s.meaning()).endsWith("."));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "backend vxlna | PN6001 | there is no backend 'vxlna' | did you mean 'vxlan'?",
        "backend calcio | PN6001 | there is no backend 'calcio' | did you mean 'calico'?",
        "backend something | PN6001 | there is no backend 'something' | there are calico, cloud, docker",
        "backend cilium; proxyMode none | PN6002 | backend cilium is not in this version | there are calico, cloud, docker",
        "wiring ebpf | PN6002 | wiring ebpf is not in this version | there are bridge, none, routed",
        "proxyMode ebpf | PN6002 | proxyMode ebpf is not in this version | there are iptables, ipvs, nftables, none, userspace",
        "proxyMode iptable | PN6001 | there is no proxyMode 'iptable' | did you mean 'iptables'?",
        "dns bind | PN6001 | there is no dns 'bind' | there are coredns",
        "backend vxlan { vin 7 } | PN6003 | backend vxlan has no setting 'vin' | did you mean 'vni'?",
        "backend vxlan { colour red } | PN6003 | backend vxlan has no setting 'colour' | backend vxlan takes directRouting, loopbackPorts, name, port, vni",
        "proxyMode iptables { scheduler rr } | PN6003 | proxyMode iptables has no setting 'scheduler' | proxyMode iptables takes no settings",
        "backend vxlan { vni 16777216 } | PN6004 | '16777216' is no value for vni of backend vxlan | vni is a number from 0 to 16777215",
        "backend vxlan { port 0 } | PN6004 | '0' is no value for port of backend vxlan | port is a port from 1 to 65535",
        "dns coredns { ttl 2h } | PN6004 | '2h' is no value for ttl of dns coredns | ttl is a duration such as 5s, from 0s to 3600s",
        "dns coredns { pods verfied } | PN6004 | 'verfied' is no value for pods of dns coredns | pods is verified or insecure or disabled",
        "backend vxlan { vni 1, 2 } | PN6005 | setting vni of backend vxlan takes one value, not 2 | vni is a number from 0 to 16777215",
      })
  void whatIsWrongIsSaidWithAWayOut(String cluster, String code, String message, String help) {
    Diagnostic found = only(cluster);
    assertThat(found.code().id()).isEqualTo(code);
    assertThat(found.message()).isEqualTo(message);
    assertThat(found.help().orElseThrow()).contains(help);
    assertThat(found.primary()).isPresent();
  }

  @Test
  void aPresetsBlockTakesTheSettingsOfWiringAndFabric() {
    assertThat(new Spec("cluster shop { backend vxlan { name br0; vni 7; directRouting } }")
            .diagnostics())
        .isEmpty();
  }

  @Test
  void wiringAndFabricMayBeChosenOneByOne() {
    assertThat(
            new Spec("cluster shop { wiring bridge { name br0 }; fabric host-gw }").diagnostics())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "backend cloud; fabric vxlan | backend cloud stands beside fabric vxlan: of it only the wiring bridge is used",
        "backend vxlan; wiring bridge | backend vxlan stands beside wiring bridge: of it only the fabric vxlan is used",
        "backend vxlan; wiring bridge; fabric host-gw | backend vxlan stands beside fabric host-gw: nothing of it is used",
      })
  void whatWinsIsSaidWhereAPresetStandsBesideAPart(String cluster, String message) {
    Diagnostic found = only(cluster);
    assertThat(found.code()).isEqualTo(SettingCode.PRESET_OVERRIDDEN);
    assertThat(found.message()).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource({
    "backend docker, docker0",
    "backend cloud, cbr0",
    "fabric cloud, cbr0",
    "backend cloud { name br9 }, br9",
    "backend cloud; wiring bridge, cbr0",
    "backend cloud; wiring bridge { name br9 }, br9",
    "backend cloud; fabric vxlan, cbr0",
    "fabric vxlan, cni0",
    "backend docker { loopbackPorts off }, docker0"
  })
  void theBridgeHasThePresetsName(String cluster, String name) {
    Spec spec = new Spec("cluster shop { " + cluster + " }\nnode n1 { address 192.168.1.11 }");
    assertThat(own(spec.plan(), "n1", Part.NETWORK).links())
        .first()
        .extracting(l -> l.name().value())
        .isEqualTo(name);
  }

  @Test
  void everythingMayBeSomebodyElses() {
    assertThat(new Spec(
                "cluster shop { backend none; proxyMode none }\nnode n1 { address 192.168.1.11 }\n"
                    + "namespace default { pod a }")
            .plan()
            .shared())
        .isEmpty();
  }

  @Test
  void twoBackendsOfOneNameAreABug() {
    List<Backend> twice =
        List.of(Spec.BACKENDS.all().get(0), Spec.BACKENDS.all().get(0));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> Backends.of(twice))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("WIRING bridge");
  }
}
