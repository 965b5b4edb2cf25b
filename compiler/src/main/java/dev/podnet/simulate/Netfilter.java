package dev.podnet.simulate;

import dev.podnet.net.IpFamily;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Hook;
import dev.podnet.plan.Match;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Table;
import dev.podnet.plan.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Runs packets through the tables of one host (iptables(8), "TABLES"; netfilter's hook order in the kernel's
 * include/uapi/linux/netfilter_ipv4.h).
 *
 * <p>A rule that holds with a probability splits the packet: every way it may go comes out, with its share.
 */
final class Netfilter {

  /** What a table makes of a packet. */
  enum Effect {
    /** It goes on. */
    PASS,
    DROP,
    REJECT
  }

  /**
   * One way out of a table.
   *
   * @param probability its share of the whole, 0 to 1
   * @param effect what becomes of the packet
   * @param packet the packet, its mark and destination as the table left them
   * @param masquerade whether its source is to become that of the interface it leaves by
   * @param untracked whether connection tracking is to leave it alone
   * @param decided the rule that decided, as a reader finds it; empty when none did
   */
  record Way(
      double probability,
      Effect effect,
      Packet packet,
      boolean masquerade,
      boolean untracked,
      Decision decided) {}

  /** What decided, as a reader finds it; made into words only when they are wanted. */
  record Decision(Supplier<String> text) {
    static final Decision NONE = new Decision(() -> "");

    /** A rule of a chain, counted from 0. */
    static Decision of(Host host, Chain chain, int at) {
      return new Decision(() -> {
        String serves = chain.rules().get(at).comment().map(c -> " (" + c + ")").orElse("");
        return chain.name() + " rule " + (at + 1) + " in " + host.place(chain) + serves;
      });
    }

    @Override
    public String toString() {
      return text.get();
    }
  }

  /**
   * Where a packet is when a table sees it.
   *
   * @param in the interface it came in by; empty when it was made here
   * @param out the interface it leaves by; empty before routing
   * @param tracked what connection tracking says
   */
  record Place(String in, String out, Tracked tracked) {}

  /** What connection tracking says of a packet. */
  record Tracked(boolean isNew, boolean established, boolean destinationChanged) {
    static final Tracked NEW = new Tracked(true, false, false);
  }

  /** How deep chains may call each other; the kernel's own limit is the size of its jump stack. */
  private static final int MAX_DEPTH = 64;

  private final Host host;

  Netfilter(Host host) {
    this.host = host;
  }

  /** Runs a packet through one station at one hook. */
  List<Way> run(Station station, Hook.Base base, Packet packet, Place place) {
    return station.chain() == null
        ? run(station.table(), base, packet, place)
        : NftWalk.run(host, station.chain(), packet, place);
  }

  /** Whether a packet passes a station as it is, which most do. Where this is not certain, {@link #run} tells. */
  boolean passes(Station station, Hook.Base base, Packet packet, Place place) {
    if (station.chain() != null) {
      return false;
    }
    IpFamily family = packet.destination().family();
    Run run = new Run(family, station.table(), place, List.of());
    List<Chain> chains = host.rules.hooked(family, station.table(), base);
    for (int i = 0; i < chains.size(); i++) {
      Quick quick = run.quick(chains.get(i), packet, 0);
      if (quick != Quick.FALLS_THROUGH) {
        return quick == Quick.ACCEPTED;
      }
    }
    return true;
  }

  /** What a chain does with a packet, as far as it leaves it as it is. */
  private enum Quick {
    FALLS_THROUGH,
    ACCEPTED,
    ELSE
  }

  /** Runs a packet through one table of iptables at one hook. */
  List<Way> run(Table table, Hook.Base base, Packet packet, Place place) {
    IpFamily family = packet.destination().family();
    List<Way> open = List.of(new Way(1, Effect.PASS, packet, false, false, Decision.NONE));
    List<Chain> chains = host.rules.hooked(family, table, base);
    if (chains.isEmpty()) {
      return open;
    }
    List<Way> done = new ArrayList<>();
    for (Chain chain : chains) {
      List<Way> next = new ArrayList<>();
      for (Way way : open) {
        Run run = new Run(family, table, place, done);
        run.walk(chain, 0, way, 0, next::add);
      }
      open = next;
    }
    done.addAll(open);
    return done;
  }

