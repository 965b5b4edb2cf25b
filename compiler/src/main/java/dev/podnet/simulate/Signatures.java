package dev.podnet.simulate;

import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Daemon;
import dev.podnet.plan.Fdb;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.Hook;
import dev.podnet.plan.HostFile;
import dev.podnet.plan.HostState;
import dev.podnet.plan.IpSet;
import dev.podnet.plan.Link;
import dev.podnet.plan.LinkAddress;
import dev.podnet.plan.Match;
import dev.podnet.plan.Neighbour;
import dev.podnet.plan.NftChain;
import dev.podnet.plan.NftSet;
import dev.podnet.plan.Part;
import dev.podnet.plan.PodNamespace;
import dev.podnet.plan.Route;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Sysctl;
import dev.podnet.plan.VirtualServer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Says which hosts, and which pods on them, behave alike, so that one can be walked for all.
 *
 * <p>Two hosts are alike when their elements are equal after each host's own values were given common names: its
 * underlay addresses, its pod ranges, its pods and their interfaces. An element that mentions anything else, such as
 * another node, keeps it, so a host that treats one peer in a special way is alike to no other. Two pods are alike when
 * their hosts are, and all elements that mention them are. MACs are left out here: every host's are walked to. Files and
 * daemons that no packet meets are left out too.
 */
final class Signatures {

  /**
   * What was found out about a host.
   *
   * @param alone its signature without its pods
   * @param host its signature
   * @param pods its wired pods by signature, those of one signature in the order of the plan
   */
  record OfHost(String alone, String host, Map<String, List<PodNamespace>> pods) {}

  /**
   * The signature of a host twice.
   *
   * @param whole of all its elements
   * @param network without those that services gave it
   * @param elsewhere what it is alike to for services whose endpoints are elsewhere: without its pods, and without what services
   *     gave it for these alone
   */
  record Both(OfHost whole, OfHost network, String elsewhere) {}

  /** What stands for a host's own values ({@link CommonNames}), with the length of a range, and for a family. */
  private static final Pattern OWN = Pattern.compile("@[A-Za-z0-9]+(\\+[0-9]+)?(/[0-9]+)?|IPV[46]");

  private final HostState state;
  private final CommonNames names;
  private final MetFiles met;
  private final TreeSet<String> common = new TreeSet<>();
  private final Map<String, List<String>> ofPod = new TreeMap<>();

  private Signatures(HostState state, List<Cidr> ranges, MetFiles met) {
    this.state = state;
    this.names = new CommonNames(state, ranges);
    this.met = met;
  }

  /**
   * Works out the signatures of one host.
   *
   * @param ranges the host's shares of the pod ranges
   * @param place what the host's place on the underlay, and what it shares with others, is alike to
   * @param met the files and daemons that count
   */
  static Both of(HostState state, List<Cidr> ranges, String place, MetFiles met) {
    Signatures signatures = new Signatures(state, ranges, met);
    return signatures.work(place);
  }

  private Both work(String place) {
    List<PodNamespace> namespaces = new ArrayList<>();
    for (Fragment fragment : state.parts().values()) {
      for (PodNamespace namespace : fragment.namespaces()) {
        if (!namespace.addresses().isEmpty()) {
          namespaces.add(namespace);
        }
      }
    }
    state.parts().forEach(this::add);
    return new Both(
        signature(place, namespaces, line -> true),
        signature(place, namespaces, line -> !ofServices(line)),
        alone(place, line -> !ofServices(line) || !ownOnly(line)).toString());
  }

  private static boolean ofServices(String line) {
    return line.startsWith(Part.SERVICES.word() + " ");
  }

  /** Whether it speaks of nothing but the host's own values: no address, port, mark or number of anything else. */
  private static boolean ownOnly(String line) {
    return OWN.matcher(line).replaceAll("").chars().noneMatch(Character::isDigit);
  }

  private StringBuilder alone(String place, Predicate<String> counts) {
    StringBuilder host =
        new StringBuilder(place).append('|').append(state.dev()).append('|');
    common.stream().filter(counts).forEach(e -> host.append(e).append('\n'));
    return host;
  }

  private OfHost signature(String place, List<PodNamespace> namespaces, Predicate<String> counts) {
    StringBuilder host = alone(place, counts);
    String alone = host.toString();
    Map<String, List<PodNamespace>> pods = new TreeMap<>();
    for (PodNamespace namespace : namespaces) {
      TreeSet<String> mine = new TreeSet<>();
      ofPod.getOrDefault(namespace.name(), List.of()).stream().filter(counts).forEach(mine::add);
      String signature = String.join("\n", mine);
      pods.computeIfAbsent(signature, k -> new ArrayList<>()).add(namespace);
    }
    pods.keySet().forEach(p -> host.append("pod ").append(p).append('\n'));
    return new OfHost(alone, host.toString(), pods);
  }

