package dev.podnet.syntax;

import java.util.Locale;

/** Words that people bring along from other tools, and what they are called here. */
final class Synonyms {

  private Synonyms() {}

  /** The way out for a word, or null. */
  static String of(Block block, String word) {
    if (block == Block.HOST && word.startsWith("/")) {
      return "write `path " + word + " -> SERVICE:PORT`";
    }
    String lower = word.toLowerCase(Locale.ROOT);
    if (lower.endsWith(":")) {
      lower = lower.substring(0, lower.length() - 1);
    }
    return switch (lower) {
      case "deployment", "statefulset", "daemonset", "replicaset", "job" ->
        "pods of one kind are `pods NAME COUNT { … }`; manifests are read with `import`";
      case "host", "hosts", "machine", "server", "worker", "vm" ->
        block == Block.TOP ? "a host of the cluster is a `node`" : null;
      case "subnet", "network", "vlan", "lan", "rack" ->
        block == Block.TOP ? "a layer-2 network is a `segment`" : null;
      case "interface", "iface", "nic", "device" ->
        block == Block.NODE
            ? "the interface stands behind the address: `address 192.168.1.11 dev eth0`"
            : null;
      case "ips", "ipaddress", "addr", "internalip" ->
        block == Block.NODE
            ? "did you mean `address`?"
            : block == Block.POD ? "did you mean `ip`?" : null;
      case "image", "imagepullpolicy", "env", "resources", "volumemounts", "volumes" ->
        "podnet needs nothing but the network of a container: `port` and `command`";
      case "replicas", "count" ->
        block == Block.NODE
            ? "the number stands in `nodes NAME COUNT`"
            : "the number stands in `pods NAME COUNT`";
      case "targetport" -> "the target stands behind an arrow: `port 80 -> 8080`";
      case "protocol" -> "the protocol stands behind the port: `port 53/UDP`";
      case "name", "metadata", "spec" -> "the name stands behind the keyword: `service web { … }`";
      case "nodename" -> "the node stands in the first line: `pod web on n1`";
      case "hostnetwork" -> "write `network host`";
      case "matchlabels", "matchexpressions" ->
        "labels stand behind the keyword: `podSelector app=web`";
      case "vni", "scheduler", "directrouting", "encapsulation" ->
        "this is a setting; it stands in a block behind its backend: `backend vxlan { vni 1 }`";
      case "clustercidr", "podsubnet", "pod-network-cidr", "cluster-cidr" ->
        "did you mean `podCIDR`?";
      case "servicesubnet", "service-cidr", "service-cluster-ip-range", "serviceclusteriprange" ->
        "did you mean `serviceCIDR`?";
      case "cni" -> "did you mean `backend`?";
      case "domain", "dnsdomain" -> "did you mean `clusterDomain`?";
      case "route", "routes" -> "routes follow from `segment` and `router`; none are written";
      default -> null;
    };
  }
}
