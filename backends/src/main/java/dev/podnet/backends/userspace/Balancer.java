package dev.podnet.backends.userspace;

import dev.podnet.backends.common.Hashes;
import dev.podnet.model.Cluster;
import dev.podnet.model.Service;
import dev.podnet.net.InterfaceAddress;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.net.PortRange;
import dev.podnet.net.Protocol;
import dev.podnet.plan.Daemon;
import dev.podnet.plan.HostFile;
import dev.podnet.plan.InterfaceName;
import dev.podnet.plan.LinkAddress;
import dev.podnet.plan.Relay;
import dev.podnet.plan.Word;
import dev.podnet.spi.BackendContext;
import dev.podnet.spi.FragmentBuilder;
import dev.podnet.spi.SettingValues;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The balancer of every node: nginx with its stream module, which relays TCP and UDP. It listens on an address of its own
 * on the loopback interface, the same on every node, so that nobody else's port is in its way and its configuration names
 * no node.
 */
final class Balancer {

  /** Its name as a daemon, and that of the folder of its files. */
  static final String NAME = "balancer";

  static final String MAIN = NAME + "/nginx.conf";
  static final String CLUSTER = NAME + "/cluster.conf";
  static final String ZONE = NAME + "/zone.conf";
  static final String NODE = NAME + "/node.conf";

  private static final InterfaceName LOOPBACK = new InterfaceName("lo");

  private final List<IpFamily> families;
  private final Map<IpFamily, IpAddress> addresses = new EnumMap<>(IpFamily.class);
  private final Listeners listeners;
  private final SettingValues settings;

  Balancer(BackendContext context) {
    Cluster cluster = context.cluster();
    this.settings = context.settings();
    this.families = cluster.settings().podFamilies();
    families.forEach(f -> addresses.put(f, address(cluster, settings, f)));
    this.listeners = new Listeners(cluster, ports(settings));
  }

  /** The ports it may take. */
  static PortRange ports(SettingValues settings) {
    return new PortRange(
        settings.number(UserspaceProxy.FIRST_PORT), settings.number(UserspaceProxy.LAST_PORT));
  }

  /**
   * The address it listens on. Where the user gives none it follows from the cluster's name: a link-local one for IPv4 (RFC
   * 3927), from a part of the range that is known for nothing; one of a unique local prefix for IPv6 (RFC 4193).
   */
  static IpAddress address(Cluster cluster, SettingValues settings, IpFamily family) {
    for (String given : settings.list(UserspaceProxy.LISTEN)) {
      IpAddress address = IpAddress.parse(given);
      if (address.family() == family) {
        return address;
      }
    }
    byte[] hash = Hashes.sha256("podnet balancer of cluster " + cluster.name());
    if (family == IpFamily.IPV4) {
      return IpAddress.parse(
          "169.254." + (64 + (hash[0] & 63)) + "." + (1 + (hash[1] & 0xff) % 254));
    }
    return IpAddress.parse(String.format(
        java.util.Locale.ROOT,
        "fd%02x:%02x%02x:%02x%02x::1",
        hash[0],
        hash[1],
        hash[2],
        hash[3],
        hash[4]));
  }

  IpAddress address(IpFamily family) {
    return addresses.get(family);
  }

  int port(Service service, Service.Port port, Listeners.Kind kind) {
    return listeners.port(service, port, kind);
  }

  /** What it is to do with a service port. */
  Relay relay(
      Service service,
      Service.Port port,
      Listeners.Kind kind,
      IpFamily family,
      List<Service.Backend> backends) {
    String which = switch (kind) {
      case ALL -> "";
      case LOCAL -> " on this node";
      case ZONE -> " for this zone";
      case NODE -> " for this node";
    };
    boolean udp = port.protocol() == Protocol.UDP;
    return new Relay(
        address(family),
        port(service, port, kind),
        port.protocol(),
        service.affinitySeconds().isPresent() ? Relay.Balance.BY_CLIENT : balance(),
        backends.stream()
            .map(b -> new Relay.Target(b.endpoint().ip(), b.port()))
            .toList(),
        settings.number(udp ? UserspaceProxy.UDP_TIMEOUT : UserspaceProxy.TCP_TIMEOUT),
        service.portName(port) + which);
  }

  private Relay.Balance balance() {
    String word = settings.text(UserspaceProxy.BALANCE).orElseThrow();
    return switch (word) {
      case "random" -> Relay.Balance.RANDOM;
      case "roundrobin" -> Relay.Balance.ROUND_ROBIN;
      case "leastconn" -> Relay.Balance.LEAST_CONNECTIONS;
      default -> throw new IllegalStateException("no balance is called " + word);
    };
  }

  /**
   * Puts it on every node.
   *
   * @param relays how many ports it has at the most
   */
  void contribute(FragmentBuilder shared, int relays) {
    for (IpFamily family : families) {
      shared.address(
          new LinkAddress(LOOPBACK, new InterfaceAddress(address(family), family.bits())));
    }
    shared.file(new HostFile(
        MAIN, new HostFile.Lines(main(relays)), HostFile.Access.ALL, "the balancer of services"));
    Word config = Word.file(MAIN);
    Word pid = Word.running(NAME, "nginx.pid");
    shared.daemon(new Daemon(
        NAME,
        words("nginx", "-e", "stderr", "-c", config, "-g", pid.between("daemon off; pid ", ";")),
        List.of(MAIN, CLUSTER, ZONE, NODE),
        words("nginx", "-e", "stderr", "-t", "-q", "-c", config, "-g", pid.between("pid ", ";")),
        new Daemon.BySignal(Daemon.Signal.HUP),
        List.of(new Daemon.Greets(address(families.get(0)), listeners.ready(), GREETING)),
        "takes what comes to a service and connects to an endpoint"));
  }

  private static final String GREETING = "podnet @DIGEST@";

  private static List<Word> words(Object... words) {
    List<Word> list = new ArrayList<>();
    for (Object word : words) {
      list.add(word instanceof Word w ? w : Word.of((String) word));
    }
    return list;
  }

  /**
   * The main file. Debian has the stream module in a file of its own, others elsewhere or built in. A pattern that matches
   * no file is no error to nginx, a name is.
   */
  private List<String> main(int relays) {
    int connections = connections(relays);
    List<String> lines = new ArrayList<>();
    lines.add("# The balancer of services. What it relays stands in the files beside this one.");
    lines.add("include /usr/share/nginx/modules-available/mod-strea[m].conf;");
    lines.add("include /usr/share/nginx/modules/mod-strea[m].conf;");
    lines.add("worker_processes auto;");
    lines.add("worker_rlimit_nofile " + (connections + 1024) + ";");
    lines.add("error_log stderr crit;");
    lines.add("events {");
    lines.add("  worker_connections " + connections + ";");
    lines.add("}");
    lines.add("stream {");
    lines.add("  proxy_connect_timeout 5s;");
    lines.add("  proxy_half_close on;");
    lines.add("  proxy_socket_keepalive on;");
    lines.add("  # says which configuration is in force");
    IpAddress address = address(families.get(0));
    lines.add("  server { listen " + (address.isV4() ? address : "[" + address + "]") + ":"
        + listeners.ready() + "; return \"" + GREETING + "\\n\"; }");
    lines.add("  include cluster.con[f];");
    lines.add("  include zone.con[f];");
    lines.add("  include node.con[f];");
    lines.add("}");
    return lines;
  }

  /** Each port counts as a connection; in steps, so that another service does not change the number. */
  private int connections(int relays) {
    int step = 4096;
    return settings.number(UserspaceProxy.CONNECTIONS) + (relays / step + 1) * step;
  }
}
