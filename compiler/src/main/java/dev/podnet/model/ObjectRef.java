package dev.podnet.model;

/**
 * A namespaced name: {@code default/web}.
 *
 * @param namespace the namespace
 * @param name the name in it
 */
public record ObjectRef(String namespace, String name) implements Comparable<ObjectRef> {

  @Override
  public boolean equals(Object other) {
    return other instanceof ObjectRef that
        && name.equals(that.name)
        && namespace.equals(that.namespace);
  }

  @Override
  public int hashCode() {
    return namespace.hashCode() * 31 + name.hashCode();
  }

  @Override
  public int compareTo(ObjectRef other) {
    int byNamespace = NaturalOrder.INSTANCE.compare(namespace, other.namespace);
    return byNamespace != 0 ? byNamespace : NaturalOrder.INSTANCE.compare(name, other.name);
  }

  @Override
  public String toString() {
    return namespace + "/" + name;
  }
}
