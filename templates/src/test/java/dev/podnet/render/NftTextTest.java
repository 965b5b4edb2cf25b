package dev.podnet.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.Protocol;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.Match.CtState;
import dev.podnet.plan.NftField;
import dev.podnet.plan.NftMatch;
import dev.podnet.plan.NftRule;
import dev.podnet.plan.NftSet;
import dev.podnet.plan.NftStatement;
import dev.podnet.plan.NftVerdict;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class NftTextTest {

  private static final NftStatement ACCEPT = new NftStatement.Go(NftVerdict.ACCEPT);
  private static final List<NftField> SERVICE =
      List.of(NftField.DESTINATION, NftField.PROTOCOL, NftField.DESTINATION_PORT);

  private static String match(NftMatch match) {
    String text = rule(IpFamily.IPV4, "", List.of(match), ACCEPT);
    assertThat(text).endsWith(" accept");
    return text.substring(0, text.length() - " accept".length());
  }

  private static String statement(NftStatement statement) {
    return rule(IpFamily.IPV4, "", List.of(), statement);
  }

  private static String rule(
      IpFamily family, String comment, List<NftMatch> matches, NftStatement... statements) {
    Optional<String> serves = comment.isEmpty() ? Optional.empty() : Optional.of(comment);
    return NftText.rule(family, new NftRule(matches, List.of(statements), serves));
  }

  @Test
  void matchesAreWrittenAsNftListsThem() {
    assertThat(match(new NftMatch.Source(Cidr.parse("10.0.0.0/8"), true)))
        .isEqualTo("ip saddr != 10.0.0.0/8");
    assertThat(match(new NftMatch.Destination(Cidr.parse("10.0.0.1/32"), false)))
        .isEqualTo("ip daddr 10.0.0.1");
    assertThat(match(new NftMatch.FromHost())).isEqualTo("fib saddr type local");
    assertThat(match(new NftMatch.ToHost())).isEqualTo("fib daddr type local");
    assertThat(match(new NftMatch.InInterface(new InterfaceName("lo"), true)))
        .isEqualTo("iifname != \"lo\"");
    assertThat(match(new NftMatch.OfProtocol(Protocol.SCTP))).isEqualTo("meta l4proto sctp");
    assertThat(match(new NftMatch.Marked(0x4000, false)))
        .isEqualTo("meta mark & 0x00004000 == 0x00004000");
    assertThat(match(NftMatch.ConntrackState.of(CtState.RELATED, CtState.ESTABLISHED)))
        .isEqualTo("ct state established,related");
    assertThat(match(new NftMatch.ConntrackState(new TreeSet<>(List.of(CtState.NEW)), true)))
        .isEqualTo("ct state != new");
    assertThat(match(new NftMatch.Translated())).isEqualTo("ct status dnat");
    assertThat(match(new NftMatch.OneIn(3))).isEqualTo("numgen random mod 3 0");
    assertThat(match(
            new NftMatch.InSet(List.of(NftField.SOURCE, NftField.DESTINATION), "PODNET-S", false)))
        .isEqualTo("ip saddr . ip daddr @PODNET-S");
  }

  @Test
  void statementsAreWrittenAsNftListsThem() {
    assertThat(statement(new NftStatement.VerdictMap(SERVICE, "PODNET-M")))
        .isEqualTo("ip daddr . meta l4proto . th dport vmap @PODNET-M");
    assertThat(statement(new NftStatement.Spread(List.of("PODNET-A", "PODNET-B"))))
        .isEqualTo("numgen random mod 2 vmap { 0 : goto PODNET-A, 1 : goto PODNET-B }");
    assertThat(statement(new NftStatement.SetMark(0x4000)))
        .isEqualTo("meta mark set meta mark | 0x00004000");
    assertThat(statement(new NftStatement.FlipMark(0x4000)))
        .isEqualTo("meta mark set meta mark ^ 0x00004000");
    assertThat(statement(new NftStatement.Remember("PODNET-S", NftField.SOURCE)))
        .isEqualTo("update @PODNET-S { ip saddr }");
    assertThat(statement(new NftStatement.Dnat(SERVICE, "PODNET-M")))
        .isEqualTo("dnat ip to ip daddr . meta l4proto . th dport map @PODNET-M");
    assertThat(statement(new NftStatement.Masquerade())).isEqualTo("masquerade fully-random");
    assertThat(statement(new NftStatement.Reject())).isEqualTo("reject");
    assertThat(statement(new NftStatement.Go(NftVerdict.jump("PODNET-A"))))
        .isEqualTo("jump PODNET-A");
    NftSet.Endpoint four = new NftSet.Endpoint(IpAddress.parse("10.0.0.1"), 80);
    assertThat(statement(new NftStatement.DnatTo(four))).isEqualTo("dnat ip to 10.0.0.1:80");
    NftSet.Endpoint six = new NftSet.Endpoint(IpAddress.parse("fd00::1"), 80);
    assertThat(rule(
            IpFamily.IPV6,
            "default/web",
            List.of(new NftMatch.Source(Cidr.parse("fd00::/64"), false)),
            new NftStatement.DnatTo(six)))
        .isEqualTo("ip6 saddr fd00::/64 dnat ip6 to [fd00::1]:80 comment \"default/web\"");
  }

  @Test
  void elementsSayWhatTheyServe() {
    List<NftSet.Value> key = List.of(
        new NftSet.Address(IpAddress.parse("10.96.0.20")),
        new NftSet.Proto(Protocol.UDP),
        new NftSet.Port(53));
    assertThat(NftText.element(
            new NftSet.Element(key, Optional.of(NftVerdict.DROP), Optional.of("default/dns"))))
        .isEqualTo("10.96.0.20 . udp . 53 comment \"default/dns\" : drop");
    assertThat(NftText.element(new NftSet.Element(
            key,
            Optional.of(new NftSet.Endpoint(IpAddress.parse("10.244.0.2"), 5353)),
            Optional.empty())))
        .isEqualTo("10.96.0.20 . udp . 53 : 10.244.0.2 . 5353");
  }

  @Test
  void aCommentEndsNeitherItsQuotesNorItsLineAndFits() {
    String text = rule(IpFamily.IPV4, "a\" drop\n}" + "x".repeat(200), List.of(), ACCEPT);
    assertThat(text)
        .startsWith("accept comment \"a' drop }xxx")
        .hasSize("accept comment \"\"".length() + 128);
    assertThat(rule(IpFamily.IPV4, "é".repeat(100), List.of(), ACCEPT))
        .isEqualTo("accept comment \"" + "é".repeat(64) + "\"");
  }
}
