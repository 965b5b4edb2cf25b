package dev.podnet.manifest;

import dev.podnet.net.IpAddress;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * What a pod is made of, as far as its network goes.
 *
 * @param span where it is written
 * @param nodeName the node it is on
 * @param nodeSelector labels its node must carry
 * @param hostNetwork whether it is in the host's own network
 * @param hostname its hostname
 * @param subdomain its subdomain
 * @param containers its containers and, behind them, its sidecars
 * @param tolerations the taints it bears
 * @param affinity {@code affinity}, which podnet does not evaluate
 * @param topologySpread {@code topologySpreadConstraints}, which podnet does not evaluate
 * @param dnsPolicy ClusterFirst, ClusterFirstWithHostNet, Default or None
 * @param dnsConfig what its resolver has besides
 */
public record PodSpec(
    Span span,
    Optional<Located<String>> nodeName,
    LabelMap nodeSelector,
    boolean hostNetwork,
    Optional<Located<String>> hostname,
    Optional<Located<String>> subdomain,
    List<Container> containers,
    List<Toleration> tolerations,
    Optional<Span> affinity,
    Optional<Span> topologySpread,
    Optional<Located<String>> dnsPolicy,
    DnsConfig dnsConfig) {

  /**
   * {@code dnsConfig}.
   *
   * @param servers name servers
   * @param searches domains to look in
   * @param options options of the resolver, with a value behind a colon or without
   */
  public record DnsConfig(List<IpAddress> servers, List<String> searches, List<String> options) {
    /** Copies the lists. */
    public DnsConfig {
      servers = List.copyOf(servers);
      searches = List.copyOf(searches);
      options = List.copyOf(options);
    }
  }

  /** Copies the lists. */
  public PodSpec {
    containers = List.copyOf(containers);
    tolerations = List.copyOf(tolerations);
  }

  /**
   * A container.
   *
   * @param span where it is written
   * @param name its name
   * @param sidecar whether it is an init container with {@code restartPolicy: Always}
   * @param ports the ports it declares
   */
  public record Container(
      Span span, Located<String> name, boolean sidecar, List<ContainerPort> ports) {
    /** Copies the list. */
    public Container {
      ports = List.copyOf(ports);
    }
  }

  /**
   * A port a container declares.
   *
   * @param span where it is written
   * @param name its name
   * @param number 1 to 65535
   * @param protocol its protocol, TCP when absent
   * @param hostPort the host's port that leads to it
   * @param hostIp the host's address that port is on; empty means all
   */
  public record ContainerPort(
      Span span,
      Optional<Located<String>> name,
      Located<Integer> number,
      Protocol protocol,
      Optional<Located<Integer>> hostPort,
      Optional<Located<IpAddress>> hostIp) {}

  /**
   * A toleration.
   *
   * @param span where it is written
   * @param key the taint's key; empty with operator Exists means every key
   * @param exists operator Exists rather than Equal
   * @param value the taint's value
   * @param effect the taint's effect; empty means every effect
   */
  public record Toleration(
      Span span,
      Optional<String> key,
      boolean exists,
      Optional<String> value,
      Optional<String> effect) {

    /** Whether it bears a taint (Kubernetes, "Taints and Tolerations"). */
    public boolean tolerates(String taintKey, String taintValue, String taintEffect) {
      if (effect.isPresent() && !effect.get().equals(taintEffect)) {
        return false;
      }
      if (key.isPresent() && !key.get().equals(taintKey)) {
        return false;
      }
      return exists || key.isPresent() && value.orElse("").equals(taintValue);
    }
  }
}
