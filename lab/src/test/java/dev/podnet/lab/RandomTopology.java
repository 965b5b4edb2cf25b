package dev.podnet.lab;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Underlays made by chance, the same for the same seed: two to six nodes on one to three segments with one or two routers,
 * one family or two, segments with an MTU of their own, and few pods and services on top.
 */
final class RandomTopology {

  /** The fabrics that the kernel under this machine's tests can do. */
  static final List<String> FABRICS = List.of(
      "host-gw",
      "vxlan",
      "vxlan { directRouting on }",
      "cloud",
      "calico",
      "calico { encapsulation vxlan }",
      "calico { encapsulation vxlan; crossSubnet on }",
      "kube-router { encapsulation none }",
      "weave",
      "wiring routed; fabric vxlan",
      "wiring routed; fabric cloud",
      "wiring bridge; fabric bgp { encapsulation none }");

  /** The sizes of networks that one meets: behind DSL, clouds, Ethernet, jumbo frames. */
  private static final List<Integer> MTUS = List.of(1400, 1460, 1500, 8900, 9000);

  private final Random random;
  private final String fabric;
  private final StringBuilder text = new StringBuilder();
  private String pods;
  private String underlay;
  private int segments;
  private int mtu = Integer.MAX_VALUE;

  private RandomTopology(long seed, String fabric) {
    this.random = new Random(seed);
    this.fabric = fabric;
    make();
  }

  static RandomTopology of(long seed, String fabric) {
    return new RandomTopology(seed, fabric);
  }

  String spec() {
    return text.toString();
  }

  /** The largest packet of a pod, worked out by hand: what a header of each kind takes. */
  int podMtu() {
    if (!tunnels()) {
      return mtu;
    }
    // Ethernet 14, VXLAN 8, UDP 8, and IPv4 20 or IPv6 40. Weave has one tunnel for both, over IPv4
    // where there is one.
    boolean six =
        fabric.equals("weave") ? underlay.equals("6") : outer('4') == '6' || outer('6') == '6';
    return mtu - 14 - 8 - 8 - (six ? 40 : 20);
  }

  /** The family under pods' packets of a family: the same where nodes have it, or 0 where no pods have it. */
  private char outer(char inner) {
    return pods.indexOf(inner) < 0 ? 0 : underlay.indexOf(inner) < 0 ? underlay.charAt(0) : inner;
  }

  private boolean tunnels() {
    return fabric.contains("vxlan") || fabric.equals("weave");
  }

  private boolean oneSegment() {
    return List.of(
            "host-gw",
            "calico",
            "kube-router { encapsulation none }",
            "wiring bridge; fabric bgp { encapsulation none }")
        .contains(fabric);
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  private void line(String format, Object... values) {
    text.append(format.formatted(values)).append('\n');
  }

  private static String families(String which, String v4, String v6) {
    return Map.of("4", v4, "6", v6, "46", v4 + ", " + v6).get(which);
  }

  private void make() {
    segments = oneSegment() ? 1 : 1 + random.nextInt(3);
    pods = any(List.of("4", "46", "46", "6"));
    underlay = tunnels() ? any(List.of("4", "46", "46", "6")) : any(List.of(pods, pods, "46"));
    line("cluster outside {");
    line("  podCIDR     %s", families(pods, "10.244.0.0/16", "fd00:10:244::/48"));
    line("  serviceCIDR %s", families(pods, "10.96.0.0/16", "fd00:10:96::/108"));
    line("  %s", fabric.startsWith("wiring") ? fabric : "backend " + fabric);
    line("  proxyMode   %s", any(Modes.here()));
    boolean implicit = segments == 1 && !fabric.contains("cloud") && chance(30);
    if (implicit || chance(20)) {
      mtu = any(MTUS);
      line("  mtu %d", mtu);
    }
    line("}");
    if (!implicit) {
      underlay();
    }
    int nodes = 2 + random.nextInt(5);
    for (int i = 1; i <= nodes; i++) {
      node(i);
    }
    line("namespace default {");
    List<String> names = IntStream.rangeClosed(1, nodes).mapToObj(i -> "n" + i).toList();
    workloads(names);
    line("}");
  }

  private void underlay() {
    int whole = mtu == Integer.MAX_VALUE ? 1500 : mtu;
    mtu = Integer.MAX_VALUE;
    for (int i = 1; i <= segments; i++) {
      int own = chance(40) ? any(MTUS) : whole;
      mtu = Math.min(mtu, own);
      line(
          "segment s%d %s { gateway %s%s }",
          i,
          families(underlay, "192.168." + i + ".0/24", "fd00:168:" + i + "::/64"),
          families(underlay, "192.168." + i + ".1", "fd00:168:" + i + "::1"),
          own == whole && chance(50) && whole == 1500 ? "" : "; mtu " + own);
    }
    if (segments == 3 && chance(50)) {
      line("router left { connects s1, s2 }");
      line("router right { connects s2, s3 }");
    } else if (segments > 1) {
      line("router core { connects %s }", segments == 2 ? "s1, s2" : "s1, s2, s3");
    }
  }

  private void node(int i) {
    int segment = i <= segments ? i : 1 + random.nextInt(segments);
    String addresses = families(underlay, "192.168.%d.%d", "fd00:168:%d::%d")
        .replace("%d", "%1$d")
        .replaceAll("%1\\$d(?!\\.|:)", "%2\\$d");
    String own = chance(20)
        ? "; podCIDR "
            + families(pods, "10.244." + (40 + i) + ".0/24", "fd00:10:244:4" + i + "::/64")
        : "";
    String dev = chance(70) ? "eth0" : any(List.of("ens3", "enp0s31f6", "bond0"));
    line("node n%d { address %s dev %s%s }", i, addresses.formatted(segment, 10 + i), dev, own);
  }

  private void workloads(List<String> nodes) {
    line("  pods web %d on %s {", Math.min(nodes.size() + 1, 5), String.join(", ", nodes));
    line("    labels app=web; container c { port http 8080; port dns 5353/UDP } }");
    line("  service web { type NodePort; selector app=web");
    line("    port http 80 -> http nodePort 30080; port dns 53/UDP -> dns }");
    line("  pod client on %s", any(nodes));
    if (chance(50)) {
      line("  pod agent on %s { network host; labels app=agent", any(nodes));
      line("    container c { port metrics 9100 } }");
      line("  service agent { selector app=agent; port 80 -> metrics }");
    }
    if (chance(30)) {
      line("  pod alone on %s { network none }", any(nodes));
    }
    if (chance(30)) {
      line("  pod side { shares client; labels app=side; container c { port 8181 } }");
      line("  service side { selector app=side; port 8181 }");
    }
  }
}
