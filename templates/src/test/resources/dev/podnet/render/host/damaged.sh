# shellcheck shell=bash
# Every kind of damage: verify names it, apply mends it, and nothing else moves.
. "${BASH_SOURCE[0]%/*}/world.sh" || exit
world
foreign 1
cat >>"$OUT/cluster/services.v4.sets" <<'EOF'
create PODNET-SET hash:ip family inet
add PODNET-SET 10.0.0.1
add PODNET-SET 10.0.0.2
EOF
apply 1 >/dev/null || die 'apply'
[[ $(apply 1) == 'n1: nothing to change' ]] || die 'the second apply changes something'
whole() { state 1 | sed -E 's/^[0-9]+: //; s/@if[0-9]+/@/; s/port_(id|no) [^ ]+//g; s/designated_port [0-9]+//' | sort; on 1 ipset list -n; on 1 ipset save PODNET-SET | sed 's/initval.*//' | sort; }
whole >"$WORLD/whole"

SAID=() DONE=()
damage() { # WHAT-VERIFY-SAYS COMMAND...
  SAID+=("$1")
  shift
  DONE+=("$*")
  "$@" >/dev/null || die "cannot do: $*"
}
mended() { # all the damages since the last time, which do not hide each other
  local said
  must_fail 1 verify 1
  for said in "${SAID[@]}"; do says "$said"; done
  apply 1 >"$WORLD/out1" 2>&1 || die "apply after '${DONE[*]}': $(<"$WORLD/out1")"
  verify 1 >"$WORLD/out1" || die "not mended after '${DONE[*]}': $(<"$WORLD/out1")"
  whole >"$WORLD/now"
  same "$WORLD/whole" "$WORLD/now" "not the same after '${DONE[*]}'"
  [[ $(apply 1) == 'n1: nothing to change' ]] || die "not settled after '${DONE[*]}'"
  SAID=() DONE=()
}
h1() { ip -n h1 "$@"; }
pod() { ip -n shop.web-1-2 "$@"; }
rules() { on 1 "$IPTABLES-restore" --noflush; }
nat() { printf '*nat\n%s\nCOMMIT\n' "$1" | rules; }
filter() { printf '*filter\n%s\nCOMMIT\n' "$1" | rules; }
own() { on 1 nft "$@"; }
in_table() { own "$1" "$2" ip podnet-services "${@:3}"; }

