package dev.podnet.simulate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.Protocol;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.Hook;
import dev.podnet.plan.HostState;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.Match.CtState;
import dev.podnet.plan.NftChain;
import dev.podnet.plan.NftField;
import dev.podnet.plan.NftMatch;
import dev.podnet.plan.NftRule;
import dev.podnet.plan.NftSet;
import dev.podnet.plan.NftStatement;
import dev.podnet.plan.NftTable;
import dev.podnet.plan.NftVerdict;
import dev.podnet.plan.Part;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Table;
import dev.podnet.plan.Target;
import dev.podnet.planning.Fragments;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NftWalkTest {

  private static final NftTable TABLE = new NftTable(IpFamily.IPV4, "podnet-test");
  private static final Packet PACKET = new Packet(
      IpAddress.parse("10.244.1.2"),
      IpAddress.parse("192.168.1.11"),
      Transport.TCP,
      32768,
      80,
      60,
      64,
      0x4001);
  private static final List<NftField> SERVICE =
      List.of(NftField.DESTINATION, NftField.PROTOCOL, NftField.DESTINATION_PORT);
  private static final NftStatement DROP = new NftStatement.Go(NftVerdict.DROP);

  private static NftRule rule(NftStatement statement, NftMatch... matches) {
    return new NftRule(List.of(matches), List.of(statement), Optional.empty());
  }

  private static NftChain base(int priority, NftRule... rules) {
    return base("PODNET-BASE" + priority, NftChain.Type.FILTER, Hook.Base.FORWARD, priority, rules);
  }

  private static NftChain base(
      String name, NftChain.Type type, Hook.Base hook, int priority, NftRule... rules) {
    Optional<NftChain.Base> base = Optional.of(new NftChain.Base(type, hook, priority));
    return new NftChain(TABLE, name, base, List.of(rules), "");
  }

  private static NftChain chain(String name, NftRule... rules) {
    return new NftChain(TABLE, name, Optional.empty(), List.of(rules), "");
  }

  private static NftSet set(
      String name, List<NftField> key, NftSet.Holds holds, NftSet.Element... elements) {
    return new NftSet(TABLE, name, key, holds, Optional.empty(), List.of(elements), "");
  }

  private static NftSet.Element service(String address, int port, NftSet.Data data) {
    List<NftSet.Value> key = List.of(
        new NftSet.Address(IpAddress.parse(address)),
        new NftSet.Proto(Protocol.TCP),
        new NftSet.Port(port));
    return new NftSet.Element(key, Optional.of(data), Optional.of("default/web"));
  }

  private static Host host(Fragment... fragments) {
    TreeMap<Part, Fragment> parts = new TreeMap<>();
    List<FragmentIndex> own = new ArrayList<>();
    for (Fragment fragment : fragments) {
      Part part = Part.values()[parts.size()];
      parts.put(part, fragment);
      own.add(new FragmentIndex("nodes/n1/" + part.word(), part, fragment));
    }
    List<IpAddress> addresses = List.of(IpAddress.parse("192.168.1.11"));
    return new Host(new HostState("n1", "eth0", addresses, parts, List.of()), own, List.of());
  }

  private static List<Netfilter.Way> run(List<NftSet> sets, NftChain... chains) {
    Host host = host(Fragments.nft(sets, List.of(chains)));
    return NftWalk.run(
        host, chains[0], PACKET, new Netfilter.Place("veth1", "eth0", Netfilter.Tracked.NEW));
  }

  private static boolean holds(NftMatch match) {
    NftSet pairs = set(
        "PODNET-SET",
        List.of(NftField.SOURCE),
        NftSet.Holds.NOTHING,
        new NftSet.Element(
            List.of(new NftSet.Address(PACKET.source())), Optional.empty(), Optional.empty()));
    List<Netfilter.Way> ways = run(List.of(pairs), base(0, rule(DROP, match)));
    assertThat(ways).hasSize(1);
    return ways.get(0).effect() == Netfilter.Effect.DROP;
  }

  static Stream<NftMatch> thatHold() {
    return Stream.of(
        new NftMatch.Source(Cidr.parse("10.244.0.0/16"), false),
        new NftMatch.Source(Cidr.parse("10.245.0.0/16"), true),
        new NftMatch.Destination(Cidr.parse("192.168.1.11/32"), false),
        new NftMatch.ToHost(),
        new NftMatch.InInterface(new InterfaceName("veth1"), false),
        new NftMatch.InInterface(new InterfaceName("lo"), true),
        new NftMatch.OfProtocol(Protocol.TCP),
        new NftMatch.Marked(0x4000, false),
        new NftMatch.Marked(0x8000, true),
        NftMatch.ConntrackState.of(CtState.NEW, CtState.RELATED),
        new NftMatch.InSet(List.of(NftField.SOURCE), "PODNET-SET", false));
  }

  @ParameterizedTest
  @MethodSource("thatHold")
  void matchesWhatNftMatches(NftMatch match) {
    assertThat(holds(match)).isTrue();
  }

  static Stream<NftMatch> thatDoNotHold() {
    return Stream.of(
        new NftMatch.Source(Cidr.parse("10.244.0.0/16"), true),
        new NftMatch.Destination(Cidr.parse("192.168.1.12/32"), false),
        new NftMatch.FromHost(),
        new NftMatch.InInterface(new InterfaceName("veth"), false),
        new NftMatch.OfProtocol(Protocol.UDP),
        new NftMatch.Marked(0x4000, true),
        new NftMatch.Marked(0x8000, false),
        NftMatch.ConntrackState.of(CtState.ESTABLISHED),
        NftMatch.ConntrackState.of(CtState.INVALID),
        new NftMatch.Translated(),
        new NftMatch.InSet(List.of(NftField.SOURCE), "PODNET-SET", true),
        new NftMatch.InSet(List.of(NftField.DESTINATION), "PODNET-SET", false));
  }

  @ParameterizedTest
  @MethodSource("thatDoNotHold")
  void matchesNothingElse(NftMatch match) {
    assertThat(holds(match)).isFalse();
  }

  @Test
  void gotoEndsWhereItsCallerEndsAndJumpComesBack() {
    NftChain plain = chain("PODNET-PLAIN");
    NftRule refuse = rule(new NftStatement.Reject());
    assertThat(run(
                List.of(),
                base(0, rule(new NftStatement.Go(NftVerdict.goTo("PODNET-PLAIN"))), refuse),
                plain)
            .get(0)
            .effect())
        .isEqualTo(Netfilter.Effect.PASS);
    assertThat(run(
                List.of(),
                base(0, rule(new NftStatement.Go(NftVerdict.jump("PODNET-PLAIN"))), refuse),
                plain)
            .get(0)
            .effect())
        .isEqualTo(Netfilter.Effect.REJECT);
  }

  @Test
  void aVerdictMapDecidesAndWhatItDoesNotKnowGoesOn() {
    NftRule ask = rule(new NftStatement.VerdictMap(SERVICE, "PODNET-MAP"));
    NftRule refuse = rule(new NftStatement.Reject());
    NftSet here = set(
        "PODNET-MAP", SERVICE, NftSet.Holds.VERDICTS, service("192.168.1.11", 80, NftVerdict.DROP));
    NftSet there = set(
        "PODNET-MAP", SERVICE, NftSet.Holds.VERDICTS, service("192.168.1.11", 81, NftVerdict.DROP));
    Netfilter.Way way = run(List.of(here), base(0, ask, refuse)).get(0);
    assertThat(way.effect()).isEqualTo(Netfilter.Effect.DROP);
    assertThat(way.decided()).hasToString("PODNET-MAP in nodes/n1/network.nft (default/web)");
    assertThat(run(List.of(there), base(0, ask, refuse)).get(0).effect())
        .isEqualTo(Netfilter.Effect.REJECT);
  }

  @Test
  void elementsOfSeveralFragmentsAreOneMap() {
    NftChain base = base(0, rule(new NftStatement.Dnat(SERVICE, "PODNET-MAP")));
    NftSet.Endpoint pod = new NftSet.Endpoint(IpAddress.parse("10.244.1.9"), 8080);
    NftSet empty = set("PODNET-MAP", SERVICE, NftSet.Holds.ENDPOINTS);
    NftSet more =
        set("PODNET-MAP", SERVICE, NftSet.Holds.ENDPOINTS, service("192.168.1.11", 80, pod));
    Host host =
        host(Fragments.nft(List.of(empty), List.of(base)), Fragments.nft(List.of(more), List.of()));
    Netfilter.Place place = new Netfilter.Place("veth1", "", Netfilter.Tracked.NEW);
    Packet packet = NftWalk.run(host, base, PACKET, place).get(0).packet();
    assertThat(packet.destination()).isEqualTo(pod.address());
    assertThat(packet.destinationPort()).isEqualTo(8080);
    NftSet other = set("PODNET-MAP", List.of(NftField.SOURCE), NftSet.Holds.ENDPOINTS);
    Host twoForms =
        host(Fragments.nft(List.of(other), List.of(base)), Fragments.nft(List.of(more), List.of()));
    assertThatThrownBy(() -> NftWalk.run(twoForms, base, PACKET, place))
        .hasMessageContaining("two forms");
  }

  @Test
  void chanceSplitsAPacketEvenly() {
    NftChain spread =
        base(0, rule(new NftStatement.Spread(List.of("PODNET-A", "PODNET-B", "PODNET-B"))));
    List<Netfilter.Way> ways =
        run(List.of(), spread, chain("PODNET-A", rule(DROP)), chain("PODNET-B"));
    assertThat(ways.stream()
            .filter(w -> w.effect() == Netfilter.Effect.PASS)
            .mapToDouble(Netfilter.Way::probability)
            .sum())
        .isCloseTo(2.0 / 3, within(1e-9));
    assertThat(run(List.of(), base(0, rule(DROP, new NftMatch.OneIn(4)))))
        .extracting(Netfilter.Way::probability)
        .containsExactly(0.25, 0.75);
  }

  @Test
  void marksAndMasqueradesAndLeavesOtherBitsAlone() {
    NftChain base = base(
        0,
        rule(new NftStatement.FlipMark(0x4000)),
        rule(new NftStatement.SetMark(0x10)),
        rule(new NftStatement.Masquerade()));
    Netfilter.Way way = run(List.of(), base).get(0);
    assertThat(way.packet().mark()).isEqualTo(0x11);
    assertThat(way.masquerade()).isTrue();
  }

  @Test
  void baseChainsAndTablesOfIptablesAreAskedByPriority() {
    NftChain early = base(-200 + 1);
    NftChain nat = base("PODNET-NAT", NftChain.Type.NAT, Hook.Base.PREROUTING, -101);
    NftChain late = base(5);
    Chain filter = new Chain(
        IpFamily.IPV4,
        Table.FILTER,
        "PODNET-FILTER",
        List.of(new Rule(List.of(), new Target.Accept(), Optional.empty())));
    Fragment iptables = new Fragment(
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of(filter),
        List.of(new Hook(IpFamily.IPV4, Table.FILTER, Hook.Base.FORWARD, "PODNET-FILTER")),
        List.of());
    Host host = host(iptables, Fragments.nft(List.of(), List.of(late, early, nat)));
    Station.AtHook forward = host.rules.stations(IpFamily.IPV4, Hook.Base.FORWARD);
    assertThat(Stream.concat(forward.before().stream(), forward.after().stream()))
        .extracting(Station::priority)
        .containsExactly(-199, 0, 5);
    assertThat(host.rules.stations(IpFamily.IPV4, Hook.Base.PREROUTING).nat()).hasSize(1);
    assertThat(host.rules.stations(IpFamily.IPV6, Hook.Base.PREROUTING).nat()).isEmpty();
    Host tie = host(iptables, Fragments.nft(List.of(), List.of(base(0))));
    assertThatThrownBy(() -> tie.rules.stations(IpFamily.IPV4, Hook.Base.FORWARD))
        .hasMessageContaining("one priority");
  }

  @Test
  void whatNobodyDeclaresIsAnErrorOfTheCompiler() {
    assertThatThrownBy(() ->
            run(List.of(), base(0, rule(new NftStatement.Go(NftVerdict.goTo("PODNET-X"))))))
        .hasMessageContaining("nobody declares");
    assertThatThrownBy(() ->
            run(List.of(), base(0, rule(new NftStatement.VerdictMap(SERVICE, "PODNET-X")))))
        .hasMessageContaining("nobody declares");
    assertThatThrownBy(() -> new NftTable(IpFamily.IPV4, "filter")).hasMessageContaining("filter");
    assertThatThrownBy(() -> chain("MINE")).hasMessageContaining("MINE");
    assertThatThrownBy(() -> chain("PODNET-a; drop")).hasMessageContaining("drop");
    assertThatThrownBy(() -> set(
            "PODNET-S", SERVICE, NftSet.Holds.VERDICTS, service("fd00::1", 80, NftVerdict.DROP)))
        .hasMessageContaining("does not fit");
  }
}
