package dev.podnet.backends.nftables;

import dev.podnet.backends.common.Endpoints;
import dev.podnet.backends.common.ServiceNotes;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Cluster;
import dev.podnet.model.Service;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Part;
import dev.podnet.spi.Backend;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.FragmentBuilder;
import dev.podnet.spi.PlanBuilder;
import dev.podnet.spi.SettingSpec;
import java.util.List;

/**
 * What kube-proxy does in nftables mode (Kubernetes, "Virtual IPs and Service Proxies"), with the behaviour of podnet's
 * iptables mode: node ports on all addresses of a node unless the cluster names some, and on loopback where it asks for it.
 *
 * <p>Everything is the same on every node and stands in one shared fragment, but for the elements about the endpoints a
 * node has itself, and those that hints keep to a zone or node.
 */
public final class NftablesProxy implements Backend {

  @Override
  public Kind kind() {
    return Kind.PROXY;
  }

  @Override
  public String name() {
    return "nftables";
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of();
  }

  @Override
  public void check(BackendContext context, Diagnostics diagnostics) {
    ServiceNotes.check(context.cluster(), diagnostics);
  }

  @Override
  public void contribute(BackendContext context, PlanBuilder plan) {
    Cluster cluster = context.cluster();
    Endpoints endpoints = new Endpoints(cluster);
    FragmentBuilder shared =
        plan.shared("services", Part.SERVICES, "services of cluster " + cluster.name());
    for (IpFamily family : cluster.settings().podFamilies()) {
      Services services = new Services(cluster, family, endpoints);
      for (Service service : cluster.services()) {
        if (service.proxied() && service.families().contains(family)) {
          service.ports().forEach(port -> services.add(service, port));
        }
      }
      services.contribute(plan, shared);
    }
    cluster.nodes().forEach(node -> plan.include(node.name(), "services"));
  }
}
