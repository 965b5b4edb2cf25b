"""Programs on hosts."""

import os
import select
import signal
import subprocess
import time


class Jobs:
    def __init__(self, machine):
        self.machine = machine

    def run(self, jobs, timeout):
        """Runs programs, all at once.

        jobs: [{"host", "argv", "env": {...}, "kill_ms": when to send it SIGKILL, "kill": "group" or "one"}]
        gives: [{"rc", "out", "err", "ms"}], rc negative for a signal
        """
        running = []
        for job in jobs:
            start = time.monotonic()
            process = self._popen(job["host"], job["argv"], job.get("env", {}))
            running.append(_Running(process, job, start, start + timeout))
        _drain(running)
        return [r.result() for r in running]

    def start(self, host, argv, log):
        with open(os.path.join(self.machine.base, log), "wb") as out:
            return self._popen(host, argv, {}, stdout=out, stderr=out).pid

    def _popen(self, host, argv, env, stdout=subprocess.PIPE, stderr=subprocess.PIPE):
        return self.machine.hosts[host].popen(
            argv,
            cwd=self.machine.base,
            env={**os.environ, **env},
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            stderr=stderr,
            start_new_session=True,
        )


class _Running:
    """One program that runs, and what it printed so far."""

    def __init__(self, process, job, start, deadline):
        self.process, self.job, self.start, self.deadline = process, job, start, deadline
        self.kill_at = start + job["kill_ms"] / 1000 if "kill_ms" in job else None
        self.text = {process.stdout: [], process.stderr: []}
        self.open = set(self.text)
        self.late = False
        self.ms = None

    def kill(self, what):
        try:
            (os.killpg if what == "group" else os.kill)(self.process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass  # it has ended by itself

    def watch(self, now):
        """Kills when it is time to; gives whether there is still something to wait for."""
        if self.kill_at and now >= self.kill_at:
            self.kill_at = None
            self.kill(self.job.get("kill", "group"))
        if now >= self.deadline and not self.late:
            self.late = True
            self.kill("group")
        if self.process.poll() is None:
            return True
        self.ms = self.ms or round((now - self.start) * 1000)
        return bool(self.open) and now < self.deadline

    def result(self):
        out, err = (b"".join(chunks).decode(errors="replace") for chunks in self.text.values())
        if self.late:
            err += "\n(killed: still running after %d s)" % (self.deadline - self.start)
        return {"rc": self.process.returncode, "out": out, "err": err, "ms": self.ms}


def _drain(running):
    waiting = list(running)
    while waiting:
        files = {f: r for r in waiting for f in r.open}
        for f in select.select(list(files), [], [], 0.002 if any(r.kill_at for r in waiting) else 0.01)[0]:
            chunk = os.read(f.fileno(), 65536)
            if chunk:
                files[f].text[f].append(chunk)
            else:
                files[f].open.discard(f)
                f.close()
        now = time.monotonic()
        waiting = [r for r in waiting if r.watch(now)]
