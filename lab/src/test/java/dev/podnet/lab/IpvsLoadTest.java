package dev.podnet.lab;

import static dev.podnet.lab.Programs.well;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
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
 * the last is as fast as one to the first. Beside it the same services by nftables, for connections a second on the same machine.
 * Other numbers: {@code -Dpodnet.lab.services=1000 -Dpodnet.lab.endpoints=2}.
 */
@Tag("vm")
@Tag("long")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("the small machine")
class IpvsLoadTest {

  private static final int SERVICES = Integer.getInteger("podnet.lab.services", 2000);
  private static final int ENDPOINTS = Integer.getInteger("podnet.lab.endpoints", 10);
  private static final String CHANGED = "changed";
  private static final String NFTABLES = "nftables";

  /**
   * Nanoseconds of the fastest of many connections to the first and to the last, by turns; an RST comes back at once. Then
   * connections a second to services by chance.
   */
  private static final String CLIENT = """
      import os, socket, sys, time
      ends = [(a, 80) for a in sys.argv[2:4]]
      best = [1 << 62] * 2
      for i in range(400):
          for end in (0, 1):
              s = socket.socket()
              s.settimeout(10)
              start = time.perf_counter_ns()
              assert s.connect_ex(ends[end]) == 111, ends[end]
              best[end] = min(best[end], time.perf_counter_ns() - start)
              s.close()
      count, rates, chance = int(sys.argv[4]), [], 1
      for round in range(5):
          targets = []
          for i in range(400):
              chance = (chance * 1103515245 + 12345) % (1 << 31)
              targets.append((chance >> 8) % count)
          start = time.perf_counter()
          for i in targets:
              s = socket.socket()
              s.settimeout(10)
              assert s.connect_ex(("10.96.%d.%d" % (1 + i // 250, 1 + i % 250), 80)) == 111, i
              s.close()
          rates.append(len(targets) / (time.perf_counter() - start))
      open(sys.argv[1] + ".tmp", "w").write("%d %d %d" % (*best, sorted(rates)[2]))
      os.rename(sys.argv[1] + ".tmp", sys.argv[1])
      """;

  @TempDir
  Path base;

  private static String address(int service) {
    return "10.96." + (1 + service / 250) + "." + (1 + service % 250);
  }

  /** A cluster of one node whose endpoints are elsewhere; of the service in the middle one may be another. */
  private static String spec(String mode, boolean changed) {
    List<String> lines = new ArrayList<>(List.of(
        "cluster lab { backend host-gw; proxyMode " + mode + " }",
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
    Compiled compiled = Compiled.spec(base, Scene.OUT, spec("ipvs", false));
    Compiled.spec(base, CHANGED, spec("ipvs", true));
    Compiled.spec(base, NFTABLES, spec("nftables", false));
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
      String real = host.bash("ipvsadm -S -n | grep -c ' -r 198'").out().strip();
      double[] found = found(host, "ipvs");
      double first = found[0] / 1e6;
      double last = found[1] / 1e6;
      timed(host, NFTABLES);
      double[] other = found(host, NFTABLES);
      System.out.printf(
          "%d services of %d endpoints by IPVS, emulated, seconds of the processor: apply %.1f,"
              + " again %.1f, one endpoint %.1f; fastest connection to the first %.2f ms, to the"
              + " last %.2f ms; %.0f connections a second, by nftables %.0f%n",
          SERVICES, ENDPOINTS, load, again, change, first, last, found[2], other[2]);
      assertThat(last).isLessThan(1.3 * first);
      assertThat(real).isEqualTo(String.valueOf(SERVICES * ENDPOINTS));
    }
  }

  /** What the client finds: nanoseconds to the first and to the last, and connections a second. */
  private static double[] found(Programs host, String name) {
    String file = "/run/found-" + name;
    host.inPod("client", CLIENT, file, address(0), address(SERVICES - 1), String.valueOf(SERVICES));
    return Arrays.stream(host.content(file).split(" "))
        .mapToDouble(Double::parseDouble)
        .toArray();
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
