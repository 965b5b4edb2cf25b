package dev.podnet.manifest;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Mistakes in pods and in what makes them. */
class WrongWorkloadsTest {

  private static final String POD = """
      apiVersion: v1
      kind: Pod
      metadata:
        name: web-0
        labels:
          app: web
        ownerReferences:
        - apiVersion: apps/v1
          kind: StatefulSet
          name: web
          controller: true
      spec:
        nodeName: n1
        hostNetwork: false
        hostname: web-0
        subdomain: web
        dnsPolicy: ClusterFirst
        nodeSelector:
          disk: ssd
        tolerations:
        - key: dedicated
          operator: Equal
          value: web
          effect: NoSchedule
        initContainers:
        - name: proxy
          restartPolicy: Always
          ports:
          - containerPort: 15001
        containers:
        - name: nginx
          ports:
          - name: http
            containerPort: 8080
            hostPort: 80
            hostIP: 192.0.2.1
            protocol: TCP
      status:
        phase: Running
        podIP: 10.244.1.5
        podIPs:
        - ip: 10.244.1.5
        conditions:
        - type: Ready
          status: "True"
      """;

  private static final String STATEFUL_SET = """
      apiVersion: apps/v1
      kind: StatefulSet
      metadata:
        name: db
      spec:
        replicas: 3
        serviceName: db
        podManagementPolicy: Parallel
        ordinals:
          start: 1
        selector:
          matchLabels:
            app: db
          matchExpressions:
          - key: tier
            operator: In
            values: [back]
        template:
          metadata:
            labels:
              app: db
              tier: back
          spec:
            containers:
            - name: postgres
              ports:
              - containerPort: 5432
      """;

  private static final String CONTROLLER = """
      apiVersion: v1
      kind: ReplicationController
      metadata:
        name: old
      spec:
        replicas: 1
        selector:
          app: old
        template:
          metadata:
            labels:
              app: old
          spec:
            containers:
            - name: one
      """;

  static Stream<Arguments> pods() {
    return WrongCases.of(POD, """
        PN7014 | name: web-0\\n  labels | name: «Web_0\\n  labels
        PN7009 | name: web\\n    controller | name: «5\\n    controller
        PN7011 | controller: true | controller: «1
        PN7014 | nodeName: n1 | nodeName: «N1
        PN7009 | nodeName: n1 | nodeName: «1
        PN7008 | nodeName: n1 | nodeName: «[n1]
        PN7012 | hostNetwork: false | hostNetwork: «yes
        PN7011 | hostNetwork: false | hostNetwork: «"true"
        PN7011 | hostNetwork: false | hostNetwork: «host
        PN7014 | hostname: web-0 | hostname: «web.0
        PN7014 | hostname: web-0 | hostname: «web_0
        PN7014 | subdomain: web | subdomain: «"*"
        PN7021 | dnsPolicy: ClusterFirst | dnsPolicy: «clusterFirst
        PN7009 | disk: ssd | disk: «true
        PN7015 | disk: ssd | disk: «a b
        PN7008 | nodeSelector:\\n    disk: ssd | nodeSelector: «[disk]
        PN7021 | operator: Equal | operator: «Equals
        PN7021 | effect: NoSchedule | effect: «NoExec
        PN7007 | - key: dedicated\\n    operator: Equal\\n    value: web | - «value: web
        PN7008 | tolerations:\\n  - key: dedicated | tolerations:\\n    «key: dedicated
        PN7014 | name: proxy | name: «Proxy
        PN7016 | containerPort: 15001 | containerPort: «0
        PN7007 | - name: nginx\\n | - «image: nginx\\n
        PN7014 | name: nginx | name: «nginx_1
        PN7014 | name: nginx | name: «nginx.org
        PN7007 | name: http\\n      containerPort: 8080 | «name: http
        PN7016 | containerPort: 8080 | containerPort: «808080
        PN7010 | containerPort: 8080 | containerPort: «"8080"
        PN7010 | containerPort: 8080 | containerPort: «http
        PN7014 | name: http | name: «http-with-a-long-name
        PN7014 | name: http | name: «-http
        PN7014 | name: http | name: «"8080"
        PN7009 | name: http | name: «8080
        PN7016 | hostPort: 80\\n | hostPort: «-1\\n
        PN7010 | hostPort: 80\\n | hostPort: «eighty\\n
        PN7017 | hostIP: 192.0.2.1 | hostIP: «localhost
        PN7017 | hostIP: 192.0.2.1 | hostIP: «192.0.2
        PN7020 | protocol: TCP | protocol: «Tcp
        PN7020 | protocol: TCP | protocol: «ICMP
        PN7021 | phase: Running | phase: «running
        PN7017 | podIP: 10.244.1.5\\n  podIPs:\\n  - ip: 10.244.1.5 | podIP: 10.244.«256.5
        PN7017 | - ip: 10.244.1.5 | - ip: «10.244.1.5.6
        PN7008 | podIPs:\\n  - ip: 10.244.1.5 | podIPs: «10.244.1.5
        PN7008 | podIPs:\\n  - ip: 10.244.1.5 | podIPs: [«10.244.1.5]
        """);
  }

