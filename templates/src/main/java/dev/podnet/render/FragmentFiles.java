package dev.podnet.render;

import dev.podnet.net.IpFamily;
import dev.podnet.plan.Chain;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.HostFile;
import dev.podnet.plan.IpSet;
import dev.podnet.plan.Link;
import dev.podnet.plan.Route;
import dev.podnet.plan.Table;
import dev.podnet.render.view.FileView;
import dev.podnet.render.view.NamespacesView;
import dev.podnet.render.view.NftView;
import dev.podnet.render.view.RulesView;
import dev.podnet.render.view.SectionView;
import dev.podnet.render.view.SetsView;
import dev.podnet.render.view.SysctlView;
import dev.podnet.render.view.TableView;
import dev.podnet.render.view.TextView;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Writes a fragment as one file for each tool that loads a piece of it. */
final class FragmentFiles {

  /** ipset(8), maxelem. */
  private static final int MOST_BY_DEFAULT = 65536;

  private final Templates templates;
  private final OutputSink sink;

  FragmentFiles(Templates templates, OutputSink sink) {
    this.templates = templates;
    this.sink = sink;
  }

  /**
   * Writes the files that have something in them.
   *
   * @param stem their path without the ending, such as {@code nodes/n1/network}
   * @param title what they are for
   */
  void write(String stem, String title, Fragment fragment) throws IOException {
    file(
        stem + ".sysctl", "sysctl", sysctls(title, fragment), fragment.sysctls().isEmpty());
    List<SectionView> ip = ipSections(fragment);
    file(stem + ".ip", "ip", new FileView(title, ip), ip.isEmpty());
    List<SectionView> fdb = new ArrayList<>();
    section(fdb, "which host has which device behind it", fragment.fdb(), LinkText::fdb);
    file(stem + ".fdb", "ip", new FileView(title, fdb), fdb.isEmpty());
    List<SectionView> wireGuard = wireGuardSections(fragment);
    file(stem + ".wg", "ip", new FileView(title, wireGuard), wireGuard.isEmpty());
    for (IpFamily family : IpFamily.values()) {
      SetsView sets = sets(title, fragment, family);
      file(stem + suffix(family) + ".sets", "sets", sets, sets.sets().isEmpty());
      RulesView rules = rules(title, fragment, family);
      file(stem + suffix(family) + ".rules", "rules", rules, rules.tables().isEmpty());
    }
    NftView nft = NftText.view(title, fragment);
    file(stem + ".nft", "nft", nft, nft.tables().isEmpty());
    file(
        stem + ".ipvs",
        "ip",
        new FileView(title, virtualServers(fragment)),
        fragment.virtualServers().isEmpty());
    file(
        stem + ".netns",
        "netns",
        namespaces(title, fragment),
        fragment.namespaces().isEmpty());
    for (HostFile host : fragment.files()) {
      sink.file(DaemonText.path(stem, host), false, out -> content(host.content(), out));
    }
    List<SectionView> daemons = DaemonText.sections(fragment);
    file(stem + ".daemons", "daemons", new FileView(title, daemons), daemons.isEmpty());
  }

  private void content(HostFile.Content content, Writer out) throws IOException {
    if (content instanceof HostFile.Lines lines) {
      templates.fill("text", new TextView(lines.lines()), out);
    } else if (content instanceof HostFile.Relays relays) {
      templates.fill("relays", RelayText.view(relays), out);
    } else {
      throw new IllegalStateException("no text for " + content);
    }
  }

  /** Whether {@link #write} writes anything. */
  static boolean hasFiles(Fragment fragment) {
    return !(fragment.sysctls().isEmpty()
        && fragment.links().isEmpty()
        && fragment.addresses().isEmpty()
        && fragment.routes().stream().allMatch(Route::learned)
        && fragment.neighbours().isEmpty()
        && fragment.fdb().isEmpty()
        && fragment.ipSets().isEmpty()
        && fragment.chains().isEmpty()
        && fragment.hooks().isEmpty()
        && fragment.namespaces().isEmpty()
        && fragment.fouPorts().isEmpty()
        && fragment.wireGuardPeers().isEmpty()
        && fragment.files().isEmpty()
        && fragment.daemons().isEmpty()
        && fragment.virtualServers().isEmpty()
        && fragment.nftSets().isEmpty()
        && fragment.nftChains().isEmpty());
  }

