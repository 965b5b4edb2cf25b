package dev.podnet.backends;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.net.IpAddress;
import dev.podnet.net.MacAddress;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.HostState;
import dev.podnet.plan.Link;
import dev.podnet.plan.Neighbour;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Sysctl;
import dev.podnet.plan.Target;
import dev.podnet.simulate.Proof;
import dev.podnet.simulate.ProofReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** A plan with one element changed does not pass the proof, and the message says what happens. */
class WrongPlanTest {

  private final Compiled compiled =
      Compiled.of(ProofTest.TWO_RACKS.replace("BACKEND", "backend vxlan"));

  private List<String> found(Plan plan) {
    assertThat(plan).as("something was changed").isNotEqualTo(compiled.plan());
    return Proof.prove(compiled.cluster(), plan).failures().stream()
        .map(Proof.Failure::what)
        .toList();
  }

  /** The plan with every fragment changed. */
  private Plan everywhere(UnaryOperator<Fragment> change) {
    Plan plan = compiled.plan();
    for (String name : plan.shared().keySet()) {
      plan = Mutants.withShared(plan, name, change);
    }
    for (HostState host : compiled.plan().hosts()) {
      for (Part part : host.parts().keySet()) {
        plan = Mutants.withHost(plan, host.node(), part, change);
      }
    }
    return plan;
  }

  /** The plan with the rules of the chains of services changed. */
  private Plan services(UnaryOperator<List<Rule>> change) {
    return everywhere(f -> {
      List<Chain> chains = new ArrayList<>();
      for (Chain chain : f.chains()) {
        boolean service = chain.name().matches("PODNET-[2-7][A-Z2-7]{7}");
        List<Rule> rules = service ? change.apply(new ArrayList<>(chain.rules())) : chain.rules();
        chains.add(new Chain(chain.family(), chain.table(), chain.name(), rules));
      }
      return new Edit(f).chains(chains);
    });
  }

  @Test
  void twoRulesThatAreSwapped() {
    assertThat(found(services(rules -> {
          Collections.swap(rules, rules.size() - 1, rules.size() - 2);
          return rules;
        })))
        .anyMatch(w -> w.startsWith("it never reaches "));
  }

  @Test
  void anEndpointThatStandsThereTwice() {
    assertThat(found(services(rules -> {
          rules.add(1, rules.get(0));
          return rules;
        })))
        .anyMatch(w -> w.matches(".* gets [0-9.]+ % of the connections, and not one in 5"));
  }

  @Test
  void anAddressThatIsNoEndpoint() {
    IpAddress client = compiled.cluster().pods().stream()
        .filter(p -> p.ref().name().equals("client"))
        .findFirst()
        .orElseThrow()
        .ips()
        .get(0)
        .value();
    assertThat(found(services(rules -> {
          Rule last = rules.remove(rules.size() - 1);
          Target.Dnat dnat = (Target.Dnat) last.target();
          rules.add(new Rule(last.matches(), new Target.Dnat(client, dnat.port()), last.comment()));
          return rules;
        })))
        .anyMatch(w -> w.contains(client + ":8080, which is no endpoint of it"));
  }

  @Test
  void aPortThatIsNotTheEndpoints() {
    assertThat(found(services(rules -> {
          rules.replaceAll(r -> r.target() instanceof Target.Dnat d
              ? new Rule(r.matches(), new Target.Dnat(d.address(), 1), r.comment())
              : r);
          return rules;
        })))
        .anyMatch(w -> w.contains(":1, which is no endpoint of it"));
  }

  @Test
  void aNeighboursMacThatIsAnothers() {
    assertThat(found(everywhere(f -> {
          List<Neighbour> list = new ArrayList<>(f.neighbours());
          if (list.size() > 1) {
            MacAddress other = list.get(1).mac();
            Neighbour first = list.get(0);
            list.set(0, new Neighbour(first.address(), other, first.dev(), first.peer()));
          }
          return new Edit(f).neighbours(list);
        })))
        .isNotEmpty();
  }

  @Test
  void anMacThatIsNotTheTunnels() {
    assertThat(found(everywhere(f -> new Edit(f)
            .links(f.links().stream()
                .map(l -> l instanceof Link.Vxlan v
                    ? new Link.Vxlan(
                        v.name(),
                        new MacAddress(0x660000000001L),
                        v.mtu(),
                        v.vni(),
                        v.local(),
                        v.dev(),
                        v.port(),
                        v.comment())
                    : l)
                .toList()))))
        .anyMatch(w -> w.contains("has the MAC 66:00:00:00:00:01, the frame is for"));
  }

  @Test
  void aHostThatDoesNotForward() {
    assertThat(found(everywhere(f -> new Edit(f)
            .sysctls(f.sysctls().stream()
                .map(s -> s.key().equals("net/ipv4/ip_forward")
                    ? new Sysctl(s.key(), "0", s.reason())
                    : s)
                .toList()))))
        .anyMatch(w -> w.contains("the host does not forward: net/ipv4/ip_forward is not 1"));
  }

  @Test
  void aPortThatMayNotSendBackWhatCameInByIt() {
    assertThat(found(everywhere(f -> new Edit(f)
            .links(f.links().stream()
                .map(l -> l instanceof Link.Veth v
                    ? new Link.Veth(
                        v.name(),
                        v.mac(),
                        v.mtu(),
                        v.peer(),
                        v.peerMac(),
                        v.namespace(),
                        v.master(),
                        false,
                        v.comment())
                    : l)
                .toList()))))
        .anyMatch(w -> w.contains("may not send back what came in by it (hairpin)"));
  }

  @Test
  void noHookAtAll() {
    assertThat(found(everywhere(f -> new Edit(f).hooks(List.of()))))
        .anyMatch(w -> w.contains("unroutable"));
  }

  private List<String> messages(String assertion) {
    Compiled with = Compiled.of(ProofTest.TWO_RACKS.replace("BACKEND", "") + assertion);
    Diagnostics diagnostics = new Diagnostics();
    ProofReport.report(Proof.prove(with.cluster(), with.plan()), diagnostics);
    return diagnostics.sorted().stream().map(d -> d.message()).toList();
  }

  @Test
  void anAssertThatHoldsForSomeSaysForHowMany() {
    assertThat(messages("""
        namespace half {
          pod up on n1 { labels app=half }
          service half { endpoints 192.168.1.11, 10.244.99.9; port 80 }
        }
        assert reachable default/client -> service half/half:80
        """))
        .anyMatch(m -> m.contains("reaches 1 of 2 endpoints; the others: unroutable"));
    assertThat(messages("assert isolated default/web-1 -> namespace default:80"))
        .anyMatch(m -> m.startsWith("not isolated in ") && m.contains("is delivered"));
  }
}
