package dev.podnet.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FreeBlocksTest {

  @Test
  void suggestsEveryFreeBlockOnceAndNoOther() {
    Cidr range = Cidr.parse("10.0.0.0/20");
    for (long seed = 1; seed <= 100; seed++) {
      Random random = new Random(seed);
      List<Cidr> used = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        used.add(Cidr.of(IpAddress.v4(10 << 24 | random.nextInt(1 << 12)), 21 + random.nextInt(8)));
      }
      List<Cidr> expected = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        Cidr block = Cidr.of(range.nth(i * 256L), 24);
        if (used.stream().noneMatch(block::overlaps)) {
          expected.add(block);
        }
      }
      FreeBlocks free = new FreeBlocks(range, used);
      List<Cidr> found = new ArrayList<>();
      Optional<Cidr> next = free.next(24);
      while (next.isPresent()) {
        found.add(next.get());
        next = free.next(24);
      }
      assertThat(found).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void reachesTheEndOfAllAddresses() {
    FreeBlocks v4 = new FreeBlocks(Cidr.parse("255.255.255.252/30"), List.of());
    assertThat(v4.next(31)).contains(Cidr.parse("255.255.255.252/31"));
    assertThat(v4.next(31)).contains(Cidr.parse("255.255.255.254/31"));
    assertThat(v4.next(31)).isEmpty();
    assertThat(v4.next(31)).isEmpty();
    assertThat(v4.next(29)).isEmpty();
    FreeBlocks v6 = new FreeBlocks(Cidr.parse("fd00::/8"), List.of(Cidr.parse("fd00::/16")));
    assertThat(v6.next(64)).contains(Cidr.parse("fd01::/64"));
  }

  @Test
  void aBlockSuggestedForOneLengthIsNotSuggestedForAnother() {
    FreeBlocks free = new FreeBlocks(Cidr.parse("10.0.0.0/23"), List.of());
    assertThat(free.next(25)).contains(Cidr.parse("10.0.0.0/25"));
    assertThat(free.next(24)).contains(Cidr.parse("10.0.1.0/24"));
    assertThat(free.next(25)).contains(Cidr.parse("10.0.0.128/25"));
    assertThat(free.next(25)).isEmpty();
  }
}
