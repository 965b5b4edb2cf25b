package dev.podnet.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.spi.SettingSpec;
import dev.podnet.spi.SettingSpec.Form;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValueReaderTest {

  private final ValueReader reader = new ValueReader(List.of("n1", "n2"));

  private ValueReader.Result read(SettingSpec spec, String text, String... before) {
    return reader.read(spec, text, List.of(before));
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1,192.0.2.1",
    "192.0.2.1:53,192.0.2.1:53",
    "192.0.2.1:0053,192.0.2.1:53",
    "2001:DB8::1,2001:db8::1",
    "[2001:db8::1],2001:db8::1",
    "[2001:db8:0::1]:53,[2001:db8::1]:53"
  })
  void endpointsAreReadIntoOneForm(String text, String value) {
    assertThat(read(SettingSpec.list("f", Form.ENDPOINTS, "."), text).value()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1:0,ports are 1 to 65535",
    "192.0.2.1:70000,ports are 1 to 65535",
    "192.0.2:53,'an IPv4 address has four parts, this has 3'",
    "[2001:db8::1]53,this is no IPv6 address",
    "example.com,\"'example' is not a number between 0 and 255\""
  })
  void whatIsNoEndpointSaysWhy(String text, String why) {
    assertThat(read(SettingSpec.list("f", Form.ENDPOINTS, "."), text).problem())
        .contains(why.replace("\"", ""));
  }

  @ParameterizedTest
  @CsvSource({"5s,5", "5m,300", "1h,3600", "7,7"})
  void durationsAreSeconds(String text, String value) {
    assertThat(read(SettingSpec.seconds("t", 5, 0, 3600, "."), text).value()).isEqualTo(value);
  }

  @Test
  void oneAddressOfEachFamilyIsTaken() {
    SettingSpec spec = SettingSpec.list("a", Form.ADDRESSES, ".");
    assertThat(read(spec, "fd00::1", "192.0.2.1").problem()).isEmpty();
    assertThat(read(spec, "192.0.2.2", "192.0.2.1").problem())
        .contains("a second address of the same family");
  }

  @Test
  void aNodeIsOneOfTheClusters() {
    SettingSpec spec = SettingSpec.list("on", Form.NODES, ".");
    assertThat(read(spec, "n1").value()).isEqualTo("n1");
    assertThat(read(spec, "n3").problem()).contains("did you mean 'n1'?");
    assertThat(read(spec, "n1", "n1").problem()).contains("written twice");
  }

  @ParameterizedTest
  @CsvSource({"cni0,true", "a-name-of-16-chr,false", "a/b,false", "..,false", "-x,false"})
  void anInterfaceNameIsOneTheKernelTakes(String text, boolean taken) {
    assertThat(read(SettingSpec.interfaceName("n", "cni0", "."), text).problem().isEmpty())
        .isEqualTo(taken);
  }

  @ParameterizedTest
  @CsvSource({"-1", "1.5", "99999999999999999999", "0x10"})
  void whatIsNoNumberIsNotTaken(String text) {
    assertThat(read(SettingSpec.number("n", 1, 0, 10, "."), text).problem()).isPresent();
  }
}
