"""What bench/services does inside a fresh network namespace, which is a node: loads rules, times it, and connects.

`inside.py FILE` reads a job as JSON and prints what it measured as JSON; `inside.py connect` is the client, in a namespace of
its own. The client is a pod of the node. Every endpoint is an address of a third namespace where no port is open: the answer to
a connection is an RST at once, so that what is measured is the way of the first packet through the rules and back.
"""
import json
import os
import random
import signal
import socket
import statistics
import subprocess
import sys
import time

OTHERS = """*nat
:OTHERS - [0:0]
{rules}-A PREROUTING -j OTHERS
COMMIT
*filter
:OTHERS - [0:0]
{rules}-A FORWARD -j OTHERS
COMMIT
"""


def run(command, **options):
    """A command that must succeed."""
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False, **options)
    if done.returncode:
        sys.exit(f"{command}: {done.stderr.strip()[:2000]}")


def timed(command, path):
    """The seconds of a command that reads a file, if any is named: by the clock and of the processor."""
    with open(path or os.devnull, encoding="utf-8") as file:
        before, started = os.times(), time.perf_counter()
        run(command, stdin=file)
        took, after = time.perf_counter() - started, os.times()
        spent = after.children_user + after.children_system - before.children_user - before.children_system
        return took, spent


def inhabited():
    """A process in a network namespace of its own, whose namespace others enter."""
    process = subprocess.Popen(["unshare", "--net", "sleep", "infinity"])
    own = os.readlink("/proc/self/ns/net")
    while os.readlink(f"/proc/{process.pid}/ns/net") == own:
        time.sleep(0.001)
    return process


def network(job, client, world):
    """The node between the client and everything else."""
    node = f"""
        link set lo up
        link add eth0 type veth peer name far netns {world.pid}
        link add pod type veth peer name eth0 netns {client.pid}
        link set eth0 up
        link set pod up
        addr add {job["node"]}/16 dev eth0
        addr add 169.254.1.1/32 dev pod
        route add {job["client"]}/32 dev pod
        route add 169.254.1.2/32 dev eth0
        route add default via 169.254.1.2 dev eth0 onlink
        """
    run(["ip", "-batch", "-"], input=node)
    for key in ("ip_forward=1", "conf.all.rp_filter=0", "conf.eth0.rp_filter=0", "conf.pod.rp_filter=0"):
        run(["sysctl", "-q", "-w", "net.ipv4." + key])
    far = f"""
        link set lo up
        link set far up
        addr add 169.254.1.2/32 dev far
        route add {job["node"]}/32 dev far
        route add local {job["pods"]} dev lo
        route add {job["client"]}/32 via {job["node"]} dev far onlink
        """
    run(["nsenter", "-t", str(world.pid), "--net", "ip", "-batch", "-"], input=far)
    near = f"""
        link set lo up
        link set eth0 up
        addr add {job["client"]}/32 dev eth0
        route add 169.254.1.1/32 dev eth0
        route add default via 169.254.1.1 dev eth0 onlink
        """
    run(["nsenter", "-t", str(client.pid), "--net", "ip", "-batch", "-"], input=near)


def attempt(address):
    """One connection, which is refused. Its nanoseconds."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.settimeout(2)
        started = time.perf_counter_ns()
        status = client.connect_ex(address)
        took = time.perf_counter_ns() - started
    if status != 111:  # ECONNREFUSED
        sys.exit(f"{address}: {os.strerror(status)} where a refusal was expected")
    return took


def connect(job):
    """Microseconds to the first and the last service, by turns, and connections a second to services by chance."""
    ends = {end: tuple(job[end]) for end in ("first", "last")}
    for end in ends.values():
        attempt(end)
    times = {end: [] for end in ends}
    for _ in range(job["connects"]):
        for end, address in ends.items():
            times[end].append(attempt(address))
    chance = random.Random(1)
    targets = [tuple(chance.choice(job["all"])) for _ in range(1000)]
    rates, until = [], time.perf_counter() + job["seconds"]
    while time.perf_counter() < until:
        started = time.perf_counter()
        for target in targets:
            attempt(target)
        rates.append(len(targets) / (time.perf_counter() - started))
    medians = {end: statistics.median(t) / 1000 for end, t in times.items()}
    print(json.dumps({**medians, "rate": statistics.median(rates)}))


def main():
    if sys.argv[1] == "connect":
        connect(json.load(sys.stdin))
        return
    with open(sys.argv[1], encoding="utf-8") as file:
        job = json.load(file)
    run(["mount", "-t", "tmpfs", "tmpfs", "/run"])
    others = OTHERS.format(rules="".join(f"-A OTHERS -s 203.0.113.{i}/32 -j RETURN\n" for i in range(20)))
    run([f"iptables-{job.get('variant', 'nft')}-restore", "--noflush"], input=others)
    client, world = inhabited(), inhabited()
    try:
        network(job, client, world)
        measured = {}
        for name, command, path in job["steps"]:
            measured[name], measured[name + ", CPU"] = timed(command, path)
        for command in job.get("then", []):
            run(command)
        if "first" in job:
            child = subprocess.run(
                ["nsenter", "-t", str(client.pid), "--net", sys.executable, os.path.abspath(__file__), "connect"],
                input=json.dumps(job),
                stdout=subprocess.PIPE,
                text=True,
                check=True,
            )
            measured.update(json.loads(child.stdout))
        print(json.dumps(measured))
    finally:
        for process in (client, world):
            process.send_signal(signal.SIGKILL)
            process.wait()


if __name__ == "__main__":
    main()
