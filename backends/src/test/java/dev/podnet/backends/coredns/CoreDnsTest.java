package dev.podnet.backends.coredns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.plan.OutputFile;
import dev.podnet.plan.Plan;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoreDnsTest {

  private static final String PODS = """
      node n1 { address 192.168.1.11 dev eth0 }
      namespace shop {
        pod db-0 on n1 { labels app=db; hostname db-0; subdomain db; container c { port sql 5432 } }
        pod db-1 on n1 { labels app=db; container c { port sql 5433 } }
      }
      """;

  private static Plan plan(String cluster, String services) {
    return new Spec("cluster shop { " + cluster + " }\n" + PODS + "namespace shop {\n" + services
            + "\n}\nnamespace empty {}\n")
        .plan();
  }

  private static List<String> file(Plan plan, String path) {
    return plan.files().stream()
        .filter(f -> f.path().equals("dns/" + path))
        .findFirst()
        .orElseThrow(() -> new AssertionError(
            plan.files().stream().map(OutputFile::path).toList().toString()))
        .lines();
  }

  private static List<String> names(Plan plan) {
    return file(plan, "zones/cluster.local.zone");
  }

  @Test
  void aServiceHasItsAddressItsPortsAndItsEndpoints() {
    Plan plan =
        plan("", "service web { selector app=db; clusterIP 10.96.0.20; port http 80 -> 8080; }");
    assertThat(names(plan))
        .contains(
            "web.shop.svc IN A 10.96.0.20",
            "web.shop.svc IN SRV 0 100 80 web.shop.svc.cluster.local.",
            "_http._tcp.web.shop.svc IN SRV 0 100 80 web.shop.svc.cluster.local.",
            "10-244-0-2.web.shop.svc IN A 10.244.0.2");
    assertThat(file(plan, "zones/96.10.in-addr.arpa.zone"))
        .contains("20.0 IN PTR web.shop.svc.cluster.local.");
    assertThat(file(plan, "zones/244.10.in-addr.arpa.zone"))
        .contains("2.0 IN PTR 10-244-0-2.web.shop.svc.cluster.local.");
  }

  @Test
  void aHeadlessServiceHasItsEndpointsAddressesNamesAndPorts() {
    assertThat(names(plan("", "service db { clusterIP None; selector app=db; port sql 1 -> sql }")))
        .contains(
            "db.shop.svc IN A 10.244.0.2",
            "db.shop.svc IN A 10.244.0.3",
            "db-0.db.shop.svc IN A 10.244.0.2",
            "10-244-0-3.db.shop.svc IN A 10.244.0.3",
            "_sql._tcp.db.shop.svc IN SRV 0 100 5432 db-0.db.shop.svc.cluster.local.",
            "_sql._tcp.db.shop.svc IN SRV 0 100 5433 10-244-0-3.db.shop.svc.cluster.local.");
  }

  @Test
  void aHeadlessServiceWithoutEndpointsHasNoName() {
    assertThat(names(plan("", "service db { clusterIP None; selector app=no; port sql 1 }")))
        .noneMatch(l -> l.contains("db.shop.svc "));
  }

  @Test
  void anExternalNameIsAnAliasAndNothingElse() {
    assertThat(names(plan("", "service out { type ExternalName; externalName www.example.com }")))
        .filteredOn(l -> l.contains("out.shop"))
        .containsExactly("out.shop.svc IN CNAME www.example.com.");
  }

  @Test
  void podsHaveNamesOfTheirAddressesUnlessDisabled() {
    assertThat(names(plan("", ""))).contains("10-244-0-2.shop.pod IN A 10.244.0.2");
    assertThat(names(plan("dns coredns { pods disabled }", ""))).noneMatch(l -> l.contains(".pod"));
  }

  @Test
  void anEmptyNamespaceExists() {
    assertThat(names(plan("", ""))).contains("empty.svc IN HINFO \"namespace\" \"\"");
  }

  @Test
  void theZoneBeginsWithItsServerAndTheVersionOfTheSpecification() {
    List<String> lines =
        names(plan("clusterDomain cluster.local; dns coredns { ttl 30s; server none }", ""));
    assertThat(lines.get(1)).isEqualTo("$ORIGIN cluster.local.");
    assertThat(lines.get(2)).isEqualTo("$TTL 30");
    assertThat(lines.get(3))
        .matches(
            "@ 30 IN SOA ns\\.dns\\.cluster\\.local\\. hostmaster\\.cluster\\.local\\. [1-9][0-9]*"
                + " 7200 1800 86400 30");
    assertThat(lines.get(4)).isEqualTo("@ IN NS ns.dns.cluster.local.");
    assertThat(lines).contains("ns.dns IN A 10.96.0.10", "dns-version 28800 IN TXT \"1.1.0\"");
  }

  @Test
  void theSerialChangesWithTheRecordsAndOnlyWithThem() {
    String serial = names(plan("", "service a { selector app=db; clusterIP 10.96.0.20; port 80 }"))
        .get(3);
    assertThat(names(plan("", "service a { selector app=db; clusterIP 10.96.0.20; port 80 }"))
            .get(3))
        .isEqualTo(serial);
    assertThat(names(plan("", "service a { selector app=db; clusterIP 10.96.0.21; port 80 }"))
            .get(3))
        .isNotEqualTo(serial);
  }

  @Test
  void theCorefileNamesNoPortAndNoAddressAndForwardsOnlyWhereToldTo() {
    List<String> plain = file(plan("", ""), "Corefile");
    assertThat(plain)
        .contains("cluster.local {", "    file zones/cluster.local.zone", "96.10.in-addr.arpa {")
        .doesNotContain(". {")
        .noneMatch(l -> !l.startsWith("#") && (l.contains(":") || l.contains("bind")));
    assertThat(file(plan("dns coredns { forward 192.0.2.1, 192.0.2.2:5353 }", ""), "Corefile"))
        .contains(". {", "    forward . 192.0.2.1 192.0.2.2:5353");
  }

  @Test
  void addressesOfPortsStandUnderNamesWithoutUnderscores() {
    Plan plan = plan("dns coredns { server none; external pub.example }", """
        service web { selector app=db; clusterIP 10.96.0.20; port http 80 }
        service db { clusterIP None; selector app=db; port sql 1 -> sql }
        service out {
          type LoadBalancer; selector app=db; port http 80; loadBalancerIP 203.0.113.7
        }
        """);
    assertThat(file(plan, "ports/cluster.local.zone"))
        .contains(
            "@ IN NS ns.dns.cluster.local.",
            "ns.dns IN A 10.96.0.10",
            "http.tcp.web.shop.svc IN A 10.96.0.20",
            "sql.tcp.db.shop.svc IN A 10.244.0.2",
            "sql.tcp.db.shop.svc IN A 10.244.0.3");
    assertThat(file(plan, "ports/pub.example.zone"))
        .contains("ns1.dns IN A 10.96.0.10", "http.tcp.out.shop IN A 203.0.113.7");
    assertThat(file(plan, "Corefile"))
        .containsSequence(
            "# addresses at names of ports below pub.example.",
            "pub.example {",
            "    errors",
            "    view external-ports {",
            "        expr type() in ['A', 'AAAA'] && name() matches '^_[^.]+[.]_(tcp|udp|sctp)[.]"
                + "([^.]+[.][^.]+)[.]pub[.]example[.]$'",
            "    }",
            "    rewrite stop {",
            "        name regex ^_([^.]+)[.]_(tcp|udp|sctp)[.]([^.]+[.][^.]+)[.]pub[.]example[.]$"
                + " {1}.{2}.{3}.pub.example.",
            "        answer name ^([^.]+)[.](tcp|udp|sctp)[.]([^.]+[.][^.]+)[.]pub[.]example[.]$"
                + " _{1}._{2}.{3}.pub.example.",
            "    }",
            "    loadbalance",
            "    file ports/pub.example.zone",
            "}");
  }

  @Test
  void withoutNamedPortsThereIsNothingOfThem() {
    Plan plan = plan("", "service web { selector app=db; port 80 }");
    assertThat(plan.files().stream().map(OutputFile::path)).noneMatch(p -> p.contains("ports"));
    assertThat(file(plan, "Corefile")).noneMatch(l -> l.contains("view"));
  }

  @Test
  void aLongDomainHasAFileThatItsCorefileNames() {
    String domain = ("a".repeat(60) + ".").repeat(3) + "example";
    Plan plan = plan("clusterDomain " + domain, "service web { selector app=db; port 80 }");
    String path = plan.files().stream()
        .map(OutputFile::path)
        .filter(p -> p.startsWith("dns/zones/aaaa"))
        .findFirst()
        .orElseThrow();
    assertThat(path).hasSizeLessThan(100);
    assertThat(file(plan, "Corefile"))
        .containsSequence(
            domain + " {",
            "    errors",
            "    reload",
            "    loadbalance",
            "    file " + path.substring("dns/".length()),
            "}");
  }

  @Test
  void anUpstreamMayBeAnIpv6AddressWithAPort() {
    assertThat(
            file(plan("dns coredns { forward [2001:db8::1]:1053, 2001:db8::2 }", ""), "Corefile"))
        .contains("    forward . [2001:db8::1]:1053 2001:db8::2");
  }

  @Test
  void aRangeBetweenTwoBordersIsSeveralZones() {
    Plan plan = plan("podCIDR 10.244.0.0/15; serviceCIDR 10.96.0.0/23", "");
    assertThat(plan.files().stream().map(OutputFile::path))
        .containsExactly(
            "dns/Corefile",
            "dns/zones/0.96.10.in-addr.arpa.zone",
            "dns/zones/1.96.10.in-addr.arpa.zone",
            "dns/zones/244.10.in-addr.arpa.zone",
            "dns/zones/245.10.in-addr.arpa.zone",
            "dns/zones/cluster.local.zone");
  }

  @Test
  void ipv6NamesAreCutAtDigits() {
    Plan plan = new Spec("""
            cluster shop {
              podCIDR fd00:10:244::/48; serviceCIDR fd00:10:96::/112; backend host-gw
            }
            node n1 { address fd50::11 }
            namespace default {
              pod a on n1 { labels app=web }
              service web { selector app=web; clusterIP fd00:10:96::20; port 80 }
            }
            """).plan();
    assertThat(file(
            plan, "zones/0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.6.9.0.0.0.1.0.0.0.0.d.f.ip6.arpa.zone"))
        .contains("0.2.0.0 IN PTR web.default.svc.cluster.local.");
    assertThat(names(plan))
        .contains(
            "web.default.svc IN AAAA fd00:10:96::20",
            "fd00-10-244--2.default.pod IN AAAA fd00:10:244::2");
  }

  @Test
  void anEndpointOfAnyServiceHasItsPorts() {
    assertThat(names(
            plan("", "service web { selector app=db; clusterIP 10.96.0.20; port sql 1 -> sql }")))
        .contains(
            "10-244-0-2.web.shop.svc IN SRV 0 100 5432 10-244-0-2.web.shop.svc.cluster.local.",
            "10-244-0-3.web.shop.svc IN SRV 0 100 5433 10-244-0-3.web.shop.svc.cluster.local.");
  }

  @Test
  void endpointsElsewhereHaveNamesAndTheRestOfTheirZoneIsAskedUpstream() {
    String services = "service db { clusterIP None; endpoints 203.0.113.9; port 5432 }";
    Plan alone = plan("", services);
    assertThat(file(alone, "zones/113.0.203.in-addr.arpa.zone"))
        .contains("9 IN PTR 203-0-113-9.db.shop.svc.cluster.local.");
    assertThat(file(alone, "Corefile"))
        .contains("    file zones/113.0.203.in-addr.arpa.zone")
        .noneMatch(l -> l.contains("fallthrough"));
    assertThat(file(plan("dns coredns { forward 192.0.2.1 }", services), "Corefile"))
        .containsSequence(
            "113.0.203.in-addr.arpa {",
            "    errors",
            "    file zones/113.0.203.in-addr.arpa.zone {",
            "        fallthrough 113.0.203.in-addr.arpa",
            "    }",
            "    cache 30",
            "    forward . 192.0.2.1",
            "}");
  }

  @Test
  void theServiceThatPodsAskIsTheNameServer() {
    String spec = "cluster shop {}\nnode n1 { address 192.168.1.11 }\n"
        + "namespace kube-system { service kube-dns { selector k8s-app=kube-dns; port dns 53/UDP } }";
    assertThat(names(new Spec(spec).plan()))
        .contains(
            "@ IN NS kube-dns.kube-system.svc.cluster.local.",
            "kube-dns.kube-system.svc IN A 10.96.0.10",
            "ns.dns IN A 10.96.0.10");
  }

  @Test
  void otherDomainsAreAskedOfTheirServers() {
    assertThat(file(
            plan(
                "dns coredns { stub Corp.Example 192.0.2.53, 192.0.2.54:5353, lab 192.0.2.9 }", ""),
            "Corefile"))
        .containsSequence(
            "corp.example {",
            "    errors",
            "    cache 30",
            "    forward . 192.0.2.53 192.0.2.54:5353",
            "}")
        .containsSequence("lab {", "    errors", "    cache 30", "    forward . 192.0.2.9", "}");
  }

  @Test
  void servicesHaveNamesForTheOutsideWhereAskedFor() {
    Plan plan = plan("dns coredns { external pub.example }", """
        service web {
          type LoadBalancer; selector app=db; port http 80; loadBalancerIP 203.0.113.7
          externalIPs 198.51.100.2
        }
        service inside { selector app=db; port 80 }
        """);
    assertThat(file(plan, "zones/pub.example.zone"))
        .contains(
            "web.shop IN A 198.51.100.2",
            "web.shop IN A 203.0.113.7",
            "web.shop IN SRV 0 100 80 web.shop.pub.example.",
            "_http._tcp.web.shop IN SRV 0 100 80 web.shop.pub.example.",
            "@ IN NS ns1.dns.pub.example.",
            "ns1.dns IN A 192.168.1.11")
        .anyMatch(l -> l.startsWith("@ 5 IN SOA ns1.dns.pub.example. hostmaster.dns.pub.example. "))
        .noneMatch(l -> l.startsWith("inside"));
    assertThat(file(plan, "Corefile"))
        .containsSequence("pub.example {", "    errors", "    file zones/pub.example.zone", "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "external cluster.local",
        "external a.cluster.local",
        "stub x 192.0.2.1; external x"
      })
  void aDomainIsServedOnce(String settings) {
    assertThat(new Spec("cluster shop { dns coredns { " + settings + " } }").findings())
        .singleElement()
        .asString()
        .startsWith("PN6016 the domain ");
  }

  @Test
  void moreUpstreamsThanCoreDnsTakesAreReported() {
    StringBuilder list = new StringBuilder("192.0.2.1");
    for (int i = 2; i <= 16; i++) {
      list.append(", 192.0.2.").append(i);
    }
    assertThat(new Spec("cluster shop { dns coredns { forward " + list + " } }").findings())
        .containsExactly("PN6005 forward takes at most 15 servers");
  }

  @Test
  void aNameLongerThanDnsTakesIsReported() {
    String label = "a".repeat(60);
    assertThat(new Spec("cluster shop { clusterDomain " + label + "." + label + "." + label
                + " }\nnamespace default { service s" + label
                + " { clusterIP None; selector app=x; port 80 } }")
            .findings())
        .singleElement()
        .asString()
        .startsWith("PN6014 a name of service default/saaa");
  }
}
