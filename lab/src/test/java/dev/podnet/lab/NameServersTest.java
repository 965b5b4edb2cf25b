package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.Gson;
import dev.podnet.lab.Lab.Iptables;
import dev.podnet.lab.Lab.Isolation;
import dev.podnet.net.IpAddress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRset;
import org.xbill.DNS.Record;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;
import org.xbill.DNS.Zone;

/** The name servers of a cluster: real ones on the nodes, asked by pods at the address in their resolv.conf. */
class NameServersTest {

  private static final String NEWER = "newer";

  @TempDir
  Path base;

  @BeforeAll
  static void needs() {
    Needs.root("knotd", "knotc", "nsd", "nsd-checkconf");
  }

  private static String spec(String dns, String more) {
    return """
        cluster lab {
          podCIDR 10.244.0.0/16, fd00:10:244::/48; serviceCIDR 10.96.0.0/20, fd00:10:96::/112
          backend host-gw
          dns coredns { %s }
        }
        segment lan 192.168.1.0/24, fd00:168:1::/64 { gateway 192.168.1.1, fd00:168:1::1 }
        node n1 { address 192.168.1.11, fd00:168:1::11 dev eth0 }
        node n2 { address 192.168.1.12, fd00:168:1::12 dev eth0 }
        node n3 { address 192.168.1.13, fd00:168:1::13 dev eth0 }
        namespace default {
          pods client 3 on n1, n2, n3
          pods web 3 on n1, n2, n3 { labels app=web; container c { port http 8080; port dns 53/UDP } }
          service web { selector app=web; port http 80 -> http; port dns 53/UDP -> dns }
          service many { clusterIP None; endpoints %s; port sql 5432 }
          service alias { type ExternalName; externalName web.default.svc.cluster.local }
          %s
        }
        namespace empty {}
        """.formatted(
            dns,
            IntStream.rangeClosed(1, 60)
                .mapToObj(i -> "203.0.113." + i)
                .collect(Collectors.joining(", ")),
            more);
  }

  private static Lab.Run bash(Scene scene, String host, String script) {
    return scene.lab.run(Lab.job(host, "bash", "-c", script));
  }

  private static Lab.Run run(Scene scene, String out, String script, String... arguments) {
    return scene.lab.run(Lab.script(out, "n1", script, arguments));
  }

  /** A run that does not wait long for a server that does not come. */
  private static Lab.Run impatient(Scene scene, String... arguments) {
    Lab.Job job = Lab.script(Scene.OUT, "n1", "apply.sh", arguments);
    return scene.lab.run(
        new Lab.Job("n1", job.argv(), Map.of("PODNET_DAEMON_SECONDS", "6"), null, "group"));
  }

  private static void well(Lab.Run run) {
    assertThat(run.rc()).as(run.out() + run.err()).isZero();
  }

  private static final Path RUNNER =
      Path.of("").toAbsolutePath().resolve("src/main/resources/dev/podnet/lab/runner");

  /** What pods ask with: the name server of their resolv.conf, UDP with 512 octets, TCP. */
  private static final String ASK = """
      import json, socket, struct, sys
      sys.path.insert(0, sys.argv[1])
      import dns
      server = [l.split()[1] for l in open("/etc/resolv.conf") if l.startswith("nameserver")][int(sys.argv[3])]
      family = socket.AF_INET6 if ":" in server else socket.AF_INET
      def udp(question):
          s = socket.socket(family, socket.SOCK_DGRAM)
          s.settimeout(2)
          s.connect((server, 53))
          s.send(question)
          return s.recv(65535)
      def tcp(question):
          s = socket.create_connection((server, 53), 2)
          s.sendall(struct.pack("!H", len(question)) + question)
          data = b""
          while len(data) < 2 or len(data) < 2 + struct.unpack("!H", data[:2])[0]:
              more = s.recv(65535)
              if not more: break
              data += more
          return data[2:]
      asked = truncated = 0
      for kind, name, expected in json.load(open(sys.argv[2])):
          asked += 1
          question = dns.question(name, kind)
          data = udp(question)
          if data[2] & 2:
              truncated += 1
              assert len(data) <= 512, len(data)
          elif dns.answer(data) != expected:
              print("udp", kind, name, dns.answer(data), "and not", expected)
          data = tcp(question)
          if dns.answer(data) != expected:
              print("tcp", kind, name, dns.answer(data), "and not", expected)
      print("asked", asked, "truncated", truncated)
      """;

