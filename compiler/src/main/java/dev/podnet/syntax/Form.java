package dev.podnet.syntax;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Every statement of the language as messages show it: where it stands, its form, an example.
 *
 * @param block where it stands
 * @param keyword its first word
 * @param usage its form
 * @param example one of it
 * @param inside what block it opens, or null
 * @param options words that may stand behind its values
 */
record Form(
    Block block, String keyword, String usage, String example, Block inside, List<String> options) {

  private static final List<Form> ALL = all();
  private static final Map<Block, Map<String, Form>> BY_BLOCK = byBlock();

  /** Copies the list. */
  Form {
    options = List.copyOf(options);
  }

  /** The statement of that name in that block, or null. */
  static Form find(Block block, String keyword) {
    return BY_BLOCK.getOrDefault(block, Map.of()).get(keyword);
  }

  /** All statements of a block. */
  static List<String> keywords(Block block) {
    return List.copyOf(BY_BLOCK.getOrDefault(block, Map.of()).keySet());
  }

  /** All statements of that name, in the order of the blocks. */
  static List<Form> named(String keyword) {
    return ALL.stream().filter(form -> form.keyword.equals(keyword)).toList();
  }

  /** The statements that take that word behind their values. */
  static List<Form> withOption(String word) {
    return ALL.stream().filter(form -> form.options.contains(word)).toList();
  }

  /** Every statement. */
  static List<Form> values() {
    return ALL;
  }

  /** Whether the block may be left out. */
  boolean blockIsOptional() {
    return inside != null && usage.contains("[{");
  }

  /** {@code USAGE, such as EXAMPLE}, for help. */
  String help() {
    return usage.equals(example)
        ? "write `" + usage + "`"
        : "the form is `" + usage + "`, such as `" + example + "`";
  }

  private static Map<Block, Map<String, Form>> byBlock() {
    Map<Block, Map<String, Form>> blocks = new LinkedHashMap<>();
    for (Form form : ALL) {
      blocks.computeIfAbsent(form.block, block -> new LinkedHashMap<>()).put(form.keyword, form);
    }
    return blocks;
  }

  private static List<Form> all() {
    List<Form> forms = new ArrayList<>();
    top(forms);
    cluster(forms);
    hosts(forms);
    pods(forms);
    service(forms);
    policy(forms);
    ingress(forms);
    return List.copyOf(forms);
  }

  private static void top(List<Form> to) {
    Block b = Block.TOP;
    open(to, b, "cluster NAME [{ … }]", "cluster shop { podCIDR 10.244.0.0/16 }", Block.CLUSTER);
    open(
        to,
        b,
        "segment NAME CIDR[, CIDR6] [{ gateway IP; mtu N }]",
        "segment rack-a 192.168.1.0/24 { gateway 192.168.1.1 }",
        Block.SEGMENT);
    open(
        to,
        b,
        "router NAME { connects SEG, SEG … }",
        "router core { connects rack-a, rack-b }",
        Block.ROUTER);
    open(to, b, "node NAME { … }", "node n1 { address 192.168.1.11 dev eth0 }", Block.NODE);
    open(
        to,
        b,
        "nodes NAME COUNT { … }",
        "nodes worker 3 { address from 192.168.1.11 dev eth0 }",
        Block.NODE);
    open(to, b, "namespace NAME [{ … }]", "namespace default { pod web }", Block.NAMESPACE);
    add(to, b, "import \"FILE-OR-GLOB\"", "import \"manifests/*.yaml\"");
    add(to, b, "include \"FILE.podnet\"", "include \"nodes.podnet\"");
    add(
        to,
        b,
        "assert reachable|isolated A -> B:PORT[/PROTO]",
        "assert reachable default/client -> service default/web:80");
  }

  private static void cluster(List<Form> to) {
    Block b = Block.CLUSTER;
    add(to, b, "clusterDomain NAME", "clusterDomain cluster.local");
    add(to, b, "podCIDR CIDR[, CIDR6]", "podCIDR 10.244.0.0/16");
    add(to, b, "nodeMask /LENGTH[, /LENGTH6]", "nodeMask /24");
    add(to, b, "serviceCIDR CIDR[, CIDR6]", "serviceCIDR 10.96.0.0/16");
    add(to, b, "nodePortRange A-B", "nodePortRange 30000-32767");
    add(to, b, "nodePortAddresses CIDR, …", "nodePortAddresses 192.168.1.0/24");
    choice(to, "backend NAME [{ settings }]", "backend vxlan");
    choice(to, "wiring NAME [{ settings }]", "wiring bridge");
    choice(to, "fabric NAME [{ settings }]", "fabric vxlan { vni 1 }");
    choice(to, "proxyMode NAME [{ settings }]", "proxyMode ipvs { scheduler rr }");
    choice(to, "dns coredns [{ settings }]", "dns coredns { ttl 5s }");
    choice(to, "ingress NAME [{ settings }]", "ingress haproxy");
    add(to, b, "mtu N", "mtu 1500");
    add(to, b, "masquerade on|off", "masquerade on");
    add(to, b, "masqueradeAll on|off", "masqueradeAll off");
    add(to, b, "localhostNodePorts on|off", "localhostNodePorts off");
  }

  private static void hosts(List<Form> to) {
    add(to, Block.SEGMENT, "gateway IP[, IP6]", "gateway 192.168.1.1");
    add(to, Block.SEGMENT, "mtu N", "mtu 1500");
    add(to, Block.ROUTER, "connects SEGMENT, …", "connects rack-a, rack-b");
    add(to, Block.ROUTER, "routeLimit N", "routeLimit 200");
    add(to, Block.ROUTER, "asn N", "asn 64601");
    add(
        to,
        Block.NODE,
        "address [from] IP[, IP6] [dev IFACE]",
        "address 192.168.1.11 dev eth0",
        "dev",
        "from");
    add(to, Block.NODE, "podCIDR CIDR[, CIDR6]", "podCIDR 10.244.1.0/24");
    add(to, Block.NODE, "labels KEY=VALUE …", "labels zone=a disk=ssd");
    add(to, Block.NODE, "externalIP IP, …", "externalIP 203.0.113.7");
    add(to, Block.NODE, "asn N", "asn 64512");
    add(to, Block.NODE, "unschedulable", "unschedulable");
  }

  private static void pods(List<Form> to) {
    Block b = Block.NAMESPACE;
    add(to, b, "labels KEY=VALUE …", "labels team=shop");
    open(to, b, "pod NAME [on NODE] [{ … }]", "pod client on n3", Block.POD, "on");
    open(
        to,
        b,
        "pods NAME COUNT [on NODE, …] [{ … }]",
        "pods web 4 { labels app=web }",
        Block.POD,
        "on");
    open(to, b, "service NAME { … }", "service web { selector app=web; port 80 }", Block.SERVICE);
    open(
        to,
        b,
        "networkPolicy NAME { … }",
        "networkPolicy deny { policyTypes Ingress }",
        Block.POLICY);
    open(to, b, "ingress NAME { … }", "ingress shop { default -> web:80 }", Block.INGRESS);
    b = Block.POD;
    add(to, b, "labels KEY=VALUE …", "labels app=web tier=front");
    add(to, b, "ip IP[, IP6]", "ip 10.244.1.9");
    add(to, b, "network pod|host|none", "network host");
    add(to, b, "shares POD", "shares web-1");
    add(to, b, "hostname NAME", "hostname db");
    add(to, b, "subdomain NAME", "subdomain peers");
    add(to, b, "nodeSelector KEY=VALUE …", "nodeSelector disk=ssd");
    open(to, b, "container NAME [{ … }]", "container nginx { port http 8080 }", Block.CONTAINER);
    add(
        to,
        Block.CONTAINER,
        "port [NAME] N[/PROTO] [hostPort N] [hostIP IP]",
        "port http 8080",
        "hostPort",
        "hostIP");
    add(to, Block.CONTAINER, "command \"…\"", "command \"sleep 1d\"");
  }

  private static void service(List<Form> to) {
    Block b = Block.SERVICE;
    add(to, b, "type ClusterIP|NodePort|LoadBalancer|ExternalName", "type NodePort");
    add(to, b, "clusterIP IP[, IP6]|None", "clusterIP 10.96.0.20");
    add(to, b, "selector KEY=VALUE …", "selector app=web");
    add(to, b, "endpoints IP, …", "endpoints 192.168.9.10, 192.168.9.11");
    add(
        to,
        b,
        "port [NAME] N[/PROTO] [-> N|NAME] [nodePort N]",
        "port http 80 -> 8080",
        "->",
        "nodePort");
    add(to, b, "externalIPs IP, …", "externalIPs 203.0.113.7");
    add(to, b, "loadBalancerIP IP, …", "loadBalancerIP 203.0.113.10");
    add(to, b, "loadBalancerSourceRanges CIDR, …", "loadBalancerSourceRanges 198.51.100.0/24");
    add(to, b, "externalName NAME", "externalName db.example.com");
    add(to, b, "sessionAffinity ClientIP [DURATION]", "sessionAffinity ClientIP 3h");
    add(to, b, "externalTrafficPolicy Cluster|Local", "externalTrafficPolicy Local");
    add(to, b, "internalTrafficPolicy Cluster|Local", "internalTrafficPolicy Local");
    add(to, b, "publishNotReadyAddresses", "publishNotReadyAddresses");
    add(
        to,
        b,
        "trafficDistribution PreferClose|PreferSameZone|PreferSameNode",
        "trafficDistribution PreferSameZone");
    add(to, b, "dsr", "dsr");
  }

  private static void policy(List<Form> to) {
    Block b = Block.POLICY;
    add(to, b, "podSelector KEY=VALUE …", "podSelector app=web");
    add(to, b, "policyTypes Ingress, Egress", "policyTypes Ingress");
    open(to, b, "ingress { … }", "ingress { from pods app=web }", Block.RULE);
    open(to, b, "egress { … }", "egress { to 10.0.0.0/8 }", Block.RULE);
    b = Block.RULE;
    String peer =
        " pods KEY=VALUE …|namespaces KEY=VALUE … [pods KEY=VALUE …]|CIDR [except CIDR, …]";
    add(to, b, "from" + peer, "from pods app=web", "pods", "namespaces", "except");
    add(to, b, "to" + peer, "to 10.0.0.0/8 except 10.9.0.0/16", "pods", "namespaces", "except");
    add(to, b, "ports N[/PROTO]|NAME|A-B[/PROTO], …", "ports 80/TCP, http, 8000-8100/TCP");
  }

  private static void ingress(List<Form> to) {
    Block b = Block.INGRESS;
    open(to, b, "host NAME { path … }", "host shop.example.com { path / -> web:80 }", Block.HOST);
    add(to, b, "default -> SERVICE:PORT", "default -> web:80", "->");
    add(to, b, "tls SECRET for HOST, …", "tls shop-cert for shop.example.com", "for");
    add(
        to,
        Block.HOST,
        "path /PATH [exact|prefix] -> SERVICE:PORT",
        "path /api prefix -> api:80",
        "exact",
        "prefix",
        "->");
  }

  private static void add(
      List<Form> to, Block block, String usage, String example, String... options) {
    to.add(new Form(block, usage.split(" ", 2)[0], usage, example, null, List.of(options)));
  }

  private static void open(
      List<Form> to, Block block, String usage, String example, Block inside, String... options) {
    to.add(new Form(block, usage.split(" ", 2)[0], usage, example, inside, List.of(options)));
  }

  private static void choice(List<Form> to, String usage, String example) {
    open(to, Block.CLUSTER, usage, example, Block.SETTINGS);
  }
}
