package dev.podnet.backends;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.plan.Plan;
import dev.podnet.simulate.Proof;
import dev.podnet.simulate.ProofReport;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The proof over whole plans of real backends. */
class ProofTest {

  static final String TWO_RACKS = """
      cluster shop {
        BACKEND
      }
      segment rack-a 192.168.1.0/24 { gateway 192.168.1.1 }
      segment rack-b 192.168.2.0/24 { gateway 192.168.2.1 }
      router core { connects rack-a, rack-b }
      node n1 { address 192.168.1.11 dev eth0 }
      node n2 { address 192.168.1.12 dev eth0 }
      node n3 { address 192.168.2.13 dev eth0 }
      namespace default {
        pod client on n3
        pods web 5 {
          labels app=web
          container nginx { port http 8080 }
        }
        service web {
          selector app=web
          type NodePort
          port http 80 -> http
        }
        service nobody { selector app=nobody; port 80 }
      }
      assert reachable default/client -> service default/web:80
      """;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vxlan",
        "vxlan { directRouting on }",
        "ipip",
        "ipip { directRouting on }",
        "udp",
        "cloud",
        "calico { encapsulation vxlan }",
        "calico { encapsulation vxlan; crossSubnet on }",
        "calico { encapsulation ipip; crossSubnet on }",
        "kube-router",
        "wireguard",
        "weave",
        "weave { encrypt on }"
      })
  void everythingHoldsAcrossTwoRacks(String backend) {
    Compiled compiled = Compiled.of(TWO_RACKS.replace("BACKEND", "backend " + backend));
    Proof.Result result = Proof.prove(compiled.cluster(), compiled.plan());
    assertThat(result.failures()).isEmpty();
    assertThat(result.walks()).isGreaterThan(50);
  }

  private static final String LAN = TWO_RACKS
      .replaceAll("(?m)^(segment|router).*\n", "")
      .replace(
          "cluster shop {", "segment lan 192.168.0.0/16 { gateway 192.168.0.1 }\ncluster shop {");

  @ParameterizedTest
  @ValueSource(strings = {"docker", "cloud", "calico"})
  void everythingHoldsOnOneSegment(String backend) {
    String spec = LAN.replace("BACKEND", "backend " + backend);
    if (backend.equals("docker")) {
      spec = spec.replaceAll("assert.*", "");
    }
    Compiled compiled = Compiled.of(spec);
    Proof.Result result = Proof.prove(compiled.cluster(), compiled.plan());
    assertThat(result.failures()).isEmpty();
    assertThat(result.walks()).isGreaterThan(50);
  }

  @Test
  void aCloudsRouterLeadsAcrossRacksAndFromTheWorld() {
    Compiled compiled = Compiled.of(TWO_RACKS.replace("BACKEND", "backend cloud"));
    assertThat(Proof.prove(compiled.cluster(), compiled.plan()).failures()).isEmpty();
    Plan plan = compiled.plan();
    Plan less = new Plan(
        plan.cluster(),
        plan.hosts(),
        plan.shared(),
        plan.routerTable().subList(1, plan.routerTable().size()),
        plan.files());
    assertThat(Proof.prove(compiled.cluster(), less).failures())
        .anyMatch(f -> f.what().contains("the underlay's router knows no route to 10.244.0."));
  }

  @Test
  void dockersHostsAreProvedToBeApart() {
    String spec = LAN.replace("BACKEND", "backend docker");
    assertThat(codes(
            spec.replaceAll("assert.*", "assert isolated default/client -> default/web-1:80")))
        .isEmpty();
    Compiled compiled = Compiled.of(spec.replaceAll("assert.*", ""));
    Plan joined = Compiled.of(spec.replaceAll("assert.*", "")
            .replace("backend docker", "backend host-gw { name docker0 }"))
        .plan();
    assertThat(Proof.prove(compiled.cluster(), joined).failures())
        .anyMatch(f -> f.what().contains("docker keeps the pods of different hosts apart"));
  }

  @Test
  void aServiceWithPolicyLocalIsProvedOnEveryNode() {
    String spec = TWO_RACKS
        .replace("BACKEND", "")
        .replace("type NodePort", "type NodePort; externalTrafficPolicy Local");
    Compiled compiled = Compiled.of(spec);
    assertThat(Proof.prove(compiled.cluster(), compiled.plan()).failures()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"router spare { }", "router spare { connects rack-a }"})
  void aRouterThatJoinsNothingChangesNothing(String router) {
    Compiled compiled = Compiled.of(TWO_RACKS.replace("BACKEND", "") + router);
    assertThat(Proof.prove(compiled.cluster(), compiled.plan()).failures()).isEmpty();
  }

  private static List<String> codes(String spec) {
    Compiled compiled = Compiled.of(spec);
    Diagnostics diagnostics = new Diagnostics();
    ProofReport.report(Proof.prove(compiled.cluster(), compiled.plan()), diagnostics);
    return diagnostics.sorted().stream().map(d -> d.code().id()).toList();
  }

  @Test
  void assertsAreProved() {
    String spec = TWO_RACKS.replace("BACKEND", "");
    assertThat(codes(spec)).isEmpty();
    assertThat(codes(spec + "assert isolated default/client -> service default/nobody:80"))
        .isEmpty();
    assertThat(codes(spec + "assert isolated default/client -> service default/web:80"))
        .as("an assert that is not true")
        .containsExactly("PN8004");
    assertThat(codes(spec + "assert reachable default/client -> service default/nobody:80"))
        .containsExactly("PN8004");
    assertThat(codes(spec + "assert reachable world -> node n3")).isEmpty();
  }

  @Test
  void anAssertThatMeansNobodySaysNothing() {
    String spec = TWO_RACKS.replace("BACKEND", "") + "namespace empty { }\n";
    assertThat(codes(spec + "assert isolated namespace empty -> default/client:80"))
        .containsExactly("PN8005");
  }

  @Test
  void nothingIsProvedAboutSomebodyElsesNetwork() {
    assertThat(codes(TWO_RACKS.replace("BACKEND", "backend none"))).containsExactly("PN8003");
  }
}
