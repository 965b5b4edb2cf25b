package dev.podnet.backends;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.plan.Fragment;
import dev.podnet.plan.HostState;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import dev.podnet.simulate.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clusters so large that of hosts which services alone tell apart not every kind meets every host. */
class LargeProofTest {

  private static final int NODES = 300;

  private static final Compiled COMPILED = Compiled.of(spec());

  /** Some nodes have no pod, some one, some several of one service, some a port of the host. */
  private static String spec() {
    StringBuilder nodes = new StringBuilder("""
        cluster large { backend vxlan; podCIDR 10.0.0.0/12 }
        segment lan 192.168.0.0/16 { gateway 192.168.0.1 }
        """);
    StringBuilder pods = new StringBuilder("namespace default {\n");
    for (int i = 1; i <= NODES; i++) {
      nodes.append(
          "node n%d { address 192.168.%d.%d dev eth0 }\n".formatted(i, 1 + i / 200, 1 + i % 200));
      if (i % 5 != 0) {
        pods.append("pods some%d %d on n%d { labels app=web%d; container c { port http 8080 } }\n"
            .formatted(i, 1 + i % 3, i, i / 10));
      }
      if (i % 50 == 1) {
        pods.append(
            "pod port%d on n%d { container c { port 9090 hostPort 9090 } }\n".formatted(i, i));
      }
    }
    for (int i = 0; i <= NODES / 10; i++) {
      String policy = i == 0 ? "type NodePort; externalTrafficPolicy Local; " : "";
      pods.append(
          "service web%d { selector app=web%d; %sport http 80 -> http }\n".formatted(i, i, policy));
    }
    pods.append("}\n");
    return nodes.append(pods).toString();
  }

  @Test
  void everythingHoldsAndNotEveryKindMeetsEveryHost() {
    Proof.Result result = Proof.prove(COMPILED.cluster(), COMPILED.plan());
    assertThat(result.failures()).isEmpty();
    assertThat(result.hostClasses()).isGreaterThan(3);
    assertThat(result.podClasses()).isGreaterThan(4);
    // Were every kind to meet every host, it would be more than twice as many for each.
    assertThat(result.walks())
        .isLessThan(2L * NODES * (result.hostClasses() + result.podClasses()));
  }

  /** What leads to one host, taken away: whichever it is, a packet misses it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void whatLeadsToOneHostIsMissed(long seed) {
    Random random = new Random(seed);
    String shared = COMPILED.plan().shared().entrySet().stream()
        .filter(one -> !one.getValue().fragment().fdb().isEmpty())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
    Plan wrong = Mutants.withShared(COMPILED.plan(), shared, f -> switch ((int) (seed % 3)) {
      case 0 -> new Edit(f).fdb(without(f.fdb(), random));
      case 1 -> new Edit(f).neighbours(without(f.neighbours(), random));
      default -> new Edit(f).routes(without(f.routes(), random));
    });
    assertMissed(wrong);
  }

  /** The same of what one host has of its own, be it of the kind that meets every host or not. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void whatOneHostHasIsMissed(long seed) {
    Random random = new Random(seed);
    // Nobody misses the bridge of a host that has no pods.
    List<HostState> hosts = COMPILED.plan().hosts().stream()
        .filter(h -> h.parts().containsKey(Part.PODS))
        .toList();
    HostState host = hosts.get(random.nextInt(hosts.size()));
    Part part = seed % 2 == 0 ? Part.PODS : Part.NETWORK;
    UnaryOperator<Fragment> change = f -> {
      if (!f.links().isEmpty()) {
        return new Edit(f).links(without(f.links(), random));
      }
      return new Edit(f).addresses(without(f.addresses(), random));
    };
    assertMissed(Mutants.withHost(COMPILED.plan(), host.node(), part, change));
  }

  private static void assertMissed(Plan wrong) {
    assertThat(wrong).isNotEqualTo(COMPILED.plan());
    assertThat(Proof.prove(COMPILED.cluster(), wrong).failures()).isNotEmpty();
  }

  private static <T> List<T> without(List<T> list, Random random) {
    List<T> rest = new ArrayList<>(list);
    rest.remove(random.nextInt(rest.size()));
    return rest;
  }
}
