package dev.podnet.backends;

import org.junit.jupiter.api.Test;

/** Traffic that stays near (Kubernetes, "Traffic distribution"; KEP-3015), flow by flow. */
class HintFlowTest {

  /** Two nodes in zone a, one in zone b, one in zone c, one in none; endpoints on n1, n2 and n3. */
  private static final String CLUSTER = """
      cluster c { backend host-gw }
      segment lan 192.168.1.0/24 { gateway 192.168.1.1 }
      node n1 { address 192.168.1.11; labels topology.kubernetes.io/zone=a }
      node n2 { address 192.168.1.12; labels topology.kubernetes.io/zone=a }
      node n3 { address 192.168.1.13; labels topology.kubernetes.io/zone=b }
      node n4 { address 192.168.1.14; labels topology.kubernetes.io/zone=c }
      node n5 { address 192.168.1.15 }
      namespace default {
        pod c1 on n1
        pod c2 on n2
        pod c3 on n3
        pod c4 on n4
        pod c5 on n5
        pod web-1 on n1 { labels app=web zone=a set=all; container c { port 8080 } }
        pod web-2 on n2 { labels app=web zone=a set=all; container c { port 8080 } }
        pod web-3 on n3 { labels app=web set=all; container c { port 8080 } }
        pod web-5 on n5 { labels set=all; container c { port 8080 } }
      SERVICES
      }
      """;

  private static String with(String services) {
    return CLUSTER.replace("SERVICES", services);
  }

  @Test
  void trafficStaysInItsZoneWhereAnEndpointIsThere() {
    for (String word : new String[] {"PreferClose", "PreferSameZone"}) {
      Flows.hold(
          with("service web { selector app=web; trafficDistribution " + word
              + "; port 80 -> 8080 }"),
          "",
          """
          default/c1 -> service default/web:80 => delivered web-1:8080 web-2:8080 1/2 from c1 by dnat
          default/c2 -> service default/web:80 => delivered web-1:8080 web-2:8080 1/2 from c2 by dnat
          default/c3 -> service default/web:80 => delivered web-3:8080 from c3 by dnat
          default/c4 -> service default/web:80 => delivered web-1:8080 web-2:8080 web-3:8080 1/3 from c4 by dnat
          default/c5 -> service default/web:80 => delivered web-1:8080 web-2:8080 web-3:8080 1/3 from c5 by dnat
          node n3 -> service default/web:80 => delivered web-3:8080 from 10.244.2.1 by dnat masquerade
          """);
    }
  }

  @Test
  void trafficStaysOnItsNodeElseInItsZone() {
    Flows.hold(
        with("service web { selector app=web; trafficDistribution PreferSameNode; port 80 -> 8080 }"
            + "\nservice one { selector zone=a; trafficDistribution PreferSameNode; port 80 -> 8080"
            + " }"),
        "",
        """
        default/c1 -> service default/web:80 => delivered web-1:8080 from c1 by dnat
        default/c2 -> service default/web:80 => delivered web-2:8080 from c2 by dnat
        default/c3 -> service default/web:80 => delivered web-3:8080 from c3 by dnat
        default/c4 -> service default/web:80 => delivered web-1:8080 web-2:8080 web-3:8080 1/3 from c4 by dnat
        default/c2 -> service default/one:80 => delivered web-2:8080 from c2 by dnat
        default/c3 -> service default/one:80 => delivered web-1:8080 web-2:8080 1/2 from c3 by dnat
        default/web-1 -> service default/one:80 => delivered web-1:8080 from 10.244.0.1 by dnat masquerade
        """);
  }

