"""Servers that say who they are and whom they saw, and probes that ask them.

One process is every server and every client: a socket stays in the network namespace it was made in.
"""

import os
import select
import socket
import struct
import time

import dns

ECHO, ECHO_REPLY = {4: 8, 6: 128}, {4: 0, 6: 129}
IP_MTU_DISCOVER, IPV6_MTU_DISCOVER, PMTUDISC_PROBE = 10, 23, 3
PACKET_INFO = {4: (socket.IPPROTO_IP, 8), 6: (socket.IPPROTO_IPV6, socket.IPV6_RECVPKTINFO)}  # 8 is IP_PKTINFO
FAMILY = {4: socket.AF_INET, 6: socket.AF_INET6}


def family_of(address):
    return 6 if ":" in address else 4


def plain(address):
    """An address as text, without a zone."""
    return address.partition("%")[0]


def source_of(level, packet_info):
    """What says which address a packet came to, turned into what says which address the answer goes out from."""
    if level == socket.IPPROTO_IP:  # struct in_pktinfo: interface, local address, destination
        return struct.pack("=I", 0) + packet_info[8:12] + packet_info[8:12]
    return packet_info[:16] + struct.pack("=I", 0)  # struct in6_pktinfo: address, interface


def checksum(data):
    data += b"\0" * (len(data) % 2)
    total = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    while total >> 16:
        total = (total >> 16) + (total & 0xFFFF)
    return ~total & 0xFFFF


def received(receive):
    """Everything a socket has for now. An error that an earlier answer met does not matter: who asked will say."""
    while True:
        try:
            yield receive()
        except BlockingIOError:
            return
        except OSError:
            continue


def attempt(send):
    """Sends an answer. That it cannot be sent, whoever waits for it will say."""
    try:
        send()
    except OSError:
        pass


class Prober:
    def __init__(self, machine):
        self.machine = machine
        self.poll = select.epoll()
        self.on_input = {}
        self.servers = []
        self.serving = set()  # their file numbers
        self.echo_seen = {}  # token of a ping -> the address its request came from, where it arrived

    def watch(self, sock, function):
        sock.setblocking(False)
        self.on_input[sock.fileno()] = function
        self.poll.register(sock.fileno(), select.EPOLLIN)

    def forget(self, sock):
        self.poll.unregister(sock.fileno())
        del self.on_input[sock.fileno()]
        sock.close()

    def serve(self, servers):
        """Opens servers. They answer with their name and the address they saw, "default/web-1 10.244.0.2".

        servers: [{"at": "n1" or "n1/default.web-1", "name", "families": [4, 6], "tcp": [8080], "udp": [53]}]
        """
        for server in servers:
            for family in server["families"]:
                self.machine.inside(server["at"], lambda s=server, f=family: self._serve(s, f))

    def _serve(self, server, family):
        for port in server.get("tcp", []):
            sock = self._bound(family, socket.SOCK_STREAM, port)
            sock.listen(512)
            self._add(sock, lambda s=sock, n=server["name"]: self._accept(s, n))
        for port in server.get("udp", []):
            sock = self._bound(family, socket.SOCK_DGRAM, port)
            sock.setsockopt(*PACKET_INFO[family], 1)
            self._add(sock, lambda s=sock, n=server["name"]: self._answer(s, n))
        echo = socket.socket(FAMILY[family], socket.SOCK_RAW, socket.IPPROTO_ICMP if family == 4 else socket.IPPROTO_ICMPV6)
        echo.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 20)
        self._add(echo, lambda s=echo, f=family, n=server["name"]: self._echo(s, f, n))

    @staticmethod
    def _bound(family, kind, port):
        sock = socket.socket(FAMILY[family], kind)
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == 6:
            sock.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        sock.bind(("", port))
        return sock

    def _add(self, sock, function):
        self.servers.append(sock)
        self.serving.add(sock.fileno())
        self.watch(sock, function)

    def unserve(self):
        for sock in self.servers:
            self.forget(sock)
        self.servers = []
        self.serving = set()

    # Each takes all that has come, so that what was asked is known before the answer to it is looked at.

    @staticmethod
    def _accept(sock, name):
        for connection, peer in received(sock.accept):
            with connection:
                attempt(lambda: connection.send(("%s %s" % (name, plain(peer[0]))).encode()))

    @staticmethod
    def _answer(sock, name):
        for _, asked, _, peer in received(lambda: sock.recvmsg(2048, 256)):
            # From the address that was asked, of which a node has several.
            control = [(level, kind, source_of(level, data)) for level, kind, data in asked]
            attempt(lambda: sock.sendmsg([("%s %s" % (name, plain(peer[0]))).encode()], control, 0, peer))

    def _echo(self, sock, family, name):
        for data, peer in received(lambda: sock.recvfrom(65535)):
            message = data[(data[0] & 15) * 4:] if family == 4 else data
            if message[0] == ECHO[family] and len(message) >= 16:
                self.echo_seen[message[8:16]] = "%s %s" % (name, plain(peer[0]))

    def probe(self, probes, timeout, at_once):
        """Sends probes, so many at the same time; gives for each how often it got which answer, {"default/web-1 10.244.0.2": 3}.

        A probe: {"kind": "tcp", "udp", "ping" or "dns", "from", "to": address, "port", "times", "source": address,
        "size": of the whole IP packet of a ping, sent with "don't fragment", "any": the one that answers a ping need
        not be a server of this runner, "name", "type": of a DNS question}.
        What went wrong is an answer that begins with "ERR".
        """
        results = [{} for _ in probes]
        queue = [(p, r) for p, r in zip(probes, results) for _ in range(p.get("times", 1))]
        queue.reverse()
        under_way = set()
        while queue or under_way:
            while queue and len(under_way) < at_once:
                Attempt(self, *queue.pop(), timeout, under_way).start()
            ready = [fd for fd, _ in self.poll.poll(0.02)]
            for fd in sorted(ready, key=lambda fd: fd not in self.serving):  # servers first: an echo is seen before its reply
                if fd in self.on_input:
                    self.on_input[fd]()
            now = time.monotonic()
            for attempt in [a for a in under_way if now > a.deadline]:
                attempt.end("ERR timeout")
        return results


