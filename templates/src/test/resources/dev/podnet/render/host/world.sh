# shellcheck shell=bash
# world.sh: two hosts as network namespaces h1 and h2, joined by a cable, for the tests of the host scripts. Sourced by
# the tests, each of which runs in a network, mount and process namespace of its own (see HostScriptsTest).
#
# Environment: LIB, the folder of the scripts under test (default: those of this source tree); TOOLS_VARIANT, nft or legacy.
# By hand: unshare --net --mount --pid --fork --kill-child --mount-proc bash ./converge.sh

set -u
HERE=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
LIB=${LIB:-$HERE/../../../../../../main/resources/dev/podnet/render/lib}
# shellcheck source=sample.sh
. "$HERE/sample.sh"
export PODNET_IPTABLES_VARIANT=${TOOLS_VARIANT:-nft}
IPTABLES=iptables-$PODNET_IPTABLES_VARIANT
IP6TABLES=ip6tables-$PODNET_IPTABLES_VARIANT
WORLD=/run/world

die() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

# What is written below /run and /etc stays in this mount namespace.
world() {
  # the first processes of a process namespace have low numbers
  (($$ < 50)) || die 'not in namespaces of its own'
  mount -t tmpfs tmpfs /run
  mkdir -p "$WORLD"/{upper,work} /run/netns
  mount -t overlay overlay -o "lowerdir=/etc,upperdir=$WORLD/upper,workdir=$WORLD/work" /etc || die 'no private /etc'
  rm -rf /etc/netns
  local i
  for i in 1 2; do
    ip netns add "h$i"
    ip -n "h$i" link set lo up
  done
  ip -n h1 link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns h2
  for i in 1 2; do
    ip -n "h$i" addr add "192.168.1.1$i/24" dev eth0
    ip -n "h$i" link set eth0 up
    ip -n "h$i" route add default via 192.168.1.1 dev eth0
    on "$i" sysctl -q -w net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0 net.ipv4.conf.all.accept_redirects=0
  done
  OUT=$WORLD/out
  sample "$OUT"
}

on() { # HOST COMMAND...
  nsenter --net="/run/netns/h$1" "${@:2}"
}

apply() { on "$1" "$OUT/nodes/n$1/apply.sh" "${@:2}"; }
verify() { on "$1" "$OUT/nodes/n$1/verify.sh" "${@:2}"; }
teardown() { on "$1" "$OUT/nodes/n$1/teardown.sh" "${@:2}"; }

