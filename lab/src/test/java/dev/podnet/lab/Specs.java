package dev.podnet.lab;

/** Specs of the kernel tests. */
final class Specs {

  private Specs() {}

  /** How nodes carry pod traffic to each other. */
  enum Fabric {
    HOST_GW("host-gw", false),
    VXLAN("vxlan", true),
    VXLAN_DIRECT("vxlan { directRouting on }", true),
    CLOUD("cloud", true),
    CALICO("calico", false),
    CALICO_VXLAN("calico { encapsulation vxlan; crossSubnet on }", true),
    WEAVE("weave", true);

    private final String words;
    private final boolean racks;

    Fabric(String words, boolean racks) {
      this.words = words;
      this.racks = racks;
    }

    /** The largest packet of a pod on an underlay of 1500 bytes: VXLAN takes 50, and 70 where IPv6 is below. */
    int podMtu(boolean dual) {
      return this == HOST_GW || this == CLOUD || this == CALICO
          ? 1500
          : dual && this != WEAVE ? 1430 : 1450;
    }
  }

  /**
   * A cluster of three nodes with everything this version can do: services of one, several and no endpoints, TCP and
   * UDP, named target ports, pods of a service on one node and on all, a pod in its host's network.
   *
   * @param dual whether it has IPv6 beside IPv4
   */
  static String cluster(Fabric fabric, boolean dual) {
    return cluster(fabric, dual, "iptables");
  }

  /** The same with another proxy mode. */
  static String cluster(Fabric fabric, boolean dual, String proxyMode) {
    return """
    cluster lab {
      podCIDR     10.244.0.0/16%s
      serviceCIDR 10.96.0.0/16%s
      backend     %s
      proxyMode   %s
    }
    %s
    namespace default {
      pod client on n1
      pods web 3 on n1, n2, n3 {
        labels app=web
        container nginx { port http 8080; port admin 9090; port dns 5353/UDP }
      }
      service web {
        type NodePort
        selector app=web
        port http 80 -> http nodePort 30080
        port dns 53/UDP -> dns nodePort 30053
      }
      # both on one node: the way back of an answer is over the bridge
      pods db 2 on n2 { labels app=db; container db { port sql 5432 } }
      service db { selector app=db; port sql 5432 -> sql }
      service one { selector app=lonely; port 9000 -> 9001 }
      pod lonely on n3 { labels app=lonely; container c { port 9001 } }
      pod agent on n3 { network host; labels app=agent; container c { port metrics 9100 } }
      service agent { selector app=agent; port 80 -> metrics }
    }
    namespace ops {
      pod web on n3 { labels app=web; container nginx { port http 8081 } }
      service web { selector app=web; port 80 -> http }
      service nobody { selector app=gone; port 80 }
    }
    """.formatted(
            dual ? ", fd00:10:244::/48" : "",
            dual ? ", fd00:10:96::/108" : "",
            fabric.words,
            proxyMode,
            fabric.racks ? racks(dual) : lan(dual));
  }

  private static String lan(boolean dual) {
    return segment("lan", 1, dual)
        + node("n1", 1, 11, dual)
        + node("n2", 1, 12, dual)
        + node("n3", 1, 13, dual);
  }

  private static String racks(boolean dual) {
    return segment("rack-a", 1, dual)
        + segment("rack-b", 2, dual)
        + "router core { connects rack-a, rack-b }\n"
        + node("n1", 1, 11, dual)
        + node("n2", 1, 12, dual)
        + node("n3", 2, 13, dual);
  }

  private static String segment(String name, int n, boolean dual) {
    return "segment %s 192.168.%d.0/24%s { gateway 192.168.%d.1%s }\n"
        .formatted(
            name,
            n,
            dual ? ", fd00:168:" + n + "::/64" : "",
            n,
            dual ? ", fd00:168:" + n + "::1" : "");
  }

  private static String node(String name, int segment, int host, boolean dual) {
    return "node %s { address 192.168.%d.%d%s dev eth0 }\n"
        .formatted(name, segment, host, dual ? ", fd00:168:" + segment + "::" + host : "");
  }
}
