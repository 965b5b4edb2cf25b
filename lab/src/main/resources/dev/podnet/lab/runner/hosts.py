"""Hosts, routers and the segments between them, as namespaces and bridges.

A host is, by isolation:

  full  a network, mount and UTS namespace with a /run, a /sys and an /etc of its own: as a machine of its own would be
  net   a network namespace and nothing else, named as `ip netns` does; all hosts share one /run and one /etc, so
        that whatever two hosts would both write there meets

Either way the runner's own /run and /etc are copies that vanish with it. A segment is a bridge in the runner's network
namespace.
"""

import ctypes
import errno
import os
import subprocess
import sys
import time

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWNET = 0x20000, 0x4000000, 0x40000000
MS_REC_PRIVATE = 0x4000 | 0x40000
PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None, use_errno=True)


def call(result, what):
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, "%s: %s" % (what, os.strerror(number)))


def mount(source, target, kind, flags=0, options=None):
    encoded = [x.encode() if x else None for x in (source, target, kind, options)]
    call(LIBC.mount(encoded[0], encoded[1], encoded[2], flags, encoded[3]), "mount " + target)


def private_copies():
    """Gives this mount namespace a /run of its own, and an /etc that can be written without harm."""
    mount(None, "/", None, MS_REC_PRIVATE)
    mount("tmpfs", "/run", "tmpfs")
    for directory in ("/run/netns", "/run/lock", "/run/.etc", "/run/.work"):
        os.mkdir(directory)
    try:
        mount("overlay", "/etc", "overlay", options="lowerdir=/etc,upperdir=/run/.etc,workdir=/run/.work")
    except OSError as e:  # a kernel without overlays: the small VM, whose /etc is nobody else's
        if e.errno != errno.ENODEV:
            raise
        os.makedirs("/etc/netns", exist_ok=True)
        mount("tmpfs", "/etc/netns", "tmpfs")
    else:
        subprocess.run(["rm", "-rf", "/etc/netns"], check=True)  # in the copy: what this machine has there is not the hosts'


class FullHost:
    """A host with network, mount and UTS namespaces of its own, held by a process that does nothing."""

    def __init__(self, name):
        self.name = name
        reader, writer = os.pipe()
        self.pid = os.fork()
        if self.pid == 0:
            self._hold(writer)
        os.close(writer)
        answer = os.read(reader, 500)
        os.close(reader)
        if answer != b"ready":
            raise OSError("host %s: %s" % (name, answer.decode()))
        self.net = os.open("/proc/%d/ns/net" % self.pid, os.O_RDONLY)
        self._others = [
            (os.open("/proc/%d/ns/%s" % (self.pid, kind), os.O_RDONLY), flag)
            for kind, flag in (("uts", CLONE_NEWUTS), ("mnt", CLONE_NEWNS))
        ]
        self.netns_directory = "/proc/%d/root/run/netns" % self.pid
        self.link_target = str(self.pid)

    def _hold(self, writer):
        try:
            LIBC.prctl(PR_SET_PDEATHSIG, 9)
            call(LIBC.unshare(CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWNET), "unshare")
            private_copies()
            mount("sysfs", "/sys", "sysfs")
            name = self.name.encode()
            call(LIBC.sethostname(name, len(name)), "sethostname")
            os.write(writer, b"ready")
        except BaseException as e:
            os.write(writer, repr(e).encode())
            os._exit(1)
        null = os.open("/dev/null", os.O_RDWR)
        for fd in (0, 1, 2):
            os.dup2(null, fd)
        os.closerange(3, 1024)
        while True:
            time.sleep(3600)

    def popen(self, argv, **options):
        def enter():
            call(LIBC.setns(self.net, CLONE_NEWNET), "setns")
            cwd = os.getcwd()
            for fd, flag in self._others:
                call(LIBC.setns(fd, flag), "setns")
            os.chdir(cwd)

        return subprocess.Popen(argv, preexec_fn=enter, **options)