class Attempt:
    """One try of a probe."""

    def __init__(self, prober, probe, result, timeout, under_way):
        self.prober, self.probe, self.result, self.under_way = prober, probe, result, under_way
        self.family = family_of(probe["to"])
        self.token = os.urandom(8)
        self.deadline = time.monotonic() + timeout
        self.sock = None

    def start(self):
        try:
            self.sock = self.prober.machine.inside(self.probe["from"], self._open)
            self.prober.watch(self.sock, self._receive)
            self.under_way.add(self)
            getattr(self, "_send_" + self.probe["kind"])()
        except OSError as e:
            self.end("ERR " + (e.strerror or str(e)))

    def _open(self):
        kinds = {
            "tcp": (socket.SOCK_STREAM, 0),
            "udp": (socket.SOCK_DGRAM, 0),
            "dns": (socket.SOCK_DGRAM, 0),
            "ping": (socket.SOCK_RAW, socket.IPPROTO_ICMP if self.family == 4 else socket.IPPROTO_ICMPV6),
        }
        sock = socket.socket(FAMILY[self.family], *kinds[self.probe["kind"]])
        if "source" in self.probe:
            sock.bind((self.probe["source"], 0))
        return sock

    def _send_tcp(self):
        try:
            self.sock.connect((self.probe["to"], self.probe["port"]))
        except BlockingIOError:
            pass  # on its way

    def _send_udp(self):
        self.sock.connect((self.probe["to"], self.probe["port"]))
        self.sock.send(b"?")

    def _send_dns(self):
        self.sock.connect((self.probe["to"], self.probe.get("port", 53)))
        self.sock.send(dns.question(self.probe["name"], self.probe["type"]))

    def _send_ping(self):
        payload = self.token
        if "size" in self.probe:
            payload += b"p" * (self.probe["size"] - (28 if self.family == 4 else 48) - len(payload))
            level, option = (socket.IPPROTO_IP, IP_MTU_DISCOVER) if self.family == 4 else (socket.IPPROTO_IPV6, IPV6_MTU_DISCOVER)
            self.sock.setsockopt(level, option, PMTUDISC_PROBE)
        head = struct.pack("!BBHHH", ECHO[self.family], 0, 0, 1, 1)
        if self.family == 4:  # for IPv6 the kernel works the checksum out
            head = head[:2] + struct.pack("!H", checksum(head + payload)) + head[4:]
        self.sock.sendto(head + payload, (self.probe["to"], 0))

    def _receive(self):
        try:
            data, peer = self.sock.recvfrom(65535)
        except BlockingIOError:
            return None  # woken for nothing: an ICMP error that came while connect() held the socket; TCP asks again
        except OSError as e:
            return self.end("ERR " + e.strerror)
        if self.probe["kind"] == "ping":
            return self._pong(data, plain(peer[0]))
        if self.probe["kind"] == "dns":
            return self.end(dns.answer(data))
        self.end(data.decode(errors="replace") or "ERR closed without an answer")

    def _pong(self, data, peer):
        message = data[(data[0] & 15) * 4:] if self.family == 4 else data
        if message[0] != ECHO_REPLY[self.family] or message[8:16] != self.token:
            return
        seen = self.prober.echo_seen.pop(self.token, None)
        if peer != self.probe["to"]:
            self.end("ERR answered by " + peer)
        elif seen is None and "any" not in self.probe:
            self.end("ERR answered, but by nobody known")
        else:
            self.end(seen or "pong")

    def end(self, answer):
        if self.sock is not None:
            self.prober.forget(self.sock)
        self.under_way.discard(self)
        self.result[answer] = self.result.get(answer, 0) + 1
