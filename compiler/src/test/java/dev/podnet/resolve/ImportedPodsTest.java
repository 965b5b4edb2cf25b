package dev.podnet.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Severity;
import dev.podnet.model.Pod;
import org.junit.jupiter.api.Test;

class ImportedPodsTest {

  private static String workload(String kind, String name, String spec, String podSpec) {
    return """
        apiVersion: apps/v1
        kind: %s
        metadata: {name: %s}
        spec:
          %s
          selector: {matchLabels: {app: %s}}
          template:
            metadata: {labels: {app: %s}}
            spec: {%s containers: [{name: c, ports: [{name: http, containerPort: 8080}]}]}
        """.formatted(kind, name, spec, name, name, podSpec);
  }

  @Test
  void aDeploymentMakesNumberedPodsThatGoRoundTheNodes() {
    Resolved resolved = Resolved.manifest(workload("Deployment", "web", "replicas: 3", ""));
    resolved.sound();
    assertThat(resolved.podNames())
        .containsExactly("default/web-1", "default/web-2", "default/web-3");
    assertThat(resolved.pod("default/web-1").node())
        .isEqualTo(resolved.pod("default/web-3").node())
        .isNotEqualTo(resolved.pod("default/web-2").node());
    assertThat(resolved.pod("default/web-2").workload()).contains("Deployment default/web");
    assertThat(resolved.pod("default/web-2").labels())
        .containsEntry("app", "web")
        .hasSize(1);
    assertThat(resolved.pod("default/web-2").containers().get(0).ports().get(0).number())
        .isEqualTo(8080);
  }

  @Test
  void replicasMayBeMissingOrNone() {
    assertThat(Resolved.manifest(workload("ReplicaSet", "web", "minReadySeconds: 0", ""))
            .podNames())
        .containsExactly("default/web-1");
    assertThat(
            Resolved.manifest(workload("Deployment", "web", "replicas: 0", "")).podNames())
        .isEmpty();
  }

  @Test
  void podsOfAStatefulSetHaveFixedNamesLabelsAndNamesInDns() {
    Resolved resolved = Resolved.manifest(workload(
        "StatefulSet", "db", "replicas: 2\n  serviceName: db-hl\n  ordinals: {start: 3}", ""));
    resolved.sound();
    assertThat(resolved.podNames()).containsExactly("default/db-3", "default/db-4");
    Pod pod = resolved.pod("default/db-4");
    assertThat(pod.hostname()).contains("db-4");
    assertThat(pod.subdomain()).contains("db-hl");
    assertThat(pod.labels())
        .containsEntry("statefulset.kubernetes.io/pod-name", "db-4")
        .containsEntry("apps.kubernetes.io/pod-index", "4");
  }

  @Test
  void aDaemonSetHasAPodOnEachNodeThatTakesIt() {
    Resolved resolved = new Resolved.Builder()
        .spec("""
            cluster c { }
            node n1 { address 192.168.0.1 }
            node n2 { address 192.168.0.2; unschedulable }
            """)
        .manifest("""
            apiVersion: v1
            kind: Node
            metadata: {name: tainted}
            spec: {taints: [{key: dedicated, effect: NoSchedule}]}
            ---
            apiVersion: v1
            kind: Node
            metadata: {name: cordoned}
            spec: {unschedulable: true, taints: [{key: node.kubernetes.io/unschedulable, effect: NoSchedule}]}
            """)
        .manifest(workload("DaemonSet", "agent", "minReadySeconds: 0", "hostNetwork: true,"))
        .resolve();
    assertThat(resolved.podNames())
        .containsExactly("default/agent-cordoned", "default/agent-n1", "default/agent-n2");
    assertThat(resolved.pod("default/agent-n1").network()).isEqualTo(Pod.Network.HOST);
    assertThat(resolved.ips("default/agent-n1")).containsExactly("192.168.0.1");
  }

  @Test
  void taintsKeepPodsAwayThatDoNotTolerateThem() {
    String nodes = """
        apiVersion: v1
        kind: Node
        metadata: {name: n1}
        spec: {taints: [{key: dedicated, value: db, effect: NoSchedule}]}
        ---
        apiVersion: v1
        kind: Node
        metadata: {name: n2}
        spec: {taints: [{key: soft, effect: PreferNoSchedule}]}
        ---
        """;
    assertThat(Resolved.manifest(nodes + workload("Deployment", "web", "replicas: 2", ""))
            .places())
        .containsExactly("web-1@n2", "web-2@n2");
    String tolerant = "tolerations: [{key: dedicated, operator: Equal, value: db}],";
    Resolved tolerated =
        Resolved.manifest(nodes + workload("Deployment", "web", "replicas: 2", tolerant));
    assertThat(tolerated.sound().pods())
        .extracting(p -> p.node().orElse("-"))
        .containsExactlyInAnyOrder("n1", "n2");
  }

  @Test
  void nodeSelectorOfLinuxMatchesEveryNode() {
    Resolved resolved = Resolved.manifest(
        workload("Deployment", "web", "replicas: 1", "nodeSelector: {kubernetes.io/os: linux},"));
    assertThat(resolved.pod("default/web-1").node()).isPresent();
  }

  @Test
  void aNodeNameThatIsNotThereIsAWarningInAManifest() {
    Resolved resolved = Resolved.manifest("""
        apiVersion: v1
        kind: Pod
        metadata: {name: a}
        spec: {nodeName: gone, containers: [{name: c}]}
        """);
    assertThat(resolved.only("PN1006").severity()).isEqualTo(Severity.WARNING);
    assertThat(resolved.places()).containsExactly("a@-");
  }

