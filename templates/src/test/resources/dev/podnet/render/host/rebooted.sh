# shellcheck shell=bash disable=SC2154
# A host that was started anew: the network and /run are gone, what stands in /etc is not. apply.sh makes it all again, also
# with another compile, and what teardown.sh leaves is what was before the first apply.
. "${BASH_SOURCE[0]%/*}/world.sh" || exit
world
settled 1
state_1() { state 1 | sed 's/eth0@if[0-9]*/eth0/'; } # the other end is a new one
state_1 >"$WORLD/bare"

reboot_1() {
  local ns
  for ns in /run/netns/shop.web-1-*; do ip netns del "${ns##*/}"; done
  rm -rf /run/podnet
  ip -n h2 link del eth0 # at once, which that of a namespace is not
  ip netns del h1
  ip netns add h1
  ip -n h1 link set lo up
  ip -n h1 link add eth0 address 02:00:00:00:00:01 type veth peer name eth0 address 02:00:00:00:00:02 netns h2
  ip -n h2 addr add 192.168.1.12/24 dev eth0
  ip -n h2 link set eth0 up
  ip -n h1 addr add 192.168.1.11/24 dev eth0
  ip -n h1 link set eth0 up
  ip -n h1 route add default via 192.168.1.1 dev eth0
  on 1 sysctl -q -w net.ipv4.ip_forward=0 net.ipv6.conf.all.forwarding=0 net.ipv4.conf.all.accept_redirects=0
  settled 1
}

apply 1 >/dev/null || die 'apply'
state_1 >"$WORLD/made"
reboot_1
[[ -s /etc/netns/shop.web-1-2/resolv.conf ]] || die 'the test makes no sense'
OUTPUT=$(apply 1 2>&1) || die "apply after a reboot: $OUTPUT"
settled 1
state_1 >"$WORLD/now"
same "$WORLD/made" "$WORLD/now" 'another host than before the reboot'
[[ $(apply 1) == 'n1: nothing to change' ]] || die 'the second apply changes something'

# another compile, with another name server and without one of the pods
reboot_1
OUT=$WORLD/newer
sample "$OUT" 2
sed -i 's/^nameserver .*/nameserver 10.96.0.53/' "$OUT/nodes/n1/pods.netns"
OUTPUT=$(apply 1 2>&1) || die "apply of another compile after a reboot: $OUTPUT"
[[ $(</etc/netns/shop.web-1-2/resolv.conf) == *'nameserver 10.96.0.53'* ]] || die 'the file is as before'
[[ ! -e /etc/netns/shop.web-1-3 ]] || die 'the file of a pod that is gone is left'
verify 1 >/dev/null || die 'verify'
teardown 1 >/dev/null || die 'teardown'
settled 1
state_1 >"$WORLD/now"
same "$WORLD/bare" "$WORLD/now" 'teardown left something'

# a file of somebody else is in the way as ever
mkdir -p /etc/netns/shop.web-1-2
echo nameserver 9.9.9.9 >/etc/netns/shop.web-1-2/resolv.conf
must_fail 3 apply 1
says "the file /etc/netns/shop.web-1-2/resolv.conf is there already and is not podnet's"
rm -r /etc/netns

# called right after a reboot, teardown takes away what is left of it
apply 1 >/dev/null || die 'apply'
reboot_1
teardown 1 >/dev/null || die 'teardown after a reboot'
[[ ! -e /etc/netns ]] || die "files are left: $(find /etc/netns)"
