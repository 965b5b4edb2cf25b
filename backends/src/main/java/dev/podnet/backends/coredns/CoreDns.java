package dev.podnet.backends.coredns;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.NameServiceCode;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.model.BackendChoice.BackendSetting;
import dev.podnet.model.Cluster;
import dev.podnet.model.DnsAddress;
import dev.podnet.net.IpAddress;
import dev.podnet.plan.OutputFile;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.NameService;
import dev.podnet.spi.PlanBuilder;
import dev.podnet.spi.SettingSpec;
import dev.podnet.spi.SettingValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Zone files for every name and address of the cluster, and the Corefile that serves them with CoreDNS. */
public final class CoreDns implements NameService {

  static final String TTL = "ttl";
  static final String FORWARD = "forward";
  static final String PODS = "pods";
  static final String SERVER = "server";
  static final String NODE_LOCAL = "nodeLocal";
  static final String EXTERNAL = "external";
  private static final String ON = "on";
  private static final String PORT = "port";
  private static final String STUB = "stub";
  private static final String INSECURE = "insecure";

  /** As many upstreams as the plugin forward takes. */
  private static final int MOST_UPSTREAMS = 15;

  @Override
  public String name() {
    return "coredns";
  }

  @Override
  public List<SettingSpec> settings() {
    return List.of(
        SettingSpec.list(
            "clusterIP",
            SettingSpec.Form.ADDRESSES,
            "The addresses pods ask; the tenth of each service range when not written."),
        SettingSpec.seconds(TTL, 5, 0, 3600, "How long an answer may be kept."),
        SettingSpec.list(
            FORWARD,
            SettingSpec.Form.ENDPOINTS,
            "The servers that are asked for names outside the cluster."),
        SettingSpec.word(
            PODS,
            List.of("verified", INSECURE, "disabled"),
            "Whether pods have names made from their addresses."),
        SettingSpec.list(
            ON,
            SettingSpec.Form.NODES,
            "The nodes that run a name server; two of them when not written."),
        SettingSpec.word(
            SERVER,
            List.of("coredns", "knot", "nsd", "none"),
            "The program that serves on these nodes."),
        SettingSpec.port(PORT, 53, "The port it listens on there."),
        SettingSpec.list(
            NODE_LOCAL,
            SettingSpec.Form.ADDRESSES,
            "Addresses at which each node answers its own pods."),
        SettingSpec.list(
            STUB,
            SettingSpec.Form.DOMAIN_SERVERS,
            "Domains that other servers answer, each followed by these."),
        SettingSpec.list(
            EXTERNAL,
            SettingSpec.Form.DOMAIN,
            "The domain in which services are named by their addresses outside."));
  }

  @Override
  public List<IpAddress> nameServers(BackendContext context) {
    List<IpAddress> local = NodeServers.local(context);
    return local.isEmpty() ? DnsAddress.of(context.cluster()) : local;
  }

  @Override
  public void check(BackendContext context, Diagnostics diagnostics) {
    if (context.settings().list(FORWARD).size() > MOST_UPSTREAMS) {
      Diagnostic.at(
              place(context, FORWARD),
              SettingCode.SETTING_VALUE_COUNT,
              "forward takes at most " + MOST_UPSTREAMS + " servers")
          .to(diagnostics);
    }
    domains(context, diagnostics);
    onlyCoreDns(context, diagnostics);
    Cluster cluster = context.cluster();
    NameLengths.check(cluster, context.settings().list(EXTERNAL), diagnostics);
    AnswerLengths.check(cluster, diagnostics);
    Name zone = Name.of(cluster.settings().clusterDomain());
    new Aliases(cluster, zone).check(cluster, zone, diagnostics);
  }

  private static Span place(BackendContext context, String key) {
    return context
        .choice()
        .setting(key)
        .map(BackendSetting::key)
        .map(Located::span)
        .orElseThrow();
  }

  /** What no other program does. */
  private static void onlyCoreDns(BackendContext context, Diagnostics diagnostics) {
    SettingValues settings = context.settings();
    String server = settings.text(SERVER).orElseThrow();
    boolean knot = server.equals("knot");
    if (!knot && !server.equals("nsd")) {
      return;
    }
    List<String> keys = new ArrayList<>();
    if (settings.text(PODS).orElseThrow().equals(INSECURE)) {
      keys.add(PODS);
    }
    if (!settings.list(STUB).isEmpty()) {
      keys.add(STUB);
    }
    if (!knot && !settings.list(FORWARD).isEmpty()) {
      keys.add(FORWARD);
    }
    for (String key : keys) {
      Diagnostic.at(
              place(context, key),
              NameServiceCode.NEEDS_COREDNS,
              "server " + server + " cannot do what `" + key + "` says here")
          .related(place(context, SERVER), "the server is chosen here")
          .help("take `server coredns`, or leave `" + key + "` out")
          .to(diagnostics);
    }
  }

  /** Two server blocks of one name, or a zone inside the cluster's own, would take its names away. */
  private static void domains(BackendContext context, Diagnostics diagnostics) {
    Name zone = Name.of(context.cluster().settings().clusterDomain());
    List<Name> taken = new ArrayList<>(List.of(zone));
    for (String key : List.of(EXTERNAL, STUB)) {
      for (String domain : DomainServers.domains(context.settings().list(key))) {
        Name name = Name.of(domain);
        Optional<String> problem = name.equals(zone)
            ? Optional.of("is the cluster's own")
            : name.below(zone)
                ? Optional.of("is inside the cluster's own")
                : taken.contains(name) ? Optional.of("is written twice") : Optional.empty();
        problem.ifPresent(p -> Diagnostic.at(
                place(context, key), SettingCode.DOMAIN_TAKEN, "the domain " + domain + " " + p)
            .help("each domain has one server; the cluster's is " + zone)
            .to(diagnostics));
        taken.add(name);
      }
    }
  }

  @Override
  public void contribute(BackendContext context, PlanBuilder plan) {
    Names names = Names.of(context);
    names.makeLines();
    names.all().forEach(z -> plan.file(new OutputFile("dns/" + z.file(), names.lines(z))));
    Corefile.Place here = new Corefile.Place(
        List.of(
            "# Name server of cluster " + context.cluster().name()
                + ", to be started in this folder:",
            "#   coredns -conf Corefile -dns.port 53"),
        "",
        List.of(),
        Optional.empty(),
        Optional.empty());
    plan.file(new OutputFile(
        "dns/Corefile",
        Corefile.lines(here, names, stubs(context), context.settings().list(FORWARD))));
    NodeServers.contribute(context, names, plan);
  }

  /** The domains that other servers answer. */
  static List<Corefile.Stub> stubs(BackendContext context) {
    return DomainServers.stubs(context.settings().list(STUB));
  }
}
