package dev.podnet.backends;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Hook;
import dev.podnet.plan.Match;
import dev.podnet.plan.Plan;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Table;
import dev.podnet.plan.Target;
import dev.podnet.simulate.Proof;
import dev.podnet.simulate.ProofReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /** An address of the outside on a service that is a name alone: nobody answers for it, and nobody need. */
  @ParameterizedTest
  @ValueSource(strings = {"iptables", "nftables", "ipvs", "userspace"})
  void externalAddressesOfNamesAreNobodys(String mode) {
    Compiled compiled = Compiled.of(
        TWO_RACKS.replace("BACKEND", "proxyMode " + mode).replace("service nobody", """
        service head { clusterIP None; selector app=web; port 80 -> http; externalIPs 203.0.113.4 }
            service alias { type ExternalName; externalName example.org; port 80; externalIPs 203.0.113.4 }
            service nobody"""));
    assertThat(Proof.prove(compiled.cluster(), compiled.plan()).failures()).isEmpty();
  }

  /** Nodes' SSH may be a pod's: that pods reach a node is asked at a port that is nobody else's. */
  @ParameterizedTest
  @ValueSource(strings = {"iptables", "nftables", "ipvs", "userspace"})
  void portsOfNodesMayLeadToPods(String mode) {
    Compiled compiled = Compiled.of(TWO_RACKS
        .replace("BACKEND", "nodePortRange 23-2767; proxyMode " + mode)
        .replace("service nobody", """
        pod git on n1 { labels app=git; container c { port ssh 2222 hostPort 22 } }
            service git { type NodePort; selector app=git; port 24 -> ssh nodePort 23; externalIPs 192.168.1.12 }
            service nobody"""));
    assertThat(Proof.prove(compiled.cluster(), compiled.plan()).failures()).isEmpty();
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

  /** Four nodes of one kind, two pods on each, and name servers on the last two. */
  private static final String ALIKE = """
      cluster shop { dns coredns { on n-3, n-4 } }
      segment lan 192.168.0.0/16 { gateway 192.168.0.1 }
      nodes n 4 { address from 192.168.0.11 dev eth0 }
      namespace default { pods web 8 }
      """;

  @Test
  void whatANameServerIsToldMakesNoHostAnotherOne() {
    Compiled compiled = Compiled.of(ALIKE);
    Proof.Result result = Proof.prove(compiled.cluster(), compiled.plan());
    assertThat(result.failures()).isEmpty();
    assertThat(result.hostClasses()).isEqualTo(1);
    assertThat(result.podClasses()).isEqualTo(1);
  }

  @Test
  void whatABalancerIsToldMakesAHostAnotherOne() {
    String spec = ALIKE.replace("cluster shop {", "cluster shop { proxyMode userspace;");
    assertThat(classes(spec)).isEqualTo(1);
    assertThat(
            classes(
                spec.replaceAll("web 8 *", "web 8 { labels app=web }\n")
                    .replaceAll(
                        "}\\s*$",
                        "service web { selector app=web; port 80;"
                            + " type NodePort; externalTrafficPolicy Local }\npod more on n-2 { labels app=web } }")))
        .isGreaterThan(1);
  }

  private static int classes(String spec) {
    Compiled compiled = Compiled.of(spec);
    Proof.Result result = Proof.prove(compiled.cluster(), compiled.plan());
    assertThat(result.failures()).isEmpty();
    return result.hostClasses();
  }

  @Test
  void aNodeReachesAServiceThatSendsItBackToItself() {
    Compiled compiled = Compiled.of(ALIKE);
    List<Match> itself = List.of(
        new Match.Source(Cidr.parse("192.168.0.13/32"), false),
        new Match.Destination(Cidr.parse("192.168.0.13/32"), false));
    Chain chain = new Chain(
        IpFamily.IPV4,
        Table.FILTER,
        "PODNET-TEST",
        List.of(new Rule(itself, new Target.Drop(), Optional.empty())));
    Hook hook = new Hook(IpFamily.IPV4, Table.FILTER, Hook.Base.INPUT, chain.name());
    Plan plan = Mutants.withShared(compiled.plan(), "services", f -> {
      List<Chain> chains = new ArrayList<>(f.chains());
      chains.add(chain);
      return new Edit(f).chains(chains);
    });
    plan = Mutants.withShared(plan, "services", f -> {
      List<Hook> hooks = new ArrayList<>(f.hooks());
      hooks.add(hook);
      return new Edit(f).hooks(hooks);
    });
    assertThat(Proof.prove(compiled.cluster(), plan).failures())
        .anyMatch(f -> f.claim() == Proof.Claim.SERVICE && f.from().equals("node n-3"));
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
