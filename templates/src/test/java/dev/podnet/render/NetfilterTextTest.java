package dev.podnet.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.PortRange;
import dev.podnet.net.Protocol;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Match;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Table;
import dev.podnet.plan.Target;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NetfilterTextTest {

  private static final Cidr NET = Cidr.parse("10.1.0.0/16");

  private static String text(IpFamily family, Target target, String comment, Match... matches) {
    Rule rule = new Rule(List.of(matches), target, Optional.ofNullable(comment));
    Chain chain = new Chain(family, Table.NAT, "PODNET-A", List.of(rule));
    return NetfilterText.rule(chain, rule);
  }

  private static String text(Match... matches) {
    return text(IpFamily.IPV4, new Target.Return(), null, matches);
  }

  private static String target(IpFamily family, Target target) {
    return text(family, target, null);
  }

  @Test
  void putsAddressesInterfacesAndProtocolFirstThenTheComment() {
    assertThat(text(
            IpFamily.IPV4,
            new Target.Jump("PODNET-B"),
            "default/web:http",
            new Match.DestinationPort(Protocol.TCP, new PortRange(80, 80)),
            new Match.LocalAddress(false, false),
            new Match.OfProtocol(Protocol.TCP),
            new Match.OutInterface("cni0", true),
            new Match.InInterface("eth+", false),
            new Match.Destination(NET, true),
            new Match.Source(NET, false)))
        .isEqualTo("-A PODNET-A -s 10.1.0.0/16 ! -d 10.1.0.0/16 -i eth+ ! -o cni0 -p tcp"
            + " -m comment --comment \"default/web:http\" -m tcp --dport 80"
            + " -m addrtype --dst-type LOCAL -j PODNET-B");
  }

  @Test
  void writesEveryMatch() {
    assertThat(text(new Match.DestinationPort(Protocol.UDP, new PortRange(8000, 8100))))
        .isEqualTo("-A PODNET-A -m udp --dport 8000:8100 -j RETURN");
    assertThat(text(new Match.SourcePort(Protocol.UDP, new PortRange(32768, 65535))))
        .isEqualTo("-A PODNET-A -m udp --sport 32768:65535 -j RETURN");
    assertThat(text(
            IpFamily.IPV4,
            new Target.Return(),
            "both",
            new Match.OfProtocol(Protocol.UDP),
            new Match.SourcePort(Protocol.UDP, new PortRange(32768, 65535)),
            new Match.DestinationPort(Protocol.UDP, new PortRange(8472, 8472))))
        .isEqualTo(
            "-A PODNET-A -p udp -m comment --comment both -m udp --sport 32768:65535 --dport 8472 -j RETURN");
    assertThat(text(new Match.Mark(0x4000, 0x4000, false)))
        .isEqualTo("-A PODNET-A -m mark --mark 0x4000/0x4000 -j RETURN");
    assertThat(text(new Match.Mark(0x4000, -1, true)))
        .isEqualTo("-A PODNET-A -m mark ! --mark 0x4000 -j RETURN");
    assertThat(text(new Match.ConntrackState(
            new TreeSet<>(List.of(
                Match.CtState.DNAT,
                Match.CtState.ESTABLISHED,
                Match.CtState.INVALID,
                Match.CtState.NEW,
                Match.CtState.RELATED)),
            true)))
        .isEqualTo("-A PODNET-A -m conntrack ! --ctstate INVALID,NEW,RELATED,ESTABLISHED,DNAT"
            + " -j RETURN");
    assertThat(text(new Match.LocalAddress(true, true)))
        .isEqualTo("-A PODNET-A -m addrtype ! --src-type LOCAL -j RETURN");
    assertThat(text(new Match.RecentlySeen("PODNET-X", 10800)))
        .isEqualTo("-A PODNET-A -m recent --rcheck --seconds 10800 --reap --name PODNET-X"
            + " --mask 255.255.255.255 --rsource -j RETURN");
    assertThat(text(IpFamily.IPV6, new Target.Return(), null, new Match.Remember("PODNET-X")))
        .isEqualTo("-A PODNET-A -m recent --set --name PODNET-X"
            + " --mask ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff --rsource -j RETURN");
    assertThat(text(new Match.InSet("PODNET-S", List.of("src", "dst"), true)))
        .isEqualTo("-A PODNET-A -m set ! --match-set PODNET-S src,dst -j RETURN");
  }

  @Test
  void writesProbabilitiesAsTheKernelKeepsThem() {
    assertThat(text(new Match.OneIn(2))).contains("--probability 0.5 ");
    assertThat(text(new Match.OneIn(3))).contains("--probability 0.333333 ");
    assertThat(text(new Match.OneIn(7))).contains("--probability 0.142857 ");
    assertThat(text(new Match.OneIn(3000))).contains("--probability 0.000333333 ");
  }

  @Test
  void leavesOutAPrefixThatHoldsEveryAddress() {
    assertThat(text(new Match.Source(Cidr.parse("0.0.0.0/0"), false)))
        .isEqualTo("-A PODNET-A -j RETURN");
  }

  @Test
  void writesEveryTarget() {
    IpAddress v4 = IpAddress.parse("10.0.0.1");
    IpAddress v6 = IpAddress.parse("fd00::1");
    assertThat(target(IpFamily.IPV4, new Target.Goto("PODNET-B"))).endsWith("-g PODNET-B");
    assertThat(target(IpFamily.IPV4, new Target.Accept())).endsWith("-j ACCEPT");
    assertThat(target(IpFamily.IPV4, new Target.Drop())).endsWith("-j DROP");
    assertThat(target(IpFamily.IPV4, new Target.Reject()))
        .endsWith("-j REJECT --reject-with icmp-port-unreachable");
    assertThat(target(IpFamily.IPV6, new Target.Reject()))
        .endsWith("-j REJECT --reject-with icmp6-port-unreachable");
    assertThat(target(IpFamily.IPV4, new Target.Dnat(v4, 80)))
        .endsWith("-j DNAT --to-destination 10.0.0.1:80");
    assertThat(target(IpFamily.IPV6, new Target.Dnat(v6, 80)))
        .endsWith("-j DNAT --to-destination [fd00::1]:80");
    assertThat(target(IpFamily.IPV4, new Target.Masquerade()))
        .endsWith("-j MASQUERADE --random-fully");
    assertThat(target(IpFamily.IPV4, new Target.SetMark(0x4000, 0)))
        .endsWith("-j MARK --set-xmark 0x4000/0x0");
    assertThat(target(IpFamily.IPV4, new Target.NoTrack())).endsWith("-j CT --notrack");
  }
}
