package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.lab.Lab.Iptables;
import dev.podnet.lab.Lab.Isolation;
import dev.podnet.model.Cluster;
import dev.podnet.model.Service;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Located;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The names: zones that every name server takes without a word, and that say what the cluster is. */
class NamesTest {

  @TempDir
  Path base;

  @ParameterizedTest
  @ValueSource(strings = {"quickstart", "boutique", "two-racks"})
  void zoneFilesLoadWithoutAWarning(String example) throws Exception {
    zonesLoad(Compiled.example(base, Scene.OUT, example));
  }

  @Test
  void zoneFilesOfTwoFamiliesLoadWithoutAWarning() throws Exception {
    zonesLoad(Compiled.spec(base, Scene.OUT, Specs.cluster(Specs.Fabric.VXLAN, true)));
  }

  private static void zonesLoad(Compiled compiled) throws Exception {
    Needs.tools("named-checkzone", "kzonecheck", "nsd-checkzone");
    Map<String, Path> zones = NameServer.zones(compiled.out());
    assertThat(zones).isNotEmpty();
    for (Map.Entry<String, Path> zone : zones.entrySet()) {
      String name = zone.getKey();
      String file = zone.getValue().toString();
      String named =
          quiet("/usr/bin/named-checkzone", "-i", "full", "-k", "fail", "-q", name, file);
      String knot = quiet("/usr/bin/kzonecheck", "-o", name, file);
      String nsd = quiet("/usr/sbin/nsd-checkzone", name, file);

      assertThat(named).as("named-checkzone %s", name).isBlank();
      assertThat(knot.replace("No semantic error found", ""))
          .as("kzonecheck %s", name)
          .isBlank();
      assertThat(nsd.replaceAll("(?m)^zone \\S+ is ok$", ""))
          .as("nsd-checkzone %s", name)
          .isBlank();
    }
  }

  private static String quiet(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as("%s: %s", List.of(command), said).isZero();
    return said;
  }

  @Test
  void podsLookUpServicesAtARealNameServer() throws Exception {
    String spec = Specs.cluster(Specs.Fabric.VXLAN, true)
        .replace(
            "service one {",
            "service inside { clusterIP None; selector app=db; port sql 5432 }\n  service one {");
    try (Scene scene = Scene.of(base, spec, Isolation.FULL, Iptables.NFT)) {
      scene.apply();
      NameServer.start(scene.lab, base, Underlay.WORLD, scene.compiled.out());
      IpAddress server = scene.lab.underlay().world().get(IpFamily.IPV4);
      List<Check> checks = questions(scene.compiled.cluster(), server);
      assertThat(checks).hasSizeGreaterThan(20);
      untilItAnswers(scene.lab, checks.get(0));

      assertThat(scene.lab.failures(checks))
          .as("%s", Files.readString(base.resolve("knot.log")))
          .isEmpty();
    }
  }

  private static void untilItAnswers(Lab lab, Check first) throws InterruptedException {
    for (int i = 0; i < 50 && !lab.failures(List.of(first)).isEmpty(); i++) {
      Thread.sleep(100);
    }
  }

  /** What Kubernetes' DNS specification says of every service, asked from a pod. */
  private static List<Check> questions(Cluster cluster, IpAddress server) {
    List<Check> checks = new ArrayList<>();
    String domain = cluster.settings().clusterDomain();
    for (Service service : cluster.services()) {
      String name = service.ref().name() + "." + service.ref().namespace() + ".svc." + domain;
      for (IpFamily family : cluster.settings().podFamilies()) {
        String type = family == IpFamily.IPV4 ? "A" : "AAAA";
        String answer = addresses(service).stream()
            .filter(a -> a.family() == family)
            .map(a -> type + " " + a)
            .sorted()
            .collect(Collectors.joining(", "));
        checks.add(check(server, type, name, answer.isEmpty() ? "NOERROR" : answer));
      }
      for (Service.Port port : service.ports()) {
        if (port.name().isPresent() && !service.headless()) {
          String question =
              "_" + port.name().get() + "._" + port.protocol().lowerName() + "." + name;
          checks.add(
              check(server, "SRV", question, "SRV 0 100 " + port.number() + " " + name + "."));
        }
      }
      for (Located<IpAddress> ip : service.clusterIps()) {
        if (ip.value().isV4()) {
          checks.add(check(server, "PTR", reverse(ip.value()), "PTR " + name + "."));
        }
      }
    }
    checks.add(check(server, "A", "nothing.default.svc." + domain, "NXDOMAIN"));
    return checks;
  }

  private static List<IpAddress> addresses(Service service) {
    return service.headless()
        ? service.endpoints().stream()
            .filter(Service.Endpoint::ready)
            .map(Service.Endpoint::ip)
            .toList()
        : service.clusterIps().stream().map(Located::value).toList();
  }

  private static String reverse(IpAddress address) {
    String[] parts = address.toString().split("\\.");
    return parts[3] + "." + parts[2] + "." + parts[1] + "." + parts[0] + ".in-addr.arpa";
  }

  private static Check check(IpAddress server, String type, String name, String answer) {
    Probe probe = Probe.dns("n1/default.client", server, type, name);
    return new Check("names", probe, new TreeMap<>(Map.of(answer, Set.of())), true);
  }
}
