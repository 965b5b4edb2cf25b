package dev.podnet.backends;

import org.junit.jupiter.api.Test;

/** Flows whose outcomes Kubernetes prescribes ("Virtual IPs and Service Proxies", "Service"), one by one. */
class FlowTest {

  private static final String NODES = """
      segment lan 192.168.1.0/24 { gateway 192.168.1.1 }
      node n1 { address 192.168.1.11 }
      node n2 { address 192.168.1.12 }
      node n3 { address 192.168.1.13 }
      """;

  private static final String PODS = """
      namespace default {
        pod client on n3
        pod agent on n2 { network host }
        pod web-1 on n1 { labels app=web; container c { port http 8080; port dns 5353/UDP } }
        pod web-2 on n2 { labels app=web; container c { port http 8081 hostPort 9090; port dns 5353/UDP } }
        pod one on n1 { labels app=one; container c { port http 8080 } }
        pod sidecar { shares one }
        pod onhost on n2 { network host; labels app=onhost; container c { port 7000 } }
      SERVICES
      }
      """;

  private static String spec(String settings, String services) {
    return "cluster c { backend host-gw\n" + settings + "\n}\n" + NODES
        + PODS.replace("SERVICES", services);
  }

  @Test
  void podsAndNodesReachEachOtherUntranslated() {
    Flows.hold(spec("", ""), "", """
        default/client -> default/web-1          => delivered web-1:0 from client
        default/client -> default/web-1:8080     => delivered web-1:8080 from client
        default/web-1  -> default/one:53/UDP     => delivered one:53 from web-1
        default/one    -> default/one:80         => delivered one:80 from one
        default/client -> default/sidecar:80     => delivered one:80 from client
        default/sidecar -> default/client:80     => delivered client:80 from one
        node n1        -> default/web-1:80       => delivered web-1:80 from 10.244.0.1
        node n1        -> default/web-2:80       => delivered web-2:80 from n1
        default/agent  -> default/web-1:80       => delivered web-1:80 from n2
        default/client -> default/agent:80       => delivered n2:80 from client
        node n1        -> node n2:22             => delivered n2:22 from n1
        node n1        -> node n1:22             => delivered n1:22 from n1
        default/client -> world:80               => delivered 192.168.1.254:80 from n3 by masquerade
        node n3        -> world                  => delivered 192.168.1.254:0 from n3
        default/client -> 203.0.113.9:443        => delivered 203.0.113.9:443 from n3 by masquerade
        world          -> node n2:22             => delivered n2:22 from 192.168.1.254
        world          -> default/web-1:8080     => unroutable
        default/client -> 10.244.9.9:80          => unroutable
        default/client -> node n1:9090           => delivered n1:9090 from client
        default/client -> node n2:9090           => delivered web-2:8081 from client by dnat
        world          -> node n2:9090           => delivered web-2:8081 from 192.168.1.254 by dnat
        """);
  }

  @Test
  void aClusterIpReachesEachEndpointWithTheSameChance() {
    Flows.hold(spec("", """
            service web { clusterIP 10.96.0.82; selector app=web; port http 80 -> http; port dns 53/UDP -> dns; port fixed 81 -> 9999 }
            service one { selector app=one; port 80 -> http }
            service onhost { selector app=onhost; port 80 -> 7000 }
            service none { selector app=none; port 80 }
            service sticky { selector app=web; port 80 -> http; sessionAffinity ClientIP 1h }
            service given { endpoints 203.0.113.7; port 80 }
            service head { clusterIP None; selector app=web; port 80 -> 8080 }
            """), "", """
        default/client -> service default/web:80      => delivered web-1:8080 web-2:8081 1/2 from client by dnat
        default/client -> service default/web:81      => delivered web-1:9999 web-2:9999 1/2 from client by dnat
        default/client -> service default/web:53/UDP  => delivered web-1:5353 web-2:5353 1/2 from client by dnat
        default/client -> 10.96.0.82:82               => rejected
        default/client -> 10.96.0.82:80/UDP           => rejected
        default/client -> service default/none:80     => rejected
        default/client -> 10.96.200.200:80            => rejected
        node n1        -> service default/none:80     => rejected
        node n3        -> service default/web:80      => delivered web-1:8080 web-2:8081 1/2 from n3 by dnat masquerade
        default/agent  -> service default/one:80      => delivered one:8080 from n2 by dnat masquerade
        default/one    -> service default/one:80      => delivered one:8080 from 10.244.0.1 by dnat masquerade
        default/sidecar -> service default/one:80     => delivered one:8080 from 10.244.0.1 by dnat masquerade
        default/client -> service default/onhost:80   => delivered n2:7000 from client by dnat
        default/client -> service default/sticky:80   => delivered web-1:8080 web-2:8081 1/2 from client by dnat
        default/client -> service default/given:80    => delivered 203.0.113.7:80 from n3 by dnat masquerade
        default/client -> service default/head:80     => delivered web-1:8080 from client & delivered web-2:8080 from client
        world          -> service default/web:80      => unroutable
        """);
  }

