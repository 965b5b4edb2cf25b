package dev.podnet.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Severity;
import dev.podnet.model.Assertion;
import dev.podnet.model.Ingress;
import dev.podnet.model.NetworkPolicy;
import org.junit.jupiter.api.Test;

class IngressPolicyAssertTest {

  private static Resolved shop(String more) {
    return Resolved.twoNodes("""
        namespace shop {
          pods web 2 { labels app=web }
          service web { selector app=web; port http 80 -> 8080 }
          service hidden { clusterIP None; selector app=web }
        }
        """ + more);
  }

  @Test
  void anIngressLeadsToServicesByNumberOrName() {
    Resolved resolved = shop("""
        namespace shop {
          ingress front {
            host shop.example { path / -> web:80; path /x exact -> web:http }
            default -> web:80
            tls cert for shop.example
          }
        }
        """);
    Ingress front = resolved.sound().ingresses().get(0);
    assertThat(front.paths())
        .extracting(p -> p.path() + " " + p.exact())
        .containsExactly("/ false", "/x true");
    assertThat(front.paths().get(1).backend().portName()).contains("http");
    assertThat(front.defaultBackend().orElseThrow().portNumber()).contains(80);
    assertThat(front.tls().get(0).hosts()).containsExactly("shop.example");
    assertThat(resolved.codes()).isEmpty();
  }

  @Test
  void aServiceOrPortThatIsNotThereIsRefused() {
    Resolved service = shop("namespace shop { ingress i { default -> wed:80 } }");
    assertThat(service.only("PN1008").help()).contains("did you mean web?");
    Resolved port = shop("namespace shop { ingress i { default -> web:81 } }");
    assertThat(port.only("PN1008").help()).contains("its ports: 80");
    Resolved name = shop("namespace shop { ingress i { default -> web:https } }");
    assertThat(name.only("PN1008").help()).contains("its ports: http");
  }

  @Test
  void inAManifestThatIsAWarning() {
    Resolved resolved = Resolved.manifest("""
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: {name: main, annotations: {ingressclass.kubernetes.io/is-default-class: "true"}}
        spec: {controller: x.io/y}
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: i}
        spec: {defaultBackend: {service: {name: gone, port: {number: 80}}}}
        """);
    assertThat(resolved.only("PN1008").severity()).isEqualTo(Severity.WARNING);
    assertThat(resolved.sound().ingresses().get(0).ingressClass()).contains("main");
  }

  @Test
  void aResourceBackendIsLeftOutWithANote() {
    Resolved resolved = Resolved.manifest("""
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: i}
        spec:
          rules:
          - http:
              paths:
              - path: /icons
                pathType: ImplementationSpecific
                backend: {resource: {apiGroup: k8s.example.com, kind: StorageBucket, name: icons}}
        """);
    assertThat(resolved.only("PN1016").severity()).isEqualTo(Severity.NOTE);
    assertThat(resolved.sound().ingresses().get(0).paths()).isEmpty();
  }

  @Test
  void aPolicyIsolatesForWhatItHasRulesForUnlessItSays() {
    Resolved resolved = shop("""
        namespace shop {
          networkPolicy a { podSelector app=web; ingress { from pods app=x; ports 80/TCP, http } }
          networkPolicy b { egress { to 10.0.0.0/8 except 10.1.0.0/16 } }
          networkPolicy d { policyTypes Egress }
          networkPolicy e { ingress { from namespaces team=x pods app=y } }
        }
        """);
    assertThat(resolved.sound().policies())
        .extracting(p -> p.ref().name() + " " + p.ingress() + " " + p.egress())
        .containsExactly("a true false", "b true true", "d false true", "e true false");
    NetworkPolicy.PodPeer local = (NetworkPolicy.PodPeer)
        resolved.sound().policies().get(0).ingressRules().get(0).peers().get(0);
    assertThat(local.namespaces()).isEmpty();
    assertThat(local.pods().requirements().get(0).operator()).isEqualTo(NetworkPolicy.Operator.IN);
    NetworkPolicy.PodPeer other = (NetworkPolicy.PodPeer)
        resolved.sound().policies().get(3).ingressRules().get(0).peers().get(0);
    assertThat(other.namespaces()).isPresent();
  }

  @Test
  void importedPoliciesHaveTheSameForm() {
    Resolved resolved = Resolved.manifest("""
        apiVersion: networking.k8s.io/v1
        kind: NetworkPolicy
        metadata: {name: p}
        spec:
          podSelector: {matchExpressions: [{key: app, operator: NotIn, values: [a, b]}]}
          ingress:
          - from: [{namespaceSelector: {}}, {ipBlock: {cidr: 10.0.0.0/8}}]
            ports: [{port: 80}, {port: http, protocol: UDP}, {port: 8000, endPort: 8100}]
        """);
    NetworkPolicy policy = resolved.sound().policies().get(0);
    assertThat(policy.imported()).isTrue();
    assertThat(policy.podSelector().requirements().get(0).operator())
        .isEqualTo(NetworkPolicy.Operator.NOT_IN);
    assertThat(policy.ingressRules().get(0).peers()).hasSize(2);
    assertThat(policy.ingressRules().get(0).ports()).hasSize(3);
    assertThat(policy.egress()).isFalse();
  }

  @Test
  void assertsAreBound() {
    Resolved resolved = shop("""
        assert reachable shop/web-1 -> service shop/web:80
        assert isolated namespace shop -> node n1:22
        assert reachable world -> 192.0.2.1:53/UDP
        """);
    assertThat(resolved.codes()).isEmpty();
    assertThat(resolved.sound().assertions())
        .extracting(a -> a.to().getClass().getSimpleName())
        .containsExactly("OfService", "OfNode", "OfAddress");
    assertThat(resolved.sound().assertions().get(2).from()).isInstanceOf(Assertion.World.class);
  }

  @Test
  void partiesThatAreNotThereAreRefusedWithTheWayOut() {
    assertThat(
            shop("assert reachable shop/web -> node n1").only("PN8001").help().orElse(""))
        .contains("write `service shop/web`");
    assertThat(shop("namespace shop { pods db 2 }\nassert reachable shop/db -> node n1")
            .only("PN8001")
            .help()
            .orElse(""))
        .contains("shop/db-1 and so on");
    assertThat(shop("assert reachable node n3 -> node n1").only("PN8001").help().orElse(""))
        .contains("did you mean n1?");
    assertThat(shop("assert reachable namespace shep -> node n1").only("PN8001").message())
        .contains("no namespace shep");
  }

  @Test
  void aPortTheServiceDoesNotHaveIsAnErrorOrAWarning() {
    Diagnostic reachable = shop("assert reachable world -> service shop/web:81").only("PN8002");
    assertThat(reachable.severity()).isEqualTo(Severity.ERROR);
    assertThat(reachable.help()).contains("its ports: 80/TCP");
    Diagnostic isolated =
        shop("assert isolated world -> service shop/web:80/UDP").only("PN8002");
    assertThat(isolated.severity()).isEqualTo(Severity.WARNING);
  }
}
