package dev.podnet.backends.coredns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReverseZonesTest {

  private static List<String> zones(String... ranges) {
    ReverseZones zones = new ReverseZones(List.of(Cidr.parse("192.168.0.0/20")));
    for (String range : ranges) {
      zones.range(Cidr.parse(range), range);
    }
    return Stream.concat(zones.own().stream(), zones.borrowed().stream())
        .map(z -> z.origin().toString())
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8,1,10.in-addr.arpa.",
    "10.96.0.0/12,16,96.10.in-addr.arpa.",
    "10.96.0.0/16,1,96.10.in-addr.arpa.",
    "10.96.128.0/18,64,128.96.10.in-addr.arpa.",
    "10.96.0.0/24,1,0.96.10.in-addr.arpa.",
    "10.96.0.128/26,1,0.96.10.in-addr.arpa.",
    "0.0.0.0/1,128,0.in-addr.arpa.",
    "fd00::/8,1,d.f.ip6.arpa.",
    "fd00::/9,8,0.d.f.ip6.arpa."
  })
  void aRangeHasTheZonesOfItsBorders(String range, int count, String first) {
    assertThat(zones(range)).hasSize(count).first().isEqualTo(first);
  }

  @Test
  void twoRangesInOneZoneShareIt() {
    assertThat(zones("10.96.0.0/25", "10.96.0.128/25")).containsExactly("0.96.10.in-addr.arpa.");
  }

  @Test
  void aZoneThatIsWiderThanItsRangeIsNotTheClustersAlone() {
    ReverseZones zones = new ReverseZones(List.of());
    zones.range(Cidr.parse("10.96.0.128/26"), "narrow");
    assertThat(zones.own()).isEmpty();
    assertThat(zones.borrowed()).hasSize(1);
    zones.range(Cidr.parse("10.96.0.0/24"), "all of it");
    assertThat(zones.own()).hasSize(1);
    assertThat(zones.borrowed()).isEmpty();
  }

  @Test
  void anAddressIsInTheFinestZoneThatHoldsIt() {
    ReverseZones zones = new ReverseZones(List.of(Cidr.parse("192.168.0.0/20")));
    zones.range(Cidr.parse("10.0.0.0/8"), "wide");
    zones.range(Cidr.parse("10.96.0.0/16"), "fine");
    zones.point(IpAddress.parse("10.96.1.2"), Name.of("a.test"));
    zones.point(IpAddress.parse("10.97.1.2"), Name.of("b.test"));
    zones.point(IpAddress.parse("192.0.2.1"), Name.of("c.test"));
    Name server = Name.of("ns.test");
    List<List<String>> lines =
        zones.own().stream().map(z -> z.lines(server, Name.of("test"), 5)).toList();
    assertThat(lines.get(0)).endsWith("2.1.97 IN PTR b.test.").hasSize(6);
    assertThat(lines.get(1)).endsWith("2.1 IN PTR a.test.").hasSize(6);
  }

  @ParameterizedTest
  @CsvSource({
    "192.168.3.9,3.168.192.in-addr.arpa.",
    "203.0.113.9,113.0.203.in-addr.arpa.",
    "2001:db8::1,0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa."
  })
  void anAddressElsewhereBorrowsTheZoneAroundIt(String address, String zone) {
    ReverseZones zones = new ReverseZones(List.of(Cidr.parse("192.168.0.0/20")));
    zones.range(Cidr.parse("10.96.0.0/16"), "services");
    zones.borrow(IpAddress.parse(address));
    zones.borrow(IpAddress.parse("10.96.0.1"));
    assertThat(zones.borrowed()).extracting(z -> z.origin().toString()).containsExactly(zone);
    assertThat(zones.own()).hasSize(1);
  }
}
