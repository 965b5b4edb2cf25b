package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.compile.Compilation;
import dev.podnet.compile.CompileOptions;
import dev.podnet.compile.Compiler;
import dev.podnet.diff.Change;
import dev.podnet.diff.Review;
import dev.podnet.diff.Side;
import dev.podnet.output.OutputFacts;
import dev.podnet.planning.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold of differences, whatever the specs. */
class DiffTest {

  private static final List<String> MODES = List.of("iptables", "ipvs", "nftables", "userspace");
  private static final int SPECS = 10;

  @TempDir
  Path base;

  /** A spec, and the output it was written to. */
  private record Both(Side spec, Side output) {}

  /** Empty for a spec that a proxy mode cannot do. */
  private Optional<Both> both(String name, String text) throws IOException {
    Path file = base.resolve(name + ".podnet");
    Files.writeString(file, text);
    Compilation compilation = new Compiler(Backends.load(DiffTest.class.getClassLoader()))
        .plan(CompileOptions.of(base, file.toString()));
    if (compilation.plan().isEmpty()) {
      return Optional.empty();
    }
    Compiled.write(compilation, base.resolve(name));
    return Optional.of(new Both(
        Side.of(
            OutputFacts.of(compilation.cluster().get(), compilation.plan().get(), "lab"),
            compilation.cluster()),
        Side.of(OutputFacts.read(base.resolve(name)), Optional.empty())));
  }

  @Test
  void aSpecAndItsOutputDoNotDiffer() throws IOException {
    int compared = 0;
    for (int seed = 1; seed <= SPECS; seed++) {
      Optional<Both> both = both("s" + seed, RandomSpec.of(seed, MODES.get(seed % MODES.size())));
      if (both.isPresent()) {
        compared++;
        Both b = both.get();
        assertThat(Review.of(b.spec(), b.output()).changes().isEmpty()).isTrue();
        assertThat(Review.of(b.output(), b.spec()).changes().isEmpty()).isTrue();
      }
    }
    assertThat(compared).isGreaterThan(SPECS / 2);
  }

  /** Seeds of which each stands for two specs: unlike ones, one in two proxy modes, one with an edit. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void outputsDifferAsTheirSpecsDoAndBackAsForth(int manner) throws IOException {
    int changes = 0;
    for (int seed = 1; seed <= SPECS; seed++) {
      String mode = MODES.get(seed % MODES.size());
      String first = RandomSpec.of(seed, mode);
      String second = switch (manner) {
        case 0 -> RandomSpec.of(seed + SPECS, mode);
        case 1 -> RandomSpec.of(seed, MODES.get((seed + 1) % MODES.size()));
        default -> edited(first, new Random(seed));
      };
      Optional<Both> some = both("a" + seed, first);
      Optional<Both> other = both("b" + seed, second);
      if (some.isEmpty() || other.isEmpty()) {
        continue;
      }
      Both old = some.get();
      Both now = other.get();

      List<String> ofSpecs = lines(Review.of(old.spec(), now.spec()));
      assertThat(lines(Review.of(old.output(), now.output()))).isEqualTo(ofSpecs);
      assertThat(lines(Review.of(old.spec(), now.output()))).isEqualTo(ofSpecs);
      assertThat(reversed(Review.of(now.spec(), old.spec())))
          .containsExactlyInAnyOrderElementsOf(ofSpecs);
      changes += ofSpecs.size();
      if (manner == 2 && !first.equals(second)) {
        everythingHasAReason(Review.of(old.spec(), now.spec()));
      }
    }
    assertThat(changes).isGreaterThan(SPECS);
  }

  /** What was edited explains every change that comes of it. */
  private static void everythingHasAReason(Review review) {
    assertThat(review.reasons()).isNotEmpty();
    assertThat(review.told().stream().filter(t -> t.reasons().isEmpty()).toList())
        .as("because of %s", review.reasons())
        .isEmpty();
  }

  private static List<String> lines(Review review) {
    List<String> lines = new ArrayList<>();
    review.changes().come().forEach(h -> lines.add("ADDED host " + h.name()));
    review.changes().gone().forEach(h -> lines.add("REMOVED host " + h.name()));
    review.changes().changes().forEach(c -> lines.add(c.verb() + line(c, c.old(), c.now())));
    return lines;
  }

  private static List<String> reversed(Review review) {
    List<String> lines = new ArrayList<>();
    review.changes().come().forEach(h -> lines.add("REMOVED host " + h.name()));
    review.changes().gone().forEach(h -> lines.add("ADDED host " + h.name()));
    review
        .changes()
        .changes()
        .forEach(c -> lines.add(c.verb().reverse() + line(c, c.now(), c.old())));
    return lines;
  }

  private static String line(Change change, List<String> old, List<String> now) {
    return " " + change.kind() + " " + change.key() + " " + change.hosts() + " " + old + now;
  }

  /** The spec with one thing in it changed. */
  private static String edited(String spec, Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> spec.replaceFirst("port tcp (\\d+)", "port tcp 7$1");
      case 1 -> spec.replaceFirst("pods a (\\d) ", "pods a 1$1 ");
      case 2 ->
        spec.replaceFirst("192\\.168\\.1\\.11", "192.168.1.99")
            .replace("192.168.1.11", "192.168.1.99");
      case 3 -> spec.replaceFirst("cluster random \\{", "cluster random {\n  mtu 1400");
      case 4 -> spec + "namespace more {\n  pod extra on n1\n}\n";
      default -> spec.replaceFirst("(?s)  service svc0 \\{.*?\n  \\}\n", "");
    };
  }
}
