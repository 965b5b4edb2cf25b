package dev.podnet.manifest;

import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;

/** Reads a pod's {@code dnsConfig}. What is in it becomes lines of a resolv.conf(5), so that nothing else may be in it. */
final class DnsConfigReader {

  private static final Pattern SEARCH = Pattern.compile("[A-Za-z0-9_-]+([.][A-Za-z0-9_-]+)*[.]?");
  private static final Pattern OPTION = Pattern.compile("[A-Za-z0-9_-]+(:[A-Za-z0-9_.-]+)?");

  private DnsConfigReader() {}

  static PodSpec.DnsConfig read(Fields spec) {
    Optional<Fields> config = spec.map("dnsConfig");
    if (config.isEmpty()) {
      return new PodSpec.DnsConfig(List.of(), List.of(), List.of());
    }
    Fields fields = config.get();
    List<String> searches = new ArrayList<>();
    for (Node item : fields.list("searches")) {
      Values.text(fields, "searches", item)
          .filter(t -> !t.value().equals(".") && fits(fields, "searches", t, SEARCH))
          .ifPresent(t -> searches.add(t.value()));
    }
    List<String> options = new ArrayList<>();
    for (Fields option : fields.maps("options")) {
      Optional<Located<String>> value = Values.text(option, "value");
      Values.text(option, "name")
          .map(n -> n.with(n.value() + value.map(v -> ":" + v.value()).orElse("")))
          .filter(t -> fits(option, "name", t, OPTION))
          .ifPresent(t -> options.add(t.value()));
    }
    return new PodSpec.DnsConfig(
        Addresses.addresses(fields, "nameservers").stream().map(Located::value).toList(),
        searches,
        options);
  }

  /** Reports what could not stand in the file; the form of names is Kubernetes' own. */
  private static boolean fits(Fields fields, String key, Located<String> text, Pattern form) {
    return form.matcher(text.value()).matches() || Names.SUBDOMAIN.check(fields, key, text);
  }
}
