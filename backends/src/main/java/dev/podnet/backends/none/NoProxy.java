package dev.podnet.backends.none;

import dev.podnet.spi.Backend;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.PlanBuilder;
import dev.podnet.spi.SettingSpec;
import java.util.List;

/** Services are implemented by somebody else, or not at all. */
public final class NoProxy implements Backend {

  @Override
  public Kind kind() {
    return Kind.PROXY;
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
