package dev.podnet.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.TextFormat;
import dev.podnet.model.Cluster;
import dev.podnet.resolve.ResolveInput;
import dev.podnet.resolve.Resolver;
import dev.podnet.source.SourceFile;
import dev.podnet.syntax.SpecParser;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Whatever a spec says, rules find and never throw, point at a place, and find the same again. */
class RandomSpecsTest {

  private static final int SPECS = 400;

  private final Random random = new Random();

  private String pick(String... of) {
    return of[random.nextInt(of.length)];
  }

  private String v4() {
    return pick(
            "10.244.0.",
            "10.244.1.",
            "10.96.0.",
            "192.168.1.",
            "192.168.2.",
            "127.0.0.",
            "224.0.0.",
            "255.255.255.")
        + pick("0", "1", "2", "7", "10", "254", "255");
  }

  private String v6() {
    return pick("fd00:10:244::", "fd00:10:244:1::", "fd50::", "fe80::", "ff02::", "::")
        + pick("1", "2", "ffff");
  }

  private String cidr4() {
    return pick(
        "10.244.0.0/16",
        "10.244.0.0/24",
        "10.244.1.0/24",
        "10.244.0.0/30",
        "10.96.0.0/16",
        "10.0.0.0/8",
        "192.168.1.0/24",
        "192.168.0.0/16",
        "0.0.0.0/0",
        "255.255.255.255/32",
        "10.244.0.1/32",
        "127.0.0.0/8",
        "192.168.1.0/31");
  }

  private String cidr6() {
    return pick(
        "fd00:10:244::/56",
        "fd00:10:244::/64",
        "fd00:10:244:1::/64",
        "fd00:10:96::/112",
        "::/0",
        "fd50::/64",
        "ff00::/8",
        "fd00::1/128");
  }

  private String range() {
    return switch (random.nextInt(4)) {
      case 0 -> cidr4() + ", " + cidr6();
      case 1 -> cidr6();
      default -> cidr4();
    };
  }

  private String address() {
    return switch (random.nextInt(4)) {
      case 0 -> v4() + ", " + v6();
      case 1 -> v6();
      default -> v4();
    };
  }

  private String maybe(String text) {
    return random.nextInt(3) == 0 ? text : "";
  }

  private String spec() {
    StringBuilder text = new StringBuilder("cluster c {\n")
        .append(maybe("podCIDR " + range() + "\n"))
        .append(maybe("nodeMask /" + random.nextInt(33) + ", /" + random.nextInt(129) + "\n"))
        .append(maybe("serviceCIDR " + range() + "\n"))
        .append(maybe("mtu " + (68 + random.nextInt(2000)) + "\n"))
        .append(maybe("nodePortAddresses " + cidr4() + "\n"))
        .append(maybe("backend " + pick("host-gw", "vxlan", "cloud", "none") + "\n"))
        .append(maybe("dns coredns { clusterIP " + v4() + " }\n"))
        .append("}\n");
    int segments = random.nextInt(4);
    for (int i = 0; i < segments; i++) {
      text.append("segment s" + i + " " + range() + " { " + maybe("gateway " + address() + ";")
          + maybe("mtu " + (68 + random.nextInt(9000))) + " }\n");
    }
    if (segments > 0) {
      text.append(
          maybe("router r { connects s0" + (segments > 1 ? ", s1" : "") + "; routeLimit 2 }\n"));
    }
    for (int i = 0; i < random.nextInt(4); i++) {
      text.append(
          "node n" + i + " { address " + address() + "; " + maybe("podCIDR " + range()) + " }\n");
    }
    text.append(maybe("nodes w 5 { address from " + v4() + " }\n"));
    text.append("namespace default {\n");
    for (int i = 0; i < random.nextInt(4); i++) {
      text.append("pod p" + i + " { labels app=w; " + maybe("ip " + address() + ";")
          + maybe("network host;") + " container c { port 80 " + maybe("hostPort 30080")
          + " } }\n");
      text.append("service v" + i + " { type NodePort; selector app=w; port 80 "
          + maybe("nodePort 30080") + "; " + maybe("clusterIP " + address() + ";")
          + maybe("externalIPs " + v4()) + " }\n");
    }
    return text.append("}\n").toString();
  }

  private static List<Diagnostic> check(String text) {
    Diagnostics diagnostics = new Diagnostics();
    SourceFile file = new SourceFile("t.podnet", text);
    Optional<Cluster> cluster = Resolver.resolve(
        new ResolveInput(
            List.of(SpecParser.parse(file, diagnostics)),
            List.of(),
            List.of(),
            Optional.empty(),
            "default"),
        diagnostics);
    Diagnostics found = new Diagnostics();
    cluster.ifPresent(
        c -> Checker.check(c, Optional.of(new FabricFacts("x", true, new TreeMap<>())), found));
    return found.sorted();
  }

  @Test
  void rulesFindAndNeverThrow() {
    TreeSet<String> codes = new TreeSet<>();
    for (long seed = 1; seed <= SPECS; seed++) {
      random.setSeed(seed);
      String text = spec();
      List<Diagnostic> found = check(text);
      assertThat(found).as("seed %d", seed).allMatch(d -> d.primary().isPresent());
      TextFormat format = new TextFormat(false);
      assertThat(format.format(found)).as("seed %d", seed).isEqualTo(format.format(check(text)));
      found.forEach(d -> codes.add(d.code().id()));
    }
    // The specs are wrong in nearly every way there is.
    assertThat(codes).hasSizeGreaterThan(20);
  }
}
