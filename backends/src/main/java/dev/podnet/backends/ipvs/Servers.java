package dev.podnet.backends.ipvs;

import dev.podnet.model.Service;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.VirtualServer;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Makes virtual servers. */
final class Servers {

  /**
   * The scheduler of affinity by a mark: it hashes the client's address, so that a client stays with its endpoint, and few of
   * them change theirs when endpoints do. The kernel's persistence keeps the port that was asked where a mark was (ip_vs_core.c,
   * ip_vs_sched_persist), so it is of no use there.
   */
  static final String BY_CLIENT = "mh";

  private final String scheduler;

  Servers(String scheduler) {
    this.scheduler = scheduler;
  }

  /** The one of an address. */
  VirtualServer at(
      Service service, Service.Port port, IpAddress address, List<Service.Backend> backends) {
    return new VirtualServer(
        new VirtualServer.At(address, port.protocol(), port.number()),
        scheduler,
        service.affinitySeconds(),
        real(backends),
        service.portName(port));
  }

  /** The one of a mark. */
  VirtualServer marked(
      Service service,
      Service.Port port,
      IpFamily family,
      int mark,
      List<Service.Backend> backends,
      String why) {
    return new VirtualServer(
        new VirtualServer.Marked(family, mark),
        service.affinitySeconds().isPresent() ? BY_CLIENT : scheduler,
        Optional.empty(),
        real(backends),
        service.portName(port) + why);
  }

  /** Endpoints as real servers. */
  static List<VirtualServer.RealServer> real(List<Service.Backend> backends) {
    TreeSet<VirtualServer.RealServer> servers = new TreeSet<>();
    for (Service.Backend backend : backends) {
      servers.add(new VirtualServer.RealServer(
          backend.endpoint().ip(), backend.port(), VirtualServer.Forwarding.MASQUERADE, 1));
    }
    return List.copyOf(servers);
  }
}
