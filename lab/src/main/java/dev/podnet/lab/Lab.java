package dev.podnet.lab;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.plan.RouterRoute;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A cluster on this machine: its hosts as namespaces, joined as the spec says, with nothing applied yet. Needs root.
 *
 * <p>Paths of compiled outputs are relative to the base folder.
 */
public final class Lab implements AutoCloseable {

  /** How much of a machine of its own each host is. */
  public enum Isolation {
    /** Network, mount and UTS namespace, a {@code /run} and {@code /etc} of its own. */
    FULL,
    /** A network namespace; {@code /run} and {@code /etc} are shared by all hosts. */
    NET
  }

  /** Which iptables the hosts have. */
  public enum Iptables {
    /** The one that writes nf_tables rules. */
    NFT,
    /** The one that writes the kernel's old tables. */
    LEGACY
  }

  private static final String SYSTEM_PATH = "/usr/sbin:/usr/bin:/sbin:/bin";

  /** How much longer than a probe a program may take. */
  private static final int PATIENCE = 20;

  private final Cluster cluster;
  private final Runner runner;
  private final Underlay underlay;
  private static final double PROBE_SECONDS = 3;

  /** How many probes are under way at the same time; more would only wait for the processor. */
  private static final int PROBES = 256;

  /** How much longer everything may take in the small machine, whose processor may be a small part of a busy one. */
  private static final int SLOWNESS = 10;

  private final int slowness;

  private Lab(Cluster cluster, List<RouterRoute> routerTable, Runner runner, int slowness) {
    this.slowness = slowness;
    this.cluster = cluster;
    this.runner = runner;
    this.underlay = new Underlay(cluster, routerTable);
  }

  /** Makes the hosts of a cluster whose routers know no pods. The base folder must exist. */
  public static Lab start(Cluster cluster, Path base, Isolation isolation, Iptables iptables)
      throws IOException {
    return start(cluster, List.of(), base, isolation, iptables);
  }

  /**
   * Makes the hosts of a cluster. The base folder must exist.
   *
   * @param routerTable what somebody enters into the routers (see {@code Plan.routerTable})
   */
  public static Lab start(
      Cluster cluster,
      List<RouterRoute> routerTable,
      Path base,
      Isolation isolation,
      Iptables iptables)
      throws IOException {
    String path = variant(base, iptables) + ":" + SYSTEM_PATH;
    Runner runner = Runner.start(base, Map.of("PATH", path));
    return up(new Lab(cluster, routerTable, runner, 1), isolation);
  }

  /**
   * Makes them in the small machine. What is in the base folder now is there too, under the same relative paths.
   *
   * @param machine may hold only one lab at a time
   */
  public static Lab start(
      Cluster cluster, List<RouterRoute> routerTable, Path base, SmallMachine machine)
      throws IOException {
    Runner runner = Runner.start(base, machine, SYSTEM_PATH);
    return up(new Lab(cluster, routerTable, runner, SLOWNESS), Isolation.FULL);
  }

  private static Lab up(Lab lab, Isolation isolation) {
    Topology topology = lab.underlay.topology();
    lab.runner.call(
        "up",
        Map.of(
            "isolation", isolation.name().toLowerCase(Locale.ROOT), //
            "bridges", topology.bridges(), //
            "hosts", topology.hosts()));
    return lab;
  }

