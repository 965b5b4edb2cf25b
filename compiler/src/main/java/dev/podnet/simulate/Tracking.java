package dev.podnet.simulate;

import dev.podnet.net.IpAddress;
import dev.podnet.plan.Hook.Base;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.Table;
import java.util.ArrayList;
import java.util.List;

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
   */
  record Step(
      Path path,
      Packet.Tuple entered,
      Connection connection,
      boolean answer,
      Verdict lost,
      String reason) {

    Step with(Path other) {
      return new Step(other, entered, connection, answer, lost, reason);
    }

    Netfilter.Tracked tracked() {
      if (entered == null) {
        return new Netfilter.Tracked(false, false, false);
      }
      if (connection != null) {
        return new Netfilter.Tracked(!answer, answer, connection.destinationChanged());
      }
      Packet.Tuple now = path.packet().tuple();
      boolean changed = !now.destination().equals(entered.destination())
          || now.destinationPort() != entered.destinationPort();
      return new Netfilter.Tracked(true, false, changed);
    }
  }

  private final Host host;
  private final Netfilter netfilter;

  Tracking(Host host) {
    this.host = host;
    this.netfilter = new Netfilter(host);
  }

  /** PREROUTING or OUTPUT: raw, connection tracking, mangle, then nat for a new connection. */
  List<Step> enter(Path start, String device, Base base) {
    List<Step> out = new ArrayList<>();
    String in = base == Base.OUTPUT ? "" : device;
    String to = base == Base.OUTPUT ? device : "";
    Netfilter.Tracked none = new Netfilter.Tracked(false, false, false);
    for (Netfilter.Way raw :
        netfilter.run(Table.RAW, base, start.packet(), new Netfilter.Place(in, to, none))) {
      Step step = track(lostOr(start, raw), raw.untracked());
      if (step.lost() != null) {
        out.add(step);
        continue;
      }
      for (Step mangled : through(Table.MANGLE, step, base, in, to)) {
        if (mangled.lost() != null || mangled.entered() == null || mangled.connection() != null) {
          out.add(mangled);
        } else {
          out.addAll(translate(mangled, base, in, to));
        }
      }
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

  private List<Step> translate(Step step, Base base, String in, String to) {
    List<Step> out = new ArrayList<>();
    Packet before = step.path().packet();
    for (Netfilter.Way way :
        netfilter.run(Table.NAT, base, before, new Netfilter.Place(in, to, step.tracked()))) {
      Path path = step.path().share(way.probability()).with(way.packet());
      Packet after = way.packet();
      if (!after.destination().equals(before.destination())
          || after.destinationPort() != before.destinationPort()) {
        String target =
            new ServiceExpectation.Target(after.destination(), after.destinationPort()).toString();
        path = path.hop(host.name, () -> "nat " + base, () -> way.decided() + ": DNAT to " + target)
            .nat("dnat " + target);
      }
      out.add(new Step(path, step.entered(), null, false, null, ""));
    }
    return out;
  }

  /** INPUT, FORWARD or OUTPUT: mangle (not again at OUTPUT), then filter. */
  List<Step> filter(Step step, Base base, String in, String to) {
    List<Step> out = new ArrayList<>();
    List<Step> mangled =
        base == Base.OUTPUT ? List.of(step) : through(Table.MANGLE, step, base, in, to);
    for (Step each : mangled) {
      if (each.lost() != null) {
        out.add(each);
      } else {
        out.addAll(through(Table.FILTER, each, base, in, to));
      }
    }
    return out;
  }

  private List<Step> through(Table table, Step step, Base base, String in, String to) {
    List<Step> out = new ArrayList<>();
    Netfilter.Place place = new Netfilter.Place(in, to, step.tracked());
    for (Netfilter.Way way : netfilter.run(table, base, step.path().packet(), place)) {
      Path path = step.path().share(way.probability()).with(way.packet());
      if (way.effect() == Netfilter.Effect.PASS) {
        out.add(step.with(path));
      } else {
        Verdict verdict =
            way.effect() == Netfilter.Effect.DROP ? Verdict.DROPPED : Verdict.REJECTED;
        Path ended = path.hop(
            host.name,
            () -> table.word() + " " + base,
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

  /** POSTROUTING: mangle, then nat for a new connection; an answer gets the address its sender was asked by. */
  List<Step> leave(Step start, InterfaceName device, String in) {
    List<Step> out = new ArrayList<>();
    for (Step step : through(Table.MANGLE, start, Base.POSTROUTING, in, device.value())) {
      if (step.lost() != null || step.entered() == null) {
        out.add(step);
      } else if (step.connection() != null) {
        out.add(leaveTranslation(step));
      } else {
        out.addAll(masquerade(step, device, in));
      }
    }
    return out;
  }

  private List<Step> masquerade(Step step, InterfaceName device, String in) {
    List<Step> out = new ArrayList<>();
    Netfilter.Place place = new Netfilter.Place(in, device.value(), step.tracked());
    for (Netfilter.Way way :
        netfilter.run(Table.NAT, Base.POSTROUTING, step.path().packet(), place)) {
      Path path = step.path().share(way.probability()).with(way.packet());
      if (way.masquerade()) {
        List<IpAddress> own = masqueradeAs(device, way.packet().destination());
        if (own.isEmpty()) {
          out.add(new Step(
              path,
              step.entered(),
              null,
              false,
              Verdict.DROPPED,
              device + " has no address to masquerade with"));
          continue;
        }
        IpAddress source = own.get(0);
        path = path.with(way.packet().from(source, way.packet().sourcePort()))
            .hop(
                host.name,
                () -> "nat POSTROUTING",
                () -> way.decided() + ": masqueraded as " + source)
            .nat("masquerade " + source);
      }
      Connection made =
          new Connection(host.name, step.entered(), path.packet().tuple().reversed());
      out.add(new Step(path.remember(made), step.entered(), made, false, null, ""));
    }
    return out;
  }

  /**
   * The addresses to masquerade with, the kernel's choice first. Those of loopback are of host scope and no choice: there
   * IPv4 takes the first of another interface (inet_select_addr), IPv6 the one that the packet goes to (RFC 6724, rule 1).
   */
  private List<IpAddress> masqueradeAs(InterfaceName device, IpAddress destination) {
    if (!device.equals(Host.LOOPBACK)) {
      return host.addressesOf(device, destination.family());
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
      Connection made =
          new Connection(host.name, step.entered(), step.path().packet().tuple().reversed());
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
