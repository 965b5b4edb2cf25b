package dev.podnet.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.podnet.plan.Fragment;
import dev.podnet.plan.HostState;
import dev.podnet.plan.Link;
import dev.podnet.plan.OutputFile;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import dev.podnet.plan.PodNamespace;
import dev.podnet.plan.Sysctl;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Names that no checked cluster has: whatever slips through the checks must not become a command. */
class InjectionTest {

  private static Fragment fragment(
      List<Sysctl> sysctls, List<Link> links, List<PodNamespace> pods) {
    return new Fragment(
        List.of(), sysctls, links, List.of(), List.of(), List.of(), List.of(), List.of(), List.of(),
        List.of(), pods);
  }

  private static MemorySink render(String cluster, Fragment fragment, List<OutputFile> files)
      throws IOException {
    TreeMap<Part, Fragment> parts = new TreeMap<>();
    parts.put(Part.PODS, fragment);
    HostState host =
        new HostState("n1", "eth0", List.of(SamplePlan.ip("10.0.0.1")), parts, List.of());
    MemorySink sink = new MemorySink();
    Renderer.render(new Plan(cluster, List.of(host), new TreeMap<>(), files), sink);
    return sink;
  }

  @Test
  void quotesANameThatIsACommand() throws IOException {
    MemorySink sink = render("a$(touch x)`id`'b", Fragment.EMPTY, List.of());
    assertThat(sink.files().get("nodes/n1/host.sh")).contains("CLUSTER='a$(touch x)`id`'\\''b'\n");
  }

  @Test
  void keepsACommentOnItsLine() throws IOException {
    Link link = new Link.Bridge(
        SamplePlan.name("cni0"),
        dev.podnet.net.MacAddress.fromName("x"),
        1500,
        "a bridge\nlink del eth0\\");
    String text = render("shop", fragment(List.of(), List.of(link), List.of()), List.of())
        .files()
        .get("nodes/n1/pods.ip");
    assertThat(text).contains("\n# a bridge link del eth0/\nlink add name cni0");
  }

  @Test
  void refusesWordsThatWouldBeMoreThanOneLine() {
    PodNamespace pod = new PodNamespace(
        "default.web\nlink del eth0",
        "default/web",
        Optional.empty(),
        List.of(),
        List.of(),
        List.of());
    assertThatThrownBy(
            () -> render("shop", fragment(List.of(), List.of(), List.of(pod)), List.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("netns");
    Sysctl sysctl = new Sysctl("net/ipv4/ip_forward", "1\nnet/x = 2", "why");
    assertThatThrownBy(
            () -> render("shop", fragment(List.of(sysctl), List.of(), List.of()), List.of()))
        .isInstanceOf(IllegalStateException.class);
    OutputFile zone = new OutputFile("dns/a.zone", List.of("a IN A 10.0.0.1\nb IN A 10.0.0.2"));
    assertThatThrownBy(() -> render("shop", Fragment.EMPTY, List.of(zone)))
        .isInstanceOf(IllegalStateException.class);
  }
}
