package dev.podnet.backends;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.ProofCode;
import dev.podnet.plan.Link;
import dev.podnet.plan.Plan;
import dev.podnet.simulate.Proof;
import dev.podnet.simulate.ProofReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A plan with one thing wrong does not pass the proof. */
class MutatedPlanTest {

  /**
   * What the network model does not depend on: guards against others' firewalls, loopback, stale connections; rules that
   * save the kernel work; the refusal where nobody answers anyhow; masquerade to the outside.
   */
  private static final List<String> DEFENCES = List.of(
      "PODNET-NOTRACK",
      "PODNET-MASQUERADE",
      "PODNET-FORWARD",
      "PODNET-PROXY-FORWARD",
      "PODNET-BALANCER",
      "base=INPUT, chain=PODNET-SERVICES",
      "rule of PODNET-POSTROUTING Rule[matches=[], target=SetMark",
      "rule of PODNET-SERVICES Rule[matches=[ConntrackState",
      "target=Reject",
      "PODNET-HAIRPIN Rule[matches=[ConntrackState",
      "target=SetMark[value=16384, mask=16384], comment=Optional[services: not from a pod]]",
      "peers-rack-b-direct: route",
      "NftRule[matches=[], statements=[FlipMark",
      "rule of PODNET-FILTER-INPUT",
      "rule of PODNET-FILTER-FORWARD NftRule[matches=[Source",
      "chain=PODNET-REJECT]",
      "rule of PODNET-REFUSE NftRule",
      "rule of PODNET-CLUSTERIP-5 NftRule[matches=[Source",
      "not on loopback",
      "kind=BLACKHOLE",
      "net/ipv4/conf/cali",
      "net/ipv4/neigh/cali",
      "net/ipv4/conf/all/send_redirects");

  /** What matters only where packets from a pod are led to another on their way, and not by a process. */
  private static final List<String> FOR_TRANSLATION =
      List.of("net/bridge/bridge-nf-call-iptables", "address LinkAddress[link=flannel.1,");

  /** What keeps host ports from leading what is not sent to the host, and loopback, which nobody is asked to send to. */
  private static final List<String> GUARDS_OF_HOST_PORTS =
      List.of("[loopback]", "[not to the host]", "[the host's own published ports]");

  /** Without name servers: nothing of theirs is seen by the proof but the rules that all services have. */
  private static String spec(String backend) {
    return ProofTest.TWO_RACKS.replace(
        "BACKEND", "backend " + backend + "; dns coredns { server none }");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "vxlan",
        "vxlan { directRouting on }",
        "ipip",
        "ipip { directRouting on }",
        "udp",
        "vxlan; proxyMode nftables",
        "vxlan; proxyMode userspace",
        "calico { encapsulation vxlan; crossSubnet on }",
        "wireguard",
        "weave",
        "weave { encrypt on }"
      })
  void whateverIsMissingIsMissed(String backend) {
    Compiled compiled = Compiled.of(spec(backend));
    List<String> defences = new ArrayList<>(DEFENCES);
    if (backend.contains("userspace")) {
      defences.addAll(FOR_TRANSLATION);
    }
    List<String> unnoticed = new ArrayList<>();
    int noticed = 0;
    for (Mutants.Mutant mutant : Mutants.of(compiled.plan())) {
      if (!Proof.prove(compiled.cluster(), mutant.plan()).failures().isEmpty()) {
        noticed++;
      } else if (defences.stream().noneMatch(mutant.what()::contains)) {
        unnoticed.add(mutant.what());
      }
    }
    assertThat(unnoticed).isEmpty();
    assertThat(noticed).isGreaterThan(40);
  }

  @ParameterizedTest
  @ValueSource(strings = {"vxlan", "vxlan; proxyMode nftables", "calico", "docker"})
  void aHostPortThatLeadsElsewhereIsFound(String backend) {
    String one = backend.equals("docker") || backend.equals("calico")
        ? spec(backend).replaceAll("(?m)^(segment|router).*\n|assert.*", "")
        : spec(backend);
    Compiled compiled = Compiled.of(one + """
        namespace ports {
          pod port on n1 { container c { port 9090 hostPort 9091; port 9090/UDP hostPort 9091 } }
          pod one on n3 { container c { port 9090 hostPort 9091 } }
        }
        """);
    assertThat(Proof.prove(compiled.cluster(), compiled.plan()).failures()).isEmpty();
    List<String> unnoticed = new ArrayList<>();
    int noticed = 0;
    for (Mutants.Mutant mutant : Mutants.of(compiled.plan())) {
      if (mutant.what().contains("HOSTPORT") || mutant.what().contains("DOCKER")) {
        Proof.Result result = Proof.prove(compiled.cluster(), mutant.plan());
        if (result.failures().stream().anyMatch(f -> f.claim() == Proof.Claim.HOST_PORT)) {
          noticed++;
        } else {
          unnoticed.add(mutant.what());
        }
      }
    }
    assertThat(unnoticed).allMatch(what -> GUARDS_OF_HOST_PORTS.stream().anyMatch(what::contains));
    assertThat(noticed).isGreaterThan(4);
  }

  @Test
  void anMtuThatIsTooLargeIsFound() {
    Compiled compiled = Compiled.of(spec("vxlan"));
    Plan raised = compiled.plan();
    for (String node : List.of("n1", "n2", "n3")) {
      for (dev.podnet.plan.Part part : dev.podnet.plan.Part.values()) {
        if (raised.byName().get(node).parts().containsKey(part)) {
          raised = Mutants.withHost(
              raised,
              node,
              part,
              f -> new Edit(f)
                  .links(f.links().stream().map(MutatedPlanTest::raised).toList()));
        }
      }
    }
    assertThat(Proof.prove(compiled.cluster(), raised).failures())
        .anyMatch(f -> f.what().contains("1550 bytes do not fit"));
  }

  private static Link raised(Link link) {
    if (link instanceof Link.Bridge b) {
      return new Link.Bridge(b.name(), b.mac(), 1500, b.comment());
    } else if (link instanceof Link.Vxlan v) {
      return new Link.Vxlan(
          v.name(), v.mac(), 1500, v.vni(), v.local(), v.dev(), v.port(), v.comment());
    }
    Link.Veth v = (Link.Veth) link;
    return new Link.Veth(
        v.name(),
        v.mac(),
        1500,
        v.peer(),
        v.peerMac(),
        v.namespace(),
        v.master(),
        v.hairpin(),
        v.comment());
  }

  @Test
  void eachKindOfFailureHasItsCodeAndShowsTheWalk() {
    Compiled compiled = Compiled.of(spec("vxlan"));
    Set<String> codes = new TreeSet<>();
    for (Mutants.Mutant mutant : Mutants.of(compiled.plan())) {
      Diagnostics diagnostics = new Diagnostics();
      ProofReport.report(Proof.prove(compiled.cluster(), mutant.plan()), diagnostics);
      for (Diagnostic diagnostic : diagnostics.sorted()) {
        codes.add(diagnostic.code().toString());
        assertThat(diagnostic.primary()).as(diagnostic.message()).isPresent();
        assertThat(diagnostic.help().orElseThrow()).startsWith("the packet's way:\n  ");
      }
    }
    assertThat(codes)
        .contains(
            ProofCode.POD_TO_POD.toString(),
            ProofCode.NODE_TO_POD.toString(),
            ProofCode.POD_TO_NODE.toString(),
            ProofCode.SERVICE.toString(),
            ProofCode.NODE_PORT.toString());
    assertThat(ProofCode.HOST_PORT.id()).isEqualTo("PN3106");
  }
}
