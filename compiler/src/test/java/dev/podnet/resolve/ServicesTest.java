package dev.podnet.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.podnet.diagnostics.ServiceCode;
import dev.podnet.diagnostics.Severity;
import dev.podnet.model.Service;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is in front of services: the endpoints they have, and what else a spec or an object says of them. */
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

  /** A pod that goes and one that got its address: the one that stays counts, ready or not. */
  @Test
  void ofAnAddressThatIsSaidTwiceTheEndpointThatStaysCounts() {
    Service web = slices("[{port: 8081}]", """
        - {addresses: [192.0.2.5], conditions: {ready: false, serving: true, terminating: true}}
        - {addresses: [192.0.2.6], conditions: {ready: false, serving: false}}
        - {addresses: [192.0.2.7], conditions: {ready: false, serving: true, terminating: true}}
        """, """
        - {addresses: [192.0.2.5], conditions: {ready: false, serving: false}}
        - {addresses: [192.0.2.6], conditions: {ready: true, terminating: true}}
        - {addresses: [192.0.2.7]}
        """).service("default/web");
    assertThat(web.ports().get(0).backends())
        .extracting(Service.Backend::endpoint)
        .extracting(
            Service.Endpoint::ready, Service.Endpoint::serving, Service.Endpoint::terminating)
        .containsExactly(
            tuple(false, false, false), tuple(false, false, false), tuple(true, true, false));
  }

  @Test
  void aPortOfASliceWithoutANumberLeadsNowhere() {
    Service web = slices(
            "[{protocol: TCP}]", "- {addresses: [192.0.2.5]}\n", "- {addresses: [192.0.2.6]}\n")
        .service("default/web");
    assertThat(web.ports().get(0).backends()).isEmpty();
    assertThat(web.endpoints()).hasSize(2);
  }

  private static Resolved slices(String ports, String... endpoints) {
    StringBuilder manifest = new StringBuilder(PODS + """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {ports: [{port: 80}]}
        """);
    for (int i = 0; i < endpoints.length; i++) {
      manifest.append("""
          ---
          apiVersion: discovery.k8s.io/v1
          kind: EndpointSlice
          metadata: {name: web-%d, labels: {kubernetes.io/service-name: web}}
          addressType: IPv4
          ports: %s
          endpoints:
          """.formatted(i, ports)).append(endpoints[i]);
    }
    return Resolved.manifest(manifest.toString());
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
  void theAddressAskedOfALoadBalancerIsNobodysWhereThereIsNone() {
    String service = """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {type: %s, selector: {app: web}, loadBalancerIP: 203.0.113.5, ports: [{port: 80}]}
        """;
    Resolved without = Resolved.manifest(PODS + service.formatted("NodePort"));
    assertThat(without.service("default/web").loadBalancerIps()).isEmpty();
    assertThat(without.only(ServiceCode.LOAD_BALANCER_MISUSED.id()).severity())
        .isEqualTo(Severity.WARNING);
    Resolved with = Resolved.manifest(PODS + service.formatted("LoadBalancer"));
    assertThat(with.service("default/web").loadBalancerIps()).hasSize(1);
    assertThat(with.codes()).isEmpty();
  }

  /** A pod that has yet to start has no address in Kubernetes, and is no endpoint. */
  @Test
  void aPendingPodIsNotReady() {
    String pod = """
        apiVersion: v1
        kind: Pod
        metadata: {name: %s, labels: {app: web}}
        spec: {containers: [{name: c, image: c, ports: [{containerPort: 80}]}]}
        status: {phase: %s}
        ---
        """;
    Resolved resolved = Resolved.manifest(
        pod.formatted("waits", "Pending") + pod.formatted("runs", "Running") + """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {selector: {app: web}, ports: [{port: 80}]}
        """);
    assertThat(resolved.service("default/web").endpoints().stream()
            .filter(Service.Endpoint::ready)
            .map(e -> e.pod().orElseThrow().name()))
        .containsExactly("runs");
  }

  /** Before Kubernetes 1.29 a status may have stayed from when the service was of another type. */
  @Test
  void whatALoadBalancerGaveLeadsToTheServiceWhateverItsType() {
    Resolved resolved = Resolved.manifest(PODS + """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {type: NodePort, selector: {app: web}, loadBalancerIP: 203.0.113.5, ports: [{port: 80}]}
        status: {loadBalancer: {ingress: [{ip: 203.0.113.6}]}}
        """);
    assertThat(resolved.service("default/web").loadBalancerIps())
        .extracting(ip -> ip.value().toString())
        .containsExactly("203.0.113.6");
  }

  /** Of one address in two slices; a slice that does not name a node says less, not something else. */
  @Test
  void ofAnAddressThatIsSaidTwiceTheNodeThatOneSliceNamesCounts() {
    Service web = slices(
            "[{port: 8081}]",
            "- {addresses: [192.0.2.5], hostname: a}\n",
            """
        - {addresses: [192.0.2.5], nodeName: n1, conditions: {ready: false}}
        - {addresses: [192.0.2.6], nodeName: n1}
        """,
            "- {addresses: [192.0.2.6]}\n")
        .service("default/web");
    assertThat(web.endpoints()).extracting(e -> e.node().orElse("-")).containsExactly("n1", "n1");
    assertThat(web.endpoints().get(0).ready()).isTrue();
    assertThat(web.endpoints().get(0).hostname()).contains("a");
    assertThat(web.ports().get(0).backends())
        .extracting(b -> b.endpoint().node().orElse("-"))
        .containsExactly("n1", "n1");
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
}