  @Test
  void masqueradeAllHidesPodsFromTheEndpointsOfServices() {
    Flows.hold(
        spec("masqueradeAll on", "service one { selector app=one; port 80 -> http }"), "", """
        default/client -> service default/one:80 => delivered one:8080 from n3 by dnat masquerade
        default/client -> default/one:8080       => delivered one:8080 from client
        """);
  }

  @Test
  void nodePortsAnswerOnTheNodesButNotOnLoopback() {
    Flows.hold(spec("", """
            service one { selector app=one; type NodePort; port 80 -> http nodePort 30080 }
            service none { selector app=none; type NodePort; port 80 nodePort 30081 }
            """), "", """
        world          -> node n1:30080       => delivered one:8080 from 10.244.0.1 by dnat masquerade
        world          -> node n2:30080       => delivered one:8080 from n2 by dnat masquerade
        default/client -> node n2:30080       => delivered one:8080 from n2 by dnat masquerade
        node n2        -> node n2:30080       => delivered one:8080 from n2 by dnat masquerade
        node n2        -> 127.0.0.1:30080     => delivered 127.0.0.1:30080 from 127.0.0.1
        world          -> node n1:30081       => rejected
        world          -> node n1:30080/UDP   => delivered n1:30080 from 192.168.1.254
        """);
    Flows.hold(
        spec(
            "localhostNodePorts on",
            "service one { selector app=one; type NodePort; port 80 -> http nodePort 30080 }"),
        "",
        "node n2 -> 127.0.0.1:30080 => delivered one:8080 from n2 by dnat masquerade");
    Flows.hold(
        spec(
            "nodePortAddresses 192.168.1.11/32",
            "service one { selector app=one; type NodePort; port 80 -> http nodePort 30080 }"),
        "",
        """
        world -> node n1:30080 => delivered one:8080 from 10.244.0.1 by dnat masquerade
        world -> node n2:30080 => delivered n2:30080 from 192.168.1.254
        """);
  }

  @Test
  void thePolicyLocalKeepsTrafficOnItsNodeAndTheSource() {
    Flows.hold(spec("", """
            service ext { selector app=one; type LoadBalancer; externalTrafficPolicy Local; port 80 -> http nodePort 30080
              loadBalancerIP 198.51.100.7; externalIPs 198.51.100.9 }
            service int { selector app=one; internalTrafficPolicy Local; port 80 -> http }
            service none { selector app=none; internalTrafficPolicy Local; port 80 }
            """), "", """
        world          -> node n1:30080           => delivered one:8080 from 192.168.1.254 by dnat
        world          -> node n2:30080           => dropped
        world          -> 198.51.100.7:80         => delivered one:8080 from 192.168.1.254 by dnat
        world          -> 198.51.100.9:80         => delivered one:8080 from 192.168.1.254 by dnat
        # Pods and nodes take the short way, to all endpoints.
        default/client -> 198.51.100.7:80         => delivered one:8080 from client by dnat
        default/client -> 198.51.100.9:80         => delivered one:8080 from client by dnat
        # By way of another node the answer would not come back the way the packet went.
        default/client -> node n2:30080           => dropped
        default/client -> node n3:30080           => delivered one:8080 from client by dnat
        node n2        -> 198.51.100.7:80         => delivered one:8080 from n2 by dnat masquerade
        node n2        -> node n2:30080           => delivered one:8080 from n2 by dnat masquerade
        default/client -> service default/ext:80  => delivered one:8080 from client by dnat
        default/web-1  -> service default/int:80  => delivered one:8080 from web-1 by dnat
        node n1        -> service default/int:80  => delivered one:8080 from 10.244.0.1 by dnat masquerade
        default/client -> service default/int:80  => dropped
        node n2        -> service default/int:80  => dropped
        default/client -> service default/none:80 => rejected
        """);
  }

