package dev.podnet.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Severity;
import dev.podnet.model.DnsAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Addresses, families and node ports of services: as they are written, or chosen. */
class ServiceAddressesTest {

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
