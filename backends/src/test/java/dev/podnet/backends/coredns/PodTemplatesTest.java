package dev.podnet.backends.coredns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.net.AddressText;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stanzas as CoreDNS reads them: the first whose type and pattern fit answers. */
class PodTemplatesTest {

  private static final List<String> LINES = PodTemplates.lines(
      Name.of("cluster.local"),
      List.of("shop", "data-1"),
      "ns.dns.cluster.local. h.cluster.local. 1 2 3 4 5",
      5);

  private static final Templates TEMPLATES = new Templates(LINES);

  private static Optional<String> answer(String type, String name) {
    return TEMPLATES.answer(type, name).map(Templates.Made::answer);
  }

  /**
   * Labels made by chance of what addresses are made of: those that the plugin takes for an address answer with it, and no
   * others. An IPv4 address inside an IPv6 one is left out: Go calls it IPv4.
   */
  @Test
  void exactlyWhatIsAnAddressAnswers() {
    Random random = new Random(7);
    List<String> parts = List.of(
        "0", "00", "1", "9", "10", "99", "100", "199", "200", "249", "250", "255", "256", "260",
        "300", "999", "01", "001", "a", "f", "ff", "fd00", "ffff", "abcd", "12345", "0db8", "g",
        "-1", "");
    int addresses = 0;
    for (int i = 0; i < 400_000; i++) {
      int count = random.nextInt(3) == 0 ? 4 : 1 + random.nextInt(9);
      List<String> chosen = new ArrayList<>();
      for (int j = 0; j < count; j++) {
        chosen.add(parts.get(random.nextInt(random.nextBoolean() ? 12 : parts.size())));
      }
      String label = String.join("-", chosen);
      if (random.nextInt(3) == 0) {
        int at = random.nextInt(label.length() + 1);
        label = label.substring(0, at) + "--" + label.substring(at);
      }
      boolean v4 = label.chars().filter(c -> c == '-').count() == 3 && !label.contains("--");
      IpAddress address = AddressText.parse(label.replace('-', v4 ? '.' : ':')).address();
      String name = label + ".shop.pod.cluster.local.";
      if (address == null) {
        assertThat(answer("A", name)).as(label).isEmpty();
        assertThat(answer("AAAA", name)).as(label).isEmpty();
      } else if (!Cidr.parse("::ffff:0:0/96").contains(address)) {
        addresses++;
        String type = v4 ? "A" : "AAAA";
        assertThat(answer(type, name))
            .map(a -> IpAddress.parse(a.substring(a.lastIndexOf(' ') + 1)))
            .as(label)
            .contains(address);
        assertThat(answer(v4 ? "AAAA" : "A", name)).as(label).contains("");
      }
    }
    assertThat(addresses).isGreaterThan(10_000);
  }

  @ParameterizedTest
  @CsvSource({
    "A,10-1-2-3,10.1.2.3",
    "A,255-255-255-255,255.255.255.255",
    "AAAA,fd00-10--5,fd00:10::5",
    "AAAA,fd00-1--0,fd00:1::0",
    "AAAA,fd00-10-0-0-0-0-0-5,fd00:10:0:0:0:0:0:5",
    "AAAA,--1,::1",
    "AAAA,1-2-3-4-5-6-7--,1:2:3:4:5:6:7::",
    "AAAA,--2-3-4-5-6-7-8,::2:3:4:5:6:7:8"
  })
  void aNameThatIsAnAddressAnswersWithIt(String type, String label, String address) {
    String name = label + ".shop.pod.cluster.local.";
    assertThat(answer(type, name)).contains(name + " 5 IN " + type + " " + address);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "256-1-1-1",
        "01-1-1-1",
        "1-1-1",
        "1-1-1-1-1",
        "1--1--1",
        "12345--1",
        "g--1",
        "1-2-3-4-5-6-7-8-9",
        "1-2-3-4-5-6-7-8--"
      })
  void aNameThatIsNoAddressIsLeftToTheZone(String label) {
    assertThat(answer("A", label + ".shop.pod.cluster.local.")).isEmpty();
    assertThat(answer("AAAA", label + ".shop.pod.cluster.local.")).isEmpty();
  }

  @Test
  void onlyNamespacesThatAreThereAnswer() {
    assertThat(answer("A", "10-1-2-3.data-1.pod.cluster.local.")).isPresent();
    assertThat(answer("A", "10-1-2-3.data.pod.cluster.local.")).isEmpty();
    assertThat(answer("A", "10-1-2-3.xdata-1.pod.cluster.local.")).isEmpty();
  }

  @Test
  void otherTypesOfANameThatAnswersHaveNoData() {
    assertThat(answer("AAAA", "10-1-2-3.shop.pod.cluster.local.")).contains("");
    assertThat(answer("TXT", "fd00--1.shop.pod.cluster.local.")).contains("");
  }
}
