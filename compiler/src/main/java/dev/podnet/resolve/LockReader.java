package dev.podnet.resolve;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import dev.podnet.diagnostics.AllocationCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.NaturalOrder;
import dev.podnet.model.ObjectRef;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.SourceFile;
import dev.podnet.source.Span;
import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads podnet.lock. The first thing that is wrong ends the reading: a lock is written by a program, not by hand. */
final class LockReader {

  /** How the JSON reader names the place it has come to. */
  private static final Pattern PLACE = Pattern.compile("line (\\d+) column (\\d+)");

  private static final int MOST_DIGITS = 9;

  private final SourceFile file;
  private final JsonReader json;
  private final SortedMap<String, List<Cidr>> nodes = new TreeMap<>(NaturalOrder.INSTANCE);
  private final SortedMap<ObjectRef, Lock.PodEntry> pods = new TreeMap<>();
  private final SortedMap<ObjectRef, Lock.ServiceEntry> services = new TreeMap<>();
  private boolean versioned;

  private LockReader(SourceFile file) {
    this.file = file;
    this.json = new JsonReader(new StringReader(file.text()));
    json.setStrictness(Strictness.STRICT);
  }

  /** What is wrong with a lock, in the user's words. */
  private static final class BadLock extends Exception {
    private static final long serialVersionUID = 1L;

    BadLock(String message) {
      super(message);
    }
  }

  static Optional<Lock> read(SourceFile file, Diagnostics diagnostics) {
    LockReader reader = new LockReader(file);
    try {
      reader.read();
      return Optional.of(new Lock(reader.nodes, reader.pods, reader.services));
    } catch (BadLock e) {
      report(reader.place(reader.json.toString()), e.getMessage(), diagnostics);
    } catch (IOException | IllegalStateException e) {
      report(reader.place(String.valueOf(e.getMessage())), "this is not JSON", diagnostics);
    }
    return Optional.empty();
  }

  private static void report(Span place, String message, Diagnostics diagnostics) {
    Diagnostic.at(place, AllocationCode.LOCK_UNREADABLE, "podnet.lock cannot be read: " + message)
        .help("take back the file's last good version, or delete it: all that nobody wrote is"
            + " chosen anew then")
        .to(diagnostics);
  }

  /** The rest of the line that a place of the JSON reader is on. */
  private Span place(String text) {
    Matcher matcher = PLACE.matcher(text);
    if (!matcher.find()
        || matcher.group(1).length() > MOST_DIGITS
        || matcher.group(2).length() > MOST_DIGITS) {
      return Span.ofFile(file);
    }
    int line = Integer.parseInt(matcher.group(1));
    int behind = file.offset(line, Integer.parseInt(matcher.group(2)));
    int start = file.offset(line, 1);
    int end = start + file.lineText(Math.min(line, file.lineCount())).length();
    int first = start;
    while (first < end && file.text().charAt(first) == ' ') {
      first++;
    }
    return new Span(file, Math.min(first, behind), Math.max(Math.min(first, behind), end));
  }

  private void read() throws IOException, BadLock {
    object(key -> {
      switch (key) {
        case "formatVersion" -> version();
        case "nodes" -> object(name -> nodes.put(name, list(Cidr::parse)));
        case "pods" -> object(name -> pods.put(ref(name), pod()));
        case "services" -> object(name -> services.put(ref(name), service()));
        default -> throw new BadLock("it has no part '" + key + "'");
      }
    });
    if (json.peek() != JsonToken.END_DOCUMENT) {
      throw new BadLock("something follows its end");
    }
    if (!versioned) {
      throw new BadLock("it has no formatVersion");
    }
  }

  private void version() throws IOException, BadLock {
    int version = number();
    if (version != LockWriter.FORMAT_VERSION) {
      throw new BadLock(
          "its formatVersion is " + version + ", this podnet reads " + LockWriter.FORMAT_VERSION);
    }
    versioned = true;
  }

  private Lock.PodEntry pod() throws IOException, BadLock {
    String[] node = new String[1];
    List<IpAddress> ips = new ArrayList<>();
    object(key -> {
      switch (key) {
        case "node" -> node[0] = text();
        case "ips" -> ips.addAll(list(IpAddress::parse));
        default -> throw new BadLock("a pod has no '" + key + "' here");
      }
    });
    return new Lock.PodEntry(Optional.ofNullable(node[0]), ips);
  }

  private Lock.ServiceEntry service() throws IOException, BadLock {
    List<IpAddress> clusterIps = new ArrayList<>();
    SortedMap<String, Integer> nodePorts = new TreeMap<>();
    object(key -> {
      switch (key) {
        case "clusterIPs" -> clusterIps.addAll(list(IpAddress::parse));
        case "nodePorts" -> object(port -> nodePorts.put(port, nodePort()));
        default -> throw new BadLock("a service has no '" + key + "' here");
      }
    });
    return new Lock.ServiceEntry(clusterIps, nodePorts);
  }

  private int nodePort() throws IOException, BadLock {
    int port = number();
    if (port < 1 || port > 65535) {
      throw new BadLock(port + " is no port");
    }
    return port;
  }

  /** What is done with the value of a key. */
  private interface Entry {
    void read(String key) throws IOException, BadLock;
  }

  private void object(Entry entry) throws IOException, BadLock {
    expect(JsonToken.BEGIN_OBJECT, "an object");
    json.beginObject();
    Set<String> keys = new HashSet<>();
    while (json.hasNext()) {
      String key = json.nextName();
      if (!keys.add(key)) {
        throw new BadLock("'" + key + "' stands twice");
      }
      entry.read(key);
    }
    json.endObject();
  }

  private <T> List<T> list(Function<String, T> parse) throws IOException, BadLock {
    expect(JsonToken.BEGIN_ARRAY, "a list");
    json.beginArray();
    List<T> values = new ArrayList<>();
    while (json.hasNext()) {
      String text = text();
      try {
        values.add(parse.apply(text));
      } catch (IllegalArgumentException e) {
        throw new BadLock("'" + text + "': " + e.getMessage());
      }
    }
    json.endArray();
    return values;
  }

  private String text() throws IOException, BadLock {
    expect(JsonToken.STRING, "a text");
    return json.nextString();
  }

  private int number() throws IOException, BadLock {
    expect(JsonToken.NUMBER, "a number");
    String text = json.nextString();
    if (!text.matches("[0-9]{1,9}")) {
      throw new BadLock(text + " is not a number that can stand here");
    }
    return Integer.parseInt(text);
  }

  private static ObjectRef ref(String text) throws BadLock {
    int slash = text.indexOf('/');
    if (slash < 1 || slash == text.length() - 1) {
      throw new BadLock("'" + text + "' is not NAMESPACE/NAME");
    }
    return new ObjectRef(text.substring(0, slash), text.substring(slash + 1));
  }

  private void expect(JsonToken token, String what) throws IOException, BadLock {
    if (json.peek() != token) {
      throw new BadLock(what + " is wanted here");
    }
  }
}
