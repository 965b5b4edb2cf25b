# shellcheck shell=bash
# The command line: help, mistakes, parts that are applied alone, pods that are left to a container runtime.
. "${BASH_SOURCE[0]%/*}/world.sh" || exit
world
# shellcheck source=shims.sh
. "$HERE/shims.sh"
make_shims
foreign 1
state 1 >"$WORLD/bare"

for script in apply verify teardown; do
  OUTPUT=$("$script" 1 --help) || die "$script --help"
  says "Usage: $script.sh"
  must_fail 2 "$script" 1 --nonsense
  says "there is no option '--nonsense'"
done
must_fail 2 apply 1 --only
must_fail 2 apply 1 --only ''
must_fail 2 apply 1 --only services,nothing
says "there is no part 'nothing'"
must_fail 2 apply 1 --pods some
must_fail 2 apply 1 --confirm soon
must_fail 2 apply 1 --confirm 0
must_fail 2 apply 1 --confirm 5 --keep
must_fail 1 apply 1 --keep
must_fail 1 apply 1 --take-back
state 1 >"$WORLD/now"
same "$WORLD/bare" "$WORLD/now" 'a wrong call changed something'
[[ ! -e /run/podnet ]] || die 'a wrong call left /run/podnet'

OUTPUT=$(apply 1 -n) || die 'dry run'
says 'ip link add name cni0'
says 'iptables'
says 'sysctl -w net/ipv4/ip_forward=1'
says 'ip netns add shop.web-1-2'
state 1 >"$WORLD/now"
same "$WORLD/bare" "$WORLD/now" 'a dry run changed something'
[[ ! -e /run/podnet ]] || die 'a dry run left /run/podnet'

# services alone, as kube-proxy would be beside another network
apply 1 --only services >/dev/null || die '--only services'
verify 1 --only services >/dev/null || die 'verify --only services'
must_fail 1 verify 1
! ip -n h1 link show cni0 2>/dev/null || die '--only services makes links'
[[ ! -e /run/netns/shop.web-1-2 ]] || die '--only services makes pods'
on 1 "$IPTABLES-save" | grep -q PODNET-SVC-WEB || die '--only services makes no services'
! on 1 "$IPTABLES-save" | grep -q PODNET-MASQ || die '--only services makes the rules of the network'
[[ $(apply 1 --only services) == 'n1: nothing to change' ]] || die 'services twice'
on 1 "$IPTABLES" -t nat -F PODNET-SVC-WEB
apply 1 --only services >/dev/null || die 'services that somebody has touched'
verify 1 --only services >/dev/null || die 'services that somebody has touched are not mended'
if [[ $IPTABLES == *nft ]] && command -v perl >/dev/null; then
  with_shims none 0 nsenter --net=/run/netns/h1 "$OUT/nodes/n1/apply.sh" --only services || true
  [[ ! -e $SHIM_COUNT.$IPTABLES-save ]] || die 'services alone are read although nobody has touched them'
fi

# the network beside it, without the pods
apply 1 --pods none >/dev/null || die '--pods none'
verify 1 --pods none >/dev/null || die 'verify --pods none'
[[ ! -e /run/netns/shop.web-1-2 && ! -e /etc/netns ]] || die '--pods none makes pods'
[[ $(apply 1 --pods=none) == 'n1: nothing to change' ]] || die '--pods none twice'

# the order of the jumps is the same, whatever came first
apply 1 >/dev/null || die 'apply'
on 1 "$IPTABLES-save" >"$WORLD/all"
[[ $(grep -- '-A POSTROUTING' "$WORLD/all" | head -2 | sed 's/.*-j //' | xargs) == 'PODNET-POST PODNET-MASQ' ]] \
  || die "the order of jumps: $(grep POSTROUTING "$WORLD/all")"
verify 1 >/dev/null || die 'verify'
state 1 >"$WORLD/full"
on 1 "$IPTABLES" -t nat -F PODNET-SVC-WEB
apply 1 --only network >/dev/null || die '--only network where services were touched'
OUTPUT=$(apply 1) || die "apply where services were touched: $OUTPUT"
verify 1 >/dev/null || die 'a run of another part hides what somebody has touched'

# parts that are not named stay as they are, also when they would be stale
sed -i 's/^PARTS=.*/&\nignored nodes\/n1\/nothing/; /^network\|^pods/d' "$OUT/nodes/n1/host.sh"
[[ $(apply 1 --only services,policies) == 'n1: nothing to change' ]] || die 'other parts were touched'
[[ $(apply 1 --pods none --only services) == 'n1: nothing to change' ]] || die 'other parts were touched'
state 1 >"$WORLD/now"
same "$WORLD/full" "$WORLD/now" 'other parts were touched'
# without them in the files, a full apply takes them away
apply 1 >/dev/null || die 'apply without network and pods'
! ip -n h1 link show cni0 2>/dev/null || die 'the bridge is still there'
[[ ! -e /run/netns/shop.web-1-2 ]] || die 'the pod is still there'
on 1 "$IPTABLES-save" | grep -q PODNET-SVC-WEB || die 'the services are gone'
[[ $(on 1 sysctl -n net.ipv4.ip_forward) == 0 ]] || die 'the setting was not set back'
teardown 1 >/dev/null || die 'teardown'
state 1 >"$WORLD/now"
same "$WORLD/bare" "$WORLD/now" 'teardown left something'