  static Stream<Arguments> specs() {
    return Stream.of(
        Arguments.of("PN7007", "no spec", "«apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"),
        Arguments.of(
            "PN7007", "null spec", "«apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n"),
        Arguments.of(
            "PN7007",
            "no containers",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n«spec: {hostNetwork: true}\n"),
        Arguments.of(
            "PN7007",
            "empty containers",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n«spec: {containers: []}\n"),
        Arguments.of(
            "PN7008",
            "containers no list",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: «{name: b}}\n"),
        Arguments.of(
            "PN7008",
            "container no map",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [«nginx]}\n"),
        Arguments.of(
            "PN7008",
            "null container",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n  -«\n"),
        Arguments.of(
            "PN7008", "spec no map", "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: «5\n"),
        Arguments.of(
            "PN7008",
            "metadata no map",
            "apiVersion: v1\nkind: Pod\nmetadata: «a\nspec: {containers: [{name: b}]}\n"),
        Arguments.of(
            "PN7007",
            "only generateName",
            "apiVersion: v1\nkind: Pod\n«metadata: {generateName: a-}\nspec: {containers: [{name: b}]}\n"));
  }

  static Stream<Arguments> workloads() {
    return Stream.concat(WrongCases.of(STATEFUL_SET, """
        PN7030 | replicas: 3 | replicas: «-1
        PN7010 | replicas: 3 | replicas: «"3"
        PN7010 | replicas: 3 | replicas: «three
        PN7030 | replicas: 3 | replicas: «3000000000
        PN7014 | serviceName: db | serviceName: «DB
        PN7009 | serviceName: db | serviceName: «5
        PN7021 | podManagementPolicy: Parallel | podManagementPolicy: «parallel
        PN7030 | start: 1 | start: «-1
        PN7008 | ordinals:\\n    start: 1 | ordinals: «1
        PN7028 | matchLabels:\\n      app: db | matchLabels:\\n      «app: web
        PN7028 | - key: tier\\n      operator: In\\n      values: [back] | - key: «tier\\n      operator: In\\n      values: [front]
        PN7028 | - key: tier\\n      operator: In\\n      values: [back] | - key: «tier\\n      operator: DoesNotExist
        PN7028 | - key: tier\\n      operator: In\\n      values: [back] | - key: «zone\\n      operator: Exists
        PN7028 | - key: tier\\n      operator: In\\n      values: [back] | - key: «tier\\n      operator: NotIn\\n      values: [back]
        PN7026 | operator: In\\n      values: [back] | operator: «In\\n      values: []
        PN7026 | operator: In\\n      values: [back] | operator: «In
        PN7007 | key: tier\\n      operator: In\\n | «key: tier\\n
        PN7007 | key: tier\\n      operator: In\\n | «operator: In\\n
        PN7021 | operator: In\\n | operator: «in\\n
        PN7021 | operator: In\\n | operator: «Gt\\n
        PN7026 | operator: In\\n      values: [back] | operator: Exists\\n      «values: [back]
        PN7009 | values: [back] | values: [back, «1]
        PN7008 | values: [back] | values: «back
        PN7015 | values: [back] | values: [back, «a b]
        PN7015 | key: tier | key: «a/b/c
        PN7008 | - containerPort: 5432 | - «5432
        """), WrongCases.of(CONTROLLER, """
        PN7028 | selector:\\n    app: old | selector:\\n    «app: new
        PN7009 | selector:\\n    app: old | selector:\\n    app: «1
        PN7008 | selector:\\n    app: old | selector: «old
        """));
  }

  static Stream<Arguments> templates() {
    String head = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n";
    return Stream.of(
        Arguments.of("PN7007", "no spec", "«" + head + "status: {}\n"),
        Arguments.of(
            "PN7007",
            "no selector",
            head + "«spec: {template: {spec: {containers: [{name: a}]}}}\n"),
        Arguments.of(
            "PN7007",
            "no selector in v1beta2",
            head.replace("v1", "v1beta2")
                + "«spec: {template: {spec: {containers: [{name: a}]}}}\n"),
        Arguments.of("PN7007", "no template", head + "«spec: {replicas: 1}\n"),
        Arguments.of("PN7007", "null template", head + "«spec: {template: }\n"),
        Arguments.of("PN7008", "template no map", head + "spec: {template: «pod}\n"),
        Arguments.of("PN7007", "no pod spec", head + "spec: {«template: {metadata: {}}}\n"),
        Arguments.of(
            "PN7007", "no containers", head + "spec: {selector: {}, template: {«spec: {}}}\n"));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource({"pods", "specs", "workloads", "templates"})
  void aMistakeIsFoundWhereItStands(String code, String change, String manifest) {
    WrongCases.expect(code, manifest);
  }
}
