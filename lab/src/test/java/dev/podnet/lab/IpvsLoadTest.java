package dev.podnet.lab;

import static dev.podnet.lab.Programs.well;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * 2,000 services of 10 endpoints by IPVS: how long they take to load and to change, which it prints, and that a connection to
 * the last is as fast as one to the first. Other numbers: {@code -Dpodnet.lab.services=1000}.
 */
@Tag("vm")
@Tag("long")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the small machine")
class IpvsLoadTest {

  private static final int SERVICES = Integer.getInteger("podnet.lab.services", 2000);
  private static final int ENDPOINTS = 10;
  private static final String CHANGED = "changed";

  /** Nanoseconds of the fastest of many connections to the first and to the last, by turns; an RST comes back at once. */
  private static final String CLIENT = """
      import socket, sys, time
      ends = [(a, 80) for a in sys.argv[1:3]]
      best = [1 << 62] * 2
      for i in range(400):
          for end in (0, 1):
              s = socket.socket()
              s.settimeout(10)
              start = time.perf_counter_ns()
              assert s.connect_ex(ends[end]) == 111, ends[end]
              best[end] = min(best[end], time.perf_counter_ns() - start)
              s.close()
      open("/run/fastest.tmp", "w").write("%d %d" % tuple(best))
      import os
      os.rename("/run/fastest.tmp", "/run/fastest")
      """;

  @TempDir
  Path base;

  private static String address(int service) {
    return "10.96." + (1 + service / 250) + "." + (1 + service % 250);
  }

  /** A cluster of one node whose endpoints are elsewhere; of the service in the middle one may be another. */
  private static String spec(boolean changed) {
    List<String> lines = new ArrayList<>(List.of(
        "cluster lab { backend host-gw; proxyMode ipvs }",
        "segment lan 192.168.1.0/24 { gateway 192.168.1.1 }",
        "node n1 { address 192.168.1.11 dev eth0 }",
        "namespace default {",
        "  pod client"));
    for (int i = 0; i < SERVICES; i++) {
      int first = i * ENDPOINTS;
      List<String> endpoints = IntStream.range(first, first + ENDPOINTS)
          .mapToObj(n -> "198.18." + n / 250 + "." + (1 + n % 250))
          .toList();
      String all = String.join(", ", endpoints);
      lines.add("  service s" + i + " { clusterIP " + address(i) + "; endpoints "
          + (changed && i == SERVICES / 2
              ? all.replace(endpoints.get(0) + ",", "198.19.0.1,")
              : all)
          + "; port 80 -> 8080 }");
    }
    lines.add("}");
    return String.join("\n", lines) + "\n";
  }

  @Test
  void theLastServiceIsAsFastAsTheFirst() throws Exception {
    Compiled compiled = Compiled.spec(base, Scene.OUT, spec(false));
    Compiled.spec(base, CHANGED, spec(true));
    try (Scene scene = Scene.inMachine(base, compiled)) {
      String world = scene.lab.underlay().world().values().iterator().next().toString();
      well(scene.lab.run(
          Lab.job(Underlay.WORLD, "ip", "route", "add", "local", "198.18.0.0/15", "dev", "lo")));
      Programs host = Programs.on(scene, "n1");
      well(host.bash("ip route add 198.18.0.0/15 via " + world));
      well(host.run(Scene.OUT, "apply.sh", "--only", "network,pods"));

      double load = timed(host, Scene.OUT);
      double again = timed(host, Scene.OUT);
      double change = timed(host, CHANGED);
      host.inPod("client", CLIENT, address(0), address(SERVICES - 1));
      String[] fastest = host.content("/run/fastest").split(" ");
      double first = Double.parseDouble(fastest[0]) / 1e6;
      double last = Double.parseDouble(fastest[1]) / 1e6;
      System.out.printf(
          "%d services of %d endpoints by IPVS, emulated, seconds of the processor: apply %.1f,"
              + " again %.1f, one endpoint %.1f; fastest connection to the first %.2f ms, to the"
              + " last %.2f ms%n",
          SERVICES, ENDPOINTS, load, again, change, first, last);
      assertThat(last).isLessThan(1.3 * first);
      assertThat(change).isLessThan(load);
      assertThat(host.bash("ipvsadm -S -n | grep -c ' -r '").out().strip())
          .isEqualTo(String.valueOf(SERVICES * ENDPOINTS));
    }
  }

  /** The seconds of the processor that apply takes for the services. */
  private static double timed(Programs host, String out) {
    String apply = "bash " + out + "/nodes/n1/apply.sh --only services";
    Lab.Run run = host.bash(
        "TIMEFORMAT='%U %S'; time " + apply + " | sed 's/^/apply: /'; exit ${PIPESTATUS[0]}");
    well(run);
    System.out.println(run.out() + run.err());
    String[] words = run.err().strip().split("\\s+");
    return Double.parseDouble(words[words.length - 2])
        + Double.parseDouble(words[words.length - 1]);
  }
}
