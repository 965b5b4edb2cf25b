package org.example.podnet.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.podnet.compile.Compilation;
import dev.podnet.compile.CompileOptions;
import dev.podnet.compile.Compiler;
import dev.podnet.plan.HostState;
import dev.podnet.plan.Plan;
import dev.podnet.planning.Backends;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HubFabricTest {

  @TempDir
  Path folder;

  /** As {@code podnet compile} does it, from the text to a plan in which every packet was followed. */
  private Compilation compile(String spec) throws IOException {
    Files.writeString(folder.resolve("test.podnet"), spec);
    Backends backends = Backends.load(HubFabricTest.class.getClassLoader());
    return new Compiler(backends).compile(CompileOptions.of(folder, "test.podnet"));
  }

  private static List<String> codes(Compilation compilation) {
    return compilation.diagnostics().stream().map(d -> d.code().id()).toList();
  }

  @Test
  void thePacketsOfAllPodsGoByWayOfTheHub() throws IOException {
    Compilation compilation = compile(Files.readString(Path.of("hub.podnet")));

    assertEquals(List.of(), compilation.diagnostics());
    Plan plan = compilation.plan().orElseThrow();
    for (HostState host : plan.hosts()) {
      List<String> routes = plan.effective(host).stream()
          .flatMap(f -> f.routes().stream())
          .map(r -> r.destination() + " via " + r.via().orElseThrow())
          .toList();
      assertEquals(
          host.node().equals("n1")
              ? List.of("10.244.1.0/24 via 192.168.1.12", "10.244.2.0/24 via 192.168.1.13")
              : List.of("10.244.0.0/16 via 192.168.1.11"),
          routes);
    }
  }

  @Test
  void aHubThatNobodyNamedIsReported() throws IOException {
    String spec = Files.readString(Path.of("hub.podnet"));

    assertEquals(List.of("PN6005"), codes(compile(spec.replace("hub { node n1 }", "hub"))));
    assertTrue(compile(spec.replace("node n1 }", "node n9 }")).hasErrors());
  }

  @Test
  void nodesBehindARouterAreReported() throws IOException {
    String spec = Files.readString(Path.of("hub.podnet"))
        .replace("192.168.1.13", "192.168.2.13")
        .replace(
            "node n1 {",
            """
            segment far 192.168.2.0/24 { gateway 192.168.2.1 }
            router core { connects lan, far }
            node n1 {""");

    assertTrue(codes(compile(spec)).contains("PN3002"));
  }
}