  /** Every record set of an output's zones, as (type, name, answer). */
  private static List<List<String>> questions(Path out) throws IOException {
    List<List<String>> questions = new ArrayList<>();
    for (Map.Entry<String, Path> file : NameServer.zones(out).entrySet()) {
      Zone zone = new Zone(new Name(file.getKey() + "."), file.getValue().toString());
      for (RRset set : zone) {
        if (set.getType() != Type.SOA) {
          questions.add(List.of(
              Type.string(set.getType()),
              set.getName().toString(),
              set.rrs(false).stream()
                  .map(r -> Type.string(r.getType()) + " " + data(r))
                  .sorted()
                  .collect(Collectors.joining(", "))));
        }
      }
    }
    return questions;
  }

  private static String data(Record record) {
    if (record instanceof AAAARecord address) {
      return IpAddress.parse(address.getAddress().getHostAddress()).toString();
    }
    return record instanceof TXTRecord text
        ? String.join("", text.getStrings())
        : record.rdataToString();
  }

  @ParameterizedTest
  @CsvSource({"knot, FULL, 0", "nsd, NET, 1"})
  void everyNameIsAnsweredAtTheClusterIp(String server, Isolation isolation, int which)
      throws Exception {
    try (Scene scene =
        Scene.of(base, spec("server " + server + "; on n1, n3", ""), isolation, Iptables.NFT)) {
      Map<String, HostView> bare = scene.lab.view(scene.lab.nodes());
      assertThat(scene.lab.everywhere(Scene.OUT, "apply.sh"))
          .allSatisfy(r -> assertThat(r.err()).isEmpty());
      List<List<String>> questions = new ArrayList<>(questions(scene.compiled.out()));
      assertThat(questions).hasSizeGreaterThan(150);
      questions.add(List.of("A", "nothing.default.svc.cluster.local", "NXDOMAIN"));
      questions.add(List.of("A", "empty.svc.cluster.local", "NOERROR"));
      questions.add(List.of("PTR", "9.9.96.10.in-addr.arpa", "NXDOMAIN"));
      Files.writeString(base.resolve("questions.json"), new Gson().toJson(questions));
      Files.writeString(base.resolve("ask.py"), ASK);

      Lab.Run asked = bash(
          scene,
          "n2",
          "ip netns exec default.client-2 python3 " + base + "/ask.py " + RUNNER + " " + base
              + "/questions.json " + which);

      well(asked);
      // 60 addresses, 60 SRV records at two names
      assertThat(asked.out()).isEqualTo("asked " + questions.size() + " truncated 3\n");
      scene.secondApplyChangesNothing();
      scene.teardownLeavesNothing(bare);
    }
  }

  /** Asks a hundred times a second until /run/stop is there, and then says how often nobody answered. */
  private static final String KEEP_ASKING = """
      import os, socket, sys, time
      sys.path.insert(0, sys.argv[1])
      import dns
      asked = lost = 0
      while not os.path.exists("/run/stop"):
          s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
          s.settimeout(2)
          try:
              s.connect(("10.96.0.10", 53))
              s.send(dns.question("web.default.svc.cluster.local", "A"))
              asked += 1
              if not dns.answer(s.recv(4096)).startswith("A 10.96."): lost += 1
          except OSError: lost += 1
          if asked == 20: open("/run/asking", "w").close()
          time.sleep(0.01)
      open("/run/lost.tmp", "w").write("%s %s" % (asked >= 20, lost))
      os.rename("/run/lost.tmp", "/run/lost")
      """;

