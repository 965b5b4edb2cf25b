"""What bench/apply does inside fresh network namespaces, and its table.

`applying.py FILE` reads a job as JSON and prints what it measured as JSON: [processor seconds, seconds by the clock] a step. The
files are loaded by hand in one namespace, as somebody would who has no apply.sh; apply.sh runs in another.
"""
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import time

STEPS = ["by hand", "bare", "reading", "unchanged", "changed", "verify"]
# what apply.sh has to read to know that nothing has changed
READ_NETWORK = "ip -N -o -d -batch cluster/lib/show.ip; bridge fdb"


def _spent():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def timed(command, **options):
    """The seconds of a command: of the processor, its children included, and by the clock."""
    before, started = _spent(), time.perf_counter()
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False, **options)
    took, after = time.perf_counter() - started, _spent()
    if done.returncode:
        sys.exit(f"{command}: {done.stderr.strip()[:2000]}")
    return after - before, took


def files(out):
    """The files of a node, by ending, in the order in which they are loaded; each without what the node leaves out."""
    with open(f"{out}/nodes/n-1/host.sh", encoding="utf-8") as file:
        stems = re.search(r"^PARTS='(.*?)'", file.read(), re.M | re.S).group(1)
    found = {}
    for line in stems.strip().splitlines():
        for stem in line.split()[1:]:
            for ending in ("ip", "fdb", "v4.sets", "v4.rules", "nft"):
                path = f"{out}/{stem}.{ending}"
                if os.path.exists(path):
                    with open(path, encoding="utf-8") as file:
                        text = file.read().replace("@UNDERLAY@", "eth0")
                    if ending in ("ip", "fdb"):
                        text = "".join(t for t in text.splitlines(True) if not t.rstrip().endswith("# n-1"))
                    found.setdefault(ending, []).append(text)
    return {ending: "".join(texts) for ending, texts in found.items()}


def by_hand(out, variant):
    """The commands that load a node's files, and what each reads."""
    tools = {
        "ip": ["ip", "-batch", "-"],
        "fdb": ["bridge", "-batch", "-"],
        "v4.sets": ["ipset", "restore"],
        "v4.rules": [f"iptables-{variant}-restore", "--noflush"],
        "nft": ["nft", "-f", "-"],
    }
    found = files(out)
    return [(command, found[ending]) for ending, command in tools.items() if ending in found]


def fresh(job):
    """A network namespace that is a bare host."""
    subprocess.run(["ip", "netns", "add", "host"], check=True)
    batch = (
        "link set lo up\nlink add eth0 type veth peer name far\nlink set eth0 up\nlink set far up\n"
        f"addr add {job['node']}/16 dev eth0\nroute add default via 100.64.0.1\n"
    )
    subprocess.run(["ip", "-n", "host", "-batch", "-"], input=batch, text=True, check=True)
    return ["nsenter", "--net=/run/netns/host"]


def measure(job):
    measured = {}
    inside = fresh(job)
    total = [0, 0]
    for command, text in by_hand(job["outputs"][0], job["variant"]):
        for i, value in enumerate(timed(inside + command, input=text)):
            total[i] += value
    measured["by hand"] = total
    read = READ_NETWORK + f"; iptables-{job['variant']}-save"
    if os.path.exists(f"{job['outputs'][0]}/cluster/services.nft"):
        read += "; nft list ruleset"
    measured["reading"] = timed(inside + ["bash", "-c", read], cwd=job["outputs"][0])
    subprocess.run(["ip", "netns", "del", "host"], check=True)
    inside = fresh(job)
    first, second = (inside + [f"{out}/nodes/n-1/apply.sh"] for out in job["outputs"])
    check = inside + [f"{job['outputs'][1]}/nodes/n-1/verify.sh"]
    environment = {**os.environ, "PODNET_IPTABLES_VARIANT": job["variant"]}
    for step, command in (("bare", first), ("unchanged", first), ("changed", second), ("verify", check)):
        measured[step] = timed(command, env=environment)
    return measured


def table(measured):
    """A Markdown table; each step of apply.sh with its share of loading by hand."""
    lines = ["| | " + " | ".join(STEPS) + " |", "| --- |" + " --- |" * len(STEPS)]
    for name, runs in measured.items():
        medians = {step: [statistics.median(run[step][i] for run in runs) for i in (0, 1)] for step in STEPS}
        cells = []
        for step in STEPS:
            spent, took = medians[step]
            share = f", × {spent / medians['by hand'][0]:.2g}" if step in ("bare", "unchanged", "changed") else ""
            cells.append(f"{spent * 1000:.0f} ({took * 1000:.0f}){share}")
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        job = json.load(file)
    subprocess.run(["mount", "-t", "tmpfs", "tmpfs", "/run"], check=True)
    print(json.dumps(measure(job)))


if __name__ == "__main__":
    main()
