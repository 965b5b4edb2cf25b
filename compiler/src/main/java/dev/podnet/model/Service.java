package dev.podnet.model;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.Protocol;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A service, its addresses chosen and its endpoints found.
 *
 * @param ref its namespace and name
 * @param span where it is declared
 * @param type its type
 * @param headless whether {@code clusterIP: None} was asked for
 * @param clusterIps its ClusterIPs, at most one for each family; empty for headless and ExternalName; the place is where
 *     the address was written, or the service's
 * @param clusterIpsExplicit whether they were written rather than chosen
 * @param families the families it serves, primary first
 * @param selector what its pods carry; empty for a service whose endpoints were given
 * @param ports its ports in the order written, with their endpoints
 * @param endpoints every endpoint address, ready or not, each once, sorted by address; ports refer to them
 * @param published what EndpointSlices say of its endpoints beyond what connections are given: names have it
 * @param externalIps addresses of the outside that lead to it
 * @param loadBalancerIps addresses of its load balancer
 * @param loadBalancerOthers what else its load balancer is known by, which names have and nodes do nothing about
 * @param loadBalancerSourceRanges who may use those; empty means everyone
 * @param externalName the name it stands for (type ExternalName)
 * @param affinitySeconds how long a client stays with its endpoint; empty without session affinity
 * @param externalLocal externalTrafficPolicy Local
 * @param internalLocal internalTrafficPolicy Local
 * @param publishNotReadyAddresses whether unready endpoints count as ready
 * @param healthCheckNodePort as given
 * @param trafficDistribution as given, such as {@code PreferClose}
 * @param directReturn whether endpoints are to answer strangers past the balancer
 */
public record Service(
    ObjectRef ref,
    Span span,
    Type type,
    boolean headless,
    List<Located<IpAddress>> clusterIps,
    boolean clusterIpsExplicit,
    List<IpFamily> families,
    SortedMap<String, String> selector,
    List<Port> ports,
    List<Endpoint> endpoints,
    List<Published> published,
    List<Located<IpAddress>> externalIps,
    List<Located<IpAddress>> loadBalancerIps,
    BalancerOthers loadBalancerOthers,
    List<Located<Cidr>> loadBalancerSourceRanges,
    Optional<String> externalName,
    Optional<Integer> affinitySeconds,
    boolean externalLocal,
    boolean internalLocal,
    boolean publishNotReadyAddresses,
    Optional<Integer> healthCheckNodePort,
    Optional<String> trafficDistribution,
    boolean directReturn) {

  /** Copies the collections. */
  public Service {
    clusterIps = List.copyOf(clusterIps);
    families = List.copyOf(families);
    selector = Labels.copyOf(selector);
    ports = List.copyOf(ports);
    endpoints = List.copyOf(endpoints);
    published = List.copyOf(published);
    externalIps = List.copyOf(externalIps);
    loadBalancerIps = List.copyOf(loadBalancerIps);
    loadBalancerSourceRanges = List.copyOf(loadBalancerSourceRanges);
  }

  /**
   * What a load balancer is known by besides addresses that nodes answer for.
   *
   * @param addresses those it answers for itself ({@code ipMode: Proxy})
   * @param names its names
   */
  public record BalancerOthers(List<IpAddress> addresses, List<String> names) {

    /** There is nothing else. */
    public static final BalancerOthers NONE = new BalancerOthers(List.of(), List.of());

    /** Copies the lists. */
    public BalancerOthers {
      addresses = List.copyOf(addresses);
      names = List.copyOf(names);
    }
  }

  /** The types of the Kubernetes API; each but the last includes what stands before it. */
  public enum Type {
    CLUSTER_IP("ClusterIP"),
    NODE_PORT("NodePort"),
    LOAD_BALANCER("LoadBalancer"),
    EXTERNAL_NAME("ExternalName");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    /** The word as the Kubernetes API writes it. */
    public String word() {
      return word;
    }
  }

  /**
   * A port of a service.
   *
   * @param span where it is written
   * @param name its name; empty for an unnamed one
   * @param number 1 to 65535
   * @param protocol its protocol
   * @param target where it leads
   * @param nodePort the port on every node, for NodePort and LoadBalancer; the place is where it was written, or the port's
   * @param nodePortExplicit whether it was written rather than chosen
   * @param backends the endpoints of this port, sorted by address, then port; one entry for each address and number
   */
  public record Port(
      Span span,
      Optional<String> name,
      int number,
      Protocol protocol,
      Target target,
      Optional<Located<Integer>> nodePort,
      boolean nodePortExplicit,
      List<Backend> backends) {
    /** Copies the list. */
    public Port {
      backends = List.copyOf(backends);
    }
  }

  /** A target port as written: a number or a name that each pod resolves for itself. */
  public record Target(Optional<Integer> number, Optional<String> name) {}

  /**
   * An endpoint of one port.
   *
   * @param endpoint the address and what is known about it
   * @param port the number of the port there
   */
  public record Backend(Endpoint endpoint, int port) {}

  /**
   * What is known of an endpoint by name alone: its second address, which no proxy uses, or a port that is none of the
   * service's (EndpointSlice API; CoreDNS's plugin {@code kubernetes}).
   *
   * @param endpoint the address and what is known about it
   * @param ports its ports
   */
  public record Published(Endpoint endpoint, List<NamedPort> ports) {
    /** Copies the list. */
    public Published {
      ports = List.copyOf(ports);
    }
  }

  /** A port of an endpoint. */
  public record NamedPort(Optional<String> name, Protocol protocol, int number) {}

  /**
   * An endpoint address.
   *
   * @param ip the address
   * @param node the node it is on, if known
   * @param pod the pod it belongs to, if known
   * @param hostname its name in DNS below the service's
   * @param ready whether it takes new connections
   * @param serving whether it still answers (differs from ready only when terminating)
   * @param terminating whether it is going away
   * @param hintZones zones it is meant for; empty for no hint
   * @param hintNodes nodes it is meant for; empty for no hint
   */
  public record Endpoint(
      IpAddress ip,
      Optional<String> node,
      Optional<ObjectRef> pod,
      Optional<String> hostname,
      boolean ready,
      boolean serving,
      boolean terminating,
      List<String> hintZones,
      List<String> hintNodes) {
    /** Copies the lists. */
    public Endpoint {
      hintZones = List.copyOf(hintZones);
      hintNodes = List.copyOf(hintNodes);
    }

    /** The same on another node. */
    public Endpoint on(Optional<String> otherNode) {
      return new Endpoint(
          ip, otherNode, pod, hostname, ready, serving, terminating, hintZones, hintNodes);
    }
  }

  /** Its ClusterIP of a family. */
  public Optional<IpAddress> clusterIp(IpFamily family) {
    return clusterIps.stream()
        .map(Located::value)
        .filter(a -> a.family() == family)
        .findFirst();
  }

  /** Whether nodes lead its addresses to its endpoints; headless services and external names are DNS alone. */
  public boolean proxied() {
    return type != Type.EXTERNAL_NAME && !headless;
  }

  /** How rules and messages name one of its ports: {@code default/web:http}, {@code default/web} for an unnamed port. */
  public String portName(Port port) {
    return port.name().map(n -> ref + ":" + n).orElse(ref.toString());
  }
}
