"""kube-proxy's known shape of the rules for a list of services: what podnet is compared with.

Written from what kube-proxy's documentation and its rules on a host show: which chains there are, what each rule says and in
which words. No code of kube-proxy is here; names are hashes of the same form and length, not the same hashes.

A service is `Service(namespace, name, port name, address, port, [(endpoint address, endpoint port)])`, TCP over IPv4.
"""
import base64
import collections
import hashlib

Service = collections.namedtuple("Service", "namespace name port_name address port endpoints")

# Above so many endpoints kube-proxy leaves the comments of the rules for endpoints out.
LARGE = 1000


def _hash(text):
    """16 letters of base 32, as in the names of kube-proxy's chains."""
    return base64.b32encode(hashlib.sha256(text.encode()).digest()).decode()[:16]


def _ref(service):
    return f"{service.namespace}/{service.name}:{service.port_name}"


def iptables(services, pods):
    """What kube-proxy in iptables mode gives to `iptables-restore --noflush` at a full sync. `pods` is the cluster CIDR."""
    comments = sum(len(s.endpoints) for s in services) <= LARGE
    filter_chains = ["KUBE-SERVICES", "KUBE-EXTERNAL-SERVICES", "KUBE-FORWARD", "KUBE-NODEPORTS", "KUBE-PROXY-FIREWALL"]
    lines = ["*filter"] + [f":{c} - [0:0]" for c in filter_chains]
    lines += [
        "-A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP",
        '-A KUBE-FORWARD -m comment --comment "kubernetes forwarding rules" -m mark --mark 0x4000/0x4000 -j ACCEPT',
        '-A KUBE-FORWARD -m comment --comment "kubernetes forwarding conntrack rule"'
        " -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
        "COMMIT",
        "*nat",
    ]
    chains = ["KUBE-SERVICES", "KUBE-NODEPORTS", "KUBE-POSTROUTING", "KUBE-MARK-MASQ"]
    rules = [
        "-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN",
        "-A KUBE-POSTROUTING -j MARK --xor-mark 0x4000",
        '-A KUBE-POSTROUTING -m comment --comment "kubernetes service traffic requiring SNAT" -j MASQUERADE --random-fully',
        "-A KUBE-MARK-MASQ -j MARK --or-mark 0x4000",
    ]
    for service in services:
        _iptables_service(service, pods, comments, chains, rules)
    rules.append(
        '-A KUBE-SERVICES -m comment --comment "kubernetes service nodeports; NOTE: this must be the last rule in this chain"'
        " -m addrtype --dst-type LOCAL ! -d 127.0.0.0/8 -j KUBE-NODEPORTS"
    )
    lines += [f":{c} - [0:0]" for c in chains] + rules + ["COMMIT"]
    return "\n".join(lines) + "\n"


def _iptables_service(service, pods, comments, chains, rules):
    ref = _ref(service)
    chain = "KUBE-SVC-" + _hash(ref + "tcp")
    to = f'-m comment --comment "{ref} cluster IP" -m tcp -p tcp -d {service.address} --dport {service.port}'
    chains.append(chain)
    rules.append(f"-A KUBE-SERVICES {to} -j {chain}")
    rules.append(f"-A {chain} {to} ! -s {pods} -j KUBE-MARK-MASQ")
    left = len(service.endpoints)
    separate = []
    for address, port in service.endpoints:
        endpoint = f"{address}:{port}"
        own = "KUBE-SEP-" + _hash(ref + "tcp" + endpoint)
        comment = f' -m comment --comment "{ref} -> {endpoint}"' if comments else ""
        chance = f" -m statistic --mode random --probability {1 / left:.10f}" if left > 1 else ""
        rules.append(f"-A {chain}{comment}{chance} -j {own}")
        comment = f" -m comment --comment {ref}" if comments else ""
        separate.append(f"-A {own}{comment} -s {address} -j KUBE-MARK-MASQ")
        separate.append(f"-A {own}{comment} -m tcp -p tcp -j DNAT --to-destination {endpoint}")
        chains.append(own)
        left -= 1
    rules += separate
