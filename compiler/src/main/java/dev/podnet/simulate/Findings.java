package dev.podnet.simulate;

import dev.podnet.net.IpAddress;
import dev.podnet.source.Span;
import dev.podnet.work.Parallel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Follows flows and keeps those that go wrong, one for each kind of failure. Flows are followed by several threads, many at a
 * time, and judged in the order they were asked for.
 */
final class Findings {

  /**
   * One packet and what it is to show.
   *
   * @param port 0 for ICMP
   * @param size in bytes, IP header included
   */
  record Flow(
      Proof.Claim claim,
      Simulator.Sender sender,
      IpAddress to,
      int port,
      Transport transport,
      int size) {}

  /** How many flows wait before they are followed. */
  private static final int BATCH = 4096;

  /** A flow to follow; see {@link #check}. */
  private record Asked(Flow flow, Supplier<String> to, Span span, Function<Trace, String> judge) {}

  private final Simulator simulator;
  private final List<Asked> waiting = new ArrayList<>();
  private final Map<String, Proof.Failure> failures = new LinkedHashMap<>();
  private long walks;

  Findings(Simulator simulator) {
    this.simulator = simulator;
  }

  /**
   * Follows a flow.
   *
   * @param to who should answer, in words
   * @param span the place in the spec that is closest to it
   * @param judge says what is wrong with a trace; empty text for nothing; several threads may ask it at once
   */
  void check(Flow flow, Supplier<String> to, Span span, Function<Trace, String> judge) {
    walks++;
    waiting.add(new Asked(flow, to, span, judge));
    if (waiting.size() == BATCH) {
      finish();
    }
  }

  /** Follows what was asked for and not followed yet. */
  private void finish() {
    List<String> wrong = Parallel.map(waiting, this::wrong);
    for (int i = 0; i < wrong.size(); i++) {
      if (!wrong.get(i).isEmpty()) {
        keep(waiting.get(i), wrong.get(i));
      }
    }
    waiting.clear();
  }

  private String wrong(Asked asked) {
    Flow flow = asked.flow();
    Trace trace =
        simulator.ask(flow.sender(), flow.to(), flow.port(), flow.transport(), flow.size());
    return asked.judge().apply(trace);
  }

  private void keep(Asked asked, String wrong) {
    Flow flow = asked.flow();
    boolean service = flow.claim() == Proof.Claim.SERVICE || flow.claim() == Proof.Claim.NODE_PORT;
    String key = flow.claim() + "|" + (service ? asked.to().get() : "") + "|" + shape(wrong);
    Proof.Failure before = failures.get(key);
    failures.put(
        key, before == null ? failure(flow, asked.to().get(), asked.span(), wrong) : more(before));
  }

  private Proof.Failure failure(Flow flow, String to, Span span, String wrong) {
    Trace told =
        simulator.trace(flow.sender(), flow.to(), flow.port(), flow.transport(), flow.size());
    return new Proof.Failure(flow.claim(), name(flow.sender()), to, wrong, span, told, 0);
  }

  private static Proof.Failure more(Proof.Failure failure) {
    return new Proof.Failure(
        failure.claim(),
        failure.from(),
        failure.to(),
        failure.what(),
        failure.span(),
        failure.trace(),
        failure.others() + 1);
  }

  /** A message without its names and numbers: failures of one shape are one failure. */
  private static String shape(String what) {
    return what.replaceAll("[0-9a-f:.]*[0-9][0-9a-f:./-]*", "#");
  }

  private static String name(Simulator.Sender sender) {
    if (sender instanceof Simulator.FromPod pod) {
      return pod.pod();
    } else if (sender instanceof Simulator.FromNode node) {
      return "node " + node.node();
    }
    return "the world";
  }

  /** What went wrong, in the order found. */
  List<Proof.Failure> failures() {
    finish();
    return List.copyOf(failures.values());
  }

  /** How many packets were followed. */
  long walks() {
    return walks;
  }
}
