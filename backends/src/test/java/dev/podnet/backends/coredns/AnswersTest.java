package dev.podnet.backends.coredns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is answered for Kubernetes objects, one file for each kind: a spec, the objects, and questions with what CoreDNS's
 * plugin {@code kubernetes} answers to them.
 */
class AnswersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "services",
        "headless",
        "slices",
        "aliases",
        "pods-verified",
        "pods-disabled",
        "reverse",
        "outside"
      })
  void everyQuestionIsAnsweredAsTheClusterWould(String kind) throws IOException {
    String[] parts = read(kind).split("(?m)^=+\n");
    Answers answers =
        new Answers(new Spec(parts[0]).nameServers().manifest(parts[1]).plan());
    List<String> wrong = new ArrayList<>();
    int asked = 0;
    for (String line : parts[2].lines().toList()) {
      if (!line.isBlank() && !line.startsWith("#")) {
        int arrow = line.indexOf("=>");
        String question = full(line.substring(0, arrow).trim());
        String expected = line.substring(arrow + 2).trim();
        String got = answers.ask(question).replace("0 100 ", "");
        asked++;
        if (!got.equals(expected.replace("~", "cluster.local."))) {
          wrong.add(question + " => " + got + ", and not " + expected);
        }
      }
    }
    assertThat(wrong).as("%s of %s questions", wrong.size(), asked).isEmpty();
    assertThat(asked).isGreaterThan(5);
  }

  private static String full(String question) {
    return question.endsWith(".") ? question : question + ".cluster.local.";
  }

  private static String read(String kind) throws IOException {
    try (InputStream in = AnswersTest.class.getResourceAsStream(kind + ".txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
