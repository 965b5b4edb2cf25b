package dev.podnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceCommandTest {

  @TempDir
  Path folder;

  @BeforeEach
  void writeSpec() throws IOException {
    Files.writeString(folder.resolve("shop.podnet"), Run.SPEC);
  }

  private Run trace(String from, String to, String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("trace", "shop.podnet", "--from", from, "--to", to));
    arguments.addAll(List.of(more));
    return Run.in(folder, arguments.toArray(String[]::new));
  }

  private static List<String> keys(JsonElement element) {
    return List.copyOf(element.getAsJsonObject().keySet());
  }

  @Test
  void jsonHasEveryFieldOfAService() {
    Run run = trace("default/web-1", "service default/web:80", "--format", "json");
    assertThat(run.status()).isZero();
    assertThat(run.err()).isEmpty();
    JsonObject json = run.json();
    assertThat(json.get("formatVersion").getAsString()).isEqualTo("1");
    assertThat(json.get("from").getAsString()).isEqualTo("default/web-1");
    assertThat(json.get("to").getAsString()).isEqualTo("service default/web:80");
    assertThat(json.get("verdict").getAsString()).isEqualTo("delivered");
    assertThat(json.getAsJsonArray("outcomes")).hasSize(2);
    double whole = 0;
    for (JsonElement each : json.getAsJsonArray("outcomes")) {
      JsonObject outcome = each.getAsJsonObject();
      assertThat(keys(outcome))
          .contains("pod", "node", "address", "port", "probability", "sourceSeen", "nat");
      assertThat(outcome.get("pod").getAsString()).startsWith("default/web-");
      assertThat(outcome.get("port").getAsJsonPrimitive().isNumber()).isTrue();
      assertThat(outcome.get("port").getAsInt()).isEqualTo(8080);
      assertThat(outcome.get("nat").getAsJsonArray().get(0).getAsString()).startsWith("dnat 10.");
      whole += outcome.get("probability").getAsDouble();
    }
    assertThat(whole).isEqualTo(1);
    JsonObject itself = json.getAsJsonArray("outcomes").get(0).getAsJsonObject();
    assertThat(itself.get("pod").getAsString()).isEqualTo("default/web-1");
    assertThat(itself.get("nat").getAsJsonArray().get(1).getAsString())
        .as("a pod that a service sends back to itself")
        .isEqualTo("masquerade 10.244.0.1");
    assertThat(itself.get("sourceSeen").getAsString()).isEqualTo("10.244.0.1");
    assertThat(json.getAsJsonArray("hops"))
        .isNotEmpty()
        .allSatisfy(hop -> assertThat(keys(hop)).containsExactly("node", "where", "what"));
  }

  @Test
  void jsonHasNoPodForANodeAndNoNodeForTheOutside() {
    JsonObject node = trace("world", "node n1:22", "--format", "json").json();
    JsonObject end = node.getAsJsonArray("outcomes").get(0).getAsJsonObject();
    assertThat(end.get("pod").isJsonNull()).isTrue();
    assertThat(end.get("node").getAsString()).isEqualTo("n1");
    assertThat(end.get("address").getAsString()).isEqualTo("192.168.1.11");
    assertThat(end.get("port").getAsInt()).isEqualTo(22);
    assertThat(end.get("nat").getAsJsonArray()).isEmpty();
    JsonObject outside =
        trace("default/web-1", "9.9.9.9:53/UDP", "--format", "json").json();
    end = outside.getAsJsonArray("outcomes").get(0).getAsJsonObject();
    assertThat(end.get("pod").isJsonNull()).isTrue();
    assertThat(end.get("node").isJsonNull()).isTrue();
    assertThat(end.get("sourceSeen").getAsString()).isEqualTo("192.168.1.11");
  }

  @Test
  void whatIsNotDeliveredExitsWithOne() {
    Run run = trace("default/web-1", "10.96.200.200:80", "--format", "json");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.json().get("verdict").getAsString()).isEqualTo("rejected");
    assertThat(run.json().get("reason").getAsString())
        .contains("PODNET-SERVICES rule", "in cluster/services.v4.rules");
    assertThat(trace("default/web-1", "10.244.77.7").status()).isEqualTo(1);
  }

  @Test
  void textNamesEachRuleAndRouteAndItsPlaceInTheOutput() {
    Run run = trace("default/web-1", "default/web-2:8080");
    assertThat(run.status()).isZero();
    assertThat(run.out())
        .startsWith("default/web-1 -> default/web-2: delivered\n")
        .contains(
            "pod default/web-1 eth0: leaves 10.244.0.2 for 10.244.1.2",
            "routing: 10.244.1.0/24 via 10.244.1.0 dev flannel.1 onlink in cluster/peers.ip",
            "wrapped in UDP from 192.168.1.11 to 192.168.1.12:8472, VNI 1: 110 bytes instead of 60",
            "cni0 learns by ARP that 10.244.1.2 is behind this port",
            "answer: the way back, 10.244.1.2:8080 -> 10.244.0.2:32768");
    assertThat(trace("default/web-1", "service default/web:80").out())
        .contains("50.0 %  default/web-1 at 10.244.0.2:8080 on n1")
        .containsPattern("nat PREROUTING: PODNET-\\w+ rule 1 in cluster/services.v4.rules "
            + "\\(default/web:http\\): DNAT to 10.244.0.2:8080");
  }

  @Test
  void eachPortOfAServiceIsAskedByItsOwnProtocol() {
    String dns = "service kube-system/kube-dns";
    Run udp = trace("default/web-1", dns + ":53/UDP");
    assertThat(udp.status()).isZero();
    assertThat(udp.out())
        .startsWith("default/web-1 -> " + dns + ":dns: delivered\n")
        .contains("(" + dns.substring(8) + ":dns): DNAT to 192.168.1.1")
        .doesNotContain(":dns-tcp");
    assertThat(trace("default/web-1", dns + ":53/TCP").out())
        .startsWith("default/web-1 -> " + dns + ":dns-tcp: delivered\n")
        .doesNotContain(":dns:");
    assertThat(trace("default/web-1", dns).out())
        .contains(":dns: delivered", ":dns): DNAT", ":dns-tcp: delivered", ":dns-tcp): DNAT");
  }

  @Test
  void aPacketThatIsTooLargeIsDropped() {
    assertThat(trace("default/web-1", "default/web-2:80", "--size", "1450").status())
        .isZero();
    Run run = trace("default/web-1", "default/web-2:80", "--size", "1451");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("dropped, 1451 bytes do not fit through eth0");
  }

  @Test
  void whoIsNotThereIsTold() {
    Run run = trace("default/web-9", "default/web-2:80");
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).contains("default/web-9");
    assertThat(Run.in(folder, "trace", "shop.podnet", "--from", "world").status())
        .isEqualTo(2);
  }
}
