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


def iptables_update(services, pods, changed):
    """What kube-proxy 1.26 and later loads when the endpoints of one service changed: that service's own chains, and whole
    those that all services share."""
    whole = iptables(services, pods).splitlines()
    others = [s for s in services if s.name != changed]
    left_out = {line.split()[0][1:] for line in iptables(others, pods).splitlines() if line.startswith(":KUBE-S")}
    left_out = {c for c in left_out if c.startswith(("KUBE-SVC-", "KUBE-SEP-"))}
    kept = []
    for line in whole:
        words = line.split(maxsplit=2)
        chain = words[0][1:] if line.startswith(":") else words[1] if line.startswith("-A") else ""
        if chain not in left_out:
            kept.append(line)
    return "\n".join(kept) + "\n"


# Where kube-proxy's chains are called from; it sees to that apart from the rules above.
IPTABLES_JUMPS = [
    "iptables -t nat -A PREROUTING -j KUBE-SERVICES",
    "iptables -t nat -A OUTPUT -j KUBE-SERVICES",
    "iptables -t nat -A POSTROUTING -j KUBE-POSTROUTING",
    "iptables -t filter -A FORWARD -m conntrack --ctstate NEW -j KUBE-PROXY-FIREWALL",
    "iptables -t filter -A FORWARD -j KUBE-FORWARD",
    "iptables -t filter -A FORWARD -m conntrack --ctstate NEW -j KUBE-SERVICES",
    "iptables -t filter -A FORWARD -m conntrack --ctstate NEW -j KUBE-EXTERNAL-SERVICES",
]

_NFT = "ip kube-proxy"

_NFT_BASE = """
add table ip kube-proxy { comment "rules for kube-proxy" ; }
add chain ip kube-proxy filter-prerouting-pre-dnat { type filter hook prerouting priority -110 ; }
add chain ip kube-proxy filter-output-pre-dnat { type filter hook output priority -110 ; }
add chain ip kube-proxy filter-input { type filter hook input priority 0 ; }
add chain ip kube-proxy filter-forward { type filter hook forward priority 0 ; }
add chain ip kube-proxy filter-output { type filter hook output priority 0 ; }
add chain ip kube-proxy nat-prerouting { type nat hook prerouting priority -100 ; }
add chain ip kube-proxy nat-output { type nat hook output priority -100 ; }
add chain ip kube-proxy nat-postrouting { type nat hook postrouting priority 100 ; }
add chain ip kube-proxy cluster-ips-check
add chain ip kube-proxy services
add chain ip kube-proxy service-endpoints-check
add chain ip kube-proxy nodeport-endpoints-check
add chain ip kube-proxy firewall-check
add chain ip kube-proxy mark-for-masquerade
add chain ip kube-proxy masquerading
add chain ip kube-proxy reject-chain
add set ip kube-proxy cluster-ips { type ipv4_addr ; comment "Active ClusterIPs" ; }
add set ip kube-proxy nodeport-ips { type ipv4_addr ; comment "IPs that accept NodePort traffic" ; }
add map ip kube-proxy firewall-ips { type ipv4_addr . inet_proto . inet_service : verdict ; }
add map ip kube-proxy no-endpoint-nodeports { type inet_proto . inet_service : verdict ; }
add map ip kube-proxy no-endpoint-services { type ipv4_addr . inet_proto . inet_service : verdict ; }
add map ip kube-proxy service-ips { type ipv4_addr . inet_proto . inet_service : verdict ; }
add map ip kube-proxy service-nodeports { type inet_proto . inet_service : verdict ; }
add rule ip kube-proxy mark-for-masquerade mark set mark or 0x4000
add rule ip kube-proxy masquerading mark and 0x4000 == 0 return
add rule ip kube-proxy masquerading mark set mark xor 0x4000
add rule ip kube-proxy masquerading masquerade fully-random
add rule ip kube-proxy reject-chain reject
add rule ip kube-proxy firewall-check ip daddr . meta l4proto . th dport vmap @firewall-ips
add rule ip kube-proxy service-endpoints-check ip daddr . meta l4proto . th dport vmap @no-endpoint-services
add rule ip kube-proxy nodeport-endpoints-check ip daddr @nodeport-ips meta l4proto . th dport vmap @no-endpoint-nodeports
add rule ip kube-proxy cluster-ips-check ip daddr @cluster-ips reject comment "Reject traffic to invalid ports of ClusterIPs"
add rule ip kube-proxy cluster-ips-check ip daddr { SERVICES } drop comment "Drop traffic to unallocated ClusterIPs"
add rule ip kube-proxy services ip daddr . meta l4proto . th dport vmap @service-ips
add rule ip kube-proxy services ip daddr @nodeport-ips meta l4proto . th dport vmap @service-nodeports
add rule ip kube-proxy filter-prerouting-pre-dnat ct state new jump firewall-check
add rule ip kube-proxy filter-output-pre-dnat ct state new jump firewall-check
add rule ip kube-proxy filter-input ct state new jump nodeport-endpoints-check
add rule ip kube-proxy filter-input ct state new jump service-endpoints-check
add rule ip kube-proxy filter-forward ct state new jump service-endpoints-check
add rule ip kube-proxy filter-forward ct state new jump cluster-ips-check
add rule ip kube-proxy filter-output ct state new jump service-endpoints-check
add rule ip kube-proxy filter-output ct state new jump cluster-ips-check
add rule ip kube-proxy nat-prerouting jump services
add rule ip kube-proxy nat-output jump services
add rule ip kube-proxy nat-postrouting jump masquerading
"""


def nftables(services, pods, service_range):
    """What kube-proxy in nftables mode gives to `nft -f -` at its first sync: every chain is added and flushed, its rules
    and the elements of its maps follow."""
    lines = _NFT_BASE.replace("SERVICES", service_range).strip().splitlines()
    for service in services:
        lines += _nftables_service(service, pods)
    return "\n".join(lines) + "\n"


def nftables_update(services, pods, changed):
    """What it loads when the endpoints of one service changed."""
    lines = []
    for service in services:
        if service.name == changed:
            lines += [line for line in _nftables_service(service, pods) if not line.startswith("add element")]
    return "\n".join(lines) + "\n"


def _nftables_service(service, pods):
    ref = f"{service.namespace}/{service.name}/tcp/{service.port_name}"
    chain = f"service-{_hash(ref)[:8]}-{ref}"
    lines = [f"add chain {_NFT} {chain}", f"flush chain {_NFT} {chain}"]
    lines.append(f"add element {_NFT} cluster-ips {{ {service.address} }}")
    lines.append(f"add element {_NFT} service-ips {{ {service.address} . tcp . {service.port} : goto {chain} }}")
    lines.append(
        f"add rule {_NFT} {chain} ip daddr {service.address} tcp dport {service.port} ip saddr != {pods} jump mark-for-masquerade"
    )
    choices = []
    for i, (address, port) in enumerate(service.endpoints):
        endpoint = f"{ref}__{address}/{port}"
        own = f"endpoint-{_hash(endpoint)[:8]}-{endpoint}"
        choices.append(f"{i} : goto {own}")
        lines += [
            f"add chain {_NFT} {own}",
            f"flush chain {_NFT} {own}",
            f"add rule {_NFT} {own} ip saddr {address} jump mark-for-masquerade",
            f"add rule {_NFT} {own} meta l4proto tcp dnat to {address}:{port}",
        ]
    lines.append(f"add rule {_NFT} {chain} numgen random mod {len(choices)} vmap {{ {' , '.join(choices)} }}")
    return lines