  private void file(String path, String template, Object view, boolean empty) throws IOException {
    if (!empty) {
      sink.file(path, false, out -> templates.fill(template, view, out));
    }
  }

  private static String suffix(IpFamily family) {
    return family == IpFamily.IPV4 ? ".v4" : ".v6";
  }

  private static SysctlView sysctls(String title, Fragment fragment) {
    return new SysctlView(title, fragment.sysctls());
  }

  private static List<SectionView> ipSections(Fragment fragment) {
    List<SectionView> sections = new ArrayList<>();
    section(sections, "ports of tunnels", fragment.fouPorts(), LinkText::fouPort);
    for (Link link : fragment.links()) {
      sections.add(new SectionView(link.comment(), LinkText.link(link)));
    }
    section(sections, "addresses", fragment.addresses(), LinkText::address);
    section(sections, "routes", laid(fragment), LinkText::route);
    section(sections, "neighbours", fragment.neighbours(), LinkText::neighbour);
    return sections;
  }

  /** The routes that the scripts put in. */
  private static List<Route> laid(Fragment fragment) {
    return fragment.routes().stream().filter(r -> !r.learned()).toList();
  }

  private static List<SectionView> wireGuardSections(Fragment fragment) {
    List<SectionView> sections = new ArrayList<>();
    List<Link.WireGuard> links = fragment.links().stream()
        .filter(Link.WireGuard.class::isInstance)
        .map(Link.WireGuard.class::cast)
        .toList();
    section(sections, "this host's end of the tunnels", links, LinkText::wireGuard);
    section(sections, "the other ends", fragment.wireGuardPeers(), LinkText::wireGuardPeer);
    return sections;
  }

  private static List<SectionView> virtualServers(Fragment fragment) {
    return fragment.virtualServers().stream()
        .map(s -> new SectionView(s.comment(), VirtualServerText.lines(s)))
        .toList();
  }

  private static <T> void section(
      List<SectionView> sections, String title, List<T> elements, Function<T, String> text) {
    if (!elements.isEmpty()) {
      sections.add(new SectionView(title, () -> elements.stream().map(text).iterator()));
    }
  }

  private static SetsView sets(String title, Fragment fragment, IpFamily family) {
    List<SetsView.SetView> sets = new ArrayList<>();
    for (IpSet set : fragment.ipSets()) {
      if (set.family() == family) {
        sets.add(new SetsView.SetView(
            set.name(), set.type(), options(set), set.members(), set.comment()));
      }
    }
    return new SetsView(title, sets);
  }

  /** What a set may hold; its kernel's default is 65,536 members. */
  private static String options(IpSet set) {
    String text = set.type().startsWith("bitmap:port")
        ? "range 0-65535"
        : set.family() == IpFamily.IPV4 ? "family inet" : "family inet6";
    if (set.members().size() > MOST_BY_DEFAULT) {
      text += " maxelem " + Integer.highestOneBit(set.members().size()) * 2;
    }
    return set.marks() ? text + " skbinfo" : text;
  }

  private static RulesView rules(String title, Fragment fragment, IpFamily family) {
    List<TableView> tables = new ArrayList<>();
    for (Table table : Table.values()) {
      List<Chain> chains = fragment.chains().stream()
          .filter(c -> c.family() == family && c.table() == table)
          .toList();
      List<String> hooks = fragment.hooks().stream()
          .filter(h -> h.family() == family && h.table() == table)
          .map(NetfilterText::hook)
          .toList();
      if (!chains.isEmpty() || !hooks.isEmpty()) {
        Iterable<String> rules = () -> chains.stream()
            .flatMap(c -> c.rules().stream().map(r -> NetfilterText.rule(c, r)))
            .iterator();
        List<String> names = chains.stream().map(Chain::name).toList();
        tables.add(new TableView(table.word(), names, hooks, rules));
      }
    }
    return new RulesView(title, tables);
  }

  private static NamespacesView namespaces(String title, Fragment fragment) {
    return new NamespacesView(
        title,
        fragment.namespaces().stream()
            .map(n -> new NamespacesView.NamespaceView(
                LinkText.begin(n), n.pod(), LinkText.namespace(n), n.resolvConf()))
            .toList());
  }
}
