package dev.podnet.backends.none;

import dev.podnet.spi.Backend;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.PlanBuilder;
import dev.podnet.spi.SettingSpec;
import java.util.List;

/** Pods hang on their nodes by somebody else's doing. */
public final class NoWiring implements Backend {

  @Override
  public Kind kind() {
    return Kind.WIRING;
  }

  @Override
  public String name() {
    return "none";
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of();
  }

  @Override
  public void contribute(BackendContext context, PlanBuilder plan) {
    // nothing by definition
  }
}
