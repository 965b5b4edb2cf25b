package dev.podnet.backends.iptables;

import static dev.podnet.backends.testing.Elements.nat;
import static dev.podnet.backends.testing.Elements.own;
import static dev.podnet.backends.testing.Elements.shared;
import static dev.podnet.backends.testing.Elements.sizes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Elements;
import dev.podnet.backends.testing.Spec;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import dev.podnet.plan.Table;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** How the rules grow, counted. */
class ServiceGrowthTest {

  private static Plan plan(int nodes, int services, String rest) {
    StringBuilder text =
        new StringBuilder("cluster shop { podCIDR 10.0.0.0/8; serviceCIDR 172.30.0.0/16 }\n");
    text.append("nodes n ").append(nodes).append(" { address from 192.168.0.1 }\n");
    text.append("namespace default {\npods web 10 { labels app=web }\n");
    for (int i = 0; i < services; i++) {
      text.append("service s")
          .append(i)
          .append(" { selector app=web; port 80 -> 8080; ")
          .append(rest)
          .append(" }\n");
    }
    return new Spec(text.append("}\n").toString()).plan();
  }

  @Test
  void noChainStandsForAnEndpointAndNoRuleForAPairOfNodeAndService() {
    Map<String, Integer> few = sizes(shared(plan(3, 100, ""), "services"));
    Map<String, Integer> many = sizes(shared(plan(60, 100, ""), "services"));
    assertThat(many).isEqualTo(few);
    assertThat(few.get("chains")).isLessThan(100 + 100 + 16 + 10);
  }

  @Test
  void thePolicyLocalAddsRulesOnlyWhereEndpointsAre() {
    Plan plan = plan(60, 20, "externalTrafficPolicy Local; type NodePort");
    long nodes = plan.hosts().stream()
        .filter(h -> Elements.names(own(plan, h.node(), Part.SERVICES)).contains("PODNET-LOCAL"))
        .count();
    assertThat(nodes).isEqualTo(10);
  }

  @Test
  void aPacketMeetsFewRulesUntilItsServiceIsFound() {
    Fragment services = shared(plan(3, 1000, ""), "services");
    assertThat(longestList(services)).isLessThan(40);
  }

  @Test
  void soItDoesWhereAllServicesStayOnTheNodeOrNearIt() {
    Plan plan =
        plan(3, 1000, "type NodePort; externalTrafficPolicy Local; internalTrafficPolicy Local");
    assertThat(longestList(own(plan, "n-1", Part.SERVICES))).isLessThanOrEqualTo(64);
  }

  @Test
  void amongManyPodsOnlyTrafficBetweenThemIsLookedThroughForOneThatReachesItself() {
    Spec spec = new Spec("""
        cluster shop {}
        node n1 { address 192.168.1.11 }
        namespace default {
          pods web 250 { labels app=web }
          service web { selector app=web; port 80 -> 8080 }
        }
        """);
    assertThat(nat(own(spec.plan(), "n1", Part.SERVICES), "PODNET-HAIRPIN"))
        .startsWith(
            "! [DNAT] -> return",
            "! -s 10.244.0.0/24 -> return",
            "! -d 10.244.0.0/24 -> return",
            "-s 10.244.0.2/32 -d 10.244.0.2/32 -> masquerade")
        .hasSize(3 + 250);
  }

  /** The length of the longest chain that finds something rather than choosing an endpoint. */
  private static int longestList(Fragment fragment) {
    return fragment.chains().stream()
        .filter(c -> c.table() == Table.NAT)
        .filter(c -> !c.name().matches("PODNET-(SVL-)?[2-7][A-Z2-7]{7}"))
        .mapToInt(c -> c.rules().size())
        .max()
        .orElseThrow();
  }

  @Test
  void anotherServiceChangesNoLineOfAnother() {
    Map<String, List<String>> before = lines(plan(3, 200, ""));
    Map<String, List<String>> after = lines(plan(3, 201, ""));
    before.forEach((chain, rules) -> assertThat(after.get(chain)).containsSubsequence(rules));
  }

  private static Map<String, List<String>> lines(Plan plan) {
    Map<String, List<String>> lines = new TreeMap<>();
    for (Chain chain : shared(plan, "services").chains()) {
      lines.put(
          chain.table() + " " + chain.name(),
          chain.rules().stream().map(Elements::text).toList());
    }
    return lines;
  }

  @Test
  void manyNodePortsStandInBlocks() {
    Fragment services = shared(plan(3, 200, "type NodePort"), "services");
    List<Chain> blocks = services.chains().stream()
        .filter(c -> c.name().startsWith("PODNET-NODEPORTS"))
        .toList();
    assertThat(blocks)
        .hasSizeGreaterThan(1)
        .allSatisfy(c -> assertThat(c.rules()).hasSizeLessThanOrEqualTo(64));
  }
}