  /** web-5 is in no zone, so it has no hint of one, and then no hint of a zone counts; hints of nodes still do. */
  @Test
  void oneEndpointWithoutAHintTurnsHintsOff() {
    Flows.hold(with("""
            service zone { selector set=all; trafficDistribution PreferSameZone; port 80 -> 8080 }
            service node { selector set=all; trafficDistribution PreferSameNode; port 80 -> 8080 }
            """), "", """
        default/c3 -> service default/zone:80 => delivered web-1:8080 web-2:8080 web-3:8080 web-5:8080 1/4 from c3 by dnat
        default/c3 -> service default/node:80 => delivered web-3:8080 from c3 by dnat
        default/c5 -> service default/node:80 => delivered web-5:8080 from c5 by dnat
        default/c4 -> service default/node:80 => delivered web-1:8080 web-2:8080 web-3:8080 web-5:8080 1/4 from c4 by dnat
        """);
  }

  @Test
  void externalAddressesAndNodePortsKeepNearToo() {
    Flows.hold(with("""
            service open {
              type LoadBalancer; selector app=web; trafficDistribution PreferSameZone
              port 80 -> 8080 nodePort 30080
              loadBalancerIP 203.0.113.10; loadBalancerSourceRanges 192.168.1.0/24
              externalIPs 203.0.113.20
            }
            service kept {
              type NodePort; selector app=web; trafficDistribution PreferSameZone
              externalTrafficPolicy Local; port 81 -> 8080 nodePort 30081
            }
            """), "", """
        world      -> node n3:30080    => delivered web-3:8080 from 10.244.2.1 by dnat masquerade
        world      -> node n4:30080    => delivered web-1:8080 web-2:8080 web-3:8080 1/3 from n4 by dnat masquerade
        default/c3 -> 203.0.113.20:80  => delivered web-3:8080 from 10.244.2.1 by dnat masquerade
        node n3    -> 203.0.113.10:80  => delivered web-3:8080 from 10.244.2.1 by dnat masquerade
        default/c3 -> 203.0.113.10:80  => dropped
        world      -> node n3:30081    => delivered web-3:8080 from 192.168.1.254 by dnat
        world      -> node n4:30081    => dropped
        default/c3 -> node n3:30081    => delivered web-3:8080 from c3 by dnat
        default/c2 -> node n2:30081    => delivered web-1:8080 web-2:8080 1/2 from c2 by dnat
        node n3    -> node n3:30081    => delivered web-3:8080 from 10.244.2.1 by dnat masquerade
        """);
  }

  @Test
  void hintsOfSlicesCountAsTheyStand() {
    Flows.hold(with(""), """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {clusterIP: 10.96.0.77, ports: [{port: 80}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
        addressType: IPv4
        ports: [{port: 8080}]
        endpoints:
        - {addresses: [10.244.0.3], nodeName: n1, hints: {forZones: [{name: b}, {name: c}]}}
        - {addresses: [10.244.1.3], nodeName: n2, hints: {forZones: [{name: c}, {name: d}]}}
        - addresses: [10.244.2.3]
          nodeName: n3
          conditions: {ready: false, serving: true, terminating: true}
        """, """
        default/c1 -> 10.96.0.77:80 => delivered web-1:8080 web-2:8080 1/2 from c1 by dnat
        default/c3 -> 10.96.0.77:80 => delivered web-1:8080 from c3 by dnat
        default/c4 -> 10.96.0.77:80 => delivered web-1:8080 web-2:8080 1/2 from c4 by dnat
        """);
  }

  @Test
  void whatIsTerminatingServesWithoutHints() {
    Flows.hold(
        with(""),
        """
        apiVersion: v1
        kind: Service
        metadata: {name: web}
        spec: {clusterIP: 10.96.0.77, ports: [{port: 80}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: web-1, labels: {kubernetes.io/service-name: web}}
        addressType: IPv4
        ports: [{port: 8080}]
        endpoints:
        - addresses: [10.244.0.3]
          conditions: {ready: false, serving: true, terminating: true}
          hints: {forZones: [{name: a}]}
        - addresses: [10.244.2.3]
          conditions: {ready: false, serving: true, terminating: true}
          hints: {forZones: [{name: b}]}
        """,
        "default/c3 -> 10.96.0.77:80 => delivered web-1:8080 web-3:8080 1/2 from c3 by dnat");
  }
}
