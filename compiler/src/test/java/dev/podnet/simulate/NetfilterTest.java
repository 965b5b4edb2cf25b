package dev.podnet.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.PortRange;
import dev.podnet.net.Protocol;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.Hook;
import dev.podnet.plan.HostState;
import dev.podnet.plan.IpSet;
import dev.podnet.plan.Match;
import dev.podnet.plan.Match.CtState;
import dev.podnet.plan.Part;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Table;
import dev.podnet.plan.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NetfilterTest {

  private static final Packet PACKET = new Packet(
      IpAddress.parse("10.244.1.2"),
      IpAddress.parse("192.168.1.11"),
      Transport.TCP,
      32768,
      80,
      60,
      64,
      0x4001);

  private static final Netfilter.Place PLACE =
      new Netfilter.Place("veth1", "eth0", Netfilter.Tracked.NEW);

  private static Rule rule(Target target, Match... matches) {
    return new Rule(Arrays.asList(matches), target, Optional.empty());
  }

  private static Chain chain(String name, Rule... rules) {
    return new Chain(IpFamily.IPV4, Table.FILTER, name, Arrays.asList(rules));
  }

  private static Fragment fragment(List<Chain> chains, List<IpSet> sets, String... hooks) {
    List<Hook> all = new ArrayList<>();
    for (String hook : hooks) {
      all.add(new Hook(IpFamily.IPV4, Table.FILTER, Hook.Base.FORWARD, hook));
    }
    return new Fragment(
        List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), List.of(), sets, chains,
        all, List.of());
  }

  private static Host host(TreeMap<Part, Fragment> parts) {
    HostState state =
        new HostState("n1", "eth0", List.of(IpAddress.parse("192.168.1.11")), parts, List.of());
    List<FragmentIndex> own = new ArrayList<>();
    parts.forEach((part, f) -> own.add(new FragmentIndex("nodes/n1/" + part.word(), part, f)));
    return new Host(state, own, List.of());
  }

  private static List<Netfilter.Way> run(Netfilter.Place place, List<IpSet> sets, Chain... chains) {
    TreeMap<Part, Fragment> parts = new TreeMap<>();
    parts.put(Part.NETWORK, fragment(List.of(chains), sets, chains[0].name()));
    return new Netfilter(host(parts)).run(Table.FILTER, Hook.Base.FORWARD, PACKET, place);
  }

  private static boolean holds(Match match, IpSet... sets) {
    List<Netfilter.Way> ways =
        run(PLACE, List.of(sets), chain("PODNET-A", rule(new Target.Drop(), match)));
    assertThat(ways).hasSize(1);
    return ways.get(0).effect() == Netfilter.Effect.DROP;
  }

  private static Match states(boolean negated, CtState... states) {
    return new Match.ConntrackState(new TreeSet<>(List.of(states)), negated);
  }

  static Stream<Match> thatHold() {
    return Stream.of(
        new Match.Source(Cidr.parse("10.244.0.0/16"), false),
        new Match.Source(Cidr.parse("10.245.0.0/16"), true),
        new Match.Destination(Cidr.parse("192.168.1.11/32"), false),
        new Match.Destination(Cidr.parse("192.168.1.12/32"), true),
        new Match.InInterface("veth1", false),
        new Match.InInterface("veth+", false),
        new Match.InInterface("lo", true),
        new Match.OutInterface("eth0", false),
        new Match.OutInterface("eth1", true),
        new Match.OfProtocol(Protocol.TCP),
        new Match.DestinationPort(Protocol.TCP, new PortRange(80, 81)),
        new Match.SourcePort(Protocol.TCP, new PortRange(1, 65535)),
        new Match.Mark(0x4000, 0x4000, false),
        new Match.Mark(0x8000, 0x8000, true),
        states(false, CtState.NEW, CtState.RELATED),
        states(true, CtState.ESTABLISHED),
        new Match.LocalAddress(false, false),
        new Match.LocalAddress(true, true),
        new Match.Remember("PODNET-X"));
  }

  @ParameterizedTest
  @MethodSource("thatHold")
  void matchesWhatIptablesMatches(Match match) {
    assertThat(holds(match)).isTrue();
  }

  static Stream<Match> thatDoNotHold() {
    return Stream.of(
        new Match.Source(Cidr.parse("10.244.0.0/16"), true),
        new Match.Source(Cidr.parse("10.245.0.0/16"), false),
        new Match.Destination(Cidr.parse("192.168.1.11/32"), true),
        new Match.InInterface("veth", false),
        new Match.InInterface("veth+", true),
        new Match.OutInterface("eth0", true),
        new Match.OfProtocol(Protocol.UDP),
        new Match.DestinationPort(Protocol.UDP, new PortRange(80, 80)),
        new Match.DestinationPort(Protocol.TCP, new PortRange(81, 90)),
        new Match.SourcePort(Protocol.UDP, new PortRange(1, 65535)),
        new Match.SourcePort(Protocol.TCP, new PortRange(1, 80)),
        new Match.Mark(0x4000, 0x4000, true),
        new Match.Mark(0, 0x1, false),
        states(false, CtState.DNAT),
        states(false, CtState.INVALID),
        states(true, CtState.NEW),
        new Match.LocalAddress(false, true),
        new Match.LocalAddress(true, false),
        new Match.RecentlySeen("PODNET-X", 60));
  }

  @ParameterizedTest
  @MethodSource("thatDoNotHold")
  void matchesNothingElse(Match match) {
    assertThat(holds(match)).isFalse();
  }

  private static IpSet set(String type, String... members) {
    return new IpSet("PODNET-SET", type, IpFamily.IPV4, List.of(members), "");
  }

  private static Match inSet(boolean negated, String... directions) {
    return new Match.InSet("PODNET-SET", List.of(directions), negated);
  }

  @Test
  void looksIntoSetsByTheirType() {
    assertThat(holds(inSet(false, "src"), set("hash:ip", "10.244.1.2"))).isTrue();
    assertThat(holds(inSet(false, "dst"), set("hash:ip", "10.244.1.2"))).isFalse();
    assertThat(holds(inSet(true, "dst"), set("hash:ip", "10.244.1.2"))).isTrue();
    assertThat(holds(inSet(false, "src"), set("hash:net", "10.0.0.0/8", "9.9.9.9")))
        .isTrue();
    assertThat(holds(inSet(false, "src"), set("hash:net", "11.0.0.0/8"))).isFalse();
    assertThat(holds(inSet(false, "dst", "dst"), set("hash:ip,port", "192.168.1.11,tcp:80")))
        .isTrue();
    assertThat(holds(inSet(false, "dst", "dst"), set("hash:ip,port", "192.168.1.11,udp:80")))
        .isFalse();
    IpSet three = set("hash:ip,port,ip", "192.168.1.11,tcp:80,10.244.1.2");
    assertThat(holds(inSet(false, "dst", "dst", "src"), three)).isTrue();
    assertThat(holds(inSet(false, "dst", "dst", "dst"), three)).isFalse();
    IpSet net = set("hash:ip,port,net", "192.168.1.11,80,10.244.0.0/16");
    assertThat(holds(inSet(false, "dst", "dst", "src"), net)).isTrue();
  }

  @Test
  void aSetItDoesNotUnderstandIsAnErrorOfTheCompiler() {
    assertThatThrownBy(() -> holds(inSet(false, "src"), set("list:set", "x")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("list:set");
    assertThatThrownBy(() -> holds(inSet(false, "src"), set("hash:mac", "x")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> holds(inSet(false, "src"), set("hash:ip,port", "10.0.0.1")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("no member");
    assertThatThrownBy(() -> holds(inSet(false, "src", "dst"), set("hash:ip", "10.0.0.1")))
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> holds(inSet(false, "src")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("nobody declares");
  }

  @Test
  void xmarkClearsTheMaskAndFlipsTheValue() {
    assertThat(marked(0x8000, 0x8000)).isEqualTo(0xC001);
    assertThat(marked(0x4000, 0)).as("flips a bit that is set").isEqualTo(0x1);
    assertThat(marked(0x2, 0xFFFFFFFF)).as("sets the whole mark").isEqualTo(0x2);
    assertThat(marked(0x4000, 0x4000)).as("sets one bit").isEqualTo(0x4001);
  }

  private static int marked(int value, int mask) {
    return run(PLACE, List.of(), chain("PODNET-A", rule(new Target.SetMark(value, mask))))
        .get(0)
        .packet()
        .mark();
  }

  @Test
  void targetsEndOrGoOn() {
    assertThat(only(rule(new Target.Accept()), rule(new Target.Drop())).effect())
        .isEqualTo(Netfilter.Effect.PASS);
    assertThat(only(rule(new Target.Reject()), rule(new Target.Accept())).effect())
        .isEqualTo(Netfilter.Effect.REJECT);
    assertThat(only(rule(new Target.Return()), rule(new Target.Drop())).effect())
        .isEqualTo(Netfilter.Effect.PASS);
    assertThat(only(rule(new Target.NoTrack()), rule(new Target.Accept())).untracked())
        .isTrue();
    assertThat(only(rule(new Target.Masquerade())).masquerade()).isTrue();
    Packet sent =
        only(rule(new Target.Dnat(IpAddress.parse("10.244.2.2"), 8080))).packet();
    assertThat(sent.tuple().to()).isEqualTo("10.244.2.2:8080");
  }

  private static Netfilter.Way only(Rule... rules) {
    List<Netfilter.Way> ways = run(PLACE, List.of(), chain("PODNET-A", rules));
    assertThat(ways).hasSize(1);
    return ways.get(0);
  }

  @Test
  void aJumpComesBackAndAGotoDoesNot() {
    Chain empty = chain("PODNET-B", rule(new Target.Return()), rule(new Target.Accept()));
    Rule drop = rule(new Target.Drop());
    assertThat(
            run(PLACE, List.of(), chain("PODNET-A", rule(new Target.Jump("PODNET-B")), drop), empty)
                .get(0)
                .effect())
        .isEqualTo(Netfilter.Effect.DROP);
    assertThat(
            run(PLACE, List.of(), chain("PODNET-A", rule(new Target.Goto("PODNET-B")), drop), empty)
                .get(0)
                .effect())
        .isEqualTo(Netfilter.Effect.PASS);
    assertThat(run(
                PLACE,
                List.of(),
                chain("PODNET-A", rule(new Target.Jump("PODNET-M")), drop),
                chain("PODNET-M", rule(new Target.Goto("PODNET-B")), rule(new Target.Accept())),
                empty)
            .get(0)
            .effect())
        .as("a chain that was gone to returns to who called the one before it")
        .isEqualTo(Netfilter.Effect.DROP);
  }

  @Test
  void chainsThatCallEachOtherForeverAreAnErrorOfTheCompiler() {
    assertThatThrownBy(
            () -> run(PLACE, List.of(), chain("PODNET-A", rule(new Target.Jump("PODNET-A")))))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("too deep");
  }

  @Test
  void everyShareIsAccountedFor() {
    for (int n = 2; n <= 50; n++) {
      List<Rule> rules = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        Target to = new Target.Dnat(IpAddress.parse("10.244.2." + (i + 1)), 80);
        rules.add(i == n - 1 ? rule(to) : rule(to, new Match.OneIn(n - i)));
      }
      List<Netfilter.Way> ways =
          run(PLACE, List.of(), chain("PODNET-A", rules.toArray(Rule[]::new)));
      int count = n;
      assertThat(ways)
          .hasSize(n)
          .allSatisfy(w -> assertThat(w.probability()).isCloseTo(1.0 / count, within(1e-9)));
    }
  }

  @Test
  void theHooksOfLaterPartsComeFirst() {
    TreeMap<Part, Fragment> parts = new TreeMap<>();
    parts.put(
        Part.NETWORK,
        fragment(List.of(chain("PODNET-A", rule(new Target.Accept()))), List.of(), "PODNET-A"));
    parts.put(
        Part.POLICIES,
        fragment(List.of(chain("PODNET-Z", rule(new Target.Drop()))), List.of(), "PODNET-Z"));
    Netfilter.Way way = new Netfilter(host(parts))
        .run(Table.FILTER, Hook.Base.FORWARD, PACKET, PLACE)
        .get(0);
    assertThat(way.effect()).isEqualTo(Netfilter.Effect.DROP);
    assertThat(way.decided()).hasToString("PODNET-Z rule 1 in nodes/n1/policies.v4.rules");
  }

  @Test
  void statesFollowTheConnection() {
    Netfilter.Place answer =
        new Netfilter.Place("eth0", "veth1", new Netfilter.Tracked(false, true, true));
    Rule[] rules = {
      rule(new Target.Drop(), states(false, CtState.DNAT), states(false, CtState.ESTABLISHED))
    };
    assertThat(run(answer, List.of(), chain("PODNET-A", rules)).get(0).effect())
        .isEqualTo(Netfilter.Effect.DROP);
    assertThat(run(PLACE, List.of(), chain("PODNET-A", rules)).get(0).effect())
        .isEqualTo(Netfilter.Effect.PASS);
  }
}
