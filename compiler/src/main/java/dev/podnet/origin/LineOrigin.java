package dev.podnet.origin;

import dev.podnet.facts.Entry;
import dev.podnet.facts.Fact;
import dev.podnet.facts.FactKind;
import dev.podnet.facts.NetworkState;
import dev.podnet.facts.OutputReader;
import dev.podnet.origin.SpecObject.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the statements that made a line: those of the objects that the line names, narrowed to what of them stands in it, the
 * settings whose values stand in it, and the setting that chose the backend that wrote it.
 */
public final class LineOrigin {

  private static final Pattern HOST = Pattern.compile("nodes/([^/]+)/.*");
  private static final Pattern BREAK = Pattern.compile("[^A-Za-z0-9_.:/-]+");
  private static final Set<String> COMMON =
      Set.of("TCP", "UDP", "SCTP", "->", "on", "off", "hostPort", "ready");

  /** What no line repeats, though a word of it may stand there by chance. */
  private static final Set<String> SILENT =
      Set.of("labels", "taints", "network", "type", "families", "dev", "unschedulable");

  /** So many objects a line of no object's own, such as the head of a chain, may be for. */
  private static final int MOST = 8;

  private final NetworkState state;
  private final ObjectIndex index;
  private final Map<SpecObject, List<SpecStatement>> statements;

  /** One for the lines of an output, and the spec it was made from. */
  public LineOrigin(NetworkState state, Map<SpecObject, List<SpecStatement>> statements) {
    this.state = state;
    this.statements = statements;
    this.index = new ObjectIndex(state, statements);
  }

  /** The objects that lines may name. */
  public ObjectIndex index() {
    return index;
  }

  /**
   * Where a line comes from.
   *
   * @param path the file's path in the output
   * @param lines the file's lines
   * @param number which line, from 1
   */
  public Origin of(String path, List<String> lines, int number) {
    String text = lines.get(number - 1);
    if (path.equals(OutputReader.OBJECTS)) {
      return new Origin(Optional.empty(), ofObjects(lines, number), Optional.empty());
    }
    List<Entry> entries = OutputReader.entries(path, lines);
    Optional<Entry> entry = entries.stream().filter(e -> e.number() == number).findFirst();
    Set<SpecObject> objects = new LinkedHashSet<>();
    entry.ifPresent(e -> objects.addAll(objects(e)));
    objects.addAll(index.in(text));
    if (objects.isEmpty() && entry.filter(e -> e.text().isEmpty()).isPresent()) {
      objects.addAll(others(entries, entry.get()));
    }
    String part = state.part(path);
    String about = entry.map(e -> e.about() + " " + e.key()).orElse("");
    Set<String> words = words(text + " " + about);
    if (objects.isEmpty() && part.equals("services")) {
      objects.addAll(nodePorts(words));
    }
    Matcher host = HOST.matcher(path);
    Optional<String> node = host.matches() ? Optional.of(host.group(1)) : Optional.empty();
    segments(path, objects);
    List<SpecStatement> found = new ArrayList<>();
    Optional<SpecObject> self = node.map(n -> new SpecObject(Kind.NODE, n));
    for (SpecObject object : objects) {
      if (!self.equals(Optional.of(object))) {
        found.addAll(telling(object, words, objects));
      }
    }
    found.addAll(settings(words, text + " " + about, part));
    self.ifPresent(object -> found.addAll(telling(object, words, Set.of())));
    return new Origin(
        entry.map(e -> e.kind().title() + " " + Fact.unit(e.key())),
        new ArrayList<>(new LinkedHashSet<>(found)),
        node);
  }

  /** The objects that an entry names. */
  Set<SpecObject> objects(Entry entry) {
    Set<SpecObject> objects = new LinkedHashSet<>();
    entry.peer().flatMap(p -> index.find(Kind.NODE, p)).ifPresent(objects::add);
    objects.addAll(index.in(entry.about()));
    if (entry.kind() != FactKind.CHAIN) {
      objects.addAll(index.in(entry.key()));
    }
    objects.addAll(index.in(entry.text()));
    return objects;
  }

  /** A line that names nothing is for those that the other lines of its thing name. */
  private Set<SpecObject> others(List<Entry> entries, Entry entry) {
    String unit = Fact.unit(entry.key());
    Set<SpecObject> objects = new LinkedHashSet<>();
    for (Entry other : entries) {
      if (other.kind() == entry.kind() && Fact.unit(other.key()).equals(unit)) {
        objects.addAll(objects(other));
      }
    }
    return objects.size() > MOST ? Set.of() : objects;
  }

  /** Where a set has ports alone, each is the node port of one service. */
  private Set<SpecObject> nodePorts(Set<String> words) {
    Set<SpecObject> objects = new LinkedHashSet<>();
    statements.forEach((object, all) -> {
      if (all.stream()
          .anyMatch(s -> s.aspect().startsWith("nodePort of ") && words.contains(s.value()))) {
        objects.add(object);
      }
    });
    return objects;
  }

