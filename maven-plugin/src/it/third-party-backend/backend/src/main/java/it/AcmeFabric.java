package it;

import dev.podnet.backends.hostgw.HostGwFabric;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.Fabric;
import dev.podnet.spi.PlanBuilder;
import dev.podnet.spi.SettingSpec;
import java.util.List;

/** A fabric that podnet does not have: host-gw by another name. */
public final class AcmeFabric implements Fabric {

  private final HostGwFabric routes = new HostGwFabric();

  @Override
  public String name() {
    return "acme";
  }

  @Override
  public List<SettingSpec> settings() {
    return routes.settings();
  }

  @Override
  public int overhead(BackendContext context) {
    return routes.overhead(context);
  }

  @Override
  public boolean needsSharedSegment(BackendContext context) {
    return true;
  }

  @Override
  public void check(BackendContext context, Diagnostics diagnostics) {
    routes.check(context, diagnostics);
  }

  @Override
  public void contribute(BackendContext context, PlanBuilder plan) {
    routes.contribute(context, plan);
  }
}
