package dev.podnet.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RangeSweepTest {

  @Test
  void findsExactlyTheRangesThatLieInAnother() {
    for (long seed = 1; seed <= 200; seed++) {
      Random random = new Random(seed);
      List<Cidr> ranges = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        ranges.add(random(random));
      }
      Set<Cidr> swept = new LinkedHashSet<>();
      List<Cidr> pairs = new ArrayList<>();
      RangeSweep.sweep(ranges, r -> r, (outer, inner) -> {
        pairs.add(inner);
        swept.add(inner);
        assertThat(outer.contains(inner)).isTrue();
      });
      Set<Cidr> expected = new LinkedHashSet<>();
      int count = 0;
      for (int i = 0; i < ranges.size(); i++) {
        boolean inside = false;
        for (int j = 0; j < ranges.size(); j++) {
          boolean equalAndEarlier = ranges.get(i).equals(ranges.get(j)) && j < i;
          inside |= i != j
              && ranges.get(j).contains(ranges.get(i))
              && (equalAndEarlier || !ranges.get(i).equals(ranges.get(j)));
        }
        if (inside) {
          count++;
          expected.add(ranges.get(i));
        }
      }
      assertThat(swept).as("seed %d", seed).containsExactlyInAnyOrderElementsOf(expected);
      assertThat(pairs).as("seed %d", seed).hasSize(count);
    }
  }

  @Test
  void theNarrowestRangeAroundIsNamed() {
    List<String> found = new ArrayList<>();
    List<Cidr> ranges = List.of(
        Cidr.parse("10.0.0.0/8"),
        Cidr.parse("10.1.0.0/24"),
        Cidr.parse("10.1.0.0/16"),
        Cidr.parse("11.0.0.0/8"),
        Cidr.parse("10.1.0.0/24"));
    RangeSweep.sweep(ranges, r -> r, (outer, inner) -> found.add(inner + " in " + outer));
    assertThat(found)
        .containsExactly(
            "10.1.0.0/16 in 10.0.0.0/8",
            "10.1.0.0/24 in 10.1.0.0/16",
            "10.1.0.0/24 in 10.1.0.0/24");
  }

  private static Cidr random(Random random) {
    if (random.nextInt(4) == 0) {
      long high = 0xfd00_0000_0000_0000L | random.nextInt(4);
      return Cidr.of(
          new IpAddress(IpFamily.IPV6, high, random.nextLong()), 60 + random.nextInt(69));
    }
    return Cidr.of(IpAddress.v4(10 << 24 | random.nextInt(1 << 12)), 16 + random.nextInt(17));
  }
}
