package dev.podnet.render;

import dev.podnet.plan.Fragment;
import dev.podnet.plan.HostState;
import dev.podnet.plan.Link;
import dev.podnet.plan.OutputFile;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import dev.podnet.plan.RouterRoute;
import dev.podnet.render.view.FileView;
import dev.podnet.render.view.HostView;
import dev.podnet.render.view.InventoryView;
import dev.podnet.render.view.SectionView;
import dev.podnet.render.view.TextView;
import dev.podnet.work.Parallel;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a plan as the files of {@code docs/output.md}. The same plan gives the same bytes on every machine; each file is
 * written as it is made.
 */
public final class Renderer {

  private static final List<String> SCRIPTS = List.of("apply.sh", "teardown.sh", "verify.sh");

  private static final List<String> PLAYBOOKS = List.of("apply.yml", "teardown.yml");

  private final Plan plan;
  private final OutputSink sink;
  private final Templates templates = Templates.shared();
  private final FragmentFiles fragments;

  private Renderer(Plan plan, OutputSink sink) {
    this.plan = plan;
    this.sink = sink;
    this.fragments = new FragmentFiles(templates, sink);
  }

  /** What may be written besides. */
  public enum Extra {
    /** An inventory and playbooks for Ansible. */
    ANSIBLE
  }

  /**
   * Reads the templates and fills the commonest, so that rendering begins sooner later; any thread may, at any time.
   *
   * @throws IOException when a template cannot be read
   */
  public static void prepare() throws IOException {
    Templates.shared().prepare();
  }

  /**
   * Writes every file of a plan.
   *
   * @throws IOException when the sink fails
   */
  public static void render(Plan plan, OutputSink sink) throws IOException {
    render(plan, Set.of(), sink);
  }

  /**
   * Writes every file of a plan, and what else is wanted.
   *
   * @throws IOException when the sink fails
   */
  public static void render(Plan plan, Set<Extra> extras, OutputSink sink) throws IOException {
    Renderer renderer = new Renderer(plan, sink);
    try {
      Parallel.both(() -> tried(() -> renderer.common(extras)), () -> tried(renderer::hosts));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Something that writes. */
  private interface Step {
    void run() throws IOException;
  }

  private static void tried(Step step) {
    try {
      step.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What is no host's own. */
  private void common(Set<Extra> extras) throws IOException {
    cluster();
    files();
    if (extras.contains(Extra.ANSIBLE)) {
      ansible();
    }
  }

  /** {@code nodes/n1/network}. */
  static String hostStem(String node, Part part) {
    return "nodes/" + node + "/" + part.word();
  }

  /** {@code cluster/services}. */
  static String sharedStem(String name) {
    return "cluster/" + name;
  }

  private void cluster() throws IOException {
    for (String name : Library.files()) {
      String text = Library.text(name);
      sink.file("cluster/lib/" + name, text.startsWith("#!"), out -> out.write(text));
    }
    for (Plan.SharedFragment shared : plan.shared().values()) {
      fragments.write(sharedStem(shared.name()), shared.title(), shared.fragment());
    }
    routerTable();
  }

  /** What somebody has to enter into the underlay's routers. */
  private void routerTable() throws IOException {
    List<RouterRoute> routes =
        plan.routerTable().stream().filter(r -> !r.learned()).toList();
    if (!routes.isEmpty()) {
      String title = "what the routers below cluster " + plan.cluster()
          + " must know: a route to the pods of each node. On Linux: ip -batch FILE";
      SectionView section = new SectionView(
          "one for each node", () -> routes.stream().map(LinkText::routerRoute).iterator());
      FileView view = new FileView(title, List.of(section));
      sink.file("cluster/routes", false, out -> templates.fill("ip", view, out));
    }
  }

  private void hosts() throws IOException {
    HostFacts facts = new HostFacts(plan);
    Map<String, Object> cluster = Map.of("cluster", plan.cluster());
    for (String script : SCRIPTS) {
      script(script, filled(script, cluster), plan.hosts());
    }
    List<HostState> withKeys = plan.hosts().stream().filter(Renderer::hasKeys).toList();
    script("keys.sh", filled("keys.sh", cluster), withKeys);
    Parallel.each(plan.hosts(), host -> {
      HostView view = facts.view(host);
      sink.file(
          "nodes/" + host.node() + "/host.sh", false, out -> templates.fill("host.sh", view, out));
      for (Map.Entry<Part, Fragment> part : host.parts().entrySet()) {
        String title = title(part.getKey()) + " " + host.node();
        fragments.write(hostStem(host.node(), part.getKey()), title, part.getValue());
      }
    });
  }

  /** A script that says the same on every host. */
  private void script(String name, String text, List<HostState> hosts) throws IOException {
    if (hosts.isEmpty()) {
      return;
    }
    String first = "nodes/" + hosts.get(0).node() + "/" + name;
    sink.file(first, true, out -> out.write(text));
    Parallel.each(
        hosts.subList(1, hosts.size()),
        host ->
            sink.again("nodes/" + host.node() + "/" + name, true, out -> out.write(text), first));
  }

  private void ansible() throws IOException {
    for (String name : PLAYBOOKS) {
      String text = Library.resource("ansible/" + name);
      sink.file("ansible/" + name, false, out -> out.write(text));
    }
    InventoryView view = new InventoryView(
        plan.cluster(),
        plan.hosts().stream()
            .map(h -> new InventoryView.HostView(h.node(), h.addresses().get(0).toString()))
            .toList());
    sink.file("ansible/inventory.yml", false, out -> templates.fill("inventory", view, out));
  }

  private static boolean hasKeys(HostState host) {
    return host.parts().values().stream()
        .anyMatch(f -> f.links().stream().anyMatch(Link.WireGuard.class::isInstance));
  }

  private String filled(String template, Object view) throws IOException {
    StringWriter text = new StringWriter();
    templates.fill(template, view, text);
    return text.toString();
  }

  private static String title(Part part) {
    return switch (part) {
      case NETWORK -> "the pod network of node";
      case PODS -> "the pods of node";
      case SERVICES -> "services, what is special to node";
      case POLICIES -> "network policies for the pods of node";
      case DNS -> "names on node";
    };
  }

  private void files() throws IOException {
    for (OutputFile file : plan.files()) {
      sink.file(file.path(), false, out -> templates.fill("text", new TextView(file.lines()), out));
    }
  }

  /** The scripts that every output holds a copy of. */
  static final class Library {

    private Library() {}

    /** Their names, as {@code lib.list} has them. */
    static List<String> files() throws IOException {
      return resource("lib.list").lines().filter(l -> !l.isBlank()).sorted().toList();
    }

    static String text(String name) throws IOException {
      return resource("lib/" + name);
    }

    private static String resource(String name) throws IOException {
      try (InputStream in = Renderer.class.getResourceAsStream(name)) {
        if (in == null) {
          throw new IllegalStateException("the program lacks its file " + name);
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }
}
