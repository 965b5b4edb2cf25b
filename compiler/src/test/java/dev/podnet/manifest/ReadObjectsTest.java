package dev.podnet.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.manifest.LabelSelector.Operator;
import dev.podnet.manifest.NetworkPolicyObject.Block;
import dev.podnet.manifest.NetworkPolicyObject.Selected;
import dev.podnet.net.IpFamily;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is what is read, with its place. */
class ReadObjectsTest {

  private static final String POLICY =
      "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec:\n";

  private static NetworkPolicyObject policy(String spec) {
    return Read.one(NetworkPolicyObject.class, POLICY + spec.indent(2));
  }

  @Test
  void aServiceFromALiveCluster() {
    ServiceObject service = Read.one(ServiceObject.class, """
        apiVersion: v1
        kind: Service
        metadata:
          name: web
          namespace: shop
          annotations:
            kubectl.kubernetes.io/last-applied-configuration: |
              {"apiVersion":"v1"}
            service.alpha.kubernetes.io/tolerate-unready-endpoints: "true"
        spec:
          allocateLoadBalancerNodePorts: true
          clusterIP: 10.96.0.10
          clusterIPs: [10.96.0.10, "fd00::a"]
          externalTrafficPolicy: Local
          healthCheckNodePort: 30081
          internalTrafficPolicy: Cluster
          ipFamilies: [IPv4, IPv6]
          ipFamilyPolicy: PreferDualStack
          ports:
          - {name: http, nodePort: 30080, port: 80, protocol: TCP, targetPort: web}
          - {name: dns, port: 53, protocol: UDP, targetPort: 0, nodePort: 0, appProtocol: x}
          selector: {app: web}
          sessionAffinity: None
          type: LoadBalancer
        status:
          loadBalancer:
            ingress:
            - {ip: 203.0.113.10, ipMode: Proxy, ports: []}
            - {hostname: lb.example.com}
        """);
    assertThat(service.meta().namespace().orElseThrow().value()).isEqualTo("shop");
    assertThat(service.nameSpan().text()).isEqualTo("web");
    assertThat(service.meta().annotations().entries()).hasSize(1);
    assertThat(service.publishNotReadyAddresses()).isTrue();
    assertThat(service.clusterIps())
        .extracting(Object::toString)
        .containsExactly("10.96.0.10", "fd00::a");
    assertThat(service.clusterIps().get(1).span().text()).isEqualTo("\"fd00::a\"");
    assertThat(service.externalLocal().orElseThrow().value()).isTrue();
    assertThat(service.internalLocal().orElseThrow().value()).isFalse();
    assertThat(service.clientIpAffinity().orElseThrow().value()).isFalse();
    assertThat(service.healthCheckNodePort().orElseThrow().value()).isEqualTo(30081);
    assertThat(service.ipFamilies())
        .extracting(Located::value)
        .containsExactly(IpFamily.IPV4, IpFamily.IPV6);
    assertThat(service.ports().get(0).target().orElseThrow().name()).contains("web");
    assertThat(service.ports().get(0).nodePort().orElseThrow().value()).isEqualTo(30080);
    assertThat(service.ports().get(1).protocol().value()).isEqualTo(Protocol.UDP);
    assertThat(service.ports().get(1).target()).isEmpty();
    assertThat(service.ports().get(1).nodePort()).isEmpty();
    assertThat(service.loadBalancerIngress()).hasSize(2);
    assertThat(service.loadBalancerIngress().get(0).proxyMode()).isTrue();
    assertThat(service.loadBalancerIngress().get(1).hostname().orElseThrow().value())
        .isEqualTo("lb.example.com");
    assertThat(service.span().text()).startsWith("apiVersion").endsWith("lb.example.com}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"clusterIP: None", "clusterIPs: [None]", "clusterIP: None\n  clusterIPs: [None]"})
  void aHeadlessService(String field) {
    ServiceObject service = Read.one(
        ServiceObject.class,
        "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec:\n  " + field + "\n");
    assertThat(service.headless().orElseThrow().text()).isEqualTo("None");
    assertThat(service.clusterIps()).isEmpty();
  }

  @Test
  void emptyTextsAndNothingAreAbsent() {
    ServiceObject service = Read.one(ServiceObject.class, """
        apiVersion: v1
        kind: Service
        metadata: {name: a, namespace: "", labels: , annotations: ~}
        spec:
          type: ""
          clusterIP: ""
          selector:
          ports: null
          externalName: ''
        status:
        """);
    assertThat(service.type()).isEmpty();
    assertThat(service.meta().namespace()).isEmpty();
    assertThat(service.headless()).isEmpty();
    assertThat(service.selector().isEmpty()).isTrue();
    assertThat(service.ports()).isEmpty();
  }

  @Test
  void aPodFromALiveCluster() {
    PodObject pod = Read.one(PodObject.class, """
        apiVersion: v1
        kind: Pod
        metadata:
          name: web-1
          deletionTimestamp: "2026-01-01T00:00:00Z"
          labels: {statefulset.kubernetes.io/pod-name: web-1, empty: }
          ownerReferences:
          - {apiVersion: v1, kind: Node, name: n0}
          - {apiVersion: apps/v1, kind: StatefulSet, name: web, controller: true}
        spec:
          affinity: {nodeAffinity: {}}
          nodeName: n1
          hostname: web-1
          subdomain: web
          nodeSelector: {disk: ssd}
          tolerations:
          - operator: Exists
          - {key: a, value: b, effect: NoSchedule}
          initContainers:
          - {name: setup, ports: [{containerPort: 1}]}
          - {name: mesh, restartPolicy: Always, ports: [{containerPort: 15001}]}
          containers:
          - name: web
            ports:
            - {name: http, containerPort: 8080, hostPort: 80, hostIP: "::1", protocol: SCTP}
        status:
          phase: Succeeded
          podIP: 10.244.1.5
          podIPs: [{ip: 10.244.1.5}, {ip: "fd00::5"}]
          conditions: [{type: Initialized, status: "True"}, {type: Ready, status: "False"}]
        """);
    assertThat(pod.meta().deletion()).isPresent();
    assertThat(pod.meta().controller().orElseThrow().name()).isEqualTo("web");
    assertThat(pod.meta().labels().toMap()).containsEntry("empty", "").hasSize(2);
    assertThat(pod.finished()).isTrue();
    assertThat(pod.status().ready().orElseThrow().value()).isFalse();
    assertThat(pod.status().podIps()).hasSize(2);
    PodSpec spec = pod.spec();
    assertThat(spec.affinity().orElseThrow().text()).isEqualTo("affinity");
    assertThat(spec.hostNetwork()).isFalse();
    assertThat(spec.containers())
        .extracting(c -> c.name() + " " + c.sidecar())
        .containsExactly("web false", "mesh true");
    PodSpec.ContainerPort port = spec.containers().get(0).ports().get(0);
    assertThat(port.protocol()).isEqualTo(Protocol.SCTP);
    assertThat(port.hostPort().orElseThrow().value()).isEqualTo(80);
    assertThat(port.hostIp().orElseThrow().toString()).isEqualTo("::1");
    assertThat(spec.tolerations().get(0).tolerates("x", "y", "NoExecute")).isTrue();
    assertThat(spec.tolerations().get(1).tolerates("a", "b", "NoSchedule")).isTrue();
    assertThat(spec.tolerations().get(1).tolerates("a", "c", "NoSchedule")).isFalse();
    assertThat(spec.tolerations().get(1).tolerates("a", "b", "NoExecute")).isFalse();
  }

  @Test
  void aNode() {
    NodeObject node = Read.one(NodeObject.class, """
        apiVersion: v1
        kind: Node
        metadata: {name: n1, labels: {node-role.kubernetes.io/control-plane: ""}}
        spec:
          podCIDR: 10.244.1.0/24
          podCIDRs: [10.244.1.0/24, "fd00:1::/64"]
          taints: [{key: a, effect: NoSchedule, timeAdded: null}]
          unschedulable: true
        status:
          addresses:
          - {type: InternalIP, address: 192.168.1.11}
          - {type: InternalIP, address: "fd01::11"}
          - {type: ExternalIP, address: 203.0.113.1}
          - {type: Hostname, address: n1}
        """);
    assertThat(node.podCidrs())
        .extracting(Object::toString)
        .containsExactly("10.244.1.0/24", "fd00:1::/64");
    assertThat(node.internalIps()).hasSize(2);
    assertThat(node.externalIps()).hasSize(1);
    assertThat(node.unschedulable()).isTrue();
    assertThat(node.taints().get(0).effect()).isEqualTo("NoSchedule");
  }

  @Test
  void endpointsAndSlices() {
    EndpointsObject endpoints = Read.one(EndpointsObject.class, """
        apiVersion: v1
        kind: Endpoints
        metadata: {name: db}
        subsets:
        - addresses: [{ip: 10.0.0.1, hostname: db-0, nodeName: n1, targetRef: {kind: Pod, name: db-0, namespace: x}}]
          notReadyAddresses: [{ip: "fd00::2"}]
          ports: [{port: 5432, name: sql}, {port: 53, protocol: UDP}]
        - addresses: [{ip: 10.0.0.3}]
        """);
    assertThat(endpoints.subsets()).hasSize(2);
    GivenEndpoint first = endpoints.subsets().get(0).endpoints().get(0);
    assertThat(first.ready()).contains(true);
    assertThat(first.target().orElseThrow().name()).contains("db-0");
    assertThat(endpoints.subsets().get(0).endpoints().get(1).ready()).contains(false);
    assertThat(endpoints.subsets().get(0).ports().get(1).name()).isEmpty();
    EndpointSliceObject slice = Read.one(EndpointSliceObject.class, """
        apiVersion: discovery.k8s.io/v1
        kind: EndpointSlice
        metadata: {name: db-1, labels: {kubernetes.io/service-name: db}}
        addressType: IPv6
        endpoints:
        - addresses: ["fd00::2"]
          conditions: {ready: false, serving: true, terminating: true}
          hints: {forZones: [{name: west}], forNodes: [{name: n1}]}
          zone: west
        - addresses: ["fd00::3"]
        ports: [{name: "", port: 5432, protocol: TCP}, {name: all, port: null}]
        """);
    assertThat(slice.service().orElseThrow().value()).isEqualTo("db");
    GivenEndpoint endpoint = slice.endpoints().get(0);
    assertThat(endpoint.ready()).contains(false);
    assertThat(endpoint.serving()).contains(true);
    assertThat(endpoint.terminating()).contains(true);
    assertThat(endpoint.hintZones()).containsExactly("west");
    assertThat(endpoint.hintNodes()).containsExactly("n1");
    assertThat(slice.endpoints().get(1).ready()).isEmpty();
    assertThat(slice.ports().get(0).name()).isEmpty();
    assertThat(slice.ports().get(1).number()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"{}", "", "null", "{matchLabels: }", "{matchLabels: {}}", "{matchExpressions: []}"
      })
  void everyWayToSelectEveryPod(String selector) {
    assertThat(policy("podSelector: " + selector).podSelector().requirements()).isEmpty();
    assertThat(policy("policyTypes: [Ingress]").podSelector().requirements()).isEmpty();
  }

  @Test
  void policyTypesFollowFromTheRulesWhenAbsent() {
    assertThat(policy("podSelector: {}").isolatesIngress()).isTrue();
    assertThat(policy("podSelector: {}").isolatesEgress()).isFalse();
    assertThat(policy("egress: []").isolatesEgress()).isFalse();
    assertThat(policy("egress: [{}]").isolatesEgress()).isTrue();
    assertThat(policy("egress: [{}]").isolatesIngress()).isTrue();
    assertThat(policy("policyTypes: [Egress]").isolatesIngress()).isFalse();
    assertThat(policy("policyTypes: []").isolatesIngress()).isTrue();
  }

  @Test
  void rulesWithoutPeersOrPortsAllowAll() {
    NetworkPolicyObject policy =
        policy("ingress:\n- {}\n- from:\n  ports: null\n- from: []\negress:\n- to: ~\n");
    assertThat(policy.ingress())
        .hasSize(3)
        .allMatch(r -> r.peers().isEmpty() && r.ports().isEmpty());
    assertThat(policy.egress()).hasSize(1);
  }

  @Test
  void peersAndPorts() {
    NetworkPolicyObject policy = policy("""
        podSelector: {matchLabels: {app: db}, matchExpressions: [{key: tier, operator: NotIn, values: [x, z]}]}
        ingress:
        - from:
          - ipBlock: {cidr: 192.168.1.1/24, except: [192.168.1.7/32]}
          - namespaceSelector: {}
          - podSelector:
              matchLabels:
          - namespaceSelector: {matchLabels: {team: a}}
            podSelector: {matchExpressions: [{key: role, operator: Exists}]}
          ports:
          - port: 80
          - {protocol: UDP, port: 8000, endPort: 8100}
          - port: http
          - protocol: SCTP
        """);
    assertThat(policy.podSelector().requirements())
        .extracting(LabelSelector.Requirement::operator)
        .containsExactly(Operator.IN, Operator.NOT_IN);
    NetworkPolicyObject.Rule rule = policy.ingress().get(0);
    Block block = (Block) rule.peers().get(0);
    assertThat(block.cidr().toString()).isEqualTo("192.168.1.0/24");
    assertThat(block.except()).hasSize(1);
    assertThat(((Selected) rule.peers().get(1)).pods()).isEmpty();
    assertThat(((Selected) rule.peers().get(1)).namespaces().orElseThrow().requirements())
        .isEmpty();
    assertThat(((Selected) rule.peers().get(2)).namespaces()).isEmpty();
    assertThat(((Selected) rule.peers().get(3)).pods().orElseThrow().requirements())
        .hasSize(1);
    assertThat(rule.ports())
        .extracting(p ->
            p.protocol() + " " + p.range().map(Object::toString).or(p::name).orElse("*"))
        .containsExactly("TCP 80", "UDP 8000-8100", "TCP http", "SCTP *");
  }

  @Test
  void anIngressOfTheBetaVersions() {
    IngressObject ingress = Read.one(IngressObject.class, """
        apiVersion: extensions/v1beta1
        kind: Ingress
        metadata: {name: a, annotations: {kubernetes.io/ingress.class: nginx}}
        spec:
          backend: {serviceName: fallback, servicePort: 80}
          rules:
          - host: a.example.com
            http: {paths: [{backend: {serviceName: web, servicePort: http}}]}
        """);
    assertThat(ingress.ingressClass().orElseThrow().value()).isEqualTo("nginx");
    assertThat(((IngressObject.ServiceBackend) ingress.defaultBackend().orElseThrow())
            .portNumber()
            .orElseThrow()
            .value())
        .isEqualTo(80);
    IngressObject.Path path = ingress.rules().get(0).paths().get(0);
    assertThat(path.type()).isEqualTo(IngressObject.PathType.IMPLEMENTATION_SPECIFIC);
    assertThat(((IngressObject.ServiceBackend) path.backend())
            .portName()
            .orElseThrow()
            .value())
        .isEqualTo("http");
  }

  @Test
  void anIngressClass() {
    IngressClassObject ingressClass = Read.one(IngressClassObject.class, """
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata: {name: nginx, annotations: {ingressclass.kubernetes.io/is-default-class: "true"}}
        spec: {controller: k8s.io/ingress-nginx}
        """);
    assertThat(ingressClass.isDefault()).isTrue();
    assertThat(ingressClass.controller().map(Located::value))
        .isEqualTo(Optional.of("k8s.io/ingress-nginx"));
  }

  @Test
  void aStatefulSet() {
    WorkloadObject set = Read.one(WorkloadObject.class, """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: db}
        spec:
          replicas: 0
          ordinals: {start: 3}
          podManagementPolicy: Parallel
          serviceName: db
          selector: {matchLabels: {app: db}}
          template:
            metadata: {labels: {app: db}}
            spec: {hostNetwork: true, containers: [{name: a}]}
        """);
    assertThat(set.replicas().orElseThrow().value()).isZero();
    assertThat(set.ordinalsStart().orElseThrow().value()).isEqualTo(3);
    assertThat(set.serviceName().orElseThrow().value()).isEqualTo("db");
    assertThat(set.template().orElseThrow().spec().hostNetwork()).isTrue();
    assertThat(List.of(set.type().makesPods(), set.kind())).containsExactly(true, "StatefulSet");
  }

  @Test
  void datesAndTimesAreTexts() {
    NamespaceObject namespace = Read.one(
        NamespaceObject.class,
        "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  labels: {day: 2026-01-01, v: 1.2.3, x: 12e, t: 0x}\n"
            + "  annotations: {time: 12:30:00}\n");
    assertThat(namespace.meta().labels().toMap())
        .containsEntry("day", "2026-01-01")
        .containsEntry("x", "12e");
    assertThat(namespace.meta().annotations().toMap()).containsEntry("time", "12:30:00");
  }
}
