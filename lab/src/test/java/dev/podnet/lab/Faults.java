package dev.podnet.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tools that fail at a chosen call, in the place of those that change a host. */
final class Faults {

  /** What a tool says when it fails on purpose. */
  static final String MESSAGE = "RTNETLINK answers: No buffer space available";

  private static final List<String> TOOLS =
      List.of("ip", "bridge", "sysctl", "ipset", "nft", "iptables-restore", "ip6tables-restore");

  private Faults() {}

  /** Writes the tools into a folder, to stand first in the path. */
  static String tools(Path base) throws IOException {
    Path folder = Files.createDirectories(base.resolve("faults"));
    for (String tool : TOOLS) {
      Path script = folder.resolve(tool);
      Files.writeString(script, """
          #!/bin/bash
          # Passes on to the real tool, but at call number $FAULT of all that change something.
          PATH=${PATH#*:}
          case "$(basename "$0") $*" in
            *-save* | *' -j '* | *show* | *list* | *save* | *'--test'* | ip\\ netns\\ pids* | sysctl\\ -n* | sysctl\\ -e\\ -n*) exec "$(basename "$0")" "$@" ;;
          esac
          echo "$(basename "$0") $*" >>"$FAULT_CALLS"
          if [ "$(wc -l <"$FAULT_CALLS")" = "$FAULT" ]; then
            echo '%s' >&2
            exit 2
          fi
          exec "$(basename "$0")" "$@"
          """.formatted(MESSAGE));
      if (!script.toFile().setExecutable(true)) {
        throw new IOException("cannot make executable: " + script);
      }
    }
    return folder.toString();
  }

  /** The job with those tools; call number {@code fault} fails, none for 0. */
  static Lab.Job job(Lab.Job job, String tools, Path calls, int fault) {
    Map<String, String> env = new HashMap<>(job.env());
    env.put("FAULT", String.valueOf(fault));
    env.put("FAULT_CALLS", calls.toString());
    env.put("PATH", tools + ":" + calls.resolveSibling("bin") + ":/usr/sbin:/usr/bin:/sbin:/bin");
    return new Lab.Job(job.host(), job.argv(), env, null, "group");
  }
}
