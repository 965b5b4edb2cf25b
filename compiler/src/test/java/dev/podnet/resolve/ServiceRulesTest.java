package dev.podnet.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServiceRulesTest {

  private static Resolved service(String items) {
    return Resolved.twoNodes("""
        namespace default {
          pods web 2 { labels app=web; container c { port http 8080; port dns 53/UDP } }
          service x { %s }
        }
        """.formatted(items));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PN4001 | type NodePort; selector app=web; port 80 nodePort 80",
        "PN4002 | selector app=web; port a 80; port b 80",
        "PN4003 | selector app=web; port a 80; port 81",
        "PN4004 | selector app=web; port a 80; port a 81",
        "PN4005 | type ExternalName",
        "PN4006 | externalName example.org",
        "PN4006 | selector app=web; port 80; externalName example.org",
        "PN4006 | type ExternalName; externalName example.org; clusterIP 10.96.0.9",
        "PN4008 | type NodePort; clusterIP None; selector app=web; port 80",
        "PN4009 | selector app=web; port 80 nodePort 30000",
        "PN4010 | selector app=web; port 80; loadBalancerIP 203.0.113.1",
        "PN4010 | type NodePort; selector app=web; port 80; loadBalancerSourceRanges 10.0.0.0/8",
        "PN4011 | selector app=web; port 80 -> htp",
        "PN4011 | endpoints 192.0.2.1; port 80 -> http",
        "PN4061 | endpoints 127.0.0.1; port 80",
        "PN4061 | endpoints 169.254.3.4; port 80",
        "PN4014 | selector app=web; endpoints 192.0.2.1; port 80",
        "PN4018 | selector app=web; port 80; externalTrafficPolicy Local",
        "PN4019 | type NodePort; selector app=web; port a 80 nodePort 30000; port b 81 nodePort 30000",
      })
  void refuses(String code, String items) {
    Resolved resolved = service(items);
    Diagnostic finding = resolved.only(code);
    assertThat(finding.severity()).isEqualTo(Severity.ERROR);
    assertThat(finding.primary()).isPresent();
    assertThat(finding.help()).isPresent();
    assertThat(resolved.codes()).as("one cause, one message").containsExactly(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "PN4006 | type ExternalName; externalName example.org; selector app=web",
        "PN4006 | type ExternalName; externalName example.org; port 80; externalIPs 203.0.113.1",
        "PN4007 | type ExternalName; externalName 192.0.2.1",
        "PN4008 | clusterIP None; selector app=web; port 80; externalIPs 203.0.113.1",
        "PN4012 | selector app=wob; port 80",
        "PN4013 | port 80",
        "PN4015 | selector app=web",
      })
  void warns(String code, String items) {
    Resolved resolved = service(items);
    assertThat(resolved.only(code).severity()).isEqualTo(Severity.WARNING);
    assertThat(resolved.codes()).containsExactly(code);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "selector app=web; port a 80; port b 80/UDP -> 53",
        "selector app=web; port 80 -> http",
        "clusterIP None; selector app=web",
        "type ExternalName; externalName example.org; port 80",
        "type LoadBalancer; selector app=web; port 80 nodePort 30000; externalTrafficPolicy Local",
        "selector app=web; port 80; externalIPs 203.0.113.1; externalTrafficPolicy Local",
        "type NodePort; selector app=web; port a 53 nodePort 30053; port b 53/UDP nodePort 30053",
      })
  void accepts(String items) {
    assertThat(service(items).codes()).isEmpty();
  }

  @Test
  void aTargetPortOfAnotherProtocolIsNotThere() {
    assertThat(service("selector app=web; port 53 -> dns").only("PN4011").message())
        .contains("TCP port of the name dns");
  }

  @Test
  void suggestsThePortThatWasMeant() {
    assertThat(service("selector app=web; port 80 -> htp").only("PN4011").help())
        .contains("did you mean http?");
  }

  @Test
  void aNodePortOfTwoServicesIsShownWithBothPlaces() {
    Resolved resolved = Resolved.twoNodes("""
        namespace default {
          service a { type NodePort; port 80 nodePort 30080; endpoints 192.0.2.1 }
          service b { type LoadBalancer; port 80 nodePort 30080; endpoints 192.0.2.1 }
        }
        """);
    Diagnostic finding = resolved.only("PN4019");
    assertThat(finding.message()).contains("30080/TCP").contains("default/b").contains("default/a");
    assertThat(finding.related().get(0).span().text()).isEqualTo("30080");
  }
}
