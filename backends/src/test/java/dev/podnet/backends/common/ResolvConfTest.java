package dev.podnet.backends.common;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.plan.Part;
import dev.podnet.plan.PodNamespace;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResolvConfTest {

  private static List<String> lines(String pod) {
    return new Spec("cluster shop {}\nnode n1 { address 192.168.1.11 }\n")
            .manifest("""
            apiVersion: v1
            kind: Pod
            metadata: {name: a, namespace: shop}
            spec:
              containers: [{name: c}]
              %s
            """.formatted(pod))
            .plan()
            .byName()
            .get("n1")
            .parts()
            .get(Part.PODS)
            .namespaces()
            .stream()
            .map(PodNamespace::resolvConf)
            .findFirst()
            .orElseThrow();
  }

  private static final String SEARCH =
      "search shop.svc.cluster.local svc.cluster.local cluster.local";

  @Test
  void podsAskTheClustersServer() {
    List<String> usual = List.of("nameserver 10.96.0.10", SEARCH, "options ndots:5");
    assertThat(lines("")).isEqualTo(usual);
    assertThat(lines("dnsPolicy: ClusterFirst")).isEqualTo(usual);
    assertThat(lines("dnsPolicy: ClusterFirstWithHostNet")).isEqualTo(usual);
  }

  @Test
  void theHostsServersServeWhoWantsThem() {
    assertThat(lines("dnsPolicy: Default")).isEmpty();
  }

  @Test
  void aConfigAddsServersAndDomainsAndOverridesOptions() {
    assertThat(lines(
            "dnsConfig: {nameservers: [192.0.2.1, 10.96.0.10, 192.0.2.2, 192.0.2.3], searches: [corp.example,"
                + " cluster.local], options: [{name: ndots, value: \"2\"}, {name: edns0}]}"))
        .containsExactly(
            "nameserver 10.96.0.10",
            "nameserver 192.0.2.1",
            "nameserver 192.0.2.2",
            SEARCH + " corp.example",
            "options ndots:2 edns0");
  }

  @Test
  void aPolicyOfNoneStartsFromNothing() {
    assertThat(lines(
            "dnsPolicy: None\n  dnsConfig: {nameservers: [192.0.2.1], searches: [corp.example]}"))
        .containsExactly("nameserver 192.0.2.1", "search corp.example");
  }

  @Test
  void whatCouldBecomeALineOfItsOwnIsRefused() {
    assertThat(new Spec("cluster shop {}\nnode n1 { address 192.168.1.11 }\n")
            .manifest("""
                apiVersion: v1
                kind: Pod
                metadata: {name: a}
                spec:
                  containers: [{name: c}]
                  dnsConfig:
                    searches: ["a b"]
                    options: [{name: "x\\nnameserver 6.6.6.6"}]
                """)
            .all())
        .filteredOn(d -> d.code().id().startsWith("PN7"))
        .hasSize(2);
  }
}
