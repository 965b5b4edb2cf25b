# shellcheck shell=bash disable=SC2154,SC2015
# Nodes change their shares of the pods' range: what was a peer's is a host's own, where the kernel makes a route of its own
# to the same prefix, and the other way round.
. "${BASH_SOURCE[0]%/*}/world.sh" || exit
world
foreign 1
settled 1
state 1 >"$WORLD/bare"
for i in 1 2; do # IPv6 by the tunnel, too
  echo "addr replace fd00:10:244:$i::/128 dev flannel.1 nodad" >>"$OUT/nodes/n$i/network.ip"
  cat >>"$OUT/cluster/peers.ip" <<EOF
route replace fd00:10:244:$i::/64 via fd00:10:244:$i:: dev flannel.1 onlink proto 157 # n$i
neigh replace fd00:10:244:$i:: lladdr 66:00:00:00:00:0$i dev flannel.1 nud permanent # n$i
EOF
done
apply 1 >/dev/null && apply 2 >/dev/null || die 'apply'
SWAPPED=$WORLD/swapped
cp -r "$OUT" "$SWAPPED"
find "$SWAPPED" -name '*.ip' -o -name '*.netns' -o -name '*.rules' | while read -r file; do
  sed -i -E 's/10\.244\.1\./10.244.@./g; s/10\.244\.2\./10.244.1./g; s/10\.244\.@\./10.244.2./g
    s/fd00:10:244:1:/fd00:10:244:@:/g; s/fd00:10:244:2:/fd00:10:244:1:/g; s/fd00:10:244:@:/fd00:10:244:2:/g' "$file"
done

shares() { # OUT SHARE-OF-N1 SHARE-OF-N2
  local i share other
  for i in 1 2; do
    OUTPUT=$(on "$i" "$1/nodes/n$i/apply.sh" 2>&1) || die "apply on n$i: $OUTPUT"
    OUTPUT=$(on "$i" "$1/nodes/n$i/verify.sh" 2>&1) || die "verify on n$i: $OUTPUT"
    [[ $(on "$i" "$1/nodes/n$i/apply.sh") == "n$i: nothing to change" ]] || die 'the second apply changes something'
  done
  for i in 1 2; do
    if [[ $i == 1 ]]; then share=$2 other=$3; else share=$3 other=$2; fi
    [[ $(ip -n "h$i" route show "10.244.$share.0/24") == *'dev cni0 proto kernel'* ]] || die "n$i has no route to its own pods"
    [[ $(ip -n "h$i" route show "10.244.$other.0/24") == *'dev flannel.1 proto 157'* ]] || die "n$i has no route to its peer's pods"
    [[ $(ip -n "h$i" route show "10.244.$share.0/24" | wc -l) == 1 ]] || die "n$i has two routes to its own pods"
    [[ $(ip -n "h$i" -6 route show "fd00:10:244:$share::/64") == *'dev cni0 proto kernel'* ]] || die "n$i has no IPv6 route to its own pods"
  done
  reaches shop.web-1-2 "10.244.$3.2"
  reaches shop.web-1-2 "fd00:10:244:$3::2"
  reaches shop.web-1-2 "10.244.$2.3"
  reaches shop.web-2-3 "10.244.$2.2"
  reaches h1 "10.244.$3.2"
}

shares "$SWAPPED" 2 1
shares "$OUT" 1 2

# a run that fails at its end puts the routes back too
before() { ip -n h1 route; ip -n h1 -6 route | grep -v fe80; ip -n h1 -o addr show | grep -v fe80; }
before | sort >"$WORLD/before"
sed -i 's/-j PODNET-SVC-WEB/-j NOSUCHTARGET/' "$SWAPPED/cluster/services.v4.rules"
must_fail 1 on 1 "$SWAPPED/nodes/n1/apply.sh"
says 'the host is as it was before'
before | sort >"$WORLD/now"
same "$WORLD/before" "$WORLD/now" 'not taken back'
reaches shop.web-1-2 10.244.2.2

teardown 1 >/dev/null && teardown 2 >/dev/null || die 'teardown'
state 1 >"$WORLD/now"
same "$WORLD/bare" "$WORLD/now" 'teardown left something'
