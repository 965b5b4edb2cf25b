package dev.podnet.backends;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.check.Checker;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.Severity;
import dev.podnet.model.Cluster;
import dev.podnet.planning.Planner;
import dev.podnet.simulate.Proof;
import dev.podnet.simulate.ProofReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every wiring with every fabric and proxy, every family of pods over every family of the underlay, on one, two and three
 * segments: either it compiles and is proved, or it is refused for the reason that a table kept by hand here says.
 *
 * <p>Every combination of wiring, fabric, families and segments is tried, each with one proxy, another for each; with
 * {@code -Dpodnet.combinations=all} each with every proxy.
 */
class CombinationsTest {

  private static final List<String> WIRINGS = List.of("bridge", "routed", "none");
  private static final List<String> PROXIES =
      List.of("iptables", "ipvs", "nftables", "userspace", "none");
  private static final List<String> FAMILIES = List.of("4", "6", "46");

  /** One way to join pods. */
  private record Combination(
      String wiring, String fabric, String proxy, String pods, String underlay, int segments) {

    boolean is(String start) {
      return fabric.startsWith(start);
    }

    boolean has(String setting) {
      return fabric.contains(setting);
    }

    /** Whether the underlay has an address of every family of the pods. */
    boolean nativeFamilies() {
      return pods.chars().allMatch(f -> underlay.indexOf(f) >= 0);
    }

    /** Whether IPv6 packets of pods have to be put into IPv4 packets. */
    boolean sixInFour() {
      return pods.contains("6") && underlay.equals("4");
    }

    /** The codes it may be refused with; empty when it has to work. */
    Set<String> refusals() {
      Set<String> codes = new TreeSet<>();
      if ((is("docker") || is("weave")) && !wiring.equals("bridge")) {
        codes.add("PN6076"); // a wiring and a fabric that do not go together
      }
      if ((is("host-gw") || is("cloud") || is("bgp") && bare()) && !nativeFamilies()) {
        codes.add("PN6010"); // nodes have no address that can carry pod traffic
      }
      if ((is("host-gw") || is("bgp") && has("encapsulation none")) && segments > 1) {
        codes.add("PN3002"); // nodes that do not share a segment
      }
      if (is("bgp") && has("bird") && (has("vxlan") || has("ipip") && pods.contains("6"))) {
        codes.add("PN6076");
      }
      if (is("udp") && !underlay.contains("4")) {
        codes.add("PN6060"); // IP in UDP needs IPv4 below
      }
      boolean sit = is("udp")
          ? pods.contains("6")
          : (is("ipip") || has("encapsulation ipip") && !has("bird")) && sixInFour();
      if (sit && segments > 1) {
        codes.add("PN6061"); // IPv6 in IPv4 between segments
      }
      return codes;
    }

    private boolean bare() {
      return has("encapsulation none") || has("bird");
    }

    String spec() {
      StringBuilder text = new StringBuilder("cluster c {\n");
      text.append("wiring ").append(wiring).append("\nfabric ").append(fabric);
      text.append("\nproxyMode ").append(proxy);
      text.append("\npodCIDR ").append(both(pods, "10.244.0.0/16", "fd00:10:244::/48"));
      text.append("\nserviceCIDR ").append(both(pods, "10.96.0.0/16", "fd00:10:96::/112"));
      text.append("\n}\n");
      for (int i = 1; i <= segments; i++) {
        String gateway = both(underlay, "192.168." + i + ".1", "fd50:0:0:" + i + "::1");
        text.append("segment s%d %s { gateway %s }\n"
            .formatted(
                i, both(underlay, "192.168." + i + ".0/24", "fd50:0:0:" + i + "::/64"), gateway));
      }
      text.append(
          switch (segments) {
            case 1 -> is("cloud") ? "router core { connects s1 }\n" : "";
            case 2 -> "router core { connects s1, s2 }\n";
            default -> "router left { connects s1, s2 }\nrouter right { connects s2, s3 }\n";
          });
      for (int i = 1; i <= 3; i++) {
        int segment = Math.min(i, segments);
        String address =
            both(underlay, "192.168." + segment + ".1" + i, "fd50:0:0:" + segment + "::1" + i);
        text.append("node n%d { address %s dev eth0 }\n".formatted(i, address));
      }
      return text + """
          namespace default {
            pods p 3 on n1, n2, n3 { labels app=p; container c { port 80 } }
            service p { type NodePort; selector app=p; port 80 }
          }
          """;
    }

    private static String both(String families, String v4, String v6) {
      return families.equals("46") ? v4 + ", " + v6 : families.equals("4") ? v4 : v6;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "docker",
        "cloud",
        "host-gw",
        "vxlan",
        "vxlan { directRouting on }",
        "udp",
        "ipip",
        "ipip { directRouting on }",
        "wireguard",
        "weave",
        "weave { encrypt on }",
        "bgp { encapsulation none }",
        "bgp { encapsulation ipip }",
        "bgp { encapsulation ipip; crossSubnet on }",
        "bgp { encapsulation vxlan }",
        "bgp { encapsulation vxlan; crossSubnet on }",
        "bgp { encapsulation none; bgp bird }",
        "bgp { encapsulation ipip; crossSubnet on; bgp bird }",
        "bgp { encapsulation vxlan; bgp bird }",
        "none"
      })
  void worksOrIsRefusedWithTheReason(String fabric) {
    boolean all = "all".equals(System.getProperty("podnet.combinations"));
    Map<String, String> wrong = new TreeMap<>();
    int turn = 0;
    int refused = 0;
    int tried = 0;
    for (String wiring : WIRINGS) {
      for (String pods : FAMILIES) {
        for (String underlay : FAMILIES) {
          for (int segments = 1; segments <= 3; segments++) {
            List<String> proxies = all ? PROXIES : List.of(PROXIES.get(turn++ % PROXIES.size()));
            for (String proxy : proxies) {
              Combination one = new Combination(wiring, fabric, proxy, pods, underlay, segments);
              String problem = problem(one);
              if (!problem.isEmpty()) {
                wrong.put(one.toString(), problem);
              }
              tried++;
              refused += one.refusals().isEmpty() ? 0 : 1;
            }
          }
        }
      }
    }
    assertThat(wrong).as("%d combinations", tried).isEmpty();
    boolean never = fabric.contains("vxlan") && fabric.contains("bird");
    assertThat(refused == tried).as("every one of %d refused", tried).isEqualTo(never);
  }

