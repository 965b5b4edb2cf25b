package dev.podnet.manifest;

import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;

/** A {@code v1} Pod. */
public record PodObject(Span span, ObjectMeta meta, PodSpec spec, Status status)
    implements KubeObject {

  @Override
  public String kind() {
    return "Pod";
  }

  /**
   * What a live cluster says of a pod; everything is empty for a pod that was only written down.
   *
   * @param phase {@code status.phase}: Pending, Running, Succeeded, Failed or Unknown
   * @param podIps {@code status.podIPs}, or {@code status.podIP} alone; primary first
   * @param ready the status of the condition Ready; Unknown counts as false
   */
  public record Status(
      Optional<Located<String>> phase,
      List<Located<IpAddress>> podIps,
      Optional<Located<Boolean>> ready) {

    /** A pod of which nothing is known. */
    public static final Status NONE = new Status(Optional.empty(), List.of(), Optional.empty());

    /** Copies the list. */
    public Status {
      podIps = List.copyOf(podIps);
    }
  }

  /** Whether it is ready, where that is known: one that has yet to start is not. */
  public Optional<Boolean> ready() {
    boolean pending =
        status.phase().map(Located::value).filter("Pending"::equals).isPresent();
    return status
        .ready()
        .map(Located::value)
        .or(() -> pending ? Optional.of(false) : Optional.empty());
  }

  /** Whether the pod has run to its end: then it is no endpoint and needs no network. */
  public boolean finished() {
    return status
        .phase()
        .map(Located::value)
        .filter(p -> p.equals("Succeeded") || p.equals("Failed"))
        .isPresent();
  }
}