# Rules, routes, links, addresses and chains of somebody else.
foreign() { # HOST
  on "$1" ip link add name docker0 address 02:42:00:00:00:01 type bridge
  on "$1" ip addr add 172.17.0.1/16 dev docker0
  on "$1" ip link set docker0 up
  on "$1" ip route add 10.99.0.0/16 via 192.168.1.99 dev eth0 proto static
  on "$1" ip neigh add 192.168.1.99 lladdr 02:00:00:00:00:99 dev eth0 nud permanent
  on "$1" "$IPTABLES-restore" <<'EOF'
*nat
:DOCKER - [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
-A DOCKER -i docker0 -j RETURN
COMMIT
*filter
:INPUT ACCEPT [0:0]
:FORWARD DROP [0:0]
:MINE - [0:0]
-A INPUT -p tcp -m tcp --dport 22 -m comment --comment "let me in; \"quoted\"" -j ACCEPT
-A FORWARD -i docker0 -j MINE
-A MINE -j RETURN
COMMIT
EOF
  on "$1" nft -f - <<'EOF'
table inet firewall {
	set admins {
		type ipv4_addr
		elements = { 192.0.2.1, 192.0.2.2 }
	}
	chain input {
		type filter hook input priority 10; policy accept;
		ip saddr @admins tcp dport 22 accept
	}
}
EOF
}

# Tables of nftables that are none of iptables', without the elements that rules put in.
state_nft() { # HOST
  local family name
  on "$1" nft list tables | sort | while read -r _ family name; do
    [[ $name != raw && $name != mangle && $name != nat && $name != filter && $name != security ]] || continue
    on "$1" nft -s list table "$family" "$name" | awk '/dynamic/ { moving = 1 } /^\t}/ { moving = 0 } !(moving && /elements|expires/)'
  done
}

# Everything there is on a host, in words that do not change by themselves (as the kernel's own IPv6 addresses do).
state() { # HOST
  local ns
  state_net "$1"
  on "$1" "$IPTABLES-save" | grep -v '^#' | sed 's/ \[[0-9:]*\]$//'
  on "$1" "$IP6TABLES-save" | grep -v '^#' | sed 's/ \[[0-9:]*\]$//'
  on "$1" nft list tables | sort
  state_nft "$1"
  on "$1" sysctl -a 2>/dev/null | grep -E '^net\.(ipv[46]|bridge)' | grep -vE 'random|secret|stable|icmp_msgs|flush'
  for ns in /run/netns/shop.web-"$1"-*; do
    [[ ! -e $ns ]] || { echo "namespace ${ns##*/}"; state_net "" -n "${ns##*/}"; }
  done
  [[ ! -e /etc/netns ]] || echo /etc/netns
  for ns in /etc/netns/shop.web-"$1"-*; do
    [[ ! -e $ns ]] || (cd /etc/netns && find "${ns##*/}" | sort && find "${ns##*/}" -type f -exec tail -v -n +1 {} +)
  done
}

state_net() { # HOST IP-ARGUMENT...
  local host=$1
  shift
  {
    echo links
    state_ip "$host" "$@" -d link
    echo addresses
    state_ip "$host" "$@" -o addr
    echo routes
    state_ip "$host" "$@" route show table all | sort
    echo neighbours
    state_ip "$host" "$@" neigh show nud permanent | sort
    [[ -z $host ]] || { on "$host" bridge fdb show | grep -E ' dst | master .* permanent' | grep -v '^33:33\|^01:' | sort; }
  } | grep -v 'fe80::' | sed -E 's/(_timer) +[0-9.]+/\1/g; s/ tentative//; s/qlen 1000//; s/state (UP|UNKNOWN|DOWN|LOWERLAYERDOWN)//; s/link-netns(id)? [^ ]+//; s/(topology_change_detected|topology_change) [0-9]/\1/g; s/, ?[A-Z_]*DORMANT//; s/(UP|LOWER_UP|NO-CARRIER|M-DOWN),?//g'
}

state_ip() {
  if [[ -n $1 ]]; then on "$1" ip "${@:2}"; else ip "${@:2}"; fi
}

# Compares two states that were written to files.
same() { # BEFORE AFTER WHAT
  diff -u "$1" "$2" >"$WORLD/diff" && return
  grep "^[-+]" "$WORLD/diff" | cut -c 1-300 | head -40 >&2
  die "$3"
}

reaches() { # HOST-OR-POD-NAMESPACE ADDRESS
  ip netns exec "$1" ping -n -c 1 -w 5 "$2" >/dev/null || die "$1 does not reach $2"
}

must_fail() { # STATUS COMMAND...
  local status=$1 rc=0
  shift
  OUTPUT=$("$@" 2>&1) || rc=$?
  [[ $rc == "$status" ]] || die "'$*' ended with $rc, not $status: $OUTPUT"
}

says() { # TEXT
  [[ $OUTPUT == *"$1"* ]] || die "the output does not say '$1': $OUTPUT"
}

# Waits until the kernel has tried its own IPv6 addresses.
settled() { # HOST
  local i ns
  for i in {1..100}; do
    { on "$1" ip -6 addr; for ns in /run/netns/shop.web-"$1"-*; do [[ ! -e $ns ]] || ip -n "${ns##*/}" -6 addr; done; } | grep -q tentative || return 0
    sleep 0.05
  done
  die 'addresses stay tentative'
}
