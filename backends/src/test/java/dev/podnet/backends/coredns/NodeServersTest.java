package dev.podnet.backends.coredns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.diagnostics.NameServiceCode;
import dev.podnet.diagnostics.Severity;
import dev.podnet.model.Cluster;
import dev.podnet.model.Service;
import dev.podnet.plan.Daemon;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.HostFile;
import dev.podnet.plan.Match;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import dev.podnet.plan.Target;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who runs name servers, and with which configuration. */
class NodeServersTest {

  private static final String NODES = """
      node n1 { address 192.168.1.11 }
      node n2 { address 192.168.1.12 }
      node n3 { address 192.168.1.13 }
      """;

  private static Spec spec(String cluster, String more) {
    return new Spec("cluster shop { " + cluster + " }\n" + NODES + more).nameServers();
  }

  private static List<String> on(Spec spec) {
    return spec.cluster().nameServers().stream()
        .map(s -> s.node() + " " + s.addresses() + " " + s.port())
        .toList();
  }

  private static Optional<Service> kubeDns(Cluster cluster) {
    return cluster.services().stream()
        .filter(s -> s.ref().toString().equals("kube-system/kube-dns"))
        .findFirst();
  }

  private static List<String> endpoints(Spec spec) {
    return kubeDns(spec.cluster()).orElseThrow().ports().stream()
        .flatMap(p -> p.backends().stream()
            .map(b -> p.protocol() + " " + p.number() + " "
                + b.endpoint().pod().orElseThrow().name() + " " + b.endpoint().ip() + ":"
                + b.port()))
        .toList();
  }

  private static void quiet(Spec spec) {
    assertThat(spec.all()).filteredOn(d -> d.severity() != Severity.NOTE).isEmpty();
  }

  @Test
  void twoNodesServeBehindKubeDnsWhenNobodySaysAnything() {
    assertThat(on(spec("", ""))).containsExactly("n1 [192.168.1.11] 53", "n2 [192.168.1.12] 53");
    assertThat(endpoints(spec("", "")))
        .containsExactly(
            "UDP 53 kube-dns-n1 192.168.1.11:53",
            "UDP 53 kube-dns-n2 192.168.1.12:53",
            "TCP 53 kube-dns-n1 192.168.1.11:53",
            "TCP 53 kube-dns-n2 192.168.1.12:53");
    assertThat(kubeDns(spec("", "").cluster()).orElseThrow().clusterIps())
        .hasToString("[10.96.0.10]");
    quiet(spec("", ""));
  }

  @Test
  void aNodeWhosePortAServiceTakesServesNot() {
    String service =
        "namespace default { service taken { externalIPs 192.168.1.11; selector a=b; port 53/UDP } }\n";
    assertThat(on(spec("", service)))
        .containsExactly("n2 [192.168.1.12] 53", "n3 [192.168.1.13] 53");
  }

