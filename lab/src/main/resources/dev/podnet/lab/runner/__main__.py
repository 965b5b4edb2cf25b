"""The lab's runner: makes hosts out of namespaces, runs scripts on them, and looks.

    unshare --net --mount --pid --fork --kill-child --mount-proc python3 -I -S -B RUNNER BASE

reads one JSON command a line from standard input and answers each with one JSON line. Nothing it makes outlives it.
Paths in commands are relative to BASE. The commands are the methods of Runner whose names begin with "do_"; what each
takes and gives stands there. An answer is {"ok": true, ...} or {"ok": false, "error": "..."}. The end of the input, or
a line "end", ends it.
"""

import json
import os
import sys
import traceback

from hosts import Machine
from jobs import Jobs
from probes import Prober
from state import Monitor, snapshot


class Runner:
    def __init__(self, base):
        self.machine = Machine(base)
        self.jobs = Jobs(self.machine)
        self.prober = Prober(self.machine)
        self.monitor = None

    def do_up(self, isolation, bridges, hosts):
        """Makes the underlay: see Machine.up."""
        self.machine.up(isolation, bridges, hosts)
        return {}

    def do_run(self, jobs, timeout=60):
        """Runs programs on hosts, all at once, and waits: see Jobs.run."""
        return {"results": self.jobs.run(jobs, timeout)}

    def do_start(self, host, argv, log):
        """Starts a program on a host that goes on running; its output goes to a file."""
        return {"pid": self.jobs.start(host, argv, log)}

    def do_serve(self, servers):
        """Opens servers in namespaces: see Prober.serve."""
        self.prober.serve(servers)
        return {}

    def do_unserve(self):
        """Closes all servers."""
        self.prober.unserve()
        return {}

    def do_probe(self, probes, timeout=3.0, at_once=256):
        """Sends probes and gives what each got: see Prober.probe."""
        return {"results": self.prober.probe(probes, timeout, at_once)}

    def do_state(self, hosts):
        """The whole network state of hosts and of the namespaces of their pods."""
        states = {}
        for name in hosts:  # where hosts share their namespaces' names, the pods of all stand with the first
            shared = states and self.machine.shared
            states[name] = snapshot(self.machine, name, [] if shared else self.machine.pods(name))
        return {"states": states}

    def do_watch(self, hosts):
        """Begins to listen to what changes on hosts and in their pods."""
        if self.monitor:
            self.monitor.stop()
        self.monitor = Monitor(self.machine, hosts)
        return {}

    def do_seen(self):
        """Ends the listening; gives what was heard."""
        heard, self.monitor = self.monitor.stop(), None
        return {"changes": heard}


def main():
    runner = Runner(os.path.abspath(sys.argv[1]))
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a program prints by mistake does not mix with the answers
    for line in sys.stdin:
        if not line.strip():
            continue
        if line == "end\n":
            break
        try:
            command = json.loads(line)
            method = getattr(runner, "do_" + command.pop("op"))
            answer = {"ok": True, **method(**command)}
        except Exception:  # the other side shows it; the next command may still work
            answer = {"ok": False, "error": traceback.format_exc()}
        print(json.dumps(answer), file=out, flush=True)


main()