  private static String problem(Combination one) {
    List<Diagnostic> errors = errors(one.spec());
    Set<String> codes = new TreeSet<>();
    errors.forEach(e -> codes.add(e.code().id()));
    Set<String> expected = one.refusals();
    if (expected.isEmpty()) {
      return errors.isEmpty() ? "" : "refused: " + text(errors);
    }
    if (errors.isEmpty()) {
      return "accepted, and should be refused with " + expected;
    }
    if (!expected.equals(codes)) {
      return "refused with " + text(errors) + " instead of " + expected;
    }
    List<Diagnostic> silent =
        errors.stream().filter(e -> e.help().isEmpty() || e.primary().isEmpty()).toList();
    return silent.isEmpty() ? "" : "without a place or a way out: " + text(silent);
  }

  private static String text(List<Diagnostic> errors) {
    return errors.stream()
        .limit(3)
        .map(e -> e.code().id() + " " + e.message())
        .toList()
        .toString();
  }

  /** As a compile does: checks first, and the proof of what passes them. */
  private static List<Diagnostic> errors(String text) {
    Cluster cluster = new Spec(text).cluster();
    Diagnostics found = new Diagnostics();
    Planner.check(cluster, Spec.BACKENDS, found);
    Checker.check(cluster, Spec.BACKENDS, found);
    if (!found.hasErrors()) {
      ProofReport.report(Proof.prove(cluster, Planner.plan(cluster, Spec.BACKENDS)), found);
    }
    return new ArrayList<>(
        found.sorted().stream().filter(d -> d.severity() == Severity.ERROR).toList());
  }
}