  private static Lab.Run waitFor(Scene scene, String file) {
    return bash(
        scene,
        "n1",
        "for i in {1..200}; do [[ ! -e " + file + " ]] || { cat " + file
            + "; exit 0; }; sleep 0.05; done; exit 1");
  }

  private String answer(Scene scene, String name) throws IOException {
    Files.writeString(
        base.resolve("questions.json"), new Gson().toJson(List.of(List.of("A", name, ""))));
    Files.writeString(base.resolve("ask.py"), ASK);
    return bash(
            scene,
            "n1",
            "ip netns exec default.client-1 python3 " + base + "/ask.py " + RUNNER + " " + base
                + "/questions.json 0")
        .out();
  }

  @ParameterizedTest
  @CsvSource({"knot", "nsd"})
  void aChangeIsTakenUpWithoutLosingAQuestion(String server) throws Exception {
    String dns = "server " + server + "; on n1";
    Compiled.spec(
        base,
        NEWER,
        spec(dns, "service added { selector app=web; clusterIP 10.96.0.99; port 80 }"));
    try (Scene scene = Scene.of(base, spec(dns, ""), Isolation.FULL, Iptables.NFT)) {
      scene.apply();
      Files.writeString(base.resolve("keep.py"), KEEP_ASKING);
      well(bash(
          scene,
          "n1",
          "setsid ip netns exec default.client-1 python3 " + base + "/keep.py " + RUNNER
              + " >/dev/null 2>&1 </dev/null &"));
      well(waitFor(scene, "/run/asking"));
      String pid = "read -r pid _ </run/podnet/lab/n1/daemons/dns/pid && echo \"$pid\"";
      String before = bash(scene, "n1", pid).out();

      Lab.Run newer = run(scene, NEWER, "apply.sh");

      well(newer);
      assertThat(newer.err()).isEmpty();
      assertThat(bash(scene, "n1", pid).out()).isEqualTo(before);
      String got = answer(scene, "added.default.svc.cluster.local");
      for (int i = 0; i < 40 && !got.contains("A 10.96.0.99"); i++) {
        Thread.sleep(50);
        got = answer(scene, "added.default.svc.cluster.local");
      }
      assertThat(got).contains("A 10.96.0.99");
      well(bash(scene, "n1", "touch /run/stop"));
      assertThat(waitFor(scene, "/run/lost").out()).isEqualTo("True 0");
      well(run(scene, NEWER, "verify.sh"));
    }
  }

  @Test
  void aServerThatIsNotThereOrDoesNotStartKeepsNothingElseFromBeingMade() throws Exception {
    Compiled.spec(base, NEWER, spec("on n1", ""));
    try (Scene scene =
        Scene.of(base, spec("server knot; on n1", ""), Isolation.FULL, Iptables.NFT)) {
      Map<String, HostView> bare = scene.lab.view(scene.lab.nodes());

      // nobody has installed CoreDNS here
      Lab.Run without = run(scene, NEWER, "apply.sh");
      well(without);
      assertThat(without.err())
          .isEqualTo("podnet: n1: the program coredns is missing: no name server runs on this node,"
              + " where pods ask 10.96.0.10 and fd00:10:96::a; `dns coredns { server … }` chooses the"
              + " program\n");
      Lab.Run verify = run(scene, NEWER, "verify.sh");
      well(verify);
      assertThat(verify.err()).contains("the program coredns is missing");
      assertThat(run(scene, NEWER, "apply.sh").out()).isEqualTo("n1: nothing to change\n");

      // the port is somebody else's
      well(bash(
          scene,
          "n1",
          "setsid python3 -c 'import socket, time; s = socket.socket(); s.bind((\"0.0.0.0\", 53));"
              + " s.listen(); u = socket.socket(type=socket.SOCK_DGRAM); u.bind((\"0.0.0.0\", 53));"
              + " time.sleep(600)' >/dev/null 2>&1 </dev/null & echo $! >/run/taker; sleep 0.5"));
      Lab.Run taken = impatient(scene);
      well(taken);
      assertThat(taken.err())
          .contains("no name server runs on this node", "cannot bind address 192.168.1.11@53");
      verify = run(scene, Scene.OUT, "verify.sh");
      assertThat(verify.rc()).isEqualTo(1);
      assertThat(verify.out()).isEqualTo("missing: daemon dns is not running\n");

      // it is mended when the port is free, and when it has died
      well(bash(scene, "n1", "kill -9 $(</run/taker)"));
      Lab.Run mended = run(scene, Scene.OUT, "apply.sh", "--only", "dns");
      well(mended);
      assertThat(mended.err()).isEmpty();
      well(run(scene, Scene.OUT, "verify.sh"));
      well(bash(scene, "n1", "read -r pid _ </run/podnet/lab/n1/daemons/dns/pid; kill -9 $pid"));
      assertThat(run(scene, Scene.OUT, "verify.sh").rc()).isEqualTo(1);
      Lab.Run again = run(scene, Scene.OUT, "apply.sh");
      well(again);
      assertThat(again.err()).isEmpty();
      well(run(scene, Scene.OUT, "verify.sh"));
      assertThat(answer(scene, "web.default.svc.cluster.local")).contains("A 10.96.");
      well(run(scene, Scene.OUT, "teardown.sh"));
      scene.hostsAre(new TreeMap<>(Map.of("n1", bare.get("n1"))));
      assertThat(bash(scene, "n1", "pgrep -f 'knotd.*podnet/lab/n1'").out()).isEmpty();
    }
  }

