package dev.podnet.simulate;

import dev.podnet.net.IpAddress;
import java.util.List;
import java.util.Optional;

/**
 * What becomes of one packet.
 *
 * @param verdict how it ends: the worst that may happen to it
 * @param outcomes every end it may reach, the likeliest first, then by address and port
 * @param hops the walk of the first outcome, and of its answer
 * @param reason why it is not delivered; empty when it is
 */
public record Trace(Verdict verdict, List<Outcome> outcomes, List<Hop> hops, String reason) {

  /** Copies the lists. */
  public Trace {
    outcomes = List.copyOf(outcomes);
    hops = List.copyOf(hops);
  }

  /**
   * One end.
   *
   * @param verdict how this way ends
   * @param pod the pod, {@code NAMESPACE/NAME}; empty for a host or the outside
   * @param node the host; empty for the outside
   * @param address the destination as it is there
   * @param port the port there, 0 for ICMP
   * @param probability its share, 0 to 1
   * @param sourceSeen who the receiver thinks it is from
   * @param nat the translations on the way
   * @param reason why it is not delivered; empty when it is
   */
  public record Outcome(
      Verdict verdict,
      Optional<String> pod,
      Optional<String> node,
      IpAddress address,
      int port,
      double probability,
      IpAddress sourceSeen,
      List<String> nat,
      String reason) {

    /** Copies the list. */
    public Outcome {
      nat = List.copyOf(nat);
    }
  }
}
