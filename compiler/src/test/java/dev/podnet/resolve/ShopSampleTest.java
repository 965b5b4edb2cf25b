package dev.podnet.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.model.Assertion;
import dev.podnet.model.Cluster;
import dev.podnet.model.DnsAddress;
import dev.podnet.model.Node;
import dev.podnet.model.ObjectRef;
import dev.podnet.model.Service;
import dev.podnet.source.Located;
import org.junit.jupiter.api.Test;

/** The sample of docs/language.md, end to end. */
class ShopSampleTest {

  private static final String SHOP = """
      cluster shop {
        podCIDR     10.244.0.0/16
        serviceCIDR 10.96.0.0/16
        backend     vxlan
        proxyMode   ipvs { scheduler rr }
      }

      segment rack-a 192.168.1.0/24 { gateway 192.168.1.1 }
      segment rack-b 192.168.2.0/24 { gateway 192.168.2.1 }
      router core { connects rack-a, rack-b }

      node n1 { address 192.168.1.11 dev eth0 }
      node n2 { address 192.168.1.12 dev eth0 }
      node n3 { address 192.168.2.13 dev eth0 }

      namespace default {
        pod client on n3
        pods web 4 {
          labels app=web
          container nginx { port http 8080 }
        }
        service web {
          selector app=web
          port http 80 -> http
        }
      }
      assert reachable default/client -> service default/web:80
      """;

  private final Resolved shop = Resolved.spec(SHOP);

  @Test
  void resolvesWithoutAFinding() {
    shop.sound();
    assertThat(shop.codes()).isEmpty();
  }

  @Test
  void givesEachNodeItsSegmentAndTheNextShareOfThePodRange() {
    assertThat(shop.sound().nodes())
        .extracting(
            Node::name, n -> n.segment().orElse("-"), n -> n.podCidrs().get(0).toString())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("n1", "rack-a", "10.244.0.0/24"),
            org.assertj.core.groups.Tuple.tuple("n2", "rack-a", "10.244.1.0/24"),
            org.assertj.core.groups.Tuple.tuple("n3", "rack-b", "10.244.2.0/24"));
  }

  @Test
  void placesPodsRoundRobinAndAddressesThemFromTheSecondAddressOn() {
    assertThat(shop.places())
        .containsExactly("client@n3", "web-1@n1", "web-2@n2", "web-3@n3", "web-4@n1");
    assertThat(shop.ips("default/client")).containsExactly("10.244.2.2");
    assertThat(shop.ips("default/web-1")).containsExactly("10.244.0.2");
    assertThat(shop.ips("default/web-3")).containsExactly("10.244.2.3");
    assertThat(shop.ips("default/web-4")).containsExactly("10.244.0.3");
  }

  @Test
  void findsTheEndpointsOfTheServiceByNamedPort() {
    Service web = shop.service("default/web");
    assertThat(web.ports()).hasSize(1);
    assertThat(web.ports().get(0).backends())
        .extracting(b -> b.endpoint().ip() + ":" + b.port())
        .containsExactly(
            "10.244.0.2:8080", "10.244.0.3:8080", "10.244.1.2:8080", "10.244.2.3:8080");
    assertThat(web.clusterIps()).hasSize(1);
    Located<dev.podnet.net.IpAddress> ip = web.clusterIps().get(0);
    assertThat(dev.podnet.net.Cidr.parse("10.96.0.0/16").contains(ip.value())).isTrue();
  }

  @Test
  void bindsTheAssert() {
    Cluster cluster = shop.sound();
    assertThat(cluster.assertions()).hasSize(1);
    Assertion assertion = cluster.assertions().get(0);
    assertThat(assertion.from()).isEqualTo(new Assertion.OfPod(new ObjectRef("default", "client")));
    assertThat(assertion.to()).isEqualTo(new Assertion.OfService(new ObjectRef("default", "web")));
    assertThat(assertion.port()).contains(80);
  }

  @Test
  void keepsTheTenthServiceAddressForTheNameServer() {
    assertThat(DnsAddress.of(shop.sound()))
        .extracting(Object::toString)
        .containsExactly("10.96.0.10");
  }
}
