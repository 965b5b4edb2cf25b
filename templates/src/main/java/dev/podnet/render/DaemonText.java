package dev.podnet.render;

import dev.podnet.plan.Daemon;
import dev.podnet.plan.Fragment;
import dev.podnet.plan.HostFile;
import dev.podnet.plan.Word;
import dev.podnet.render.view.SectionView;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Daemons and their files in the form of {@code docs/output.md}: lines of words with a tab between them. */
final class DaemonText {

  /** What the host's scripts call for every daemon (setsid(1), sha256sum(1), unshare(1)). */
  private static final List<String> ALWAYS = List.of("setsid", "sha256sum", "unshare");

  private DaemonText() {}

  /** Where the output has a file of a host. */
  static String path(String stem, HostFile file) {
    return stem + ".d/" + file.name();
  }

  /** The programs a host must have for a daemon; a spare one may lack them all ({@code daemons.sh} looks). */
  static Set<String> tools(Daemon daemon) {
    if (daemon.spare().isPresent()) {
      return Set.of();
    }
    Set<String> tools = new TreeSet<>(ALWAYS);
    tools.add(daemon.run().get(0).text());
    tools.add(daemon.check().get(0).text());
    if (daemon.reload() instanceof Daemon.ByCommand command) {
      tools.add(command.words().get(0).text());
    }
    for (Daemon.Ready ready : daemon.ready()) {
      if (ready instanceof Daemon.Answers answers) {
        tools.add(answers.words().get(0).text());
      }
    }
    return tools;
  }

  static List<SectionView> sections(Fragment fragment) {
    List<SectionView> sections = new ArrayList<>();
    for (HostFile file : fragment.files()) {
      sections.add(new SectionView(
          file.comment(), List.of(line("file", file.name(), file.access().mode()))));
    }
    for (Daemon daemon : fragment.daemons()) {
      sections.add(new SectionView(daemon.comment(), daemon(daemon)));
    }
    return sections;
  }

  private static List<String> daemon(Daemon daemon) {
    List<String> lines = new ArrayList<>();
    lines.add(line("daemon", daemon.name()));
    daemon.spare().ifPresent(s -> lines.add(line("spare", s)));
    lines.add(line("run", daemon.run()));
    if (!daemon.files().isEmpty()) {
      lines.add("reads\t" + String.join("\t", daemon.files()));
    }
    lines.add(line("check", daemon.check()));
    if (daemon.reload() instanceof Daemon.BySignal by) {
      lines.add(line("reload", "signal", by.signal().name()));
    } else if (daemon.reload() instanceof Daemon.ByCommand by) {
      lines.add(line("reload\tcommand", by.words()));
    } else {
      lines.add(line("reload", "restart"));
    }
    for (Daemon.Ready ready : daemon.ready()) {
      if (ready instanceof Daemon.Greets greets) {
        String port = Integer.toString(greets.port());
        lines.add(line("ready", "greets", greets.address().toString(), port, greets.line()));
      } else if (ready instanceof Daemon.Answers answers) {
        lines.add(line("ready\tanswers", answers.words()));
      } else {
        throw new IllegalStateException("no text for " + ready);
      }
    }
    return lines;
  }

  private static String line(String... words) {
    return String.join("\t", words);
  }

  private static String line(String what, List<Word> words) {
    StringBuilder text = new StringBuilder(what);
    words.forEach(w -> text.append('\t').append(w.text()));
    return text.toString();
  }
}
