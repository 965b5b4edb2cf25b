package dev.podnet.model;

import dev.podnet.net.IpAddress;
import java.util.List;

/**
 * A name server that podnet runs on a node, in the host's network. It is also a pod of the cluster, an endpoint of the
 * service that pods ask for names.
 *
 * @param pod the pod that stands for it
 * @param node the node
 * @param addresses the node's addresses it listens on, at most one for each family, primary first
 * @param port the port it listens on, UDP and TCP
 */
public record NameServer(ObjectRef pod, String node, List<IpAddress> addresses, int port) {

  /** Copies the list. */
  public NameServer {
    addresses = List.copyOf(addresses);
  }
}
