package dev.podnet.lab;

import dev.podnet.lab.Lab.Iptables;
import dev.podnet.lab.Lab.Isolation;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Nodes that come, go and change their address, and runs that are killed or fail, with the fabrics of this machine's kernel. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the small machine")
class NodesTest {

  @TempDir
  Path base;

  @ParameterizedTest
  @CsvSource({
    "vxlan, 46, 2", // on one segment a tunnel, a route or the router leads to a node that moves
    "calico { encapsulation vxlan; crossSubnet on }, 46, 2",
    "cloud, 4, 2",
    "weave, 46, 2"
  })
  void onlyWhatMustChangeDoes(String backend, String families, int racks) throws Exception {
    Moves.check(
        base,
        TunnelsTest.spec(backend, families, families, racks),
        (folder, compiled) -> Scene.of(folder, compiled, Isolation.FULL, Iptables.NFT));
  }

  @ParameterizedTest
  @CsvSource({"vxlan { directRouting on }, 46, 2"})
  void sharesShift(String backend, String families, int racks) throws Exception {
    shift(backend, families, racks);
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({
    "vxlan, 46, 2",
    "host-gw, 46, 1",
    "calico { encapsulation vxlan; crossSubnet on }, 46, 2",
    "weave, 46, 2"
  })
  void sharesShiftWithOtherFabrics(String backend, String families, int racks) throws Exception {
    shift(backend, families, racks);
  }

  private void shift(String backend, String families, int racks) throws Exception {
    Moves.shift(
        base,
        TunnelsTest.spec(backend, families, families, racks),
        (folder, compiled) -> Scene.of(folder, compiled, Isolation.FULL, Iptables.NFT));
  }

  @Tag("long")
  @ParameterizedTest
  @CsvSource({"host-gw, 1", "calico, 1", "calico { encapsulation vxlan }, 2", "cloud, 2", "weave, 2"
  })
  void everyMomentAndEveryStep(String backend, int racks) throws Exception {
    Faults.tools(base);
    String spec = TunnelsTest.spec(backend, "46", "46", racks);
    try (Scene scene = Scene.of(base, spec, Isolation.FULL, Iptables.NFT)) {
      Convergence node = Convergence.of(scene, "n3");
      node.afterKills(8, 0);
      node.afterFaults(1, 2);
    }
  }
}
