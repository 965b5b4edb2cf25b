package dev.podnet.backends;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.HostState;
import dev.podnet.plan.Link;
import dev.podnet.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The MTU of pods over underlays of any MTU from 1280 to 9000, made by chance: exactly what the headers of each fabric leave,
 * worked out by hand here, on every link that a pod's packet takes; and IPv6 below 1280 is refused (RFC 8200, section 5).
 */
class MtuTest {

  private static final int ETHERNET = 14;
  private static final int V4 = 20;
  private static final int V6 = 40;
  private static final int UDP = 8;
  private static final int VXLAN = 8;
  private static final int WIREGUARD = 32;
  private static final int ROUNDS = 5;

  /** Fabrics that wrap nothing, then the others. */
  private static final List<String> FABRICS = List.of(
      "backend host-gw",
      "backend cloud",
      "backend calico",
      "backend kube-router { encapsulation none }",
      "backend vxlan",
      "backend vxlan { directRouting on }",
      "backend calico { encapsulation vxlan }",
      "backend weave",
      "backend weave { encrypt on }",
      "backend ipip",
      "backend calico { encapsulation ipip }",
      "backend kube-router",
      "backend udp",
      "backend wireguard",
      "backend host-gw; proxyMode ipvs { dsr on }",
      "backend vxlan; proxyMode ipvs { dsr on }");

  static Stream<Arguments> combinations() {
    List<Arguments> all = new ArrayList<>();
    for (String fabric : FABRICS) {
      for (String pods : List.of("4", "6", "46")) {
        for (String underlay : List.of("4", "6", "46")) {
          if (goes(fabric, pods, underlay)) {
            all.add(Arguments.of(fabric, pods, underlay));
          }
        }
      }
    }
    return all.stream();
  }

  /** What is not wrapped, or is in UDP, needs the family itself; direct server return needs IPv4. */
  private static boolean goes(String fabric, String pods, String underlay) {
    boolean same = underlay.contains(pods) || underlay.equals("46");
    if (fabric.contains("dsr")) {
      return pods.contains("4") && underlay.contains("4") && (same || fabric.contains("vxlan"));
    }
    return wraps(fabric) ? !fabric.contains("udp") || underlay.contains("4") : same;
  }

  private static boolean wraps(String fabric) {
    return FABRICS.indexOf(fabric) >= 4 && !fabric.contains("host-gw");
  }

  /** The bytes of the headers around a pod's packet, the most of either family. */
  private static int headers(String fabric, String pods, String underlay) {
    if (!wraps(fabric)) {
      return fabric.contains("dsr") ? V4 : 0;
    }
    int most = 0;
    for (char inner : pods.toCharArray()) {
      char outer = underlay.indexOf(inner) >= 0 ? inner : underlay.charAt(0);
      most = Math.max(most, outer == '4' ? V4 : V6);
    }
    int any = underlay.contains("4") ? V4 : V6; // one tunnel for both families
    int frame = UDP + VXLAN + ETHERNET;
    if (fabric.contains("encrypt")) {
      return frame + (pods.charAt(0) == '4' ? V4 : V6) + WIREGUARD + UDP + any;
    } else if (fabric.contains("weave")) {
      return frame + any;
    } else if (fabric.contains("vxlan")) {
      return frame + most;
    } else if (fabric.contains("udp")) {
      return UDP + V4;
    } else if (fabric.contains("wireguard")) {
      return WIREGUARD + UDP + any;
    }
    return most;
  }

  @ParameterizedTest
  @MethodSource("combinations")
  void podsHaveWhatTheHeadersLeave(String fabric, String pods, String underlay) {
    Random random = new Random((fabric + pods + underlay).hashCode());
    int headers = headers(fabric, pods, underlay);
    List<Integer> mtus = new ArrayList<>(List.of(1280, 1280 + headers, 1279 + headers, 9000));
    for (int i = 0; i < ROUNDS; i++) {
      mtus.add(1280 + random.nextInt(9000 - 1280 + 1));
    }
    for (int mtu : mtus) {
      String text = spec(fabric, pods, underlay, mtu);
      String what = fabric + ", pods " + pods + ", underlay " + underlay + ", " + mtu;
      List<String> found = new Spec(text)
          .all().stream().map(d -> d.code().id() + " " + d.message()).toList();
      if (pods.contains("6") && mtu - headers < 1280) {
        assertThat(found).as(what).anyMatch(f -> f.startsWith("PN2060 ") && f.contains(" 1280"));
        continue;
      }
      assertThat(found).as(what).noneMatch(f -> f.startsWith("PN2060 "));
      Plan plan = new Spec(text).plan();
      for (HostState host : plan.hosts()) {
        for (Fragment fragment : plan.effective(host)) {
          for (Link link : fragment.links()) {
            if (link instanceof Link.Veth || link instanceof Link.Bridge) {
              assertThat(link.mtu()).as(what + ": " + link.name()).isEqualTo(mtu - headers);
            } else if (!(link instanceof Link.Dummy)) {
              assertThat(link.mtu())
                  .as(what + ": " + link.name() + " takes a pod's packets whole")
                  .isBetween(mtu - headers, mtu - V4);
            }
          }
        }
      }
    }
  }

  private static String spec(String fabric, String pods, String underlay, int mtu) {
    return """
        cluster c {
          podCIDR %s
          serviceCIDR %s
          mtu %d
          %s
        }
        segment lan %s { gateway %s }
        node n1 { address %s }
        node n2 { address %s }
        namespace default { pods web 2 }
        """.formatted(
            families(pods, "10.244.0.0/16", "fd00:10:244::/48"),
            families(pods, "10.96.0.0/16", "fd00:10:96::/112"),
            mtu,
            fabric,
            families(underlay, "192.168.1.0/24", "fd00:168:1::/64"),
            families(underlay, "192.168.1.1", "fd00:168:1::1"),
            families(underlay, "192.168.1.11", "fd00:168:1::11"),
            families(underlay, "192.168.1.12", "fd00:168:1::12"));
  }

  private static String families(String which, String v4, String v6) {
    return switch (which) {
      case "4" -> v4;
      case "6" -> v6;
      default -> v4 + ", " + v6;
    };
  }
}
