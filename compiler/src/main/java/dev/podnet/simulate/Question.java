package dev.podnet.simulate;

import dev.podnet.model.Assertion;
import dev.podnet.model.Cluster;
import dev.podnet.plan.Plan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A question about one flow, asked in the words of an assert. */
public final class Question {

  private Question() {}

  /**
   * What becomes of one packet that was asked about.
   *
   * @param from who sends, in words
   * @param to who should answer, in words
   * @param trace what becomes of it
   */
  public record Answer(String from, String to, Trace trace) {

    /** Whether it arrives and is answered, wherever it may go. */
    public boolean delivered() {
      return trace.verdict() == Verdict.DELIVERED;
    }
  }

  /**
   * Follows the packets that a question is about; most often one. A service without a port is asked for each of its ports.
   *
   * @param size of each packet in bytes, IP header included
   */
  public static List<Answer> ask(Cluster cluster, Plan plan, Assertion question, int size) {
    Network network = Network.of(cluster, plan);
    List<Answer> answers = new ArrayList<>();
    new AssertProof(cluster, network, Classes.of(cluster, plan, network))
        .each(question, size, (from, to, trace) -> answers.add(new Answer(from, to, trace)));
    return answers;
  }

  /** The worst that becomes of any; unroutable when nobody was asked. */
  public static Verdict worst(List<Answer> answers) {
    return answers.stream()
        .map(a -> a.trace().verdict())
        .max(Comparator.naturalOrder())
        .orElse(Verdict.UNROUTABLE);
  }
}
