package dev.podnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.podnet.compile.Compilation;
import dev.podnet.compile.CompileOptions;
import dev.podnet.diff.Change;
import dev.podnet.diff.Review;
import dev.podnet.diff.Side;
import dev.podnet.facts.Entry;
import dev.podnet.facts.OutputReader;
import dev.podnet.origin.LineOrigin;
import dev.podnet.origin.Origin;
import dev.podnet.origin.SpecStatement;
import dev.podnet.origin.Statements;
import dev.podnet.output.OutputFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Where lines of an output come from, and what objects caused. */
class ExplainOriginTest {

  private static final String SPEC = """
      cluster shop {
        backend BACKEND
        proxyMode MODE
      }
      segment lan 192.168.1.0/24 { gateway 192.168.1.1 }
      node n1 { address 192.168.1.11 }
      node n2 { address 192.168.1.12 }
      namespace default {
        pod client on n1 { ip 10.244.0.40 }
        pods web 2 {
          labels app=web
          container nginx { port http 8080 }
        }
        service web {
          type NodePort
          clusterIP 10.96.0.20
          selector app=web
          port http 80 -> http nodePort 30080
        }
      }
      """;

  @TempDir
  Path folder;

  private record Compiled(Compilation compilation, Side side, Map<String, List<String>> files) {}

  private Compiled compiled(String spec) throws IOException {
    Files.writeString(folder.resolve("shop.podnet"), spec);
    Compilation compilation =
        CheckCommand.compiler().plan(CompileOptions.of(folder, "shop.podnet"));
    assertThat(compilation.plan()).as("%s", compilation.diagnostics()).isPresent();
    Map<String, List<String>> files = new TreeMap<>();
    Side side = Side.of(
        OutputFacts.of(
            compilation.cluster().get(),
            compilation.plan().get(),
            "test",
            (path, text) -> files.put(path, text.lines().toList())),
        compilation.cluster());
    return new Compiled(compilation, side, files);
  }

  /** An edit, and the statement to which each line that comes must lead. */
  private record Edit(String backend, String mode, String from, String to, String statement) {
    @Override
    public String toString() {
      return mode + ", " + backend + ": " + from + " becomes " + to;
    }
  }

  static Stream<Edit> edits() {
    return Stream.of("iptables", "ipvs", "nftables")
        .flatMap(mode -> Stream.of(
            new Edit("vxlan", mode, "port http 80 ", "port http 81 ", "service default/web"),
            new Edit("host-gw", mode, "nodePort 30080", "nodePort 30081", "service default/web"),
            new Edit("vxlan", mode, "10.96.0.20", "10.96.0.21", "service default/web"),
            new Edit("vxlan", mode, "192.168.1.12", "192.168.1.13", "node n2"),
            new Edit("calico", mode, "10.244.0.40", "10.244.0.41", "pod default/client"),
            new Edit("vxlan", mode, "proxyMode", "mtu 1400\n  proxyMode", "cluster shop: mtu 1400"),
            new Edit(
                "vxlan",
                mode,
                "proxyMode",
                "clusterDomain shop.example\n  proxyMode",
                "cluster shop: clusterDomain shop.example")));
  }

  @ParameterizedTest
  @MethodSource("edits")
  void aLineThatAnEditMakesLeadsToWhatWasEdited(Edit edit) throws IOException {
    String spec = SPEC.replace("BACKEND", edit.backend()).replace("MODE", edit.mode());
    Compiled old = compiled(spec);
    Compiled now = compiled(spec.replace(edit.from(), edit.to()));
    LineOrigin origins = new LineOrigin(
        now.side().state(), Statements.of(now.compilation().cluster().orElseThrow()));
    int lines = 0;
    for (Change change : Review.of(old.side(), now.side()).changes().changes()) {
      if (change.nowAt().isEmpty() || change.kind().object()) {
        continue;
      }
      String file = change.nowAt().get().file();
      for (Entry entry : OutputReader.entries(file, now.files().get(file))) {
        boolean fresh = entry.kind() == change.kind()
            && entry.key().equals(change.key())
            && change.come().contains(entry.text());
        if (fresh) {
          lines++;
          Origin origin = origins.of(file, now.files().get(file), entry.number());
          assertThat(origin.statements().stream().map(SpecStatement::toString))
              .as("%s:%d %s", file, entry.number(), entry.text())
              .contains(edit.statement());
        }
      }
    }
    assertThat(lines).isPositive();
  }

  private void out() throws IOException {
    Files.createDirectories(folder.resolve("specs"));
    Files.writeString(
        folder.resolve("specs/shop.podnet"),
        SPEC.replace("BACKEND", "vxlan").replace("MODE", "iptables")
            + "assert reachable default/client -> service default/web:80\n");
    assertThat(Run.in(folder, "compile", "specs/shop.podnet", "-o", "build/out").status())
        .isZero();
  }

