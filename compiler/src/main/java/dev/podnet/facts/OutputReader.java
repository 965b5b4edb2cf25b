package dev.podnet.facts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes the files of an output in any order, from several threads if need be, and keeps what they say. */
public final class OutputReader {

  /** The file that names the objects. */
  public static final String OBJECTS = "podnet.json";

  private static final Pattern OF_HOST = Pattern.compile("nodes/([^/]+)/(.+)");
  private static final Pattern SHARED = Pattern.compile("cluster/([^/]+?)(\\.d/.+|\\.[^/]*)");
  private static final Pattern CONTENT = Pattern.compile("(?:nodes/[^/]+|cluster)/[^/]+\\.d/(.+)");

  private final SortedMap<String, HostScript> hosts = new ConcurrentSkipListMap<>();
  private final SortedMap<String, FactFile> files = new ConcurrentSkipListMap<>();
  private volatile Objects objects;

  /**
   * Takes one file.
   *
   * @param path its path in the output, with slashes
   * @param text what it says
   * @throws IllegalArgumentException when {@code podnet.json} is not what podnet writes there
   */
  public void file(String path, String text) {
    Entries out = new Entries();
    if (path.equals(OBJECTS)) {
      Objects read = Objects.read(text);
      read.facts(out);
      objects = read;
    } else {
      read(path, text.lines().toList(), out);
    }
    files.put(path, new FactFile(path, scope(path), out.facts()));
  }

  /** The lines of a file and what each belongs to. */
  public static List<Entry> entries(String path, List<String> lines) {
    Entries out = new Entries();
    new OutputReader().read(path, lines, out);
    return new ArrayList<>(out.all());
  }

  /**
   * All that was read.
   *
   * @throws IllegalArgumentException when there was no {@code podnet.json}
   */
  public NetworkState state() {
    if (objects == null) {
      throw new IllegalArgumentException("it has no " + OBJECTS);
    }
    SortedMap<String, String> parts = new TreeMap<>();
    for (HostScript host : hosts.values()) {
      host.includes().forEach(name -> parts.put(name, host.parts().get("cluster/" + name)));
    }
    return new NetworkState(objects, hosts, files, parts);
  }

  private static Scope scope(String path) {
    Matcher host = OF_HOST.matcher(path);
    if (host.matches()) {
      return Scope.host(host.group(1));
    }
    if (path.startsWith("cluster/lib/")) {
      return Scope.ALL;
    }
    Matcher shared = SHARED.matcher(path);
    return shared.matches() ? Scope.fragment(shared.group(1)) : Scope.CLUSTER;
  }

  private void read(String path, List<String> lines, Entries out) {
    Matcher content = CONTENT.matcher(path);
    Matcher host = OF_HOST.matcher(path);
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (content.matches()) {
      boolean zone = content.group(1).endsWith(".zone");
      whole(FactKind.FILE, content.group(1), zone ? NameLines.timeless(lines) : lines, out);
    } else if (host.matches() && host.group(2).equals("host.sh")) {
      hosts.put(host.group(1), HostScript.read(lines, out));
    } else if (path.startsWith("cluster/lib/") || name.endsWith(".sh")) {
      script(path.startsWith("cluster/lib/") ? "lib/" + name : name, lines, out);
    } else if (path.equals("cluster/routes")) {
      IpLines.routers(lines, out);
    } else if (path.startsWith("dns/")) {
      names(path, name, lines, out);
    } else {
      batch(path, name.substring(name.indexOf('.') + 1), lines, out);
    }
  }

  private static void names(String path, String name, List<String> lines, Entries out) {
    if (name.endsWith(".zone")) {
      NameLines.zone(lines, out);
    } else if (name.equals("Corefile")) {
      NameLines.corefile(lines, out);
    } else {
      whole(FactKind.OTHER, path, lines, out);
    }
  }

  private static void batch(String path, String ending, List<String> lines, Entries out) {
    switch (ending) {
      case "ip", "fdb", "wg" -> IpLines.network(lines, out);
      case "sysctl" -> IpLines.settings(lines, out);
      case "v4.sets", "v6.sets" -> IpLines.sets(ending.substring(0, 2), lines, out);
      case "v4.rules", "v6.rules" -> RuleLines.iptables(ending.substring(0, 2), lines, out);
      case "nft" -> RuleLines.nft(lines, out);
      case "ipvs" -> IpLines.virtualServers(lines, out);
      case "netns" -> IpLines.namespaces(lines, out);
      case "daemons" -> daemons(lines, out);
      default -> whole(FactKind.OTHER, path, lines, out);
    }
  }

  private static void daemons(List<String> lines, Entries out) {
    String daemon = null;
    for (int i = 0; i < lines.size(); i++) {
      out.at(i + 1);
      String line = lines.get(i);
      String[] w = line.split("\t");
      if (line.isBlank()) {
        continue;
      } else if (Lines.comment(line, "#").isPresent()) {
        out.about(Lines.comment(line, "#").get());
      } else if (w[0].equals("file")) {
        String name = w.length > 1 ? w[1] : "";
        out.add(FactKind.FILE, name + " (access)", "mode " + (w.length > 2 ? w[2] : ""));
      } else if (w[0].equals("daemon")) {
        daemon = w.length > 1 ? w[1] : "";
        out.add(FactKind.DAEMON, daemon, "");
      } else {
        out.add(
            daemon == null ? FactKind.OTHER : FactKind.DAEMON,
            daemon == null ? line : daemon,
            String.join(" ", w));
      }
    }
  }

  private static void whole(FactKind kind, String key, List<String> lines, Entries out) {
    for (int i = 0; i < lines.size(); i++) {
      out.at(i + 1);
      out.add(kind, key, lines.get(i));
    }
    if (lines.isEmpty()) {
      out.at(1);
      out.add(kind, key, "");
    }
  }

  /** Of a script only whether it is the same: it goes with podnet's version, not with the spec. */
  private static void script(String name, List<String> lines, Entries out) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String line : lines) {
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
      }
      out.at(1);
      out.add(FactKind.SCRIPT, name, HexFormat.of().formatHex(digest.digest()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