  /** A folder in which the names of iptables' tools mean one variant. */
  private static Path variant(Path base, Iptables iptables) throws IOException {
    Path folder = Files.createDirectories(base.resolve("bin"));
    String suffix = iptables == Iptables.NFT ? "nft" : "legacy";
    for (String family : List.of("iptables", "ip6tables")) {
      for (String tool : List.of("", "-save", "-restore")) {
        Path script = folder.resolve(family + tool);
        String multi = "/usr/sbin/xtables-" + suffix + "-multi";
        Files.writeString(script, "#!/bin/sh\nexec " + multi + " " + family + tool + " \"$@\"\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
      }
    }
    return folder;
  }

  /** The names of the nodes. */
  public List<String> nodes() {
    return cluster.nodes().stream().map(Node::name).toList();
  }

  /** The names of all hosts: nodes, routers and the one outside. */
  public List<String> hosts() {
    return underlay.topology().hosts().stream().map(Topology.Host::name).toList();
  }

  /** The addresses of the host outside, and the rest of what is below the cluster. */
  public Underlay underlay() {
    return underlay;
  }

  /**
   * What a program did.
   *
   * @param host where it ran
   * @param rc its exit status; negative: the signal that ended it
   * @param out what it printed
   * @param err what it complained of
   * @param ms how long it ran, in milliseconds
   */
  public record Run(String host, int rc, String out, String err, int ms) {
    @Override
    public String toString() {
      return host + ": exit " + rc + " after " + ms + " ms\n" + out + err;
    }
  }

  /**
   * A program to run.
   *
   * @param host where
   * @param argv the program and its arguments
   * @param env variables beside the lab's own
   * @param kill_ms when it is killed, in milliseconds from its start; null: never
   * @param kill {@code one} to kill the program alone, {@code group} with all it started
   */
  public record Job(
      String host, List<String> argv, Map<String, String> env, Integer kill_ms, String kill) {}

  /** A program that is not killed. */
  public static Job job(String host, String... argv) {
    return new Job(host, List.of(argv), Map.of(), null, "group");
  }

  /** A script of a host's folder in an output. */
  public static Job script(String out, String node, String script, String... arguments) {
    List<String> argv = new ArrayList<>(List.of("bash", out + "/nodes/" + node + "/" + script));
    argv.addAll(List.of(arguments));
    return new Job(node, argv, Map.of(), null, "group");
  }

  /** Runs programs, all at once, and waits for them. */
  public List<Run> run(Collection<Job> jobs) {
    JsonArray results = runner
        .call("run", Map.of("jobs", jobs, "timeout", PATIENCE * slowness * PROBE_SECONDS))
        .get("results")
        .getAsJsonArray();
    List<Run> runs = new ArrayList<>();
    int at = 0;
    for (Job job : jobs) {
      JsonObject result = results.get(at++).getAsJsonObject();
      runs.add(new Run(
          job.host(),
          result.get("rc").getAsInt(),
          result.get("out").getAsString(),
          result.get("err").getAsString(),
          result.get("ms").getAsInt()));
    }
    return runs;
  }

  /** Runs one program. */
  public Run run(Job job) {
    return run(List.of(job)).get(0);
  }

  /** Runs a script on every node at once; each must end well. */
  public List<Run> everywhere(String out, String script, String... arguments) {
    List<Run> runs =
        run(nodes().stream().map(n -> script(out, n, script, arguments)).toList());
    for (Run run : runs) {
      if (run.rc() != 0) {
        throw new AssertionError(script + " failed on " + run);
      }
    }
    return runs;
  }

  /** Starts a program that goes on; what it prints goes to a file below the base folder. */
  public void start(String host, String log, String... argv) {
    runner.call("start", Map.of("host", host, "argv", argv, "log", log));
  }

  /** What must hold here, with the addresses the nodes have now; opens the servers it needs. */
  public Expectations serve() {
    return serve(cluster);
  }

  /** The same for another compile, all of whose nodes are hosts here. */
  public Expectations serve(Cluster cluster) {
    runner.call("unserve", Map.of());
    Map<String, Set<String>> addresses = new TreeMap<>();
    List<String> nodes = cluster.nodes().stream().map(Node::name).toList();
    view(nodes).forEach((node, view) -> addresses.put(node, view.addresses()));
    Expectations expectations = new Expectations(cluster, underlay.world(), addresses);
    runner.call("serve", Map.of("servers", expectations.servers()));
    return expectations;
  }

  /** Opens these servers and no others. */
  public void serve(List<Expectations.Server> servers) {
    runner.call("unserve", Map.of());
    runner.call("serve", Map.of("servers", servers));
  }

  /** Makes checks and gives those that fail, one line each. */
  public List<String> failures(List<Check> checks) {
    List<Map<String, Integer>> got =
        answers(checks.stream().map(Check::probe).toList(), PROBE_SECONDS);
    List<String> failures = new ArrayList<>();
    for (int i = 0; i < checks.size(); i++) {
      Optional<String> failure = checks.get(i).judge(got.get(i));
      failure.ifPresent(failures::add);
    }
    return failures;
  }

  /**
   * Sends probes, hundreds at once.
   *
   * @param seconds how long to wait for each answer, were it not for the small machine, which gets more time
   * @return for each how often it got which answer, {@code NAME SOURCE} or {@code ERR why}
   */
  public List<Map<String, Integer>> answers(List<Probe> probes, double seconds) {
    List<Map<String, Object>> commands = probes.stream().map(Probe::toCommand).toList();
    List<Map<String, Integer>> answers = new ArrayList<>();
    runner
        .call(
            "probe",
            Map.of("probes", commands, "timeout", slowness * seconds, "at_once", PROBES / slowness))
        .get("results")
        .getAsJsonArray()
        .forEach(r -> answers.add(counts(r.getAsJsonObject())));
    return answers;
  }

  /** How often a probe got which answer. */
  static Map<String, Integer> counts(JsonObject result) {
    Map<String, Integer> got = new TreeMap<>();
    for (Map.Entry<String, JsonElement> entry : result.entrySet()) {
      got.put(entry.getKey(), entry.getValue().getAsInt());
    }
    return got;
  }

  /** What hosts are like now. */
  public Map<String, HostView> view(Collection<String> hosts) {
    JsonObject states =
        runner.call("state", Map.of("hosts", hosts)).get("states").getAsJsonObject();
    Map<String, HostView> views = new TreeMap<>();
    states
        .entrySet()
        .forEach(e -> views.put(e.getKey(), HostView.of(e.getValue().getAsJsonObject())));
    return views;
  }

  /** Begins to listen for changes on hosts. */
  public void watch(Collection<String> hosts) {
    runner.call("watch", Map.of("hosts", hosts));
  }

  /** Ends the listening; gives what was heard. */
  public List<String> seen() {
    List<String> changes = new ArrayList<>();
    runner
        .call("seen", Map.of())
        .get("changes")
        .getAsJsonArray()
        .forEach(c -> changes.add(c.getAsString()));
    return changes;
  }

  @Override
  public void close() {
    runner.close();
  }
}
