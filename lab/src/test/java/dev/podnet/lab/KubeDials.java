package dev.podnet.lab;

import dev.podnet.model.Cluster;
import dev.podnet.model.Node;
import dev.podnet.model.Pod;
import dev.podnet.net.IpAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Sends flows through the hosts of a lab and compares who answers, and whom they see. */
final class KubeDials {

  /** How long to wait for an answer, in seconds, and how long where none may come. */
  private static final double PATIENT = 3.0;

  private static final double SHORT = 1.0;

  private final Cluster cluster;
  private final Lab lab;
  private final boolean hidden;

  /**
   * Opens a server wherever a flow may end.
   *
   * @param hidden whether endpoints may see a node instead of who asks, whatever the flows say
   */
  KubeDials(Cluster cluster, Lab lab, List<KubeFlow> flows, boolean hidden) {
    this.cluster = cluster;
    this.lab = lab;
    this.hidden = hidden;
    Set<Expectations.Server> servers = new HashSet<>();
    for (KubeFlow flow : flows) {
      for (String end : flow.ends()) {
        if (end.matches("[a-z]+[0-9]*:[0-9]+!?")) {
          String[] parts = end.replace("!", "").split(":");
          servers.add(server(place(parts[0]), parts[0], parts[1], flow.protocol()));
        } else if (end.equals("host")) {
          for (Node node : cluster.nodes()) {
            servers.add(
                server(node.name(), "host", Integer.toString(flow.port()), flow.protocol()));
          }
        }
      }
    }
    lab.serve(List.copyOf(servers));
  }

  private static Expectations.Server server(
      String place, String name, String port, String protocol) {
    Set<Integer> ports = Set.of(Integer.parseInt(port));
    boolean tcp = protocol.equals("TCP");
    return new Expectations.Server(
        place, name + ":" + port, List.of(4, 6), tcp ? ports : Set.of(), tcp ? Set.of() : ports);
  }

  private String place(String name) {
    return cluster.pods().stream()
        .filter(p -> p.ref().name().equals(name))
        .map(p -> p.network() == Pod.Network.HOST ? p.node().orElseThrow() : Expectations.place(p))
        .findFirst()
        .orElse(name);
  }

  /** What is wrong, one text for each flow. */
  List<String> wrong(List<KubeFlow> flows) {
    Map<String, List<KubeFlow>> byVia = flows.stream()
        .filter(f -> !f.rulesOnly())
        .collect(Collectors.groupingBy(KubeFlow::via, TreeMap::new, Collectors.toList()));
    List<String> wrong = new ArrayList<>();
    byVia.forEach((via, list) -> {
      lead(via, list);
      List<KubeFlow> doubtful = new ArrayList<>();
      dial(list.stream().filter(f -> !f.ends().contains("drop")).toList(), PATIENT)
          .forEach((flow, text) -> doubtful.add(flow));
      dial(list.stream().filter(f -> f.ends().contains("drop")).toList(), SHORT)
          .forEach((flow, text) -> doubtful.add(flow));
      // Once more: a busy machine may have lost a packet.
      wrong.addAll(dial(doubtful, 2 * PATIENT).values());
    });
    return wrong;
  }

  /** Sends what the world asks for at addresses of the outside by way of a node. */
  private void lead(String via, List<KubeFlow> flows) {
    cluster.nodes().stream().filter(n -> n.name().equals(via)).forEach(node -> {
      List<Lab.Job> jobs = flows.stream()
          .map(KubeFlow::to)
          .distinct()
          .filter(a -> cluster.nodes().stream()
              .noneMatch(n -> n.addresses().stream().anyMatch(b -> b.value().equals(a))))
          .map(a -> Lab.job(
              Underlay.WORLD,
              "ip",
              "route",
              "replace",
              a.toString(),
              "via",
              node.address(a.family()).orElseThrow().toString()))
          .toList();
      lab.run(jobs).forEach(run -> {
        if (run.rc() != 0) {
          throw new AssertionError(run.toString());
        }
      });
    });
  }

  private Map<KubeFlow, String> dial(List<KubeFlow> flows, double seconds) {
    List<Map<String, Integer>> answers =
        lab.answers(flows.stream().map(this::probe).toList(), seconds);
    Map<KubeFlow, String> wrong = new java.util.LinkedHashMap<>();
    for (int i = 0; i < flows.size(); i++) {
      KubeFlow flow = flows.get(i);
      Set<String> seen = new TreeSet<>();
      answers.get(i).keySet().forEach(a -> seen.add(seen(flow, a)));
      if (!agree(flow, seen)) {
        wrong.put(flow, flow + "\n  dialled: " + answers.get(i));
      }
    }
    return wrong;
  }

  private Probe probe(KubeFlow flow) {
    int n = flow.ends().size();
    int tries = flow.sticky() ? 8 : n < 2 ? 1 : (int) Math.ceil(n * (Math.log(n) + 16));
    String from = place(flow.from());
    return (flow.protocol().equals("TCP")
            ? Probe.tcp(from, flow.to(), flow.port())
            : Probe.udp(from, flow.to(), flow.port()))
        .times(tries);
  }

  /** An answer in the words of the flows. */
  private String seen(KubeFlow flow, String answer) {
    if (answer.startsWith("ERR")) {
      return switch (answer) {
        case "ERR Connection refused" -> "reject";
        case "ERR timeout", "ERR Operation not permitted" -> "drop";
        default -> answer;
      };
    }
    String name = answer.substring(0, answer.indexOf(' '));
    IpAddress source = IpAddress.parse(answer.substring(answer.indexOf(' ') + 1));
    if (name.startsWith("host:")) {
      return "host";
    }
    return own(flow).contains(source) ? name : name + "!";
  }

  /** The addresses of who sends; a node's own are also what masquerade gives, so for a node either is right. */
  private Set<IpAddress> own(KubeFlow flow) {
    return flow.from().equals(Underlay.WORLD)
        ? Set.copyOf(lab.underlay().world().values())
        : cluster.pods().stream()
            .filter(p -> p.ref().name().equals(flow.from()))
            .flatMap(p -> p.ips().stream())
            .map(ip -> ip.value())
            .collect(Collectors.toSet());
  }

  private boolean agree(KubeFlow flow, Set<String> seen) {
    boolean node = cluster.nodes().stream().anyMatch(n -> n.name().equals(flow.from()));
    Set<String> expected = node || hidden ? bare(flow.ends()) : flow.ends();
    Set<String> got = node || hidden ? bare(seen) : seen;
    if (flow.sticky()) {
      return got.size() == 1 && expected.containsAll(got);
    }
    return got.equals(expected);
  }

  private static Set<String> bare(Set<String> ends) {
    return ends.stream()
        .map(e -> e.replace("!", ""))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
