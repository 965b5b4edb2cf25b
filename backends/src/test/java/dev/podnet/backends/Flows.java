package dev.podnet.backends;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.model.Assertion;
import dev.podnet.model.Node;
import dev.podnet.model.Pod;
import dev.podnet.net.IpAddress;
import dev.podnet.simulate.Question;
import dev.podnet.simulate.Simulator;
import dev.podnet.simulate.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A table of flows: each line holds a question as an assert would put it, {@code A -> B}, then {@code =>} and what
 * becomes of it: the verdict, for a packet that arrives the ends it may reach, how many share it evenly, who it
 * seems to be from, and how it was translated.
 */
final class Flows {

  private Flows() {}

  /** The ways to do services, which all give every flow the same outcome. */
  private static final List<String> MODES = List.of("iptables", "nftables");

  /** Follows every flow of a table in every mode and compares. */
  static void hold(String spec, String manifest, String table) {
    for (String mode : MODES) {
      holdIn(
          mode,
          spec.replaceFirst("cluster c \\{", "cluster c { proxyMode " + mode + "\n"),
          manifest,
          table);
    }
  }

  /** Follows every flow of a table in the mode the spec itself names, and compares. */
  static void holdAsWritten(String spec, String table) {
    holdIn("the spec's own mode", spec, "", table);
  }

  private static void holdIn(String mode, String spec, String manifest, String table) {
    List<String> expected = new ArrayList<>();
    StringBuilder whole = new StringBuilder(spec);
    for (String line : table.lines().map(String::strip).toList()) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        whole.append("assert reachable ").append(line.split(" => ")[0].strip()).append('\n');
        expected.add(line.replaceAll(" +", " "));
      }
    }
    Compiled compiled = Compiled.of(whole.toString(), manifest);
    Map<IpAddress, String> names = names(compiled);
    List<String> found = new ArrayList<>();
    for (int i = 0; i < expected.size(); i++) {
      Assertion question = compiled.cluster().assertions().get(i);
      List<String> answers = new ArrayList<>();
      for (Question.Answer answer :
          Question.ask(compiled.cluster(), compiled.plan(), question, Simulator.SMALL)) {
        answers.add(text(answer.trace(), names));
      }
      found.add(expected.get(i).split(" => ")[0] + " => " + String.join(" & ", answers));
    }
    assertThat(found).as(mode).containsExactlyElementsOf(expected);
  }

  private static Map<IpAddress, String> names(Compiled compiled) {
    Map<IpAddress, String> names = new HashMap<>();
    for (Pod pod : compiled.cluster().pods()) {
      pod.ips().forEach(ip -> names.putIfAbsent(ip.value(), pod.ref().name()));
    }
    for (Node node : compiled.cluster().nodes()) {
      node.addresses().forEach(ip -> names.put(ip.value(), node.name()));
    }
    return names;
  }

  private static String text(Trace trace, Map<IpAddress, String> names) {
    if (trace.outcomes().stream().noneMatch(o -> o.verdict().word().equals("delivered"))) {
      return trace.verdict().word();
    }
    TreeSet<String> ends = new TreeSet<>();
    TreeSet<String> sources = new TreeSet<>();
    TreeSet<String> nats = new TreeSet<>();
    TreeSet<String> shares = new TreeSet<>();
    for (Trace.Outcome outcome : trace.outcomes()) {
      String name = names.getOrDefault(outcome.address(), outcome.address().toString());
      ends.add(name + ":" + outcome.port());
      sources.add(names.getOrDefault(outcome.sourceSeen(), outcome.sourceSeen().toString()));
      outcome.nat().forEach(n -> nats.add(n.split(" ")[0]));
      shares.add("1/" + Math.round(1 / outcome.probability()));
    }
    return trace.verdict().word() + " " + String.join(" ", ends)
        + (trace.outcomes().size() > 1 ? " " + String.join(" ", shares) : "")
        + " from " + String.join(" ", sources) + (nats.isEmpty() ? "" : " by ")
        + String.join(" ", nats);
  }
}