class NetHost:
    """A host that is a named network namespace; everything else it shares with the other hosts."""

    def __init__(self, name):
        self.name = name
        subprocess.run(["ip", "netns", "add", name], check=True)
        self.net = os.open("/run/netns/" + name, os.O_RDONLY)
        self.netns_directory = "/run/netns"
        self.link_target = name

    def popen(self, argv, **options):
        return subprocess.Popen(["nsenter", "--net=/run/netns/" + self.name, *argv], **options)


class Machine:
    """Everything that was made."""

    def __init__(self, base):
        self.base = base
        self.hosts = {}
        self.shared = False
        self.own_net = os.open("/proc/self/ns/net", os.O_RDONLY)
        private_copies()

    def up(self, isolation, bridges, hosts):
        """Makes segments and hosts.

        bridges: [{"name", "mtu"}]
        hosts: [{"name", "forward": bool, "routes": ["default via 192.168.1.1", ...],
                 "legs": [{"dev": "eth0", "bridge", "mtu", "addresses": ["192.168.1.11/24", ...]}]}]
        """
        self.shared = isolation == "net"
        kind = NetHost if self.shared else FullHost
        batch = ["link set dev lo up"]
        for bridge in bridges:
            batch.append("link add name {name} mtu {mtu} type bridge".format(**bridge))
            batch.append("link set dev {name} addrgenmode none up".format(**bridge))
        for number, host in enumerate(hosts):
            made = self.hosts[host["name"]] = kind(host["name"])
            for leg, link in enumerate(host["legs"]):
                batch.append(
                    "link add name h%d.%d mtu %d type veth peer name %s mtu %d netns %s"
                    % (number, leg, link["mtu"], link["dev"], link["mtu"], made.link_target)
                )
                batch.append("link set dev h%d.%d master %s addrgenmode none up" % (number, leg, link["bridge"]))
        self._ip(None, batch)
        for host in hosts:
            self._configure(host)

    def _configure(self, host):
        made = self.hosts[host["name"]]
        settings = ["net.ipv6.conf.all.accept_ra=0", "net.ipv6.conf.default.accept_ra=0"]
        if host["forward"]:
            # a router that hands pod packets back to the wire they came from shall not tell hosts a shorter way
            settings += ["net.ipv4.ip_forward=1", "net.ipv6.conf.all.forwarding=1",
                         "net.ipv4.conf.all.send_redirects=0"]
        batch = ["link set dev lo up"]
        for link in host["legs"]:
            dev = link["dev"].replace(".", "/")
            settings.append("net.ipv6.conf.%s.accept_dad=0" % dev)
            if host["forward"]:
                settings.append("net.ipv4.conf.%s.send_redirects=0" % dev)
            batch.append("link set dev %s up" % link["dev"])
            batch += ["addr add %s dev %s" % (a, link["dev"]) for a in link["addresses"]]
        batch += ["route add " + route for route in host["routes"]]
        done = made.popen(["sysctl", "-q", *settings]).wait()
        if done != 0:
            raise OSError("host %s: sysctl failed" % host["name"])
        self._ip(made, batch)

    @staticmethod
    def _ip(host, batch):
        options = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE}
        process = (host.popen if host else subprocess.Popen)(["ip", "-batch", "-"], **options)
        error = process.communicate("\n".join(batch).encode())[1].decode()
        if process.returncode != 0:
            raise OSError("ip -batch: %s\n%s" % (error, "\n".join(batch)))

    def namespace(self, place):
        """The network namespace "n1", or that of a pod on it, "n1/default.web-1": an open file, to be closed."""
        host, _, pod = place.partition("/")
        made = self.hosts[host]
        return os.open(made.netns_directory + "/" + pod, os.O_RDONLY) if pod else os.dup(made.net)

    def pods(self, host):
        """The named namespaces of a host, but not those that are hosts themselves."""
        return sorted(set(os.listdir(self.hosts[host].netns_directory)) - set(self.hosts))

    def inside(self, place, function):
        """Calls a function in a network namespace; sockets stay in the one they were made in."""
        fd = self.namespace(place)
        try:
            call(LIBC.setns(fd, CLONE_NEWNET), "setns " + place)
            try:
                return function()
            finally:
                call(LIBC.setns(self.own_net, CLONE_NEWNET), "setns")
        finally:
            os.close(fd)
