package dev.podnet.backends.bgp;

import static dev.podnet.backends.testing.Elements.own;
import static dev.podnet.backends.testing.Elements.shared;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.plan.Daemon;
import dev.podnet.plan.HostFile;
import dev.podnet.plan.Link;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import dev.podnet.plan.Route;
import dev.podnet.planning.Selection;
import dev.podnet.spi.Backend;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.Fabric;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BgpFabricTest {

  private static final String RACKS = """
      cluster c { backend BACKEND }
      segment a 192.168.50.0/24 { gateway 192.168.50.1 }
      segment b 192.168.60.0/24 { gateway 192.168.60.1 }
      router r { connects a, b }
      node n1 { address 192.168.50.11 dev eth0 }
      node n2 { address 192.168.50.12 dev eth0 }
      node n3 { address 192.168.60.13 dev eth0 }
      """;

  private static Plan racks(String backend) {
    return new Spec(RACKS.replace("BACKEND", backend)).plan();
  }

  private static List<String> routes(Plan plan, String fragment) {
    return shared(plan, fragment).routes().stream()
        .map(r -> r.destination() + " via " + r.via().orElseThrow()
            + r.dev().map(d -> " dev " + d).orElse("") + (r.onlink() ? " onlink" : ""))
        .toList();
  }

  @Test
  void crossSubnetWrapsWhatLeavesTheSegment() {
    Plan plan = racks("calico { encapsulation ipip; crossSubnet on }");
    assertThat(routes(plan, "peers-a-direct"))
        .containsExactly("10.244.0.0/24 via 192.168.50.11", "10.244.1.0/24 via 192.168.50.12");
    assertThat(routes(plan, "peers-b-tunnel"))
        .containsExactly("10.244.2.0/24 via 192.168.60.13 dev bgp.ipip onlink");
    assertThat(own(plan, "n1", Part.NETWORK).links()).extracting(Link::mtu).containsExactly(1480);
  }

  @Test
  void kubeRouterIsABridgeWithTunnelsBetweenSegments() {
    Plan plan = racks("kube-router");
    assertThat(own(plan, "n1", Part.NETWORK).links())
        .extracting(l -> l.name() + " " + l.mtu())
        .containsExactly("kube-bridge 1480", "bgp.ipip 1480");
    assertThat(routes(plan, "peers-b-tunnel")).hasSize(1);
  }

  @Test
  void vxlanHasCalicosNumbers() {
    Plan plan = racks("calico { encapsulation vxlan }");
    Link.Vxlan device = (Link.Vxlan) own(plan, "n1", Part.NETWORK).links().get(0);
    assertThat(device.name() + " " + device.vni() + " " + device.port() + " " + device.mtu())
        .isEqualTo("vxlan.calico 4096 4789 1450");
    assertThat(routes(plan, "peers")).hasSize(3);
  }

  @Test
  void withoutATunnelNodesNeedASharedSegmentOrRoutersThatLearn() {
    Fabric fabric = (Fabric) Spec.BACKENDS.find(Backend.Kind.FABRIC, "bgp").orElseThrow();
    String spec = RACKS.replace("BACKEND", "calico { bgp bird }");
    assertThat(fabric.needsSharedSegment(context(spec))).isTrue();
    assertThat(fabric.needsSharedSegment(
            context(spec.replace("connects a, b", "connects a, b; asn 64601"))))
        .isFalse();
    assertThat(fabric.needsSharedSegment(context(RACKS
            .replace("BACKEND", "calico")
            .replace("connects a, b", "connects a, b; asn 64601"))))
        .isTrue();
  }

  private static BackendContext context(String spec) {
    return Selection.of(new Spec(spec).cluster(), Spec.BACKENDS, new Diagnostics())
        .get(Backend.Kind.FABRIC)
        .orElseThrow()
        .context();
  }

  @Test
  void aThousandNodesNeedAThousandRoutesInAll() {
    Plan plan = new Spec(
            "cluster c { backend calico; podCIDR 10.0.0.0/8; serviceCIDR 172.30.0.0/16 }\n"
                + "nodes n 1000 { address from 192.168.0.1 }")
        .plan();
    assertThat(shared(plan, "peers-underlay").routes()).hasSize(1000);
    assertThat(own(plan, "n-7", Part.NETWORK).routes()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "calico { routeReflectors n1 } | PN6079 routeReflectors changes nothing: the routes are compiled, and no node speaks BGP",
        "calico { bgp bird; encapsulation vxlan } | PN6076 VXLAN does not go with BIRD: BGP says where a node's pods are, but not which MAC its tunnel has",
        "calico { bgp bird; encapsulation ipip; meshLimit 2 } | PN6080 3 nodes would each have a session with every other; the limit is 2",
      })
  void whatItCannotDoIsSaid(String backend, String finding) {
    assertThat(new Spec(RACKS.replace("BACKEND", backend)).findings()).containsExactly(finding);
  }

  @Test
  void reflectorsPassRoutesOnInsideOneSystem() {
    String spec =
        RACKS.replace("BACKEND", "calico { bgp bird; encapsulation ipip; routeReflectors n1 }");
    assertThat(new Spec(spec).findings()).isEmpty();
    assertThat(new Spec(spec.replace("dev eth0 }\nnode n3", "dev eth0; asn 64513 }\nnode n3"))
            .findings())
        .containsExactly(
            "PN6081 node n2 is in AS 64513 and node n1 in AS 64512, but reflectors pass"
                + " routes on inside one AS alone");
  }

  @Test
  void birdsSessionsStandOnceForAllNodesOfASegment() {
    Plan plan = new Spec(
            "cluster c { backend calico { bgp bird; meshLimit 1000 }; podCIDR 10.0.0.0/8;"
                + " serviceCIDR 172.30.0.0/16 }\nnodes n 200 { address from 192.168.0.1 }")
        .plan();
    HostFile sessions = shared(plan, "bgp-underlay-near").files().get(0);
    assertThat(((HostFile.Lines) sessions.content()).lines())
        .hasSize(200)
        .first()
        .isEqualTo("protocol bgp 'n_n-1_v4' from podnet_near4 { neighbor 192.168.0.1 as 64512; }");
    HostFile main = own(plan, "n-7", Part.NETWORK).files().get(0);
    assertThat(((HostFile.Lines) main.content()).lines())
        .contains("include \"@FILES@/bird/near-underlay.conf\";", "router id 192.168.0.7;")
        .hasSizeLessThan(50);
    assertThat(shared(plan, "peers-underlay").routes()).allMatch(Route::learned);
  }

  @Test
  void aReflectorAloneHasSessionsWithItsClients() {
    Plan plan =
        racks("calico { bgp bird; encapsulation ipip; crossSubnet on; routeReflectors n1 }");
    Daemon reflector = own(plan, "n1", Part.NETWORK).daemons().get(0);
    assertThat(reflector.files())
        .containsExactly(
            "bird/bird.conf",
            "bird/near-a.conf",
            "bird/near-clients-a.conf",
            "bird/far-clients-b.conf");
    assertThat(own(plan, "n3", Part.NETWORK).daemons().get(0).files())
        .containsExactly("bird/bird.conf", "bird/far-a.conf");
  }
}
