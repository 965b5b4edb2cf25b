package dev.podnet.backends.userspace;

import static dev.podnet.backends.testing.Elements.filter;
import static dev.podnet.backends.testing.Elements.nat;
import static dev.podnet.backends.testing.Elements.own;
import static dev.podnet.backends.testing.Elements.shared;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.HostFile;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import dev.podnet.plan.Relay;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UserspaceProxyTest {

  private static final String PODS = """
      node n1 { address 192.168.1.11 dev eth0 }
      node n2 { address 192.168.1.12 dev eth0 }
      namespace default {
        pod a on n1 { labels app=web; container c { port http 8080; port dns 5353/UDP } }
        pod b on n2 { labels app=web; container c { port http 9090; port dns 5353/UDP } }
      }
      """;

  private static String spec(String cluster, String services) {
    return "cluster shop { proxyMode userspace\n" + cluster + " }\n" + PODS
        + "namespace default {\n" + services + "\n}\n";
  }

  private static Plan plan(String cluster, String services) {
    return new Spec(spec(cluster, services)).plan();
  }

  private static List<Relay> relays(Fragment fragment, String name) {
    return fragment.files().stream()
        .filter(f -> f.name().equals(name))
        .flatMap(f -> ((HostFile.Relays) f.content()).relays().stream())
        .toList();
  }

  private static String text(Relay relay) {
    StringBuilder text = new StringBuilder(relay.protocol() + " " + relay.balance());
    relay
        .targets()
        .forEach(t -> text.append(' ').append(t.address()).append(':').append(t.port()));
    return text.append(" ").append(relay.idleSeconds()).toString();
  }

  private static Map<String, Integer> ports(Plan plan) {
    Map<String, Integer> ports = new TreeMap<>();
    relays(shared(plan, "services"), "balancer/cluster.conf")
        .forEach(r -> ports.put(r.comment(), r.port()));
    return ports;
  }

  @Test
  void aClusterIpLeadsToAPortOfTheBalancerAndThatToEachEndpoint() {
    Plan plan = plan(
        "",
        "service web { selector app=web; clusterIP 10.96.0.20; port http 80 -> http; port dns 53/UDP -> dns }");
    Map<String, Integer> ports = ports(plan);
    assertThat(nat(shared(plan, "services"), "PODNET-SERVICES"))
        .containsExactly(
            "-d 10.96.0.20/32 -p tcp --dport 80 -> dnat 169.254.106.92 "
                + ports.get("default/web:http"),
            "-d 10.96.0.20/32 -p udp --dport 53 -> dnat 169.254.106.92 "
                + ports.get("default/web:dns"));
    assertThat(relays(shared(plan, "services"), "balancer/cluster.conf").stream()
            .map(UserspaceProxyTest::text))
        .containsExactly(
            "TCP RANDOM 10.244.0.2:8080 10.244.1.2:9090 432000",
            "UDP RANDOM 10.244.0.2:5353 10.244.1.2:5353 30");
    assertThat(filter(shared(plan, "services"), "PODNET-BALANCER"))
        .containsExactly(
            "-d 169.254.106.92/32 [DNAT] -> accept", "-d 169.254.106.92/32 ! -i lo -> reject");
  }

  @Test
  void settingsSayHowItBalancesAndWhereItListens() {
    Plan plan = plan(
        "",
        "service web { selector app=web; port http 80 -> http }\n"
            + "service sticky { selector app=web; port http 80 -> http; sessionAffinity ClientIP }");
    assertThat(relays(shared(plan, "services"), "balancer/cluster.conf").stream()
            .map(r -> r.comment() + " " + r.balance()))
        .containsExactlyInAnyOrder("default/web:http RANDOM", "default/sticky:http BY_CLIENT");
    Plan other = new Spec(
            spec("", "service web { selector app=web; port http 80 -> http }")
                .replace(
                    "userspace",
                    "userspace { balance leastconn; listen 169.254.9.9; firstPort 2000; lastPort 2999; tcpTimeout 1h }"))
        .plan();
    Relay relay = relays(shared(other, "services"), "balancer/cluster.conf").get(0);
    assertThat(relay.address()).hasToString("169.254.9.9");
    assertThat(relay.port()).isBetween(2001, 2999);
    assertThat(text(relay)).startsWith("TCP LEAST_CONNECTIONS").endsWith(" 3600");
  }

  @Test
  void anotherServiceMovesNoPort() {
    StringBuilder services = new StringBuilder();
    for (int i = 0; i < 30; i++) {
      services.append("service s%d { selector app=web; port 80 -> 8080 }\n".formatted(i));
    }
    Map<String, Integer> before = ports(plan("", services.toString()));
    Map<String, Integer> after =
        ports(plan("", "service aa { selector app=web; port 80 -> 8080 }\n" + services));
    assertThat(before).hasSize(30);
    assertThat(before.values()).doesNotHaveDuplicates();
    assertThat(after).containsAllEntriesOf(before).hasSize(31);
  }

  @Test
  void portsOfPodsOnTheirHostsAreLeftAlone() {
    String service = "service web { selector app=web; port http 80 -> http }";
    int port = ports(plan("", service)).get("default/web:http");
    int other = ports(
            plan("", "pod x on n1 { network host; container c { port " + port + " } }\n" + service))
        .get("default/web:http");
    assertThat(other).isNotEqualTo(port);
  }

  @Test
  void whatStaysOnANodeHasAPortOfItsOwnThere() {
    Plan plan = plan(
        "",
        "service web { type NodePort; selector app=web; clusterIP 10.96.0.20;"
            + " port http 80 -> http nodePort 30080\n"
            + " internalTrafficPolicy Local; externalTrafficPolicy Local }");
    int all = ports(plan).get("default/web:http");
    List<Relay> own = relays(own(plan, "n2", Part.SERVICES), "balancer/node.conf");
    assertThat(own.stream().map(UserspaceProxyTest::text))
        .containsExactly("TCP RANDOM 10.244.1.2:9090 432000");
    int here = own.get(0).port();
    assertThat(here).isNotEqualTo(all);
    assertThat(nat(own(plan, "n2", Part.SERVICES), "PODNET-LOCAL"))
        .containsExactly(
            "-d 10.96.0.20/32 -p tcp --dport 80 -> dnat 169.254.106.92 " + here,
            "-s 10.244.0.0/16 -> return",
            "from host -> return",
            "! -d 127.0.0.0/8 -p tcp --dport 30080 to host -> dnat 169.254.106.92 " + here);
    assertThat(nat(shared(plan, "services"), "PODNET-NODEPORTS"))
        .containsExactly(
            "-s 10.244.0.0/16 -p tcp --dport 30080 -> dnat 169.254.106.92 " + all,
            "-p tcp --dport 30080 from host -> dnat 169.254.106.92 " + all);
    assertThat(filter(shared(plan, "services"), "PODNET-SERVICES"))
        .contains("-d 10.96.0.20/32 -p tcp --dport 80 -> drop");
  }

  @Test
  void aServiceWithoutEndpointsNeedsNoBalancer() {
    Plan plan = plan("", "service web { selector app=gone; clusterIP 10.96.0.20; port 80 }");
    assertThat(shared(plan, "services").daemons()).isEmpty();
    assertThat(shared(plan, "services").files()).isEmpty();
    assertThat(filter(shared(plan, "services"), "PODNET-SERVICES"))
        .contains("-d 10.96.0.20/32 -p tcp --dport 80 -> reject");
  }

  @Test
  void everyNodeHasTheSameFilesWhateverTheirNumber() {
    String service = "service web { selector app=web; port http 80 -> http }";
    Plan two = plan("", service);
    Plan three = plan("", service + "\n}\nnode n3 { address 192.168.1.13 }\nnamespace x {");
    assertThat(shared(three, "services").files())
        .isEqualTo(shared(two, "services").files());
    assertThat(three.byName().get("n3").parts()).doesNotContainKey(Part.SERVICES);
    assertThat(three.byName().get("n3").includes()).contains("services");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "port 80/SCTP | | PN6045",
        "port 80; externalTrafficPolicy Local; type NodePort | | PN6046",
        "port 80 | listen 192.168.1.11 | PN6047",
        "port 80 | listen 127.0.0.9 | PN6047",
        "port 80 | listen 10.244.3.3 | PN6047",
        "port 80 | listen 10.96.3.3 | PN6047",
        "port 80 | firstPort 20000; lastPort 20001 | PN6048",
        "port 80 | firstPort 20001; lastPort 20000 | PN6048",
        "port 80 | firstPort 29000; lastPort 30000 | PN6048",
        "port 80; sessionAffinity ClientIP 5m | | PN6049"
      })
  void whatItCannotDoIsSaid(String service, String settings, String code) {
    String text = spec("", "service web { selector app=web; " + service + " }");
    if (settings != null) {
      text = text.replace("userspace", "userspace { " + settings + " }");
    }
    assertThat(new Spec(text).findings()).singleElement().asString().startsWith(code);
  }

  @Test
  void aTimeoutThatNobodyWroteIsNoPromise() {
    String service = "service web { selector app=web; port 80; sessionAffinity ClientIP }";
    assertThat(new Spec(spec("", service)).findings()).isEmpty();
  }
}
