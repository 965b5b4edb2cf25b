# shellcheck shell=bash
# What is missing or in the way is told before anything is changed: status 3, one line a problem.
. "${BASH_SOURCE[0]%/*}/world.sh" || exit
world
foreign 1
state 1 >"$WORLD/bare"

refused() { # WHAT-IT-SAYS ARGUMENT...
  must_fail 3 apply 1 "${@:2}"
  says "$1"
  state 1 >"$WORLD/now"
  same "$WORLD/before" "$WORLD/now" "refused ('$1'), but something changed"
  [[ ! -e /run/podnet/shop/n1 ]] || die "refused ('$1'), but there is a state"
}
obstacle() { # WHAT-IT-SAYS MAKE-COMMAND -- UNMAKE-COMMAND
  local said=$1 make=()
  shift
  while [[ $1 != -- ]]; do make+=("$1"); shift; done
  shift
  "${make[@]}" || die "cannot do: ${make[*]}"
  state 1 >"$WORLD/before"
  refused "$said"
  "$@" || die "cannot do: $*"
  state 1 >"$WORLD/now"
  same "$WORLD/bare" "$WORLD/now" "the obstacle '$said' was not taken away as it was put"
}
h1() { ip -n h1 "$@"; }

obstacle "the link cni0 is there already and is not podnet's (bridge)" h1 link add cni0 type bridge -- h1 link del cni0
obstacle "the link vethn1p2 is there already and is not podnet's (bridge)" h1 link add vethn1p2 type bridge -- h1 link del vethn1p2
obstacle 'the link vx has the VNI and port that flannel.1 needs' \
  h1 link add vx type vxlan id 1 local 192.168.1.11 dev eth0 dstport 8472 -- h1 link del vx
obstacle "a route to 10.244.2.0/24 is there already and is not podnet's: 10.244.2.0/24 via 192.168.1.12" \
  h1 route add 10.244.2.0/24 via 192.168.1.12 dev eth0 proto static -- h1 route del 10.244.2.0/24
obstacle 'the address 10.244.1.1, which cni0 is to have, is on eth0 already' \
  h1 addr add 10.244.1.1/32 dev eth0 -- h1 addr del 10.244.1.1/32 dev eth0
mend_underlay() {
  h1 addr replace 192.168.1.11/24 dev eth0
  h1 link set eth0 up
  h1 route replace default via 192.168.1.1 dev eth0
  h1 route replace 10.99.0.0/16 via 192.168.1.99 dev eth0 proto static
  h1 neigh replace 192.168.1.99 lladdr 02:00:00:00:00:99 dev eth0 nud permanent
}
obstacle 'the underlay interface eth0 does not carry 192.168.1.11' h1 addr del 192.168.1.11/24 dev eth0 -- mend_underlay
obstacle 'the underlay interface eth0 is down' h1 link set eth0 down -- mend_underlay
obstacle "the network namespace shop.web-1-2 is there already and is not podnet's" ip netns add shop.web-1-2 -- ip netns del shop.web-1-2
obstacle "the file /etc/netns/shop.web-1-2/resolv.conf is there already and is not podnet's" \
  bash -c 'mkdir -p /etc/netns/shop.web-1-2; echo nameserver 9.9.9.9 >/etc/netns/shop.web-1-2/resolv.conf' -- rm -r /etc/netns

# routes with another metric, and foreign chains, are nobody's obstacle; several obstacles are all told
h1 link add cni0 type bridge
ip netns add shop.web-1-3
state 1 >"$WORLD/before"
must_fail 3 apply 1
[[ $(wc -l <<<"$OUTPUT") == 2 ]] || die "not one line a problem: $OUTPUT"
h1 link del cni0
ip netns del shop.web-1-3

state 1 >"$WORLD/before"
sed -i "s/^TOOLS=.*/TOOLS='ip no-such-tool'/; s/^MODULES=.*/MODULES='no_such_module:\/proc\/no\/such br_netfilter:\/proc\/sys\/net\/bridge'/" "$OUT/nodes/n1/host.sh"
refused 'the program no-such-tool is missing'
sed -i "s/^TOOLS=.*/TOOLS='ip iptables-save iptables-restore'/" "$OUT/nodes/n1/host.sh"
refused 'the kernel module no_such_module is missing'
sed -i "s/^MODULES=.*/MODULES=/" "$OUT/nodes/n1/host.sh"
echo 'net/ipv4/no_such_setting = 1' >>"$OUT/nodes/n1/network.sysctl"
refused 'the kernel has no setting net/ipv4/no_such_setting'
sed -i '$d' "$OUT/nodes/n1/network.sysctl"
must_fail 3 setpriv --reuid 65534 --clear-groups "$OUT/nodes/n1/apply.sh"
says 'this needs root'
PODNET_IPTABLES_VARIANT=other must_fail 3 apply 1

# a full disk
mount -t tmpfs -o size=4k tmpfs /run/podnet 2>/dev/null || { mkdir /run/podnet && mount -t tmpfs -o size=4k tmpfs /run/podnet; }
OUTPUT=$(apply 1 2>&1)
rc=$?
((rc == 1 || rc == 3)) || die "a full disk: $rc: $OUTPUT"
state 1 >"$WORLD/now"
same "$WORLD/before" "$WORLD/now" "a full disk, but something changed"
for pages in 2 3 5 8 12 16 20; do
  umount /run/podnet
  mount -t tmpfs -o "size=$((pages * 4))k" tmpfs /run/podnet
  if OUTPUT=$(apply 1 2>&1); then teardown 1 >/dev/null || die 'teardown'; continue; fi
  state 1 >"$WORLD/now"
  same "$WORLD/before" "$WORLD/now" "a disk of $pages pages is full, but something changed: $OUTPUT"
done
umount /run/podnet
rmdir /run/podnet

# what belongs to nobody else is taken over when asked
h1 link add cni0 type bridge
h1 route add 10.244.2.0/24 via 192.168.1.12 dev eth0 proto static
apply 1 --adopt >/dev/null || die '--adopt'
verify 1 || die 'verify after --adopt'

# a rule that the kernel refuses, a route that cannot be: told with the command and its message, and taken back
teardown 1 >/dev/null || die 'teardown'
state 1 >"$WORLD/before"
cp -r "$OUT" "$WORLD/wrong"
echo 'route replace 10.244.9.0/24 via 10.9.9.9 dev @UNDERLAY@ proto 157' >>"$WORLD/wrong/cluster/peers.ip"
must_fail 1 on 1 "$WORLD/wrong/nodes/n1/apply.sh"
says 'route replace 10.244.9.0/24 via 10.9.9.9 dev eth0 proto 157'
says 'Nexthop has invalid gateway'
state 1 >"$WORLD/now"
same "$WORLD/before" "$WORLD/now" 'a wrong route was not taken back'
sed -i '$d' "$WORLD/wrong/cluster/peers.ip"
sed -i 's/^-A PODNET-POST -j MASQ.*/-A PODNET-POST -m nonsense -j MASQUERADE/' "$WORLD/wrong/cluster/services.v4.rules"
must_fail 1 on 1 "$WORLD/wrong/nodes/n1/apply.sh"
says 'nonsense'
says 'the host is as it was before'
state 1 >"$WORLD/now"
same "$WORLD/before" "$WORLD/now" 'a wrong rule was not taken back'
