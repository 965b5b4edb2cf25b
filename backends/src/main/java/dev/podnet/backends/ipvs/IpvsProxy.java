package dev.podnet.backends.ipvs;

import dev.podnet.backends.common.DirectReturn;
import dev.podnet.backends.common.Endpoints;
import dev.podnet.backends.common.ServiceNotes;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Cluster;
import dev.podnet.model.Service;
import dev.podnet.net.IpFamily;
import dev.podnet.net.MacAddress;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.KernelModule;
import dev.podnet.plan.Link;
import dev.podnet.plan.Sysctl;
import dev.podnet.spi.Backend;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.FragmentBuilder;
import dev.podnet.spi.PlanBuilder;
import dev.podnet.spi.SettingSpec;
import java.util.List;
import java.util.Optional;

/**
 * Services by IPVS (ipvsadm(8)), the load balancer of the kernel: a virtual server for each address and port, found by a hash
 * table however many there are.
 *
 * <p>The dummy device {@code kube-ipvs0} carries the services' addresses, so that packets for them pass LOCAL_IN, where IPVS
 * is. Everything besides the balancing is decided by marks that sets give to a connection's first packet: so node ports need no
 * address of the node, and a service may have one virtual server for pods and another for strangers.
 *
 * <p>It behaves as the other modes do, and not as kube-proxy's mode of this name where that differs from its other modes.
 */
public final class IpvsProxy implements Backend {

  /** The setting that names the scheduler. */
  static final String SCHEDULER = "scheduler";

  /** The setting that keeps hosts from answering for addresses of other interfaces. */
  static final String STRICT_ARP = "strictARP";

  /** The device that carries the addresses, with the name kube-proxy gives it. */
  static final InterfaceName DEVICE = new InterfaceName("kube-ipvs0");

  /** The schedulers of Linux that make sense where every endpoint has the same weight, the default first. */
  private static final List<String> SCHEDULERS =
      List.of("rr", "wrr", "lc", "wlc", "lblc", "lblcr", "dh", "sh", "sed", "nq", "mh");

  @Override
  public Kind kind() {
    return Kind.PROXY;
  }

  @Override
  public String name() {
    return "ipvs";
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of(
        SettingSpec.word(SCHEDULER, SCHEDULERS, "How an endpoint is chosen (ipvsadm(8), -s)."),
        SettingSpec.off(
            STRICT_ARP,
            "Nodes answer ARP only for addresses of the interface that is asked: for load balancers"
                + " that announce their addresses themselves."),
        DirectReturn.DSR);
  }

  @Override
  public void check(BackendContext context, Diagnostics diagnostics) {
    ServiceNotes.check(context.cluster(), diagnostics);
    IpvsCheck.check(context, diagnostics);
    DirectReturn.check(context, diagnostics);
  }

  @Override
  public int wrapping(BackendContext context) {
    return DirectReturns.wrapping(context.cluster());
  }

  @Override
  public void contribute(BackendContext context, PlanBuilder plan) {
    Cluster cluster = context.cluster();
    Endpoints endpoints = new Endpoints(cluster);
    Placement placement = new Placement(cluster, endpoints, plan);
    Servers servers = new Servers(context.settings().text(SCHEDULER).orElseThrow());
    FragmentBuilder shared = placement.everywhere();
    cluster.nodes().forEach(node -> plan.include(node.name(), "services"));
    LocalMarks localMarks = new LocalMarks(cluster);
    DirectReturns returns = new DirectReturns(
        cluster, endpoints, placement, context.settings().text(SCHEDULER).orElseThrow(), plan);
    boolean any = false;
    for (IpFamily family : cluster.settings().podFamilies()) {
      SharedServices every = new SharedServices(cluster, family, endpoints, placement, servers);
      LocalServices local =
          new LocalServices(cluster, family, endpoints, placement, servers, localMarks, returns);
      for (Service service : cluster.services()) {
        if (service.proxied() && service.families().contains(family)) {
          for (Service.Port port : service.ports()) {
            every.add(service, port);
            local.add(service, port);
            returns.add(service, port, family);
            any = true;
          }
        }
      }
      every.contribute(shared);
      local.contribute();
    }
    returns.contribute(plan);
    if (any) {
      device(context, shared);
    }
  }

  private static void device(BackendContext context, FragmentBuilder shared) {
    shared.link(new Link.Dummy(
        DEVICE,
        MacAddress.fromName(DEVICE.value()),
        1500,
        "carries the addresses of services, so that this host takes their packets in"));
    shared.module(new KernelModule("dummy", "/sys/module/dummy"));
    shared.module(new KernelModule("ip_vs", "/proc/net/ip_vs"));
    shared.sysctl(new Sysctl(
        "net/ipv4/vs/conntrack", "1", "netfilter sees, and masquerades, what IPVS has balanced"));
    shared.sysctl(new Sysctl(
        "net/ipv4/vs/expire_nodest_conn", "1", "a client is not held to an endpoint that is gone"));
    shared.sysctl(
        new Sysctl("net/ipv4/vs/expire_quiescent_template", "1", "nor one with session affinity"));
    shared.sysctl(new Sysctl(
        "net/ipv4/vs/conn_reuse_mode",
        "0",
        "a client that uses a source port again does not wait a second, as it does on kernels before 5.9",
        Optional.of("5.9")));
    if (context.settings().on(STRICT_ARP)) {
      String reason = "strictARP: services' addresses are not answered for on the wire";
      shared.sysctl(new Sysctl("net/ipv4/conf/all/arp_ignore", "1", reason));
      shared.sysctl(new Sysctl("net/ipv4/conf/all/arp_announce", "2", reason));
    }
  }
}
