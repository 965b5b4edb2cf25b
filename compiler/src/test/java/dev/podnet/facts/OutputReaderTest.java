package dev.podnet.facts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How the text of an output becomes facts. */
class OutputReaderTest {

  private static List<String> facts(String path, String... lines) {
    OutputReader reader = new OutputReader();
    reader.file("podnet.json", "{\"cluster\": \"shop\"}");
    reader.file(path, String.join("\n", lines));
    return reader.state().files().get(path).facts().stream()
        .map(f -> f.kind().word() + " " + f.key() + " = " + f.lines()
            + f.peer().map(p -> " not on " + p).orElse(""))
        .toList();
  }

  @Test
  void linksRoutesAndWhatHangsOnThem() {
    assertThat(facts(
            "cluster/peers.ip",
            "# title",
            "link add name cni0 mtu 1500 type bridge",
            "link set dev cni0 up",
            "addr replace 10.0.0.1/24 dev cni0",
            "route replace 10.1.0.0/24 via 192.168.1.2 dev @UNDERLAY@ proto 157 # n2",
            "route replace blackhole 10.0.0.0/24 metric 1024 proto 157",
            "nonsense"))
        .containsExactly(
            "link cni0 = [mtu 1500 type bridge, up]",
            "address 10.0.0.1/24 dev cni0 = []",
            "route 10.1.0.0/24 = [via 192.168.1.2 dev @UNDERLAY@ proto 157] not on n2",
            "route blackhole 10.0.0.0/24 = [metric 1024 proto 157]",
            "other nonsense = []");
  }

  @Test
  void chainsSetsAndServers() {
    assertThat(facts(
            "nodes/n1/services.v4.rules",
            "*nat",
            ":PODNET-A - [0:0]",
            "-I OUTPUT 1 -j PODNET-A",
            "-A PODNET-A -s 10.0.0.1/32 -j RETURN",
            "COMMIT"))
        .containsExactly(
            "chain v4 nat PODNET-A = [-s 10.0.0.1/32 -j RETURN]",
            "hook v4 nat OUTPUT 1 -j PODNET-A = []");
    assertThat(facts(
            "nodes/n1/services.nft",
            "table ip podnet-services {",
            "\tmap PODNET-M {",
            "\t\ttype ipv4_addr : verdict",
            "\t\telements = {",
            "\t\t\t10.96.0.1 comment \"a : b\" : goto PODNET-C,",
            "\t\t}",
            "\t}",
            "\tchain PODNET-C {",
            "\t\tdrop",
            "\t}",
            "}"))
        .containsExactly(
            "set ip podnet-services PODNET-M = [map, type ipv4_addr : verdict]",
            "element ip podnet-services PODNET-M | 10.96.0.1 = [comment \"a : b\" : goto PODNET-C]",
            "chain ip podnet-services PODNET-C = [drop]");
    assertThat(facts(
            "nodes/n1/services.ipvs", "-A -f 5 -6 -s rr", "-a -f 5 -6 -r [fd00::1]:80 -m -w 1"))
        .containsExactly(
            "virtual-server -f 5 -6 = [-s rr]", "real-server -f 5 -6 | [fd00::1]:80 = [-m -w 1]");
  }

  @Test
  void aZonesSerialTellsNothing() {
    String before = facts("dns/zones/a.zone", "$ORIGIN a.", "@ 5 IN SOA ns.a. h.a. 17 1 2 3 5")
        .get(0);
    String after = facts("dns/zones/a.zone", "$ORIGIN a.", "@ 5 IN SOA ns.a. h.a. 18 1 2 3 5")
        .get(0);

    assertThat(after).isEqualTo(before).startsWith("record a. SOA = ");
  }

  @Test
  void hostScriptsAreReadNotRun() {
    OutputReader reader = new OutputReader();
    reader.file("podnet.json", "{}");
    reader.file(
        "nodes/n1/host.sh",
        "UNDERLAY=$(touch x)\nTOOLS='ip bridge'\nPARTS='\nnetwork   nodes/n1/network cluster/peers\n'\n");

    NetworkState state = reader.state();
    assertThat(state.hosts().get("n1").includes()).containsExactly("peers");
    assertThat(state.part("cluster/peers.ip")).isEqualTo("network");
    assertThat(state.files().get("nodes/n1/host.sh").facts().get(0).lines())
        .containsExactly("$(touch x)");
  }

  @Test
  void whateverStandsInAFileIsReadOrRefused() {
    Random random = new Random(7);
    String signs = "ab1. :-@#|{}\"'\t\n,=/$\u0000\u001b";
    List<String> paths = List.of(
        "cluster/a.ip",
        "cluster/a.nft",
        "cluster/a.v4.rules",
        "cluster/a.v6.sets",
        "cluster/a.ipvs",
        "cluster/a.sysctl",
        "cluster/a.daemons",
        "cluster/a.wg",
        "cluster/a.fdb",
        "cluster/routes",
        "nodes/n/pods.netns",
        "nodes/n/host.sh",
        "dns/Corefile",
        "dns/zones/a.zone",
        "x");
    for (int i = 0; i < 2000; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(60); j > 0; j--) {
        text.append(signs.charAt(random.nextInt(signs.length())));
      }
      String path = paths.get(i % paths.size());
      String head =
          List.of("", "@netns ", "-A ", "link add ", "create ", "@ IN SOA ").get(i % 6);
      assertThat(facts(path, head + text)).isNotNull();
      assertThatThrownBy(() -> new OutputReader().file("podnet.json", "[" + text))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
