package dev.podnet.backends.coredns;

import dev.podnet.backends.coredns.CorefileText.Block;
import dev.podnet.plan.OutputFile;
import dev.podnet.plan.Plan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * What CoreDNS answers from the Corefile and the zone files of a plan, after its sources (core/dnsserver/server.go; plugin/file:
 * file.go, lookup.go; plugin/view; plugin/rewrite: name.go, reverter.go; of 2025): the block with the longest name counts, and
 * of several of one name the first whose view takes the question; equal records are answered twice, a name with something below
 * it exists, an alias is followed inside its zone and else through the whole server; and templates come before the zone.
 */
final class FilePlugin {

  private record Zone(Name origin, Map<Name, List<Record>> records, Set<Name> between) {}

  /** A block, with its zone unless it asks other servers. */
  private record Served(Name origin, View view, Block block, Zone zone) {

    String turned(String directive, int from, String name) {
      if (block.all("rewrite").isEmpty()) {
        return name;
      }
      List<String> rule = block.one("rewrite").inner(directive).get(0).args();
      return name.replaceAll(
          rule.get(from), rule.get(from + 1).replaceAll("\\{(\\d+)\\}", "\\$$1"));
    }
  }

  private final List<Served> blocks = new ArrayList<>();
  private final Templates templates;

  FilePlugin(Plan plan) {
    Map<String, List<String>> files = new TreeMap<>();
    for (OutputFile file : plan.files()) {
      if (file.path().startsWith("dns/")) {
        files.put(file.path().substring("dns/".length()), file.lines());
      }
    }
    List<String> corefile = files.remove("Corefile");
    List<String> wrong = CorefileRules.check(corefile, files.keySet());
    if (!wrong.isEmpty()) {
      throw new AssertionError(wrong.toString());
    }
    templates = new Templates(corefile);
    for (Block block : CorefileText.read(corefile).blocks()) {
      Name origin = name(block.zones().get(0) + ".");
      View view = block.all("view").isEmpty()
          ? null
          : View.read(String.join(" ", block.one("view").inner("expr").get(0).args()));
      Zone zone = block.all("file").isEmpty()
          ? null
          : load(origin, files.remove(block.one("file").args().get(0)));
      blocks.add(new Served(origin, view, block, zone));
    }
    if (!files.isEmpty()) {
      throw new AssertionError("nobody serves " + files.keySet());
    }
  }

  private static Name name(String text) {
    try {
      return new Name(text.toLowerCase(Locale.ROOT).replaceFirst("^\\.+$", "."));
    } catch (TextParseException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Zone load(Name origin, List<String> lines) {
    Map<Name, List<Record>> records = new HashMap<>();
    Set<Name> between = new HashSet<>(Set.of(origin));
    byte[] text = (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    try (Master master = new Master(new ByteArrayInputStream(text))) {
      for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
        if (!record.getName().subdomain(origin)) {
          throw new AssertionError(record + " is outside " + origin);
        }
        records.computeIfAbsent(record.getName(), n -> new ArrayList<>()).add(record);
        for (Name at = record.getName(); !at.equals(origin); at = new Name(at, 1)) {
          between.add(at);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Zone(origin, records, between);
  }

  /** The answer to a question; the name with its last dot. */
  Reply ask(String type, String question) {
    String asked = question.toLowerCase(Locale.ROOT);
    Optional<Templates.Made> made = templates.answer(type, asked);
    if (made.isPresent()) {
      return new Reply(
          "NOERROR", parsed(made.get().answer()), parsed(made.get().authority()), new TreeSet<>());
    }
    List<Record> answer = new ArrayList<>();
    Served first = block(type, asked);
    String code = ask(Type.value(type), asked, answer, 0);
    if (first == null || first.zone() == null) {
      return Reply.nothing(code);
    }
    List<Record> authority = new ArrayList<>();
    List<Record> additional = new ArrayList<>();
    List<Record> apex = first.zone().records().get(first.origin());
    int who = answer.isEmpty() ? Type.SOA : Type.NS;
    apex.stream().filter(r -> r.getType() == who).forEach(authority::add);
    for (Record record : answer) {
      if (record instanceof SRVRecord srv && answer.get(0).getType() == Type.SRV) {
        first.zone().records().getOrDefault(srv.getTarget(), List.of()).stream()
            .filter(r -> r.getType() == Type.A || r.getType() == Type.AAAA)
            .forEach(additional::add);
      }
    }
    SortedSet<String> data = new TreeSet<>();
    for (Record record : answer) {
      if (!data.add(text(first, record))) {
        throw new AssertionError(record + " is answered twice");
      }
    }
    return new Reply(code, data, texts(first, authority), texts(first, additional));
  }

  private static SortedSet<String> texts(Served block, List<Record> records) {
    SortedSet<String> texts = new TreeSet<>();
    records.forEach(r -> texts.add(text(block, r)));
    return texts;
  }

  private static String text(Served block, Record record) {
    return Reply.text(record, block.turned("answer", 1, record.getName().toString()));
  }

  private static SortedSet<String> parsed(String line) {
    SortedSet<String> texts = new TreeSet<>();
    if (!line.isEmpty()) {
      try (Master master = new Master(new ByteArrayInputStream((line + "\n").getBytes()))) {
        Record record = master.nextRecord();
        texts.add(Reply.text(record, record.getName().toString()));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return texts;
  }

  private Served block(String type, String question) {
    return blocks.stream()
        .filter(b -> name(question).subdomain(b.origin()))
        .filter(b -> b.view() == null || b.view().takes(type, question))
        .max(Comparator.<Served>comparingInt(b -> b.origin().labels())
            .thenComparing(b -> -blocks.indexOf(b)))
        .orElse(null);
  }

  private String ask(int type, String question, List<Record> answer, int depth) {
    Served block = block(Type.string(type), question);
    if (block == null || block.zone() == null || depth > 8) {
      return "REFUSED";
    }
    Name name = name(block.turned("name", 1, question));
    List<Record> all = block.zone().records().get(name);
    if (all == null) {
      return block.zone().between().contains(name) ? "NOERROR" : "NXDOMAIN";
    }
    for (Record record : all) {
      if (record instanceof CNAMERecord alias && type != Type.CNAME) {
        answer.add(record);
        String next = ask(type, alias.getTarget().toString(), answer, depth + 1);
        return next.equals("REFUSED") ? "NOERROR" : next;
      }
    }
    all.stream().filter(r -> r.getType() == type).forEach(answer::add);
    return "NOERROR";
  }
}
