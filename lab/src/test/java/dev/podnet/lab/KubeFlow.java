package dev.podnet.lab;

import dev.podnet.net.IpAddress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of {@code kube/flows.txt}: a connection and what must become of it.
 *
 * @param line the line
 * @param rulesOnly whether nobody can be asked there
 * @param from a pod or a node, or {@code world}
 * @param via the node the world's packet comes to; empty for other senders
 * @param to where to
 * @param port the port
 * @param protocol {@code TCP}, {@code UDP} or {@code SCTP}
 * @param ends who may answer, {@code e1:8080}, with {@code !} where it does not see who asks; or what else happens
 * @param sticky whether a client stays with one of them
 */
record KubeFlow(
    String line,
    boolean rulesOnly,
    String from,
    String via,
    IpAddress to,
    int port,
    String protocol,
    Set<String> ends,
    boolean sticky) {

  private static final Pattern FORM = Pattern.compile(
      "(rules )?(?:world (\\S+)|(\\S+)) -> (?:\\[([^]]+)]|([^:]+)):(\\d+)(?:/(\\w+))? => (.+)");

  /** Reads a file of flows. */
  static List<KubeFlow> read(String name) {
    return text(name)
        .lines()
        .map(l -> l.strip().replaceAll(" +", " "))
        .filter(l -> !l.isEmpty() && !l.startsWith("#"))
        .map(KubeFlow::parse)
        .toList();
  }

  /** A file beside the flows. */
  static String text(String name) {
    try (InputStream in = KubeFlow.class.getResourceAsStream("kube/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static KubeFlow parse(String line) {
    Matcher m = FORM.matcher(line);
    if (!m.matches()) {
      throw new IllegalArgumentException("not a flow: " + line);
    }
    Set<String> ends = new TreeSet<>(List.of(m.group(8).split(" ")));
    boolean sticky = ends.remove("sticky");
    return new KubeFlow(
        line,
        m.group(1) != null,
        m.group(2) != null ? "world" : m.group(3),
        m.group(2) != null ? m.group(2) : "",
        IpAddress.parse(m.group(4) != null ? m.group(4) : m.group(5)),
        Integer.parseInt(m.group(6)),
        m.group(7) != null ? m.group(7) : "TCP",
        ends,
        sticky);
  }

  /** Whether one of several may answer, or one alone. */
  boolean answered() {
    return ends.stream().anyMatch(e -> e.contains(":")) || ends.contains("host");
  }

  @Override
  public String toString() {
    return line;
  }
}
