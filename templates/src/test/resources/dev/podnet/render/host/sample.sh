# shellcheck shell=bash
# sample.sh: writes an output of two nodes by hand, as docs/output.md describes it: a VXLAN fabric, two pods on each
# node, one service. sample FOLDER [FIRST-POD-OF-N1...]: the pods of n1 can be chosen, to make an older or newer compile.

sample_mac() { printf "%s:%02x:%02x" "${3:-0a:58:0a:f4}" "$1" "$2"; }

sample_node() { # OUT NODE-NUMBER POD-NUMBER...
  local out=$1 i=$2 dir=$1/nodes/n$2 pod veth script
  shift 2
  mkdir -p "$dir"
  cat >"$dir/host.sh" <<EOF
# shellcheck shell=bash disable=SC2034
# host.sh: n$i of cluster shop. Sourced by apply.sh, verify.sh and teardown.sh.
CLUSTER=shop
NODE=n$i
UNDERLAY=eth0
ADDRESSES='192.168.1.1$i'
TOOLS='ip bridge sysctl nft iptables-save iptables-restore'
MODULES='br_netfilter:/proc/sys/net/bridge vxlan:'
FAMILIES='4'
PARTS='
network   nodes/n$i/network cluster/peers
pods      nodes/n$i/pods
services  cluster/services nodes/n$i/services
'
EOF
  for script in apply verify teardown; do
    cat >"$dir/$script.sh" <<EOF
#!/usr/bin/env bash
# $script.sh: n$i of cluster shop.
set -u
HERE=\$(cd -- "\$(dirname -- "\${BASH_SOURCE[0]}")" && pwd)
. "\$HERE/host.sh"
. "\$HERE/../../cluster/lib/podnet.sh"
podnet_$script "\$@"
EOF
    chmod +x "$dir/$script.sh"
  done
  cat >"$dir/network.ip" <<EOF
# the bridge of the pods
link add name cni0 address $(sample_mac "$i" 1) mtu 1450 type bridge
link set dev cni0 up
# the tunnel to the other nodes
link add name flannel.1 address 66:00:00:00:00:0$i mtu 1450 type vxlan id 1 local 192.168.1.1$i dev eth0 dstport 8472 nolearning
link set dev flannel.1 up
addr replace 10.244.$i.1/24 dev cni0
addr replace fd00:10:244:$i::1/64 dev cni0 nodad
addr replace 10.244.$i.0/32 dev flannel.1
EOF
  cat >"$dir/network.sysctl" <<EOF
net/ipv4/ip_forward = 1
net/ipv6/conf/all/forwarding = 1
net/bridge/bridge-nf-call-iptables = 1
net/ipv6/conf/cni0/accept_ra = 0
net/ipv6/conf/flannel.1/accept_ra = 0
EOF
  cat >"$dir/network.v4.rules" <<EOF
*nat
:PODNET-MASQ - [0:0]
-A PODNET-MASQ -s 10.244.0.0/16 -d 10.244.0.0/16 -j RETURN
-A PODNET-MASQ -s 10.244.0.0/16 ! -d 224.0.0.0/4 -m comment --comment "pods to the world" -j MASQUERADE --random-fully
-I POSTROUTING 1 -j PODNET-MASQ
COMMIT
*filter
:PODNET-FORWARD - [0:0]
-A PODNET-FORWARD -s 10.244.0.0/16 -j ACCEPT
-A PODNET-FORWARD -d 10.244.0.0/16 -j ACCEPT
-I FORWARD 1 -j PODNET-FORWARD
COMMIT
EOF
  {
    printf '# what is special to n%s\n\ntable ip podnet-services {\n\tset PODNET-HAIRPIN {\n\t\ttype ipv4_addr . ipv4_addr\n\t\telements = {\n' "$i"
    for pod; do printf '\t\t\t10.244.%s.%s . 10.244.%s.%s comment "shop/web-%s-%s",\n' "$i" "$pod" "$i" "$pod" "$i" "$pod"; done
    printf '\t\t}\n\t}\n}\n'
  } >"$dir/services.nft"
  : >"$dir/pods.ip"
  : >"$dir/pods.netns"
  for pod; do
    veth=vethn${i}p$pod
    cat >>"$dir/pods.ip" <<EOF
link add name $veth address $(sample_mac "$i" "$pod" 66:0f:00:00) mtu 1450 type veth peer name eth0 address $(sample_mac "$i" "$pod") mtu 1450 netns shop.web-$i-$pod
link set dev $veth master cni0
link set dev $veth type bridge_slave hairpin on
link set dev $veth up
EOF
    cat >>"$dir/pods.netns" <<EOF
@netns shop.web-$i-$pod # shop/web-$i-$pod
link set dev lo up
link set dev eth0 up
addr replace 10.244.$i.$pod/24 dev eth0
addr replace fd00:10:244:$i::$pod/64 dev eth0 nodad
route replace default via 10.244.$i.1 dev eth0
route replace default via fd00:10:244:$i::1 dev eth0
@resolv
nameserver 10.96.0.10
search shop.svc.cluster.local svc.cluster.local cluster.local
EOF
  done
}

