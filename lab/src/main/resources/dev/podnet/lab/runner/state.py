"""What a host's network is like, as text that can be compared, and what changes while one looks."""

import json
import os
import re
import socket
import struct
import subprocess

# Keys that move by themselves, or that no namespace owns.
VOLATILE_SYSCTL = re.compile(r"nf_conntrack_(count|buckets|max|expect_max)|\.neigh\.|route\.flush|\.stable_secret|\.random|tcp_fastopen_key")


def snapshot(machine, host, pods):
    """Everything about a host: {"links": [...], "addresses", "routes", "rules", "sets", "sysctls", "files", ...}.

    "routes" are permanent neighbours and routing rules too. Each is a list of lines in a fixed order. Of a pod's namespace the keys begin with its name: "default.web-1 links".
    Rules come without counters in "rules" and with them in "counters"; those of the kernel's own chains are left out.
    """
    made = machine.hosts[host]
    run = lambda *argv, text="": _output(made, argv, text)
    state = _network(run)
    fdb = _lines(run("bridge", "fdb", "show"))
    state["fdb"] = sorted(line for line in fdb if "permanent" in line and not re.match("33:33:|01:00:5e:", line))
    counted = [run(tool, "-c") for tool in ("iptables-save", "ip6tables-save")]
    state["counters"] = [line for text in counted for line in _rules(text)]
    state["rules"] = [re.sub(r"\[\d+:\d+\] ", "", line) for line in state["counters"]]
    state["nftables"] = _tables(run)
    state["sets"] = sorted(run("ipset", "save").splitlines())
    # without its module the kernel has none, and the tool would load it
    state["virtual servers"] = sorted(run("ipvsadm", "-S", "-n").splitlines()) if os.path.exists("/proc/net/ip_vs") else []
    sysctls = run("sysctl", "-a", "-r", "^net[.]").splitlines()
    state["sysctls"] = sorted(line for line in sysctls if not VOLATILE_SYSCTL.search(line.partition(" = ")[0]))
    state["files"] = sorted(run("find", "/etc/netns", "/run/podnet", "(", "-type", "d", "-printf", "%p\n", ")", "-o", "-printf", "%p %s\n").splitlines())
    state["namespaces"] = machine.pods(host)
    for pod in pods:
        state.update({pod + " " + key: value for key, value in _network(run, "-n", pod).items()})
    return state


