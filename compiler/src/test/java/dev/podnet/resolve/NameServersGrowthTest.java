package dev.podnet.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Cluster;
import dev.podnet.model.Pod;
import java.util.AbstractList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Where name servers can run is found without looking through all pods for each node. */
class NameServersGrowthTest {

  @Test
  void podsAreLookedAtAsOftenWhateverTheNumberOfNodes() {
    assertThat(looksAtEachPod(40)).isEqualTo(looksAtEachPod(4)).isPositive();
  }

  /** How many times each of a cluster's pods is looked at when its name servers are chosen. */
  private static int looksAtEachPod(int nodes) {
    StringBuilder spec = new StringBuilder("cluster c { }\nnamespace default { pods web 20 }\n");
    for (int i = 1; i <= nodes; i++) {
      spec.append("node n").append(i).append(" { address 192.168.0.").append(i).append(" }\n");
    }
    Cluster cluster = new Resolved.Builder().spec(spec.toString()).resolve().sound();
    Cluster wished =
        new Resolved.Builder().spec(spec.toString()).nameServers().resolve().sound();
    Counted pods = new Counted(cluster.pods());
    NameServers.Result result = NameServers.add(
        wished.settings(),
        cluster.nodes(),
        pods,
        List.of(),
        GivenEndpoints.of(Imported.of(List.of(), "default", new Diagnostics())),
        Lock.EMPTY,
        new Diagnostics());
    assertThat(result.servers()).hasSize(2);
    return pods.looks / cluster.pods().size();
  }

  /** A list that counts how often its elements are asked for. */
  private static final class Counted extends AbstractList<Pod> {
    private final List<Pod> pods;
    private int looks;

    Counted(List<Pod> pods) {
      this.pods = pods;
    }

    @Override
    public Pod get(int index) {
      looks++;
      return pods.get(index);
    }

    @Override
    public int size() {
      return pods.size();
    }
  }
}
