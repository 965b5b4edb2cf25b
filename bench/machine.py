"""The machine, and measuring on it: every run in fresh network namespaces, the contenders by turns."""
import json
import os
import platform
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
FRESH = "unshare --net --mount --pid --fork --kill-child --mount-proc".split()


def _first_line(*command):
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    except FileNotFoundError:
        return "not here"
    return done.stdout.strip().splitlines()[0] if done.stdout.strip() else "?"


def cpu():
    """The processor's name, as /proc has it."""
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        for line in info:
            if line.startswith("model name"):
                return line.split(":", 1)[1].strip()
    return platform.machine()


def facts():
    """What the figures belong to."""
    return {
        "cpu": f"{os.cpu_count()} × {cpu()}",
        "kernel": platform.release(),
        "iptables": _first_line("iptables-nft", "--version"),
        "nft": _first_line("nft", "--version"),
        "load": os.getloadavg()[0],
    }


def _once(contender, options, folder):
    job = os.path.join(folder, "job.json")
    settings = {"connects": options.connects, "seconds": options.seconds}
    with open(job, "w", encoding="utf-8") as file:
        json.dump({**settings, **contender.job}, file)
    done = subprocess.run(
        FRESH + [sys.executable, os.path.join(HERE, "inside.py"), job], stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"bench/services: {contender.name} failed")
    return json.loads(done.stdout)


def measure(contenders, options, folder):
    """A list of figures for each contender's name, one entry a run."""
    results = {c.name: [] for c in contenders}
    for turn in range(options.runs):
        for contender in contenders:
            known = results[contender.name]
            if known and max(v for k, v in known[0].items() if k not in ("first", "last", "rate", "answers")) > options.enough:
                continue
            if not options.quiet:
                print(f"run {turn + 1}: {contender.name}", file=sys.stderr, flush=True)
            known.append(_once(contender, options, folder))
    return results
