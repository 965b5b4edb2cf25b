package dev.podnet.manifest;

import dev.podnet.source.Span;

/**
 * One object of the Kubernetes API as a manifest gives it, whatever version of the API it was written for: old versions
 * are read as their present form.
 *
 * <p>The objects mirror the text: nothing is looked up, and a field that is absent is empty, not its default. A value
 * that could not be read was reported and is left out.
 */
public sealed interface KubeObject
    permits NamespaceObject,
        NodeObject,
        PodObject,
        ServiceObject,
        EndpointsObject,
        EndpointSliceObject,
        WorkloadObject,
        IngressObject,
        IngressClassObject,
        NetworkPolicyObject {

  /** Its name, namespace, labels and annotations. */
  ObjectMeta meta();

  /** Where it stands, from its first key to its last value. */
  Span span();

  /** Its kind as the Kubernetes API writes it, such as {@code Service}. */
  String kind();

  /** The place of its name: where a finding about the object as a whole points. */
  default Span nameSpan() {
    return meta().name().span();
  }
}
