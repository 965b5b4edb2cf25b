package dev.podnet.render;

import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.HostState;
import dev.podnet.plan.KernelModule;
import dev.podnet.plan.Link;
import dev.podnet.plan.Part;
import dev.podnet.plan.Plan;
import dev.podnet.render.view.HostView;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a host's scripts must know: the tools and modules that its files ask for, and which files those are. */
final class HostFacts {

  private final Plan plan;
  private final Map<String, Needs> shared = new TreeMap<>();

  /** The shared fragments that have files. */
  private final Set<String> written = new TreeSet<>();

  HostFacts(Plan plan) {
    this.plan = plan;
    plan.shared().forEach((name, f) -> {
      shared.put(name, new Needs(f.fragment()));
      if (FragmentFiles.hasFiles(f.fragment())) {
        written.add(name);
      }
    });
  }

  /** What a fragment asks of a host. */
  private static final class Needs {
    private final Set<String> tools = new TreeSet<>();
    private final Map<String, KernelModule> modules = new TreeMap<>();
    private final EnumSet<IpFamily> families = EnumSet.noneOf(IpFamily.class);

    Needs() {}

    Needs(Fragment fragment) {
      fragment.modules().forEach(m -> modules.put(m.name(), m));
      fragment.chains().forEach(c -> families.add(c.family()));
      fragment.hooks().forEach(h -> families.add(h.family()));
      if (!fragment.fdb().isEmpty()) {
        tools.add("bridge");
      }
      if (!fragment.sysctls().isEmpty()) {
        tools.add("sysctl");
      }
      if (fragment.links().stream().anyMatch(Link.WireGuard.class::isInstance)) {
        tools.add("wg");
      }
      if (!fragment.virtualServers().isEmpty()) {
        tools.add("ipvsadm");
      }
      if (!fragment.nftSets().isEmpty() || !fragment.nftChains().isEmpty()) {
        tools.add("nft");
      }
      if (!fragment.ipSets().isEmpty()) {
        tools.add("ipset");
      }
      fragment.daemons().forEach(d -> tools.addAll(DaemonText.tools(d)));
    }

    void add(Needs other) {
      tools.addAll(other.tools);
      modules.putAll(other.modules);
      families.addAll(other.families);
    }
  }

  HostView view(HostState host) {
    Needs needs = new Needs();
    host.parts().values().forEach(f -> needs.add(new Needs(f)));
    host.includes().forEach(i -> needs.add(shared.get(i)));
    return new HostView(
        plan.cluster(),
        host.node(),
        host.dev(),
        host.addresses().stream().map(IpAddress::toString).collect(Collectors.joining(" ")),
        tools(needs),
        needs.modules.values().stream()
            .map(m -> m.name() + ":" + m.evidence())
            .collect(Collectors.joining(" ")),
        needs.families.stream()
            .map(f -> f == IpFamily.IPV4 ? "4" : "6")
            .collect(Collectors.joining(" ")),
        parts(host));
  }

  private static String tools(Needs needs) {
    List<String> tools = new ArrayList<>();
    tools.add("ip");
    tools.addAll(needs.tools);
    if (needs.families.contains(IpFamily.IPV4)) {
      tools.add("iptables-save");
      tools.add("iptables-restore");
    }
    if (needs.families.contains(IpFamily.IPV6)) {
      tools.add("ip6tables-save");
      tools.add("ip6tables-restore");
    }
    return String.join(" ", tools);
  }

  /** Own files first: they make the links that shared routes and entries use. */
  private List<HostView.PartView> parts(HostState host) {
    Map<Part, List<String>> files = new LinkedHashMap<>();
    for (Part part : Part.values()) {
      List<String> names = new ArrayList<>();
      Fragment own = host.parts().getOrDefault(part, Fragment.EMPTY);
      if (FragmentFiles.hasFiles(own)) {
        names.add(Renderer.hostStem(host.node(), part));
      }
      for (String include : host.includes()) {
        Plan.SharedFragment fragment = plan.shared().get(include);
        if (fragment.part() == part && written.contains(include)) {
          names.add(Renderer.sharedStem(include));
        }
      }
      if (!names.isEmpty()) {
        files.put(part, names);
      }
    }
    List<HostView.PartView> views = new ArrayList<>();
    files.forEach((part, names) ->
        views.add(new HostView.PartView(padded(part.word()), String.join(" ", names))));
    return views;
  }

  private static String padded(String word) {
    return word + " ".repeat(10 - word.length());
  }
}