  /** One traversal of a hook's chain: ways that a verdict ended go to {@code done}, those that fall through are the caller's. */
  private final class Run {
    private final IpFamily family;
    private final Table table;
    private final Place place;
    private final List<Way> done;

    Run(IpFamily family, Table table, Place place, List<Way> done) {
      this.family = family;
      this.table = table;
      this.place = place;
      this.done = done;
    }

    /** Walks a chain for as long as nothing changes the packet, stops it or is left to chance. */
    private Quick quick(Chain chain, Packet packet, int depth) {
      List<Rule> rules = chain.rules();
      for (int i = 0; i < rules.size(); i++) {
        Rule rule = rules.get(i);
        double share = share(rule, packet);
        if (share == 0) {
          continue;
        }
        Target target = rule.target();
        if (share < 1 || depth > MAX_DEPTH) {
          return Quick.ELSE;
        } else if (target instanceof Target.Jump jump) {
          Quick quick = quick(host.rules.chain(family, table, jump.chain()), packet, depth + 1);
          if (quick != Quick.FALLS_THROUGH) {
            return quick;
          }
        } else if (target instanceof Target.Goto jump) {
          return quick(host.rules.chain(family, table, jump.chain()), packet, depth + 1);
        } else if (target instanceof Target.Return) {
          return Quick.FALLS_THROUGH;
        } else {
          return target instanceof Target.Accept ? Quick.ACCEPTED : Quick.ELSE;
        }
      }
      return Quick.FALLS_THROUGH;
    }

    /** Walks a chain from a rule on; {@code fallThrough} takes what reaches its end or returns. */
    private void walk(
        Chain chain, int from, Way start, int depth, java.util.function.Consumer<Way> fallThrough) {
      if (depth > MAX_DEPTH) {
        throw new IllegalStateException(
            host.name + ": chains call each other too deep, at " + chain.name());
      }
      Way way = start;
      for (int i = from; i < chain.rules().size(); i++) {
        Rule rule = chain.rules().get(i);
        double share = share(rule, way.packet());
        if (share == 0) {
          continue;
        }
        if (share < 1) {
          Way rest = scaled(way, 1 - share);
          apply(chain, i, rule, scaled(way, share), depth, fallThrough);
          way = rest;
          continue;
        }
        if (rule.target() instanceof Target.SetMark mark) {
          way = with(way, way.packet().marked(way.packet().mark() & ~mark.mask() ^ mark.value()));
          continue;
        }
        if (rule.target() instanceof Target.MapMark map) {
          way = with(way, mapped(map, way.packet()));
          continue;
        }
        if (rule.target() instanceof Target.NoTrack) {
          way = new Way(
              way.probability(),
              way.effect(),
              way.packet(),
              way.masquerade(),
              true,
              Decision.of(host, chain, i));
          continue;
        }
        apply(chain, i, rule, way, depth, fallThrough);
        return;
      }
      fallThrough.accept(way);
    }

    private void apply(
        Chain chain,
        int at,
        Rule rule,
        Way way,
        int depth,
        java.util.function.Consumer<Way> fallThrough) {
      Target target = rule.target();
      Decision decided = Decision.of(host, chain, at);
      if (target instanceof Target.Jump jump) {
        walk(
            host.rules.chain(family, table, jump.chain()),
            0,
            way,
            depth + 1,
            w -> walk(chain, at + 1, w, depth, fallThrough));
      } else if (target instanceof Target.Goto jump) {
        walk(host.rules.chain(family, table, jump.chain()), 0, way, depth + 1, fallThrough);
      } else if (target instanceof Target.Return) {
        fallThrough.accept(way);
      } else if (target instanceof Target.Accept) {
        done.add(new Way(
            way.probability(),
            Effect.PASS,
            way.packet(),
            way.masquerade(),
            way.untracked(),
            decided));
      } else if (target instanceof Target.Drop) {
        done.add(new Way(way.probability(), Effect.DROP, way.packet(), false, false, decided));
      } else if (target instanceof Target.Reject) {
        done.add(new Way(way.probability(), Effect.REJECT, way.packet(), false, false, decided));
      } else if (target instanceof Target.Dnat dnat) {
        Packet packet = way.packet().to(dnat.address(), dnat.port());
        done.add(new Way(
            way.probability(), Effect.PASS, packet, way.masquerade(), way.untracked(), decided));
      } else if (target instanceof Target.Masquerade) {
        done.add(
            new Way(way.probability(), Effect.PASS, way.packet(), true, way.untracked(), decided));
      } else if (target instanceof Target.SetMark mark) {
        Packet packet = way.packet().marked(way.packet().mark() & ~mark.mask() ^ mark.value());
        walk(chain, at + 1, with(way, packet), depth, fallThrough);
      } else if (target instanceof Target.MapMark map) {
        walk(chain, at + 1, with(way, mapped(map, way.packet())), depth, fallThrough);
      } else if (target instanceof Target.NoTrack) {
        Way untracked =
            new Way(way.probability(), way.effect(), way.packet(), way.masquerade(), true, decided);
        walk(chain, at + 1, untracked, depth, fallThrough);
      } else {
        throw new IllegalStateException("the simulator does not know the target " + target);
      }
    }

