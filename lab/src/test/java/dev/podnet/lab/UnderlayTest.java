package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class UnderlayTest {

  @Test
  void hostsOfTwoRacksReachEachOtherThroughTheRouter() {
    Topology topology = topology("""
            cluster c {}
            segment rack-a 192.168.1.0/24 { gateway 192.168.1.1; mtu 9000 }
            segment rack-b 192.168.2.0/24 { gateway 192.168.2.1 }
            router core { connects rack-a, rack-b }
            node n1 { address 192.168.1.11 dev eth7 }
            node n2 { address 192.168.2.12 dev eth0 }
            """);

    assertThat(topology.bridges())
        .containsExactly(new Topology.Bridge("seg0", 9000), new Topology.Bridge("seg1", 1500));
    assertThat(host(topology, "router-core").forward()).isTrue();
    assertThat(host(topology, "router-core").legs())
        .extracting(Topology.Leg::addresses)
        .containsExactly(java.util.List.of("192.168.1.1/24"), java.util.List.of("192.168.2.1/24"));
    assertThat(host(topology, "n1").legs().get(0).dev()).isEqualTo("eth7");
    assertThat(host(topology, "n1").routes())
        .containsExactly("192.168.2.0/24 via 192.168.1.1", "default via 192.168.1.1");
    assertThat(host(topology, "world").legs().get(0).bridge()).isEqualTo("seg0");
  }

  @Test
  void aSegmentWithoutARouterGetsAGateway() {
    Topology topology = topology("""
            cluster c {}
            node n1 { address 192.168.1.254 dev eth0 }
            node n2 { address 192.168.3.12 dev eth0 }
            """);

    assertThat(topology.hosts())
        .extracting(Topology.Host::name)
        .containsExactly("gateway-underlay", "n1", "n2", "world");
    assertThat(host(topology, "n1").legs().get(0).addresses()).containsExactly("192.168.1.254/22");
    assertThat(host(topology, "n1").routes()).containsExactly("default via 192.168.3.254");
  }

  @Test
  void routersBehindRoutersAreFound() {
    Topology topology = topology("""
            cluster c {}
            segment a 10.1.0.0/24 { gateway 10.1.0.1 }
            segment spine 10.9.0.0/24
            segment b 10.2.0.0/24 { gateway 10.2.0.1 }
            router ra { connects a, spine }
            router rb { connects b, spine }
            node n1 { address 10.1.0.11 dev eth0 }
            node n2 { address 10.2.0.12 dev eth0 }
            """);

    assertThat(host(topology, "router-ra").routes()).containsExactly("10.2.0.0/24 via 10.9.0.253");
    assertThat(host(topology, "router-rb").routes()).containsExactly("10.1.0.0/24 via 10.9.0.254");
    assertThat(host(topology, "n1").routes())
        .containsExactly(
            "10.9.0.0/24 via 10.1.0.1", "10.2.0.0/24 via 10.1.0.1", "default via 10.1.0.1");
  }

  private static Topology topology(String spec) {
    return new Underlay(Compiled.cluster(spec)).topology();
  }

  private static Topology.Host host(Topology topology, String name) {
    return topology.hosts().stream()
        .filter(h -> h.name().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
