package dev.podnet.check;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Cluster;
import dev.podnet.planning.Backends;
import dev.podnet.planning.Selection;
import dev.podnet.spi.Backend;
import dev.podnet.spi.Fabric;
import java.util.List;
import java.util.Optional;

/** Checks a cluster against the rules that hold whatever the backends are. docs/checks.md lists them. */
public final class Checker {

  /** The rules in the order they run; findings are sorted by place later. */
  static final List<Rule> RULES = List.of(
      new SpecialRange(),
      new PodAndServiceRange(),
      new RangeAndSegment(),
      new PodCidrOverlap(),
      new SegmentOverlap(),
      new HostAddressInRange(),
      new ExternalAddressInRange(),
      new PodCidrOutsideRange(),
      new PodIpPlace(),
      new PodIpReserved(),
      new ClusterIpPlace(),
      new ClusterIpReserved(),
      new NodeOutsideSegments(),
      new GatewayOutsideSegment(),
      new AddressNotUsable(),
      new DuplicateNodeAddress(),
      new DuplicatePodIp(),
      new DuplicateClusterIp(),
      new NameServerAddress(),
      new GatewayTaken(),
      new ExternalPortTaken(),
      new ServiceAddressFamily(),
      new EndpointInServiceRange(),
      new ServiceFamilyWithoutPods(),
      new SourceRangesOfOneFamily(),
      new ContainerPortNameTwice(),
      new HostPortTaken(),
      new HostPortIsNodePort(),
      new NodePortAddressesUnused(),
      new MtuTooSmall(),
      new NodesNotJoined(),
      new NeedsSharedSegment(),
      new SegmentWithoutGateway(),
      new RouteLimitExceeded(),
      new RouterJoinsNothing(),
      new SegmentUnused(),
      new PolicyNotEnforced(),
      new IngressNotServed());

  private Checker() {}

  /** Reports what is wrong with a cluster; what is wrong with its backends and their settings is the planner's to say. */
  public static void check(Cluster cluster, Backends backends, Diagnostics diagnostics) {
    check(cluster, facts(Selection.of(cluster, backends, new Diagnostics())), diagnostics);
  }

  /** The same with the fabric's facts given; without them the rules about fabrics are silent. */
  static void check(Cluster cluster, Optional<FabricFacts> fabric, Diagnostics diagnostics) {
    CheckContext context = new CheckContext(cluster, fabric);
    Diagnostics found = new Diagnostics();
    RULES.forEach(rule -> rule.check(context, found));
    Grouping.report(found.sorted(), diagnostics);
  }

  private static Optional<FabricFacts> facts(Selection selection) {
    return selection.get(Backend.Kind.FABRIC).map(chosen -> {
      Fabric fabric = (Fabric) chosen.backend();
      return new FabricFacts(
          fabric.name(),
          fabric.needsSharedSegment(chosen.context()),
          chosen.context().podMtus());
    });
  }
}
