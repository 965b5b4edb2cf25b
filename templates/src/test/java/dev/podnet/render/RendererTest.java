package dev.podnet.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Locale;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

class RendererTest {

  private static MemorySink render(int nodes) throws IOException {
    MemorySink sink = new MemorySink();
    Renderer.render(SamplePlan.of(nodes), sink);
    return sink;
  }

  @Test
  void writesWhatTwoRendersOfOnePlanInOtherLocalesAgreeOn() throws IOException {
    Locale locale = Locale.getDefault();
    TimeZone zone = TimeZone.getDefault();
    MemorySink plain = render(3);
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-SA-u-nu-arab"));
      TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kathmandu"));
      assertThat(render(3).files()).isEqualTo(plain.files());
      Locale.setDefault(Locale.forLanguageTag("tr-TR"));
      assertThat(render(3).files()).isEqualTo(plain.files());
    } finally {
      Locale.setDefault(locale);
      TimeZone.setDefault(zone);
    }
  }

  @Test
  void makesOnlyTheScriptsExecutable() throws IOException {
    assertThat(render(1).programs().stream().filter(p -> p.startsWith("nodes/")))
        .containsExactlyInAnyOrder(
            "nodes/n1/apply.sh", "nodes/n1/teardown.sh", "nodes/n1/verify.sh");
  }

  @Test
  void addsFilesForANodeAndChangesNoneOfAnother() throws IOException {
    MemorySink two = render(2);
    MemorySink three = render(3);
    two.files().forEach((path, text) -> {
      if (path.startsWith("nodes/")) {
        assertThat(three.files()).containsEntry(path, text);
      }
    });
    assertThat(three.files().keySet().stream().filter(p -> p.startsWith("nodes/n3/")))
        .hasSize(8);
  }

  @Test
  void writesNoFileWithNothingInIt() throws IOException {
    assertThat(render(1).files().keySet())
        .contains("nodes/n1/network.ip", "nodes/n1/pods.netns", "cluster/services.v6.rules")
        .doesNotContain("nodes/n1/network.fdb", "nodes/n1/pods.sysctl", "cluster/services.v6.sets");
  }

  @Test
  void saysOfAHostWhatItsScriptsNeed() throws IOException {
    assertThat(render(1).files().get("nodes/n1/host.sh")).contains("""
        CLUSTER=shop
        NODE=n1
        """, """
        UNDERLAY=eth0
        ADDRESSES=192.168.0.11
        """, """
        TOOLS='ip bridge ipset sysctl iptables-save iptables-restore ip6tables-save ip6tables-restore'
        MODULES='br_netfilter:/proc/sys/net/bridge vxlan:'
        """, """
        FAMILIES='4 6'
        """, """
        PARTS='
        network   nodes/n1/network cluster/peers
        pods      nodes/n1/pods
        services  cluster/services
        '
        """);
  }

  @Test
  void writesLinksWithTheWordsInTheAgreedOrder() throws IOException {
    assertThat(render(1).files().get("nodes/n1/network.ip")).isEqualTo("""
        # the pod network of node n1

        # the bridge of n1
        link add name cni0 address 0a:58:0a:80:01:01 mtu 1450 type bridge
        link set dev cni0 up

        # the tunnel to the other nodes
        link add name flannel.1 address 66:40:b3:ea:b6:3f mtu 1450 type vxlan id 1 local 192.168.0.11 dev eth0 dstport 8472 nolearning
        link set dev flannel.1 up

        # addresses
        addr replace 10.128.1.1/24 dev cni0
        addr replace fd00:10:244:1::1/64 dev cni0 nodad
        """);
    assertThat(render(1).files().get("nodes/n1/pods.ip")).contains("""
        # default/web-1
        link add name veth1a2b3c4d5e6 address 66:99:fd:e8:91:87 mtu 1450 type veth peer name eth0 address 0a:58:0a:80:01:02 mtu 1450 netns default.web-1
        link set dev veth1a2b3c4d5e6 master cni0
        link set dev veth1a2b3c4d5e6 type bridge_slave hairpin on
        link set dev veth1a2b3c4d5e6 up
        """);
  }

  @Test
  void writesWhatLeadsToANodeWithItsName() throws IOException {
    MemorySink sink = render(1);
    assertThat(sink.files().get("cluster/peers.ip"))
        .contains(
            "route replace 10.128.1.0/24 via 10.128.1.0 dev flannel.1 onlink proto 157 # n1\n",
            "neigh replace 10.128.1.0 lladdr 66:40:b3:ea:b6:3f dev flannel.1 nud permanent # n1\n");
    assertThat(sink.files().get("cluster/peers.fdb"))
        .contains(
            "fdb replace 66:40:b3:ea:b6:3f dev flannel.1 dst 192.168.0.11 self permanent # n1\n");
  }

  @Test
  void writesPodsNamespacesAliasesAndResolvers() throws IOException {
    assertThat(render(1).files().get("nodes/n1/pods.netns")).isEqualTo("""
        # the pods of node n1

        @netns default.web-1 # default/web-1
        link set dev lo up
        link set dev eth0 up
        addr replace 10.128.1.2/24 dev eth0
        addr replace fd00::2/64 dev eth0 nodad
        route replace default via 10.128.1.1 dev eth0
        route replace default via fd00::1 dev eth0
        @resolv
        nameserver 10.96.0.10
        options ndots:5

        @alias default.side default.web-1 # default/side
        @resolv
        nameserver 10.96.0.10

        @netns default.lonely # default/lonely
        link set dev lo up
        """);
  }

  @Test
  void writesRulesTableByTable() throws IOException {
    assertThat(render(1).files().get("cluster/services.v4.rules")).isEqualTo("""
        # the services of cluster shop

        *nat
        :PODNET-SERVICES - [0:0]
        :PODNET-SVC-1 - [0:0]
        -I PREROUTING 1 -j PODNET-SERVICES
        -A PODNET-SERVICES -d 10.96.0.1/32 -p tcp -m comment --comment "default/web:http" -m tcp --dport 80 -j PODNET-SVC-1
        -A PODNET-SVC-1 -p tcp -m comment --comment "default/web:http" -j DNAT --to-destination 10.96.0.2:8080
        COMMIT
        """);
  }

  @Test
  void writesSetsAndSettings() throws IOException {
    MemorySink sink = render(1);
    assertThat(sink.files().get("cluster/services.v4.sets")).isEqualTo("""
        # the services of cluster shop

        # pods that reach themselves through a service
        create PODNET-LOOP hash:ip,port,ip family inet
        add PODNET-LOOP 10.0.0.1,tcp:80,10.0.0.1
        """);
    assertThat(sink.files().get("nodes/n1/network.sysctl")).isEqualTo("""
        # the pod network of node n1

        # packets of pods pass through this host
        net/ipv4/ip_forward = 1
        """);
  }

  @Test
  void writesFilesOutsideTheHostsAsTheyAre() throws IOException {
    assertThat(render(1).files().get("dns/zones/cluster.local.zone"))
        .isEqualTo("; names of shop\n@ IN SOA a b\n");
  }
}
