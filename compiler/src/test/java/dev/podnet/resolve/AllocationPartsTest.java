package dev.podnet.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.SourceFile;
import dev.podnet.source.Span;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AllocationPartsTest {

  @Test
  void theHashNeverChanges() {
    assertThat(StableHash.of("default/web")).isEqualTo(152946306103492033L);
    assertThat(StableHash.of("")).isEqualTo(8640173135264257171L);
    byte[] rest = "b".getBytes(StandardCharsets.UTF_8);
    assertThat(StableHash.ended(StableHash.begun("default/we"), rest))
        .isEqualTo(StableHash.of("default/web"));
  }

  @Test
  void namesThatDifferInOneDigitSpreadOverAllNodes() {
    int[] wins = new int[5];
    for (int i = 0; i < 5000; i++) {
      long begun = StableHash.begun("default/app-" + i + "@");
      int winner = 0;
      long greatest = -1;
      for (int n = 0; n < wins.length; n++) {
        long hash = StableHash.ended(begun, ("n" + n).getBytes(StandardCharsets.UTF_8));
        if (hash > greatest) {
          greatest = hash;
          winner = n;
        }
      }
      wins[winner]++;
    }
    assertThat(IntStream.of(wins).allMatch(w -> w > 850 && w < 1150)).isTrue();
  }

  @Test
  void aProbeFindsEveryNumberAndTheLowerPartLast() {
    Probe probe = Probe.withLowBand(1, 101, 256);
    Set<Long> taken = new HashSet<>();
    List<Long> order = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      long number = probe.find("name" + i, n -> !taken.contains(n)).orElseThrow();
      taken.add(number);
      order.add(number);
    }
    assertThat(taken).hasSize(100);
    assertThat(order.subList(0, 84)).allMatch(n -> n >= 17);
    assertThat(order.subList(84, 100)).allMatch(n -> n < 17);
    assertThat(probe.find("one more", n -> !taken.contains(n))).isEqualTo(Optional.empty());
  }

  @Test
  void aProbeOfAnEmptyRangeFindsNothing() {
    assertThat(Probe.withLowBand(1, 0, 256).find("x", n -> true)).isEmpty();
    assertThat(Probe.withLowBand(1, 1, 256).find("x", n -> true)).isEmpty();
    assertThat(Probe.withLowBand(1, 2, 256).find("x", n -> true)).contains(1L);
  }

  @Test
  void takenRangesAnswerAsASetOfAddressesWould() {
    long seed = 42;
    Random random = new Random(seed);
    for (int round = 0; round < 50; round++) {
      TakenRanges taken = new TakenRanges();
      Set<Long> addresses = new HashSet<>();
      for (int i = 0; i < 30; i++) {
        Cidr block = block(random);
        boolean overlaps = false;
        for (long a = 0; a < block.sizeAsLong(); a++) {
          overlaps |= addresses.contains(block.network().low() + a);
        }
        assertThat(taken.lastTaken(block).isPresent()).as("seed %s", seed).isEqualTo(overlaps);
        taken.add(block);
        for (long a = 0; a < block.sizeAsLong(); a++) {
          addresses.add(block.network().low() + a);
        }
      }
    }
  }

  private static Cidr block(Random random) {
    int length = 24 + random.nextInt(9);
    return Cidr.of(IpAddress.v4(0x0a000000 + random.nextInt(2048)), length);
  }

  @Test
  void aBudgetIsRefusedOnceItIsUsedUpAndKeepsWhatIsLeft() {
    Diagnostics diagnostics = new Diagnostics();
    Span place = Span.ofFile(new SourceFile("x", ""));
    Budget budget = new Budget("pods", 10, diagnostics);
    assertThat(budget.take(8, place, "pods a")).isTrue();
    assertThat(budget.take(3, place, "pods b")).isFalse();
    assertThat(budget.take(2, place, "pods c")).isTrue();
    assertThat(diagnostics.sorted()).hasSize(1);
    assertThat(diagnostics.sorted().get(0).message())
        .isEqualTo("pods b asks for 3 pods; a cluster has 10 at most, 8 are there already");
  }
}
