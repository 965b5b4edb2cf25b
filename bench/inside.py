"""What bench/services does inside a fresh network namespace, which is a node: loads rules, times it, and connects.

`inside.py FILE` reads a job as JSON and prints what it measured as JSON; `inside.py connect` is the client, in a namespace of
its own. The client is a pod of the node. Every endpoint is an address of a third namespace where no port is open: the answer to
a connection is an RST at once, so that what is measured is the way of the first packet through the rules and back. Afterwards a
server is there that answers each connection with one byte: so a balancer, which takes connections itself, can be compared too.
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


# One byte to whoever connects, to any address of this namespace.
ANSWERS = """
load_module /usr/lib/nginx/modules/ngx_stream_module.so;
daemon off;
pid /run/answers.pid;
error_log stderr crit;
events { worker_connections 8192; }
stream { server { listen 8080 backlog=4096; return x; } }
"""


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


def exchange(address):
    """One connection, a byte of answer and the end."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as client:
        client.settimeout(5)
        client.connect(address)
        if client.recv(1) != b"x":
            sys.exit(f"{address}: no answer")


def rate(job, visit):
    """Visits a second to services by chance: the median of many thousands."""
    chance = random.Random(1)
    targets = [tuple(chance.choice(job["all"])) for _ in range(1000)]
    rates, until = [], time.perf_counter() + job["seconds"]
    while not rates or time.perf_counter() < until:
        started = time.perf_counter()
        for target in targets:
            visit(target)
        rates.append(len(targets) / (time.perf_counter() - started))
    return statistics.median(rates)


def connect(job):
    """Microseconds to the first and the last service, by turns, and connections a second to services by chance."""
    ends = {end: tuple(job[end]) for end in ("first", "last")}
    for end in ends.values():
        attempt(end)
    times = {end: [] for end in ends}
    for _ in range(job["connects"]):
        for end, address in ends.items():
            times[end].append(attempt(address))
    medians = {end: statistics.median(t) / 1000 for end, t in times.items()}
    print(json.dumps({**medians, "rate": rate(job, attempt)}))


def answers(job):
    """Connections a second that are answered; and that the last service answers too."""
    for end in ("first", "last"):
        exchange(tuple(job[end]))
    print(json.dumps({"answers": rate(job, exchange)}))


def client_says(client, what, job):
    """What the client finds, in its namespace."""
    child = subprocess.run(
        ["nsenter", "-t", str(client.pid), "--net", sys.executable, os.path.abspath(__file__), what],
        input=json.dumps(job),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(child.stdout)


def serve(world):
    """Starts the server that answers, and waits until it does."""
    with open("/run/answers.conf", "w", encoding="utf-8") as file:
        file.write(ANSWERS)
    enter = ["nsenter", "-t", str(world.pid), "--net"]
    server = subprocess.Popen(enter + ["nginx", "-c", "/run/answers.conf"])
    probe = "import socket; assert socket.create_connection(('127.0.0.1', 8080), 5).recv(1) == b'x'"
    for _ in range(100):
        if not subprocess.run(enter + [sys.executable, "-c", probe], stderr=subprocess.DEVNULL, check=False).returncode:
            return server
        time.sleep(0.05)
    sys.exit("nginx does not answer")


def main():
    if sys.argv[1] in ("connect", "answers"):
        {"connect": connect, "answers": answers}[sys.argv[1]](json.load(sys.stdin))
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
        if "first" in job and job.get("refused", True):
            measured.update(client_says(client, "connect", job))
        if "first" in job:
            server = serve(world)
            measured.update(client_says(client, "answers", job))
            server.terminate()
            server.wait()
        print(json.dumps(measured))
    finally:
        for process in (client, world):
            process.send_signal(signal.SIGKILL)
            process.wait()


if __name__ == "__main__":
    main()
