package dev.podnet.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents, Lists, old versions and other people's kinds. */
class ListsAndVersionsTest {

  private static List<String> names(Read read) {
    return read.file().objects().stream()
        .map(o -> o.kind() + " " + o.meta().name())
        .toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n",
        "---\n",
        "# nothing\n",
        "---\n---\n...\n",
        "\n---\n# a\n---\nnull\n",
        "~\n",
        "   \n\n"
      })
  void emptyDocumentsAreNothing(String text) {
    Read read = Read.of(text);
    assertThat(read.diagnostics()).isEmpty();
    assertThat(read.file().objects()).isEmpty();
    assertThat(read.file().skipped()).isEmpty();
  }

  @Test
  void severalDocumentsInBlockAndFlowStyleAndJson() {
    Read read = Read.of("""
        # licence
        ---
        apiVersion: v1
        kind: Namespace
        metadata:
          name: one
        --- # two
        {apiVersion: v1, kind: Namespace, metadata: {name: two}}
        ---
        {"apiVersion": "v1", "kind":"Namespace", "metadata": {"name":"three"}}
        ...
        """);
    assertThat(read.diagnostics()).isEmpty();
    assertThat(names(read)).containsExactly("Namespace one", "Namespace two", "Namespace three");
  }

  @Test
  void carriageReturns() {
    Read read = Read.of("apiVersion: v1\r\nkind: Namespace\r\nmetadata:\r\n  name: One\r\n---\r\n");
    assertThat(read.places()).containsExactly("PN7014 4:9");
  }

  @Test
  void jsonWithTabsAndEscapedSlashesAndAstralCharacters() {
    Read read =
        Read.of("{\n\t\"apiVersion\": \"networking.k8s.io\\/v1\",\n\t\"kind\": \"NetworkPolicy\",\n"
            + "\t\"metadata\": {\"annotations\": {\"a\": \"\\/\\\\\\/ \\\" \\/ 😀\"}, \"name\": \"a\"},\n"
            + "\t\"spec\": {\"podSelector\": {}, \"x\\/😀y\": 1, \"z\": 2}\n}\n");
    assertThat(read.places()).containsExactly("PN7022 5:30", "PN7022 5:42");
    assertThat(read.diagnostics().get(1).primary().orElseThrow().span().text()).isEqualTo("\"z\"");
    assertThat(read.file().objects().get(0).meta().annotations().toMap())
        .containsEntry("a", "/\\/ \" / 😀");
  }

  @Test
  void astralCharactersDoNotMovePlaces() {
    Read read = Read.of(
        "# 😀😀😀\napiVersion: v1\nkind: Namespace # 😀\nmetadata: {name: ok}\n---\n"
            + "a: b: c\n---\n# 😀\napiVersion: v1\nkind: Namespace\nmetadata: {x: 😀, name: Nope}\n");
    assertThat(read.places()).containsExactly("PN7001 6:5", "PN7014 11:24");
    assertThat(read.diagnostics().get(1).primary().orElseThrow().span().text()).isEqualTo("Nope");
    assertThat(read.file().objects().get(0).nameSpan().text()).isEqualTo("ok");
  }

  @Test
  void aListIsUnpackedWhereverItsKindStands() {
    String items = """
        items:
        - apiVersion: v1
          kind: Namespace
          metadata: {name: one}
        - apiVersion: v1
          kind: Secret
        - apiVersion: v1
          kind: Namespace
          metadata: {name: Two}
        """;
    for (String text :
        List.of("apiVersion: v1\nkind: List\n" + items, items + "kind: List\napiVersion: v1\n")) {
      Read read = Read.of(text);
      assertThat(read.diagnostics()).singleElement().matches(d -> d.code().id().equals("PN7014"));
      assertThat(names(read)).containsExactly("Namespace one");
      assertThat(read.file().skipped()).containsEntry("v1/Secret", 1);
    }
  }

  @Test
  void itemsOfAPodListNeedNoKind() {
    Read read = Read.of("""
        apiVersion: apps/v1
        kind: DeploymentList
        metadata: {resourceVersion: ""}
        items:
        - metadata: {name: web}
          spec:
            selector: {}
            template: {spec: {containers: [{name: a}]}}
        - apiVersion: apps/v1
          kind: Deployment
          metadata: {name: db}
          spec:
            selector: {}
            template: {spec: {containers: [{name: a}]}}
        """);
    assertThat(read.diagnostics()).isEmpty();
    assertThat(names(read)).containsExactlyInAnyOrder("Deployment web", "Deployment db");
  }

  @Test
  void aListInAList() {
    Read read =
        Read.of("{apiVersion: v1, kind: List, items: [{apiVersion: v1, kind: NamespaceList, items: "
            + "[{metadata: {name: a}}, {metadata: {name: b}}]}]}");
    assertThat(read.diagnostics()).isEmpty();
    assertThat(names(read)).containsExactly("Namespace a", "Namespace b");
  }

  @Test
  void theItemsOfAnotherKindAreItsOwn() {
    Read read = Read.of("""
        items:
        - apiVersion: v1
          kind: Namespace
          metadata: {name: WRONG}
        apiVersion: example.com/v1
        kind: Bundle
        """);
    assertThat(read.diagnostics()).isEmpty();
    assertThat(names(read)).isEmpty();
    assertThat(read.file().skipped()).containsOnlyKeys("example.com/v1/Bundle");
  }

  @ParameterizedTest
  @CsvSource({
    "projectcalico.org/v3, NetworkPolicy",
    "crd.projectcalico.org/v1, NetworkPolicy",
    "serving.knative.dev/v1, Service",
    "networking.istio.io/v1beta1, Gateway",
    "apps.kruise.io/v1alpha1, DaemonSet",
    "traefik.io/v1alpha1, Service",
    "v1, ConfigMap",
    "v1, Secret",
    "v1, ServiceAccount",
    "v1, Event",
    "v1, PodTemplate",
    "v1, Binding",
    "apps/v1, ControllerRevision",
    "networking.k8s.io/v1, IPAddress",
    "networking.k8s.io/v1, ServiceCIDR",
    "gateway.networking.k8s.io/v1, HTTPRoute",
    "policy/v1, PodDisruptionBudget",
    "apiextensions.k8s.io/v1, CustomResourceDefinition",
    "kustomize.config.k8s.io/v1beta1, Kustomization"
  })
  void otherPeoplesKindsAreSkippedAndCounted(String apiVersion, String kind) {
    Read read =
        Read.of(("apiVersion: " + apiVersion + "\nkind: " + kind + "\nmetadata: {name: 5}\n---\n")
            .repeat(2));
    assertThat(read.diagnostics()).isEmpty();
    assertThat(read.file().objects()).isEmpty();
    assertThat(read.file().skipped()).containsEntry(apiVersion + "/" + kind, 2).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "extensions/v1beta1, Deployment",
    "apps/v1beta1, Deployment",
    "apps/v1beta1, StatefulSet",
    "extensions/v1beta1, DaemonSet",
    "extensions/v1beta1, ReplicaSet",
    "v1, ReplicationController"
  })
  void oldVersionsOfWorkloadsNeedNoSelector(String apiVersion, String kind) {
    WorkloadObject workload = Read.one(
        WorkloadObject.class,
        "apiVersion: " + apiVersion + "\nkind: " + kind
            + "\nmetadata: {name: a}\nspec: {template: {spec: {containers: [{name: a}]}}}\n");
    assertThat(workload.kind()).isEqualTo(kind);
    assertThat(workload.type().makesPods()).isTrue();
    assertThat(workload.selector()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "batch/v1, Job",
    "batch/v1, CronJob",
    "batch/v1beta1, CronJob",
    "batch/v2alpha1, CronJob"
  })
  void jobsMakeNoPods(String apiVersion, String kind) {
    WorkloadObject job = Read.one(
        WorkloadObject.class,
        "apiVersion: " + apiVersion + "\nkind: " + kind + "\nmetadata: {name: a}\n");
    assertThat(job.type().makesPods()).isFalse();
    assertThat(job.template()).isEmpty();
  }

  @Test
  void anOldNetworkPolicyAndAnOldSlice() {
    Read.one(
        NetworkPolicyObject.class,
        "apiVersion: extensions/v1beta1\nkind: NetworkPolicy\nmetadata: {name: a}\nspec: {podSelector: {}}\n");
    EndpointSliceObject slice = Read.one(EndpointSliceObject.class, """
        apiVersion: discovery.k8s.io/v1beta1
        kind: EndpointSlice
        metadata: {name: a, labels: {kubernetes.io/service-name: web}}
        addressType: IPv4
        endpoints:
        - addresses: [10.0.0.1]
          topology:
            kubernetes.io/hostname: n1
            topology.kubernetes.io/zone: west
        ports: [{port: 80}]
        """);
    assertThat(slice.endpoints().get(0).nodeName().orElseThrow().value()).isEqualTo("n1");
    assertThat(slice.endpoints().get(0).zone().orElseThrow().value()).isEqualTo("west");
  }

  @Test
  void anchorsAliasesAndMergeKeys() {
    Read read = Read.of("""
        apiVersion: v1
        kind: Service
        metadata:
          name: a
          labels: &labels
            app: web
            tier: front
        spec:
          selector: *labels
          ports:
          - &port
            name: http
            port: 80
          - <<: *port
            name: alt
          - <<: [{port: 81}, *port]
            name: more
        """);
    assertThat(read.diagnostics()).isEmpty();
    ServiceObject service = (ServiceObject) read.file().objects().get(0);
    assertThat(service.selector().toMap()).containsEntry("tier", "front");
    assertThat(service.ports())
        .extracting(p -> p.name().orElseThrow() + ":" + p.number())
        .containsExactly("http:80", "alt:80", "more:81");
  }
}
