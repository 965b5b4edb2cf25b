package dev.podnet.origin;

import dev.podnet.model.NaturalOrder;
import java.util.Locale;

/**
 * An object of a spec.
 *
 * @param kind what it is
 * @param name its name; of an object in a namespace {@code NAMESPACE/NAME}
 */
public record SpecObject(Kind kind, String name) implements Comparable<SpecObject> {

  /** The kinds of objects, in the order in which a spec has them. */
  public enum Kind {
    CLUSTER,
    SEGMENT,
    ROUTER,
    NODE,
    NAMESPACE,
    POD,
    SERVICE,
    POLICY,
    INGRESS;

    /** The word of the spec. */
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  public int compareTo(SpecObject other) {
    int order = kind.compareTo(other.kind);
    return order != 0 ? order : NaturalOrder.INSTANCE.compare(name, other.name);
  }

  /** {@code service default/web}. */
  @Override
  public String toString() {
    return kind.word() + " " + name;
  }
}
