package dev.podnet.backends.coredns;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The stanzas {@code template} of a Corefile as CoreDNS reads them: the first whose type and pattern fit answers. */
final class Templates {

  /** What a stanza writes: a line of the answer and one of the authority section, each "" where there is none. */
  record Made(String answer, String authority) {}

  private record Stanza(String type, List<Pattern> patterns, String answer, String authority) {}

  private final List<Stanza> stanzas = new ArrayList<>();

  Templates(List<String> lines) {
    String type = "";
    String answer = "";
    String authority = "";
    List<Pattern> patterns = new ArrayList<>();
    for (String line : lines) {
      String text = line.strip();
      if (text.startsWith("template IN ")) {
        type = text.split(" ")[2];
        patterns = new ArrayList<>();
        answer = "";
        authority = "";
      } else if (text.startsWith("match ")) {
        // Go writes a named group (?P<name>…), Java (?<name>…)
        String pattern = text.substring("match \"".length(), text.length() - 1);
        patterns.add(Pattern.compile(pattern.replace("(?P<", "(?<")));
      } else if (text.startsWith("answer ")) {
        answer = text.substring("answer \"".length(), text.length() - 1);
      } else if (text.startsWith("authority ")) {
        authority = text.substring("authority \"".length(), text.length() - 1);
      } else if (text.equals("}") && !type.isEmpty()) {
        stanzas.add(new Stanza(type, patterns, answer, authority));
        type = "";
      }
    }
  }

  /** What is answered; nothing when no stanza fits. */
  Optional<Made> answer(String type, String name) {
    for (Stanza stanza : stanzas) {
      for (Pattern pattern : stanza.patterns()) {
        Matcher matcher = pattern.matcher(name);
        if ((stanza.type().equals("ANY") || stanza.type().equals(type)) && matcher.find()) {
          return Optional.of(new Made(filled(stanza.answer(), name, matcher), stanza.authority()));
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
}
