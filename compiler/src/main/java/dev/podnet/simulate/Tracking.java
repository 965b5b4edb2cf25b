package dev.podnet.simulate;

import dev.podnet.net.IpAddress;
import dev.podnet.plan.Hook.Base;
import dev.podnet.plan.InterfaceName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** One host's hooks with connection tracking and NAT around them. */
final class Tracking {

  /**
   * A way of a packet inside a host.
   *
   * @param path the way so far
   * @param entered the tuple it came in with; null when it is not tracked
   * @param connection what the host remembered before; null for a new connection
   * @param answer whether it goes against the connection's first direction
   * @param lost why it ends here; null when it goes on
   * @param reason in words
   * @param balanced whether IPVS has rewritten its destination
   */
  record Step(
      Path path,
      Packet.Tuple entered,
      Connection connection,
      boolean answer,
      Verdict lost,
      String reason,
      boolean balanced) {

    /** One that was not balanced. */
    Step(
        Path path,
        Packet.Tuple entered,
        Connection connection,
        boolean answer,
        Verdict lost,
        String reason) {
      this(path, entered, connection, answer, lost, reason, false);
    }

    Step with(Path other) {
      return new Step(other, entered, connection, answer, lost, reason, balanced);
    }

    /** The same on its way to where IPVS sends it. */
    Step balanced(Path other) {
      return new Step(other, entered, connection, answer, lost, reason, true);
    }

    Netfilter.Tracked tracked() {
      if (entered == null) {
        return new Netfilter.Tracked(false, false, false);
      }
      if (connection != null) {
        return new Netfilter.Tracked(!answer, answer, connection.destinationChanged());
      }
      Packet.Tuple now = path.packet().tuple();
      boolean changed = !balanced
          && (!now.destination().equals(entered.destination())
              || now.destinationPort() != entered.destinationPort());
      return new Netfilter.Tracked(true, false, changed);
    }
  }

  private final Host host;
  private final Netfilter netfilter;

  Tracking(Host host) {
    this.host = host;
    this.netfilter = new Netfilter(host);
  }

  /** PREROUTING or OUTPUT up to translation and, at PREROUTING, what comes after it. */
  List<Step> enter(Path start, String device, Base base) {
    String in = base == Base.OUTPUT ? "" : device;
    String to = base == Base.OUTPUT ? device : "";
    Station.AtHook stations = stations(start, base);
    List<Step> steps = of(
        raw(stations.raw(), start, base, in, to),
        raw -> through(stations.before(), raw, base, in, to));
    List<Step> translated = of(steps, step -> {
      boolean asks = step.lost() == null && step.entered() != null && step.connection() == null;
      return asks ? translate(stations.nat(), step, base, in, to) : List.of(step);
    });
    return base == Base.OUTPUT
        ? translated
        : of(translated, s -> through(stations.after(), s, base, in, to));
  }

  /** What becomes of all; most often there is one. */
  private static List<Step> of(List<Step> steps, Function<Step, List<Step>> next) {
    if (steps.size() == 1) {
      return next.apply(steps.get(0));
    }
    List<Step> out = new ArrayList<>();
    steps.forEach(step -> out.addAll(next.apply(step)));
    return out;
  }

  private Station.AtHook stations(Path path, Base base) {
    return host.rules.stations(path.packet().destination().family(), base);
  }

  /** What comes before connection tracking, and tracking itself. */
  private List<Step> raw(List<Station> stations, Path start, Base base, String in, String to) {
    if (stations.isEmpty()) {
      return List.of(track(new Step(start, null, null, false, null, ""), false));
    }
    if (stations.size() > 1) {
      throw new IllegalStateException("the simulator knows one table before connection tracking");
    }
    Netfilter.Tracked none = new Netfilter.Tracked(false, false, false);
    Netfilter.Place place = new Netfilter.Place(in, to, none);
    if (netfilter.passes(stations.get(0), base, start.packet(), place)) {
      return List.of(track(new Step(start, null, null, false, null, ""), false));
    }
    List<Step> out = new ArrayList<>();
    for (Netfilter.Way way : netfilter.run(stations.get(0), base, start.packet(), place)) {
      out.add(track(lostOr(start, way), way.untracked()));
    }
    return out;
  }

  private Step lostOr(Path start, Netfilter.Way way) {
    Path path = start.share(way.probability()).with(way.packet());
    if (way.effect() == Netfilter.Effect.PASS) {
      return new Step(path, null, null, false, null, "");
    }
    Verdict verdict = way.effect() == Netfilter.Effect.DROP ? Verdict.DROPPED : Verdict.REJECTED;
    return new Step(path, null, null, false, verdict, way.decided().toString());
  }

