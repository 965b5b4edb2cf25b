package dev.podnet.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Pod;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every cluster: tried on generated ones; the seed is the parameter. */
class AllocationPropertyTest {

  /** A generated spec as independent statements, each of which may stand in a file of its own. */
  private static List<String> statements(long seed) {
    Random random = new Random(seed);
    List<String> all = new ArrayList<>();
    int nodes = 1 + random.nextInt(12);
    for (int i = 1; i <= nodes; i++) {
      String share = random.nextInt(4) == 0
          ? "; podCIDR 10.244." + (100 + i) + "." + 64 * random.nextInt(4) + "/26"
          : "";
      String alone = random.nextInt(9) == 0 && i > 1 ? "; unschedulable" : "";
      all.add("node n" + i + " { address 192.168.0." + i + share + alone + " }");
    }
    int groups = random.nextInt(15);
    for (int i = 0; i < groups; i++) {
      String namespace = "ns" + random.nextInt(3);
      String on = random.nextInt(4) == 0 ? " on n" + (1 + random.nextInt(nodes)) : "";
      String pods =
          random.nextBoolean() ? "pods g" + i + " " + (1 + random.nextInt(9)) : "pod p" + i;
      String ip = pods.startsWith("pod ") && on.isEmpty() && random.nextInt(3) == 0
          ? "ip 10.244.0." + (20 + i)
          : "";
      all.add("namespace " + namespace + " { " + pods + on + " { labels app=a" + i + "; " + ip
          + " } }");
      String type = random.nextBoolean() ? "type NodePort; " : "";
      String fixed = random.nextInt(4) == 0 ? "clusterIP 10.96.0." + (100 + i) + "; " : "";
      all.add("namespace " + namespace + " { service s" + i + " { " + type + fixed
          + "selector app=a" + i + "; port http 80 -> 8080; port dns 53/UDP } }");
    }
    return all;
  }

  private static Resolved resolve(List<String> statements, Lock lock) {
    Resolved.Builder builder = new Resolved.Builder()
        .lock(lock)
        .spec(
            "a.podnet",
            "cluster c { serviceCIDR 10.96.0.0/22; nodeMask /26; nodePortRange 30000-30099 }");
    int file = 0;
    for (String statement : statements) {
      builder.spec("file" + file++ + ".podnet", statement);
    }
    return builder.resolve();
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377, 610, 987})
  void nothingIsGivenTwiceOrOutsideItsRange(long seed) {
    Cluster cluster = resolve(statements(seed), Lock.EMPTY).sound();
    List<Cidr> shares = cluster.nodes().stream()
        .flatMap(n -> n.podCidrs().stream())
        .map(Located::value)
        .toList();
    for (int i = 0; i < shares.size(); i++) {
      assertThat(Cidr.parse("10.244.0.0/16").contains(shares.get(i))).isTrue();
      for (int j = i + 1; j < shares.size(); j++) {
        assertThat(shares.get(i).overlaps(shares.get(j))).as("%s", shares).isFalse();
      }
    }
    Map<String, Node> nodes =
        cluster.nodes().stream().collect(Collectors.toMap(Node::name, n -> n));
    Set<IpAddress> ips = new HashSet<>();
    for (Pod pod : cluster.pods()) {
      assertThat(pod.node()).isPresent();
      for (Located<IpAddress> ip : pod.ips()) {
        assertThat(ips.add(ip.value())).as("%s", ip).isTrue();
        if (!pod.ipsExplicit()) {
          Cidr share = nodes.get(pod.node().orElseThrow()).podCidrs().get(0).value();
          assertThat(share.contains(ip.value())).isTrue();
          assertThat(ip.value()).isNotIn(share.network(), share.nth(1), share.last());
        }
      }
    }
    Set<IpAddress> clusterIps = new HashSet<>();
    Set<Integer> ports = new HashSet<>();
    for (Service service : cluster.services()) {
      assertThat(service.clusterIps()).hasSize(1);
      IpAddress ip = service.clusterIps().get(0).value();
      assertThat(clusterIps.add(ip)).isTrue();
      assertThat(Cidr.parse("10.96.0.0/22").contains(ip)).isTrue();
      assertThat(ip.toString()).isNotIn("10.96.0.0", "10.96.0.1", "10.96.0.10", "10.96.3.255");
      for (Service.Port port : service.ports()) {
        port.nodePort().ifPresent(p -> assertThat(ports.add(p.value())).isTrue());
      }
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 4, 9, 16, 25, 36, 49, 64})
  void theOrderOfTheFilesDoesNotMatter(long seed) {
    List<String> statements = statements(seed);
    String first = Lock.of(resolve(statements, Lock.EMPTY).sound()).toText();
    Collections.shuffle(statements, new Random(seed));
    assertThat(Lock.of(resolve(statements, Lock.EMPTY).sound()).toText()).isEqualTo(first);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {2, 4, 6, 8, 10, 12, 14, 16})
  void withALockMoreStatementsChangeNothingOfWhatIsThere(long seed) {
    List<String> more = statements(seed);
    List<String> less = new ArrayList<>(more);
    Random random = new Random(seed);
    less.removeIf(s -> s.startsWith("namespace") && random.nextInt(3) == 0);
    Lock before = Lock.of(resolve(less, Lock.EMPTY).sound());
    List<String> grown = new ArrayList<>(more);
    grown.add("node a-new-one { address 192.168.0.200 }");
    grown.add(
        "namespace aaa { pods first 7 { labels app=new }; service first { type NodePort; selector app=new; port 80 } }");
    // What is written counts more than the lock, so a written address may take one the lock has.
    grown.removeIf(s -> !less.contains(s) && (s.contains(" ip ") || s.contains("clusterIP")));
    Lock after = Lock.of(resolve(grown, before).sound());
    assertThat(after.nodes()).containsAllEntriesOf(before.nodes());
    assertThat(after.pods()).containsAllEntriesOf(before.pods());
    assertThat(after.services()).containsAllEntriesOf(before.services());
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {3, 6, 9, 12, 15, 18})
  void evenWithoutALockANewServiceOrPodMovesNoPodAndHardlyAService(long seed) {
    List<String> statements = statements(seed);
    Cluster before = resolve(statements, Lock.EMPTY).sound();
    statements.add("namespace aaa { pod first; service first { port 80; endpoints 192.0.2.1 } }");
    Cluster after = resolve(statements, Lock.EMPTY).sound();
    Map<String, String> places = after.pods().stream()
        .collect(Collectors.toMap(p -> p.ref().toString(), p -> p.node().orElse("-")));
    before
        .pods()
        .forEach(
            p -> assertThat(places).containsEntry(p.ref().toString(), p.node().orElse("-")));
    Map<String, String> addresses = after.services().stream()
        .collect(Collectors.toMap(s -> s.ref().toString(), s -> s.clusterIps().toString()));
    long moved = before.services().stream()
        .filter(s -> !addresses.get(s.ref().toString()).equals(s.clusterIps().toString()))
        .count();
    assertThat(moved).isLessThanOrEqualTo(1);
  }
}
