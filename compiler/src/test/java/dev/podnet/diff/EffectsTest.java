package dev.podnet.diff;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diff.Change.Verb;
import dev.podnet.diff.Effect.Disturbance;
import dev.podnet.facts.FactKind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What open connections notice of a change. */
class EffectsTest {

  private static final String VETH =
      "address 66:00:00:00:00:01 mtu 1500 type veth peer name eth0 address 0a:00:00:00:00:01 mtu 1500 netns default.a";

  private static Disturbance changed(FactKind kind, String key, String old, String now) {
    return of(
        kind, key, old.isEmpty() ? List.of() : List.of(old.split("\n")), List.of(now.split("\n")));
  }

  private static Disturbance of(FactKind kind, String key, List<String> old, List<String> now) {
    Verb verb = old.isEmpty() ? Verb.ADDED : now.isEmpty() ? Verb.REMOVED : Verb.CHANGED;
    return Effects.of(new Change(
            verb,
            kind,
            "network",
            key,
            old,
            now,
            List.of("n1"),
            Optional.empty(),
            Optional.empty(),
            ""))
        .disturbance();
  }

  private static Disturbance link(String old, String now) {
    return changed(FactKind.LINK, "x", old, now);
  }

  @Test
  void linksAreChangedInPlaceWhereTheyCanBe() {
    String bridge = "address 0a:58:0a:f4:00:01 mtu 1500 type bridge";
    String vxlan =
        "address 66:00:00:00:00:02 mtu 1450 type vxlan id 1 local 192.168.1.11 dev eth0 dstport 8472";

    assertThat(link(bridge, bridge.replace("1500", "9000"))).isEqualTo(Disturbance.NONE);
    assertThat(link(bridge, bridge.replace("1500", "1450"))).isEqualTo(Disturbance.BRIEF);
    assertThat(link(bridge, bridge.replace("0a:58", "0a:59"))).isEqualTo(Disturbance.BRIEF);
    assertThat(link(VETH + "\nmaster cni0", VETH + "\nmaster cni1")).isEqualTo(Disturbance.BRIEF);
    assertThat(link(VETH, VETH + "\ntype bridge_slave hairpin on")).isEqualTo(Disturbance.NONE);
    assertThat(link(VETH, VETH.replace("default.a", "default.b"))).isEqualTo(Disturbance.BROKEN);
    assertThat(link(vxlan, vxlan.replace("id 1", "id 2"))).isEqualTo(Disturbance.BROKEN);
    assertThat(link(vxlan, vxlan + " nolearning")).isEqualTo(Disturbance.BROKEN);
    assertThat(link(vxlan, bridge)).isEqualTo(Disturbance.BROKEN);
  }

  @Test
  void rulesOfFirstPacketsLeaveOpenConnectionsAlone() {
    String key = "v4 filter PODNET-SERVICES";
    String first =
        "-m comment --comment \"only the first packet\" -m conntrack ! --ctstate NEW -j RETURN";
    String reject = "-d 10.96.0.1/32 -j REJECT --reject-with icmp-port-unreachable";

    assertThat(changed(FactKind.CHAIN, key, first, first + "\n" + reject))
        .isEqualTo(Disturbance.NONE);
    assertThat(changed(FactKind.CHAIN, key, "-j ACCEPT", reject)).isEqualTo(Disturbance.BROKEN);
    assertThat(changed(
            FactKind.CHAIN, "v4 nat PODNET-A", "-j DNAT --to-destination 10.0.0.1:80", "-j RETURN"))
        .isEqualTo(Disturbance.NONE);
    assertThat(
            changed(FactKind.CHAIN, "ip podnet-services PODNET-A", "ct state new accept", "drop"))
        .isEqualTo(Disturbance.BROKEN);
  }

  @Test
  void whatGoesEndsWhatItCarried() {
    List<String> lines = List.of("via 192.168.1.12 dev eth0");

    assertThat(of(FactKind.ROUTE, "10.244.1.0/24", lines, List.of())).isEqualTo(Disturbance.BROKEN);
    assertThat(of(FactKind.ADDRESS, "10.244.1.1/24", lines, List.of()))
        .isEqualTo(Disturbance.BROKEN);
    assertThat(of(FactKind.ROUTE, "10.244.1.0/24", List.of(), lines)).isEqualTo(Disturbance.NONE);
    assertThat(of(FactKind.REAL_SERVER, "-t 10.96.0.1:80 | 10.244.0.2:80", lines, List.of()))
        .isEqualTo(Disturbance.NONE);
    assertThat(of(FactKind.SYSCTL, "net/ipv4/ip_forward", List.of("1"), List.of()))
        .isEqualTo(Disturbance.BROKEN);
  }

  @Test
  void podsAndDaemonsAreLookedInto() {
    String pod =
        "link set dev eth0 up\naddr replace 10.244.0.2/24 dev eth0\nresolv.conf: options ndots:5";
    String daemon = "run nginx -c a\nreads a\nreload signal HUP";

    assertThat(changed(FactKind.POD_NAMESPACE, "default.a", pod, pod.replace("ndots:5", "ndots:2")))
        .isEqualTo(Disturbance.NONE);
    assertThat(changed(FactKind.POD_NAMESPACE, "default.a", pod, pod.replace("0.2/24", "0.3/24")))
        .isEqualTo(Disturbance.BROKEN);
    assertThat(changed(FactKind.DAEMON, "balancer", daemon, daemon.replace("reads a", "reads a b")))
        .isEqualTo(Disturbance.NONE);
    assertThat(changed(FactKind.DAEMON, "balancer", daemon, daemon.replace("-c a", "-c b")))
        .isEqualTo(Disturbance.BROKEN);
    assertThat(changed(
            FactKind.WIREGUARD,
            "wg",
            "port 1 public-key - private-key /k",
            "port 1 public-key A= private-key /k"))
        .isEqualTo(Disturbance.NONE);
  }
}
