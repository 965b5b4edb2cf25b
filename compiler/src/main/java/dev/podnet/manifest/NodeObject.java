package dev.podnet.manifest;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;

/**
 * A {@code v1} Node.
 *
 * @param span where it stands
 * @param meta its name and labels
 * @param podCidrs {@code spec.podCIDRs}, or {@code spec.podCIDR} alone; at most one for each family
 * @param internalIps the addresses of type InternalIP, primary first
 * @param externalIps the addresses of type ExternalIP
 * @param taints its taints
 * @param unschedulable whether new pods stay away ({@code kubectl cordon})
 */
public record NodeObject(
    Span span,
    ObjectMeta meta,
    List<Located<Cidr>> podCidrs,
    List<Located<IpAddress>> internalIps,
    List<Located<IpAddress>> externalIps,
    List<Taint> taints,
    boolean unschedulable)
    implements KubeObject {

  /** Copies the lists. */
  public NodeObject {
    podCidrs = List.copyOf(podCidrs);
    internalIps = List.copyOf(internalIps);
    externalIps = List.copyOf(externalIps);
    taints = List.copyOf(taints);
  }

  @Override
  public String kind() {
    return "Node";
  }

  /**
   * A taint.
   *
   * @param span where it is written
   * @param key its key
   * @param value its value, maybe empty
   * @param effect {@code NoSchedule}, {@code NoExecute} or {@code PreferNoSchedule}
   */
  public record Taint(Span span, String key, String value, String effect) {}
}
