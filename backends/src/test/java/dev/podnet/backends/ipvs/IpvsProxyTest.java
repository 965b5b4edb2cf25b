package dev.podnet.backends.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Elements;
import dev.podnet.backends.testing.Spec;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.IpSet;
import dev.podnet.plan.Link;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import dev.podnet.plan.VirtualServer;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IpvsProxyTest {

  private static final String CLUSTER = """
      cluster shop { backend host-gw; proxyMode ipvs%s }
      segment lan 192.168.1.0/24 { gateway 192.168.1.1 }
      node n1 { address 192.168.1.11; podCIDR 10.244.1.0/24 }
      node n2 { address 192.168.1.12; podCIDR 10.244.2.0/24 }
      namespace default {
        pod web-1 on n1 { ip 10.244.1.2; labels app=web; container c { port http 8080; port dns 53/UDP } }
        pod web-2 on n2 { ip 10.244.2.2; labels app=web; container c { port http 8080; port dns 53/UDP } }
        %s
      }
      """;

  private static Plan plan(String settings, String services) {
    return new Spec(CLUSTER.formatted(settings, services)).plan();
  }

  private static Fragment shared(String services) {
    return Elements.shared(plan("", services), "services");
  }

  private static List<String> findings(String settings, String services) {
    return new Spec(CLUSTER.formatted(settings, services)).findings();
  }

  /** {@code KEY SCHEDULER [PERSISTENCE]: SERVER …}. */
  private static List<String> servers(Fragment fragment) {
    return fragment.virtualServers().stream().map(IpvsProxyTest::text).toList();
  }

  private static String text(VirtualServer server) {
    String key = server.key() instanceof VirtualServer.At at
        ? at.address() + ":" + at.port() + "/" + at.protocol()
        : "0x" + Integer.toHexString(((VirtualServer.Marked) server.key()).mark());
    StringBuilder text = new StringBuilder(key).append(' ').append(server.scheduler());
    server.persistence().ifPresent(s -> text.append(' ').append(s));
    server
        .servers()
        .forEach(s -> text.append(' ').append(s.address()).append(':').append(s.port()));
    return text.toString();
  }

  private static List<String> members(Fragment fragment, String name) {
    return fragment.ipSets().stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .map(IpSet::members)
        .orElse(List.of());
  }

  @Test
  void aClusterIpIsAVirtualServerAndAnAddress() {
    Fragment services =
        shared("service web { clusterIP 10.96.0.20; selector app=web; port http 80 -> http }");

    assertThat(servers(services))
        .containsExactly("10.96.0.20:80/TCP rr 10.244.1.2:8080 10.244.2.2:8080");
    assertThat(services.links())
        .singleElement()
        .isInstanceOfSatisfying(
            Link.Dummy.class, d -> assertThat(d.name().value()).isEqualTo("kube-ipvs0"));
    assertThat(services.addresses())
        .extracting(a -> a.link() + " " + a.address())
        .contains("kube-ipvs0 10.96.0.20/32");
    assertThat(members(services, "PODNET-SERVICES")).contains("10.96.0.20,tcp:80 skbmark 0x2090");
    assertThat(members(services, "PODNET-SERVICE-IPS")).contains("10.96.0.20");
  }

  @Test
  void aNodePortIsOneVirtualServerForAllAddressesOfAllNodes() {
    Plan plan = plan(
        "",
        "service web { type NodePort; selector app=web; clusterIP 10.96.0.20; port 80 -> http nodePort 30080 }");

    assertThat(servers(Elements.shared(plan, "services")))
        .contains("0x75804091 rr 10.244.1.2:8080 10.244.2.2:8080");
    assertThat(members(Elements.shared(plan, "services"), "PODNET-NODEPORTS-TCP"))
        .containsExactly("30080 skbmark 0x75804091");
    assertThat(Elements.own(plan, "n1", Part.SERVICES).virtualServers()).isEmpty();
  }

  @Test
  void strangersReachANodesOwnEndpointsByAMarkOfTheirOwn() {
    Plan plan = plan("", """
        service web {
          type LoadBalancer
          clusterIP 10.96.0.20
          loadBalancerIP 203.0.113.5
          selector app=web
          port 80 -> http nodePort 30080
          externalTrafficPolicy Local
        }
        """);

    assertThat(servers(Elements.shared(plan, "services")))
        .containsExactly(
            "10.96.0.20:80/TCP rr 10.244.1.2:8080 10.244.2.2:8080",
            "203.0.113.5:80/TCP rr 10.244.1.2:8080 10.244.2.2:8080",
            "0x75801091 rr 10.244.1.2:8080 10.244.2.2:8080");
    Fragment own = Elements.own(plan, "n2", Part.SERVICES);
    assertThat(servers(own)).containsExactly("0x75800091 rr 10.244.2.2:8080");
    assertThat(members(own, "PODNET-LOCAL"))
        .containsExactly("203.0.113.5,tcp:80 skbmark 0x75800091");
    assertThat(members(own, "PODNET-LOCAL-TCP")).containsExactly("30080 skbmark 0x75800091");
  }

  @Test
  void affinityIsPersistenceByAddressAndAHashOfTheClientByMark() {
    Fragment services = shared("""
        service web {
          type NodePort
          clusterIP 10.96.0.20
          selector app=web
          sessionAffinity ClientIP 10m
          port 53/UDP -> dns nodePort 30053
        }
        """);

    assertThat(servers(services))
        .containsExactly(
            "10.96.0.20:53/UDP rr 600 10.244.1.2:53 10.244.2.2:53",
            "0x75654092 mh 10.244.1.2:53 10.244.2.2:53");
  }

  @Test
  void aServiceWithoutEndpointsHasItsAddressAndNoVirtualServer() {
    Fragment services = shared(
        "service gone { type NodePort; clusterIP 10.96.0.30; selector app=gone; port 80 nodePort 30090 }");

    assertThat(services.virtualServers()).isEmpty();
    assertThat(members(services, "PODNET-SERVICE-IPS")).containsExactly("10.96.0.30");
    assertThat(members(services, "PODNET-SERVICES")).isEmpty();
    assertThat(members(services, "PODNET-NODEPORTS-TCP"))
        .containsExactly("30090 skbmark 0x758a0191");
  }

  @Test
  void oneMoreEndpointIsOneLineMoreForEachWayToIt() {
    String service = "service web { clusterIP 10.96.0.20; selector app=web; port 80 -> http }";
    String more =
        "pod web-3 on n1 { ip 10.244.1.3; labels app=web; container c { port http 8080 } }\n";
    Fragment before = shared(service);
    Fragment after = shared(more + service);

    assertThat(after.chains()).isEqualTo(before.chains());
    assertThat(after.ipSets()).isEqualTo(before.ipSets());
    assertThat(after.addresses()).isEqualTo(before.addresses());
    assertThat(after.virtualServers().get(0).servers())
        .hasSize(before.virtualServers().get(0).servers().size() + 1);
  }

  @Test
  void rulesDoNotGrowWithServices() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      many.append(
          "service s%d { type NodePort; selector app=web; port 80 -> http }\n".formatted(i));
    }
    Fragment few = shared("service s { type NodePort; selector app=web; port 80 -> http }");

    assertThat(shared(many.toString()).chains()).isEqualTo(few.chains());
  }

  @Test
  void sourceRangesOfLengthZeroAreTwoHalves() {
    Fragment services = shared("""
        service web {
          type LoadBalancer
          loadBalancerIP 203.0.113.5
          loadBalancerSourceRanges 0.0.0.0/0
          selector app=web
          port 80 -> http
        }
        """);

    assertThat(members(services, "PODNET-SOURCES"))
        .containsExactly("203.0.113.5,tcp:80,0.0.0.0/1", "203.0.113.5,tcp:80,128.0.0.0/1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rr", "wrr", "lc", "wlc", "lblc", "lblcr", "dh", "sh", "sed", "nq", "mh"})
  void everySchedulerIsTaken(String scheduler) {
    Plan plan = plan(
        " { scheduler " + scheduler + " }", "service web { selector app=web; port 80 -> http }");

    assertThat(Elements.shared(plan, "services").virtualServers())
        .extracting(VirtualServer::scheduler)
        .containsExactly(scheduler);
  }

  @Test
  void strictArpIsTwoSettings() {
    Plan plan = plan(" { strictARP on }", "service web { selector app=web; port 80 -> http }");

    assertThat(Elements.shared(plan, "services").sysctls())
        .extracting(s -> s.key() + "=" + s.value())
        .contains("net/ipv4/conf/all/arp_ignore=1", "net/ipv4/conf/all/arp_announce=2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"proxyMode ipvs { dsr on }", "backend kube-router { dsr }; proxyMode ipvs"})
  void directServerReturnIsAcceptedWhereverItStands(String statement) {
    String node = "\nnode n1 { address 192.168.1.11 }";
    assertThat(new Spec("cluster c { " + statement + " }" + node).findings()).isEmpty();
  }

  @Test
  void directServerReturnIsIpvsOverIpv4() {
    String node = "\nnode n1 { address 192.168.1.11, fd00::11 }";
    assertThat(new Spec("cluster c { backend kube-router { dsr on } }" + node).findings())
        .containsExactly(
            "PN6038 endpoints cannot answer past the balancer with `proxyMode iptables`,"
                + " but `dsr` is on");
    assertThat(new Spec("cluster c { podCIDR fd00:10::/56; serviceCIDR fd00:96::/112\n"
                + "proxyMode ipvs { dsr on } }" + node)
            .findings())
        .containsExactly(
            "PN6038 endpoints cannot answer past the balancer in a cluster without IPv4,"
                + " but `dsr` is on");
  }

  @Test
  void clientsAreWrappedForTheNodesOfEndpoints() {
    Plan plan = plan(" { dsr on }", """
        service web { externalIPs 203.0.113.5; clusterIP 10.96.0.20; selector app=web; port 80 -> http }
        """);
    Fragment every = Elements.shared(plan, "services");
    VirtualServer wrapped = every.virtualServers().stream()
        .filter(s -> s.key() instanceof VirtualServer.Marked)
        .findFirst()
        .orElseThrow();
    VirtualServer own = Elements.own(plan, "n1", Part.SERVICES).virtualServers().stream()
        .filter(s -> s.key().equals(wrapped.key()))
        .findFirst()
        .orElseThrow();

    assertThat(wrapped.scheduler()).isEqualTo("wrr");
    assertThat(wrapped.servers())
        .extracting(s -> s.peer().orElseThrow() + " " + s.address() + " " + s.forwarding())
        .containsExactly("n1 192.168.1.11 TUNNEL", "n2 192.168.1.12 TUNNEL");
    assertThat(own.more()).isTrue();
    assertThat(own.servers())
        .extracting(s -> s.address() + ":" + s.port() + " " + s.forwarding())
        .containsExactly("10.244.1.2:8080 MASQUERADE");
    assertThat(members(every, "PODNET-RETURN"))
        .singleElement()
        .asString()
        .startsWith("203.0.113.5,tcp:80 skbmark 0x");
    assertThat(Elements.own(plan, "n1", Part.SERVICES).links())
        .extracting(l -> l.name().value())
        .containsExactly("dsr.ipip");
    assertThat(Elements.own(plan, "n1", Part.PODS).links())
        .allSatisfy(l -> assertThat(l.mtu()).isEqualTo(1480));
  }

  /** By `dsr` in its block: the others are balanced as always. */
  @Test
  void oneServiceAloneIsAnsweredPastTheBalancer() {
    Plan plan = plan("", """
        service web { externalIPs 203.0.113.5; selector app=web; port 80 -> http; dsr }
        service plain { externalIPs 203.0.113.6; selector app=web; port 80 -> http }
        """);

    assertThat(members(Elements.shared(plan, "services"), "PODNET-RETURN"))
        .singleElement()
        .asString()
        .startsWith("203.0.113.5,tcp:80 skbmark 0x");
    assertThat(Elements.own(plan, "n1", Part.PODS).links())
        .allSatisfy(l -> assertThat(l.mtu()).isEqualTo(1480));
  }

  @Test
  void aServiceThatAsksForItInVainIsToldOf() {
    String text = CLUSTER
        .formatted("", "service web { externalIPs 203.0.113.5; selector app=web; port 80; dsr }")
        .replace("proxyMode ipvs", "proxyMode nftables");

    assertThat(new Spec(text).findings())
        .containsExactly(
            "PN6039 the endpoints of service default/web cannot answer past the balancer"
                + " with `proxyMode nftables`");
  }

  @Test
  void whatKeepsItsWayIsNotWrapped() {
    Plan plan = plan(" { dsr on }", """
        service local { externalIPs 203.0.113.5; selector app=web; port 80 -> http; externalTrafficPolicy Local }
        service inner { selector app=web; port 80 -> http }
        service else { externalIPs 203.0.113.6; endpoints 198.51.100.7; port 80 }
        """);

    assertThat(members(Elements.shared(plan, "services"), "PODNET-RETURN")).isEmpty();
    assertThat(Elements.own(plan, "n1", Part.SERVICES).links()).isEmpty();
  }

  @Test
  void nodePortsOnLoopbackAreRefused() {
    String text = CLUSTER
        .formatted("", "")
        .replace("proxyMode ipvs", "localhostNodePorts on; proxyMode ipvs");

    assertThat(new Spec(text).findings())
        .containsExactly("PN6035 node ports cannot answer on 127.0.0.1 with IPVS, but"
            + " `localhostNodePorts` is on");
  }

  @Test
  void aNodesAddressIsRefusedWhereTheOthersWouldHaveToKnowMore() {
    String service =
        "service web { type NodePort; selector app=web; port 80 -> http; externalIPs 192.168.1.11%s }";

    assertThat(findings("", service.formatted(""))).isEmpty();
    assertThat(findings("", service.formatted("; externalTrafficPolicy Local")))
        .containsExactly("PN6036 service default/web has the address of node n1 and"
            + " `externalTrafficPolicy Local`, which IPVS cannot do together");
    assertThat(shared(service.formatted("")).addresses())
        .extracting(a -> a.address().toString())
        .doesNotContain("192.168.1.11/32");
  }

  @Test
  void aSchedulerByDestinationIsWarnedOf() {
    List<Diagnostic> found = new Spec(CLUSTER.formatted(" { scheduler dh }", "")).diagnostics();

    assertThat(found).singleElement().satisfies(d -> {
      assertThat(d.code().id()).isEqualTo("PN6037");
      assertThat(d.help())
          .isEqualTo(Optional.of("write `scheduler sh` or `scheduler mh` to choose"
              + " by the client's address, or `scheduler rr` to take turns"));
    });
  }

  @Test
  void bothFamiliesHaveSetsOfTheirOwn() {
    String text = CLUSTER
        .formatted("", "service web { selector app=web; port 80 -> http }")
        .replace(
            "cluster shop {",
            "cluster shop { podCIDR 10.244.0.0/16, fd00:10:244::/48; serviceCIDR 10.96.0.0/16, fd00:10:96::/108;")
        .replace(
            "192.168.1.0/24 { gateway 192.168.1.1 }",
            "192.168.1.0/24, fd00:1::/64 { gateway 192.168.1.1, fd00:1::1 }")
        .replaceAll(
            "address (192.168.1.1([12])); podCIDR 10.244.[12].0/24", "address $1, fd00:1::1$2")
        .replaceAll("ip 10.244.[12].2; ", "");
    Fragment services = Elements.shared(new Spec(text).plan(), "services");

    assertThat(services.ipSets())
        .extracting(IpSet::name)
        .containsExactly(
            "PODNET-SERVICE-IPS", "PODNET-SERVICE-IPS-6", "PODNET-SERVICES", "PODNET-SERVICES-6");
    assertThat(services.virtualServers())
        .extracting(s -> s.key().family())
        .containsExactly(IpFamily.IPV4, IpFamily.IPV6);
  }
}
