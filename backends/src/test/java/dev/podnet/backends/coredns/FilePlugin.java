package dev.podnet.backends.coredns;

import dev.podnet.backends.coredns.KubernetesPlugin.Reply;
import dev.podnet.net.IpAddress;
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
import java.util.TreeSet;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/**
 * What CoreDNS answers from the Corefile and the zone files of a plan, after the sources of its plugin {@code file}
 * (plugin/file: file.go, lookup.go, of 2025): the zone with the longest name counts, equal records are answered twice, a name
 * with something below it exists, an alias is followed inside its zone and else through the whole server; and templates come
 * before the zone.
 */
final class FilePlugin {

  private record Zone(Name origin, Map<Name, List<Record>> records, Set<Name> between) {}

  private final Map<Name, Zone> zones = new HashMap<>();
  private final Templates templates;

  FilePlugin(Plan plan) {
    List<String> corefile = List.of();
    for (OutputFile file : plan.files()) {
      if (file.path().endsWith(".zone")) {
        load(file.lines());
      } else if (file.path().equals("dns/Corefile")) {
        corefile = file.lines();
      }
    }
    templates = new Templates(corefile);
    List<Name> served = corefile.stream()
        .filter(l -> l.matches("[^ #]+ \\{") && !l.startsWith(". "))
        .map(l -> name(l.replace(" {", "") + "."))
        .toList();
    if (!Set.copyOf(served).equals(zones.keySet()) || served.size() != zones.size()) {
      throw new AssertionError("blocks " + served + " for zones " + zones.keySet());
    }
  }

  private static Name name(String text) {
    try {
      return new Name(text.toLowerCase(Locale.ROOT));
    } catch (TextParseException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void load(List<String> lines) {
    Name origin = name(lines.stream()
        .filter(l -> l.startsWith("$ORIGIN "))
        .findFirst()
        .orElseThrow()
        .substring(8));
    Map<Name, List<Record>> records = new HashMap<>();
    Set<Name> between = new HashSet<>();
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
    between.add(origin);
    zones.put(origin, new Zone(origin, records, between));
  }

  /** The answer to a question; the name with its last dot. */
  Reply ask(String type, String question) {
    Optional<String> made = templates.answer(type, question.toLowerCase(Locale.ROOT));
    if (made.isPresent()) {
      return new Reply(
          "NOERROR",
          made.get().isEmpty()
              ? new TreeSet<>()
              : new TreeSet<>(Set.of(made.get().replaceFirst(" [0-9]+ IN ", " "))));
    }
    List<Record> answer = new ArrayList<>();
    String code = ask(Type.value(type), name(question), answer, 0);
    SortedSet<String> data = new TreeSet<>();
    for (Record record : answer) {
      if (!data.add(text(record))) {
        throw new AssertionError(record + " is answered twice");
      }
    }
    return new Reply(code, data);
  }

  private String ask(int type, Name name, List<Record> answer, int depth) {
    Zone zone = zones.values().stream()
        .filter(z -> name.subdomain(z.origin()))
        .max(Comparator.comparingInt(z -> z.origin().labels()))
        .orElse(null);
    if (zone == null || depth > 8) {
      return "REFUSED";
    }
    List<Record> all = zone.records().get(name);
    if (all == null) {
      return zone.between().contains(name) ? "NOERROR" : "NXDOMAIN";
    }
    for (Record record : all) {
      if (record instanceof CNAMERecord alias && type != Type.CNAME) {
        answer.add(record);
        String next = ask(type, alias.getTarget(), answer, depth + 1);
        return next.equals("REFUSED") ? "NOERROR" : next;
      }
    }
    all.stream().filter(r -> r.getType() == type).forEach(answer::add);
    return "NOERROR";
  }

  /** Without what the specification leaves free: priority, weight. */
  private static String text(Record record) {
    String data = record.rdataToString();
    if (record instanceof SRVRecord srv) {
      data = srv.getPort() + " " + srv.getTarget();
    } else if (record instanceof AAAARecord address) {
      data = IpAddress.parse(address.getAddress().getHostAddress()).toString();
    } else if (record instanceof TXTRecord txt) {
      data = String.join(" ", txt.getStrings());
    }
    return record.getName() + " " + Type.string(record.getType()) + " " + data;
  }
}