  /** What is shared by the nodes of a segment bears its name. */
  private void segments(String path, Set<SpecObject> objects) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    for (SpecObject object : statements.keySet()) {
      if (object.kind() == Kind.SEGMENT
          && path.startsWith("cluster/")
          && ("-" + name.replace('.', '-')).contains("-" + object.name() + "-")) {
        objects.add(object);
      }
    }
  }

  private List<SpecStatement> telling(
      SpecObject object, Set<String> words, Set<SpecObject> objects) {
    List<SpecStatement> told = new ArrayList<>();
    if (object.kind() == Kind.CLUSTER) {
      return told;
    }
    boolean chosen = objects.stream().anyMatch(o -> o.kind() == Kind.POD)
        && objects.stream().anyMatch(o -> o.kind() == Kind.SERVICE);
    for (SpecStatement statement : statements.getOrDefault(object, List.of())) {
      boolean selects = chosen
          && (statement.aspect().equals("selector")
              || object.kind() == Kind.POD && statement.aspect().equals("labels"))
          && !statement.value().isEmpty();
      boolean says = !SILENT.contains(statement.aspect()) && named(statement, words);
      if (statement.aspect().isEmpty() || selects || says) {
        told.add(statement);
      }
    }
    return told;
  }

  private static boolean named(SpecStatement statement, Set<String> words) {
    String value = statement.value() + " " + statement.aspect().replaceFirst("^[A-Za-z]+ ?", "");
    for (String word : BREAK.split(value)) {
      boolean says = word.length() > 1 || !word.isEmpty() && Character.isDigit(word.charAt(0));
      int slash = word.indexOf('/');
      String bare =
          slash > 0 && !word.contains(".") && !word.contains(":") ? word.substring(0, slash) : word;
      if (says && !COMMON.contains(bare) && words.contains(bare)) {
        return true;
      }
    }
    return false;
  }

  /** The words of a line, with and without ports, lengths of prefixes and what else hangs on them. */
  private static Set<String> words(String text) {
    Set<String> words = new HashSet<>();
    for (String word : BREAK.split(text)) {
      words.add(word);
      int colon = word.lastIndexOf(':');
      if (colon > 0) {
        words.add(word.substring(0, colon));
        words.add(word.substring(colon + 1));
      }
      int slash = word.lastIndexOf('/');
      if (slash > 0) {
        words.add(word.substring(0, slash));
      }
    }
    words.remove("");
    return words;
  }

  private List<SpecStatement> settings(Set<String> words, String text, String part) {
    List<SpecStatement> found = new ArrayList<>();
    for (Map.Entry<SpecObject, List<SpecStatement>> each : statements.entrySet()) {
      if (each.getKey().kind() == Kind.CLUSTER) {
        for (SpecStatement statement : each.getValue()) {
          if (applies(statement, words, text, part)) {
            found.add(statement);
          }
        }
      }
    }
    return found;
  }

  private static boolean applies(
      SpecStatement statement, Set<String> words, String text, String part) {
    String value = statement.value();
    return switch (statement.aspect()) {
      case "podCIDR", "serviceCIDR" -> words.contains(value);
      case "clusterDomain" ->
        // a pattern of a Corefile has its dots in brackets
        text.replace("[.]", ".").contains(value);
      case "nodePortRange" -> words.contains(value.replace('-', ':')) || words.contains(value);
      case "nodePortAddresses" -> !value.isEmpty() && words.contains(value);
      case "mtu" -> text.contains("mtu ") || text.contains("tcp-mss");
      case "masquerade" -> part.equals("network") && text.contains("MASQUERADE");
      case "masqueradeAll" ->
        part.equals("services") && value.equals("on") && text.contains("0x4000");
      case "localhostNodePorts" -> value.equals("on") && text.contains("route_localnet");
      case "backend", "wiring", "fabric" -> part.equals("network") || part.equals("pods");
      case "proxyMode" -> part.equals("services");
      case "dns" -> part.equals("dns");
      default -> false;
    };
  }

  /** In {@code podnet.json}, the object around a line. */
  private List<SpecStatement> ofObjects(List<String> lines, int number) {
    String section = "";
    String namespace = "";
    String name = "";
    for (int i = 0; i < number; i++) {
      String line = lines.get(i);
      if (line.startsWith("  \"")) {
        section = line.substring(3, Math.max(3, line.indexOf('"', 3)));
        namespace = "";
        name = "";
      } else if (line.startsWith("      \"namespace\"")) {
        namespace = value(line) + "/";
      } else if (line.startsWith("      \"name\"")) {
        name = value(line);
      }
    }
    Kind kind = switch (section) {
      case "nodes" -> Kind.NODE;
      case "pods" -> Kind.POD;
      case "services" -> Kind.SERVICE;
      default -> Kind.CLUSTER;
    };
    if (kind == Kind.CLUSTER) {
      name = state.objects().cluster();
    }
    SpecObject object = new SpecObject(kind, namespace + name);
    List<SpecStatement> all = statements.getOrDefault(object, List.of());
    Set<String> words = words(lines.get(number - 1));
    return all.stream().filter(s -> s.aspect().isEmpty() || named(s, words)).toList();
  }

  private static String value(String line) {
    int end = line.lastIndexOf('"');
    int begin = line.lastIndexOf('"', end - 1);
    return begin < 0 ? "" : line.substring(begin + 1, end);
  }
}
