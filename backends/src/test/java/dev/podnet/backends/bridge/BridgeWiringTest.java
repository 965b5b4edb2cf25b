package dev.podnet.backends.bridge;

import static dev.podnet.backends.testing.Elements.nat;
import static dev.podnet.backends.testing.Elements.own;
import static dev.podnet.backends.testing.Elements.shared;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.Link;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import dev.podnet.plan.PodNamespace;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BridgeWiringTest {

  private static final String TWO_NODES = """
      node n1 { address 192.168.1.11 dev eth0 }
      node n2 { address 192.168.1.12 dev eth0 }
      """;

  private static Plan plan(String cluster, String pods) {
    return new Spec("cluster shop { " + cluster + " }\n" + TWO_NODES + "namespace default {\n"
            + pods + "\n}\n")
        .plan();
  }

  @Test
  void theBridgeHasTheFirstAddressOfTheNodesShareAndAMacMadeFromIt() {
    Fragment network = own(plan("", "pod a on n2"), "n2", Part.NETWORK);
    Link.Bridge bridge = (Link.Bridge) network.links().get(0);
    assertThat(bridge.name()).hasToString("cni0");
    assertThat(bridge.mac()).hasToString("0a:58:0a:f4:01:01");
    assertThat(bridge.mtu()).isEqualTo(1450);
    assertThat(network.addresses().get(0).address()).hasToString("10.244.1.1/24");
  }

  @Test
  void aDualStackBridgeHasAnAddressOfEachFamilyAndTakesNoRouterAdvertisements() {
    Plan plan = new Spec("""
            cluster shop {
              podCIDR 10.244.0.0/16, fd00:10:244::/48
              serviceCIDR 10.96.0.0/16, fd00:10:96::/112
              backend host-gw
            }
            node n1 { address 192.168.1.11, fd50::11 dev eth0 }
            namespace default { pod a on n1 }
            """).plan();
    Fragment network = own(plan, "n1", Part.NETWORK);
    assertThat(network.addresses())
        .extracting(a -> a.address().toString())
        .containsExactly("10.244.0.1/24", "fd00:10:244::1/64");
    assertThat(network.sysctls())
        .extracting(s -> s.key() + "=" + s.value())
        .containsExactly("net/ipv6/conf/cni0/accept_ra=0");
    assertThat(shared(plan, "network").sysctls())
        .extracting(s -> s.key() + "=" + s.value())
        .containsExactly(
            "net/bridge/bridge-nf-call-ip6tables=1",
            "net/bridge/bridge-nf-call-iptables=1",
            "net/ipv4/ip_forward=1",
            "net/ipv6/conf/all/forwarding=1");
    PodNamespace pod = own(plan, "n1", Part.PODS).namespaces().get(0);
    assertThat(pod.addresses())
        .extracting(Object::toString)
        .containsExactly("10.244.0.2/24", "fd00:10:244::2/64");
    assertThat(pod.routes())
        .extracting(r -> r.via().orElseThrow().toString())
        .containsExactly("10.244.0.1", "fd00:10:244::1");
  }

  @Test
  void aPodIsAHairpinPortOfTheBridgeWithEth0InItsNamespace() {
    Fragment pods = own(plan("", "pod web-1 on n1"), "n1", Part.PODS);
    Link.Veth veth = (Link.Veth) pods.links().get(0);
    assertThat(veth.name().value()).matches("veth[0-9a-f]{11}");
    assertThat(veth.peer()).hasToString("eth0");
    assertThat(veth.peerMac()).hasToString("0a:58:0a:f4:00:02");
    assertThat(veth.namespace()).isEqualTo("default.web-1");
    assertThat(veth.master()).map(Object::toString).contains("cni0");
    assertThat(veth.hairpin()).isTrue();
    assertThat(veth.mtu()).isEqualTo(1450);
  }

  @Test
  void aPodAsksTheClustersNameServerAndSearchesItsOwnNamespaceFirst() {
    Plan plan =
        plan("clusterDomain shop.test; dns coredns { clusterIP 10.96.0.53 }", "pod a on n1");
    assertThat(own(plan, "n1", Part.PODS).namespaces().get(0).resolvConf())
        .containsExactly(
            "nameserver 10.96.0.53",
            "search default.svc.shop.test svc.shop.test shop.test",
            "options ndots:5");
  }

  @Test
  void aPodWithoutNetworkHasANamespaceAndNothingInIt() {
    Fragment pods = own(plan("", "pod a on n1 { network none }"), "n1", Part.PODS);
    assertThat(pods.links()).isEmpty();
    assertThat(pods.namespaces())
        .containsExactly(new PodNamespace(
            "default.a", "default/a", Optional.empty(), List.of(), List.of(), List.of()));
  }

  @Test
  void aHostNetworkPodHasNoNamespace() {
    assertThat(own(plan("", "pod a on n1 { network host }"), "n1", Part.PODS))
        .isEqualTo(Fragment.EMPTY);
  }

  @Test
  void aPodThatSharesANamespaceIsASecondNameOfIt() {
    Fragment pods = own(
        plan("", "pod a on n1\npod b on n1 { shares a }\npod c on n1 { shares b }"),
        "n1",
        Part.PODS);
    assertThat(pods.links()).hasSize(1);
    assertThat(pods.namespaces())
        .extracting(n -> n.name() + " " + n.sharesWith().orElse("own"))
        .containsExactly("default.a own", "default.b default.a", "default.c default.a");
  }

  @Test
  void podsOfOneBridgeHaveDifferentMacsThoughTheirAddressesEndAlike() {
    Plan plan = new Spec("""
            cluster shop { podCIDR fd00:10:244::/48; serviceCIDR fd00:10:96::/112; backend host-gw }
            node n1 { address fd50::11 dev eth0 }
            namespace default {
              pod a on n1 { ip fd00:10:244::1:0:5 }
              pod b on n1 { ip fd00:10:244::2:0:5 }
            }
            """).plan();
    assertThat(own(plan, "n1", Part.PODS).links())
        .extracting(l -> ((Link.Veth) l).peerMac().toString())
        .doesNotHaveDuplicates()
        .contains("0a:58:00:00:00:05");
  }

  @Test
  void aHostPortLeadsToThePodOnItsOwnNodeAlone() {
    Plan plan = plan("", """
        pod a on n1 { container c { port 80 hostPort 8080; port 53/UDP hostPort 53 hostIP 192.168.1.11 } }
        """);
    Fragment pods = own(plan, "n1", Part.PODS);
    assertThat(nat(pods, "PODNET-HOSTPORTS"))
        .containsExactly(
            "! to host -> return",
            "-d 127.0.0.0/8 -> return",
            "-p tcp --dport 8080 -> dnat 10.244.0.2 80",
            "-d 192.168.1.11/32 -p udp --dport 53 -> dnat 10.244.0.2 53");
    assertThat(nat(pods, "PODNET-HOSTPORT-HAIRPIN"))
        .containsExactly("-s 10.244.0.2/32 -d 10.244.0.2/32 [DNAT] -> masquerade");
    assertThat(own(plan, "n2", Part.PODS)).isEqualTo(Fragment.EMPTY);
  }

  @Test
  void aHostPortOnLoopbackIsReported() {
    assertThat(new Spec(
                "cluster shop {}\n" + TWO_NODES
                    + "namespace default { pod a on n1 { container c { port 80 hostPort 8080 hostIP 127.0.0.1 } } }")
            .findings())
        .containsExactly(
            "PN6013 host port 8080 of pod default/a is on a loopback address, where nothing leads to"
                + " the pod");
  }

  @Test
  void aBridgeCannotHaveTheNameOfTheUnderlaysInterface() {
    assertThat(new Spec("cluster shop { wiring bridge { name eth0 } }\n" + TWO_NODES).findings())
        .containsExactly(
            "PN6012 the pods' bridge cannot be named eth0: node n1 has its address on that"
                + " interface");
  }

  @Test
  void aShareTooSmallForABridgeIsReported() {
    assertThat(new Spec("""
                cluster shop {}
                node n1 { address 192.168.1.11; podCIDR 10.244.0.0/31 }
                """).findings())
        .containsExactly(
            "PN6011 pod CIDR 10.244.0.0/31 of node n1 has no room for a bridge and a pod");
  }
}
