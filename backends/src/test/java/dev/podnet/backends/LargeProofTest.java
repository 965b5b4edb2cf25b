package dev.podnet.backends;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpFamily;
import dev.podnet.net.PortRange;
import dev.podnet.net.Protocol;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.Hook;
import dev.podnet.plan.HostState;
import dev.podnet.plan.Match;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Table;
import dev.podnet.plan.Target;
import dev.podnet.simulate.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clusters so large that of hosts which services alone tell apart not every kind meets every host. */
class LargeProofTest {

  private static final int NODES = 300;

  private static final int MANY = 2_000;

  private static final Compiled COMPILED = Compiled.of(spec(true));

  private static final Compiled COMPILED_WITH_MANY = Compiled.of(spec(false) + many());

  /** Services whose endpoints are outside, so that they make no host another one. */
  private static String many() {
    StringBuilder services = new StringBuilder("namespace many {\n");
    for (int i = 1; i <= MANY; i++) {
      services.append("service m%d { endpoints 203.0.113.9; port http 80 }\n".formatted(i));
    }
    return services.append("}\n").toString();
  }

  /**
   * Some nodes have no pod, some one, some several of one service.
   *
   * @param special whether some have a port of the host, and one service is answered by the nodes of its endpoints alone
   */
  private static String spec(boolean special) {
    StringBuilder nodes = new StringBuilder("""
        cluster large { backend vxlan; podCIDR 10.0.0.0/12 }
        segment lan 192.168.0.0/16 { gateway 192.168.0.1 }
        """);
    StringBuilder pods = new StringBuilder("namespace default {\n");
    for (int i = 1; i <= NODES; i++) {
      nodes.append(
          "node n%d { address 192.168.%d.%d dev eth0 }\n".formatted(i, 1 + i / 200, 1 + i % 200));
      if (i % 5 != 0) {
        pods.append("pods some%d %d on n%d { labels app=web%d; container c { port http 8080 } }\n"
            .formatted(i, 1 + i % 3, i, i / 10));
      }
      if (special && i % 50 == 1) {
        pods.append(
            "pod port%d on n%d { container c { port 9090 hostPort 9090 } }\n".formatted(i, i));
      }
    }
    for (int i = 0; i <= NODES / 10; i++) {
      String policy = special && i == 0 ? "type NodePort; externalTrafficPolicy Local; " : "";
      pods.append(
          "service web%d { selector app=web%d; %sport http 80 -> http }\n".formatted(i, i, policy));
    }
    pods.append("}\n");
    return nodes.append(pods).toString();
  }