    private Packet mapped(Target.MapMark map, Packet packet) {
      return host.rules
          .set(map.set())
          .mark(packet, map.directions())
          .map(packet::marked)
          .orElse(packet);
    }

    private Way scaled(Way way, double share) {
      return new Way(
          way.probability() * share,
          way.effect(),
          way.packet(),
          way.masquerade(),
          way.untracked(),
          way.decided());
    }

    private Way with(Way way, Packet packet) {
      return new Way(
          way.probability(),
          way.effect(),
          packet,
          way.masquerade(),
          way.untracked(),
          way.decided());
    }

    /** With which probability all matches of the rule hold. */
    private double share(Rule rule, Packet packet) {
      double share = 1;
      List<Match> matches = rule.matches();
      for (int i = 0; i < matches.size(); i++) {
        Match match = matches.get(i);
        if (match instanceof Match.OneIn oneIn) {
          share /= oneIn.n();
        } else if (!holds(match, packet)) {
          return 0;
        }
      }
      return share;
    }

    private boolean holds(Match match, Packet packet) {
      if (match instanceof Match.Source source) {
        return source.cidr().contains(packet.source()) != source.negated();
      } else if (match instanceof Match.Destination destination) {
        return destination.cidr().contains(packet.destination()) != destination.negated();
      } else if (match instanceof Match.InInterface in) {
        return interfaceMatches(in.name(), place.in()) != in.negated();
      } else if (match instanceof Match.OutInterface out) {
        return interfaceMatches(out.name(), place.out()) != out.negated();
      } else if (match instanceof Match.OfProtocol protocol) {
        return packet.transport().is(protocol.protocol());
      } else if (match instanceof Match.DestinationPort port) {
        return packet.transport().is(port.protocol())
            && port.ports().contains(packet.destinationPort());
      } else if (match instanceof Match.SourcePort port) {
        return packet.transport().is(port.protocol()) && port.ports().contains(packet.sourcePort());
      } else if (match instanceof Match.Mark mark) {
        return ((packet.mark() & mark.mask()) == mark.value()) != mark.negated();
      } else if (match instanceof Match.ConntrackState state) {
        return inState(state.states()) != state.negated();
      } else if (match instanceof Match.Confirmed) {
        // The walk is a connection's first packet, and the answer to it.
        return place.tracked().established();
      } else if (match instanceof Match.LocalAddress local) {
        return host.isLocal(local.source() ? packet.source() : packet.destination())
            != local.negated();
      } else if (match instanceof Match.RecentlySeen) {
        return false; // the walk is a client's first packet
      } else if (match instanceof Match.Remember) {
        return true;
      } else if (match instanceof Match.InSet set) {
        return host.rules.set(set.set()).holds(packet, set.directions()) != set.negated();
      }
      throw new IllegalStateException("the simulator does not know the match " + match);
    }

    private boolean inState(Set<Match.CtState> states) {
      Tracked tracked = place.tracked();
      return tracked.isNew() && states.contains(Match.CtState.NEW)
          || tracked.established() && states.contains(Match.CtState.ESTABLISHED)
          || tracked.destinationChanged() && states.contains(Match.CtState.DNAT);
    }
  }

  private static boolean interfaceMatches(String pattern, String name) {
    if (pattern.endsWith("+")) {
      return name.startsWith(pattern.substring(0, pattern.length() - 1));
    }
    return pattern.equals(name);
  }
}
