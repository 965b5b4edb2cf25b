package dev.podnet.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podnet.net.IpAddress;
import dev.podnet.net.Protocol;
import dev.podnet.plan.Daemon;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.HostFile;
import dev.podnet.plan.HostState;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import dev.podnet.plan.Relay;
import dev.podnet.plan.Word;
import java.io.IOException;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DaemonTextTest {

  private static IpAddress ip(String text) {
    return IpAddress.parse(text);
  }

  private static Relay relay(Protocol protocol, String address, Relay.Balance balance) {
    IpAddress target = ip(address.indexOf(':') < 0 ? "10.244.1.2" : "fd00:10:244:1::2");
    return new Relay(
        ip(address),
        20001,
        protocol,
        balance,
        List.of(new Relay.Target(target, 8080), new Relay.Target(target.plus(1), 8081)),
        60,
        "default/web:http");
  }

  private static MemorySink render(List<HostFile> files, List<Daemon> daemons) throws IOException {
    Fragment none = Fragment.EMPTY;
    Fragment fragment = new Fragment(
        none.modules(),
        none.sysctls(),
        none.links(),
        none.addresses(),
        none.routes(),
        none.neighbours(),
        none.fdb(),
        none.ipSets(),
        none.chains(),
        none.hooks(),
        none.namespaces(),
        files,
        daemons,
        none.fouPorts(),
        none.wireGuardPeers(),
        none.nftSets(),
        none.nftChains(),
        none.virtualServers());
    TreeMap<Part, Fragment> parts = new TreeMap<>();
    parts.put(Part.SERVICES, fragment);
    HostState host = new HostState("n1", "eth0", List.of(ip("192.168.0.11")), parts, List.of());
    MemorySink sink = new MemorySink();
    Renderer.render(new Plan("shop", List.of(host), new TreeMap<>(), List.of()), sink);
    return sink;
  }

  private static final Daemon SERVER = new Daemon(
      "dns",
      List.of(Word.of("knotd"), Word.of("-c"), Word.file("dns/knot.conf")),
      List.of("dns/knot.conf", "dns/zone"),
      List.of(
          Word.of("knotc"),
          Word.file("dns/knot.conf").between("--config=", ""),
          Word.of("conf-check")),
      new Daemon.ByCommand(List.of(
          Word.of("knotc"), Word.of("-s"), Word.running("dns", "knot.sock"), Word.of("reload"))),
      List.of(
          new Daemon.Greets(ip("127.0.0.1"), 53, ""),
          new Daemon.Answers(List.of(Word.of("kdig"), Word.of("a b")))),
      "names of the cluster");

  @Test
  void listsDaemonsAndFilesWithATabBetweenWords() throws IOException {
    HostFile zone = new HostFile(
        "dns/zone", new HostFile.Lines(List.of("in @RUN@/dns")), HostFile.Access.OWNER, "a zone");
    MemorySink sink = render(List.of(zone), List.of(SERVER));
    assertThat(sink.files().get("nodes/n1/services.daemons").replace('\t', '|')).isEqualTo("""
        # services, what is special to node n1

        # a zone
        file|dns/zone|0600

        # names of the cluster
        daemon|dns
        run|knotd|-c|@FILES@/dns/knot.conf
        reads|dns/knot.conf|dns/zone
        check|knotc|--config=@FILES@/dns/knot.conf|conf-check
        reload|command|knotc|-s|@RUN@/dns/knot.sock|reload
        ready|greets|127.0.0.1|53|
        ready|answers|kdig|a b
        """);
    assertThat(sink.files()).containsEntry("nodes/n1/services.d/dns/zone", "in @RUN@/dns\n");
    assertThat(sink.files().get("nodes/n1/host.sh"))
        .contains("TOOLS='ip kdig knotc knotd setsid sha256sum unshare'\n", "nodes/n1/services\n");
  }

  @Test
  void writesWhatIsRelayedInTheWordsOfNginx() throws IOException {
    HostFile file = new HostFile(
        "balancer/cluster.conf",
        new HostFile.Relays(List.of(
            relay(Protocol.TCP, "169.254.77.1", Relay.Balance.RANDOM),
            relay(Protocol.TCP, "fd77::1", Relay.Balance.BY_CLIENT),
            relay(Protocol.UDP, "169.254.77.1", Relay.Balance.ROUND_ROBIN))),
        HostFile.Access.ALL,
        "what it relays");
    assertThat(render(List.of(file), List.of())
            .files()
            .get("nodes/n1/services.d/balancer/cluster.conf"))
        .isEqualTo("""
            # default/web:http
            upstream tcp4.20001 {
              random;
              server 10.244.1.2:8080 max_fails=0;
              server 10.244.1.3:8081 max_fails=0;
            }
            server { listen 169.254.77.1:20001 so_keepalive=on; proxy_pass tcp4.20001; proxy_timeout 60s; }
            # default/web:http
            upstream tcp6.20001 {
              hash $remote_addr consistent;
              server [fd00:10:244:1::2]:8080 max_fails=0;
              server [fd00:10:244:1::3]:8081 max_fails=0;
            }
            server { listen [fd77::1]:20001 so_keepalive=on; proxy_pass tcp6.20001; proxy_timeout 60s; }
            # default/web:http
            upstream udp4.20001 {
              server 10.244.1.2:8080 max_fails=0;
              server 10.244.1.3:8081 max_fails=0;
            }
            server { listen 169.254.77.1:20001 udp reuseport; proxy_pass udp4.20001; proxy_timeout 60s; }
            """);
  }

  @Test
  void refusesWhatWouldLeaveItsPlace() {
    assertThatThrownBy(() -> Word.file("../etc/passwd")).hasMessageContaining("no name");
    assertThatThrownBy(() -> Word.file("/etc/passwd")).hasMessageContaining("no name");
    assertThatThrownBy(() -> Word.of("a\nb")).hasMessageContaining("character 10");
    assertThatThrownBy(() -> Word.of("a\tb")).hasMessageContaining("no word");
    assertThatThrownBy(() -> Word.of("@RUN@/x")).hasMessageContaining("may not name a place");
    assertThatThrownBy(() -> new HostFile.Lines(List.of("@UNDERLAY@")))
        .hasMessageContaining("no place");
    assertThatThrownBy(() -> Word.running("a/b", "x")).hasMessageContaining("no name for a daemon");
  }
}