  @Test
  void everythingHoldsAndNotEveryKindMeetsEveryHost() {
    Proof.Result result = Proof.prove(COMPILED.cluster(), COMPILED.plan());
    assertThat(result.failures()).isEmpty();
    assertThat(result.hostClasses()).isGreaterThan(3);
    assertThat(result.podClasses()).isGreaterThan(4);
    // Were every kind to meet every host, it would be more than twice as many for each.
    assertThat(result.walks())
        .isLessThan(2L * NODES * (result.hostClasses() + result.podClasses()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"nftables", "ipvs", "userspace"})
  void itHoldsInEveryMode(String mode) {
    Compiled compiled =
        Compiled.of(spec(true).replace("backend vxlan;", "backend vxlan; proxyMode " + mode + ";"));
    Proof.Result result = Proof.prove(compiled.cluster(), compiled.plan());
    assertThat(result.failures()).isEmpty();
    assertThat(result.hostClasses()).isGreaterThan(1);
  }

  /** A kind of hosts more costs each service nothing, where all that is special about it are its own pods. */
  @Test
  void notEveryKindAsksForEveryService() {
    Proof.Result result = Proof.prove(COMPILED_WITH_MANY.cluster(), COMPILED_WITH_MANY.plan());
    assertThat(result.failures()).isEmpty();
    assertThat(result.hostClasses()).isGreaterThan(1);
    Compiled without = Compiled.of(spec(false));
    long others = Proof.prove(without.cluster(), without.plan()).walks();
    assertThat(result.walks() - others).isEqualTo(2L * MANY);
  }

  /** What leads to one host, taken away: whichever it is, a packet misses it. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void whatLeadsToOneHostIsMissed(long seed) {
    Random random = new Random(seed);
    String shared = COMPILED.plan().shared().entrySet().stream()
        .filter(one -> !one.getValue().fragment().fdb().isEmpty())
        .map(Map.Entry::getKey)
        .findFirst()
        .orElseThrow();
    Plan wrong = Mutants.withShared(COMPILED.plan(), shared, f -> switch ((int) (seed % 3)) {
      case 0 -> new Edit(f).fdb(without(f.fdb(), random));
      case 1 -> new Edit(f).neighbours(without(f.neighbours(), random));
      default -> new Edit(f).routes(without(f.routes(), random));
    });
    assertMissed(wrong);
  }

  /** The same of what one host has of its own, be it of the kind that meets every host or not. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void whatOneHostHasIsMissed(long seed) {
    Random random = new Random(seed);
    // Nobody misses the bridge of a host that has no pods.
    List<HostState> hosts = COMPILED.plan().hosts().stream()
        .filter(h -> h.parts().containsKey(Part.PODS))
        .toList();
    HostState host = hosts.get(random.nextInt(hosts.size()));
    Part part = seed % 2 == 0 ? Part.PODS : Part.NETWORK;
    UnaryOperator<Fragment> change = f -> {
      if (!f.links().isEmpty()) {
        return new Edit(f).links(without(f.links(), random));
      }
      return new Edit(f).addresses(without(f.addresses(), random));
    };
    assertMissed(Mutants.withHost(COMPILED.plan(), host.node(), part, change));
  }

  /** What services gave one host that stands in the way of one endpoint elsewhere, of one port, or of everyone's source. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
  void whatServicesGaveOneHostIsMissed(long seed) {
    Random random = new Random(seed);
    List<HostState> hosts = COMPILED.plan().hosts().stream()
        .filter(h -> h.parts().containsKey(Part.SERVICES))
        .toList();
    HostState host = hosts.get(random.nextInt(hosts.size()));
    List<Service> services = COMPILED.cluster().services().stream()
        .filter(s -> !s.ports().isEmpty() && !s.ports().get(0).backends().isEmpty())
        .toList();
    List<Service.Backend> backends =
        services.get(random.nextInt(services.size())).ports().get(0).backends();
    Service.Backend backend = backends.get(random.nextInt(backends.size()));
    Cidr endpoint = Cidr.of(backend.endpoint().ip(), 32);
    boolean masquerades = seed % 3 == 2;
    Rule rule = switch ((int) (seed % 3)) {
      case 0 -> rule(new Target.Drop(), new Match.Destination(endpoint, false));
      case 1 ->
        rule(
            new Target.Drop(),
            new Match.DestinationPort(Protocol.TCP, new PortRange(backend.port(), backend.port())));
      default -> rule(new Target.Masquerade());
    };
    Table table = masquerades ? Table.NAT : Table.FILTER;
    Hook.Base base = masquerades ? Hook.Base.POSTROUTING : Hook.Base.FORWARD;
    String chain = "PODNET-WRONG";
    assertMissed(Mutants.withHost(
        COMPILED.plan(),
        host.node(),
        Part.SERVICES,
        f -> new Edit(new Edit(f)
                .chains(with(f.chains(), new Chain(IpFamily.IPV4, table, chain, List.of(rule)))))
            .hooks(with(f.hooks(), new Hook(IpFamily.IPV4, table, base, chain)))));
  }

  private static Rule rule(Target target, Match... matches) {
    return new Rule(List.of(matches), target, Optional.empty());
  }

  private static <T> List<T> with(List<T> list, T one) {
    List<T> more = new ArrayList<>(list);
    more.add(one);
    return more;
  }

  private static void assertMissed(Plan wrong) {
    assertThat(wrong).isNotEqualTo(COMPILED.plan());
    assertThat(Proof.prove(COMPILED.cluster(), wrong).failures()).isNotEmpty();
  }

  private static <T> List<T> without(List<T> list, Random random) {
    List<T> rest = new ArrayList<>(list);
    rest.remove(random.nextInt(rest.size()));
    return rest;
  }
}
