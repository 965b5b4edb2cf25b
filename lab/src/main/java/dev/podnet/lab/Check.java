package dev.podnet.lab;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What must come of a probe.
 *
 * @param title what it shows, in the words of the spec
 * @param probe what is sent
 * @param answers who may answer, and the source addresses each may see (none: any); empty when nobody may answer
 * @param all whether each of them must be seen to answer
 */
public record Check(
    String title, Probe probe, SortedMap<String, Set<String>> answers, boolean all) {

  /** Copies the map. */
  public Check {
    answers = Collections.unmodifiableSortedMap(new TreeMap<>(answers));
  }

  /** One must answer, and see one of the sources (none: any). */
  public static Check answered(String title, Probe probe, String by, Set<String> sources) {
    return new Check(title, probe, new TreeMap<>(Map.of(by, sources)), true);
  }

  /** Nobody may answer. */
  public static Check silent(String title, Probe probe) {
    return new Check(title, probe, new TreeMap<>(), false);
  }

  /**
   * Compares.
   *
   * @param got how often there was which answer: {@code NAME SOURCE}, a text of its own for DNS, or {@code ERR why}
   * @return what is wrong, in one line; empty when all is as it must be
   */
  public Optional<String> judge(Map<String, Integer> got) {
    Set<String> missing = new TreeSet<>(answers.keySet());
    Map<String, Integer> wrong = new LinkedHashMap<>();
    got.forEach((answer, count) -> {
      if (!allowed(answer, missing)) {
        wrong.put(answer, count);
      }
    });
    if (wrong.isEmpty() && (missing.isEmpty() || !all)) {
      return Optional.empty();
    }
    String problem =
        wrong.isEmpty() ? "never answered: " + missing + "; got " + got : "got " + wrong;
    return Optional.of(title + ": " + probe + ": " + problem + ", wanted " + wanted());
  }

  private boolean allowed(String answer, Set<String> missing) {
    if (answer.startsWith("ERR")) {
      return answers.isEmpty();
    }
    if (probe.kind() == Probe.Kind.DNS) {
      missing.remove(answer);
      return answers.containsKey(answer);
    }
    int space = answer.lastIndexOf(' ');
    String name = answer.substring(0, Math.max(space, 0));
    String source = answer.substring(space + 1);
    missing.remove(name);
    Set<String> sources = answers.get(name);
    return sources != null && (sources.isEmpty() || sources.contains(source));
  }

  private String wanted() {
    if (answers.isEmpty()) {
      return "no answer";
    }
    StringBuilder text = new StringBuilder();
    answers.forEach((name, sources) -> {
      text.append(text.isEmpty() ? "" : ", ").append(name);
      if (!sources.isEmpty()) {
        text.append(" to see ").append(String.join(" or ", new TreeSet<>(sources)));
      }
    });
    return text.toString();
  }
}
