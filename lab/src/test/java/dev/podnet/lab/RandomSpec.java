package dev.podnet.lab;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * Specs made by chance, the same for the same seed: few nodes and pods, and services of every kind, so that each is small
 * enough to be understood when something is wrong with it.
 */
final class RandomSpec {

  private final Random random;
  private final String mode;
  private final StringBuilder text = new StringBuilder();
  private final List<String> nodes = new ArrayList<>();
  private final List<String> groups = new ArrayList<>();
  private boolean dual;
  private int segments;
  private boolean zones;

  private RandomSpec(long seed, String mode) {
    this.random = new Random(seed);
    this.mode = mode;
  }

  /** The spec of a seed, its services done by iptables. */
  static String of(long seed) {
    return of(seed, "iptables");
  }

  /** The spec of a seed; in another mode it is the same but for that. */
  static String of(long seed, String mode) {
    return new RandomSpec(seed, mode).make();
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

  private String make() {
    int count = 1 + random.nextInt(4);
    dual = chance(30);
    segments = count > 1 && chance(50) ? 2 : 1;
    zones = chance(50);
    cluster();
    underlay(count);
    line("namespace default {");
    pods();
    int services = 3 + random.nextInt(6);
    for (int i = 0; i < services; i++) {
      service(i);
    }
    line("}");
    return text.toString();
  }

  private void cluster() {
    List<String> backends = new ArrayList<>(List.of("vxlan", "vxlan { directRouting on }"));
    if (segments == 1) {
      Collections.addAll(backends, "host-gw", "host-gw");
    }
    line("cluster random {");
    line("  podCIDR 10.244.0.0/16%s", dual ? ", fd00:10:244::/48" : "");
    line("  serviceCIDR 10.96.0.0/16%s", dual ? ", fd00:10:96::/108" : "");
    line("  backend %s", any(backends));
    line("  proxyMode %s", mode);
    if (chance(15)) {
      line("  masqueradeAll on");
    }
    if (chance(15)) {
      line("  localhostNodePorts on");
    }
    if (chance(15)) {
      line("  nodePortAddresses 192.168.%d.0/24", 1 + random.nextInt(segments));
    }
    line("}");
  }

  private void underlay(int count) {
    if (segments > 1 || chance(70)) {
      for (int i = 1; i <= segments; i++) {
        String six = dual ? ", fd00:168:%d::/64".formatted(i) : "";
        String gateway = dual ? ", fd00:168:%d::1".formatted(i) : "";
        line("segment s%d 192.168.%d.0/24%s { gateway 192.168.%d.1%s }", i, i, six, i, gateway);
      }
    }
    if (segments > 1) {
      line("router core { connects s1, s2 }");
    }
    for (int i = 1; i <= count; i++) {
      int segment = i == 1 ? 1 : 1 + random.nextInt(segments);
      String six = dual ? ", fd00:168:%d::%d".formatted(segment, 10 + i) : "";
      String zone = zones && chance(85)
          ? "; labels topology.kubernetes.io/zone=" + any(List.of("a", "b"))
          : "";
      line("node n%d { address 192.168.%d.%d%s dev eth0%s }", i, segment, 10 + i, six, zone);
      nodes.add("n" + i);
    }
  }

  private void pods() {
    for (String name : chance(50) ? List.of("a", "b") : List.of("a")) {
      groups.add(name);
      line("  pods %s %d on %s {", name, 1 + random.nextInt(3), String.join(", ", someNodes()));
      line("    labels app=%s", name);
      int http = name.equals("a") ? 8080 : 8081;
      line("    container c { port http %d; port dns 5353/UDP }", http);
      line("  }");
    }
    // Its address is known beforehand, for endpoints written by hand.
    line("  pod fixed on n1 { ip 10.244.0.200%s", dual ? ", fd00:10:244::c8" : "");
    if (chance(40)) {
      String only = chance(50) ? " hostIP 192.168.1.11" : "";
      line("    container c { port 7777 hostPort 9000%s; port 5353/UDP hostPort 9053 }", only);
    }
    line("  }");
    if (chance(60)) {
      String app = chance(50) ? any(groups) : own("agent");
      line("  pod agent on %s { network host; labels app=%s", any(nodes), app);
      line("    container c { port http 9100; port dns 9153/UDP } }");
    }
    if (chance(50)) {
      String app = chance(50) ? any(groups) : own("side");
      line("  pod side { shares a-1; labels app=%s", app);
      line("    container c { port http 8181; port dns 5454/UDP } }");
    }
  }

  private String own(String group) {
    groups.add(group);
    return group;
  }

  private List<String> someNodes() {
    List<String> some = new ArrayList<>(nodes);
    Collections.shuffle(some, random);
    return some.subList(0, 1 + random.nextInt(some.size()));
  }

  private void service(int number) {
    String type = any(List.of("ClusterIP", "ClusterIP", "NodePort", "NodePort", "LoadBalancer"));
    boolean headless = type.equals("ClusterIP") && chance(15);
    boolean byHand = chance(15);
    line("  service svc%d {", number);
    line("    type %s", type);
    if (headless) {
      line("    clusterIP None");
    }
    if (byHand) {
      line("    endpoints %s", String.join(", ", handmade()));
    } else {
      line("    selector app=%s", chance(12) ? "gone" : any(groups));
    }
    ports(number, !type.equals("ClusterIP"), byHand);
    if (!headless && chance(25)) {
      line(
          "    externalIPs %s",
          any(List.of(
              "203.0.113." + (10 + number), "192.168.1." + (200 + number), "192.168.1.11")));
    }
    if (type.equals("LoadBalancer") && chance(70)) {
      line("    loadBalancerIP 203.0.113.%d", 100 + number);
      if (chance(40)) {
        line(
            "    loadBalancerSourceRanges %s",
            any(List.of("192.168.1.0/24", "10.244.0.0/24", "198.51.100.0/24")));
      }
    }
    if (!headless && chance(20)) {
      line("    sessionAffinity ClientIP");
    }
    if (!type.equals("ClusterIP") && chance(40)) {
      line("    externalTrafficPolicy Local");
    }
    if (!headless && chance(20)) {
      line("    internalTrafficPolicy Local");
    }
    if (chance(zones ? 40 : 10)) {
      line("    trafficDistribution %s", any(List.of("PreferSameZone", "PreferSameNode")));
    }
    line("  }");
  }

  private List<String> handmade() {
    List<String> all = new ArrayList<>(List.of("192.168.1.254", "192.168.1.11", "10.244.0.200"));
    Collections.shuffle(all, random);
    return all.subList(0, 1 + random.nextInt(3));
  }

  private void ports(int number, boolean onNodes, boolean byHand) {
    String fixed = onNodes && chance(70) ? " nodePort %d".formatted(30000 + 100 * number) : "";
    boolean named = chance(50) && !byHand;
    // Services that answer at the same external address must differ in their ports.
    line("    port tcp %d -> %s%s", 80 + number, byHand ? "7777" : named ? "http" : "8080", fixed);
    if (chance(40)) {
      line(
          "    port udp %d/UDP -> %s", 53 + 100 * number, byHand ? "7777" : named ? "dns" : "5353");
    }
    if (chance(25)) {
      line("    port more %d -> %s", 1000 + number, byHand ? "7777" : "8081");
    }
  }
}
