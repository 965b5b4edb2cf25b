package dev.podnet.backends.iptables;

import static dev.podnet.backends.testing.Elements.filter;
import static dev.podnet.backends.testing.Elements.led;
import static dev.podnet.backends.testing.Elements.nat;
import static dev.podnet.backends.testing.Elements.own;
import static dev.podnet.backends.testing.Elements.rules;
import static dev.podnet.backends.testing.Elements.shared;
import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.Hook;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import dev.podnet.plan.Table;
import org.junit.jupiter.api.Test;

class IptablesProxyTest {

  private static final String PODS = """
      node n1 { address 192.168.1.11 dev eth0 }
      node n2 { address 192.168.1.12 dev eth0 }
      namespace default {
        pod a on n1 { labels app=web; container c { port http 8080 } }
        pod b on n2 { labels app=web; container c { port http 9090 } }
      }
      """;

  private static Plan plan(String cluster, String service) {
    return new Spec("cluster shop { " + cluster + " }\n" + PODS
            + "namespace default {\nservice web {\n" + service + "\n}\n}\n")
        .plan();
  }

  private static Fragment services(Plan plan) {
    return shared(plan, "services");
  }

  private static String chain(Plan plan, String comment) {
    return led(services(plan), Table.NAT, "PODNET-SERVICES", comment);
  }

  @Test
  void aClusterIpLeadsToEachEndpointWithTheSameChanceAndEachPodsOwnPort() {
    Plan plan = plan("", "selector app=web; clusterIP 10.96.0.20; port http 80 -> http");
    String chain = chain(plan, "default/web:http");
    assertThat(nat(services(plan), "PODNET-SERVICES"))
        .containsExactly(
            "! -s 10.244.0.0/16 -d 10.96.0.0/16 -> mark",
            "-d 10.96.0.20/32 -p tcp --dport 80 -> " + chain);
    assertThat(chain).matches("PODNET-[2-7][A-Z2-7]{7}");
    assertThat(nat(services(plan), chain))
        .containsExactly("-p tcp 1/2 -> dnat 10.244.0.2 8080", "-p tcp -> dnat 10.244.1.2 9090");
    assertThat(nat(services(plan), "PODNET-POSTROUTING"))
        .containsExactly("! marked -> return", "-> flip mark", "-> masquerade");
  }

  @Test
  void everyRuleOfAServiceSaysWhichOneItServes() {
    Plan plan = plan("", "selector app=web; port http 80 -> http");
    assertThat(services(plan).chains().stream()
            .flatMap(c -> c.rules().stream())
            .map(r -> r.comment().orElseThrow())
            .filter(c -> c.contains("/")))
        .containsExactly("default/web:http", "default/web:http", "default/web:http");
  }

  @Test
  void aSingleEndpointNeedsNoChain() {
    Plan plan = plan("", "selector app=web; clusterIP 10.96.0.20; port http 80 -> 9999; port x 81");
    assertThat(nat(services(plan), "PODNET-SERVICES")).hasSize(3);
    String one = PODS.replace("pod b on n2 { labels app=web;", "pod b on n2 {");
    String web = "service web { selector app=web; clusterIP 10.96.0.20; port http 80 -> http";
    Plan single =
        new Spec("cluster shop {}\n" + one + "namespace default {\n" + web + " }\n}\n").plan();
    assertThat(nat(services(single), "PODNET-SERVICES"))
        .containsExactly(
            "! -s 10.244.0.0/16 -d 10.96.0.0/16 -> mark",
            "-d 10.96.0.20/32 -p tcp --dport 80 -> dnat 10.244.0.2 8080");
    String affinity = web + "; sessionAffinity ClientIP";
    Plan sticky =
        new Spec("cluster shop {}\n" + one + "namespace default {\n" + affinity + " }\n}\n").plan();
    assertThat(nat(services(sticky), chain(sticky, "default/web:http")))
        .containsExactly(
            "-p tcp seen 10800s remember -> dnat 10.244.0.2 8080",
            "-p tcp remember -> dnat 10.244.0.2 8080");
  }

  @Test
  void aClusterIpOutsideTheServiceRangeIsMasqueradedByARuleOfItsOwn() {
    Spec spec = new Spec("cluster shop {}\nnode n1 { address 192.168.1.11 }\n").manifest("""
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {clusterIP: 172.20.0.20, ports: [{port: 80}]}
            ---
            apiVersion: discovery.k8s.io/v1
            kind: EndpointSlice
            metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
            addressType: IPv4
            ports: [{port: 8080}]
            endpoints:
            - {addresses: [10.244.0.7]}
            """);
    assertThat(nat(services(spec.plan()), "PODNET-SERVICES"))
        .containsExactly(
            "! -s 10.244.0.0/16 -d 172.20.0.20/32 -p tcp --dport 80 -> mark",
            "-d 172.20.0.20/32 -p tcp --dport 80 -> dnat 10.244.0.7 8080");
  }

