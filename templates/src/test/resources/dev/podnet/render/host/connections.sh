# shellcheck shell=bash
# What becomes of connections when services change: a UDP client that keeps its port is served by whatever is there now,
# its flows to endpoints that stay are not touched, nor are TCP connections.
. "${BASH_SOURCE[0]%/*}/world.sh" || exit
world

# servers in the pods of n2 that say who they are; a client that keeps its sockets and does what it is told
cat >"$WORLD/serve.py" <<'EOF'
import socket, sys, threading
name = sys.argv[1]
def udp(family, address, port):
    s = socket.socket(family, socket.SOCK_DGRAM)
    s.bind((address, port))
    while True:
        _, who = s.recvfrom(100)
        s.sendto(name.encode(), who)
def talk(c):
    while c.recv(100):
        c.send(name.encode())
threading.Thread(target=udp, args=(socket.AF_INET, "0.0.0.0", 5353)).start()
threading.Thread(target=udp, args=(socket.AF_INET6, "::", 5354)).start()
s = socket.socket()
s.bind(("0.0.0.0", 8080))
s.listen()
print("ready", flush=True)
while True:
    threading.Thread(target=talk, args=(s.accept()[0],)).start()
EOF
cat >"$WORLD/ask.py" <<'EOF'
import socket, sys
sockets = {}
for line in sys.stdin:
    kind, address, port = line.split()
    if (kind, address, port) not in sockets:
        s = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_STREAM if kind == "tcp" else socket.SOCK_DGRAM)
        s.settimeout(0.7)
        if kind == "udp":
            s.bind(("", 4000 + len(sockets)))
        sockets[kind, address, port] = s
        try:
            s.connect((address, int(port)))
        except OSError as e:
            print(e, flush=True)
            continue
    s = sockets[kind, address, port]
    try:
        s.send(b"?")
        print(s.recv(100).decode(), flush=True)
    except OSError as e:
        print("none", flush=True)
EOF
serve() { # POD
  local i
  ip netns exec "$1" python3 "$WORLD/serve.py" "$1" >"$WORLD/serve.$1" 2>&1 &
  for i in {1..200}; do
    ! grep -q ready "$WORLD/serve.$1" || return 0
    sleep 0.05
  done
  die "no server in $1 after $i looks: $(<"$WORLD/serve.$1")"
}
ask() { # KIND ADDRESS PORT: the answer, to the socket that is kept for it
  printf '%s\n' "$*" >&"$TO"
  read -r -t 10 -u "$FROM" ANSWER || die 'the client has ended'
}
answers() { # EXPECTED KIND ADDRESS PORT
  ask "${@:2}"
  # shellcheck disable=SC2053 # a pattern
  [[ $ANSWER == $1 ]] || die "asked ${*:2}: '$ANSWER', not '$1'"
}
to() { # OUTPUT
  on 1 "$1/nodes/n1/apply.sh" >"$WORLD/a" 2>&1 || die "apply of $1: $(<"$WORLD/a")"
}
# A UDP service at 10.96.0.53, at port 30053 of the node, and at fd00:96::53, with some endpoints.
udp() { # OUTPUT POD...
  local out=$1 pod left
  shift
  left=$#
  rm -rf "$out"
  sample "$out"
  sed -i "s/^TOOLS='/&ip6tables-restore ip6tables-save /; s/^FAMILIES='4'/FAMILIES='4 6'/" "$out"/nodes/*/host.sh
  {
    printf '*nat\n:PODNET-DNS - [0:0]\n:PODNET-UDP - [0:0]\n'
    for pod; do
      echo "-A PODNET-DNS -p udp -m comment --comment \"shop/dns -p sctp --dport 9\" -m statistic --mode nth --every $left --packet 0 -j DNAT --to-destination 10.244.2.$pod:5353"
      left=$((left - 1))
    done
    echo '-A PODNET-UDP -d 10.96.0.53/32 -p udp -m udp --dport 53 -j PODNET-DNS'
    echo '-A PODNET-UDP -d 192.168.1.11/32 -p udp -m udp --dport 30053 -j PODNET-DNS'
    printf '%s\n' '-I PREROUTING 1 -j PODNET-UDP' COMMIT
  } >"$out/cluster/dns.v4.rules"
  cat >"$out/cluster/dns.v6.rules" <<EOF
*nat
:PODNET-UDP6 - [0:0]
-A PODNET-UDP6 -d fd00:96::53/128 -p udp -m udp --dport 53 -j DNAT --to-destination [fd00:10:244:1::$2]:5354
-I PREROUTING 1 -j PODNET-UDP6
COMMIT
EOF
  sed -i 's/^services .*/& cluster\/dns/' "$out/nodes/n1/host.sh"
}
NONE=$WORLD/none FIRST=$WORLD/first BOTH=$WORLD/both SECOND=$WORLD/second
udp "$FIRST" 3 3
udp "$BOTH" 3 2
udp "$SECOND" 2 2
cp -r "$OUT" "$NONE"
sed -i 's/^-A PODNET-SVC-WEB -p tcp -m statistic.*//; s/10.244.2.2:8080/10.244.2.3:8080/' "$SECOND/cluster/services.v4.rules"

