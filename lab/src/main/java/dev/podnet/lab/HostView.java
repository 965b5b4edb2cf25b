package dev.podnet.lab;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a host's network is like: by topic ({@code links}, {@code routes}, {@code default.web-1 routes}, ...) lines in a
 * fixed order.
 *
 * @param topics the lines by topic
 */
public record HostView(SortedMap<String, List<String>> topics) {

  /** The topic whose lines carry packet counters, which traffic changes. */
  public static final String COUNTERS = "counters";

  private static final Pattern COUNTER = Pattern.compile("\\[(\\d+):(\\d+)] ");

  /** Copies the map. */
  public HostView {
    topics = Collections.unmodifiableSortedMap(new TreeMap<>(topics));
  }

  static HostView of(JsonObject state) {
    TreeMap<String, List<String>> topics = new TreeMap<>();
    for (Map.Entry<String, JsonElement> entry : state.entrySet()) {
      List<String> lines = new ArrayList<>();
      entry.getValue().getAsJsonArray().forEach(l -> lines.add(l.getAsString()));
      topics.put(entry.getKey(), List.copyOf(lines));
    }
    return new HostView(topics);
  }

  /** The lines of a topic; none when there is no such topic. */
  public List<String> lines(String topic) {
    return topics.getOrDefault(topic, List.of());
  }

  /** The host's own addresses, without loopback's and those of services that a dummy device carries. */
  public Set<String> addresses() {
    Set<String> found = new TreeSet<>();
    for (String line : lines("addresses")) {
      String[] words = line.split(" ");
      if (!words[0].equals("lo") && !words[0].equals("kube-ipvs0")) {
        found.add(words[1].substring(0, words[1].indexOf('/')));
      }
    }
    return found;
  }

  /** What is different in another view, without counters: {@code routes: - ...} and {@code routes: + ...}. */
  public List<String> differences(HostView later) {
    return differences(later, true);
  }

  /** The same, but an interface or a set that was made anew is the same one. */
  public List<String> differencesButNumbers(HostView later) {
    return differences(later, false);
  }

  private List<String> differences(HostView later, boolean numbers) {
    List<String> found = new ArrayList<>();
    Set<String> all = new TreeSet<>(topics.keySet());
    all.addAll(later.topics.keySet());
    all.remove(COUNTERS);
    for (String topic : all) {
      List<String> before = comparable(lines(topic), numbers);
      List<String> after = comparable(later.lines(topic), numbers);
      for (String line : without(before, after)) {
        found.add(topic + ": - " + line);
      }
      for (String line : without(after, before)) {
        found.add(topic + ": + " + line);
      }
      if (found.isEmpty() && !before.equals(after)) {
        found.add(topic + ": the same lines in another order: " + after);
      }
    }
    return found;
  }

  private static List<String> comparable(List<String> lines, boolean numbers) {
    return numbers
        ? lines
        : lines.stream()
            .map(l -> l.replaceAll(" index \\d+ ", " index N ")
                .replaceAll(" initval 0x\\w+", "")
                // how long the kernel's count of changes is
                .replaceAll("(/generation\\.shown) \\d+$", "$1"))
            .toList();
  }

  private static List<String> without(List<String> lines, List<String> others) {
    List<String> rest = new ArrayList<>(lines);
    others.forEach(rest::remove);
    return rest;
  }

  /** The rules whose counters have gone down, or that are not there any more: those that were loaded again. */
  public List<String> countersLost(HostView later) {
    Map<String, Long> after = new TreeMap<>();
    later.lines(COUNTERS).forEach(l -> after.merge(rule(l), packets(l), Long::sum));
    List<String> lost = new ArrayList<>();
    for (String line : lines(COUNTERS)) {
      if (packets(line) > after.getOrDefault(rule(line), -1L)) {
        lost.add(line + " -> " + after.get(rule(line)));
      }
    }
    return lost;
  }

  /** How many packets its rules have counted altogether. */
  public long packets() {
    return lines(COUNTERS).stream().mapToLong(HostView::packets).sum();
  }

  private static String rule(String line) {
    return COUNTER.matcher(line).replaceFirst("");
  }

  private static long packets(String line) {
    Matcher matcher = COUNTER.matcher(line);
    return matcher.find() ? Long.parseLong(matcher.group(1)) : 0;
  }
}
