package dev.podnet.backends.coredns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.plan.OutputFile;
import dev.podnet.plan.Plan;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Another address for one endpoint changes a handful of lines, however large the zones are. */
class ZoneGrowthTest {

  private static Plan plan(int services, int last) {
    StringBuilder spec = new StringBuilder(
        "cluster shop { dns coredns { server none } }\nnode n1 { address 192.168.1.11 }\n"
            + "namespace shop {\n");
    for (int i = 0; i < services; i++) {
      spec.append("service s").append(i).append(i % 2 == 0 ? " { clusterIP None; " : " { ");
      spec.append("endpoints 198.51.").append(i / 20).append('.').append(i == 0 ? last : i % 20);
      for (int j = 1; j < 10; j++) {
        spec.append(", 198.51.").append(i / 20).append('.').append(i % 20 + j * 20);
      }
      spec.append("; port http 80; port grpc 9000 }\n");
    }
    return new Spec(spec.append("}\n").toString()).plan();
  }

  private static Set<String> lines(Plan plan) {
    Set<String> lines = new HashSet<>();
    for (OutputFile file : plan.files()) {
      file.lines().forEach(l -> lines.add(file.path() + ": " + l));
    }
    return lines;
  }

  @Test
  void anotherAddressChangesAHandfulOfLines() {
    TreeMap<Integer, List<Integer>> changed = new TreeMap<>();
    for (int services : List.of(40, 400)) {
      Set<String> before = lines(plan(services, 250));
      Set<String> after = lines(plan(services, 251));
      Set<String> gone = new HashSet<>(before);
      gone.removeAll(after);
      Set<String> come = new HashSet<>(after);
      come.removeAll(before);
      changed.put(services, List.of(gone.size(), come.size()));
    }
    // of a headless service with two ports: its address, its ports under three names, the
    // endpoint's address and pointer, its address at the names of two ports; three serials
    assertThat(changed.get(40)).isEqualTo(changed.get(400)).containsExactly(14, 14);
  }
}
