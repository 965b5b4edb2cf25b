package dev.podnet.backends.cloud;

import static dev.podnet.backends.testing.Elements.own;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import org.junit.jupiter.api.Test;

class CloudFabricTest {

  private static String spec(String podCidrs, String segment, int nodes) {
    return "cluster c { backend cloud; podCIDR " + podCidrs + " }\n" + segment + "\nnodes n "
        + nodes + " { address from 10.0.0.11 dev eth0 }\n";
  }

  @Test
  void theRouterKnowsThePodsAndTheNodesDoNot() {
    Plan plan =
        new Spec(spec("10.244.0.0/16", "segment vpc 10.0.0.0/16 { gateway 10.0.0.1 }", 2)).plan();
    assertThat(plan.routerTable())
        .extracting(r -> r.destination() + " via " + r.via() + " " + r.node() + " " + r.learned())
        .containsExactly(
            "10.244.0.0/24 via 10.0.0.11 n-1 false", "10.244.1.0/24 via 10.0.0.12 n-2 false");
    assertThat(own(plan, "n-1", Part.NETWORK).links())
        .extracting(l -> l.name().value())
        .containsExactly("cbr0");
    assertThat(plan.hosts())
        .allSatisfy(h ->
            assertThat(plan.effective(h)).allSatisfy(f -> assertThat(f.routes()).isEmpty()));
  }

  @Test
  void aSegmentWithNodesNeedsAGateway() {
    assertThat(new Spec(spec("10.244.0.0/16", "segment vpc 10.0.0.0/16", 2)).findings())
        .containsExactly("PN6078 segment vpc has no IPv4 gateway, and with backend cloud nodes hand"
            + " all they send to pods of others to it");
    assertThat(new Spec(spec("10.244.0.0/16", "", 2)).findings()).isEmpty();
  }

  @Test
  void eachFamilyOfThePodsNeedsANextHop() {
    assertThat(
            new Spec(spec("10.244.0.0/16, fd00:10:244::/48", "", 1).replace("dev eth0", "dev eth0"))
                .findings())
        .containsExactly("PN6010 node n-1 has no IPv6 address, and the router needs it as the next"
            + " hop to the node's pods");
  }
}