def _output(host, argv, text):
    process = host.popen(list(argv), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    return process.communicate(text.encode())[0].decode(errors="replace")


def _network(run, *namespace):
    shown = run("ip", *namespace, "-d", "-j", "-batch", "-", text="link show\naddr show\n")
    links, end = json.JSONDecoder().raw_decode(shown)
    addresses = json.loads(shown[end:])
    routing = "route show table all\nneigh show nud permanent\nrule show\n"
    both = [run("ip", *namespace, family, "-batch", "-", text=routing) for family in ("-4", "-6")]
    return {
        "links": _links(links),
        "addresses": _addresses(addresses),
        "routes": sorted(line for text in both for line in _lines(text)),
    }


def _lines(text):
    """Lines without what counts down or says whether a bridge has carrier just now; link-local and multicast come and go with the links."""
    lines = (re.sub(r" expires \S+| linkdown\b", "", line).strip() for line in text.splitlines())
    return [line for line in lines if line and not re.search("fe80::|ff00::|^ff02::", line)]


def _links(links):
    """One line a link: name, address, MTU, state, master, and what its kind says of it."""
    lines = []
    for link in links:
        info = link.get("linkinfo", {})
        data = {k: v for k, v in info.get("info_data", {}).items() if not k.endswith("_timer") and k != "root_id" and k != "bridge_id"}
        slave = {k: info.get("info_slave_data", {}).get(k) for k in ("hairpin", "isolated", "learning") if info.get("info_slave_data")}
        lines.append(
            "%s index %d address %s mtu %d %s master %s group %s kind %s %s %s"
            % (
                link["ifname"], link["ifindex"], link.get("address"), link["mtu"], "up" if "UP" in link["flags"] else "down",
                link.get("master"), link.get("group"), info.get("info_kind"), json.dumps(data, sort_keys=True), json.dumps(slave, sort_keys=True),
            )
        )
    return sorted(lines)


def _addresses(links):
    return sorted(
        "%s %s/%d scope %s" % (link["ifname"], a["local"], a["prefixlen"], a["scope"])
        for link in links for a in link.get("addr_info", []) if a.get("scope") != "link"
    )


def _rules(text):
    """The lines of iptables-save, each with its table: chains but the kernel's own that accept, and rules."""
    lines, table = [], ""
    for line in text.splitlines():
        if line.startswith("*"):
            table = line
        elif line.startswith(":"):
            if " ACCEPT " not in line:
                lines.append("%s %s" % (table, re.sub(r" \[\d+:\d+\]$", "", line)))
        elif line and not line.startswith("#") and line != "COMMIT":
            lines.append("%s %s" % (table, line))
    return lines


def _tables(run):
    """The tables of nftables that are none of iptables', line by line; without elements that rules put in."""
    lines = []
    for line in sorted(run("nft", "list", "tables").splitlines()):
        _, family, name = line.split()
        if name not in ("raw", "mangle", "nat", "filter", "security"):
            text = run("nft", "-s", "list", "table", family, name)
            text = re.sub(r"(\n\t\tflags dynamic,timeout\n\t\ttimeout \S+)\n\t\telements = .*?}(?=\n\t})", r"\1", text, flags=re.S)
            lines += ["%s %s: %s" % (family, name, part.strip()) for part in text.splitlines()]
    return lines


class Monitor:
    """Hears every change of links, addresses, routes, rules, permanent neighbours and nf_tables in namespaces."""

    ROUTE_GROUPS = [1, 3, 5, 7, 8, 9, 11, 19]  # link, neigh, ipv4 address route rule, ipv6 address route rule
    NAMES = {16: "new link", 17: "gone link", 20: "new address", 21: "gone address", 24: "new route", 25: "gone route",
             28: "new neighbour", 29: "gone neighbour", 32: "new rule", 33: "gone rule"}
    PERMANENT = 0x80

    def __init__(self, machine, hosts):
        self.machine = machine
        self.sockets = []
        for host in hosts:
            for place in [host] + ["%s/%s" % (host, pod) for pod in machine.pods(host)]:
                self.sockets.append((place, "route", machine.inside(place, lambda: self._open(0, self.ROUTE_GROUPS))))
                self.sockets.append((place, "nf_tables", machine.inside(place, lambda: self._open(12, [7]))))

    @staticmethod
    def _open(protocol, groups):
        sock = socket.socket(socket.AF_NETLINK, socket.SOCK_RAW | socket.SOCK_NONBLOCK, protocol)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        sock.bind((0, 0))
        for group in groups:
            sock.setsockopt(270, 1, group)  # SOL_NETLINK, NETLINK_ADD_MEMBERSHIP
        return sock

    def stop(self):
        heard = []
        for place, kind, sock in self.sockets:
            with sock:
                while True:
                    try:
                        data = sock.recv(1 << 18)
                    except BlockingIOError:
                        break
                    except OSError as e:
                        heard.append("%s: %s: %s" % (place, kind, os.strerror(e.errno)))
                        continue
                    heard += ["%s: %s" % (place, m) for m in self._messages(kind, data) if m]
        return heard

    def _messages(self, kind, data):
        while len(data) >= 16:
            length, number = struct.unpack("=IH", data[:6])
            body = data[16:length]
            yield "nf_tables message %d" % (number & 255) if kind == "nf_tables" else self._route(number, body)
            data = data[(length + 3) & ~3:]

    def _route(self, number, body):
        name = self.NAMES.get(number, "message %d" % number)
        if number == 16 and (body[0] != socket.AF_UNSPEC or struct.unpack("=I", body[12:16])[0] == 0):
            return None  # it neither came nor went up or down; what else it is like is compared before and after
        if number in (28, 29) and not struct.unpack("=H", body[8:10])[0] & self.PERMANENT:
            return None  # learned, not made
        link_local = bytes.fromhex("fe80000000000000")
        multicast = bytes.fromhex("ff00000000000000")
        if number in (20, 21, 24, 25) and body[0] == socket.AF_INET6 and (link_local in body or multicast in body):
            return None  # these follow the links
        return "%s %s" % (name, self._text(number, body))

    @staticmethod
    def _text(number, body):
        """Enough to know what it was: the name of a link, the address of the others."""
        head = {16: 16, 17: 16, 20: 8, 21: 8, 24: 12, 25: 12, 28: 12, 29: 12}.get(number, 12)
        at, found = head, []
        while at + 4 <= len(body):
            length, kind = struct.unpack("=HH", body[at:at + 4])
            if length < 4:
                break
            value = body[at + 4:at + length]
            if number in (16, 17) and kind == 3:
                found.append(value.rstrip(b"\0").decode())
            elif number not in (16, 17) and kind in (1, 2) and len(value) in (4, 16):
                found.append(socket.inet_ntop(socket.AF_INET if len(value) == 4 else socket.AF_INET6, value))
            at += (length + 3) & ~3
        return " ".join(found)
