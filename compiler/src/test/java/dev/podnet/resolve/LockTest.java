package dev.podnet.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.source.SourceFile;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LockTest {

  private static final String NODES = """
      node n1 { address 192.168.0.1 }
      node n2 { address 192.168.0.2 }
      """;

  private static Lock read(String text) {
    Diagnostics diagnostics = new Diagnostics();
    Optional<Lock> lock = Lock.read(new SourceFile("podnet.lock", text), diagnostics);
    assertThat(diagnostics.sorted()).isEmpty();
    return lock.orElseThrow();
  }

  private static Resolved with(String lock, String statements) {
    return new Resolved.Builder()
        .spec("cluster c { }\n" + NODES + statements)
        .lock(read(lock))
        .resolve();
  }

  @Test
  void holdsOneLineForEachNodePodAndService() {
    Resolved resolved = Resolved.twoNodes("""
        namespace default {
          pods web 2 { labels app=web }
          pod host on n1 { network host }
          service web { type NodePort; clusterIP 10.96.0.99; selector app=web; port http 80 nodePort 30080 }
          service none { clusterIP None; selector app=web; port 80 }
        }
        """);
    assertThat(Lock.of(resolved.sound()).toText()).isEqualTo("""
        {
          "formatVersion": 1,
          "nodes": {
            "n1": ["10.244.0.0/24"],
            "n2": ["10.244.1.0/24"]
          },
          "pods": {
            "default/host": {"node":"n1"},
            "default/web-1": {"node":"n1","ips":["10.244.0.2"]},
            "default/web-2": {"node":"n2","ips":["10.244.1.2"]}
          },
          "services": {
            "default/web": {"clusterIPs":["10.96.0.99"],"nodePorts":{"80/TCP":30080}}
          }
        }
        """);
  }

  @Test
  void isTheSameAfterWritingAndReading() {
    Lock lock = Lock.of(Resolved.spec("""
        cluster c { podCIDR 10.244.0.0/16, fd00::/56; serviceCIDR 10.96.0.0/16, fd00:96::/112 }
        nodes w 3 { address from 192.168.0.1, fd00:1::1 }
        namespace default {
          pods web 9 { labels app=web }
          service web { type NodePort; selector app=web; port a 80; port b 53/UDP }
        }
        """).sound());
    assertThat(read(lock.toText())).isEqualTo(lock);
    assertThat(read(lock.toText()).toText()).isEqualTo(lock.toText());
    assertThat(read(Lock.EMPTY.toText())).isEqualTo(Lock.EMPTY);
  }

  @Test
  void fixesWhatNobodyWrote() {
    Resolved resolved = with("""
        {"formatVersion": 1,
         "nodes": {"n1": ["10.244.7.0/24"]},
         "pods": {"default/web-1": {"node": "n2", "ips": ["10.244.0.9"]},
                  "default/web-2": {"node": "n1", "ips": ["10.244.7.200"]}},
         "services": {"default/web": {"clusterIPs": ["10.96.3.3"], "nodePorts": {"80/TCP": 31999}}}}
        """, """
        namespace default {
          pods web 2 { labels app=web }
          service web { type NodePort; selector app=web; port 80 }
        }
        """);
    resolved.sound();
    assertThat(resolved.node("n1").podCidrs()).hasToString("[10.244.7.0/24]");
    assertThat(resolved.node("n2").podCidrs()).hasToString("[10.244.0.0/24]");
    assertThat(resolved.places()).containsExactly("web-1@n2", "web-2@n1");
    assertThat(resolved.ips("default/web-1")).containsExactly("10.244.0.9");
    assertThat(resolved.ips("default/web-2")).containsExactly("10.244.7.200");
    assertThat(resolved.clusterIps("default/web")).containsExactly("10.96.3.3");
    assertThat(resolved.service("default/web").ports().get(0).nodePort())
        .hasToString("Optional[31999]");
  }

  @Test
  void whatIsWrittenCountsMore() {
    Resolved resolved = with("""
        {"formatVersion": 1,
         "nodes": {"n2": ["10.244.0.0/24"]},
         "pods": {"default/a": {"node": "n1", "ips": ["10.244.0.9"]},
                  "default/b": {"node": "n1", "ips": ["10.244.0.5"]}},
         "services": {"default/x": {"clusterIPs": ["10.96.0.50"], "nodePorts": {"80/TCP": 30001}},
                      "default/y": {"clusterIPs": ["10.96.0.50"], "nodePorts": {"80/TCP": 30001}}}}
        """, """
        node n3 { address 192.168.0.3; podCIDR 10.244.0.0/24 }
        namespace default {
          pod a on n3 { ip 10.244.0.5 }
          pod b on n3
          service x { type NodePort; clusterIP 10.96.0.51; port 80 nodePort 30002; endpoints 192.0.2.1 }
          service y { type NodePort; clusterIP 10.96.0.50; port 80 nodePort 30001; endpoints 192.0.2.1 }
        }
        """);
    resolved.sound();
    assertThat(resolved.node("n2").podCidrs()).hasToString("[10.244.2.0/24]");
    assertThat(resolved.places()).containsExactly("a@n3", "b@n3");
    assertThat(resolved.ips("default/b")).containsExactly("10.244.0.2");
    assertThat(resolved.clusterIps("default/x")).containsExactly("10.96.0.51");
    assertThat(resolved.service("default/x").ports().get(0).nodePort())
        .hasToString("Optional[30002]");
  }

  @Test
  void whatNoLongerFitsIsIgnored() {
    Resolved resolved = with("""
        {"formatVersion": 1,
         "nodes": {"n1": ["172.16.0.0/24"], "n2": ["10.244.8.0/22"], "gone": ["10.244.0.0/24"]},
         "pods": {"default/a": {"node": "gone", "ips": ["10.244.9.9"]},
                  "default/b": {"node": "n1", "ips": ["10.244.0.1", "10.244.0.255"]},
                  "default/gone": {"node": "n1", "ips": ["10.244.0.2"]}},
         "services": {"default/x": {"clusterIPs": ["10.97.0.1"], "nodePorts": {"80/TCP": 80}},
                      "default/y": {"clusterIPs": ["10.96.0.10"]},
                      "default/z": {"clusterIPs": ["10.96.255.255"]}}}
        """, """
        namespace default {
          pod a
          pod b
          service x { type NodePort; port 80; endpoints 192.0.2.1 }
          service y { port 80; endpoints 192.0.2.1 }
          service z { port 80; endpoints 192.0.2.1 }
        }
        """);
    resolved.sound();
    assertThat(resolved.node("n1").podCidrs()).hasToString("[10.244.0.0/24]");
    assertThat(resolved.node("n2").podCidrs()).hasToString("[10.244.1.0/24]");
    assertThat(resolved.pod("default/a").node()).isPresent();
    assertThat(resolved.pod("default/b").node()).contains("n1");
    assertThat(resolved.ips("default/b").get(0)).isIn("10.244.0.2", "10.244.0.3");
    assertThat(resolved.clusterIps("default/x")).doesNotContain("10.97.0.1");
    assertThat(resolved.clusterIps("default/y")).doesNotContain("10.96.0.10");
    assertThat(resolved.clusterIps("default/z")).doesNotContain("10.96.255.255");
    assertThat(resolved
            .service("default/x")
            .ports()
            .get(0)
            .nodePort()
            .orElseThrow()
            .value())
        .isGreaterThanOrEqualTo(30000);
  }

  @Test
  void twoEntriesWithOneAddressGiveItToTheFirst() {
    Resolved resolved = with("""
        {"formatVersion": 1,
         "nodes": {"n1": ["10.244.5.0/24"], "n2": ["10.244.5.0/24"]},
         "pods": {}, "services": {}}
        """, "");
    assertThat(resolved.node("n1").podCidrs()).hasToString("[10.244.5.0/24]");
    assertThat(resolved.node("n2").podCidrs()).hasToString("[10.244.0.0/24]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "{}",
        "{\"formatVersion\": 2}",
        "{\"formatVersion\": \"1\"}",
        "{\"formatVersion\": 1.5}",
        "{\"formatVersion\": 99999999999999999999}",
        "{\"formatVersion\": 1} x",
        "{\"formatVersion\": 1, \"nodse\": {}}",
        "{\"formatVersion\": 1, \"nodes\": []}",
        "{\"formatVersion\": 1, \"nodes\": {\"n1\": [\"10.244.0.1/24\"]}}",
        "{\"formatVersion\": 1, \"nodes\": {\"n1\": [7]}}",
        "{\"formatVersion\": 1, \"nodes\": {\"n1\": [], \"n1\": []}}",
        "{\"formatVersion\": 1, \"pods\": {\"web\": {}}}",
        "{\"formatVersion\": 1, \"pods\": {\"a/b\": {\"ip\": \"10.0.0.1\"}}}",
        "{\"formatVersion\": 1, \"pods\": {\"a/b\": {\"ips\": [\"10.0.0.300\"]}}}",
        "{\"formatVersion\": 1, \"services\": {\"a/b\": {\"nodePorts\": {\"80/TCP\": 70000}}}}",
        "{\"formatVersion\": 1,\n<<<<<<< HEAD\n\"nodes\": {}\n=======\n}",
      })
  void aBrokenLockIsAnErrorWithAPlaceAndNeverAnException(String text) {
    Diagnostics diagnostics = new Diagnostics();
    assertThat(Lock.read(new SourceFile("podnet.lock", text), diagnostics)).isEmpty();
    assertThat(diagnostics.sorted()).hasSize(1);
    Diagnostic finding = diagnostics.sorted().get(0);
    assertThat(finding.code().id()).isEqualTo("PN2056");
    assertThat(finding.primary()).isPresent();
    assertThat(finding.help()).isPresent();
  }

  @Test
  void theErrorPointsAtTheLine() {
    Diagnostics diagnostics = new Diagnostics();
    Lock.read(new SourceFile("podnet.lock", """
            {
              "formatVersion": 1,
              "nodes": {
                "n1": ["10.244.0.0/24"],
                "n2": ["10.244.1.0/33"]
              }
            }
            """), diagnostics);
    Diagnostic finding = diagnostics.sorted().get(0);
    assertThat(finding.primary().orElseThrow().span().line()).isEqualTo(5);
    assertThat(finding.message()).contains("10.244.1.0/33");
  }

  @Test
  void nameServersStayWhereTheyAreWhenNodesCome() {
    Resolved first = new Resolved.Builder()
        .nameServers()
        .spec("cluster c {}\nnode n2 { address 10.0.0.2 }\nnode n3 { address 10.0.0.3 }")
        .resolve();
    Resolved more = new Resolved.Builder()
        .nameServers()
        .spec("""
            cluster c {}
            node n1 { address 10.0.0.1 }
            node n2 { address 10.0.0.2 }
            node n3 { address 10.0.0.3 }
            """)
        .lock(Lock.of(first.sound()))
        .resolve();
    assertThat(more.sound().nameServers()).extracting("node").containsExactly("n2", "n3");
  }
}
