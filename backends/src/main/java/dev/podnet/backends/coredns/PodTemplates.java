package dev.podnet.backends.coredns;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * CoreDNS's plugin {@code template} for names that are addresses ({@code pods insecure}): {@code 10-1-2-3.shop.pod} is
 * 10.1.2.3 whether there is such a pod or not, in every namespace there is. The patterns are strict, as what they let pass
 * becomes an answer: an octet is 0 to 255 without leading zeros, and an IPv6 address has eight groups or one gap.
 */
final class PodTemplates {

  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final String GROUP = "[0-9a-f]{1,4}";
  private static final int GROUPS = 8;

  private final Name origin;
  private final String below;

  private PodTemplates(Name origin, Collection<String> namespaces) {
    this.origin = origin;
    String zone = origin.toString().replace(".", "[.]");
    this.below = "[.](" + String.join("|", namespaces) + ")[.]pod[.]" + zone + "$";
  }

  /**
   * The stanzas of a server block, in the order they must stand in.
   *
   * @param origin the cluster's zone
   * @param namespaces every namespace there is; not empty
   * @param soa the data of the zone's SOA record, which denials carry
   * @param ttl seconds
   */
  static List<String> lines(Name origin, Collection<String> namespaces, String soa, int ttl) {
    PodTemplates templates = new PodTemplates(origin, namespaces);
    List<String> lines = new ArrayList<>();
    templates.stanza(
        lines,
        "A",
        List.of(templates.v4()),
        answer("A", ttl, "{{ .Group.a }}.{{ .Group.b }}.{{ .Group.c }}.{{ .Group.d }}"));
    for (int before = 0; before < GROUPS; before++) {
      templates.stanza(
          lines, "AAAA", List.of(templates.v6(before)), answer("AAAA", ttl, gapped(before)));
    }
    templates.stanza(
        lines, "AAAA", List.of(templates.v6()), answer("AAAA", ttl, joined(0, GROUPS)));
    templates.stanza(
        lines,
        "ANY",
        templates.patterns(),
        List.of(
            "rcode NOERROR",
            "authority \"" + origin + " " + Math.min(ttl, 300) + " IN SOA " + soa + "\""));
    return lines;
  }

  /** Every pattern there is: of IPv4, of IPv6 with a gap behind 0 to 7 groups, and of IPv6 in full. */
  List<String> patterns() {
    List<String> all = new ArrayList<>();
    all.add(v4());
    for (int before = 0; before < GROUPS; before++) {
      all.add(v6(before));
    }
    all.add(v6());
    return all;
  }

  private void stanza(List<String> lines, String type, List<String> patterns, List<String> rest) {
    lines.add("template IN " + type + " pod." + origin.bare() + " {");
    patterns.forEach(p -> lines.add("    match \"" + p + "\""));
    rest.forEach(l -> lines.add("    " + l));
    lines.add("    fallthrough");
    lines.add("}");
  }

  private static List<String> answer(String type, int ttl, String address) {
    return List.of("answer \"{{ .Name }} " + ttl + " IN " + type + " " + address + "\"");
  }

  private String v4() {
    StringBuilder pattern = new StringBuilder("^");
    for (int i = 0; i < 4; i++) {
      pattern
          .append(i == 0 ? "" : "-")
          .append("(?P<")
          .append(letter(i))
          .append('>')
          .append(OCTET.substring(1));
    }
    return pattern + below;
  }

  /** Eight groups. */
  private String v6() {
    StringBuilder pattern = new StringBuilder("^");
    for (int i = 0; i < GROUPS; i++) {
      pattern.append(i == 0 ? "" : "-").append(group(i));
    }
    return pattern + below;
  }

  /** Some groups, a gap, and as many more as there can be with a gap. */
  private String v6(int before) {
    StringBuilder pattern = new StringBuilder("^");
    for (int i = 0; i < before; i++) {
      pattern.append(i == 0 ? "" : "-").append(group(i));
    }
    pattern.append("--");
    int after = GROUPS - 1 - before;
    for (int i = 0; i < after; i++) {
      pattern.append("(?:").append(i == 0 ? "" : "-").append(group(before + i));
    }
    pattern.append(")?".repeat(after));
    return pattern + below;
  }

  private static String group(int index) {
    return "(?P<" + letter(index) + ">" + GROUP + ")";
  }

  private static String gapped(int before) {
    StringBuilder text = new StringBuilder(joined(0, before)).append("::");
    for (int i = before; i < GROUPS - 1; i++) {
      String value = ".Group." + letter(i);
      text.append("{{ if ").append(value).append(" }}");
      text.append(i == before ? "" : ":").append("{{ ").append(value).append(" }}{{ end }}");
    }
    return text.toString();
  }

  private static String joined(int from, int to) {
    List<String> parts = new ArrayList<>();
    for (int i = from; i < to; i++) {
      parts.add("{{ .Group." + letter(i) + " }}");
    }
    return String.join(":", parts);
  }

  private static char letter(int index) {
    return (char) ('a' + index);
  }
}
