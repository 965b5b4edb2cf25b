package dev.podnet.manifest;

import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * The {@code metadata} of an object.
 *
 * @param name its name
 * @param namespace its namespace as written; empty when absent, for then it is the default one, and always empty for
 *     objects that have none (Namespace, Node, IngressClass)
 * @param labels its labels
 * @param annotations its annotations, but for {@code kubectl.kubernetes.io/last-applied-configuration}, a copy of the
 *     object itself
 * @param owners the objects it was made by, such as the ReplicaSet of a pod from a live cluster
 * @param deletion the {@code deletionTimestamp}, when the object is being deleted
 */
public record ObjectMeta(
    Located<String> name,
    Optional<Located<String>> namespace,
    LabelMap labels,
    LabelMap annotations,
    List<Owner> owners,
    Optional<Span> deletion) {

  /** Copies the list. */
  public ObjectMeta {
    owners = List.copyOf(owners);
  }

  /**
   * An entry of {@code ownerReferences}.
   *
   * @param span where it is written
   * @param kind the owner's kind
   * @param name the owner's name
   * @param controller whether the owner keeps this object in being (at most one owner does)
   */
  public record Owner(Span span, String kind, String name, boolean controller) {}

  /** The owner that keeps this object in being: then it is not one to be made a second time. */
  public Optional<Owner> controller() {
    return owners.stream().filter(Owner::controller).findFirst();
  }
}