  private Step track(Step step, boolean untracked) {
    if (step.lost() != null || untracked) {
      return step;
    }
    Packet packet = step.path().packet();
    Packet.Tuple tuple = packet.tuple();
    Connection known = step.path().known(host.name, tuple);
    if (known == null) {
      return new Step(step.path(), tuple, null, false, null, "");
    }
    boolean answer = known.answer().equals(tuple) && !known.original().equals(tuple);
    // An answer goes back to whoever opened the connection; a repeat goes where the first packet
    // went.
    Packet translated = answer
        ? packet.to(known.original().source(), known.original().sourcePort())
        : packet.to(known.answer().source(), known.answer().sourcePort());
    Path path = step.path().with(translated);
    if (answer && !translated.tuple().equals(tuple)) {
      path = path.hop(
          host.name,
          () -> "conntrack",
          () -> "an answer to " + known.original() + ": its destination becomes "
              + known.original().from());
    }
    return new Step(path, tuple, known, answer, null, "");
  }

  /** The first of those that translate is the last that is asked (nf_nat_inet_fn in net/netfilter/nf_nat_core.c). */
  private List<Step> translate(
      List<Station> stations, Step start, Base base, String in, String to) {
    List<Step> open = List.of(start);
    int passed = passed(stations, start, base, in, to);
    if (passed == stations.size()) {
      return open;
    }
    List<Step> out = new ArrayList<>();
    for (Station station : stations.subList(passed, stations.size())) {
      List<Step> next = new ArrayList<>();
      for (Step step : open) {
        Packet before = step.path().packet();
        Netfilter.Place place = new Netfilter.Place(in, to, step.tracked());
        for (Netfilter.Way way : netfilter.run(station, base, before, place)) {
          Path path = step.path().share(way.probability()).with(way.packet());
          Packet after = way.packet();
          if (after.destination().equals(before.destination())
              && after.destinationPort() == before.destinationPort()) {
            next.add(step.with(path));
          } else {
            out.add(step.with(translated(path, station, base, way)));
          }
        }
      }
      open = next;
    }
    out.addAll(open);
    return out;
  }

  private Path translated(Path path, Station station, Base base, Netfilter.Way way) {
    Packet after = way.packet();
    String target =
        new ServiceExpectation.Target(after.destination(), after.destinationPort()).toString();
    return path.hop(
            host.name,
            () -> station.word() + " " + base,
            () -> way.decided() + ": DNAT to " + target)
        .nat("dnat " + target);
  }

  /** OUTPUT up to translation, which is over, of a packet that IPVS sends on. */
  List<Step> again(Step step, String to) {
    Station.AtHook stations = stations(step.path(), Base.OUTPUT);
    List<Step> out = new ArrayList<>();
    for (Step raw : through(stations.raw(), step, Base.OUTPUT, "", to)) {
      out.addAll(through(stations.before(), raw, Base.OUTPUT, "", to));
    }
    return out;
  }

  /** INPUT, FORWARD, or what of OUTPUT comes after translation. */
  List<Step> filter(Step step, Base base, String in, String to) {
    Station.AtHook stations = stations(step.path(), base);
    List<Step> open =
        base == Base.OUTPUT ? List.of(step) : through(stations.before(), step, base, in, to);
    return stations.after().isEmpty()
        ? open
        : of(open, each -> through(stations.after(), each, base, in, to));
  }

  /** How many of the stations, from the first on, a packet passes as it is. */
  private int passed(List<Station> stations, Step step, Base base, String in, String to) {
    if (stations.isEmpty()) {
      return 0;
    }
    Packet packet = step.path().packet();
    Netfilter.Place place = new Netfilter.Place(in, to, step.tracked());
    int passed = 0;
    while (passed < stations.size()
        && netfilter.passes(stations.get(passed), base, packet, place)) {
      passed++;
    }
    return passed;
  }

  private List<Step> through(List<Station> stations, Step start, Base base, String in, String to) {
    List<Step> steps = List.of(start);
    int passed = start.lost() == null ? passed(stations, start, base, in, to) : stations.size();
    if (passed == stations.size()) {
      return steps;
    }
    for (Station station : stations.subList(passed, stations.size())) {
      List<Step> next = new ArrayList<>();
      for (Step step : steps) {
        if (step.lost() == null) {
          next.addAll(through(station, step, base, in, to));
        } else {
          next.add(step);
        }
      }
      steps = next;
    }
    return steps;
  }

