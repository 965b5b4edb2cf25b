package dev.podnet.backends.routed;

import static dev.podnet.backends.testing.Elements.own;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.net.Cidr;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.Link;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import dev.podnet.plan.PodNamespace;
import dev.podnet.plan.Route;
import org.junit.jupiter.api.Test;

class RoutedWiringTest {

  private static final String SPEC = """
      cluster c { podCIDR 10.65.0.0/16, fd00:65::/48; serviceCIDR 10.96.0.0/16, fd00:96::/112; backend calico }
      node n1 { address 192.168.50.11, fd50::11 dev eth0 }
      namespace default {
        pod web on n1 { container c { port 80 hostPort 8080 } }
        pod side { shares web }
        pod none on n1 { network none }
      }
      """;

  @Test
  void aPodHasAWireOfItsOwnAndRoutesOfFullLength() {
    Plan plan = new Spec(SPEC).plan();
    Fragment pods = own(plan, "n1", Part.PODS);
    Link.Veth veth = (Link.Veth) pods.links().get(0);
    // The first eleven digits of: printf default.web | sha1sum
    assertThat(veth.name().value()).isEqualTo("cali68caf03a5f4");
    assertThat(veth.mac()).hasToString("ee:ee:ee:ee:ee:ee");
    assertThat(veth.master()).isEmpty();
    assertThat(pods.routes())
        .extracting(r -> r.destination() + " dev " + r.dev().orElseThrow())
        .containsExactly("10.65.0.2/32 dev cali68caf03a5f4", "fd00:65::2/128 dev cali68caf03a5f4");
    PodNamespace pod = pods.namespaces().get(2);
    assertThat(pod.addresses())
        .extracting(Object::toString)
        .containsExactly("10.65.0.2/32", "fd00:65::2/128");
    assertThat(pod.routes())
        .extracting(
            r -> r.destination() + " via " + r.via().map(Object::toString).orElse("-"))
        .containsExactly(
            "169.254.1.1/32 via -",
            "0.0.0.0/0 via 169.254.1.1",
            "::/0 via fe80::ecee:eeff:feee:eeee");
    assertThat(pod.neighbours())
        .extracting(n -> n.address() + " " + n.mac())
        .containsExactly(
            "169.254.1.1 ee:ee:ee:ee:ee:ee", "fe80::ecee:eeff:feee:eeee ee:ee:ee:ee:ee:ee");
    assertThat(pods.namespaces())
        .extracting(n ->
            n.name() + " " + n.sharesWith().orElse("-") + " " + n.addresses().size())
        .containsExactly("default.none - 0", "default.side default.web 0", "default.web - 2");
  }

  @Test
  void aPodSendsFromItsOwnAddressAloneAndTheNodeAnswersForItsNextHop() {
    assertThat(own(new Spec(SPEC).plan(), "n1", Part.PODS).sysctls())
        .extracting(s -> s.key().replace("cali68caf03a5f4", "*") + "=" + s.value())
        .contains(
            "net/ipv4/conf/*/proxy_arp=1",
            "net/ipv4/conf/*/rp_filter=1",
            "net/ipv4/neigh/*/proxy_delay=0",
            "net/ipv6/conf/*/accept_dad=0");
  }

  @Test
  void whatNoPodHasIsThrownAway() {
    assertThat(own(new Spec(SPEC).plan(), "n1", Part.NETWORK).routes())
        .containsExactly(
            Route.blackhole(Cidr.parse("10.65.0.0/24")),
            Route.blackhole(Cidr.parse("fd00:65::/64")));
  }

  @Test
  void thereIsNoBridgeAndNoFilterOfItsPorts() {
    Plan plan = new Spec(SPEC).plan();
    assertThat(plan.hosts())
        .allSatisfy(h -> assertThat(plan.effective(h)).allSatisfy(f -> {
          assertThat(f.links()).noneMatch(Link.Bridge.class::isInstance);
          assertThat(f.modules()).noneMatch(m -> m.name().equals("br_netfilter"));
        }));
  }
}
