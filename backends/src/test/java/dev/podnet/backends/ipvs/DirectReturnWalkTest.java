package dev.podnet.backends.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.net.IpAddress;
import dev.podnet.simulate.Network;
import dev.podnet.simulate.Simulator;
import dev.podnet.simulate.Trace;
import dev.podnet.simulate.Transport;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client's packet does with direct server return, whichever node it comes to. */
class DirectReturnWalkTest {

  private static final IpAddress CLIENT = IpAddress.parse("198.51.100.7");

  private static Trace trace(String dsr, String node) {
    Spec spec = new Spec("""
        cluster shop { backend host-gw; proxyMode ipvs { dsr %s } }
        segment lan 192.168.1.0/24 { gateway 192.168.1.1 }
        node n1 { address 192.168.1.11 }
        node n2 { address 192.168.1.12 }
        node n3 { address 192.168.1.13 }
        namespace default {
          pods web 3 on n2, n3 { labels app=web; container c { port http 8080 } }
          service web { selector app=web; port 80 -> http; externalIPs 203.0.113.5 }
        }
        """.formatted(dsr));
    return new Simulator(Network.of(spec.cluster(), spec.plan()))
        .trace(
            new Simulator.FromWorld(CLIENT, Optional.of(node)),
            IpAddress.parse("203.0.113.5"),
            80,
            Transport.TCP,
            60);
  }

  @ParameterizedTest
  @CsvSource({"n1", "n2", "n3"})
  void everyEndpointSeesTheClient(String node) {
    assertThat(trace("on", node).outcomes()).hasSize(3).allSatisfy(o -> {
      assertThat(o.sourceSeen()).isEqualTo(CLIENT);
      assertThat(o.probability()).isEqualTo(1.0 / 3, org.assertj.core.api.Assertions.within(1e-9));
    });
  }

  @Test
  void theAnswerDoesNotComeBackByTheBalancer() {
    assertThat(trace("on", "n1").hops().stream()
            .dropWhile(h -> !h.where().equals("answer"))
            .map(h -> h.node()))
        .isNotEmpty()
        .doesNotContain("n1");
    assertThat(trace("off", "n1").outcomes()).noneMatch(o -> o.sourceSeen().equals(CLIENT));
  }
}