  private void add(Part part, Fragment fragment) {
    for (Sysctl sysctl : fragment.sysctls()) {
      element(
          part, "sysctl " + names.key(sysctl.key()) + "=" + sysctl.value(), podOfKey(sysctl.key()));
    }
    for (Link link : fragment.links()) {
      element(part, names.link(link), names.podOfLink(link.name().value()));
    }
    for (LinkAddress address : fragment.addresses()) {
      String pod = names.podOfLink(address.link().value());
      element(
          part,
          "addr " + names.linkName(address.link().value()) + " " + names.text(address.address()),
          pod);
    }
    for (Route route : fragment.routes()) {
      element(part, names.route(route), podOf(route));
    }
    for (Neighbour n : fragment.neighbours()) {
      element(
          part,
          "neigh " + names.text(n.address()) + " " + names.linkName(n.dev().value()) + n.peer(),
          names.podOfLink(n.dev().value()));
    }
    for (Fdb f : fragment.fdb()) {
      element(
          part,
          "fdb " + f.mac() + " " + f.dev() + " " + names.text(f.destination()) + f.peer(),
          null);
    }
    fragment.fouPorts().forEach(port -> element(part, port.toString(), null));
    fragment.wireGuardPeers().forEach(peer -> element(part, peer.toString(), null));
    for (IpSet set : fragment.ipSets()) {
      set(part, set);
    }
    for (VirtualServer server : fragment.virtualServers()) {
      virtualServer(part, server);
    }
    for (Hook hook : fragment.hooks()) {
      element(part, hook.toString(), null);
    }
    for (Chain chain : fragment.chains()) {
      chain(part, chain);
    }
    NftText nft = new NftText(names::text, names::text, names::podOfAddress);
    for (NftSet set : fragment.nftSets()) {
      nft.lines(set).forEach(line -> element(part, line.text(), line.pod()));
    }
    for (NftChain chain : fragment.nftChains()) {
      nft.lines(chain).forEach(line -> element(part, line.text(), line.pod()));
    }
    for (HostFile file : fragment.files()) {
      if (met.counts(file)) {
        element(part, names.file(file), null);
      }
    }
    for (Daemon daemon : fragment.daemons()) {
      if (met.counts(daemon)) {
        element(part, "daemon " + daemon.files() + " with " + MetFiles.needs(daemon), null);
      }
    }
    for (PodNamespace namespace : fragment.namespaces()) {
      element(
          part,
          names.namespace(namespace),
          namespace.addresses().isEmpty() ? null : namespace.name());
    }
  }

  private void element(Part part, String text, String pod) {
    String line = part.word() + " " + text;
    if (pod == null) {
      common.add(line);
    } else {
      ofPod.computeIfAbsent(pod, k -> new ArrayList<>()).add(line);
    }
  }

  private String podOfKey(String key) {
    for (String piece : key.split("/")) {
      if (names.podOfLink(piece) != null) {
        return names.podOfLink(piece);
      }
    }
    return null;
  }

  private String podOf(Route route) {
    String byDestination = names.podOfAddress(route.destination().network());
    boolean host = route.destination().length() == route.destination().family().bits();
    return host && byDestination != null
        ? byDestination
        : route.dev().map(d -> names.podOfLink(d.value())).orElse(null);
  }

  /** Rules that mention a pod belong to the pod; the chain keeps one stand-in for each run of alike ones. */
  private void chain(Part part, Chain chain) {
    String head = "chain " + chain.family() + " " + chain.table() + " " + chain.name();
    StringBuilder text = new StringBuilder(head);
    String last = "";
    for (Rule rule : chain.rules()) {
      String pod = podOf(rule);
      String line = names.rule(rule);
      if (pod != null) {
        element(part, head + ": " + line, pod);
      }
      if (!line.equals(last) || pod == null) {
        text.append("\n  ").append(line);
      }
      last = line;
    }
    element(part, text.toString(), null);
  }

  private String podOf(Rule rule) {
    for (Match match : rule.matches()) {
      Cidr cidr = match instanceof Match.Source s
          ? s.cidr()
          : match instanceof Match.Destination d ? d.cidr() : null;
      if (cidr != null
          && cidr.length() == cidr.family().bits()
          && names.podOfAddress(cidr.network()) != null) {
        return names.podOfAddress(cidr.network());
      }
      String name = match instanceof Match.InInterface in
          ? in.name()
          : match instanceof Match.OutInterface out ? out.name() : "";
      if (names.podOfLink(name) != null) {
        return names.podOfLink(name);
      }
    }
    return null;
  }

  /** Members that mention a pod belong to it; the set keeps one stand-in for alike ones. */
  private void set(Part part, IpSet set) {
    String head = "set " + set.name() + " " + set.type() + " " + set.marks();
    TreeSet<String> texts = new TreeSet<>();
    for (String member : set.members()) {
      StringBuilder text = new StringBuilder();
      String pod = null;
      for (String piece : member.split(",")) {
        Optional<IpAddress> address = addressLike(piece);
        text.append(address.map(names::text).orElse(piece)).append(',');
        pod = address.map(names::podOfAddress).orElse(pod);
      }
      texts.add(text.toString());
      if (pod != null) {
        element(part, head + ": " + text, pod);
      }
    }
    element(part, head + " " + texts, null);
  }

  private static Optional<IpAddress> addressLike(String piece) {
    boolean looks = piece.indexOf('.') > 0 || piece.indexOf(':') >= 0 && piece.indexOf("::") >= 0;
    try {
      return looks && piece.indexOf('/') < 0
          ? Optional.of(IpAddress.parse(piece))
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // a protocol and port such as 6:80
    }
  }

  /** Real servers that are pods belong to these; how many there are is the virtual server's own. */
  private void virtualServer(Part part, VirtualServer server) {
    String head = "server " + server.key() + " " + server.scheduler() + " " + server.persistence()
        + (server.more() ? " more" : "");
    List<String> texts = new ArrayList<>();
    for (VirtualServer.RealServer real : server.servers()) {
      String text = names.text(real.address()) + " " + real.port() + " " + real.forwarding() + " "
          + real.weight() + real.peer();
      texts.add(text);
      String pod = names.podOfAddress(real.address());
      if (pod != null) {
        element(part, head + ": " + text, pod);
      }
    }
    Collections.sort(texts);
    element(part, head + " " + texts, null);
  }
}
