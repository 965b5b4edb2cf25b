"""DNS questions and answers on the wire (RFC 1035), as far as the lab asks them."""

import os
import socket
import struct

TYPES = {"A": 1, "NS": 2, "CNAME": 5, "SOA": 6, "PTR": 12, "HINFO": 13, "TXT": 16, "AAAA": 28, "SRV": 33}
NAMES = {number: name for name, number in TYPES.items()}
CODES = {0: "NOERROR", 1: "FORMERR", 2: "SERVFAIL", 3: "NXDOMAIN", 5: "REFUSED"}


def question(name, kind):
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.rstrip(".").split("."))
    return os.urandom(2) + struct.pack("!HHHHH", 0x0100, 1, 0, 0, 0) + labels + b"\0" + struct.pack("!HH", TYPES[kind], 1)


def answer(data):
    """The answers in a fixed order, "A 10.96.0.10"; without any, the code: "NXDOMAIN" or "NOERROR" for no data."""
    _, flags, questions, answers, _, _ = struct.unpack("!HHHHHH", data[:12])
    at = 12
    for _ in range(questions):
        at = _name(data, at)[1] + 4
    found = []
    for _ in range(answers):
        _, at = _name(data, at)
        kind, _, _, length = struct.unpack("!HHIH", data[at:at + 10])
        at += 10
        found.append("%s %s" % (NAMES.get(kind, kind), _value(data, at, kind, length)))
        at += length
    return ", ".join(sorted(found)) or CODES.get(flags & 15, str(flags & 15))


def _value(data, at, kind, length):
    if kind == TYPES["A"]:
        return socket.inet_ntop(socket.AF_INET, data[at:at + 4])
    if kind == TYPES["AAAA"]:
        return socket.inet_ntop(socket.AF_INET6, data[at:at + 16])
    if kind == TYPES["SRV"]:
        return "%d %d %d " % struct.unpack("!HHH", data[at:at + 6]) + _name(data, at + 6)[0]
    if kind in (TYPES["NS"], TYPES["CNAME"], TYPES["PTR"]):
        return _name(data, at)[0]
    if kind == TYPES["TXT"]:
        return data[at + 1:at + length].decode(errors="replace")
    if kind == TYPES["HINFO"]:
        middle = at + 1 + data[at]
        return '"%s" "%s"' % (data[at + 1:middle].decode(), data[middle + 1:at + length].decode())
    return data[at:at + length].hex()


def _name(data, at):
    """A name, which may point back into the message, and the place behind it."""
    labels, behind = [], None
    while data[at]:
        if data[at] >= 0xC0:
            behind = behind or at + 2
            at = struct.unpack("!H", data[at:at + 2])[0] & 0x3FFF
        else:
            labels.append(data[at + 1:at + 1 + data[at]].decode())
            at += 1 + data[at]
    return ".".join(labels) + ".", behind or at + 1
