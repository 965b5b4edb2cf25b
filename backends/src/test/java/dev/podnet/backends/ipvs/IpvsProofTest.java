package dev.podnet.backends.ipvs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.IpSet;
import dev.podnet.plan.Plan;
import dev.podnet.plan.VirtualServer;
import dev.podnet.simulate.Proof;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The proof sees each virtual server, real server and member of a set. */
class IpvsProofTest {

  private static final String SPEC = """
      cluster shop { backend host-gw; proxyMode ipvs }
      segment lan 192.168.1.0/24 { gateway 192.168.1.1 }
      node n1 { address 192.168.1.11 }
      node n2 { address 192.168.1.12 }
      namespace default {
        pods web 3 on n1, n2 { labels app=web; container c { port http 8080 } }
        pod client on n2
        service plain { selector app=web; port 80 -> http }
        service near { selector app=web; port 80 -> http; internalTrafficPolicy Local }
        service out {
          type LoadBalancer
          selector app=web
          port 81 -> http nodePort 30081
          loadBalancerIP 203.0.113.5
          loadBalancerSourceRanges 192.168.1.0/24, 10.244.0.0/16
        }
        service keep {
          type LoadBalancer
          selector app=web
          port 82 -> http nodePort 30082
          externalIPs 203.0.113.6
          externalTrafficPolicy Local
        }
        service gone { type NodePort; selector app=gone; port 83 nodePort 30083 }
      }
      """;

  private static Plan with(Plan plan, String name, Fragment fragment) {
    TreeMap<String, Plan.SharedFragment> shared = new TreeMap<>(plan.shared());
    Plan.SharedFragment old = shared.get(name);
    shared.put(name, new Plan.SharedFragment(old.name(), old.part(), old.title(), fragment));
    return new Plan(plan.cluster(), plan.hosts(), shared, plan.routerTable(), plan.files());
  }

  private static Fragment with(Fragment f, List<IpSet> sets, List<VirtualServer> servers) {
    return new Fragment(
        f.modules(),
        f.sysctls(),
        f.links(),
        f.addresses(),
        f.routes(),
        f.neighbours(),
        f.fdb(),
        sets,
        f.chains(),
        f.hooks(),
        f.namespaces(),
        f.files(),
        f.daemons(),
        f.fouPorts(),
        f.wireGuardPeers(),
        f.nftSets(),
        f.nftChains(),
        servers);
  }

  @Test
  void theWholeHolds() {
    Spec spec = new Spec(SPEC);

    assertThat(Proof.prove(spec.cluster(), spec.plan()).failures()).isEmpty();
  }

  @Test
  void whateverIsMissingIsMissed() {
    Spec spec = new Spec(SPEC);
    Plan plan = spec.plan();
    Fragment services = plan.shared().get("services").fragment();
    List<String> unnoticed = new ArrayList<>();
    int tried = 0;
    for (Fragment less : mutants(services)) {
      tried++;
      if (Proof.prove(spec.cluster(), with(plan, "services", less)).failures().isEmpty()) {
        List<VirtualServer> servers = new ArrayList<>(services.virtualServers());
        servers.removeAll(less.virtualServers());
        List<IpSet> sets = new ArrayList<>(services.ipSets());
        sets.removeAll(less.ipSets());
        unnoticed.add(servers + " " + sets);
      }
    }
    assertThat(tried).isGreaterThan(30);
    assertThat(unnoticed).isEmpty();
  }

  /** Each lacks one virtual server, one real server, or one member of a set. */
  private static List<Fragment> mutants(Fragment services) {
    List<Fragment> all = new ArrayList<>();
    for (VirtualServer server : services.virtualServers()) {
      List<VirtualServer> less = new ArrayList<>(services.virtualServers());
      int at = less.indexOf(server);
      less.remove(at);
      all.add(with(services, services.ipSets(), less));
      for (int i = 0; i < server.servers().size(); i++) {
        List<VirtualServer.RealServer> real = new ArrayList<>(server.servers());
        real.remove(i);
        List<VirtualServer> changed = new ArrayList<>(services.virtualServers());
        changed.set(
            at,
            new VirtualServer(
                server.key(), server.scheduler(), server.persistence(), real, server.comment()));
        all.add(with(services, services.ipSets(), changed));
      }
    }
    for (int s = 0; s < services.ipSets().size(); s++) {
      IpSet set = services.ipSets().get(s);
      if (set.name().equals("PODNET-SERVICE-IPS")) {
        continue; // keeps the host's own programs from ports that no service has, which nobody
        // claims
      }
      for (int i = 0; i < set.members().size(); i++) {
        List<String> members = new ArrayList<>(set.members());
        members.remove(i);
        List<IpSet> changed = new ArrayList<>(services.ipSets());
        changed.set(
            s,
            new IpSet(set.name(), set.type(), set.family(), members, set.marks(), set.comment()));
        all.add(with(services, changed, services.virtualServers()));
      }
    }
    return all;
  }
}
