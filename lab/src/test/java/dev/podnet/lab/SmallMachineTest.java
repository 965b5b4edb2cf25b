package dev.podnet.lab;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** The second way: Debian's kernel in a machine of its own. */
@Tag("vm")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the small machine")
class SmallMachineTest {

  @TempDir
  Path base;

  @Test
  void theQuickstartWorksOnAnotherKernel() throws Exception {
    Compiled compiled = Compiled.example(base, Scene.OUT, "quickstart");
    try (Scene scene = Scene.inMachine(base, compiled)) {
      Map<String, HostView> bare = scene.lab.view(scene.lab.nodes());
      scene.apply();
      scene.packetsArrive(1500);
      scene.secondApplyChangesNothing();
      scene.teardownLeavesNothing(bare);
    }
  }
}
