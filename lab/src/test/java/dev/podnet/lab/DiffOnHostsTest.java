package dev.podnet.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diff.Change;
import dev.podnet.diff.Change.Verb;
import dev.podnet.diff.Review;
import dev.podnet.diff.Side;
import dev.podnet.facts.FactKind;
import dev.podnet.lab.Lab.Iptables;
import dev.podnet.lab.Lab.Isolation;
import dev.podnet.output.OutputFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a difference says of hosts is what their scripts then change: the same hosts, the same kinds of things. */
class DiffOnHostsTest {

  private static final Pattern COUNT = Pattern.compile("(\\d+) ([a-z_ ]+?)(?:,|$)");

  @TempDir
  Path base;

  @Test
  void hostsAndKindsThatDifferAreThoseThatChange() throws Exception {
    // Without name servers: a host that lacks the program leaves their files alone.
    String first = Specs.cluster(Specs.Fabric.VXLAN_DIRECT, false)
        .replace("proxyMode", "dns coredns { server none }\n  proxyMode");
    String onePod = first.replace(
        "pod client on n1", "pod client on n1\n  pod extra on n2 { ip 10.244.1.200 }");
    String much = onePod
        .replace("pods web 3 on n1, n2, n3", "pods web 2 on n1, n2")
        .replace(
            "service one { selector app=lonely; port 9000",
            "service one { selector app=lonely; port 9002")
        .replace("pod extra on n2 { ip 10.244.1.200 }", "pod extra on n1 { ip 10.244.0.200 }");
    String wider = much.replace("proxyMode", "mtu 1480\n  proxyMode");
    String other =
        wider.replace("backend     vxlan { directRouting on }", "backend vxlan { vni 7 }");
    List<String> specs = List.of(first, onePod, much, wider, other);
    List<Compiled> outputs = new ArrayList<>();
    for (int i = 0; i < specs.size(); i++) {
      outputs.add(Compiled.spec(base, "o" + i, specs.get(i)));
    }
    try (Scene scene = Scene.of(base, outputs.get(0), Isolation.FULL, Iptables.NFT)) {
      scene.lab.everywhere("o0", "apply.sh");
      for (int i = 1; i < specs.size(); i++) {
        Review review = Review.of(side(outputs.get(i - 1)), side(outputs.get(i)));
        Map<String, Kinds> expected = expected(review);
        assertThat(expected.keySet())
            .as("step %d", i)
            .isEqualTo(i == 1 ? Set.of("n2") : Set.of("n1", "n2", "n3"));
        for (Lab.Run run : scene.lab.everywhere("o" + i, "apply.sh")) {
          TreeSet<String> changed = changed(run.out());
          Kinds kinds = expected.getOrDefault(run.host(), new Kinds());
          String what = "step " + i + ", " + run + kinds.must + kinds.may;
          assertThat(changed).as(what).containsAll(kinds.must);
          assertThat(kinds.may).as(what).containsAll(changed);
        }
      }
    }
  }

  private static Side side(Compiled compiled) throws IOException {
    return Side.of(OutputFacts.read(compiled.out()), Optional.empty());
  }

  /** What a host's script must say it changed, and what it may say besides because it comes along. */
  private static final class Kinds {
    final TreeSet<String> must = new TreeSet<>();
    final TreeSet<String> may = new TreeSet<>();
  }

  private static Map<String, Kinds> expected(Review review) {
    Map<String, Kinds> all = new TreeMap<>();
    for (Change change : review.changes().changes()) {
      for (String host : change.hosts()) {
        add(all.computeIfAbsent(host, h -> new Kinds()), change);
      }
    }
    return all;
  }

  private static void add(Kinds kinds, Change change) {
    String word = switch (change.kind()) {
      case LINK -> "link";
      case ADDRESS -> "address";
      case ROUTE -> "route";
      case NEIGHBOUR -> "neighbour";
      case FORWARDING -> "forwarding_entry";
      case SYSCTL -> "setting";
      case CHAIN, HOOK -> "rule";
      case POD_NAMESPACE -> "namespace";
      default -> "";
    };
    if (change.kind() == FactKind.POD_NAMESPACE) {
      boolean whole = change.verb() != Verb.CHANGED;
      List<String> lines = new ArrayList<>(change.gone());
      lines.addAll(change.come());
      for (String line : lines) {
        kinds.may.add(line.startsWith("resolv") ? "file" : first(line));
      }
      word = whole ? word : "";
    }
    if (word.isEmpty()) {
      return;
    }
    kinds.may.add(word);
    // What hangs on a link goes with it, and a link with the namespace of its other end.
    if (change.verb() != Verb.REMOVED || word.equals("namespace") || word.equals("rule")) {
      kinds.must.add(word);
    }
    if (word.equals("link")) {
      kinds.may.addAll(List.of("address", "route", "neighbour", "forwarding_entry", "setting"));
    }
  }

  private static String first(String line) {
    return switch (line.substring(0, line.indexOf(' '))) {
      case "addr" -> "address";
      case "neigh" -> "neighbour";
      default -> line.substring(0, line.indexOf(' '));
    };
  }

  /** {@code n1: 2 namespaces, 13 links, 42 rules changed}. */
  private static TreeSet<String> changed(String out) {
    TreeSet<String> kinds = new TreeSet<>();
    String text = out.strip().replaceFirst("^[^:]*: ", "").replaceFirst(" changed$", "");
    Matcher counts = COUNT.matcher(text);
    while (counts.find()) {
      kinds.add(counts
          .group(2)
          .replace(' ', '_')
          .replaceFirst("addresses$", "address")
          .replaceFirst("entries$", "entry")
          .replaceFirst("(?<!s)s$", ""));
    }
    return kinds;
  }
}
