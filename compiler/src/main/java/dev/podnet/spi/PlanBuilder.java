package dev.podnet.spi;

import dev.podnet.plan.Link;
import dev.podnet.plan.OutputFile;
import dev.podnet.plan.Part;
import dev.podnet.plan.RouterRoute;
import java.util.List;

/** Where backends put what hosts are to have. */
public interface PlanBuilder {

  /** The host's own elements of a part. */
  FragmentBuilder host(String node, Part part);

  /** The links that a host has of its own so far: those of backends that come before (wiring, fabric, proxy, DNS). */
  List<Link> links(String node);

  /**
   * A fragment that several hosts share; made by the first call.
   *
   * @param name a file name without its ending
   * @param title what it is for, in the spec's own names; one line
   */
  FragmentBuilder shared(String name, Part part, String title);

  /** Says that a shared fragment holds on a host; once is enough. */
  void include(String node, String shared);

  /** Says that a routing daemon of the hosts puts in the routes of a shared fragment, so that the scripts do not. */
  void learned(String shared);

  /** A route that the routers of the underlay need. */
  void routerRoute(RouterRoute route);

  /** A file outside the hosts. */
  void file(OutputFile file);
}
