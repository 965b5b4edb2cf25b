package dev.podnet.backends.none;

import dev.podnet.spi.BackendContext;
import dev.podnet.spi.Fabric;
import dev.podnet.spi.PlanBuilder;
import dev.podnet.spi.SettingSpec;
import java.util.List;

/** Nodes carry pod traffic to each other by somebody else's doing, or not at all. */
public final class NoFabric implements Fabric {

  @Override
  public String name() {
    return "none";
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of();
  }

  @Override
  public int overhead(BackendContext context) {
    return 0;
  }

  @Override
  public boolean needsSharedSegment(BackendContext context) {
    return false;
  }

  @Override
  public void contribute(BackendContext context, PlanBuilder plan) {
    // nothing by definition
  }
}
