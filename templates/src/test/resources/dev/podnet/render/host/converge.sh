# shellcheck shell=bash disable=SC2154
# A bare host becomes what the files say, packets pass, a second apply changes nothing, teardown leaves what was.
. "${BASH_SOURCE[0]%/*}/world.sh" || exit
world
foreign 1
settled 1
state 1 >"$WORLD/bare"
must_fail 1 verify 1
says 'missing: link add name cni0'
apply 1 || die 'apply on n1'
apply 2 || die 'apply on n2'

reaches shop.web-1-2 10.244.2.3
reaches shop.web-1-2 10.244.1.3
reaches shop.web-2-3 10.244.1.2
reaches shop.web-1-2 fd00:10:244:1::3
reaches h1 10.244.2.2
[[ $(ip netns exec shop.web-1-2 cat /etc/resolv.conf) == *'nameserver 10.96.0.10'* ]] || die 'no resolv.conf'
[[ $(ip netns exec shop.web-1-2 ping -n -c 1 -W 2 -M do -s 1422 10.244.2.2) == *' 0% packet loss'* ]] || die 'a full-size packet'
! ip netns exec shop.web-1-2 ping -n -c 1 -W 2 -M do -s 1423 10.244.2.2 >/dev/null 2>&1 || die 'a packet that is too large'

# nobody listens behind the service: its pods refuse, which says that the packet came there and back
refused() { [[ $(ip netns exec "$1" timeout 5 bash -c 'exec 3<>/dev/tcp/10.96.0.1/80' 2>&1) == *refused* ]] || die "$1 does not reach the service"; }
refused shop.web-1-2
refused h2
on 1 "$IPTABLES-save" -c -t nat | grep -qE '^\[0:0\] -A PODNET-SVC-WEB .*10.244.2.3' || \
  on 1 "$IPTABLES-save" -c -t nat | grep -qE '^\[[1-9].*-A PODNET-SVC-WEB .*DNAT' || die 'no packet was counted'

# a second apply: nothing in the kernel moves, no file is touched
everything() {
  state 1
  on 1 "$IPTABLES-save" -c | grep -v '^#'
  on 1 ip -o link
  find "$OUT" /run/podnet /run/netns /etc/netns -printf '%p %i %T@ %C@\n' | sort
}
settled 1
sleep 1 # the kernel reports within a second that a link has a carrier
everything >"$WORLD/once"
on 1 ip monitor all >"$WORLD/monitor" &
monitor=$!
ip -n shop.web-1-2 monitor all >>"$WORLD/monitor" &
monitor_pod=$!
sleep 0.3
[[ $(apply 1) == 'n1: nothing to change' ]] || die 'the second apply changes something'
sleep 0.3
kill "$monitor" "$monitor_pod"
everything >"$WORLD/twice"
same "$WORLD/once" "$WORLD/twice" 'the second apply changed something'
grep -vE 'STALE|REACHABLE|DELAY|PROBE|FAILED|NOARP|^nsid' "$WORLD/monitor" && die 'the kernel reported changes'
[[ $(apply 1 --dry-run) == *'nothing to change' ]] || die 'dry run'
verify 1 >"$WORLD/verify" || die "verify: $(cat "$WORLD/verify")"

[[ $(teardown 1 --dry-run) == *'ip link del dev cni0'* ]] || die 'dry run of teardown'
teardown 2 >/dev/null || die 'teardown on n2'
teardown 1 || die 'teardown'
state 1 >"$WORLD/after"
same "$WORLD/bare" "$WORLD/after" 'teardown left something'
[[ ! -e /run/podnet/shop/n1 ]] || die 'state is left'
[[ $(teardown 1) == 'n1: nothing to take away' ]] || die 'a second teardown'
[[ ! -e /run/podnet ]] || die '/run/podnet is left'