  /** Rules that were met, entries for the node's addresses, and one for an address of the cluster, which is translated. */
  private static final String SEEN = """
      for t in iptables ip6tables; do "$t-%1$s-save" -c -t raw | grep -c '^\\[[1-9].* PODNET-DNS-NOTRACK -[sd]'; done
      { conntrack -L -f ipv4; conntrack -L -f ipv6; } 2>/dev/null >/run/seen
      grep -cE '=(169\\.254\\.20\\.10|fd00:53::10) ' /run/seen
      grep -c 'dst=10.96.0.10 ' /run/seen
      """;

  @ParameterizedTest
  @CsvSource({"iptables, LEGACY", "iptables, NFT", "nftables, NFT"})
  void eachNodeAnswersItsOwnPods(String mode, Iptables variant) throws Exception {
    String spec = spec("server knot; nodeLocal 169.254.20.10, fd00:53::10", "")
        .replace("backend host-gw", "backend host-gw; proxyMode " + mode);
    try (Scene scene = Scene.of(base, spec, Isolation.NET, variant)) {
      Map<String, HostView> bare = scene.lab.view(scene.lab.nodes());
      scene.apply();
      Files.writeString(
          base.resolve("questions.json"),
          new Gson()
              .toJson(List.of(List.of(
                  "CNAME",
                  "alias.default.svc.cluster.local",
                  "CNAME web.default.svc.cluster.local."))));
      Files.writeString(base.resolve("ask.py"), ASK);
      for (String node : List.of("n1", "n3")) {
        String inPod = "ip netns exec default.client-" + node.substring(1) + " python3 ";
        for (int which : List.of(0, 1)) {
          Lab.Run asked = bash(
              scene,
              node,
              inPod + base + "/ask.py " + RUNNER + " " + base + "/questions.json " + which);
          assertThat(asked.out()).as(asked.toString()).isEqualTo("asked 1 truncated 0\n");
        }
        well(bash(
            scene,
            node,
            inPod + "-c 'import socket; s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM);"
                + " s.sendto(b\"\", (\"10.96.0.10\", 53))'"));
        Lab.Run seen =
            bash(scene, node, SEEN.formatted(variant == Iptables.NFT ? "nft" : "legacy"));
        // questions and answers by UDP and TCP; no entry of theirs; one of the other's
        assertThat(seen.out()).as(seen.toString()).isEqualTo("4\n4\n0\n1\n");
      }
      scene.teardownLeavesNothing(bare);
    }
  }
}