damage 'too much: 10.96.9.9 . tcp . 80 : drop in PODNET-SERVICES' in_table add element PODNET-SERVICES '{ 10.96.9.9 . tcp . 80 : drop }'
damage 'missing: link add name cni0' h1 link del cni0
damage 'missing: neigh replace 10.244.2.0' h1 neigh del 10.244.2.0 dev flannel.1
damage 'setting net/ipv4/ip_forward: is 0, should be 1' on 1 sysctl -q -w net.ipv4.ip_forward=0
damage 'missing: the jumps from FORWARD of table filter' filter '-D FORWARD -j PODNET-FORWARD'
damage '10.0.0.3 in set PODNET-SET' on 1 ipset add PODNET-SET 10.0.0.3
damage 'missing: addr replace 10.244.1.2/24 dev eth0 in shop.web-1-2' pod addr del 10.244.1.2/24 dev eth0
damage 'missing: 10.96.0.2 . udp . 53 comment "shop/web:dns, for all" : 10.244.2.2 . 5353 in PODNET-EP-0' in_table delete element PODNET-EP-0 '{ 10.96.0.2 . udp . 53 }'
damage 'too much: drop in chain PODNET-KEEP' in_table insert rule PODNET-KEEP drop
mended
damage 'missing: link add name flannel.1' h1 link del flannel.1
damage 'link cni0: is down' h1 link set cni0 down
damage 'differs: the jumps from FORWARD of table filter' filter '-A FORWARD -j PODNET-FORWARD'
damage '10.0.0.1 in set PODNET-SET' on 1 ipset del PODNET-SET 10.0.0.1
damage 'differs: /etc/netns/shop.web-1-2/resolv.conf' bash -c 'echo nameserver 1.1.1.1 >/etc/netns/shop.web-1-2/resolv.conf'
damage 'missing: 10.244.1.3 . 10.244.1.3' in_table flush set PODNET-HAIRPIN
damage 'missing: ip daddr . meta l4proto . th dport vmap @PODNET-SERVICES in chain PODNET-PREROUTING' in_table flush chain PODNET-PREROUTING
damage 'too much: chain THEIRS' own add chain ip6 podnet-services THEIRS
mended
damage 'missing: link add name vethn1p2' h1 link del vethn1p2
damage 'missing: route replace 10.244.2.0/24 via 10.244.2.0 dev flannel.1' h1 route del 10.244.2.0/24
damage 'missing: set PODNET-SET' on 1 ipset destroy PODNET-SET
damage 'missing: -t nat -A PODNET-SERVICES -d 10.96.0.1' nat '-F PODNET-SERVICES'
damage 'setting net/ipv6/conf/cni0/accept_ra: is 1' on 1 sysctl -q -w net.ipv6.conf.cni0.accept_ra=1
damage 'missing: /etc/netns/shop.web-1-2/resolv.conf' rm /etc/netns/shop.web-1-2/resolv.conf
damage 'differs: there is something else in it' in_table add counter MINE
damage 'missing: table ip6 podnet-services' own delete table ip6 podnet-services
mended
damage 'link flannel.1: is down' h1 link set flannel.1 down
damage 'link vethn1p3: is down' h1 link set vethn1p3 down
damage 'link vethn1p2: mtu is 1300, should be 1450' h1 link set vethn1p2 mtu 1300
damage 'missing: addr replace 10.244.1.1/24 dev cni0' h1 addr del 10.244.1.1/24 dev cni0
damage 'too much: set PODNET-OTHER' on 1 ipset create PODNET-OTHER hash:ip
damage 'too much: -t nat -A PODNET-SVC-WEB -s 10.1.1.1/32 -j RETURN' nat '-I PODNET-SVC-WEB -s 10.1.1.1 -j RETURN'
damage 'too much: table ip podnet-mine' own add table ip podnet-mine
damage 'missing: chain PODNET-POSTROUTING' in_table delete chain PODNET-POSTROUTING
damage 'too much: set MINE' in_table add set MINE '{ type ipv4_addr; elements = { 1.2.3.4, 1.2.3.5 }; }'
mended
damage 'link cni0: mtu is 1300, should be 1450' h1 link set cni0 mtu 1300
damage 'link flannel.1: address is' h1 link set flannel.1 address 66:00:00:00:00:77
damage 'link vethn1p2: master is not set, should be cni0' h1 link set vethn1p2 nomaster
damage 'differs: route 10.244.2.0/24 via 192.168.1.12 dev eth0' h1 route replace 10.244.2.0/24 via 192.168.1.12 dev eth0 proto 157
damage 'too much: chain PODNET-MINE of table filter' filter ':PODNET-MINE - [0:0]
-A PODNET-MINE -j ACCEPT
-A INPUT -j PODNET-MINE'
damage 'missing: network namespace shop.web-1-3' ip netns del shop.web-1-3
damage 'differs: chain PODNET-PREROUTING' in_table add chain PODNET-PREROUTING '{ policy drop; }'
mended
damage 'link cni0: address is 02:00:00:00:00:77, should be 0a:58:0a:f4:01:01' h1 link set cni0 address 02:00:00:00:00:77
damage 'hairpin is off, should be on' h1 link set vethn1p2 type bridge_slave hairpin off
damage 'missing: addr replace 10.244.1.0/32 dev flannel.1' h1 addr flush dev flannel.1 scope global
damage 'neighbour flannel.1 10.244.2.0: is 66:00:00:00:00:99' h1 neigh replace 10.244.2.0 lladdr 66:00:00:00:00:99 dev flannel.1 nud permanent
damage 'link eth0 in shop.web-1-2: is down' pod link set eth0 down
damage 'missing: chain PODNET-MASQ' nat '-D POSTROUTING -j PODNET-MASQ
-F PODNET-MASQ
-X PODNET-MASQ'
mended
damage 'missing: addr replace fd00:10:244:1::1/64 dev cni0 nodad' h1 addr del fd00:10:244:1::1/64 dev cni0
damage 'missing: fdb replace 66:00:00:00:00:02' on 1 bridge fdb del 66:00:00:00:00:02 dev flannel.1 self
damage 'too much: route' h1 route add 10.77.0.0/24 via 192.168.1.12 dev eth0 proto 157
damage 'link eth0 in shop.web-1-2: mtu is 1300' pod link set eth0 mtu 1300
damage 'link eth0 in shop.web-1-2: address is' pod link set eth0 address 0a:00:00:00:00:01
damage 'differs: the jumps from POSTROUTING' nat '-D POSTROUTING -j PODNET-POST
-A POSTROUTING -j PODNET-POST'
mended
damage 'leads to 192.168.1.77, should lead to 192.168.1.12' on 1 bridge fdb replace 66:00:00:00:00:02 dev flannel.1 dst 192.168.1.77 self permanent
damage 'missing: route replace default via 10.244.1.1 dev eth0 in shop.web-1-2' pod route del default
damage 'missing: route replace default via fd00:10:244:1::1 dev eth0 in shop.web-1-2' pod -6 route del default
# a name whose namespace is gone
damage 'missing: network namespace shop.web-1-3' umount /run/netns/shop.web-1-3
mended
damage 'missing: link add name vethn1p2' pod link del eth0
mended
damage 'link vethn1p2: its other end is not eth0 in shop.web-1-2' pod link set eth0 down name eth7
mended

# a lost state: what bears podnet's marks is taken over, links and namespaces only when asked
rm -rf /run/podnet/shop/n1
must_fail 3 apply 1
says 'the link cni0 is there already'
apply 1 --adopt >/dev/null || die '--adopt'
verify 1 >/dev/null || die 'verify after --adopt'
whole >"$WORLD/now"
same "$WORLD/whole" "$WORLD/now" 'not the same after --adopt'

# rules that the kernel shows in other words than the files: left alone, and found all the same when they are damaged
OUTPUT=$(teardown 1 2>&1) || die "teardown: $OUTPUT"
cat >>"$OUT/cluster/services.v4.rules" <<'EOF'
*nat
:PODNET-ODD - [0:0]
-A PODNET-ODD -p tcp --dport 80 -s 10.1.2.3/255.255.0.0 -j RETURN
-A PODNET-ODD -p tcp -m statistic --mode random --probability 0.3 -m comment --comment "one word" -j RETURN
COMMIT
EOF
apply 1 >/dev/null || die 'apply of odd words'
OUTPUT=$(apply 1)
says 'n1: nothing to change'
verify 1 >/dev/null || die 'odd words are a difference'
for damage in '-R PODNET-ODD 1 -p tcp --dport 81 -s 10.1.0.0/16 -j RETURN' '-D PODNET-ODD 2'; do
  # shellcheck disable=SC2086 # words
  on 1 "$IPTABLES" -t nat $damage || die "$damage"
  OUTPUT=$(apply 1)
  says 'changed'
  OUTPUT=$(verify 1) || die "$damage is not mended: $OUTPUT"
  OUTPUT=$(apply 1)
  says 'n1: nothing to change'
done