  @Test
  void aNodePortIsAskedLastOnEveryAddressButLoopback() {
    Plan plan = plan(
        "",
        "type NodePort; selector app=web; clusterIP 10.96.0.20; port 80 -> 8080 nodePort 30080");
    assertThat(nat(services(plan), "PODNET-SERVICES"))
        .last()
        .isEqualTo("! -d 127.0.0.0/8 to host -> PODNET-NODEPORTS");
    String external = led(services(plan), Table.NAT, "PODNET-NODEPORTS", "default/web node port");
    assertThat(nat(services(plan), "PODNET-NODEPORTS"))
        .containsExactly("-p tcp --dport 30080 -> " + external);
    assertThat(nat(services(plan), external))
        .containsExactly("-> mark", "-> " + chain(plan, "default/web"));
  }

  @Test
  void nodePortAddressesNarrowWhereNodePortsAnswer() {
    Plan plan = plan(
        "nodePortAddresses 192.168.1.0/24, 127.0.0.0/8",
        "type NodePort; selector app=web; port 80 -> 8080 nodePort 30080");
    assertThat(nat(services(plan), "PODNET-SERVICES"))
        .endsWith(
            "-d 127.0.0.0/8 to host -> PODNET-NODEPORTS",
            "-d 192.168.1.0/24 to host -> PODNET-NODEPORTS");
    assertThat(nat(services(plan), "PODNET-NODEPORTS"))
        .first()
        .isEqualTo("-d 127.0.0.0/8 -> return");
  }

  @Test
  void localhostNodePortsOpenLoopbackToTheHostAlone() {
    Plan plan = plan(
        "localhostNodePorts on", "type NodePort; selector app=web; port 80 -> 8080 nodePort 30080");
    assertThat(nat(services(plan), "PODNET-SERVICES"))
        .last()
        .isEqualTo("to host -> PODNET-NODEPORTS");
    assertThat(services(plan).sysctls())
        .extracting(s -> s.key() + "=" + s.value())
        .containsExactly("net/ipv4/conf/all/route_localnet=1");
    assertThat(filter(services(plan), "PODNET-LOCALHOST"))
        .containsExactly("-d 127.0.0.0/8 ! -i lo ! [DNAT, ESTABLISHED, RELATED] -> drop");
  }

  @Test
  void masqueradeAllMarksPodsToo() {
    Plan plan = plan("masqueradeAll on", "selector app=web; clusterIP 10.96.0.20; port 80 -> 8080");
    assertThat(nat(services(plan), "PODNET-SERVICES")).first().isEqualTo("-d 10.96.0.0/16 -> mark");
  }

  @Test
  void sessionAffinityRemembersTheClientForEachEndpoint() {
    Plan plan = plan(
        "", "selector app=web; clusterIP 10.96.0.20; sessionAffinity ClientIP 3h; port 80 -> 8080");
    assertThat(nat(services(plan), chain(plan, "default/web")))
        .containsExactly(
            "-p tcp seen 10800s remember -> dnat 10.244.0.2 8080",
            "-p tcp seen 10800s remember -> dnat 10.244.1.2 8080",
            "-p tcp 1/2 remember -> dnat 10.244.0.2 8080",
            "-p tcp remember -> dnat 10.244.1.2 8080");
  }

  @Test
  void aServiceWithoutEndpointsIsRefused() {
    Plan plan = plan(
        "",
        "type NodePort; selector app=no; clusterIP 10.96.0.20; externalIPs 203.0.113.7; port 80"
            + " nodePort 30080");
    assertThat(filter(services(plan), "PODNET-SERVICES"))
        .containsExactly(
            "! [NEW] -> return",
            "-d 10.96.0.20/32 -p tcp --dport 80 -> reject",
            "-d 203.0.113.7/32 -p tcp --dport 80 -> reject",
            "! -d 127.0.0.0/8 to host -> PODNET-NODEPORTS",
            "-d 10.96.0.0/16 -> reject");
    assertThat(filter(services(plan), "PODNET-NODEPORTS"))
        .containsExactly("-p tcp --dport 30080 -> reject");
    assertThat(nat(services(plan), "PODNET-SERVICES")).isEmpty();
  }

