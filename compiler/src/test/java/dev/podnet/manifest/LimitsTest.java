package dev.podnet.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Hostile texts end in a finding, soon. */
class LimitsTest {

  private static Read soon(String text) {
    return Assertions.assertTimeoutPreemptively(Duration.ofSeconds(30), () -> Read.of(text));
  }

  @Test
  void aBillionLaughs() {
    StringBuilder text =
        new StringBuilder("a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n");
    for (int i = 1; i < 10; i++) {
      text.append(
          "a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(8) + "*a" + (i - 1) + "]\n");
    }
    assertThat(soon(text.toString()).lines())
        .hasSize(1)
        .first()
        .asString()
        .contains("PN7003")
        .contains("50 aliases");
  }

  @Test
  void aliasesThatMultiplyObjectsBelowTheLimitOfAliases() {
    StringBuilder text = new StringBuilder();
    text.append(
        "apiVersion: v1\nkind: List\nx: &a0 {apiVersion: v1, kind: Namespace, metadata: {name: a}}\n");
    for (int i = 1; i < 10; i++) {
      text.append("x" + i + ": &a" + i + " {apiVersion: v1, kind: List, items: ["
          + ("*a" + (i - 1) + ", ").repeat(4) + "*a" + (i - 1) + "]}\n");
    }
    text.append("items: [*a9]\n");
    assertThat(soon(text.toString()).places()).allMatch(p -> p.startsWith("PN7003"));
  }

  @Test
  void anAliasOfItself() {
    assertThat(soon("&a {apiVersion: v1, kind: List, items: [*a]}\n").places())
        .containsExactly("PN7003 1:5");
    assertThat(soon("a: &a\n  <<: *a\n").places()).containsExactly("PN7004 1:1");
    assertThat(soon("&a {<<: *a, apiVersion: v1, kind: Namespace}\n").places())
        .anyMatch(p -> p.startsWith("PN7036"));
  }

  @Test
  void deepNesting() {
    assertThat(soon("[".repeat(100_000)).places())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("PN7003");
    assertThat(soon("{a: ".repeat(100_000)).places())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("PN7003");
    assertThat(soon("- ".repeat(5_000)).places())
        .hasSize(1)
        .first()
        .asString()
        .startsWith("PN7003");
  }

  @Test
  void longLines() {
    String name = "a".repeat(1_000_000);
    assertThat(soon("apiVersion: v1\nkind: Namespace\nmetadata: {name: " + name + "}\n")
            .lines())
        .singleElement()
        .asString()
        .startsWith("PN7014 3:18")
        .hasSizeLessThan(300);
    assertThat(soon("{{".repeat(500_000)).places()).hasSize(1);
    assertThat(soon("a: \"" + "${".repeat(500_000) + "\"").places()).containsExactly("PN7004 1:1");
  }

  @Test
  void tooManyObjects() {
    String one = "---\n{apiVersion: v1, kind: ConfigMap}\n";
    Read read = soon(one.repeat(ObjectReader.MAX_OBJECTS + 10));
    assertThat(read.places()).singleElement().asString().startsWith("PN7003");
    assertThat(read.file().skipped()).containsEntry("v1/ConfigMap", ObjectReader.MAX_OBJECTS);
  }

  @Test
  void tooLongAText() {
    Read read = Read.of(" ".repeat(StreamingComposer.MAX_CODE_POINTS + 1));
    assertThat(read.places()).containsExactly("PN7003 1:1");
  }

  @Test
  void manyLongNumbersAndNames() {
    // go-yaml leaves a number of more than 64 bits a text, so the name is a text, but too long
    assertThat(soon("apiVersion: v1\nkind: Namespace\nmetadata: {name: 0x" + "f".repeat(100_000)
                + "}\n")
            .places())
        .containsExactly("PN7014 3:18");
    assertThat(soon("apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: "
                + "9".repeat(100_000) + "}]}\n")
            .places())
        .containsExactly("PN7016 4:23");
  }
}
