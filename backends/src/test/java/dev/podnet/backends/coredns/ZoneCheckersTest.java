package dev.podnet.backends.coredns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.plan.OutputFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The zone files as other name servers' checkers see them, where these are installed. */
class ZoneCheckersTest {

  private static final String SPEC = """
      cluster shop {
        podCIDR 10.244.0.0/16, fd00:10:244::/48
        serviceCIDR 10.96.0.0/20, fd00:10:96::/112
      }
      node n1 { address 192.168.1.11, fd50::11 dev eth0 }
      namespace shop {
        pods web 4 { labels app=web; container c { port http 8080; port dns 53/UDP } }
        pod db-0 { labels app=db; hostname db-0; subdomain db }
        pod agent { network host; labels app=agent }
        service web { selector app=web; type NodePort; port http 80 -> http; port dns 53/UDP -> dns }
        service db { clusterIP None; selector app=db; port sql 5432 }
        service agent { selector app=agent; port metrics 9100 }
        service lost { selector app=nobody; port 80 }
        service out { type ExternalName; externalName www.example.com }
        service none { clusterIP None; selector app=nobody; port 80 }
      }
      namespace empty {}
      """;

  @TempDir
  Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"named-checkzone -i local", "kzonecheck -o", "nsd-checkzone"})
  void everyZoneLoadsWithoutAWord(String checker) throws IOException, InterruptedException {
    List<String> command = List.of(checker.split(" "));
    assertThat(installed(command.get(0)))
        .as("%s is installed (Debian: bind9-utils, knot-dnssecutils, nsd)", command.get(0))
        .isTrue();
    for (OutputFile file : new Spec(SPEC).plan().files()) {
      if (file.path().endsWith(".zone")) {
        Path path = folder.resolve(file.path());
        Files.createDirectories(path.getParent());
        Files.write(path, file.lines(), StandardCharsets.UTF_8);
        String name = path.getFileName().toString().replace(".zone", "");
        List<String> call = new ArrayList<>(command);
        call.add(name);
        call.add(path.toString());
        Process process = new ProcessBuilder(call).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", name, output).isZero();
        assertThat(output.toLowerCase(java.util.Locale.ROOT))
            .as("%s by %s", name, checker)
            .doesNotContain("warning", "error", "ignoring");
      }
    }
  }

  private static boolean installed(String program) {
    for (String folder : (System.getenv("PATH") + ":/usr/sbin:/sbin").split(":")) {
      if (Files.isExecutable(Path.of(folder, program))) {
        return true;
      }
    }
    return false;
  }
}
