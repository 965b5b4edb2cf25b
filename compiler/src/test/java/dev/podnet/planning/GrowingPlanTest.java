package dev.podnet.planning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Cluster;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.Hook;
import dev.podnet.plan.KernelModule;
import dev.podnet.plan.OutputFile;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import dev.podnet.plan.Route;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Sysctl;
import dev.podnet.plan.Table;
import dev.podnet.plan.Target;
import dev.podnet.resolve.ResolveInput;
import dev.podnet.resolve.Resolver;
import dev.podnet.source.SourceFile;
import dev.podnet.syntax.SpecParser;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GrowingPlanTest {

  private static Cluster cluster(String text) {
    Diagnostics diagnostics = new Diagnostics();
    return Resolver.resolve(
            new ResolveInput(
                List.of(SpecParser.parse(new SourceFile("t", text), diagnostics)),
                List.of(),
                List.of(),
                Optional.empty(),
                "default"),
            diagnostics)
        .orElseThrow();
  }

  private final GrowingPlan plan = new GrowingPlan(
      cluster("cluster shop\nnode n2 { address 192.0.2.2 }\nnode n1 { address 192.0.2.1 }"));

  private static Route route(String destination) {
    return new Route(
        Cidr.parse(destination), Optional.empty(), Optional.empty(), false, Optional.empty());
  }

  private static Chain chain(String name, Target... targets) {
    List<Rule> rules = java.util.Arrays.stream(targets)
        .map(t -> new Rule(List.of(), t, Optional.empty()))
        .toList();
    return new Chain(IpFamily.IPV4, Table.NAT, name, rules);
  }

  @Test
  void whatIsAddedTwiceCountsOnceAndTheRestKeepsItsOrder() {
    plan.host("n1", Part.NETWORK)
        .route(route("10.0.2.0/24"))
        .route(route("10.0.1.0/24"))
        .route(route("10.0.2.0/24"));
    assertThat(plan.build().byName().get("n1").parts().get(Part.NETWORK).routes())
        .containsExactly(route("10.0.2.0/24"), route("10.0.1.0/24"));
  }

  @Test
  void modulesSysctlsChainsAndHooksAreSorted() {
    plan.host("n1", Part.NETWORK)
        .module(new KernelModule("vxlan", ""))
        .module(new KernelModule("br_netfilter", ""))
        .sysctl(new Sysctl("b", "1", ""))
        .sysctl(new Sysctl("a", "1", ""))
        .chain(chain("PODNET-B"))
        .chain(chain("PODNET-A"))
        .hook(new Hook(IpFamily.IPV4, Table.NAT, Hook.Base.OUTPUT, "PODNET-B"))
        .hook(new Hook(IpFamily.IPV4, Table.NAT, Hook.Base.OUTPUT, "PODNET-A"));
    Fragment fragment = plan.build().byName().get("n1").parts().get(Part.NETWORK);
    assertThat(fragment.modules())
        .extracting(KernelModule::name)
        .containsExactly("br_netfilter", "vxlan");
    assertThat(fragment.sysctls()).extracting(Sysctl::key).containsExactly("a", "b");
    assertThat(fragment.chains()).extracting(Chain::name).containsExactly("PODNET-A", "PODNET-B");
    assertThat(fragment.hooks()).extracting(Hook::chain).containsExactly("PODNET-A", "PODNET-B");
  }

  @Test
  void twoDifferentChainsOfOneNameAreABug() {
    plan.host("n1", Part.NETWORK).chain(chain("PODNET-A"));
    assertThatThrownBy(
            () -> plan.host("n1", Part.NETWORK).chain(chain("PODNET-A", new Target.Drop())))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void twoValuesForOneSysctlAreABugTwoReasonsAreNot() {
    plan.host("n1", Part.NETWORK)
        .sysctl(new Sysctl("a", "1", "x"))
        .sysctl(new Sysctl("a", "1", "y"));
    assertThatThrownBy(() -> plan.host("n1", Part.NETWORK).sysctl(new Sysctl("a", "0", "x")))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void sharedFragmentsAreIncludedByPartAndEmptyOnesLeftOut() {
    plan.shared("services", Part.SERVICES, "s").chain(chain("PODNET-A"));
    plan.shared("peers", Part.NETWORK, "p").route(route("10.0.1.0/24"));
    plan.shared("nothing", Part.NETWORK, "n");
    for (String name : List.of("services", "nothing", "peers", "services")) {
      plan.include("n1", name);
    }
    Plan built = plan.build();
    assertThat(built.byName().get("n1").includes()).containsExactly("peers", "services");
    assertThat(built.byName().get("n2").includes()).isEmpty();
    assertThat(built.shared()).containsOnlyKeys("peers", "services");
  }

  @Test
  void whatIsNotThereCannotBeIncluded() {
    assertThatThrownBy(() -> plan.include("n1", "peers")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void twoHalvesMakeThePlanThatOneFillsAlone() {
    Cluster cluster =
        cluster("cluster shop\nnode n1 { address 192.0.2.1 }\nnode n2 { address 192.0.2.2 }");
    GrowingPlan whole = new GrowingPlan(cluster);
    first(whole);
    second(whole);
    GrowingPlan beginning = new GrowingPlan(cluster);
    GrowingPlan rest = new GrowingPlan(cluster, () -> beginning);
    first(beginning);
    second(rest);
    beginning.takeOver(rest);
    assertThat(beginning.build()).isEqualTo(whole.build());
  }

  private static void first(GrowingPlan plan) {
    plan.shared("peers", Part.NETWORK, "p").route(route("10.0.1.0/24"));
    plan.include("n2", "peers");
    plan.host("n1", Part.NETWORK).chain(chain("PODNET-B")).sysctl(new Sysctl("a", "1", "x"));
    plan.file(new OutputFile("dns/b", List.of()));
  }

  private static void second(GrowingPlan plan) {
    plan.include("n1", "peers");
    plan.learned("peers");
    plan.shared("dns", Part.DNS, "d").chain(chain("PODNET-A"));
    plan.include("n1", "dns");
    plan.host("n1", Part.NETWORK).chain(chain("PODNET-A")).sysctl(new Sysctl("a", "1", "y"));
    plan.host("n2", Part.DNS).route(route("10.0.3.0/24"));
    plan.file(new OutputFile("dns/a", List.of()));
  }

  @Test
  void theSecondHalfMayNotContradictTheFirst() {
    GrowingPlan rest = new GrowingPlan(
        cluster("cluster shop\nnode n1 { address 192.0.2.1 }\nnode n2 { address 192.0.2.2 }"),
        () -> plan);
    plan.host("n1", Part.NETWORK).chain(chain("PODNET-A"));
    rest.host("n1", Part.NETWORK).chain(chain("PODNET-A", new Target.Drop()));
    assertThatThrownBy(() -> plan.takeOver(rest)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> rest.include("n1", "nowhere"))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFileStandsOnce() {
    plan.file(new OutputFile("dns/b", List.of()));
    plan.file(new OutputFile("dns/a", List.of()));
    assertThatThrownBy(() -> plan.file(new OutputFile("dns/a", List.of("x"))))
        .isInstanceOf(IllegalStateException.class);
    assertThat(plan.build().files()).extracting(OutputFile::path).containsExactly("dns/a", "dns/b");
  }

  @Test
  void hostsStandInTheOrderOfTheNodes() {
    assertThat(plan.build().hosts()).extracting(h -> h.node()).containsExactly("n1", "n2");
  }

  @Test
  void theSmallestSegmentDecidesThePodsMtuOnEveryNode() {
    Cluster cluster = cluster("""
        cluster shop { mtu 9000 }
        segment a 192.0.2.0/25
        segment b 192.0.2.128/25 { mtu 1400 }
        node n1 { address 192.0.2.1 }
        node n2 { address 192.0.2.129 }
        """);
    assertThat(PodMtu.byNode(cluster, 50)).containsEntry("n1", 1350).containsEntry("n2", 1350);
  }
}
