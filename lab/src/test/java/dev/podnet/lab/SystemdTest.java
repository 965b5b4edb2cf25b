package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Name servers as units of a real systemd. It is the first process of namespaces in which every file system of the machine is
 * read-only, and has no unit of the machine's.
 */
class SystemdTest {

  private static final Path DOCS = Path.of("").toAbsolutePath().resolveSibling("docs");

  @TempDir
  Path base;

  @BeforeAll
  static void needs() {
    Needs.root("systemctl", "systemd-run", "systemd-analyze", "knotd", "nsd");
  }

  private static String spec(String server, String more) {
    return """
        cluster lab { backend host-gw; dns coredns { server %s; on n1 } }
        segment lan 192.168.1.0/24 { gateway 192.168.1.1 }
        node n1 { address 192.168.1.11 dev eth0 }
        node n2 { address 192.168.1.12 dev eth0 }
        namespace default {
          pods web 2 on n1, n2 { labels app=web; container c { port http 8080 } }
          service web { selector app=web; port http 80 -> http }
          %s
        }
        """.formatted(server, more);
  }

  /** The units of the page about names, by the names of their files. */
  private static Map<String, String> units() throws IOException {
    Map<String, String> units = new TreeMap<>();
    for (String block : Files.readString(DOCS.resolve("backends/dns.md")).split("```ini\n")) {
      if (block.startsWith("# /etc/systemd/system/")) {
        String name = block.lines().findFirst().orElseThrow().replaceFirst(".*/", "");
        units.put(name, block.substring(0, block.indexOf("```")));
      }
    }
    return units;
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectInput(Path.of("/dev/null").toFile())
        .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  @Test
  void theServerIsWatchedAndGoesWithWhatWasMade() throws Exception {
    Compiled.spec(base, "out", spec("knot", ""));
    Compiled.spec(
        base,
        "newer",
        spec("knot", "service more { selector app=web; clusterIP 10.96.0.99; port 80 -> http }"));
    Compiled.spec(base, "other", spec("nsd", ""));
    Path unit = base.resolve("podnet-shop.service");
    Files.writeString(
        unit, units().get("podnet-shop.service").replace("/etc/podnet/shop", "/srv/out"));
    Path script = base.resolve("systemd.sh");
    Files.copy(SystemdTest.class.getResourceAsStream("systemd.sh"), script);

    String said = run(
        "timeout",
        "--signal=KILL",
        "240",
        "bash",
        script.toString(),
        base.resolve("out").toString(),
        base.resolve("newer").toString(),
        base.resolve("other").toString(),
        unit.toString());

    assertThat(said).contains("all well");
  }

  @Test
  void theUnitsOfThePageAreAsSystemdWantsThem() throws Exception {
    List<String> command = new ArrayList<>(List.of("systemd-analyze", "verify"));
    for (Map.Entry<String, String> unit : units().entrySet()) {
      // programs that are there, as it looks whether they are
      String text = unit.getValue()
          .replaceAll("=/etc/podnet/\\S+\\.sh", "=/bin/true")
          .replace("/usr/bin/coredns", "/bin/true");
      Path file = base.resolve(unit.getKey());
      Files.writeString(file, text);
      command.add(file.toString());
    }
    assertThat(command).hasSize(4);
    assertThat(run(command.toArray(String[]::new))).isEmpty();
  }
}
