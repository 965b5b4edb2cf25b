package dev.podnet.spi;

import dev.podnet.diagnostics.Diagnostics;
import java.util.List;

/**
 * A way to do one part of a cluster's network. One instance serves every compile: implementations hold no state.
 *
 * <p>Found by {@link java.util.ServiceLoader} with an explicit class loader; a user chooses it by kind and name.
 */
public interface Backend {

  /** What a backend does. */
  enum Kind {
    /** How a pod hangs on its node. */
    WIRING("wiring"),
    /** How nodes carry pod traffic to each other. */
    FABRIC("fabric"),
    /** How services are implemented. */
    PROXY("proxyMode"),
    /** How names are answered. */
    DNS("dns");

    private final String statement;

    Kind(String statement) {
      this.statement = statement;
    }

    /** The statement of the language that chooses one. */
    public String statement() {
      return statement;
    }
  }

  /** What it does. */
  Kind kind();

  /** The name in the language, such as {@code vxlan}. */
  String name();

  /** The settings its block may hold; any other is reported with a suggestion. */
  List<SettingSpec> settings();

  /** Reports what this backend cannot do for this cluster. What passes here, {@link #contribute} can do. */
  default void check(BackendContext context, Diagnostics diagnostics) {}

  /**
   * The most bytes that it puts around packets of clients outside the cluster on their way to an endpoint; what pods send is
   * what the fabric wraps. The pods' MTU leaves room for the greater of the two.
   */
  default int wrapping(BackendContext context) {
    return 0;
  }

  /** Adds its part to the plan. Called only when the cluster has no errors. */
  void contribute(BackendContext context, PlanBuilder plan);
}
