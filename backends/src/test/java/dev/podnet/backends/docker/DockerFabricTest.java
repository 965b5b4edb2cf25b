package dev.podnet.backends.docker;

import static dev.podnet.backends.testing.Elements.nat;
import static dev.podnet.backends.testing.Elements.own;
import static dev.podnet.backends.testing.Elements.rules;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import dev.podnet.plan.Table;
import org.junit.jupiter.api.Test;

class DockerFabricTest {

  private static final String POD =
      "namespace default { pod web on n1 { container c { port 80 hostPort 8080 } } }\n";

  private static String spec(String settings) {
    return "cluster c { backend docker; podCIDR 172.17.0.0/16; nodeMask /16; " + settings + " }\n"
        + "node n1 { address 192.168.1.11 dev eth0 }\n" + POD;
  }

  @Test
  void aPublishedPortIsWhatDockerMakesWithoutItsProxy() {
    Plan plan = new Spec(spec("")).plan();
    Fragment network = own(plan, "n1", Part.NETWORK);
    Fragment pods = own(plan, "n1", Part.PODS);
    assertThat(network.links()).extracting(l -> l.name().value()).containsExactly("docker0");
    assertThat(network.addresses())
        .extracting(a -> a.address().toString())
        .containsExactly("172.17.0.1/16");
    assertThat(rules(network, IpFamily.IPV4, Table.RAW, "PODNET-DIRECT"))
        .containsExactly("-d 172.17.0.0/16 ! -i docker0 -> drop");
    assertThat(nat(pods, "PODNET-HOSTPORTS"))
        .containsExactly("! to host -> return", "-p tcp --dport 8080 -> dnat 172.17.0.2 80");
    assertThat(nat(pods, "PODNET-HOSTPORT-HAIRPIN"))
        .contains("-s 172.17.0.2/32 -d 172.17.0.2/32 [DNAT] -> masquerade")
        .hasSize(2);
    assertThat(pods.sysctls())
        .extracting(s -> s.key() + "=" + s.value())
        .containsExactly("net/ipv4/conf/docker0/route_localnet=1");
    assertThat(rules(pods, IpFamily.IPV4, Table.RAW, "PODNET-LOOPBACK"))
        .containsExactly("-d 127.0.0.0/8 ! -i lo -> drop");
  }

  @Test
  void aPortOnLoopbackAloneIsPublishedThereAlone() {
    String spec = spec("").replace("hostPort 8080", "hostPort 8080 hostIP 127.0.0.1");
    assertThat(new Spec(spec).findings()).isEmpty();
    assertThat(nat(own(new Spec(spec).plan(), "n1", Part.PODS), "PODNET-HOSTPORTS"))
        .contains("-d 127.0.0.1/32 -p tcp --dport 8080 -> dnat 172.17.0.2 80");
    assertThat(new Spec(spec.replace("127.0.0.1", "::1")).findings())
        .containsExactly("PN6013 host port 8080 of pod default/web is on a loopback address, where"
            + " nothing leads to the pod");
  }

  @Test
  void withoutMasqueradePodsAreAddressesForOthers() {
    assertThat(own(new Spec(spec("masquerade off")).plan(), "n1", Part.NETWORK).chains())
        .isEmpty();
  }

  @Test
  void twoHostsAreSaidToBeApart() {
    assertThat(new Spec("""
            cluster c { backend docker }
            node n1 { address 192.168.1.11 }
            node n2 { address 192.168.1.12 }
            """).findings())
        .containsExactly("PN6077 docker joins the pods of one host: those of n1 and n2 reach each"
            + " other by published ports alone");
  }

  @Test
  void itNeedsABridge() {
    assertThat(new Spec("cluster c { wiring none; fabric docker }").findings())
        .containsExactly("PN6076 fabric docker does not go with wiring none: it tells a host's own"
            + " pods by the bridge they come from");
  }
}
