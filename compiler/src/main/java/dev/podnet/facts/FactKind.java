package dev.podnet.facts;

/** What a fact is about, in the order in which facts are shown. */
public enum FactKind {
  CLUSTER("cluster", "cluster"),
  NODE("node", "node"),
  POD("pod", "pod"),
  SERVICE("service", "service"),
  HOST("host", "requirement"),
  SYSCTL("setting", "setting"),
  POD_NAMESPACE("namespace", "pod's namespace"),
  TUNNEL_PORT("tunnel-port", "port of tunnels"),
  LINK("link", "link"),
  ADDRESS("address", "address"),
  ROUTE("route", "route"),
  NEIGHBOUR("neighbour", "neighbour"),
  FORWARDING("forwarding", "forwarding entry"),
  WIREGUARD("wireguard", "end of encrypted tunnels"),
  WIREGUARD_PEER("wireguard-peer", "peer of encrypted tunnels"),
  FILE("file", "file"),
  DAEMON("daemon", "daemon"),
  SET("set", "set"),
  ELEMENT("element", "element of sets"),
  VIRTUAL_SERVER("virtual-server", "virtual server"),
  REAL_SERVER("real-server", "real server"),
  HOOK("hook", "jump"),
  CHAIN("chain", "chain"),
  ROUTER_ROUTE("router-route", "route of the underlay's routers"),
  NAME_SERVER("name-server", "block of the name server"),
  RECORD("record", "record"),
  SCRIPT("script", "script"),
  OTHER("other", "other file");

  private final String word;
  private final String title;

  FactKind(String word, String title) {
    this.word = word;
    this.title = title;
  }

  /** The word programs read: {@code link}. */
  public String word() {
    return word;
  }

  /** What people call one of them. */
  public String title() {
    return title;
  }

  /** Whether it is about an object of the spec rather than what is made of it. */
  public boolean object() {
    return this == CLUSTER || this == NODE || this == POD || this == SERVICE;
  }

  /** Whether it stands in {@code dns/}. */
  public boolean dns() {
    return this == NAME_SERVER || this == RECORD;
  }
}
