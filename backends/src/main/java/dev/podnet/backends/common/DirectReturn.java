package dev.podnet.backends.common;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.SettingSpec;

/**
 * Direct server return, as kube-router has it (docs/dsr.md of kube-router): the balancer wraps a packet for the endpoint, which
 * answers past it. Read, and refused when it is on.
 */
public final class DirectReturn {

  /** The setting, off unless it is written. */
  public static final SettingSpec DSR =
      SettingSpec.off("dsr", "Endpoints answer clients past the balancer (refused when on).");

  private DirectReturn() {}

  /** Reports that it is on. */
  public static void check(BackendContext context, Diagnostics diagnostics) {
    if (context.settings().on(DSR.key())) {
      Diagnostic.at(
              context.choice().setting(DSR.key()).orElseThrow().key().span(),
              SettingCode.DIRECT_RETURN,
              "endpoints cannot answer past the balancer in this version, but `dsr` is on")
          .label("needs the service's address and a tunnel inside each endpoint's pod")
          .help("leave `dsr` out: with `externalTrafficPolicy Local` endpoints see the client's own"
              + " address, and their answers leave by their own node")
          .to(diagnostics);
    }
  }
}