  @Test
  void sourceRangesGuardTheLoadBalancersAddressAlone() {
    Flows.hold(spec("", """
            service one { selector app=one; type LoadBalancer; port 80 -> http nodePort 30080
              loadBalancerIP 198.51.100.7; loadBalancerSourceRanges 203.0.113.0/24; externalIPs 198.51.100.9 }
            """), "", """
        203.0.113.5    -> 198.51.100.7:80         => delivered one:8080 from 10.244.0.1 by dnat masquerade
        world          -> 198.51.100.7:80         => dropped
        default/client -> 198.51.100.7:80         => dropped
        world          -> 198.51.100.9:80         => delivered one:8080 from 10.244.0.1 by dnat masquerade
        world          -> node n1:30080           => delivered one:8080 from 10.244.0.1 by dnat masquerade
        default/client -> service default/one:80  => delivered one:8080 from client by dnat
        """);
  }

  @Test
  void anExternalAddressThatIsTheLoadBalancersTooHasItsSourceRanges() {
    Flows.hold(spec("", """
            service one { selector app=one; type LoadBalancer; port 80 -> http
              loadBalancerIP 198.51.100.7; loadBalancerSourceRanges 203.0.113.0/24; externalIPs 198.51.100.7 }
            """), "", """
        203.0.113.5    -> 198.51.100.7:80         => delivered one:8080 from 10.244.0.1 by dnat masquerade
        world          -> 198.51.100.7:80         => dropped
        default/client -> 198.51.100.7:80         => dropped
        """);
  }

  @Test
  void readyEndpointsComeFirstThenThoseThatStillServe() {
    String slice = """
        apiVersion: v1
        kind: Service
        metadata: {name: NAME, namespace: default}
        spec: {ports: [{port: 80}]}
        ---
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: NAME-1, namespace: default, labels: {kubernetes.io/service-name: NAME}}
        addressType: IPv4
        ports: [{port: 8080, protocol: TCP}]
        endpoints:
        - {addresses: [203.0.113.1], conditions: {ready: READY, serving: true, terminating: TERMINATING}}
        - {addresses: [203.0.113.2], conditions: {ready: false, serving: true, terminating: true}}
        - {addresses: [203.0.113.3], conditions: {ready: false, serving: false, terminating: false}}
        ---
        """;
    String manifest = slice
            .replace("NAME", "some")
            .replace("READY", "true")
            .replace("TERMINATING", "false")
        + slice.replace("NAME", "last").replace("READY", "false").replace("TERMINATING", "true");
    Flows.hold(spec("", ""), manifest, """
        default/client -> service default/some:80 => delivered 203.0.113.1:8080 from n3 by dnat masquerade
        default/client -> service default/last:80 => delivered 203.0.113.1:8080 203.0.113.2:8080 1/2 from n3 by dnat masquerade
        """);
  }

