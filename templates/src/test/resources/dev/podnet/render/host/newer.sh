# shellcheck shell=bash
# A newer compile on a host that has an older one: what is no longer wanted goes, what is the same is not touched.
. "${BASH_SOURCE[0]%/*}/world.sh" || exit
world
foreign 1
state 1 >"$WORLD/bare"
apply 1 >/dev/null && apply 2 >/dev/null || die 'apply'
NEWER=$WORLD/newer
sample "$NEWER" 3 5
sed -i 's/10.244.2.3:8080/10.244.2.2:8081/' "$NEWER/cluster/services.v4.rules"
ip netns exec shop.web-1-3 timeout 5 bash -c 'exec 3<>/dev/tcp/10.96.0.1/80' 2>/dev/null
untouched() {
  on 1 ip -o link show | grep -E 'cni0|flannel.1|vethn1p3|docker0|eth0:'
  on 1 ip -o addr show
  on 1 ip route show table all
  on 1 "$IPTABLES-save" -c | grep -E '^\[.*(PODNET-(MASQ|SERVICES|POST|FORWARD|MARK)|DOCKER|INPUT|MINE)'
  ip -n shop.web-1-3 -o addr show
}
settled 1
untouched | grep -v 'fe80\|vethn1p[25]\|scope link' >"$WORLD/untouched"
on 1 ip monitor link address route >"$WORLD/monitor" &
monitor=$!
ip -n shop.web-1-3 monitor all >"$WORLD/monitor-pod" &
monitor_pod=$!
sleep 0.2
OUTPUT=$(on 1 "$NEWER/nodes/n1/apply.sh") || die 'apply of the newer compile'
says 'n1: 2 namespaces'
sleep 0.3
kill "$monitor" "$monitor_pod"
! grep -E 'cni0: |flannel.1: |vethn1p3|docker0: ' "$WORLD/monitor" | grep -vE 'vethn1p[25]|master cni0.*state|lladdr|NO-CARRIER' || die 'links that stay were touched'
! grep -vE 'STALE|REACHABLE|DELAY|PROBE|FAILED|^nsid' "$WORLD/monitor-pod" || die 'a pod that stays was touched'
untouched | grep -v 'fe80\|vethn1p[25]\|scope link' >"$WORLD/now"
same "$WORLD/untouched" "$WORLD/now" 'what stays was touched'
on 1 "$NEWER/nodes/n1/verify.sh" >/dev/null || die 'verify'
[[ ! -e /run/netns/shop.web-1-2 && ! -e /etc/netns/shop.web-1-2 ]] || die 'a pod that went is left'
! ip -n h1 link show vethn1p2 2>/dev/null || die 'its veth is left'
on 1 "$IPTABLES-save" | grep -q 10.244.2.2:8081 || die 'the rule did not change'
reaches shop.web-1-5 10.244.2.2
[[ $(on 1 "$NEWER/nodes/n1/apply.sh") == 'n1: nothing to change' ]] || die 'the second apply changes something'

# and one that differs in all kinds of things, there and back
sample_older "$WORLD/older"
for out in "$WORLD/older" "$OUT" "$NEWER" "$WORLD/older" "$OUT"; do
  on 1 "$out/nodes/n1/apply.sh" >"$WORLD/a" 2>&1 || die "apply of $out: $(<"$WORLD/a")"
  on 1 "$out/nodes/n1/verify.sh" >"$WORLD/a" || die "verify of $out: $(<"$WORLD/a")"
  [[ $(on 1 "$out/nodes/n1/apply.sh") == 'n1: nothing to change' ]] || die "the second apply of $out changes something"
done
reaches shop.web-1-3 10.244.2.2

# routes and addresses that somebody hung on podnet's links stay, even when the link is made anew
ip -n h1 addr add 10.50.0.1/24 dev flannel.1
ip -n h1 route add 10.60.0.0/16 dev flannel.1 proto static
on 1 "$WORLD/older/nodes/n1/apply.sh" >/dev/null || die 'apply of the older compile'
ip -n h1 -o addr show dev flannel.1 | grep -q 10.50.0.1/24 || die 'the address of somebody else is gone'
ip -n h1 route show 10.60.0.0/16 | grep -q 'dev flannel.1 proto static' || die 'the route of somebody else is gone'

# teardown by another compile than the one that was applied
apply 1 >/dev/null || die 'apply'
on 1 "$NEWER/nodes/n1/teardown.sh" >/dev/null && teardown 2 >/dev/null || die 'teardown'
state 1 >"$WORLD/now"
same "$WORLD/bare" "$WORLD/now" 'teardown left something'

# pods that share a namespace
cat >>"$OUT/nodes/n1/pods.netns" <<'EOF'
@alias shop.web-1-9 shop.web-1-2 # shop/web-1-9
@resolv
nameserver 10.96.0.10
EOF
apply 1 >/dev/null || die 'apply with an alias'
[[ /run/netns/shop.web-1-9 -ef /run/netns/shop.web-1-2 ]] || die 'the alias is not the same namespace'
[[ $(apply 1) == 'n1: nothing to change' ]] || die 'the second apply with an alias changes something'
verify 1 || die 'verify with an alias'
ip netns del shop.web-1-9
ip netns add shop.web-1-9
must_fail 1 verify 1
apply 1 >/dev/null || die 'mending the alias'
[[ /run/netns/shop.web-1-9 -ef /run/netns/shop.web-1-2 ]] || die 'the alias is not mended'
on 1 "$NEWER/nodes/n1/apply.sh" >/dev/null || die 'apply without the alias'
[[ ! -e /run/netns/shop.web-1-9 ]] || die 'the alias is left'
teardown 1 >/dev/null || die 'teardown'
state 1 >"$WORLD/now"
same "$WORLD/bare" "$WORLD/now" 'teardown left something'