  private int line(String file, String text) throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve(file));
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains(text)) {
        return i + 1;
      }
    }
    throw new AssertionError(file + " has no line with " + text);
  }

  @Test
  void namesTheStatementsOfALineAndFindsTheInputsByItself() throws IOException {
    out();
    String file = "build/out/cluster/services.v4.rules";

    Run run = Run.in(folder, "explain", file + ":" + line(file, "--dport 80 "));
    Run json =
        Run.in(folder, "explain", file + ":" + line(file, "--dport 30080"), "--format", "json");

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith(file + ":")
        .contains("It comes of\n  service default/web  specs/shop.podnet:14:11\n")
        .contains("  service default/web: port http 80/TCP -> http  specs/shop.podnet:18:")
        .contains("    18 |     port http 80 -> http nodePort 30080\n")
        .contains("  cluster shop: proxyMode iptables  specs/shop.podnet:3:13\n");
    List<JsonElement> statements = json.json().getAsJsonArray("statements").asList();
    assertThat(statements.stream().map(s -> s.getAsJsonObject().get("aspect").getAsString()))
        .contains("nodePort of http");
    assertThat(json.json().get("thing").getAsString()).isEqualTo("chain v4 nat PODNET-NODEPORTS");
  }

  @Test
  void everyLineOfAnOutputIsAnswered() throws IOException {
    out();
    Compiled now = compiled(Files.readString(folder.resolve("specs/shop.podnet")));
    LineOrigin origins = new LineOrigin(
        now.side().state(), Statements.of(now.compilation().cluster().orElseThrow()));
    now.files().forEach((path, lines) -> {
      for (int i = 1; i <= lines.size(); i++) {
        Origin origin = origins.of(path, lines, i);
        boolean says =
            origin.thing().isPresent() && !path.contains("/lib/") && !path.endsWith(".sh");
        assertThat(origin.statements().isEmpty() && says).as(path + ":" + i).isFalse();
      }
    });
  }

  @Test
  void listsAllThatAnObjectCaused() throws IOException {
    out();

    Run service = Run.in(folder, "explain", "service", "default/web", "specs/shop.podnet");
    JsonObject node =
        Run.in(folder, "explain", "node", "n2", "build/out", "--format", "json").json();
    Run segment = Run.in(folder, "explain", "segment", "lan", "build/out");

    assertThat(service.status()).as(service.err()).isZero();
    assertThat(service.out())
        .contains("  clusterIP 10.96.0.20  specs/shop.podnet:16:15\n")
        .contains("goes with\n  pod default/web-1\n  pod default/web-2\n")
        .contains("  cluster/services.v4.rules:")
        .contains(" (on 2 hosts)\n")
        .contains("dns/zones/cluster.local.zone:")
        .contains("asserts\n  specs/shop.podnet:21:1  assert reachable default/client ->");
    assertThat(node.getAsJsonArray("lines").asList().stream()
            .map(l -> l.getAsJsonObject().get("file").getAsString()))
        .contains("cluster/peers.ip", "nodes/n2/network.ip")
        .noneMatch(f -> f.startsWith("nodes/n1/"));
    assertThat(segment.out()).contains("goes with\n  node n1\n  node n2\n");
  }

  @Test
  void whatWasSetForTheCompileCounts() throws IOException {
    out();
    Run.in(folder, "compile", "specs/shop.podnet", "-o", "build/set", "--set", "cluster.mtu=1400");
    String file = "build/set/nodes/n1/network.ip";

    Run line = Run.in(folder, "explain", file + ":" + line(file, "mtu 1350"));
    Run object = Run.in(folder, "explain", "node", "n1", "build/set");

    assertThat(line.status()).as(line.err()).isZero();
    assertThat(line.out()).contains("mtu 1350");
    assertThat(object.out()).contains("mtu 1350");
  }

  @Test
  void saysWhyItCannotTell() throws IOException {
    out();
    String file = "build/out/nodes/n1/network.ip";

    Run pod = Run.in(folder, "explain", "pod", "default/wab-1", "build/out");
    Run far = Run.in(folder, "explain", file + ":4000");
    Run stranger = Run.in(folder, "explain", "specs/shop.podnet:3");
    Run kind = Run.in(folder, "explain", "servce", "default/web", "build/out");
    Files.writeString(
        folder.resolve("specs/shop.podnet"),
        SPEC.replace("BACKEND", "vxlan").replace("MODE", "ipvs"));
    Run changed = Run.in(folder, "explain", file + ":4");
    Files.delete(folder.resolve("specs/shop.podnet"));
    Run gone = Run.in(folder, "explain", file + ":4");

    assertThat(pod.status()).isEqualTo(1);
    assertThat(pod.err()).contains("PN9028").contains("did you mean default/web-1?");
    assertThat(far.err()).contains("PN9025").contains("so there is no line 4000");
    assertThat(stranger.err()).contains("PN9025").contains("in no folder that podnet wrote");
    assertThat(kind.status()).isEqualTo(2);
    assertThat(kind.err()).contains("did you mean service?");
    assertThat(changed.status()).isZero();
    assertThat(changed.err()).contains("warning[PN9027]");
    assertThat(gone.status()).isEqualTo(1);
    assertThat(gone.err()).contains("PN9026");
  }
}
