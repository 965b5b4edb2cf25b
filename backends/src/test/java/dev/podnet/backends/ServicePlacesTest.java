package dev.podnet.backends;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.diagnostics.Diagnostic;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses and ports of services at which they cannot be reached, or somebody else is. */
class ServicePlacesTest {

  private static List<Diagnostic> found(String services) {
    return new Spec("cluster c { }\n" + """
        segment lan 192.168.1.0/24 { gateway 192.168.1.1 }
        node n1 { address 192.168.1.11 }
        node n2 { address 192.168.1.12 }
        namespace default {
        """ + services + "\n}\n").all();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "loadBalancerIP 192.168.1.255; type LoadBalancer | PN2017 load balancer IP 192.168.1.255 of service default/s is the broadcast address of 192.168.1.0/24",
        "externalIPs 192.168.1.0 | PN2017 external IP 192.168.1.0 of service default/s is the network address of 192.168.1.0/24",
        "loadBalancerIP 192.168.1.1; type LoadBalancer | PN2023 service default/s has the address 192.168.1.1 of the gateway of segment lan",
        "externalIPs 192.168.1.11, fd00::77 | PN4017 external IP fd00::77 leads nowhere: service default/s has no IPv6",
        "externalIPs 192.168.1.200 |"
      })
  void whatTheOutsideReachesItBy(String address, String expected) {
    List<Diagnostic> all =
        found("service s { endpoints 192.0.2.1; port 80; " + address.replace(";", "\n") + " }");
    assertThat(all)
        .extracting(d -> d.code().id() + " " + d.message())
        .isEqualTo(expected == null ? List.of() : List.of(expected));
  }

  @Test
  void anEndpointInTheServiceRangeIsNobody() {
    assertThat(found("service s { endpoints 10.96.0.99; port 80 }"))
        .extracting(d -> d.code().id() + " " + d.message())
        .containsExactly("PN4064 endpoint 10.96.0.99 of service default/s lies in the service range"
            + " 10.96.0.0/16");
  }

  @Test
  void aNodePortIsTakenAtTheAddressesOfNodes() {
    String nodePort = "service k { type NodePort; endpoints 192.0.2.1; port 80 nodePort 30000 }\n";
    String own = "service j { endpoints 192.0.2.2; port 30000; externalIPs ADDRESS }\n";
    assertThat(found(nodePort + own.replace("ADDRESS", "192.168.1.12")))
        .extracting(d -> d.code().id() + " " + d.message())
        .containsExactly(
            "PN2024 services default/k and default/j both want port 30000/TCP of 192.168.1.12");
    assertThat(found(nodePort + own.replace("ADDRESS", "192.168.1.200"))).isEmpty();
    assertThat(found(nodePort + own.replace("30000", "30001").replace("ADDRESS", "192.168.1.12")))
        .isEmpty();
  }

  @Test
  void aServiceHasTheFamilyOfTheEndpointsItNames() {
    String cluster = """
        cluster c { podCIDR 10.244.0.0/16, fd00:10:244::/48; serviceCIDR 10.96.0.0/16, fd00:10:96::/108 }
        node n1 { address 192.168.1.11, fd50::11 }
        namespace default {
          service four { endpoints 192.0.2.1; port 80 }
          service six { endpoints 2001:db8::1; port 80 }
          service both { endpoints 192.0.2.1, 2001:db8::1; port 80 }
          service none { port 80 }
          service told { endpoints 192.0.2.1; clusterIP 10.96.0.77, fd00:10:96::77; port 80 }
        }
        """;
    assertThat(new Spec(cluster).cluster().services())
        .extracting(s -> s.ref().name() + " " + s.families())
        .contains(
            "four [IPV4]",
            "six [IPV6]",
            "both [IPV4, IPV6]",
            "none [IPV4, IPV6]",
            "told [IPV4, IPV6]");
  }
}