  @Test
  void whatNoServiceTakesInTheServiceRangeIsRefusedWhereverItIsSeen() {
    Fragment services = services(plan("", "selector app=web; port 80 -> 8080"));
    assertThat(filter(services, "PODNET-SERVICES"))
        .containsExactly("! [NEW] -> return", "-d 10.96.0.0/16 -> reject");
    assertThat(services.hooks().stream()
            .filter(h -> h.table() == Table.FILTER && h.chain().equals("PODNET-SERVICES"))
            .map(Hook::base))
        .containsExactly(Hook.Base.INPUT, Hook.Base.FORWARD, Hook.Base.OUTPUT);
  }

  @Test
  void externalAddressesLeadToAllEndpointsByThePolicyCluster() {
    Plan plan = plan(
        "",
        "type LoadBalancer; selector app=web; externalIPs 203.0.113.7; loadBalancerIP 203.0.113.8;"
            + " port 80 -> 8080");
    String external = chain(plan, "default/web external IP");
    assertThat(chain(plan, "default/web load balancer IP")).isEqualTo(external);
    assertThat(nat(services(plan), external))
        .containsExactly("-> mark", "-> " + chain(plan, "default/web"));
  }

  @Test
  void sourceRangesGuardTheLoadBalancerAloneAndTheRestIsDropped() {
    Plan plan = plan(
        "",
        "type LoadBalancer; selector app=web; loadBalancerIP 203.0.113.8;"
            + " loadBalancerSourceRanges 198.51.100.0/24, 192.168.1.0/24; port 80 -> 8080 nodePort"
            + " 30080");
    String firewall = chain(plan, "default/web load balancer IP");
    String external = led(services(plan), Table.NAT, "PODNET-NODEPORTS", "default/web node port");
    assertThat(firewall).startsWith("PODNET-FW-");
    assertThat(nat(services(plan), firewall))
        .containsExactly(
            "-s 198.51.100.0/24 -> " + external,
            "-s 192.168.1.0/24 -> " + external,
            "-s 203.0.113.8/32 -> " + external);
    assertThat(filter(services(plan), "PODNET-SERVICES"))
        .contains("-d 203.0.113.8/32 -p tcp --dport 80 -> drop");
  }

  @Test
  void byThePolicyLocalStrangersReachThisNodesEndpointsWithTheirOwnAddress() {
    Plan plan = plan(
        "",
        "type NodePort; externalTrafficPolicy Local; selector app=web; port 80 -> 8080 nodePort"
            + " 30080");
    String all = chain(plan, "default/web");
    String external = led(services(plan), Table.NAT, "PODNET-NODEPORTS", "default/web node port");
    assertThat(nat(services(plan), external))
        .containsExactly("-s 10.244.0.0/16 -> " + all, "from host -> mark", "from host -> " + all);
    assertThat(filter(services(plan), "PODNET-NODEPORTS"))
        .containsExactly("-p tcp --dport 30080 -> drop");
    Fragment n1 = own(plan, "n1", Part.SERVICES);
    String local = led(n1, Table.NAT, "PODNET-X-NODEPORTS", "default/web node port");
    assertThat(nat(n1, "PODNET-LOCAL"))
        .containsExactly(
            "-s 10.244.0.0/16 -> return",
            "from host -> return",
            "! -d 127.0.0.0/8 to host -> PODNET-X-NODEPORTS");
    assertThat(nat(n1, "PODNET-X-NODEPORTS")).containsExactly("-p tcp --dport 30080 -> " + local);
    assertThat(nat(n1, local)).containsExactly("-p tcp -> dnat 10.244.0.2 8080");
  }

  @Test
  void byTheInternalPolicyLocalTheClusterIpLeadsToThisNodesEndpoints() {
    Plan plan = plan(
        "", "internalTrafficPolicy Local; clusterIP 10.96.0.20; selector app=web; port 80 -> 8080");
    assertThat(nat(services(plan), "PODNET-SERVICES")).isEmpty();
    assertThat(filter(services(plan), "PODNET-SERVICES"))
        .contains("-d 10.96.0.20/32 -p tcp --dport 80 -> drop");
    Fragment n2 = own(plan, "n2", Part.SERVICES);
    String local = led(n2, Table.NAT, "PODNET-LOCAL", "default/web");
    assertThat(nat(n2, "PODNET-LOCAL"))
        .containsExactly("-d 10.96.0.20/32 -p tcp --dport 80 -> " + local);
    assertThat(nat(n2, local))
        .containsExactly(
            "! -s 10.244.0.0/16 -d 10.96.0.20/32 -p tcp --dport 80 -> mark",
            "-p tcp -> dnat 10.244.1.2 8080");
  }

