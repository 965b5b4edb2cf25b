package dev.podnet.backends.coredns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.backends.testing.Spec;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The zones answer what CoreDNS's plugin {@code kubernetes} answers for the same objects: many objects made by chance, and
 * every kind of question about each. Where zones cannot, or the plugin is against RFC 1034 and 8020, is said in
 * {@link #excused}, and nowhere else.
 */
class PluginAnswersTest {

  private static final String ZONE = "cluster.local.";
  private static final List<String> OWN = List.of(
      ".244.10.in-addr.arpa.",
      ".96.10.in-addr.arpa.",
      ".4.4.2.0.0.1.0.0.0.0.d.f.ip6.arpa.",
      ".6.9.0.0.0.1.0.0.0.0.d.f.ip6.arpa.");

  private static final List<String> TYPES =
      List.of("A", "AAAA", "SRV", "CNAME", "TXT", "MX", "PTR", "NS", "SOA");

  private static final List<Integer> TTLS = List.of(5, 0, 30, 300, 3600);

  @ParameterizedTest
  @CsvSource({"verified,1,30", "disabled,31,40", "insecure,41,60"})
  void everyQuestionIsAnsweredAsThePluginWould(String pods, long first, long last) {
    List<String> wrong = new ArrayList<>();
    int asked = 0;
    for (long seed = first; seed <= last; seed++) {
      KubeObjects objects = KubeObjects.of(seed);
      int ttl = TTLS.get((int) (seed % TTLS.size()));
      KubernetesPlugin plugin = new KubernetesPlugin(objects, ZONE, pods, ttl);
      FilePlugin zones = new FilePlugin(
          new Spec("""
          cluster shop {
            podCIDR 10.244.0.0/16, fd00:10:244::/48
            serviceCIDR 10.96.0.0/16, fd00:10:96::/112
            dns coredns { server none; pods %s; ttl %ss }
          }
          segment lan 192.168.1.0/24, fd50::/64
          node n1 { address 192.168.1.11, fd50::11; podCIDR 10.244.0.0/24, fd00:10:244::/64 }
          node n2 { address 192.168.1.12, fd50::12; podCIDR 10.244.1.0/24, fd00:10:244:1::/64 }
          """.formatted(pods, ttl)).manifest(objects.yaml()).plan());
      for (String name : names(objects)) {
        for (String type : TYPES) {
          Reply expected = comparable(plugin.ask(type, name));
          Reply got = comparable(zones.ask(type, name));
          asked++;
          if (!got.equals(expected) && !excused(type, name, expected, got)) {
            wrong.add("seed " + seed + ": " + type + " " + name + "\n  expected " + expected
                + "\n  got      " + got);
          }
        }
      }
    }
    assertThat(wrong).as("%s of %s", wrong.size(), asked).isEmpty();
    assertThat(asked).isGreaterThan(80_000);
  }

  /**
   * Without what the plugin never says, and zones always do: who serves the zone of an answer. And the zone of an address is the
   * finest there is, with the cluster's name server; the plugin's is as wide as it was told, with a name server that has no name.
   */
  private static Reply comparable(Reply reply) {
    SortedSet<String> authority = new TreeSet<>();
    for (String record : reply.authority()) {
      if (!record.contains(" NS ")) {
        authority.add(record.replaceFirst("^\\S+\\.arpa\\. (\\d+) SOA \\S+ \\S+", "$1 SOA"));
      }
    }
    return new Reply(reply.code(), reply.data(), authority, reply.additional());
  }

  private static Set<String> names(KubeObjects objects) {
    Set<String> names = new LinkedHashSet<>();
    for (String name : List.of(
        ZONE,
        "svc." + ZONE,
        "pod." + ZONE,
        "dns-version." + ZONE,
        "no." + ZONE,
        "no.svc." + ZONE,
        "no.pod." + ZONE,
        "a.no.svc." + ZONE,
        "10-1-2-3.no.pod." + ZONE,
        "a.b." + ZONE)) {
      names.add(name);
    }
    Set<String> labels = new LinkedHashSet<>(List.of("h1", "h2-x", "9h", "e1", "e2", "1e", "no"));
    for (String address : objects.addresses()) {
      labels.add(address.replace('.', '-').replace(':', '-'));
      names.add(ReverseNames.name(address));
    }
    for (String namespace : objects.namespaces) {
      names.add(namespace + ".svc." + ZONE);
      names.add(namespace + ".pod." + ZONE);
      names.add("no." + namespace + ".svc." + ZONE);
      names.add("*." + namespace + ".svc." + ZONE);
      labels.forEach(l -> names.add(l + "." + namespace + ".pod." + ZONE));
    }
    for (KubeObjects.Service service : objects.services) {
      String name = service.name() + "." + service.namespace() + ".svc." + ZONE;
      names.add(name);
      names.add(name.toUpperCase(java.util.Locale.ROOT));
      labels.forEach(l -> names.add(l + "." + name));
      for (String port : List.of("http", "dns", "9p", "more", "no")) {
        for (String protocol : List.of("tcp", "udp", "sctp", "no")) {
          names.add("_" + port + "._" + protocol + "." + name);
        }
      }
      names.add("_tcp." + name);
      names.add("a._http._tcp." + name);
    }
    return names;
  }

  /** Where the answers differ and have to. */
  private static boolean excused(String type, String question, Reply expected, Reply got) {
    String name = question.toLowerCase(java.util.Locale.ROOT);
    if (got.code().equals("REFUSED")) {
      // others name addresses that are neither pods' nor services' and that no endpoint has
      return expected.code().equals("NXDOMAIN") && OWN.stream().noneMatch(name::endsWith);
    }
    if (name.equals(ZONE) && type.equals("NS")) {
      // made of what the server knows of itself, which is not among the objects
      return true;
    }
    if (expected.code().equals("NXDOMAIN") && got.noData()) {
      // the plugin denies names that are there (RFC 8020): because of another type or of a name
      // below
      return got.authority().equals(expected.authority())
          && (name.equals("dns-version." + ZONE) && !type.equals("TXT")
              || name.endsWith(".arpa.") && !type.equals("PTR")
              || name.startsWith("_") && name.split("\\._").length == 1
              || type.equals("TXT") && name.matches("((\\S+\\.)?(svc|pod)\\.)?cluster\\.local\\."));
    }
    boolean address = type.equals("A") || type.equals("AAAA");
    if (name.startsWith("alias-") && !type.equals("CNAME") && !got.data().isEmpty()) {
      // every server names the alias, whatever is asked for (RFC 1034, 3.6.2); the plugin only with
      // an address behind it
      return expected.noData()
          && got.data().stream().allMatch(d -> d.contains(" CNAME ") || !address);
    }
    // addresses of a name are all of them, also those of endpoints without the port (RFC 2181, 5)
    return type.equals("SRV")
        && got.data().equals(expected.data())
        && got.authority().equals(expected.authority())
        && got.additional().containsAll(expected.additional())
        && got.additional().stream()
            .allMatch(a -> got.data().stream().anyMatch(d -> d.endsWith(" " + a.split(" ")[0])));
  }
}
