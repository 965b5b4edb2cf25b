package dev.podnet.backends.iptables;

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
 * What kube-proxy does in iptables mode (Kubernetes, "Virtual IPs and Service Proxies"), with two differences in shape: no
 * chain for an endpoint, and a tree of address blocks instead of one long list; and one in behaviour: what no service
 * takes is refused at once in the whole service range, as kube-proxy does only in nftables mode.
 *
 * <p>All rules are the same on every node and stand in one shared fragment, but for those about the endpoints a node has
 * itself.
 */
public final class IptablesProxy implements Backend {

  @Override
  public Kind kind() {
    return Kind.PROXY;
  }

  @Override
  public String name() {
    return "iptables";
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
    Chains names = new Chains(cluster);
    FragmentBuilder shared =
        plan.shared("services", Part.SERVICES, "services of cluster " + cluster.name());
    for (IpFamily family : cluster.settings().podFamilies()) {
      SharedRules rules = new SharedRules(cluster, family, endpoints, names);
      LocalRules local = new LocalRules(cluster, family, endpoints, names);
      NearRules near = new NearRules(cluster, family, endpoints, names);
      for (Service service : cluster.services()) {
        if (service.proxied() && service.families().contains(family)) {
          for (Service.Port port : service.ports()) {
            rules.add(service, port);
            local.add(service, port);
            near.add(service, port);
          }
        }
      }
      rules.contribute(shared);
      local.contribute(plan);
      near.contribute(plan);
    }
    cluster.nodes().forEach(node -> plan.include(node.name(), "services"));
  }
}
