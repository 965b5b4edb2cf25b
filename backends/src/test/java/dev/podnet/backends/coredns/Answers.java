package dev.podnet.backends.coredns;

import dev.podnet.plan.OutputFile;
import dev.podnet.plan.Plan;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * What any authoritative server answers from the zone files of a plan (RFC 1034, 4.3.2): the zone with the longest name counts,
 * aliases are followed inside it, a name with something below it exists.
 */
final class Answers {

  private final Map<Name, Map<Name, List<Record>>> zones = new HashMap<>();
  private final Map<Name, Set<Name>> existing = new HashMap<>();

  Answers(Plan plan) {
    for (OutputFile file : plan.files()) {
      if (file.path().startsWith("dns/zones/")) {
        load(String.join("\n", file.lines()) + "\n");
      }
    }
  }

  private void load(String text) {
    String origin = text.lines()
        .filter(l -> l.startsWith("$ORIGIN "))
        .findFirst()
        .orElseThrow()
        .substring(8);
    Map<Name, List<Record>> records = new HashMap<>();
    Set<Name> names = new HashSet<>();
    try (InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        Master master = new Master(in)) {
      Name top = new Name(origin);
      for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
        records.computeIfAbsent(record.getName(), n -> new ArrayList<>()).add(record);
        for (Name at = record.getName(); at.subdomain(top); at = new Name(at, 1)) {
          names.add(at);
        }
      }
      zones.put(top, records);
      existing.put(top, names);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The answer to {@code TYPE NAME}: data in order, NODATA, NXDOMAIN, or REFUSED outside all zones. */
  String ask(String question) {
    String[] words = question.trim().split("\\s+");
    try {
      return ask(Type.value(words[0]), new Name(words[1].toLowerCase(java.util.Locale.ROOT)), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String ask(int type, Name name, int depth) {
    Name zone = zones.keySet().stream()
        .filter(name::subdomain)
        .max(java.util.Comparator.comparingInt(Name::labels))
        .orElse(null);
    if (zone == null) {
      return "REFUSED";
    }
    if (!existing.get(zone).contains(name)) {
      return "NXDOMAIN";
    }
    List<Record> all = zones.get(zone).getOrDefault(name, List.of());
    for (Record record : all) {
      if (record instanceof CNAMERecord alias && type != Type.CNAME && depth < 9) {
        String next = ask(type, alias.getTarget(), depth + 1);
        return "CNAME " + alias.getTarget() + (next.equals("REFUSED") ? "" : ", " + next);
      }
    }
    String found = all.stream()
        .filter(r -> r.getType() == type)
        .map(Answers::data)
        .sorted()
        .collect(Collectors.joining(", "));
    return found.isEmpty() ? "NODATA" : found;
  }

  private static String data(Record record) {
    return record instanceof AAAARecord address
        ? dev.podnet.net.IpAddress.parse(address.getAddress().getHostAddress()).toString()
        : record.rdataToString();
  }
}
