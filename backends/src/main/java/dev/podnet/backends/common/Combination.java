package dev.podnet.backends.common;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.model.BackendChoice;
import dev.podnet.model.ClusterSettings;
import dev.podnet.spi.BackendContext;

/** Wirings and fabrics go together as one likes, but for a few that do not. */
public final class Combination {

  private Combination() {}

  /**
   * Reports that this fabric needs another wiring than the cluster has.
   *
   * @param wiring the only wiring it goes with
   * @param reason why, as the end of a sentence
   */
  public static void needsWiring(
      BackendContext context, String wiring, String reason, Diagnostics diagnostics) {
    ClusterSettings settings = context.cluster().settings();
    BackendChoice has = settings.wiring();
    if (!has.name().value().equals(wiring)) {
      Diagnostic.at(
              has.name().span(),
              SettingCode.COMBINATION,
              "fabric " + settings.fabric().name() + " does not go with wiring " + has.name() + ": "
                  + reason)
          .related(settings.fabric().name().span(), "this fabric")
          .help("write `wiring " + wiring + "`, or take another fabric")
          .to(diagnostics);
    }
  }
}
