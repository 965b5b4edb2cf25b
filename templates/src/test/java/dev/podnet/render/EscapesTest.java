package dev.podnet.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EscapesTest {

  @Test
  void yamlScalarsAreQuotedAndNoTemplates() {
    assertThat(Escapes.yaml("n1")).isEqualTo("'n1'");
    assertThat(Escapes.yaml("it's: #1")).isEqualTo("'it''s: #1'");
    for (String bad : java.util.List.of("{{ x }}", "{% x %}", "{# x #}", "a\nb")) {
      org.assertj.core.api.Assertions.assertThatThrownBy(() -> Escapes.yaml(bad))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static final String NASTY = "a'\"$`\\;&|<>(){}[]*?~#! =%é\u202e";

  @Test
  void leavesHarmlessWordsBare() {
    assertThat(Escapes.shellWord("n1")).isEqualTo("n1");
    assertThat(Escapes.shellWord("10.0.0.1/24")).isEqualTo("10.0.0.1/24");
    assertThat(Escapes.shellWord("")).isEqualTo("''");
    assertThat(Escapes.shellWord("a b")).isEqualTo("'a b'");
    assertThat(Escapes.shellWord("it's")).isEqualTo("'it'\\''s'");
  }

  @Test
  void givesAShellBackWhatItWasGiven() throws IOException, InterruptedException {
    Random random = new Random(20261120);
    for (int i = 0; i < 50; i++) {
      StringBuilder text = new StringBuilder();
      for (int j = random.nextInt(12); j >= 0; j--) {
        text.append(NASTY.charAt(random.nextInt(NASTY.length() - 2)));
      }
      Process shell = new ProcessBuilder(
              "bash", "-c", "printf %s " + Escapes.shellWord(text.toString()))
          .start();
      String printed = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(shell.waitFor()).isZero();
      assertThat(printed).isEqualTo(text.toString());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\nb", "a\rb", "a\0b", "a\u2028b", "a\u0085b", "a\u202eb", "\033[31m"})
  void refusesLineEndsAndWhatCannotBeSeen(String text) {
    assertThatThrownBy(() -> Escapes.shellWord(text)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Escapes.printable(text)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Escapes.batch(text)).isInstanceOf(IllegalArgumentException.class);
    assertThat(Escapes.comment(text)).doesNotContain("\n", "\r", "\0", "\u2028", "\033", "\u202e");
    assertThat(Escapes.ruleComment(text)).doesNotContain("\n", "\r", "\0", "\u2028", "\033");
  }

  @ParameterizedTest
  @ValueSource(strings = {"'", "\"", "$", "`", "\\", ";", "|", "<", "é"})
  void refusesInBatchFilesWhatHasAMeaningThere(String text) {
    assertThatThrownBy(() -> Escapes.batch("link add " + text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void endsNoCommentWithABackslash() {
    assertThat(Escapes.comment("C:\\ a \\")).isEqualTo("C:/ a /");
  }

  @Test
  void writesCommentsOfRulesAsIptablesSaveDoes() {
    assertThat(Escapes.ruleComment("n2")).isEqualTo("n2");
    assertThat(Escapes.ruleComment("default/web:http")).isEqualTo("\"default/web:http\"");
    assertThat(Escapes.ruleComment("say \"x\" 'y' \\")).isEqualTo("\"say \\\"x\\\" \\'y\\' /\"");
    assertThat(Escapes.ruleComment("")).isEqualTo("\"\"");
  }

  @Test
  void cutsCommentsOfRulesToWhatTheKernelHolds() {
    for (String unit : List.of("a", "é", "€", "\ud83d\ude00")) {
      String cut = Escapes.ruleComment(unit.repeat(300)).replace("\"", "");
      assertThat(cut.getBytes(StandardCharsets.UTF_8).length).isBetween(252, 255);
      assertThat(cut.replace(unit, "")).isEmpty();
    }
  }
}
