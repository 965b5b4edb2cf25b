package dev.podnet.backends.coredns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.plan.HostFile;
import dev.podnet.plan.OutputFile;
import dev.podnet.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every Corefile is as the pages of the plugins want it: of all examples, and of specs made by chance. */
class CorefileRulesTest {

  private static final String HERE = "@FILES@/dns/";

  /** What is wrong with the Corefiles of a plan: the one to be started by hand, and the nodes' own. */
  private static List<String> wrong(Plan plan) {
    Set<String> byHand = plan.files().stream()
        .map(OutputFile::path)
        .filter(p -> p.startsWith("dns/") && p.endsWith(".zone"))
        .map(p -> p.substring("dns/".length()))
        .collect(Collectors.toSet());
    List<HostFile> files = plan.hosts().stream()
        .flatMap(h -> plan.effective(h).stream())
        .flatMap(f -> f.files().stream())
        .distinct()
        .toList();
    Set<String> onHosts =
        files.stream().map(f -> "@FILES@/" + f.name()).collect(Collectors.toSet());
    List<String> wrong = new ArrayList<>();
    int read = 0;
    for (OutputFile file : plan.files()) {
      if (file.path().equals("dns/Corefile")) {
        wrong.addAll(CorefileRules.check(file.lines(), byHand));
        read++;
      }
    }
    for (HostFile file : files) {
      if (file.name().endsWith("Corefile") && file.content() instanceof HostFile.Lines lines) {
        wrong.addAll(CorefileRules.check(lines.lines(), onHosts));
        read++;
      }
    }
    return read > 0 ? wrong : List.of("no Corefile");
  }

  @Test
  void ofAllExamples() throws IOException {
    List<Path> all;
    try (Stream<Path> walk = Files.walk(Path.of("../golden"))) {
      all = walk.filter(p -> p.endsWith("Corefile") && !p.toString().contains("target"))
          .toList();
    }
    assertThat(all).hasSizeGreaterThan(40);
    for (Path path : all) {
      boolean byHand = path.getParent().endsWith(Path.of("dns"))
          && !path.getParent().getParent().endsWith("dns.d");
      Path folder = byHand ? path.getParent() : out(path).resolve("cluster/dns.d/dns");
      Set<String> files;
      try (Stream<Path> walk = Files.walk(folder)) {
        files = walk.filter(Files::isRegularFile)
            .map(f -> (byHand ? "" : HERE) + folder.relativize(f))
            .collect(Collectors.toSet());
      }
      assertThat(CorefileRules.check(Files.readAllLines(path), files))
          .as(path.toString())
          .isEmpty();
    }
  }

  /** The folder of an output a host's file is in. */
  private static Path out(Path path) {
    Path at = path;
    while (!Files.isDirectory(at.resolve("nodes"))) {
      at = at.getParent();
    }
    return at;
  }

  @Test
  void ofSpecsMadeByChance() {
    for (int seed = 1; seed <= 60; seed++) {
      Random random = new Random(seed);
      KubeObjects objects = KubeObjects.of(seed);
      String domain = pick(
          random,
          "cluster.local",
          "k8s",
          "a1.k8s.corp.example",
          ("x".repeat(50) + ".").repeat(2) + "example");
      String spec = """
          cluster shop {
            podCIDR %s
            serviceCIDR %s
            clusterDomain %s
            dns coredns {
              %s
            }
          }
          segment lan 192.168.1.0/24, fd50::/64
          node n1 { address 192.168.1.11, fd50::11 dev eth0; podCIDR 10.244.0.0/24, fd00:10:244::/64 }
          node n2 { address 192.168.1.12, fd50::12 dev eth0; podCIDR 10.244.1.0/24, fd00:10:244:1::/64 }
          node n3 { address 192.168.1.13, fd50::13 dev eth0; podCIDR 10.244.2.0/24, fd00:10:244:2::/64 }
          """.formatted(
              pick(random, "10.244.0.0/16, fd00:10:244::/48", "10.244.0.0/14, fd00:10:244::/46"),
              pick(random, "10.96.0.0/16, fd00:10:96::/112", "10.96.0.0/18, fd00:10:96::/115"),
              domain,
              String.join("\n    ", settings(random, domain)));
      Plan plan = new Spec(spec)
          .manifest(objects.yaml().replace("svc.cluster.local", "svc." + domain))
          .plan();
      assertThat(wrong(plan)).as("seed %s: %s", seed, spec).isEmpty();
    }
  }

  private static String pick(Random random, String... of) {
    return of[random.nextInt(of.length)];
  }

  private static List<String> settings(Random random, String domain) {
    List<String> settings = new ArrayList<>();
    settings.add("ttl " + pick(random, "0s", "5s", "300s", "3600s"));
    settings.add("pods " + pick(random, "verified", "insecure", "disabled"));
    String servers = "192.0.2.1";
    for (int i = random.nextInt(15); i > 0; i--) {
      servers += ", "
          + pick(
              random,
              "192.0.2." + (i + 1),
              "192.0.2." + (i + 1) + ":5353",
              "2001:db8::" + i,
              "[2001:db8::" + i + "]:1053");
    }
    if (random.nextBoolean()) {
      settings.add("forward " + servers);
    }
    if (random.nextBoolean()) {
      settings.add("stub corp-1.example " + servers + ", 9lab 192.0.2.9:54, [2001:db8::9]:5353");
    }
    if (random.nextBoolean()) {
      settings.add("external " + pick(random, "pub.example", "p", domain + ".outside"));
    }
    if (random.nextBoolean()) {
      settings.add("nodeLocal " + pick(random, "169.254.20.10", "169.254.20.10, fd00:53::10"));
    }
    if (random.nextBoolean()) {
      settings.add("port " + pick(random, "53", "5300"));
    }
    if (random.nextBoolean()) {
      settings.add("on n1, n3");
    }
    return settings;
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      x { cache 0 }                    | cache 0
      x { cache 30 y }                 | cache 30 y
      x { forward . }                  | forward .
      x { forward . ns.example }       | forward . ns.example
      x { forward . 1.2.3.4:0 }        | forward . 1.2.3.4:0
      x { reload 30 }                  | reload 30
      x { health :8080 }               | health :8080
      x { errors errors }              | errors errors
      x { file other.zone }            | file other.zone
      x { kubernetes }                 | unknown: kubernetes
      x { bind lo }                    | bind lo
      x { errors } x { errors }        | already defined: [x]
      x { bind ::1 } y { errors }      | bind: in all blocks of a port or in none
      x { loop loop }                  | loop loop
      -x { errors }                    | zone of a block: [-x]
      x { view a { expr true } } x { errors } | expr true
      """)
  void aMistakeIsFound(String text, String expected) {
    List<String> lines = List.of(
        text.replace("{ ", "{\n").replace(" }", "\n}").replace("} ", "}\n").split("\n"));
    assertThat(CorefileRules.check(lines, Set.of("x.zone"))).contains(expected);
  }
}
