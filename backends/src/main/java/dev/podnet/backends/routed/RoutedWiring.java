package dev.podnet.backends.routed;

import dev.podnet.backends.common.HostPorts;
import dev.podnet.backends.common.PodNamespaces;
import dev.podnet.model.Node;
import dev.podnet.net.Cidr;
import dev.podnet.plan.Part;
import dev.podnet.plan.Route;
import dev.podnet.source.Located;
import dev.podnet.spi.Backend;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.PlanBuilder;
import dev.podnet.spi.SettingSpec;
import java.util.List;

/**
 * Calico's wiring (projectcalico/calico, cni-plugin/pkg/dataplane/linux): no bridge and no common link. Each pod has an
 * address of full length, a veth pair of its own and one next hop that nobody owns; the node routes each pod by a host
 * route, and throws away what is for an address of its share that no pod has.
 */
public final class RoutedWiring implements Backend {

  @Override
  public Kind kind() {
    return Kind.WIRING;
  }

  @Override
  public String name() {
    return "routed";
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of();
  }

  @Override
  public void contribute(BackendContext context, PlanBuilder plan) {
    for (Node node : context.cluster().nodes()) {
      for (Located<Cidr> pods : node.podCidrs()) {
        plan.host(node.name(), Part.NETWORK).route(Route.blackhole(pods.value()));
      }
    }
    PodNamespaces.contribute(context, new PodWires(context), plan);
    HostPorts.contribute(context.cluster(), plan);
  }
}
