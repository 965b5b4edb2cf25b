package dev.podnet.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * What a drawing shows, in words, before anything has a place.
 *
 * @param cluster the cluster's name
 * @param facts what holds for all of it, each one phrase
 * @param routers what joins segments
 * @param segments the segments with what hangs on them, in the order of the model
 * @param moreSegments how many segments are left out, and what they hold; empty when none is
 * @param tunnels what carries packets from host to host in an outer packet
 * @param services the services, or groups of them
 * @param servicesTitle what stands above the services
 */
public record Drawing(
    String cluster,
    List<String> facts,
    List<RouterBox> routers,
    List<SegmentBox> segments,
    Optional<String> moreSegments,
    List<Tunnel> tunnels,
    List<ServiceBox> services,
    String servicesTitle) {

  /** Copies the lists. */
  public Drawing {
    facts = List.copyOf(facts);
    routers = List.copyOf(routers);
    segments = List.copyOf(segments);
    tunnels = List.copyOf(tunnels);
    services = List.copyOf(services);
  }

  /** How much of a host is shown. */
  public enum Detail {
    /** Its devices and each of its pods. */
    FULL,
    /** Its name, its addresses, and how many pods it has. */
    COMPACT,
    /** Several hosts as one. */
    GROUP
  }

  /**
   * A router.
   *
   * @param name its name
   * @param note what is special about it, such as its routes; may be empty
   * @param segments the places of the segments it joins in the drawing's list; those left out are not among them
   */
  public record RouterBox(String name, String note, List<Integer> segments) {
    /** Copies the list. */
    public RouterBox {
      segments = List.copyOf(segments);
    }
  }

  /**
   * A segment.
   *
   * @param name its name
   * @param cidrs its prefixes
   * @param notes gateways and the like, each a phrase
   * @param hosts what hangs on it
   */
  public record SegmentBox(
      String name, List<String> cidrs, List<String> notes, List<HostBox> hosts) {
    /** Copies the lists. */
    public SegmentBox {
      cidrs = List.copyOf(cidrs);
      notes = List.copyOf(notes);
      hosts = List.copyOf(hosts);
    }

    /** All there is to say of it, line by line. */
    List<String> words() {
      return Stream.of(List.of(name), cidrs, notes).flatMap(List::stream).toList();
    }
  }

  /**
   * A host, or several that are alike.
   *
   * @param detail how much is shown
   * @param name its name; of a group, the first and the last
   * @param hosts how many hosts it stands for
   * @param dev the interface that hangs on the segment
   * @param addresses its addresses on the segment; of a group, ranges
   * @param podRanges where its pods get their addresses
   * @param bridge the bridge its pods hang on
   * @param devices its tunnel devices
   * @param pods its pods, or groups of them; empty unless FULL
   * @param podCount how many pods it has in all
   */
  public record HostBox(
      Detail detail,
      String name,
      int hosts,
      String dev,
      List<String> addresses,
      List<String> podRanges,
      Optional<Device> bridge,
      List<Device> devices,
      List<PodBox> pods,
      int podCount) {
    /** Copies the lists. */
    public HostBox {
      addresses = List.copyOf(addresses);
      podRanges = List.copyOf(podRanges);
      devices = List.copyOf(devices);
      pods = List.copyOf(pods);
    }

    /** What there is to say of it where it is not shown in full, line by line. */
    List<String> words() {
      List<String> words = new ArrayList<>(List.of(name));
      if (hosts > 1) {
        words.add(hosts + " nodes");
      }
      words.addAll(addresses);
      podRanges.forEach(r -> words.add("pods " + r));
      words.add(podsText());
      return words;
    }

    /** The number of its pods. */
    public String podsText() {
      return podCount == 1 ? "1 pod" : podCount + " pods";
    }
  }

  /**
   * A device of a host.
   *
   * @param name its name
   * @param addresses its addresses
   */
  public record Device(String name, List<String> addresses) {
    /** Copies the list. */
    public Device {
      addresses = List.copyOf(addresses);
    }
  }

  /** Which network a pod is in. */
  public enum PodKind {
    /** It hangs on the wiring. */
    WIRED,
    /** It is the host itself. */
    HOST,
    /** It joins another pod's network. */
    SHARED,
    /** It has no network. */
    NONE,
    /** Several pods of one workload, or all the rest. */
    GROUP
  }

  /**
   * A pod, or several.
   *
   * @param kind its network
   * @param name its name, with its namespace where the drawing shows several
   * @param text its addresses, or what it has instead
   * @param title all of it in one sentence
   * @param marks the numbers of the services it stands behind
   */
  public record PodBox(
      PodKind kind, String name, List<String> text, String title, SortedSet<Integer> marks) {
    /** Copies the list. */
    public PodBox {
      text = List.copyOf(text);
    }
  }

  /**
   * What carries packets from host to host.
   *
   * @param name the name of the device on each host
   * @param what what it does: {@code VXLAN 1, UDP 8472}
   * @param scope between which hosts
   * @param hosts the names of the hosts that have it
   */
  public record Tunnel(String name, String what, String scope, SortedSet<String> hosts) {}

  /**
   * A service, or several.
   *
   * @param mark its number in the drawing; 0 for none
   * @param name its name
   * @param type its type
   * @param addresses what it is reached at
   * @param ports its ports, each with what it leads to
   * @param outside how the outside reaches it
   * @param behind who answers
   * @param compact whether it is one of many
   */
  public record ServiceBox(
      int mark,
      String name,
      String type,
      List<String> addresses,
      List<String> ports,
      List<String> outside,
      String behind,
      boolean compact) {
    /** Copies the lists. */
    public ServiceBox {
      addresses = List.copyOf(addresses);
      ports = List.copyOf(ports);
      outside = List.copyOf(outside);
    }

    /** All there is to say of it, line by line. */
    List<String> words() {
      return Stream.of(
              List.of(name + " (" + type + ")"), addresses, ports, outside, List.of(behind))
          .flatMap(List::stream)
          .toList();
    }
  }
}