  @Test
  void whatALiveClusterHasIsKept() {
    Resolved resolved = Resolved.manifest("""
        apiVersion: v1
        kind: Pod
        metadata: {name: a, labels: {app: a}, deletionTimestamp: "2026-01-01T00:00:00Z"}
        spec: {nodeName: n2, containers: [{name: c}]}
        status:
          phase: Running
          podIPs: [{ip: 10.244.1.40}]
          conditions: [{type: Ready, status: "False"}]
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: done}
        spec: {nodeName: n2, containers: [{name: c}]}
        status: {phase: Succeeded, podIP: 10.244.1.41}
        """);
    resolved.sound();
    assertThat(resolved.podNames()).containsExactly("default/a");
    assertThat(resolved.pod("default/a").node()).contains("n2");
    assertThat(resolved.ips("default/a")).containsExactly("10.244.1.40");
    assertThat(resolved.pod("default/a").ready()).isFalse();
    assertThat(resolved.pod("default/a").terminating()).isTrue();
  }

  @Test
  void aWorkloadWhosePodsAreGivenMakesNone() {
    String owner =
        "ownerReferences: [{apiVersion: apps/v1, kind: %s, name: %s, uid: u, controller: true}]";
    Resolved resolved = Resolved.manifest(workload("Deployment", "web", "replicas: 2", "")
        + "---\n"
        + workload("ReplicaSet", "web-abc", "replicas: 2", "")
            .replace(
                "{name: web-abc}", "{name: web-abc, " + owner.formatted("Deployment", "web") + "}")
        + """
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web-abc-x1, %s}
        spec: {containers: [{name: c}]}
        """.formatted(owner.formatted("ReplicaSet", "web-abc")));
    assertThat(resolved.podNames()).containsExactly("default/web-abc-x1");
    assertThat(resolved.pod("default/web-abc-x1").workload())
        .contains("ReplicaSet default/web-abc");
  }

  @Test
  void anAbsurdNumberOfReplicasIsRefused() {
    Resolved resolved =
        Resolved.manifest(workload("Deployment", "web", "replicas: 2000000000", ""));
    assertThat(resolved.only("PN1017").message())
        .isEqualTo("Deployment default/web asks for 2000000000 pods; a cluster has 150000 at most");
    assertThat(resolved.podNames()).isEmpty();
  }

  @Test
  void jobsMakeNoPods() {
    Resolved resolved = Resolved.manifest("""
        apiVersion: batch/v1
        kind: Job
        metadata: {name: once}
        spec: {template: {spec: {restartPolicy: Never, containers: [{name: c}]}}}
        """);
    assertThat(resolved.podNames()).isEmpty();
  }

  @Test
  void podsOfADeploymentMakeRoomForThoseWhoseNamesAreFixed() {
    Resolved resolved = Resolved.manifest(
        workload("Deployment", "web", "replicas: 2", "")
            + "---\n"
            + workload("StatefulSet", "web", "replicas: 2", "")
            + "---\napiVersion: v1\nkind: Pod\nmetadata: {name: web-2}\nspec: {containers: [{name: c}]}\n");
    resolved.sound();
    assertThat(resolved.podNames())
        .containsExactly(
            "default/web-0",
            "default/web-1",
            "default/web-2",
            "default/web-deployment-1",
            "default/web-deployment-2");
  }

  @Test
  void affinityIsIgnoredWithANote() {
    Resolved resolved = Resolved.manifest(
        workload("Deployment", "web", "replicas: 1", "affinity: {podAntiAffinity: {}},"));
    assertThat(resolved.only("PN1015").severity()).isEqualTo(Severity.NOTE);
    assertThat(resolved.pod("default/web-1").node()).isPresent();
  }

  @Test
  void theSameObjectTwiceIsANoteWhenAlikeHoweverItIsWritten() {
    Resolved resolved = new Resolved.Builder()
        .spec("cluster c { }\nnode n1 { address 10.0.0.1 }")
        .manifest(
            "apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}], selector: {app: web}}")
        .manifest("""
            kind: Service
            apiVersion: v1
            metadata:
              name: "a"
            spec:
              selector:
                app: web
              ports:
              - port: 80
            """)
        .resolve();
    resolved.sound();
    Diagnostic finding = resolved.only("PN1013");
    assertThat(finding.severity()).isEqualTo(Severity.NOTE);
    assertThat(finding.related()).hasSize(1);
  }

  @Test
  void theSameObjectTwiceIsAnErrorWhenDifferent() {
    Resolved resolved = Resolved.manifest(workload("Deployment", "web", "replicas: 1", "")
        + "---\n"
        + workload("Deployment", "web", "replicas: 2", ""));
    Diagnostic finding = resolved.only("PN1003");
    assertThat(finding.message()).contains("Deployment default/web is given twice, differently");
    assertThat(finding.primary().orElseThrow().span().line()).isGreaterThan(5);
  }

  @Test
  void aPodOfTheSpecAndOneOfAManifestCannotHaveOneName() {
    Resolved resolved = new Resolved.Builder()
        .spec("cluster c { }\nnode n1 { address 10.0.0.1 }\nnamespace default { pod a }")
        .manifest("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: c}]}")
        .resolve();
    assertThat(resolved.only("PN1003").related()).hasSize(1);
  }

  @Test
  void namespacesOfObjectsAreThereWithoutANamespaceObject() {
    Resolved resolved = Resolved.manifest("""
        apiVersion: v1
        kind: Service
        metadata: {name: a, namespace: shop}
        spec: {type: ExternalName, externalName: example.org}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: empty, labels: {team: x}}
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: empty, labels: {tier: front}}
        """);
    assertThat(resolved.sound().namespaces())
        .extracting(n -> n.name())
        .containsExactly("empty", "shop");
    assertThat(resolved.sound().namespaces().get(0).labels())
        .containsKeys("team", "tier", "kubernetes.io/metadata.name");
  }
}
