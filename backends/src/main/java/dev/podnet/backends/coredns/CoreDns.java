package dev.podnet.backends.coredns;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.SettingCode;
import dev.podnet.model.BackendChoice.BackendSetting;
import dev.podnet.model.Cluster;
import dev.podnet.model.DnsAddress;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.plan.OutputFile;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.NameService;
import dev.podnet.spi.PlanBuilder;
import dev.podnet.spi.SettingSpec;
import java.util.ArrayList;
import java.util.List;

/** Zone files for every name and address of the cluster, and the Corefile that serves them with CoreDNS. */
public final class CoreDns implements NameService {

  private static final String TTL = "ttl";
  private static final String FORWARD = "forward";
  private static final String PODS = "pods";
  private static final String ON = "on";

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
            List.of("verified", "insecure", "disabled"),
            "Whether pods have names made from their addresses."),
        SettingSpec.list(ON, SettingSpec.Form.NODES, "The nodes that run a name server."));
  }

  @Override
  public List<IpAddress> nameServers(BackendContext context) {
    return DnsAddress.of(context.cluster());
  }

  @Override
  public void check(BackendContext context, Diagnostics diagnostics) {
    if (context.settings().text(PODS).orElseThrow().equals("insecure")) {
      notThere(context, PODS, "pods insecure", "pods verified answers for every pod there is")
          .to(diagnostics);
    }
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

  @Override
  public void contribute(BackendContext context, PlanBuilder plan) {
    Cluster cluster = context.cluster();
    Name origin = Name.of(cluster.settings().clusterDomain());
    Name server = origin.child("ns.dns");
    Zone names = new Zone(origin, "names of cluster " + cluster.name());
    ReverseZones reverse = new ReverseZones();
    for (Located<Cidr> range : cluster.settings().serviceCidrs()) {
      reverse.range(range.value(), "service addresses of cluster " + cluster.name());
    }
    for (Located<Cidr> range : cluster.settings().podCidrs()) {
      reverse.range(range.value(), "pod addresses of cluster " + cluster.name());
    }
    boolean pods = !context.settings().text(PODS).orElseThrow().equals("disabled");
    ClusterZone.fill(cluster, context.nameServers(), server, pods, names, reverse);
    List<Zone> zones = new ArrayList<>();
    zones.add(names);
    zones.addAll(reverse.all());
    int ttl = context.settings().number(TTL);
    for (Zone zone : zones) {
      plan.file(new OutputFile("dns/" + zone.file(), zone.lines(server, origin, ttl)));
    }
    plan.file(new OutputFile(
        "dns/Corefile", Corefile.lines(cluster.name(), zones, context.settings().list(FORWARD))));
  }
}