sample() { # OUT POD-NUMBER-OF-N1...
  local out=$1 i
  shift
  (($#)) || set -- 2 3
  mkdir -p "$out/cluster"
  cp -r "$LIB" "$out/cluster/lib"
  for i in 1 2; do
    cat <<EOF
route replace 10.244.$i.0/24 via 10.244.$i.0 dev flannel.1 onlink proto 157 # n$i
neigh replace 10.244.$i.0 lladdr 66:00:00:00:00:0$i dev flannel.1 nud permanent # n$i
EOF
  done >"$out/cluster/peers.ip"
  for i in 1 2; do
    echo "fdb replace 66:00:00:00:00:0$i dev flannel.1 dst 192.168.1.1$i self permanent # n$i"
  done >"$out/cluster/peers.fdb"
  cat >"$out/cluster/services.v4.rules" <<EOF
*nat
:PODNET-MARK - [0:0]
:PODNET-POST - [0:0]
:PODNET-SERVICES - [0:0]
:PODNET-SVC-WEB - [0:0]
-A PODNET-MARK -j MARK --set-xmark 0x4000/0x4000
-A PODNET-POST -m mark ! --mark 0x4000/0x4000 -j RETURN
-A PODNET-POST -j MASQUERADE --random-fully
-A PODNET-SERVICES -d 10.96.0.1/32 -p tcp -m comment --comment "shop/web:http" -m tcp --dport 80 -j PODNET-SVC-WEB
-A PODNET-SVC-WEB ! -s 10.244.0.0/16 -j PODNET-MARK
-A PODNET-SVC-WEB -p tcp -m statistic --mode random --probability 0.5 -j DNAT --to-destination 10.244.2.3:8080
-A PODNET-SVC-WEB -p tcp -j DNAT --to-destination 10.244.2.2:8080
-I PREROUTING 1 -j PODNET-SERVICES
-I OUTPUT 1 -j PODNET-SERVICES
-I POSTROUTING 1 -j PODNET-POST
COMMIT
EOF
  cat >"$out/cluster/services.nft" <<EOF
# services in maps

table ip podnet-services {
	# who is where
	map PODNET-EP-0 {
		type ipv4_addr . inet_proto . inet_service : ipv4_addr . inet_service
		elements = {
			10.96.0.2 . tcp . 80 comment "shop/web:http -> shop/web-2-2" : 10.244.2.2 . 8080,
			10.96.0.2 . udp . 53 comment "shop/web:dns, for all" : 10.244.2.2 . 5353,
			10.96.0.3 . sctp . 80 : 10.244.2.3 . 8080,
		}
	}

	set PODNET-CLIENTS {
		type ipv4_addr
		size 65535
		flags dynamic,timeout
		timeout 7200s
	}

	set PODNET-HAIRPIN {
		type ipv4_addr . ipv4_addr
	}

	map PODNET-SERVICES {
		type ipv4_addr . inet_proto . inet_service : verdict
		elements = {
			10.96.0.2 . tcp . 80 comment "shop/web:http" : goto PODNET-EP-0,
			10.96.0.2 . udp . 53 comment "shop/web:dns" : jump PODNET-KEEP,
		}
	}

	chain PODNET-EP-0 {
		dnat ip to ip daddr . meta l4proto . th dport map @PODNET-EP-0
	}

	chain PODNET-KEEP {
		update @PODNET-CLIENTS { ip saddr }
		ip saddr != 10.244.0.0/16 meta mark set meta mark | 0x00004000 comment "from elsewhere"
		numgen random mod 2 vmap { 0 : goto PODNET-EP-0, 1 : goto PODNET-EP-0 }
	}

	chain PODNET-POSTROUTING {
		type nat hook postrouting priority 99; policy accept;
		ct status dnat ip saddr . ip daddr @PODNET-HAIRPIN masquerade fully-random
	}

	chain PODNET-PREROUTING {
		type nat hook prerouting priority -101; policy accept;
		ip daddr . meta l4proto . th dport vmap @PODNET-SERVICES
	}
}

table ip6 podnet-services {
	chain PODNET-REFUSE {
		type filter hook forward priority -1; policy accept;
		ct state new ip6 daddr fd00:10:96::/112 reject
	}
}
EOF
  sample_node "$out" 1 "$@"
  sample_node "$out" 2 2 3
}

# An older compile of the same cluster: other pods on n1, another VNI, MTU, route, setting, rule and chain.
sample_older() { # OUT
  sample "$1" 4 3
  sed -i 's/vxlan id 1/vxlan id 7/; s/mtu 1450/mtu 1400/' "$1"/nodes/n1/network.ip
  sed -i 's/name \(vethn1p3 .*\)mtu 1450/name \1mtu 1400/' "$1"/nodes/n1/pods.ip
  echo 'addr replace 10.244.1.129/25 dev cni0' >>"$1"/nodes/n1/network.ip
  echo 'route replace 10.244.9.0/24 via 192.168.1.99 dev @UNDERLAY@ proto 157' >>"$1"/cluster/peers.ip
  echo 'neigh replace 10.244.9.0 lladdr 66:00:00:00:00:09 dev flannel.1 nud permanent' >>"$1"/cluster/peers.ip
  echo 'fdb replace 66:00:00:00:00:09 dev flannel.1 dst 192.168.1.19 self permanent' >>"$1"/cluster/peers.fdb
  echo 'net/ipv4/conf/all/log_martians = 1' >>"$1"/nodes/n1/network.sysctl
  sed -i 's/10.244.2.3:8080/10.244.2.9:8080/; s/^:PODNET-POST /:PODNET-OLD - [0:0]\n&/; s/^-I OUTPUT.*/&\n-I INPUT 1 -j PODNET-OLD/; s/^-A PODNET-POST -j MASQ.*/-A PODNET-OLD -d 10.96.0.9 -j RETURN\n&/' \
    "$1"/cluster/services.v4.rules
  # another endpoint, an element and a chain that go, a timeout that changes, a chain in another place
  sed -i 's/: 10.244.2.2 . 8080,/: 10.244.2.9 . 8080,/; s/^.*10.96.0.3 . sctp.*/\t\t\t10.96.0.9 . tcp . 80 : 10.244.2.3 . 8080,/; s/timeout 7200s/timeout 60s/
    s/jump PODNET-KEEP,/jump PODNET-OLD,/; s/chain PODNET-KEEP/chain PODNET-OLD/; s/priority 99/priority 98/' "$1"/cluster/services.nft
}