  @Test
  void aNodeKnowsItsOwnPodsThatMayReachThemselves() {
    Plan plan = plan("", "selector app=web; port 80 -> 8080");
    assertThat(nat(own(plan, "n1", Part.SERVICES), "PODNET-HAIRPIN"))
        .containsExactly("! [DNAT] -> return", "-s 10.244.0.2/32 -d 10.244.0.2/32 -> masquerade");
  }

  @Test
  void unreadyEndpointsGetNothingUnlessThereAreOnlyTerminatingOnesThatServe() {
    Spec spec = new Spec("cluster shop {}\nnode n1 { address 192.168.1.11 }\n").manifest("""
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
            - {addresses: [10.244.0.7], conditions: {ready: false}}
            - {addresses: [10.244.0.8], conditions: {ready: false, serving: true, terminating: true}}
            """);
    Plan plan = spec.plan();
    assertThat(nat(services(plan), "PODNET-SERVICES"))
        .containsExactly(
            "! -s 10.244.0.0/16 -d 10.96.0.0/16 -> mark",
            "-d 10.96.0.20/32 -p tcp --dport 80 -> dnat 10.244.0.8 8080");
    assertThat(nat(own(plan, "n1", Part.SERVICES), "PODNET-HAIRPIN")).hasSize(3);
  }

  @Test
  void aDualStackServiceHasRulesOfItsOwnInEachFamily() {
    Plan plan = new Spec("""
            cluster shop {
              podCIDR 10.244.0.0/16, fd00:10:244::/48
              serviceCIDR 10.96.0.0/16, fd00:10:96::/112
              backend host-gw
            }
            node n1 { address 192.168.1.11, fd50::11 }
            namespace default {
              pod a on n1 { labels app=web }
              service web {
                selector app=web
                type NodePort
                clusterIP 10.96.0.20, fd00:10:96::20
                port 80 -> 8080 nodePort 30080
              }
            }
            """).plan();
    Fragment services = services(plan);
    String chain = led(services, Table.NAT, "PODNET-SERVICES", "default/web");
    assertThat(rules(services, IpFamily.IPV6, Table.NAT, "PODNET-SERVICES"))
        .containsExactly(
            "! -s fd00:10:244::/48 -d fd00:10:96::/112 -> mark",
            "-d fd00:10:96::20/128 -p tcp --dport 80 -> " + chain,
            "! -d ::1/128 to host -> PODNET-NODEPORTS");
    assertThat(rules(services, IpFamily.IPV6, Table.NAT, chain))
        .endsWith("-p tcp -> dnat fd00:10:244::2 8080");
  }

  @Test
  void headlessServicesAndExternalNamesHaveNoRules() {
    assertThat(plan("", "clusterIP None; selector app=web; port 80").shared())
        .doesNotContainKey("services");
    assertThat(plan("", "type ExternalName; externalName example.com").shared())
        .doesNotContainKey("services");
  }

  @Test
  void severalPortsAndProtocolsHaveAChainEach() {
    Plan plan = plan(
        "",
        "selector app=web; clusterIP 10.96.0.20; port dns 53/UDP -> 5353; port dns-tcp 53 -> 5353;"
            + " port sig 9/SCTP");
    assertThat(nat(services(plan), "PODNET-SERVICES"))
        .extracting(r -> r.replaceAll(" -> .*", ""))
        .containsExactly(
            "! -s 10.244.0.0/16 -d 10.96.0.0/16",
            "-d 10.96.0.20/32 -p udp --dport 53",
            "-d 10.96.0.20/32 -p tcp --dport 53",
            "-d 10.96.0.20/32 -p sctp --dport 9");
  }

  @Test
  void whatRulesCannotDoIsSaid() {
    Spec spec = new Spec("cluster shop {}\nnode n1 { address 192.168.1.11 }\n").manifest("""
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec:
              type: LoadBalancer
              externalTrafficPolicy: Local
              healthCheckNodePort: 32000
              ports: [{port: 80, nodePort: 30080}]
            """);
    assertThat(spec.findings())
        .containsExactlyInAnyOrder(
            "PN6021 health check node port 32000 of service default/web is not served: no process of"
                + " podnet runs on a node");
  }
}