apply 2 >/dev/null || die 'apply on n2'
to "$NONE"
serve shop.web-2-2
serve shop.web-2-3
serve shop.web-1-3
coproc CLIENT { exec ip netns exec shop.web-1-2 python3 "$WORLD/ask.py" 2>"$WORLD/client"; }
exec {FROM}<&"${CLIENT[0]}" {TO}>&"${CLIENT[1]}"

# asked before there is such a service: the flow is known, untranslated
answers none udp 10.96.0.53 53
answers none udp 192.168.1.11 30053
on 1 conntrack -L -p udp --orig-dst 10.96.0.53 2>/dev/null | grep -q 'src=10.96.0.53' || die 'no untranslated flow is remembered'
to "$FIRST"
answers shop.web-2-3 udp 10.96.0.53 53
answers shop.web-2-3 udp 192.168.1.11 30053

# another endpoint comes: the flows stay where they are; TCP connects to either
flows() { on 1 conntrack -L -p udp -o id 2>/dev/null | grep 'dport=53 \|dport=30053 ' | sed 's/.* src/src/; s/use=.*id=/id=/; s/\[[A-Z]*\]//g; s/  */ /g' | sort; }
flows >"$WORLD/flows"
ask tcp 10.96.0.1 80
connected=$ANSWER
[[ $connected == shop.web-2-[23] ]] || die "no TCP connection: $connected"
to "$BOTH"
answers shop.web-2-3 udp 10.96.0.53 53
flows >"$WORLD/now"
same "$WORLD/flows" "$WORLD/now" 'flows to an endpoint that stays were touched'

# the first one goes, of the UDP service and of TCP: the flow moves, the connection stays
to "$SECOND"
answers shop.web-2-2 udp 10.96.0.53 53
answers shop.web-2-2 udp 192.168.1.11 30053
answers "$connected" tcp 10.96.0.1 80
to "$FIRST"
answers shop.web-2-3 udp 10.96.0.53 53
answers "$connected" tcp 10.96.0.1 80

# a failing step: back where it was; the next asks are served
cp -r "$SECOND" "$WORLD/wrong"
sed -i 's/^-A PODNET-UDP6.*/& -m nonsense/' "$WORLD/wrong/cluster/dns.v6.rules"
on 1 ip -o link >"$WORLD/links"
must_fail 1 on 1 "$WORLD/wrong/nodes/n1/apply.sh"
on 1 ip -o link >"$WORLD/now"
same "$WORLD/links" "$WORLD/now" 'a failing step of the rules made the links anew'
answers shop.web-2-3 udp 10.96.0.53 53

# the service goes: nothing remembers it, and however many flows there were, they are forgotten by a few runs of the program
ip netns exec shop.web-1-2 python3 -c 'import socket
for i in range(300):
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"?", ("10.96.0.53", 53))'
[[ $(on 1 conntrack -C) -ge 300 ]] || die 'the flows are not remembered'
on 1 "$NONE/nodes/n1/apply.sh" --verbose >"$WORLD/a" 2>&1 || die "apply of $NONE: $(<"$WORLD/a")"
[[ $(grep -c '^+ conntrack -D' "$WORLD/a") -le 4 ]] || die "$(grep -c '^+ conntrack -D' "$WORLD/a") runs of conntrack"
answers none udp 10.96.0.53 53
! on 1 conntrack -L -p udp 2>/dev/null | grep -q 'src=10.244.2.[23] .*sport=5353' || die 'a translation is still remembered'

# the same by elements of an nftables map
nft_udp() { # OUTPUT POD
  rm -rf "$1"
  cp -r "$NONE" "$1"
  cat >"$1/cluster/dns.nft" <<EOF
table ip podnet-shop {
	map endpoints {
		type ipv4_addr . inet_proto . inet_service : ipv4_addr . inet_service
		elements = {
			10.96.0.54 . udp . 53 comment "shop/dns -> shop/web-2-$2" : 10.244.2.$2 . 5353,
		}
	}

	chain prerouting {
		type nat hook prerouting priority -90; policy accept;
		dnat ip to ip daddr . meta l4proto . th dport map @endpoints
	}
}
EOF
  sed -i 's/^services .*/& cluster\/dns/' "$1/nodes/n1/host.sh"
}
nft_udp "$WORLD/nft3" 3
nft_udp "$WORLD/nft2" 2
answers none udp 10.96.0.54 53
to "$WORLD/nft3"
answers shop.web-2-3 udp 10.96.0.54 53
to "$WORLD/nft2"
answers shop.web-2-2 udp 10.96.0.54 53
to "$NONE"
answers none udp 10.96.0.54 53

# without the program nothing is changed, and it is not missed where there is no UDP
program=$(command -v conntrack)
mkdir "$WORLD/bin" "$WORLD/bin.work"
mount -t overlay overlay -o "lowerdir=${program%/*},upperdir=$WORLD/bin,workdir=$WORLD/bin.work" "${program%/*}" || die 'no private folder'
rm "$program"
must_fail 3 on 1 "$FIRST/nodes/n1/apply.sh"
says 'the program conntrack is missing'
on 1 "$NONE/nodes/n1/verify.sh" >/dev/null || die 'something changed'
to "$OUT"
teardown 1 >/dev/null || die 'teardown'
