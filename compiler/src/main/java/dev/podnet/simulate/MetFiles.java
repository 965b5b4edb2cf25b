package dev.podnet.simulate;

import dev.podnet.plan.Daemon;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.HostFile;
import dev.podnet.plan.HostState;
import dev.podnet.plan.Plan;
import dev.podnet.plan.Word;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which files and daemons of a plan a packet may meet: files that say what is relayed, the daemons that read them, and the
 * files these do not start without. All others, such as a name server's, are nothing to a walk, whatever they say.
 */
final class MetFiles {

  private static final String FILES = "@FILES@/";

  private final Set<String> relays = new HashSet<>();
  private final Set<String> needed = new HashSet<>();

  private MetFiles() {}

  /** Looks through a plan. */
  static MetFiles of(Plan plan) {
    MetFiles met = new MetFiles();
    fragments(plan)
        .flatMap(f -> f.files().stream())
        .filter(f -> f.content() instanceof HostFile.Relays)
        .forEach(f -> met.relays.add(f.name()));
    if (!met.relays.isEmpty()) {
      fragments(plan)
          .flatMap(f -> f.daemons().stream())
          .filter(met::counts)
          .forEach(d -> met.needed.addAll(needs(d)));
    }
    return met;
  }

  private static Stream<Fragment> fragments(Plan plan) {
    return Stream.concat(
        plan.hosts().stream().map(HostState::parts).flatMap(parts -> parts.values().stream()),
        plan.shared().values().stream().map(Plan.SharedFragment::fragment));
  }

  /** The files without which a daemon does not start: those that its command line names. */
  static List<String> needs(Daemon daemon) {
    return daemon.run().stream()
        .map(Word::text)
        .filter(word -> word.startsWith(FILES))
        .map(word -> word.substring(FILES.length()))
        .toList();
  }

  /** Whether it may relay. */
  boolean counts(Daemon daemon) {
    return !Collections.disjoint(daemon.files(), relays);
  }

  /** Whether it says what is relayed, or that depends on its being there. */
  boolean counts(HostFile file) {
    return relays.contains(file.name()) || needed.contains(file.name());
  }

  /** Whether a packet can meet anything of a fragment. */
  boolean counts(Fragment fragment) {
    boolean kernel = Stream.of(
            fragment.sysctls(),
            fragment.links(),
            fragment.addresses(),
            fragment.routes(),
            fragment.neighbours(),
            fragment.fdb(),
            fragment.ipSets(),
            fragment.chains(),
            fragment.hooks(),
            fragment.namespaces(),
            fragment.fouPorts(),
            fragment.wireGuardPeers(),
            fragment.nftSets(),
            fragment.nftChains(),
            fragment.virtualServers())
        .anyMatch(elements -> !elements.isEmpty());
    return kernel
        || fragment.files().stream().anyMatch(this::counts)
        || fragment.daemons().stream().anyMatch(this::counts);
  }
}
