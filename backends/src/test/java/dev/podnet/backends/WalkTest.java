package dev.podnet.backends;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.net.IpAddress;
import dev.podnet.simulate.Network;
import dev.podnet.simulate.Simulator;
import dev.podnet.simulate.Trace;
import dev.podnet.simulate.Transport;
import dev.podnet.simulate.Verdict;
import org.junit.jupiter.api.Test;

/** Single walks through plans of real backends, each as it was seen in the kernel. */
class WalkTest {

  private static final String ONE_NODE = """
      cluster one { localhostNodePorts on }
      node n1 { address 192.168.1.11 dev eth0 }
      namespace default {
        pod agent on n1 { network host; labels app=agent; container c { port http 9100 } }
        service agent { type NodePort; selector app=agent; port 80 -> http nodePort 30000 }
      }
      """;

  private static Trace.Outcome only(String spec, Simulator.Sender sender, String to, int port) {
    Compiled compiled = Compiled.of(spec);
    Network network = Network.of(compiled.cluster(), compiled.plan());
    Trace trace = new Simulator(network)
        .trace(sender, IpAddress.parse(to), port, Transport.TCP, Simulator.SMALL);
    assertThat(trace.outcomes()).hasSize(1);
    return trace.outcomes().get(0);
  }

  /** The way over lo goes through POSTROUTING too; addresses of lo itself are never masqueraded with. */
  @Test
  void aNodePortOnLoopbackOfAPodInTheSameHostsNetworkIsMasqueraded() {
    Trace.Outcome outcome = only(ONE_NODE, new Simulator.FromNode("n1"), "127.0.0.1", 30000);
    assertThat(outcome.verdict()).isEqualTo(Verdict.DELIVERED);
    assertThat(outcome.port()).isEqualTo(9100);
    assertThat(outcome.sourceSeen()).isEqualTo(IpAddress.parse("192.168.1.11"));
    assertThat(outcome.nat()).hasSize(2);
  }
}
