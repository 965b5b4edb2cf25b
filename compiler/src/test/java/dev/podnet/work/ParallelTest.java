package dev.podnet.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParallelTest {

  private static final List<Integer> NUMBERS = IntStream.range(0, 1000).boxed().toList();

  @AfterEach
  void asManyAsThereAreProcessors() {
    System.clearProperty(Parallel.THREADS);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void resultsComeInTheOrderOfTheList(int threads) {
    System.setProperty(Parallel.THREADS, Integer.toString(threads));
    assertThat(Parallel.map(NUMBERS, n -> n * 2))
        .isEqualTo(NUMBERS.stream().map(n -> n * 2).toList());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 8})
  void ofSeveralFailuresTheFirstInTheListIsThrown(int threads) {
    System.setProperty(Parallel.THREADS, Integer.toString(threads));
    assertThatThrownBy(() -> Parallel.each(NUMBERS, n -> {
          if (n == 300) {
            java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
          }
          if (n >= 300) {
            throw new IOException("at " + n);
          }
        }))
        .isInstanceOf(IOException.class)
        .hasMessage("at 300");
  }

  @Test
  void severalThreadsWorkAtOnce() throws IOException {
    System.setProperty(Parallel.THREADS, "2");
    CountDownLatch both = new CountDownLatch(2);
    Set<Thread> seen = ConcurrentHashMap.newKeySet();
    Parallel.each(NUMBERS, n -> {
      if (seen.add(Thread.currentThread())) {
        both.countDown();
      }
      try {
        assertThat(both.await(30, TimeUnit.SECONDS)).isTrue();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    });
    assertThat(seen).hasSize(2);
  }

  @Test
  void aFewAreDoneByTheCaller() throws IOException {
    List<Thread> seen = new ArrayList<>();
    Parallel.each(NUMBERS.subList(0, 10), n -> seen.add(Thread.currentThread()));
    assertThat(seen).hasSize(10).containsOnly(Thread.currentThread());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theSecondOfTwoMayWaitForTheFirst(int threads) {
    System.setProperty(Parallel.THREADS, Integer.toString(threads));
    CompletableFuture<String> first = new CompletableFuture<>();
    List<String> seen = new ArrayList<>();
    Parallel.both(() -> first.complete("done"), () -> seen.add(first.join()));
    assertThat(seen).containsExactly("done");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void ofTwoFailuresTheFirstOnesIsThrown(int threads) {
    System.setProperty(Parallel.THREADS, Integer.toString(threads));
    assertThatThrownBy(() -> Parallel.both(() -> fail("first"), () -> fail("second")))
        .hasMessage("first");
    assertThatThrownBy(() -> Parallel.both(() -> {}, () -> fail("second"))).hasMessage("second");
  }

  private static void fail(String which) {
    throw new IllegalStateException(which);
  }
}
