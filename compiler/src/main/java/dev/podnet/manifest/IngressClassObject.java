package dev.podnet.manifest;

import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.Optional;

/**
 * A {@code networking.k8s.io/v1} IngressClass.
 *
 * @param span where it stands
 * @param meta its name
 * @param controller who serves it
 * @param isDefault whether Ingresses without a class belong to it (annotation {@code
 *     ingressclass.kubernetes.io/is-default-class})
 */
public record IngressClassObject(
    Span span, ObjectMeta meta, Optional<Located<String>> controller, boolean isDefault)
    implements KubeObject {

  @Override
  public String kind() {
    return "IngressClass";
  }
}
