package dev.podnet.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.model.Node;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The cost grows as the cluster, not as its square. Steps are counted, not seconds: a busy machine changes nothing. */
class ScaleTest {

  /** A CIDR source that counts how often the sweep looks at a range. */
  private static long looks(int ranges) {
    List<Cidr> cidrs = new ArrayList<>();
    for (int i = 0; i < ranges; i++) {
      cidrs.add(Cidr.of(IpAddress.v4((10 << 24) + i * 256), 24));
    }
    long[] looks = {0};
    RangeSweep.sweep(
        cidrs,
        c -> {
          looks[0]++;
          return c;
        },
        (outer, inner) -> {
          throw new AssertionError(outer + " holds " + inner);
        });
    return looks[0];
  }

  @Test
  void theSweepLooksAtEachRangeAFewTimesOnly() {
    assertThat(looks(5_000)).isLessThan(5_000L * 2 * 16);
    assertThat(looks(10_000)).isLessThan(looks(5_000) * 3);
  }

  @Test
  void equalRangesDoNotPileUp() {
    List<Cidr> same = new ArrayList<>();
    for (int i = 0; i < 5_000; i++) {
      same.add(Cidr.parse("10.0.0.0/24"));
    }
    int[] found = {0};
    RangeSweep.sweep(same, c -> c, (outer, inner) -> found[0]++);
    assertThat(found[0]).isEqualTo(4_999);
  }

  private static ClusterFixture large(int nodes, int podsOfEach) {
    ClusterFixture fixture =
        new ClusterFixture().podCidr("10.0.0.0/8").serviceCidr("172.20.0.0/16");
    List<String> segments = new ArrayList<>();
    for (int s = 0; s * 250 < nodes; s++) {
      fixture.segment("rack-" + s, "192.168." + s + ".0/24", "192.168." + s + ".254");
      segments.add("rack-" + s);
    }
    fixture.router("core", segments.toArray(String[]::new));
    for (int n = 0; n < nodes; n++) {
      String address = "192.168." + n / 250 + "." + (n % 250 + 1);
      Cidr share = Cidr.of(IpAddress.v4((10 << 24) + n * 256), 24);
      fixture.node("n" + n, address, share.toString());
      for (int p = 0; p < podsOfEach; p++) {
        fixture.pod("p" + n + "-" + p, "n" + n, share.nth(p + 2).toString());
      }
    }
    return fixture;
  }

  @Test
  void fiveThousandNodesWithTwentyThousandPodsAreChecked() {
    ClusterFixture fixture = large(5_000, 4);
    assertThat(fixture.findings()).isEmpty();
    Node first = fixture.nodes.get(0);
    fixture.node("late", "192.168.30.1", first.podCidrs().get(0).value().toString());
    assertThat(fixture.findings())
        .containsExactlyInAnyOrder(
            "PN2003 pod CIDR 10.0.0.0/24 of node late overlaps that of node n0",
            "PN2015 address 192.168.30.1 of node late is in no segment");
  }

  @Test
  void aMistakeOnEveryNodeIsReportedForEachWithoutComparingThemAll() {
    ClusterFixture fixture =
        new ClusterFixture().podCidr("10.0.0.0/8").serviceCidr("172.20.0.0/16");
    for (int n = 0; n < 3_000; n++) {
      fixture.node("n" + n, "192.168.1.1", "10.0.0.0/24");
    }
    assertThat(fixture.check()).hasSize(2 * 2_999);
  }
}
