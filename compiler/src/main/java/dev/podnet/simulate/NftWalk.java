package dev.podnet.simulate;

import dev.podnet.plan.Match;
import dev.podnet.plan.NftChain;
import dev.podnet.plan.NftField;
import dev.podnet.plan.NftMatch;
import dev.podnet.plan.NftRule;
import dev.podnet.plan.NftSet;
import dev.podnet.plan.NftStatement;
import dev.podnet.plan.NftVerdict;
import dev.podnet.simulate.Netfilter.Decision;
import dev.podnet.simulate.Netfilter.Effect;
import dev.podnet.simulate.Netfilter.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Runs a packet through a base chain of nftables on one host (nft(8)). Numbers drawn by chance split the packet as in
 * {@link Netfilter}. Sets that rules fill are empty: the walk is a client's first packet.
 */
final class NftWalk {

  private static final int MAX_DEPTH = 16; // NFT_JUMP_STACK_SIZE in linux/netfilter/nf_tables.h

  private final Host host;
  private final Netfilter.Place place;
  private final List<Way> done = new ArrayList<>();

  /** A packet on its way through the rules, and its share. */
  private record State(double share, Packet packet) {
    State marked(int mark) {
      return new State(share, packet.marked(mark));
    }

    State scaled(double part) {
      return new State(share * part, packet);
    }
  }

  private NftWalk(Host host, Netfilter.Place place) {
    this.host = host;
    this.place = place;
  }

  /** Every way a packet may leave a base chain; what falls through passes. */
  static List<Way> run(Host host, NftChain base, Packet packet, Netfilter.Place place) {
    NftWalk walk = new NftWalk(host, place);
    walk.walk(
        base,
        0,
        new State(1, packet),
        0,
        state -> walk.end(Effect.PASS, state, false, Decision.NONE));
    return walk.done;
  }

  private void end(Effect effect, State state, boolean masquerade, Decision decided) {
    done.add(new Way(state.share(), effect, state.packet(), masquerade, false, decided));
  }

  private void walk(NftChain chain, int from, State start, int depth, Consumer<State> back) {
    if (depth > MAX_DEPTH) {
      throw new IllegalStateException(
          host.name + ": chains call each other too deep, at " + chain.name());
    }
    State state = start;
    for (int i = from; i < chain.rules().size(); i++) {
      NftRule rule = chain.rules().get(i);
      double share = share(chain, rule, state.packet());
      if (share == 0) {
        continue;
      }
      new Run(chain, i, depth, back).from(0, share < 1 ? state.scaled(share) : state);
      if (share == 1) {
        return;
      }
      state = state.scaled(1 - share);
    }
    back.accept(state);
  }

  /** The statements of one rule, whose matches hold. */
  private final class Run {
    private final NftChain chain;
    private final int at;
    private final int depth;
    private final Consumer<State> back;

    Run(NftChain chain, int at, int depth, Consumer<State> back) {
      this.chain = chain;
      this.at = at;
      this.depth = depth;
      this.back = back;
    }

    void from(int statement, State state) {
      List<NftStatement> statements = chain.rules().get(at).statements();
      State now = state;
      for (int i = statement; i < statements.size(); i++) {
        NftStatement each = statements.get(i);
        if (each instanceof NftStatement.SetMark mark) {
          now = now.marked(now.packet().mark() | mark.bit());
        } else if (each instanceof NftStatement.FlipMark mark) {
          now = now.marked(now.packet().mark() ^ mark.bit());
        } else if (each instanceof NftStatement.Remember remember) {
          host.rules.nftElement(chain.table(), remember.set(), null, NftSet.Holds.NOTHING);
        } else {
          last(each, now);
          return;
        }
      }
      next(now);
    }

    private void next(State state) {
      walk(chain, at + 1, state, depth, back);
    }

    private void last(NftStatement statement, State state) {
      if (statement instanceof NftStatement.VerdictMap map) {
        NftSet.Element found = host.rules.nftElement(
            chain.table(), map.map(), key(map.key(), state.packet()), NftSet.Holds.VERDICTS);
        if (found == null) {
          next(state);
        } else {
          go((NftVerdict) found.data().orElseThrow(), state, decided(map.map(), found));
        }
      } else if (statement instanceof NftStatement.Spread spread) {
        double each = 1.0 / spread.chains().size();
        for (String to : spread.chains()) {
          go(NftVerdict.goTo(to), state.scaled(each), decided());
        }
      } else if (statement instanceof NftStatement.Dnat dnat) {
        dnat(dnat, state);
      } else if (statement instanceof NftStatement.DnatTo to) {
        translated(to.endpoint(), state, decided());
      } else if (statement instanceof NftStatement.Masquerade) {
        end(Effect.PASS, state, true, decided());
      } else if (statement instanceof NftStatement.Reject) {
        end(Effect.REJECT, state, false, decided());
      } else if (statement instanceof NftStatement.Go go) {
        go(go.verdict(), state, decided());
      } else {
        throw new IllegalStateException("the simulator does not know the statement " + statement);
      }
    }

