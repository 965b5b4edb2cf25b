package dev.podnet.backends.coredns;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.model.BackendChoice.BackendSetting;
import dev.podnet.model.Cluster;
import dev.podnet.model.DnsAddress;
import dev.podnet.model.Namespace;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
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
import java.util.stream.Stream;

/** Zone files for every name and address of the cluster, and the Corefile that serves them with CoreDNS. */
public final class CoreDns implements NameService {

  private static final String TTL = "ttl";
  private static final String FORWARD = "forward";
  private static final String PODS = "pods";
  private static final String ON = "on";
  private static final String STUB = "stub";
  private static final String EXTERNAL = "external";
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
        SettingSpec.list(ON, SettingSpec.Form.NODES, "The nodes that run a name server."),
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
    return DnsAddress.of(context.cluster());
  }

  @Override
  public void check(BackendContext context, Diagnostics diagnostics) {
    if (!context.settings().list(ON).isEmpty()) {
      notThere(
              context,
              ON,
              "on",
              "run CoreDNS with the files in dns/ as pods of a service kube-system/kube-dns")
          .to(diagnostics);
    }
    if (context.settings().list(FORWARD).size() > MOST_UPSTREAMS) {
      Diagnostic.at(
              place(context, FORWARD),
              SettingCode.SETTING_VALUE_COUNT,
              "forward takes at most " + MOST_UPSTREAMS + " servers")
          .to(diagnostics);
    }
    domains(context, diagnostics);
    NameLengths.check(context.cluster(), diagnostics);
  }

  private static Diagnostic.Builder notThere(
      BackendContext context, String key, String what, String help) {
    return Diagnostic.at(
            place(context, key),
            SettingCode.SETTING_NOT_THERE,
            "`" + what + "` of dns coredns is not in this version")
        .help(help);
  }

  private static Span place(BackendContext context, String key) {
    return context
        .choice()
        .setting(key)
        .map(BackendSetting::key)
        .map(Located::span)
        .orElseThrow();
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
    Cluster cluster = context.cluster();
    SettingValues settings = context.settings();
    Name origin = Name.of(cluster.settings().clusterDomain());
    Name server = server(context, origin);
    Zone names = new Zone(origin, "names of cluster " + cluster.name());
    ReverseZones reverse = new ReverseZones(cluster.segments().stream()
        .flatMap(s -> s.cidrs().stream())
        .map(Located::value)
        .toList());
    for (Located<Cidr> range : cluster.settings().serviceCidrs()) {
      reverse.range(range.value(), "service addresses of cluster " + cluster.name());
    }
    for (Located<Cidr> range : cluster.settings().podCidrs()) {
      reverse.range(range.value(), "pod addresses of cluster " + cluster.name());
    }
    String pods = settings.text(PODS).orElseThrow();
    ClusterZone.fill(
        cluster,
        context.nameServers(),
        origin.child("ns.dns"),
        ClusterZone.PodNames.of(pods),
        names,
        reverse);
    List<Zone> own = new ArrayList<>(List.of(names));
    own.addAll(reverse.own());
    settings.text(EXTERNAL).ifPresent(domain -> {
      Zone zone = new Zone(Name.of(domain), "services as the outside sees them");
      ExternalZone.fill(cluster, zone);
      own.add(zone);
    });
    int ttl = settings.number(TTL);
    List<Zone> borrowed = List.copyOf(reverse.borrowed());
    Stream.concat(own.stream(), borrowed.stream())
        .forEach(z -> plan.file(new OutputFile("dns/" + z.file(), z.lines(server, origin, ttl))));
    List<String> templates = pods.equals(INSECURE) && !cluster.namespaces().isEmpty()
        ? PodTemplates.lines(
            origin,
            cluster.namespaces().stream().map(Namespace::name).toList(),
            Zone.soa(origin, 1, ttl),
            ttl)
        : List.of();
    plan.file(new OutputFile(
        "dns/Corefile",
        Corefile.lines(
            cluster.name(),
            own,
            borrowed,
            templates,
            DomainServers.stubs(settings.list(STUB)),
            settings.list(FORWARD))));
  }

  /** The name of the name server: of the service that pods ask, where there is one. */
  private static Name server(BackendContext context, Name origin) {
    for (Service service : context.cluster().services()) {
      for (Located<IpAddress> ip : service.clusterIps()) {
        if (context.nameServers().contains(ip.value())) {
          return origin.child(service.ref().name() + "." + service.ref().namespace() + ".svc");
        }
      }
    }
    return origin.child("ns.dns");
  }
}
