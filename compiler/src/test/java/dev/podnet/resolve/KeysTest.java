package dev.podnet.resolve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.TunnelCode;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.net.PublicKey;
import dev.podnet.source.Located;
import dev.podnet.source.SourceFile;
import dev.podnet.syntax.SpecParser;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {

  private static final String A = key(1);
  private static final String B = key(2);

  private final Diagnostics diagnostics = new Diagnostics();

  private static String key(int seed) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, (byte) seed);
    return Base64.getEncoder().encodeToString(bytes);
  }

  private List<Node> nodes(String keys) {
    String spec =
        "cluster c { }\nnode n1 { address 192.168.1.11 }\nnode n2 { address 192.168.1.12 }\n";
    Keys read = Keys.read(new SourceFile("podnet.keys", keys), diagnostics);
    ResolveInput input = new ResolveInput(
        List.of(SpecParser.parse(new SourceFile("c.podnet", spec), diagnostics)),
        List.of(),
        List.of(),
        Optional.empty(),
        "default",
        read);
    return Resolver.resolve(input, diagnostics).map(Cluster::nodes).orElseThrow();
  }

  private List<String> found() {
    return diagnostics.sorted().stream()
        .map(d -> d.code().id() + " " + d.primary().orElseThrow().span() + " " + d.message())
        .toList();
  }

  private static Optional<String> told(Node node) {
    return node.publicKey().map(Located::value).map(PublicKey::text);
  }

  @Test
  void eachNodeGetsItsKey() {
    List<Node> nodes = nodes("# ours\n\n  n1\t" + A + "   # the first\nn2 " + B);
    assertThat(nodes).extracting(KeysTest::told).containsExactly(Optional.of(A), Optional.of(B));
    assertThat(found()).isEmpty();
  }

  @Test
  void ofSeveralLinesTheLastCounts() {
    assertThat(nodes("n1 " + A + "\nn1 " + B + "\n"))
        .extracting(KeysTest::told)
        .containsExactly(Optional.of(B), Optional.empty());
    assertThat(found()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "n1",
        "n1 short=",
        "n1 AAAA BBBB",
        "n1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB"
      })
  void aLineThatIsNoneIsReported(String line) {
    nodes(line + "\n");
    assertThat(found()).hasSize(1);
    assertThat(found().get(0)).startsWith(TunnelCode.BAD_KEY_LINE.id() + " podnet.keys:1:");
  }

  @Test
  void aKeyOfNobodyIsReported() {
    nodes("n1 " + A + "\nn22 " + B + "\n");
    assertThat(found())
        .containsExactly(
            TunnelCode.KEY_OF_NOBODY.id() + " podnet.keys:2:1 there is no node n22 with this key");
    assertThat(diagnostics.hasErrors()).isFalse();
  }

  @Test
  void twoNodesWithOneKeyAreReported() {
    nodes("n1 " + A + "\nn2 " + A + "\n");
    assertThat(found())
        .containsExactly(TunnelCode.KEY_TWICE.id()
            + " podnet.keys:2:4 node n2 has the same public key as node n1");
  }
}