  @Test
  void theNodesOfOnServe() {
    assertThat(on(spec("dns coredns { on n3 }", ""))).containsExactly("n3 [192.168.1.13] 53");
    assertThat(endpoints(spec("dns coredns { on n3; port 5353 }", "")))
        .containsExactly(
            "UDP 53 kube-dns-n3 192.168.1.13:5353", "TCP 53 kube-dns-n3 192.168.1.13:5353");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pod other on n1 { network host; container c { port 53/UDP } }",
        "pod other on n1 { container c { port 5353/UDP hostPort 53 } }"
      })
  void aNodeWhosePortIsTakenDoesNotServeByItself(String pod) {
    Spec spec = spec("", "namespace default { " + pod + " }");
    assertThat(on(spec)).containsExactly("n2 [192.168.1.12] 53", "n3 [192.168.1.13] 53");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "dns coredns { server none } | ",
        "proxyMode none | ",
        "dns coredns { clusterIP 172.16.0.10 } | ",
        "'' | namespace kube-system { service kube-dns { selector k8s-app=kube-dns; port dns 53/UDP } }",
        "'' | namespace kube-system { pod c on n1 { labels k8s-app=kube-dns } }",
        "'' | namespace kube-system { pod kube-dns-n2 on n1 }",
        "'' | namespace ops { service names { clusterIP 10.96.0.10; selector app=x; port dns 53/UDP } }",
        "nodePortRange 50-60 | ",
      })
  void nobodyServesWhereItIsNotPodnetsToDo(String cluster, String more) {
    Spec spec = spec(cluster, more == null ? "" : more);
    assertThat(on(spec)).isEmpty();
    assertThat(spec.cluster().pods()).noneMatch(p -> p.ref().name().equals("kube-dns-n1"));
  }

  @Test
  void aDeclaredServiceWithoutPodsGetsServersWhereOnSaysSo() {
    Spec spec = spec("dns coredns { on n2 }", """
        namespace kube-system {
          service kube-dns { selector k8s-app=dns; port dns 53/UDP -> 5300; port dns-tcp 53 -> dns-tcp }
        }
        """);
    assertThat(endpoints(spec))
        .containsExactly(
            "UDP 53 kube-dns-n2 192.168.1.12:5300", "TCP 53 kube-dns-n2 192.168.1.12:5300");
  }

  @Test
  void somebodyElsesServersMayStandBehindTheService() {
    Spec spec = spec("dns coredns { server none; on n1 }", "");
    assertThat(endpoints(spec)).hasSize(2);
    assertThat(spec.plan().hosts())
        .allSatisfy(h -> assertThat(h.parts()).doesNotContainKey(Part.DNS));
  }

  @Test
  void whatIsDeclaredCountsMoreThanOn() {
    Spec spec = spec("dns coredns { on n1 }", """
        namespace kube-system {
          pod coredns on n2 { labels k8s-app=kube-dns; container c { port dns 53/UDP } }
          service kube-dns { selector k8s-app=kube-dns; port dns 53/UDP -> dns }
        }
        """);
    assertThat(spec.all()).extracting("code").contains(NameServiceCode.SERVED_ELSEWHERE);
    assertThat(endpoints(spec)).containsExactly("UDP 53 coredns 10.244.1.2:53");
  }

  @Test
  void eachFamilyIsServedThatNodesHaveAddressesOf() {
    String both =
        "podCIDR 10.244.0.0/16, fd00:10:244::/48; serviceCIDR 10.96.0.0/16, fd00:10:96::/112";
    Spec four = spec(both, "");
    assertThat(kubeDns(four.cluster()).orElseThrow().clusterIps()).hasToString("[10.96.0.10]");
    Spec six = new Spec("cluster shop { " + both + " }\nnode n1 { address 192.168.1.11, fd50::11 }")
        .nameServers();
    assertThat(kubeDns(six.cluster()).orElseThrow().clusterIps())
        .hasToString("[10.96.0.10, fd00:10:96::a]");
    assertThat(on(six)).containsExactly("n1 [192.168.1.11, fd50::11] 53");
    assertThat(spec(
                "podCIDR fd00:10:244::/48; serviceCIDR fd00:10:96::/112; dns coredns { on n1 }", "")
            .all())
        .extracting("code")
        .contains(NameServiceCode.SERVER_NOT_REACHED);
  }

  private static Fragment dns(Plan plan, String node) {
    return plan.byName().get(node).parts().get(Part.DNS);
  }

  private static List<String> lines(Fragment fragment, String file) {
    return fragment.files().stream()
        .filter(f -> f.name().equals(file))
        .findFirst()
        .map(HostFile::content)
        .map(c -> ((HostFile.Lines) c).lines())
        .orElseThrow();
  }

  @Test
  void aNodesCorefileSaysWhereItListens() {
    Plan plan = spec("dns coredns { forward 192.0.2.1; stub corp.example 192.0.2.9 }", "")
        .plan();
    assertThat(lines(dns(plan, "n1"), "dns/Corefile"))
        .startsWith("# Name server of a node: names of cluster shop", "")
        .containsSequence(
            "# names of cluster shop",
            "cluster.local {",
            "    bind 192.168.1.11",
            "    errors",
            "    health 127.0.0.1:9154",
            "    ready 127.0.0.1:9155",
            "    reload",
            "    loadbalance",
            "    file @FILES@/dns/zones/cluster.local.zone",
            "}")
        .endsWith(
            "corp.example {",
            "    bind 192.168.1.11",
            "    errors",
            "    cache 30",
            "    forward . 192.0.2.9",
            "}",
            "",
            "# names outside the cluster",
            ". {",
            "    bind 192.168.1.11",
            "    errors",
            "    loop",
            "    cache 30",
            "    forward . 192.0.2.1",
            "}");
    Daemon daemon = dns(plan, "n1").daemons().get(0);
    assertThat(daemon.run())
        .extracting("text")
        .containsExactly("coredns", "-conf", "@FILES@/dns/Corefile", "-dns.port", "53");
    assertThat(daemon.spare()).isPresent();
    assertThat(plan.hosts().get(2).parts()).doesNotContainKey(Part.DNS);
    assertThat(plan.shared().get("dns").fragment().files())
        .extracting("name")
        .contains("dns/zones/cluster.local.zone", "dns/zones/96.10.in-addr.arpa.zone");
  }

  @Test
  void knotAsksUpstreamWhatItDoesNotKnow() {
    Plan plan = spec("dns coredns { server knot; forward 192.0.2.1, 192.0.2.2:5353, fd00::1 }", "")
        .plan();
    assertThat(lines(dns(plan, "n1"), "dns/knot.conf"))
        .contains(
            "    listen: [ 192.168.1.11@53 ]",
            "    address: [ 192.0.2.1@53, 192.0.2.2@5353, fd00::1@53 ]",
            "    global-module: mod-dnsproxy/upstream");
  }

  @Test
  void otherNodesHaveAServerOfTheirOwnAtANodeLocalAddress() {
    Plan plan = spec(
            "dns coredns { on n1; nodeLocal 169.254.20.10 }", "namespace default { pod a on n2 }")
        .plan();
    assertThat(lines(dns(plan, "n1"), "dns/Corefile"))
        .contains("    bind 192.168.1.11 169.254.20.10");
    assertThat(lines(plan.shared().get("dns-local").fragment(), "dns/Corefile"))
        .contains("    bind 169.254.20.10");
    assertThat(plan.byName().get("n2").includes()).contains("dns", "dns-local");
    assertThat(plan.shared().get("dns").fragment().addresses())
        .extracting(a -> a.link() + " " + a.address())
        .containsExactly("lo 169.254.20.10/32");
    assertThat(plan.shared().get("dns").fragment().chains())
        .singleElement()
        .satisfies(c -> assertThat(c.rules()).hasSize(4).allSatisfy(r -> {
          assertThat(r.target()).isEqualTo(new Target.NoTrack());
          // iptables knows no port without a protocol
          assertThat(r.matches()).hasAtLeastOneElementOfType(Match.OfProtocol.class);
        }));
    assertThat(plan.shared().get("dns").fragment().hooks())
        .extracting(h -> h.table() + " " + h.base())
        .containsExactlyInAnyOrder("RAW PREROUTING", "RAW OUTPUT");
    assertThat(
            plan.byName().get("n2").parts().get(Part.PODS).namespaces().get(0).resolvConf())
        .contains("nameserver 169.254.20.10");
  }

  @Test
  void whatOnlyCoreDnsDoesIsRefusedOfOthers() {
    assertThat(spec("dns coredns { server nsd; pods insecure; forward 192.0.2.1 }", "")
            .all())
        .extracting("code")
        .containsExactly(NameServiceCode.NEEDS_COREDNS, NameServiceCode.NEEDS_COREDNS);
  }

  @Test
  void aliasesInACircleAndAnswersThatAreTooLongAreSaid() {
    assertThat(spec("", """
        namespace default {
          service a { type ExternalName; externalName a.default.svc.cluster.local }
        }
        """).all())
        .extracting("code")
        .containsExactly(NameServiceCode.ALIAS_CIRCLE);
    StringBuilder endpoints = new StringBuilder("10.200.0.1");
    for (int i = 2; i <= 4100; i++) {
      endpoints.append(", 10.200.").append(i / 250).append('.').append(1 + i % 250);
    }
    assertThat(spec(
                "",
                "namespace default { service a { clusterIP None; endpoints " + endpoints
                    + "; port 80 } }")
            .all())
        .extracting("code")
        .containsExactly(NameServiceCode.ANSWER_TOO_LONG);
  }

  @Test
  void aHostsFileHasANameThatIsShortEnough() {
    String label = "a".repeat(60);
    Zone zone = new Zone(Name.of(label + "." + label + "." + label), "long");
    assertThat(NodeServers.file(zone)).hasSizeLessThan(100).endsWith(".zone");
  }
}
