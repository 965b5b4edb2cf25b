package dev.podnet.backends.nftables;

import static dev.podnet.backends.testing.Elements.own;
import static dev.podnet.backends.testing.Elements.shared;
import static dev.podnet.backends.testing.NftElements.chain;
import static dev.podnet.backends.testing.NftElements.chains;
import static dev.podnet.backends.testing.NftElements.elements;
import static dev.podnet.backends.testing.NftElements.everything;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.Match.CtState;
import dev.podnet.plan.NftMatch;
import dev.podnet.plan.NftStatement;
import dev.podnet.plan.NftVerdict;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NftablesProxyTest {

  private static final String PODS = """
      node n1 { address 192.168.1.11 dev eth0 }
      node n2 { address 192.168.1.12 dev eth0 }
      namespace default {
        pod a on n1 { labels app=web; container c { port http 8080 } }
        pod b on n2 { labels app=web; container c { port http 9090 } }
      }
      """;

  private static Plan plan(String cluster, String services) {
    return new Spec("cluster shop { proxyMode nftables; " + cluster + " }\n" + PODS
            + "namespace default {\n" + services + "\n}\n")
        .plan();
  }

  private static Plan web(String cluster, String service) {
    return plan(
        cluster, "service web {\nselector app=web; port http 80 -> http\n" + service + "\n}");
  }

  private static Fragment services(Plan plan) {
    return shared(plan, "services");
  }

  @Test
  void aClusterIpIsAnElementAndEachOfItsEndpointsIsOne() {
    Fragment services = services(web("", "clusterIP 10.96.0.20"));
    assertThat(elements(services, "PODNET-SERVICES"))
        .containsExactly("10.96.0.20 tcp 80 -> goto PODNET-CLUSTERIP-2");
    assertThat(elements(services, "PODNET-EP-0"))
        .containsExactly("10.96.0.20 tcp 80 -> 10.244.0.2 8080");
    assertThat(elements(services, "PODNET-EP-1"))
        .containsExactly("10.96.0.20 tcp 80 -> 10.244.1.2 9090");
    assertThat(chain(services, "PODNET-OF-2").rules().get(0).statements())
        .containsExactly(new NftStatement.Spread(List.of("PODNET-EP-0", "PODNET-EP-1")));
  }

  @Test
  void aServiceMoreIsElementsMoreAndNoChain() {
    Plan few = plan("", some(3));
    Plan many = plan("", some(40));
    assertThat(chains(services(many))).isEqualTo(chains(services(few)));
    assertThat(elements(services(many), "PODNET-SERVICES")).hasSize(40);
    assertThat(everything(services(many)))
        .hasSizeLessThan(everything(services(few)).size() + 37 * 4);
    for (String node : List.of("n1", "n2")) {
      assertThat(own(many, node, Part.SERVICES)).isEqualTo(own(few, node, Part.SERVICES));
    }
  }

  private static String some(int count) {
    StringBuilder text = new StringBuilder();
    IntStream.range(0, count)
        .forEach(i ->
            text.append("service s%d { selector app=web; port 80 -> http; clusterIP 10.96.1.%d }\n"
                .formatted(i, i + 1)));
    return text.toString();
  }

  @Test
  void oneEndpointMoreOrLessIsAHandfulOfElements() {
    String third =
        "namespace default { pod c on n2 { labels app=web; container c { port http 80 } } }\n";
    String text = "cluster shop { proxyMode nftables }\n" + PODS
        + "namespace default { service two { endpoints 10.9.0.1, 10.9.0.2; port 80 nodePort 30002; type NodePort }\n"
        + "service w { selector app=web; port 80 -> http; type NodePort } }\n";
    Plan before = new Spec(text + third.replace("app=web", "app=z")).plan();
    Plan after = new Spec(text + third).plan();
    List<String> changed = new ArrayList<>(everything(services(before)));
    changed.removeAll(everything(services(after)));
    assertThat(changed).hasSizeLessThan(8);
  }

  @Test
  void whatDiffersBetweenNodesAreElementsAlone() {
    Plan plan = web(
        "",
        "type LoadBalancer; loadBalancerIP 203.0.113.9; externalTrafficPolicy Local; internalTrafficPolicy Local; clusterIP 10.96.0.20");
    Fragment n1 = own(plan, "n1", Part.SERVICES);
    assertThat(n1.nftChains()).isEmpty();
    assertThat(elements(n1, "PODNET-LOCAL-SERVICES"))
        .containsExactly(
            "10.96.0.20 tcp 80 -> goto PODNET-LOCAL-CLUSTERIP-1",
            "203.0.113.9 tcp 80 -> goto PODNET-LOCAL-EP-0");
    assertThat(elements(n1, "PODNET-LOCAL-EP-0"))
        .containsExactly(
            "10.96.0.20 tcp 80 -> 10.244.0.2 8080", "203.0.113.9 tcp 80 -> 10.244.0.2 8080");
    assertThat(elements(n1, "PODNET-HAIRPIN")).containsExactly("10.244.0.2 10.244.0.2");
    assertThat(elements(services(plan), "PODNET-SERVICES"))
        .containsExactly("203.0.113.9 tcp 80 -> jump PODNET-SHORT-2");
    assertThat(elements(services(plan), "PODNET-REFUSED"))
        .containsExactly("10.96.0.20 tcp 80 -> drop", "203.0.113.9 tcp 80 -> drop");
  }

  @Test
  void whatHasNoEndpointsIsRefusedOnItsAddressesAndPorts() {
    Fragment services = services(
        plan(
            "",
            "service gone { selector app=gone; port 80 nodePort 30080; type NodePort; clusterIP 10.96.0.7; externalIPs 203.0.113.4 }"));
    assertThat(elements(services, "PODNET-REFUSED"))
        .containsExactly(
            "10.96.0.7 tcp 80 -> goto PODNET-REJECT", "203.0.113.4 tcp 80 -> goto PODNET-REJECT");
    assertThat(elements(services, "PODNET-REFUSED-NODEPORTS"))
        .containsExactly("tcp 30080 -> goto PODNET-REJECT");
    assertThat(elements(services, "PODNET-SERVICES")).isEmpty();
    assertThat(chain(services, "PODNET-FILTER-FORWARD").rules())
        .anySatisfy(rule ->
            assertThat(rule.matches()).containsExactly(NftMatch.ConntrackState.of(CtState.NEW)));
  }

  @Test
  void listsOfSourceRangesHaveOneChainHoweverManyServicesHaveThem() {
    String balancer =
        "service %s { selector app=web; port 80 -> http; type LoadBalancer; loadBalancerIP 203.0.113.%d; loadBalancerSourceRanges %s }\n";
    Fragment services = services(plan(
        "",
        balancer.formatted("x", 1, "10.1.0.0/16, 10.2.0.0/16")
            + balancer.formatted("y", 2, "10.1.0.0/16, 10.2.0.0/16")
            + balancer.formatted("z", 3, "10.1.0.0/16")));
    List<String> firewall = elements(services, "PODNET-FIREWALL");
    assertThat(firewall).hasSize(3);
    String first = firewall.get(0).split("goto ")[1];
    assertThat(firewall.get(1)).endsWith(first);
    assertThat(firewall.get(2)).doesNotContain(first);
    assertThat(chain(services, first).rules())
        .hasSize(3)
        .last()
        .satisfies(
            r -> assertThat(r.statements()).containsExactly(new NftStatement.Go(NftVerdict.DROP)));
  }

  @Test
  void clientsThatStayAreRememberedByASetForEachEndpoint() {
    Fragment services =
        services(web("", "sessionAffinity ClientIP 60s; clusterIP 10.96.0.20; type NodePort"));
    assertThat(services.nftSets().stream()
            .filter(s -> s.timeoutSeconds().isPresent())
            .map(s -> s.timeoutSeconds().get()))
        .containsExactly(60, 60);
    List<String> keeps =
        chains(services).stream().filter(c -> c.startsWith("PODNET-KEEP-")).toList();
    assertThat(keeps).hasSize(1);
    assertThat(chain(services, keeps.get(0)).rules()).hasSize(4);
  }

  @Test
  void nodePortsAnswerWhereTheClusterSaysAndNeverOnLoopbackUnlessAsked() {
    Plan plan = web("nodePortAddresses 192.168.1.0/24, 127.0.0.0/8", "type NodePort");
    assertThat(chain(services(plan), "PODNET-DISPATCH").rules()).hasSize(3);
    assertThat(chain(services(plan), "PODNET-NODEPORTS").rules().get(0).statements())
        .containsExactly(new NftStatement.Go(NftVerdict.RETURN));
    assertThat(services(plan).sysctls()).isEmpty();
    Fragment asked = services(web("localhostNodePorts on", "type NodePort"));
    assertThat(asked.sysctls())
        .anySatisfy(s -> assertThat(s.key()).isEqualTo("net/ipv4/conf/all/route_localnet"));
    assertThat(chain(asked, "PODNET-FILTER-INPUT").rules()).hasSize(2);
    assertThat(chain(asked, "PODNET-NODEPORTS").rules()).hasSize(1);
  }

  @Test
  void hintsLeadToElementsOfANodeOrZone() {
    Spec spec = new Spec("""
        cluster shop { proxyMode nftables }
        node n1 { address 192.168.1.11; labels topology.kubernetes.io/zone=west }
        node n2 { address 192.168.1.12; labels topology.kubernetes.io/zone=east }
        """).manifest("""
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {clusterIP: 10.96.0.20, ports: [{port: 80}]}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
            addressType: IPv4
            ports: [{port: 8080}]
            endpoints:
            - {addresses: [10.244.0.7], hints: {forZones: [{name: west}]}}
            - {addresses: [10.244.1.7], hints: {forZones: [{name: east}]}}
            """);
    Plan plan = spec.plan();
    assertThat(elements(shared(plan, "services-zone-west"), "PODNET-ZONE-SERVICES"))
        .containsExactly("10.96.0.20 tcp 80 -> goto PODNET-ZONE-CLUSTERIP-1");
    assertThat(elements(shared(plan, "services-zone-west"), "PODNET-ZONE-EP-0"))
        .containsExactly("10.96.0.20 tcp 80 -> 10.244.0.7 8080");
    assertThat(plan.byName().get("n2").includes()).contains("services-zone-east");
    assertThat(chain(services(plan), "PODNET-DISPATCH").rules()).hasSize(2);
  }

  @Test
  void eachFamilyHasATableOfItsOwn() {
    Fragment services = services(web(
        "podCIDR 10.244.0.0/16, fd00:10:244::/48; serviceCIDR 10.96.0.0/16, fd00:10:96::/108",
        "clusterIP 10.96.0.20, fd00:10:96::20"));
    assertThat(elements(services, IpFamily.IPV6, "PODNET-SERVICES"))
        .containsExactly("fd00:10:96::20 tcp 80 -> goto PODNET-CLUSTERIP-2");
  }

  @Test
  void masqueradeAllIsForPodsToo() {
    Fragment services = services(web("masqueradeAll on", "clusterIP 10.96.0.20"));
    assertThat(chain(services, "PODNET-CLUSTERIP-2").rules().get(0).matches()).isEmpty();
  }
}
