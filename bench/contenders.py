"""Who is measured: podnet's output and kube-proxy's shape of the same services, in each mode this machine can do."""
import dataclasses
import json
import os
import re
import shutil
import subprocess
import sys
import time

import kubeproxy

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
NODES = 100
PODS = "10.0.0.0/11"
SERVICES = "172.20.0.0/16"
NODE = "100.64.1.1"
CLIENT = "10.0.0.250"  # a pod of the first node
# a balancer needs a port of its own for each port of a service
SETTINGS = {"userspace": "userspace { firstPort 10000; lastPort 29999 }"}
STEPS = ["load", "replace", "one endpoint"]


@dataclasses.dataclass
class Contender:
    """One that is measured.

    name: what the table calls it; rival: whom it is compared with; text: its rules; job: what inside.py is to do.
    """

    name: str
    mode: str
    rival: str
    text: str
    job: dict


def _pod(k, nodes):
    """The address of an endpoint: the first goes to the first node, the next to the next, and so on."""
    node = k % nodes
    return f"10.{node // 256}.{node % 256}.{2 + k // nodes}"


def spec(services, endpoints, changed=None, nodes=0, backend="host-gw"):
    """A cluster whose endpoints are spread evenly over its nodes. One service may have an endpoint moved elsewhere."""
    nodes = nodes or max(NODES, services * endpoints // 200)
    lines = [
        "cluster bench {",
        f"  podCIDR {PODS}",
        f"  serviceCIDR {SERVICES}",
        f"  backend {backend}",
        # no service but those: nobody measures names
        "  dns coredns { server none }",
        "}",
        "segment lan 100.64.0.0/16 { gateway 100.64.0.1 }",
        f"nodes n {nodes} {{ address from {NODE} dev eth0 }}",
        "namespace default {",
    ]
    for i in range(services):
        addresses = []
        for j in range(endpoints):
            addresses.append(_pod(i * endpoints + j, nodes))
        if i == changed:
            addresses[-1] = f"10.{(nodes - 1) // 256}.{(nodes - 1) % 256}.251"
        lines.append(f"  service s{i} {{ endpoints {', '.join(addresses)}; port http 80 -> 8080 }}")
    return "\n".join(lines) + "\n}\n"


def build():
    """Has podnet built where it is stale, so that no compile is timed with it."""
    subprocess.run([os.path.join(ROOT, "podnet"), "--version"], stdout=subprocess.DEVNULL, check=True)


def compiled(folder, name, text, mode):
    """Podnet's output for a spec: the folder and the seconds by stage; None where it cannot do the mode."""
    path = os.path.join(folder, "bench.podnet")
    out = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    shutil.rmtree(out, ignore_errors=True)
    started = time.perf_counter()
    done = subprocess.run(
        [os.path.join(ROOT, "podnet"), "compile", "-v", path, "-o", out, "--set", f"cluster.proxyMode={SETTINGS.get(mode, mode)}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    took = time.perf_counter() - started
    if done.returncode:
        return None, done.stdout
    stages = {stage: int(ms) / 1000 for stage, ms in re.findall(r"podnet: (\w+) took (\d+) ms", done.stdout)}
    return out, {**stages, "whole": took}


def listed(out):
    """The services of an output, by address, as kube-proxy's shape takes them."""
    with open(os.path.join(out, "podnet.json"), encoding="utf-8") as file:
        known = json.load(file)
    found = []
    for service in known["services"]:
        for port in service["ports"]:
            ends = [(e.rsplit(":", 1)[0], int(e.rsplit(":", 1)[1])) for e in port["endpoints"]]
            address = service["clusterIPs"][0]
            found.append(
                kubeproxy.Service(service["namespace"], service["name"], port["name"], address, port["port"], ends)
            )
    return sorted(found, key=lambda s: [int(part) for part in s.address.split(".")])


def of(folder, services, endpoints, modes):
    """The contenders for one size, and what is to be said about it."""
    found, notes = [], []
    changed = services // 2
    for mode in modes:
        if mode == "ipvs" and not os.path.exists("/proc/net/ip_vs"):
            notes.append("ipvs: this kernel has no ip_vs; run the benchmark in the small machine of lab/")
            continue
        out, stages = compiled(folder, f"{mode}-a", spec(services, endpoints), mode)
        if out is None:
            notes.append(f"{mode}: podnet does not compile it here: {stages.strip().splitlines()[-1]}")
            continue
        other, _ = compiled(folder, f"{mode}-b", spec(services, endpoints, changed), mode)
        notes.append(
            f"{mode}: podnet compiles the cluster in {stages['whole']:.1f} s as a whole process, "
            + ", ".join(f"{stage} {seconds:.2f} s" for stage, seconds in stages.items() if stage != "whole")
        )
        maker = {"iptables": _iptables, "nftables": _nftables, "userspace": _userspace}.get(mode)
        if maker:
            found += maker(folder, out, other, f"s{changed}")
    return found, notes


def _write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)
    return path


def _base(services):
    return {
        "node": NODE,
        "client": CLIENT,
        "pods": PODS,
        "first": [services[0].address, services[0].port],
        "last": [services[-1].address, services[-1].port],
        "all": [[s.address, s.port] for s in services],
    }


def _texts(out, ending):
    """What the first node loads: what all nodes share and its own."""
    texts = []
    for part in ("cluster/services", "nodes/n-1/services"):
        path = os.path.join(out, part + ending)
        if os.path.exists(path):
            with open(path, encoding="utf-8") as file:
                texts.append(file.read())
    if not texts:
        sys.exit(f"bench/services: no services{ending} in {out}")
    return "".join(texts)


def _merged(text):
    """The same with each table once, as apply.sh loads it."""
    table, tables = "", {}
    for line in text.splitlines():
        if line.startswith("*"):
            table = line
            tables.setdefault(table, ([], [], []))
        elif line and line[0] in ":-":
            tables[table][(":", "-I", "-A").index(line[0] if line[0] == ":" else line[:2])].append(line)
    lines = [line for table, kinds in tables.items() for line in [table, *kinds[0], *kinds[1], *kinds[2], "COMMIT"]]
    return "\n".join(lines) + "\n"


def _without_jumps(text):
    return "".join(line for line in text.splitlines(True) if not line.startswith("-I "))


def _chains(text):
    """The rules of each chain, by table and name."""
    table, chains = "", {}
    for line in text.splitlines():
        if line.startswith("*"):
            table = line
        elif line.startswith(":"):
            chains[table, line.split()[0][1:]] = []
        elif line.startswith("-A "):
            chains[table, line.split()[1]].append(line)
    return chains


def _difference(before, after):
    """What brings one set of chains to the other: the chains that differ, whole."""
    old, new = _chains(before), _chains(after)
    lines = []
    for table in sorted({table for table, _ in new}):
        differing = [key for key in sorted(new) if key[0] == table and new[key] != old.get(key)]
        if differing:
            lines += [table] + [f":{name} - [0:0]" for _, name in differing]
            lines += [rule for key in differing for rule in new[key]] + ["COMMIT"]
    return "\n".join(lines) + "\n"


def _iptables(folder, out, other, changed):
    services, after = listed(out), listed(other)
    ours, theirs = _merged(_texts(out, ".v4.rules")), kubeproxy.iptables(services, PODS)
    update = _difference(ours, _merged(_texts(other, ".v4.rules")))
    files = {
        "podnet": (ours, _without_jumps(ours), update),
        "kube-proxy": (theirs, theirs, kubeproxy.iptables_update(after, PODS, changed)),
    }
    found = []
    for variant in ("nft", "legacy"):
        for who, texts in files.items():
            paths = [_write(folder, f"{who}.{i}.rules", text) for i, text in enumerate(texts)]
            load = [f"iptables-{variant}-restore", "--noflush"]
            jumps = kubeproxy.IPTABLES_JUMPS if who == "kube-proxy" else []
            job = {
                **_base(services),
                "variant": variant,
                "steps": [[step, load, path] for step, path in zip(STEPS, paths)],
                "then": [jump.replace("iptables", f"iptables-{variant}").split() for jump in jumps],
            }
            name = f"{who} iptables, {variant}"
            found.append(Contender(name, "iptables", f"kube-proxy iptables, {variant}", texts[0], job))
        found.append(_scripts(out, other, services, "iptables", variant))
    return found


def _scripts(out, other, services, mode, variant):
    """The same by apply.sh, which compares what is there with what is wanted."""
    first, second = (
        ["env", f"PODNET_IPTABLES_VARIANT={variant}", f"{folder}/nodes/n-1/apply.sh", "--only", "services"]
        for folder in (out, other)
    )
    base = {k: v for k, v in _base(services).items() if k not in ("first", "last")}
    steps = [["load", first, ""], ["nothing", first, ""], ["one endpoint", second, ""]]
    name = f"podnet {mode}, {variant}, apply.sh"
    return Contender(name, mode, "", "", {**base, "variant": variant, "steps": steps})


def _userspace(_folder, out, other, _changed):
    """A balancer of podnet's: it takes connections itself, so none is refused where an endpoint refuses."""
    services = listed(out)
    scripts = _scripts(out, other, services, "userspace", "nft")
    return [dataclasses.replace(scripts, job={**_base(services), **scripts.job, "refused": False})]


def _elements(text):
    """The elements of each map or set of podnet's tables, by table and name."""
    table, name, found = "", "", {}
    for line in text.splitlines():
        words = line.split()
        if line.startswith("table "):
            table = f"{words[1]} {words[2]}"
        elif words[:1] in (["map"], ["set"]):
            name = words[1]
        elif line.startswith("\t\t\t"):
            found.setdefault((table, name), set()).add(line.strip().rstrip(","))
    return found


def _element_update(before, after):
    """What brings one set of elements to the other; the rules of both are the same."""
    old, new = _elements(before), _elements(after)
    lines = []
    for verb, these, those in (("delete", old, new), ("add", new, old)):
        for (table, name), elements in sorted(these.items()):
            for element in sorted(elements - those.get((table, name), set())):
                lines.append(f"{verb} element {table} {name} {{ {element} }}")
    return "\n".join(lines) + "\n"


def _anew(text):
    """The same tables made anew, in one transaction."""
    tables = [line[len("table "):].rstrip(" {") for line in text.splitlines() if line.startswith("table ")]
    return "".join(f"add table {table}\ndelete table {table}\n" for table in dict.fromkeys(tables)) + text


def _nftables(folder, out, other, changed):
    services, after = listed(out), listed(other)
    ours, later = _texts(out, ".nft"), _texts(other, ".nft")
    theirs = kubeproxy.nftables(services, PODS, SERVICES)
    files = {
        "podnet": (ours, _anew(ours), _element_update(ours, later)),
        "kube-proxy": (theirs, theirs, kubeproxy.nftables_update(after, PODS, changed)),
    }
    found = []
    for who, texts in files.items():
        paths = [_write(folder, f"{who}.{i}.nft", text) for i, text in enumerate(texts)]
        steps = [[step, ["nft", "-f", file], ""] for step, file in zip(STEPS, paths)]
        job = {**_base(services), "steps": steps}
        found.append(Contender(f"{who} nftables", "nftables", "kube-proxy nftables", texts[0], job))
    found.append(_scripts(out, other, services, "nftables", "nft"))
    return found