  private List<Step> through(Station station, Step step, Base base, String in, String to) {
    List<Step> out = new ArrayList<>();
    Netfilter.Place place = new Netfilter.Place(in, to, step.tracked());
    for (Netfilter.Way way : netfilter.run(station, base, step.path().packet(), place)) {
      Path path = step.path().share(way.probability()).with(way.packet());
      if (way.effect() == Netfilter.Effect.PASS) {
        out.add(step.with(path));
      } else {
        Verdict verdict =
            way.effect() == Netfilter.Effect.DROP ? Verdict.DROPPED : Verdict.REJECTED;
        Path ended = path.hop(
            host.name,
            () -> station.word() + " " + base,
            () -> way.decided() + ": " + verdict.word());
        out.add(new Step(
            ended,
            step.entered(),
            step.connection(),
            step.answer(),
            verdict,
            way.decided().toString()));
      }
    }
    return out;
  }

  /** POSTROUTING: a new connection may be masqueraded; an answer gets the address its sender was asked by. */
  List<Step> leave(Step start, InterfaceName device, String in) {
    Station.AtHook stations = stations(start.path(), Base.POSTROUTING);
    String to = device.value();
    return of(through(stations.before(), start, Base.POSTROUTING, in, to), step -> {
      List<Step> translated;
      if (step.lost() != null || step.entered() == null) {
        translated = List.of(step);
      } else if (step.connection() != null) {
        translated = List.of(leaveTranslation(step));
      } else {
        translated = masquerade(stations.nat(), step, device, in);
      }
      return of(translated, s -> through(stations.after(), s, Base.POSTROUTING, in, to));
    });
  }

  private List<Step> masquerade(
      List<Station> stations, Step start, InterfaceName device, String in) {
    int passed = passed(stations, start, Base.POSTROUTING, in, device.value());
    if (passed == stations.size()) {
      return List.of(leaving(start, start.path()));
    }
    List<Step> out = new ArrayList<>();
    List<Step> open = List.of(start);
    for (Station station : stations.subList(passed, stations.size())) {
      List<Step> next = new ArrayList<>();
      for (Step step : open) {
        Netfilter.Place place = new Netfilter.Place(in, device.value(), step.tracked());
        for (Netfilter.Way way :
            netfilter.run(station, Base.POSTROUTING, step.path().packet(), place)) {
          Path path = step.path().share(way.probability()).with(way.packet());
          if (way.masquerade()) {
            out.add(masqueraded(station, step, path, device, way));
          } else {
            next.add(step.with(path));
          }
        }
      }
      open = next;
    }
    open.forEach(step -> out.add(leaving(step, step.path())));
    return out;
  }

  private Step masqueraded(
      Station station, Step step, Path path, InterfaceName device, Netfilter.Way way) {
    List<IpAddress> own = masqueradeAs(device, way.packet().destination());
    if (own.isEmpty()) {
      String reason = device + " has no address to masquerade with";
      return new Step(path, step.entered(), null, false, Verdict.DROPPED, reason);
    }
    IpAddress source = own.get(0);
    return leaving(
        step,
        path.with(way.packet().from(source, way.packet().sourcePort()))
            .hop(
                host.name,
                () -> station.word() + " POSTROUTING",
                () -> way.decided() + ": masqueraded as " + source)
            .nat("masquerade " + source));
  }

  /** A new connection as it leaves, which is remembered. */
  private Step leaving(Step step, Path path) {
    Connection made = new Connection(
        host.name, step.entered(), path.packet().tuple().reversed(), step.balanced());
    return new Step(path.remember(made), step.entered(), made, false, null, "", step.balanced());
  }

  /**
   * The addresses to masquerade with, the kernel's choice first. Those of loopback are of host scope and no choice: there
   * IPv4 takes the first of another interface (inet_select_addr), IPv6 the one that the packet goes to (RFC 6724, rule 1).
   */
  private List<IpAddress> masqueradeAs(InterfaceName device, IpAddress destination) {
    if (!device.equals(Host.LOOPBACK)) {
      return host.sourcesOn(device, destination);
    }
    return destination.isV4()
        ? host.addressesOf(host.dev, destination.family())
        : List.of(destination);
  }

  /** What the end of the way through a host does to a packet of a known connection. */
  Step leaveTranslation(Step step) {
    Connection known = step.connection();
    if (known == null) {
      if (step.entered() == null) {
        return step;
      }
      Connection made = new Connection(
          host.name, step.entered(), step.path().packet().tuple().reversed(), step.balanced());
      return step.with(step.path().remember(made));
    }
    Packet packet = step.path().packet();
    Packet translated = step.answer()
        ? packet.from(known.original().destination(), known.original().destinationPort())
        : packet.from(known.answer().destination(), known.answer().destinationPort());
    Path path = step.path().with(translated);
    if (step.answer() && !translated.tuple().equals(packet.tuple())) {
      path = path.hop(
          host.name,
          () -> "conntrack",
          () -> "its source becomes " + known.original().to() + " again, which the client asked");
    }
    return step.with(path);
  }
}
