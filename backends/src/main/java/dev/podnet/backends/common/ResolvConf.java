package dev.podnet.backends.common;

import dev.podnet.model.Pod;
import dev.podnet.model.PodDns;
import dev.podnet.net.IpAddress;
import dev.podnet.spi.BackendContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A pod's resolv.conf(5) as the kubelet writes it (kubernetes pkg/kubelet/network/dns, dns.go). */
final class ResolvConf {

  /** As many as resolvers take, and the kubelet writes. */
  private static final int MOST_SERVERS = 3;

  private static final int MOST_SEARCHES = 32;
  private static final int LONGEST_SEARCH = 2048;

  private ResolvConf() {}

  /** Its lines; empty when the pod keeps what its host has. */
  static List<String> lines(BackendContext context, Pod pod) {
    PodDns dns = pod.dns();
    boolean cluster = dns.policy() == PodDns.Policy.CLUSTER_FIRST;
    if (pod.network() == Pod.Network.NONE
        || dns.policy() == PodDns.Policy.DEFAULT
        || cluster && context.nameServers().isEmpty()) {
      return List.of();
    }
    Set<String> servers = new LinkedHashSet<>();
    Set<String> searches = new LinkedHashSet<>();
    Map<String, String> options = new LinkedHashMap<>();
    if (cluster) {
      context.nameServers().stream().map(IpAddress::toString).forEach(servers::add);
      String zone = context.cluster().settings().clusterDomain();
      searches.addAll(List.of(pod.ref().namespace() + ".svc." + zone, "svc." + zone, zone));
      options.put("ndots", "ndots:5");
    }
    dns.servers().stream().map(IpAddress::toString).forEach(servers::add);
    searches.addAll(dns.searches());
    dns.options().forEach(o -> options.put(o.split(":", 2)[0], o));
    List<String> lines = new ArrayList<>();
    servers.stream().limit(MOST_SERVERS).forEach(s -> lines.add("nameserver " + s));
    String search = search(searches);
    if (!search.isEmpty()) {
      lines.add("search " + search);
    }
    if (!options.isEmpty()) {
      lines.add("options " + String.join(" ", options.values()));
    }
    return lines;
  }

  private static String search(Set<String> domains) {
    StringBuilder text = new StringBuilder();
    int count = 0;
    for (String domain : domains) {
      if (count++ < MOST_SEARCHES && text.length() + 1 + domain.length() <= LONGEST_SEARCH) {
        text.append(text.length() == 0 ? "" : " ").append(domain);
      }
    }
    return text.toString();
  }
}
