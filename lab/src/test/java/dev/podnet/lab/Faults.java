package dev.podnet.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Tools that fail at a chosen call, in the place of those that change a host. */
final class Faults {

  /** What a tool says when it fails on purpose. */
  static final String MESSAGE = "RTNETLINK answers: No buffer space available";

  private static final List<String> TOOLS = List.of(
      "ip",
      "bridge",
      "wg",
      "sysctl",
      "ipset",
      "ipvsadm",
      "nft",
      "iptables-restore",
      "ip6tables-restore");

  private static final String FOLDER = "faults";
  private static final String COUNTER = "faults.calls";
  private static final String START = "export FAULT_CALLS=$PWD/" + COUNTER + " PATH=$PWD/" + FOLDER
      + ":$PATH; : >\"$FAULT_CALLS\"; exec \"$@\"";

  private Faults() {}

  /** Writes the tools into a folder, to stand first in the path; before the lab is made. */
  static void tools(Path base) throws IOException {
    Path folder = Files.createDirectories(base.resolve(FOLDER));
    for (String tool : TOOLS) {
      Path script = folder.resolve(tool);
      Files.writeString(script, """
          #!/bin/bash
          # Passes on to the real tool, but at call number $FAULT of all that change something.
          PATH=${PATH#*:}
          case "$(basename "$0") $*" in
            *-save* | *' -j '* | ipvsadm\\ -[LS]* | wg\\ pubkey* | wg\\ genkey* | *show* | *list* | *save* | *'--test'* | ip\\ netns\\ pids* | sysctl\\ -n* | sysctl\\ -e\\ -n*) exec "$(basename "$0")" "$@" ;;
          esac
          echo "$(basename "$0") $*" >>"$FAULT_CALLS"
          if [ "$(wc -l <"$FAULT_CALLS")" = "$FAULT" ]; then
            echo '%s' >&2
            [[ $0 == */ipvsadm ]] || exit 2
            mapfile -t lines # it does what it can, and says nothing by its status
            printf '%%s\\n' "${lines[@]:0:${#lines[@]}/2}" | ipvsadm "$@"
            exit 0
          fi
          exec "$(basename "$0")" "$@"
          """.formatted(MESSAGE));
      if (!script.toFile().setExecutable(true)) {
        throw new IOException("cannot make executable: " + script);
      }
    }
  }

  /** The job with those tools; call number {@code fault} fails, none for 0. What they are called for is counted anew. */
  static Lab.Job job(Lab.Job job, int fault) {
    Map<String, String> env = new HashMap<>(job.env());
    env.put("FAULT", String.valueOf(fault));
    List<String> argv = new ArrayList<>(List.of("bash", "-c", START, "faults"));
    argv.addAll(job.argv());
    return new Lab.Job(job.host(), argv, env, null, "group");
  }

  /** How many calls there were in the last job that counted them. */
  static int calls(Lab lab, String host) {
    Lab.Run counted = lab.run(Lab.job(host, "wc", "-l", COUNTER));
    return Integer.parseInt(counted.out().strip().split(" ")[0]);
  }
}
