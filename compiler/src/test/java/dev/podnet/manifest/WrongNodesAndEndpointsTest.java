package dev.podnet.manifest;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes in Nodes, Namespaces, Endpoints and EndpointSlices. */
class WrongNodesAndEndpointsTest {

  private static final String NODE = """
      apiVersion: v1
      kind: Node
      metadata:
        name: n1.example.com
        labels:
          kubernetes.io/hostname: n1
      spec:
        podCIDR: 10.244.1.0/24
        podCIDRs:
        - 10.244.1.0/24
        - fd00:10:244:1::/64
        unschedulable: true
        taints:
        - key: node-role.kubernetes.io/control-plane
          value: "yes"
          effect: NoSchedule
      status:
        addresses:
        - type: InternalIP
          address: 192.168.1.11
        - type: ExternalIP
          address: 203.0.113.11
        - type: Hostname
          address: n1
      """;

  private static final String ENDPOINTS = """
      apiVersion: v1
      kind: Endpoints
      metadata:
        name: db
      subsets:
      - addresses:
        - ip: 192.168.7.7
          hostname: db-0
          nodeName: n1
          targetRef:
            kind: Pod
            name: db-0
        notReadyAddresses:
        - ip: fd00::8
        ports:
        - name: sql
          port: 5432
          protocol: TCP
      """;

  private static final String SLICE = """
      apiVersion: discovery.k8s.io/v1
      kind: EndpointSlice
      metadata:
        name: db-x7k
        labels:
          kubernetes.io/service-name: db
      addressType: IPv4
      endpoints:
      - addresses:
        - 192.168.7.7
        conditions:
          ready: true
          serving: true
          terminating: false
        hostname: db-0
        nodeName: n1
        zone: west
        hints:
          forZones:
          - name: west
      ports:
      - name: sql
        port: 5432
        protocol: TCP
      """;

  static Stream<Arguments> nodes() {
    return WrongCases.of(NODE, """
        PN7014 | name: n1.example.com | name: «n1_example
        PN7014 | name: n1.example.com | name: «n1..example
        PN7015 | kubernetes.io/hostname: n1 | kubernetes.io/hostname: «n 1
        PN7018 | podCIDR: 10.244.1.0/24 | podCIDR: «10.244.1.0
        PN7018 | - 10.244.1.0/24 | - 10.244.1.0/«240
        PN7018 | fd00:10:244:1::/64 | «fd00:10:244:1:::/64
        PN7019 | podCIDR: 10.244.1.0/24 | podCIDR: «10.244.1.1/24
        PN7029 | podCIDR: 10.244.1.0/24 | podCIDR: «10.244.2.0/24
        PN7029 | fd00:10:244:1::/64 | «10.244.9.0/24
        PN7008 | podCIDRs:\\n  - 10.244.1.0/24\\n  - fd00:10:244:1::/64 | podCIDRs: «10.244.1.0/24
        PN7012 | unschedulable: true | unschedulable: «on
        PN7011 | unschedulable: true | unschedulable: «cordoned
        PN7007 | - key: node-role.kubernetes.io/control-plane\\n    value | - «value
        PN7015 | key: node-role.kubernetes.io/control-plane | key: «a b
        PN7009 | value: "yes" | value: «yes
        PN7021 | effect: NoSchedule | effect: «NoSchedul
        PN7007 | - key: node-role.kubernetes.io/control-plane\\n    value: "yes"\\n    effect: NoSchedule | - «key: a
        PN7017 | address: 192.168.1.11 | address: «n1.example.com
        PN7017 | address: 203.0.113.11 | address: 203.0.«1113.11
        """);
  }

  static Stream<Arguments> endpoints() {
    return WrongCases.of(ENDPOINTS, """
        PN7014 | name: db\\nsubsets | name: «DB\\nsubsets
        PN7017 | ip: 192.168.7.7 | ip: «db.example.com
        PN7033 | ip: 192.168.7.7 | ip: «127.0.0.1
        PN7033 | ip: 192.168.7.7 | ip: «169.254.1.1
        PN7033 | ip: 192.168.7.7 | ip: «0.0.0.0
        PN7033 | ip: 192.168.7.7 | ip: «224.0.0.5
        PN7033 | ip: fd00::8 | ip: «fe80::8
        PN7033 | ip: fd00::8 | ip: «::1
        PN7007 | - ip: 192.168.7.7\\n    hostname | - «hostname
        PN7014 | hostname: db-0 | hostname: «db.0
        PN7014 | nodeName: n1 | nodeName: «N1
        PN7008 | targetRef:\\n      kind: Pod\\n      name: db-0 | targetRef: «db-0
        PN7007 | name: sql\\n    port: 5432 | «name: sql
        PN7016 | port: 5432 | port: «0
        PN7020 | protocol: TCP | protocol: «HTTP
        PN7008 | - ip: fd00::8 | - «fd00::8
        """);
  }

  static Stream<Arguments> slices() {
    return WrongCases.of(SLICE, """
        PN7021 | addressType: IPv4 | addressType: «ipv4
        PN7021 | addressType: IPv4 | addressType: «IP
        PN7029 | - 192.168.7.7 | - «fd00::7
        PN7033 | - 192.168.7.7 | - «127.0.0.1
        PN7017 | - 192.168.7.7 | - «db
        PN7008 | addresses:\\n  - 192.168.7.7 | addresses: «192.168.7.7
        PN7007 | addresses:\\n  - 192.168.7.7\\n  conditions | «conditions
        PN7011 | ready: true | ready: «"true"
        PN7012 | terminating: false | terminating: «no
        PN7008 | forZones:\\n    - name: west | forZones: «west
        PN7014 | hostname: db-0 | hostname: «DB-0
        PN7016 | port: 5432 | port: «-1
        PN7020 | protocol: TCP | protocol: «""
        PN7014 | name: sql | name: «SQL
        PN7015 | kubernetes.io/service-name: db | kubernetes.io/service-name: «a/b
        """);
  }

  static Stream<Arguments> others() {
    return Stream.of(
        Arguments.of(
            "PN7007",
            "no address type",
            "«apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: {name: a}\n"),
        Arguments.of(
            "PN7014",
            "a dot in a namespace",
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: «a.b}\n"),
        Arguments.of(
            "PN7027",
            "the old default deny",
            "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  annotations:\n    «net.beta.kubernetes.io/network-policy: |\n      {\"ingress\":{}}\n"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource({"nodes", "endpoints", "slices", "others"})
  void aMistakeIsFoundWhereItStands(String code, String change, String manifest) {
    WrongCases.expect(code, manifest);
  }
}
