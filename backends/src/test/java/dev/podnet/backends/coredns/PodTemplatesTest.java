package dev.podnet.backends.coredns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stanzas as CoreDNS reads them: the first whose type and pattern fit answers. */
class PodTemplatesTest {

  private static final List<String> LINES = PodTemplates.lines(
      Name.of("cluster.local"),
      List.of("shop", "data-1"),
      "ns.dns.cluster.local. h.cluster.local. 1 2 3 4 5",
      5);

  private record Stanza(String type, List<Pattern> patterns, String answer) {}

  private static List<Stanza> stanzas() {
    List<Stanza> stanzas = new ArrayList<>();
    String type = "";
    String answer = "";
    List<Pattern> patterns = new ArrayList<>();
    for (String line : LINES) {
      String text = line.strip();
      if (text.startsWith("template IN ")) {
        type = text.split(" ")[2];
        patterns = new ArrayList<>();
        answer = "";
      } else if (text.startsWith("match ")) {
        // Go writes a named group (?P<name>…), Java (?<name>…)
        String pattern = text.substring("match \"".length(), text.length() - 1);
        patterns.add(Pattern.compile(pattern.replace("(?P<", "(?<")));
      } else if (text.startsWith("answer ")) {
        answer = text.substring("answer \"".length(), text.length() - 1);
      } else if (text.equals("}")) {
        stanzas.add(new Stanza(type, patterns, answer));
      }
    }
    return stanzas;
  }

  /** What is answered: a record, "" for no data, nothing when no stanza fits. */
  private static Optional<String> answer(String type, String name) {
    for (Stanza stanza : stanzas()) {
      for (Pattern pattern : stanza.patterns()) {
        Matcher matcher = pattern.matcher(name);
        if ((stanza.type().equals("ANY") || stanza.type().equals(type)) && matcher.find()) {
          return Optional.of(filled(stanza.answer(), name, matcher));
        }
      }
    }
    return Optional.empty();
  }

  private static String filled(String template, String name, Matcher matcher) {
    String text = template.replace("{{ .Name }}", name);
    for (char group = 'a'; group <= 'h'; group++) {
      String value = "{{ .Group." + group + " }}";
      String condition = "{{ if .Group." + group + " }}";
      boolean used = text.contains(value);
      String found = used && matcher.group(String.valueOf(group)) != null
          ? matcher.group(String.valueOf(group))
          : "";
      int at = text.indexOf(condition);
      if (at >= 0) {
        int end = text.indexOf("{{ end }}", at);
        String body = found.isEmpty() ? "" : text.substring(at + condition.length(), end);
        text = text.substring(0, at) + body + text.substring(end + "{{ end }}".length());
      }
      text = text.replace(value, found);
    }
    return text;
  }

  @ParameterizedTest
  @CsvSource({
    "A,10-1-2-3,10.1.2.3",
    "A,255-255-255-255,255.255.255.255",
    "AAAA,fd00-10--5,fd00:10::5",
    "AAAA,fd00-1--0,fd00:1::0",
    "AAAA,fd00-10-0-0-0-0-0-5,fd00:10:0:0:0:0:0:5",
    "AAAA,--1,::1",
    "AAAA,1-2-3-4-5-6-7--,1:2:3:4:5:6:7::",
    "AAAA,--2-3-4-5-6-7-8,::2:3:4:5:6:7:8"
  })
  void aNameThatIsAnAddressAnswersWithIt(String type, String label, String address) {
    String name = label + ".shop.pod.cluster.local.";
    assertThat(answer(type, name)).contains(name + " 5 IN " + type + " " + address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "256-1-1-1",
        "01-1-1-1",
        "1-1-1",
        "1-1-1-1-1",
        "1--1--1",
        "12345--1",
        "g--1",
        "1-2-3-4-5-6-7-8-9",
        "1-2-3-4-5-6-7-8--"
      })
  void aNameThatIsNoAddressIsLeftToTheZone(String label) {
    assertThat(answer("A", label + ".shop.pod.cluster.local.")).isEmpty();
    assertThat(answer("AAAA", label + ".shop.pod.cluster.local.")).isEmpty();
  }

  @Test
  void onlyNamespacesThatAreThereAnswer() {
    assertThat(answer("A", "10-1-2-3.data-1.pod.cluster.local.")).isPresent();
    assertThat(answer("A", "10-1-2-3.data.pod.cluster.local.")).isEmpty();
    assertThat(answer("A", "10-1-2-3.xdata-1.pod.cluster.local.")).isEmpty();
  }

  @Test
  void otherTypesOfANameThatAnswersHaveNoData() {
    assertThat(answer("AAAA", "10-1-2-3.shop.pod.cluster.local.")).contains("");
    assertThat(answer("TXT", "fd00--1.shop.pod.cluster.local.")).contains("");
  }
}
