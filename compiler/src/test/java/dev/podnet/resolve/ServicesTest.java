package dev.podnet.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.podnet.diagnostics.ServiceCode;
import dev.podnet.diagnostics.Severity;
import dev.podnet.model.DnsAddress;
import dev.podnet.model.Service;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServicesTest {

  private static List<String> backends(Service.Port port) {
    return port.backends().stream()
        .map(b -> b.endpoint().ip() + ":" + b.port() + (b.endpoint().ready() ? "" : " not ready"))
        .toList();
  }

  private static final String PODS = """
      apiVersion: v1
      kind: Pod
      metadata: {name: a, labels: {app: web}}
      spec:
        nodeName: n1
        hostname: first
        subdomain: web
        containers: [{name: c, ports: [{name: http, containerPort: 8080}, {name: http, containerPort: 99, protocol: UDP}]}]
      status: {podIP: 10.244.0.20, conditions: [{type: Ready, status: "True"}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: b, labels: {app: web}}
      spec: {nodeName: n2, containers: [{name: c, ports: [{name: http, containerPort: 9090}]}]}
      status: {podIP: 10.244.1.20, conditions: [{type: Ready, status: "False"}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: d, labels: {app: web}, deletionTimestamp: "2026-01-01T00:00:00Z"}
      spec: {nodeName: n2, containers: [{name: c}]}
      status: {podIP: 10.244.1.30, conditions: [{type: Ready, status: "True"}]}
      ---
      apiVersion: v1
      kind: Pod
      metadata: {name: other, namespace: elsewhere, labels: {app: web}}
      spec: {nodeName: n2, containers: [{name: c}]}
      ---
      """;

  @Test
  void endpointsAreThePodsOfTheSelectorWithTheirReadiness() {
    Resolved resolved = Resolved.manifest(PODS + """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}, {name: raw, port: 81}]}
        """);
    Service web = resolved.service("default/web");
    resolved.sound();
    assertThat(web.endpoints())
        .extracting(
            e -> e.pod().orElseThrow().name() + " " + e.ip() + " " + e.node().orElse("-")
                + (e.ready() ? " ready" : "") + (e.serving() ? " serving" : "")
                + (e.terminating() ? " terminating" : ""))
        .containsExactly(
            "a 10.244.0.20 n1 ready serving",
            "b 10.244.1.20 n2",
            "d 10.244.1.30 n2 serving terminating");
    assertThat(backends(web.ports().get(0)))
        .as("each pod resolves the name for itself; one without it has no such port")
        .containsExactly("10.244.0.20:8080", "10.244.1.20:9090 not ready");
    assertThat(backends(web.ports().get(1)))
        .containsExactly("10.244.0.20:81", "10.244.1.20:81 not ready", "10.244.1.30:81 not ready");
  }

  @Test
  void anEndpointHasAHostnameOnlyBelowTheServiceOfThePodsSubdomain() {
    String service = """
        apiVersion: v1
        kind: Service
        metadata: {name: %s}
        spec: {clusterIP: None, selector: {app: web}, ports: [{port: 80}]}
        """;
    assertThat(Resolved.manifest(PODS + service.formatted("web"))
            .service("default/web")
            .endpoints()
            .get(0)
            .hostname())
        .contains("first");
    assertThat(Resolved.manifest(PODS + service.formatted("other"))
            .service("default/other")
            .endpoints()
            .get(0)
            .hostname())
        .isEmpty();
  }

  @Test
  void publishNotReadyAddressesMakesAllReady() {
    Resolved resolved = Resolved.manifest(PODS + """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {publishNotReadyAddresses: true, selector: {app: web}, ports: [{port: 80}]}
        """);
    assertThat(resolved.service("default/web").endpoints()).allMatch(Service.Endpoint::ready);
  }

  @ParameterizedTest
  @CsvSource({"tunnel, true", "none, false"})
  void kubeRoutersAnnotationAsksForDirectServerReturn(String value, boolean asked) {
    Resolved resolved = Resolved.manifest(PODS + """
        apiVersion: v1
        kind: Service
        metadata: {name: web, annotations: {kube-router.io/service.dsr: %s}}
        spec: {externalIPs: [203.0.113.5], selector: {app: web}, ports: [{port: 80}]}
        """.formatted(value));
    assertThat(resolved.service("default/web").directReturn()).isEqualTo(asked);
  }

  @Test
  void twoHostNetworkPodsOfANodeAreOneEndpoint() {
    Resolved resolved = Resolved.twoNodes("""
        namespace default {
          pod a on n1 { network host; labels app=x }
          pod b on n1 { network host; labels app=x }
          service x { selector app=x; port 80 }
        }
        """);
    assertThat(backends(resolved.service("default/x").ports().get(0)))
        .containsExactly("192.168.0.1:80");
  }

  @Test
  void endpointsOfTheSpecAreTakenAsTheyAre() {
    Resolved resolved = Resolved.twoNodes("""
        namespace default {
          pod db on n2 { ip 10.244.1.9 }
          service x { endpoints 192.0.2.7, 10.244.1.9, 192.168.0.1; port 80 -> 8080 }
        }
        """);
    resolved.sound();
    Service x = resolved.service("default/x");
    assertThat(x.endpoints())
        .extracting(e -> e.ip() + " " + e.node().orElse("-") + " "
            + e.pod().map(Object::toString).orElse("-"))
        .containsExactly("10.244.1.9 n2 default/db", "192.0.2.7 - -", "192.168.0.1 n1 -");
    assertThat(backends(x.ports().get(0)))
        .containsExactly("10.244.1.9:8080", "192.0.2.7:8080", "192.168.0.1:8080");
  }

  @Test
  void givenEndpointSlicesCountInsteadOfTheSelectorAndOfEndpoints() {
    Resolved resolved = Resolved.manifest(PODS + """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {selector: {app: web}, ports: [{name: http, port: 80, targetPort: http}, {name: dns, port: 53, protocol: UDP}]}
        ---
        apiVersion: v1
        kind: Endpoints
        metadata: {name: web}
        subsets: [{addresses: [{ip: 192.0.2.99}], ports: [{name: http, port: 1}]}]
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: web-x, labels: {kubernetes.io/service-name: web}}
        addressType: IPv4
        ports: [{name: http, port: 8081}, {name: dns, port: 5353, protocol: UDP}, {name: other, port: 7}]
        endpoints:
        - addresses: [192.0.2.5]
          nodeName: n2
          hostname: five
          conditions: {ready: false, serving: true, terminating: true}
        - addresses: [10.244.0.20]
          targetRef: {kind: Pod, name: a}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: web-y, labels: {kubernetes.io/service-name: web}}
        addressType: IPv4
        ports: [{name: http, port: 8081}]
        endpoints: [{addresses: [10.244.0.20]}]
        """);
    Service web = resolved.service("default/web");
    assertThat(backends(web.ports().get(0)))
        .containsExactly("10.244.0.20:8081", "192.0.2.5:8081 not ready");
    assertThat(backends(web.ports().get(1)))
        .containsExactly("10.244.0.20:5353", "192.0.2.5:5353 not ready");
    Service.Endpoint five = web.endpoints().get(1);
    assertThat(five.node()).contains("n2");
    assertThat(five.hostname()).contains("five");
    assertThat(five.serving()).isTrue();
    assertThat(five.terminating()).isTrue();
    assertThat(web.endpoints().get(0).pod()).hasToString("Optional[default/a]");
    assertThat(web.endpoints().get(0).node()).contains("n1");
  }

  @Test
  void anEndpointOfWhichNothingIsSaidServes() {
    Resolved resolved = Resolved.manifest(PODS + """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {ports: [{port: 80}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: web-x, labels: {kubernetes.io/service-name: web}}
        addressType: IPv4
        ports: [{port: 8081}]
        endpoints:
        - {addresses: [192.0.2.5], conditions: {ready: false, terminating: true}}
        - {addresses: [192.0.2.6], conditions: {ready: false, serving: false, terminating: true}}
        """);
    assertThat(resolved.service("default/web").endpoints())
        .extracting(Service.Endpoint::ready, Service.Endpoint::serving)
        .containsExactly(tuple(false, true), tuple(false, false));
  }

  @Test
  void blanksAroundASourceRangeAreTaken() {
    Resolved resolved = Resolved.manifest(PODS + """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec:
          type: LoadBalancer
          selector: {app: web}
          loadBalancerSourceRanges: [" 203.0.113.0/25", "192.0.2.0/28 "]
          ports: [{port: 80}]
        """);
    assertThat(resolved.service("default/web").loadBalancerSourceRanges())
        .extracting(r -> r.value().toString())
        .containsExactly("203.0.113.0/25", "192.0.2.0/28");
  }

  @Test
  void aServiceOfAnotherProxyIsServedWithAWarning() {
    Resolved resolved = Resolved.manifest(PODS + """
        apiVersion: v1
        kind: Service
        metadata: {name: web, labels: {service.kubernetes.io/service-proxy-name: other}}
        spec: {selector: {app: web}, ports: [{port: 80}]}
        """);
    assertThat(resolved.only(ServiceCode.ANOTHER_PROXY.id()).severity())
        .isEqualTo(Severity.WARNING);
    assertThat(resolved.service("default/web").clusterIps()).hasSize(1);
  }

  @Test
  void aSelectorThatMatchesNothingIsAWarningInASpecAndANoteInAManifest() {
    Resolved spec =
        Resolved.twoNodes("namespace default { service x { selector app=x; port 80 } }");
    assertThat(spec.only("PN4012").severity()).isEqualTo(Severity.WARNING);
    Resolved manifest = Resolved.manifest(
        "apiVersion: v1\nkind: Service\nmetadata: {name: x}\nspec: {selector: {app: x}, ports: [{port: 80}]}");
    assertThat(manifest.only("PN4012").severity()).isEqualTo(Severity.NOTE);
  }

  @Test
  void aClusterIpIsWrittenOrChosenInTheUpperPartOfTheRange() {
    Resolved resolved = Resolved.twoNodes("""
        namespace default {
          service fixed { clusterIP 10.96.0.50; port 80; endpoints 192.0.2.1 }
          service free { port 80; endpoints 192.0.2.1 }
          service headless { clusterIP None; port 80; endpoints 192.0.2.1 }
          service alias { type ExternalName; externalName example.org }
        }
        """);
    resolved.sound();
    assertThat(resolved.clusterIps("default/fixed")).containsExactly("10.96.0.50");
    assertThat(resolved.service("default/fixed").clusterIpsExplicit()).isTrue();
    assertThat(resolved.service("default/free").clusterIpsExplicit()).isFalse();
    long offset = resolved.service("default/free").clusterIps().get(0).value().low()
        - dev.podnet.net.IpAddress.parse("10.96.0.0").low();
    assertThat(offset).isBetween(257L, 65_534L);
    assertThat(resolved.clusterIps("default/headless")).isEmpty();
    assertThat(resolved.clusterIps("default/alias")).isEmpty();
  }

  @Test
  void aServiceOfADualStackClusterHasBothFamilies() {
    String cluster = """
        cluster c { podCIDR 10.244.0.0/16, fd00:10::/56; serviceCIDR 10.96.0.0/16, fd00:96::/112 }
        node n1 { address 10.0.0.1, fd00::1 }
        """;
    Resolved resolved = Resolved.spec(cluster + """
        namespace default {
          pod a { labels app=x }
          service both { selector app=x; port 80 }
          service six { clusterIP fd00:96::5; selector app=x; port 80 }
        }
        """);
    resolved.sound();
    assertThat(resolved.clusterIps("default/both")).hasSize(2);
    assertThat(resolved.service("default/both").endpoints()).hasSize(2);
    assertThat(resolved.clusterIps("default/six")).containsExactly("fd00:96::5");
    assertThat(resolved.service("default/six").endpoints())
        .extracting(e -> e.ip().toString())
        .containsExactly("fd00:10::2");
  }

  @Test
  void familiesOfServiceObjectsAreThoseKubernetesWouldGive() {
    String spec = """
        cluster c { podCIDR 10.244.0.0/16, fd00:10::/56; serviceCIDR 10.96.0.0/16, fd00:96::/112 }
        node n1 { address 10.0.0.1, fd00::1 }
        """;
    String service = """
        apiVersion: v1
        kind: Service
        metadata: {name: %s}
        spec: {%s ports: [{port: 80}], selector: {app: x}}
        ---
        """;
    Resolved resolved = new Resolved.Builder()
        .spec(spec)
        .manifest(service.formatted("single", "")
            + service.formatted("prefer", "ipFamilyPolicy: PreferDualStack,")
            + service.formatted("six", "ipFamilies: [IPv6],")
            + service.formatted(
                "six-four", "ipFamilyPolicy: RequireDualStack, ipFamilies: [IPv6, IPv4],"))
        .resolve();
    assertThat(resolved.service("default/single").families()).hasToString("[IPV4]");
    assertThat(resolved.service("default/prefer").families()).hasToString("[IPV4, IPV6]");
    assertThat(resolved.service("default/six").families()).hasToString("[IPV6]");
    assertThat(resolved.service("default/six-four").families()).hasToString("[IPV6, IPV4]");
  }

  @Test
  void aFamilyTheClusterDoesNotHaveIsAWarning() {
    String service = """
        apiVersion: v1
        kind: Service
        metadata: {name: x}
        spec: {%s ports: [{port: 80}], selector: {app: x}}
        """;
    Resolved six = Resolved.manifest(service.formatted("ipFamilies: [IPv6],"));
    assertThat(six.only("PN4016").severity()).isEqualTo(Severity.WARNING);
    assertThat(six.service("default/x").families()).hasToString("[IPV4]");
    assertThat(Resolved.manifest(service.formatted("ipFamilyPolicy: RequireDualStack,"))
            .only("PN4016")
            .message())
        .contains("requires both families");
  }

  @Test
  void headlessWithoutASelectorHasEveryFamilyOfItsEndpoints() {
    Resolved resolved = Resolved.twoNodes("""
        namespace default { service x { clusterIP None; endpoints 192.0.2.1, 2001:db8::1; port 80 } }
        """);
    assertThat(resolved.service("default/x").endpoints()).hasSize(2);
    Resolved other = Resolved.twoNodes("""
        namespace default { service x { endpoints 192.0.2.1, 2001:db8::1; port 80 } }
        """);
    assertThat(other.service("default/x").endpoints()).hasSize(1);
    assertThat(other.only("PN4017").message()).contains("2001:db8::1");
  }

  @Test
  void theNameServersAddressIsNobodyElses() {
    Resolved own = Resolved.manifest("""
        apiVersion: v1
        kind: Service
        metadata: {name: kube-dns, namespace: kube-system}
        spec: {selector: {app: dns}, ports: [{port: 53, protocol: UDP}]}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: kubernetes}
        spec: {ports: [{port: 443}]}
        """);
    assertThat(own.clusterIps("kube-system/kube-dns")).containsExactly("10.96.0.10");
    assertThat(own.clusterIps("default/kubernetes")).containsExactly("10.96.0.1");
    Resolved live = Resolved.manifest("""
        apiVersion: v1
        kind: Service
        metadata: {name: kube-dns, namespace: kube-system}
        spec: {clusterIP: 10.96.0.77, selector: {app: dns}, ports: [{port: 53, protocol: UDP}]}
        """);
    assertThat(DnsAddress.of(live.sound())).hasToString("[10.96.0.77]");
    Resolved set = Resolved.spec(
        "cluster c { dns coredns { clusterIP 10.96.0.53 } }\nnode n1 { address 10.0.0.1 }");
    assertThat(DnsAddress.of(set.sound())).hasToString("[10.96.0.53]");
  }

  @Test
  void aServiceRangeThatIsUsedUpIsReportedOnce() {
    StringBuilder services = new StringBuilder();
    for (int i = 1; i <= 6; i++) {
      services.append("service s").append(i).append(" { port 80; endpoints 192.0.2.1 }\n");
    }
    Resolved resolved = Resolved.spec("""
        cluster c { serviceCIDR 10.96.0.0/29 }
        node n1 { address 192.168.0.1 }
        namespace default { %s }
        """.formatted(services));
    assertThat(resolved.only("PN2053").message()).contains("default/s5 and 1 more");
  }

  @Test
  void nodePortsAreWrittenOrChosenAndNeverTwice() {
    StringBuilder services = new StringBuilder();
    for (int i = 1; i <= 40; i++) {
      services
          .append("service s")
          .append(i)
          .append(" { type NodePort; port a 80; port b 81/UDP; endpoints 192.0.2.1 }\n");
    }
    Resolved resolved = Resolved.spec("""
        cluster c { nodePortRange 30000-30099 }
        node n1 { address 192.168.0.1 }
        namespace default {
          service fixed { type NodePort; port 80 nodePort 30050; endpoints 192.0.2.1 }
          service lb { type LoadBalancer; port 80; endpoints 192.0.2.1 }
          %s
        }
        """.formatted(services));
    resolved.sound();
    List<Integer> all = resolved.sound().services().stream()
        .flatMap(s -> s.ports().stream())
        .map(p -> p.nodePort().orElseThrow().value())
        .toList();
    assertThat(all).hasSize(82).doesNotHaveDuplicates().allMatch(p -> p >= 30000 && p <= 30099);
    assertThat(resolved.service("default/fixed").ports().get(0).nodePortExplicit())
        .isTrue();
  }

  @Test
  void aNodePortRangeThatIsUsedUpIsReportedOnce() {
    Resolved resolved = Resolved.spec("""
        cluster c { nodePortRange 30000-30001 }
        node n1 { address 192.168.0.1 }
        namespace default {
          service a { type NodePort; port a 80; port b 81; port d 82; endpoints 192.0.2.1 }
        }
        """);
    assertThat(resolved.only("PN2054").message()).contains("30000-30001");
  }

  @Test
  void aLoadBalancerMayDoWithoutNodePorts() {
    Resolved resolved = Resolved.manifest("""
        apiVersion: v1
        kind: Service
        metadata: {name: x}
        spec: {type: LoadBalancer, allocateLoadBalancerNodePorts: false, selector: {a: b}, ports: [{port: 80}]}
        status:
          loadBalancer: {ingress: [{ip: 203.0.113.5}, {ip: 203.0.113.6, ipMode: Proxy}]}
        """);
    assertThat(resolved.service("default/x").ports().get(0).nodePort()).isEmpty();
    assertThat(resolved.service("default/x").loadBalancerIps()).hasToString("[203.0.113.5]");
  }
}
