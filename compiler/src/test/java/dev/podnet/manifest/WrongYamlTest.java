package dev.podnet.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Texts that are no YAML, YAML that is no object, and objects that are of no kind. */
class WrongYamlTest {

  private static final String META = "metadata: {name: a}\n";

  static Stream<Arguments> cases() {
    return Stream.of(
        of("PN7001", "a: b«: c\n"),
        of("PN7001", "a:\n«\tb: c\n"),
        of("PN7001", "a: «'x\n"),
        of("PN7001", "a: «\"x\n---\n"),
        of("PN7001", "a: «@x\n"),
        of("PN7001", "a: «`x`\n"),
        of("PN7001", "a: «%x\n"),
        of("PN7001", "a: [1,2\n«"),
        of("PN7001", "a: {b: 1\n«"),
        of("PN7001", "a: [1 «{2}]\n"),
        of("PN7001", "a:\n  b: 1\n «c: 2\n"),
        of("PN7001", "a: 1\n«b\n"),
        of("PN7001", "- a\n«b: 1\n"),
        of("PN7001", "a: «\u0001\n"),
        of("PN7001", "a: \"\\«q\"\n"),
        of("PN7001", "a: «}\n"),
        of("PN7001", "key: «- x\n"),
        of("PN7001", "a: «*nope\n"),
        of("PN7001", "a: 'it''s' «b\n"),
        of("PN7001", "a: |5«x\n"),
        of("PN7001", "{apiVersion: v1, kind: Secret} «b\n"),
        of("PN7001", "--- «}\n"),
        of("PN7001", "«%YAML 2.0\n---\n"),
        of("PN7002", "«{{- if .Values.web }}\nkind: Service\n{{- end }}\n"),
        of("PN7002", "kind: «Service\n  {{- toYaml .Values | nindent 4 }}\n"),
        of("PN7002", "a: 1\n«{% if x %}\nb: 2\n{% endif %}\n"),
        of("PN7002", "a: 1\n«<% if x %>\nb: 2\n"),
        of("PN7002", "a:\n  «name: {{ .Values.name }}-web\n"),
        of("PN7002", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: «{{ .Values.name }}\n"),
        of("PN7002", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: «\"{{ name }}\"\n"),
        of("PN7002", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: «${NAME}\n"),
        of("PN7002", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: «$(NAME)\n"),
        of("PN7002", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: «<name>\n"),
        of("PN7002", "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a\n  labels: «{{ x }}\n"),
        of("PN7002", "apiVersion: «{{ .Version }}\nkind: Service\n"),
        of("PN7002", "apiVersion: «\"{{ .Version }}\"\nkind: Service\n"),
        of("PN7002", "apiVersion: v1\nkind: «\"${KIND}\"\n" + META),
        of("PN7002", "«{{ include \"all\" . }}\n"),
        of(
            "PN7002",
            "apiVersion: apps/v1\nkind: Deployment\n" + META
                + "spec: {template: {spec: {containers: [{name: a, image: «\"${IMAGE}\"}]}}}\n"),
        of(
            "PN7002",
            "apiVersion: v1\nkind: Service\n" + META + "spec:\n  ports:\n  - port: «${PORT}\n"),
        of("PN7004", "«just some words\n"),
        of("PN7004", "- «a\n- b\n"),
        of("PN7004", "«replicas: 3\nimage: nginx\n"),
        of("PN7005", "«apiVersion: v1\n" + META),
        of("PN7005", "«kind: Service\n" + META),
        of("PN7005", "«apiVersion: v1\nkind: ''\n" + META),
        of("PN7005", "«apiVersion: v1\nkind:\n" + META),
        of("PN7008", "apiVersion: v1\nkind: «[Service]\n" + META),
        of("PN7009", "apiVersion: «1\nkind: Service\n" + META),
        of("PN7009", "apiVersion: v1\nkind: «on\n" + META),
        of("PN7006", "apiVersion: «v1\nkind: Deployment\n" + META),
        of("PN7006", "apiVersion: «apps/v2\nkind: Deployment\n" + META),
        of("PN7006", "apiVersion: «apps/v1\nkind: Service\n" + META),
        of("PN7006", "apiVersion: «extensions/v1\nkind: Ingress\n" + META),
        of("PN7006", "apiVersion: «networking.k8s.io/v1beta2\nkind: NetworkPolicy\n" + META),
        of("PN7006", "apiVersion: «v2\nkind: Pod\n" + META),
        of("PN7006", "apiVersion: v1\nkind: «service\n" + META),
        of("PN7006", "apiVersion: v1\nkind: «Services\n" + META),
        of("PN7006", "apiVersion: apps/v1\nkind: «Deploymnet\n" + META),
        of("PN7006", "apiVersion: networking.k8s.io/v1\nkind: «NetworkPolicies\n" + META),
        of("PN7007", "«apiVersion: v1\nkind: Namespace\n"),
        of("PN7008", "apiVersion: v1\nkind: Namespace\nmetadata: «[a]\n"),
        of("PN7008", "apiVersion: v1\nkind: List\nitems: «5\n"),
        of("PN7008", "apiVersion: v1\nkind: List\nitems: [«5]\n"),
        of("PN7008", "apiVersion: v1\nkind: List\nitems:\n-«\n"),
        of("PN7036", "apiVersion: v1\nkind: Namespace\nmetadata: {name: a, <<: «x}\n"));
  }

  private static Arguments of(String code, String marked) {
    return Arguments.of(code, marked);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aMistakeIsFoundWhereItStands(String code, String manifest) {
    WrongCases.expect(code, manifest);
  }

  @Test
  void aBrokenDocumentHidesNoOther() {
    Read read = Read.of("""
        apiVersion: v1
        kind: Namespace
        metadata: {name: one}
        ---
        a: b: c
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: Two}
        ---
        a: 'never closed
        ---
        apiVersion: v1
        kind: Namespace
        metadata: {name: three}
        """);
    assertThat(read.places()).containsExactly("PN7001 5:5", "PN7014 9:18", "PN7001 11:4");
    assertThat(read.file().objects())
        .extracting(o -> o.meta().name().value())
        .containsExactly("one", "three");
    assertThat(read.file().objects().get(1).nameSpan().line()).isEqualTo(15);
  }

  @Test
  void aFileWithManyBrokenDocumentsIsLeftAloneAtLast() {
    Read read = Read.of("a: b: c\n---\n".repeat(1000));
    assertThat(read.diagnostics()).hasSize(20);
  }

  @Test
  void aMarkInACommentMakesNoTemplate() {
    Read read = Read.of("# {{ x }}\na: b: c\n");
    assertThat(read.places()).containsExactly("PN7001 2:5");
  }

  @Test
  void marksInArgumentsAndAnnotationsMakeNoTemplate() {
    PodObject pod = Read.one(PodObject.class, """
        apiVersion: v1
        kind: Pod
        metadata:
          name: a
          annotations:
            note: "{{ $value }}"
        spec:
          containers:
          - name: a
            args: ["--format={{.Name}}"]
            command: [sh, -c, "echo ${HOME}"]
            env: [{name: A, value: "${B}"}]
        """);
    assertThat(pod.spec().containers()).hasSize(1);
  }

  @Test
  void marksInKindsThatAreSkippedMakeNoTemplate() {
    Read read = Read.of("apiVersion: v1\nkind: ConfigMap\ndata: {a: \"{{ x }}\"}\n");
    assertThat(read.diagnostics()).isEmpty();
    assertThat(read.file().skipped()).containsEntry("v1/ConfigMap", 1);
  }

  @Test
  void ofATemplateNothingIsRead() {
    Read read = Read.of(
        "apiVersion: v1\nkind: Namespace\nmetadata: {name: a}\n---\nkind: {{ x }}\nport: 99999999\n");
    assertThat(read.places()).containsExactly("PN7002 5:7");
    assertThat(read.file().objects()).isEmpty();
    assertThat(read.lines().get(0)).contains("this file is a template").contains("helm template");
  }
}