  @Test
  void aLoadBalancerThatSpeaksForItselfIsLeftAlone() {
    String manifest = """
        apiVersion: v1
        kind: Service
        metadata: {name: lb, namespace: default}
        spec: {type: LoadBalancer, selector: {app: one}, ports: [{port: 80, targetPort: 8080, nodePort: 30080}]}
        status: {loadBalancer: {ingress: [{ip: 198.51.100.7, ipMode: Proxy}]}}
        """;
    Flows.hold(spec("", ""), manifest, """
        default/client -> 198.51.100.7:80 => delivered 198.51.100.7:80 from n3 by masquerade
        world          -> node n2:30080   => delivered one:8080 from n2 by dnat masquerade
        """);
  }

  @Test
  void dockersPublishedPortsAnswerEverybodyAndItsPodsNobody() {
    String spec = spec("", "").replace("host-gw", "docker");
    Flows.hold(spec, "", """
        default/client -> default/web-1:8080 => unroutable
        default/one    -> default/web-1:8080 => delivered web-1:8080 from one
        default/client -> node n2:9090       => delivered web-2:8081 from n3 by dnat masquerade
        default/web-2  -> node n2:9090       => delivered web-2:8081 from 10.244.1.1 by dnat masquerade
        node n2        -> node n2:9090       => delivered web-2:8081 from 10.244.1.1 by dnat masquerade
        node n2        -> 127.0.0.1:9090     => delivered web-2:8081 from 10.244.1.1 by dnat masquerade
        world          -> node n2:9090       => delivered web-2:8081 from 192.168.1.254 by dnat
        node n1        -> default/web-2:8081 => unroutable
        default/client -> world:80           => delivered 192.168.1.254:80 from n3 by masquerade
        """);
  }

  @Test
  void aCloudsRouterLeadsToThePods() {
    Flows.hold(spec("", "").replace("host-gw", "cloud"), "", """
        default/client -> default/web-1:8080 => delivered web-1:8080 from client
        node n1        -> default/web-2:80   => delivered web-2:80 from n1
        world          -> default/web-1:8080 => delivered web-1:8080 from 192.168.1.254
        default/client -> 10.244.9.9:80      => unroutable
        default/client -> world:80           => delivered 192.168.1.254:80 from n3 by masquerade
        """);
  }

  private static final String RACKS = """
      segment rack-a 192.168.1.0/24, fd00:1::/64 { gateway 192.168.1.1, fd00:1::1 }
      segment rack-b 192.168.2.0/24, fd00:2::/64 { gateway 192.168.2.1, fd00:2::1 }
      router core { connects rack-a, rack-b }
      node n1 { address 192.168.1.11, fd00:1::11 }
      node n2 { address 192.168.1.12, fd00:1::12 }
      node n3 { address 192.168.2.13, fd00:2::13 }
      """;

  @Test
  void bothFamiliesGoThroughTheTunnel() {
    String cluster = """
        cluster c {
          podCIDR 10.244.0.0/16, fd00:10::/48
          serviceCIDR 10.96.0.0/16, fd00:20::/112
          BACKEND
        }
        """ + RACKS + PODS.replace("SERVICES", """
            service one { clusterIP 10.96.0.80, fd00:20::80; selector app=one; type NodePort; port 80 -> http nodePort 30080 }
            """);
    String flows = """
        default/client -> default/one:8080         => delivered one:8080 from client & delivered one:8080 from client
        default/client -> 10.96.0.80:80            => delivered one:8080 from client by dnat
        default/client -> [fd00:20::80]:80         => delivered one:8080 from client by dnat
        default/one    -> [fd00:20::80]:80         => delivered one:8080 from fd00:10::1 by dnat masquerade
        default/client -> [fd00:20::80]:81         => rejected
        default/client -> [2001:db8::9]:443        => delivered 2001:db8::9:443 from n3 by masquerade
        default/web-2  -> service default/one:80   => delivered one:8080 from web-2 by dnat & delivered one:8080 from web-2 by dnat
        """;
    Flows.hold(cluster.replace("BACKEND", "backend vxlan"), "", flows);
    Flows.hold(cluster.replace("BACKEND", "backend vxlan { directRouting on }"), "", flows);
  }
}