    private void go(NftVerdict verdict, State state, Decision decided) {
      switch (verdict.kind()) {
        case ACCEPT -> end(Effect.PASS, state, false, decided);
        case DROP -> end(Effect.DROP, state, false, decided);
        case RETURN -> back.accept(state);
        case JUMP -> walk(to(verdict), 0, state, depth + 1, this::next);
        case GOTO -> walk(to(verdict), 0, state, depth + 1, back);
      }
    }

    private NftChain to(NftVerdict verdict) {
      return host.rules.nftChain(chain.table(), verdict.chain());
    }

    private void dnat(NftStatement.Dnat dnat, State state) {
      List<NftSet.Value> key = key(dnat.key(), state.packet());
      NftSet.Element found =
          host.rules.nftElement(chain.table(), dnat.map(), key, NftSet.Holds.ENDPOINTS);
      if (found == null) {
        next(state);
      } else {
        NftSet.Endpoint endpoint = (NftSet.Endpoint) found.data().orElseThrow();
        translated(endpoint, state, decided(dnat.map(), found));
      }
    }

    private void translated(NftSet.Endpoint endpoint, State state, Decision decided) {
      Packet packet = state.packet().to(endpoint.address(), endpoint.port());
      end(Effect.PASS, new State(state.share(), packet), false, decided);
    }

    private Decision decided() {
      return new Decision(() -> chain.name() + " rule " + (at + 1) + " in " + host.place(chain)
          + serves(chain.rules().get(at).comment()));
    }

    private Decision decided(String map, NftSet.Element element) {
      return new Decision(() -> map + " in " + host.rules.nftPlace(chain.table(), map, element)
          + serves(element.comment()));
    }

    private String serves(Optional<String> comment) {
      return comment.map(c -> " (" + c + ")").orElse("");
    }
  }

  // --- matches

  private double share(NftChain chain, NftRule rule, Packet packet) {
    double share = 1;
    for (NftMatch match : rule.matches()) {
      if (match instanceof NftMatch.OneIn oneIn) {
        share /= oneIn.n();
      } else if (!holds(chain, match, packet)) {
        return 0;
      }
    }
    return share;
  }

  private boolean holds(NftChain chain, NftMatch match, Packet packet) {
    if (match instanceof NftMatch.Source source) {
      return source.cidr().contains(packet.source()) != source.negated();
    } else if (match instanceof NftMatch.Destination destination) {
      return destination.cidr().contains(packet.destination()) != destination.negated();
    } else if (match instanceof NftMatch.FromHost) {
      return host.isLocal(packet.source());
    } else if (match instanceof NftMatch.ToHost) {
      return host.isLocal(packet.destination());
    } else if (match instanceof NftMatch.InInterface in) {
      return in.name().value().equals(place.in()) != in.negated();
    } else if (match instanceof NftMatch.OfProtocol protocol) {
      return packet.transport().is(protocol.protocol());
    } else if (match instanceof NftMatch.Marked mark) {
      return (packet.mark() & mark.bit()) != 0 != mark.negated();
    } else if (match instanceof NftMatch.ConntrackState state) {
      return inState(state) != state.negated();
    } else if (match instanceof NftMatch.Translated) {
      return place.tracked().destinationChanged();
    } else if (match instanceof NftMatch.InSet set) {
      List<NftSet.Value> key = key(set.key(), packet);
      NftSet.Element found =
          host.rules.nftElement(chain.table(), set.set(), key, NftSet.Holds.NOTHING);
      return found != null != set.negated();
    }
    throw new IllegalStateException("the simulator does not know the match " + match);
  }

  private boolean inState(NftMatch.ConntrackState state) {
    Netfilter.Tracked tracked = place.tracked();
    return tracked.isNew() && state.states().contains(Match.CtState.NEW)
        || tracked.established() && state.states().contains(Match.CtState.ESTABLISHED);
  }

  /** What the packet is looked up by; null where the packet has no such field, so that nothing is found. */
  private static List<NftSet.Value> key(List<NftField> fields, Packet packet) {
    List<NftSet.Value> key = new ArrayList<>(fields.size());
    for (NftField field : fields) {
      switch (field) {
        case SOURCE -> key.add(new NftSet.Address(packet.source()));
        case DESTINATION -> key.add(new NftSet.Address(packet.destination()));
        case DESTINATION_PORT -> key.add(new NftSet.Port(packet.destinationPort()));
        case PROTOCOL -> {
          if (packet.transport().protocol().isEmpty()) {
            return null;
          }
          key.add(new NftSet.Proto(packet.transport().protocol().get()));
        }
      }
    }
    return key;
  }
}
