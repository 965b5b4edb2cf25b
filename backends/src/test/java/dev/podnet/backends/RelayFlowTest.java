package dev.podnet.backends;

import org.junit.jupiter.api.Test;

/** The same flows as in other modes, by way of a process: the same ends, with the node as their client. */
class RelayFlowTest {

  private static final String SPEC = """
      cluster c { backend host-gw; proxyMode userspace; localhostNodePorts on }
      segment lan 192.168.1.0/24 { gateway 192.168.1.1 }
      node n1 { address 192.168.1.11 }
      node n2 { address 192.168.1.12 }
      node n3 { address 192.168.1.13 }
      namespace default {
        pod client on n3
        pod web-1 on n1 { labels app=web; container c { port http 8080; port dns 5353/UDP } }
        pod web-2 on n2 { labels app=web; container c { port http 8081; port dns 5353/UDP } }
        pod onhost on n2 { network host; labels app=onhost; container c { port 7000 } }
        service web {
          type NodePort; selector app=web; clusterIP 10.96.0.20
          port http 80 -> http nodePort 30080; port dns 53/UDP -> dns
        }
        service local {
          type NodePort; selector app=web; clusterIP 10.96.0.21
          port 80 -> http nodePort 30081; externalTrafficPolicy Local; internalTrafficPolicy Local
        }
        service lb {
          type LoadBalancer; selector app=web; clusterIP 10.96.0.22; port 80 -> http nodePort 30082
          loadBalancerIP 203.0.113.7; loadBalancerSourceRanges 192.168.1.254/32
        }
        service onhost { selector app=onhost; clusterIP 10.96.0.23; port 80 -> 7000 }
        service none { type NodePort; selector app=gone; clusterIP 10.96.0.24; port 80 nodePort 30083 }
      }
      """;

  @Test
  void aServiceLeadsByWayOfTheNodesBalancer() {
    Flows.holdAsWritten(SPEC, """
        default/client -> 10.96.0.20:80      => delivered web-1:8080 web-2:8081 1/2 from n3 by dnat relay
        default/client -> 10.96.0.20:53/UDP  => delivered web-1:5353 web-2:5353 1/2 from n3 by dnat relay
        default/web-1  -> 10.96.0.20:80      => delivered web-1:8080 web-2:8081 1/2 from 10.244.0.1 n1 by dnat relay
        node n3        -> 10.96.0.20:80      => delivered web-1:8080 web-2:8081 1/2 from n3 by dnat relay
        default/client -> 10.96.0.20:81      => rejected
        default/client -> 10.96.0.23:80      => delivered n2:7000 from n3 by dnat relay
        node n2        -> 10.96.0.23:80      => delivered n2:7000 from n2 by dnat relay
        default/client -> 10.96.0.24:80      => rejected
        world          -> 192.168.1.13:30083 => rejected
        """);
  }

  @Test
  void nodePortsAnswerOnEveryNodeAndOnLoopbackWhereAskedFor() {
    Flows.holdAsWritten(SPEC, """
        world          -> 192.168.1.13:30080 => delivered web-1:8080 web-2:8081 1/2 from n3 by dnat relay
        node n3        -> 127.0.0.1:30080    => delivered web-1:8080 web-2:8081 1/2 from n3 by dnat relay
        node n1        -> 192.168.1.13:30080 => delivered web-1:8080 web-2:8081 1/2 from n3 by dnat relay
        """);
  }

  @Test
  void policiesAndSourceRangesHold() {
    Flows.holdAsWritten(SPEC, """
        default/web-1  -> 10.96.0.21:80      => delivered web-1:8080 from 10.244.0.1 by dnat relay
        default/client -> 10.96.0.21:80      => dropped
        world          -> 192.168.1.12:30081 => delivered web-2:8081 from 10.244.1.1 by dnat relay
        world          -> 192.168.1.13:30081 => dropped
        node n3        -> 192.168.1.13:30081 => delivered web-1:8080 web-2:8081 1/2 from n3 by dnat relay
        world          -> 203.0.113.7:80     => delivered web-1:8080 web-2:8081 1/2 from 10.244.0.1 n1 by dnat relay
        default/client -> 203.0.113.7:80     => dropped
        node n3        -> 203.0.113.7:80     => dropped
        """);
  }
}
