package dev.podnet.render.view;

import java.util.List;

/**
 * A file of pods' network namespaces.
 *
 * @param title what it is for
 * @param namespaces the namespaces
 */
public record NamespacesView(String title, List<NamespaceView> namespaces) {

  /**
   * One namespace.
   *
   * @param begin the line that begins it, without its comment: {@code @netns NAME} or {@code @alias NAME OTHER}
   * @param pod the pod as the spec names it
   * @param lines what {@code ip -batch} reads inside it
   * @param resolvConf the lines of its resolv.conf; empty for none
   */
  public record NamespaceView(
      String begin, String pod, List<String> lines, List<String> resolvConf) {}
}
