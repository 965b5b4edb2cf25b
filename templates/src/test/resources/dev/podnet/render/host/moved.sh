# shellcheck shell=bash
# Pods that change node where several hosts share one /run/netns: applied in any order, killed anywhere, the hosts come
# to what the files say, and neither takes away what is the other's. Environment: POINTS, SEED (shims.sh).
. "${BASH_SOURCE[0]%/*}/world.sh" || exit
world
# shellcheck source=shims.sh
. "$HERE/shims.sh"
make_shims
both() { state 1; state 2; ls /run/netns /etc/netns; }
both >"$WORLD/bare" 2>/dev/null
PATHS=(nodes/n1/pods.netns nodes/n1/pods.ip nodes/n2/pods.netns nodes/n2/pods.ip)
SWAPPED=$WORLD/swapped
cp -r "$OUT" "$SWAPPED"
(cd "$SWAPPED" && sed -i 's/shop.web-1-3/shop.WEB/; s/shop.web-2-3/shop.web-1-3/; s/shop.WEB/shop.web-2-3/' "${PATHS[@]}")
MOVED=$WORLD/moved
sample "$MOVED" 2
sample_node "$MOVED" 2 2 3 4
(cd "$MOVED" && sed -i 's/shop.web-2-4/shop.web-1-3/' "${PATHS[@]}")
ALIASED=$WORLD/aliased
cp -r "$MOVED" "$ALIASED"
printf '%s\n' '@alias shop.web-2-3 shop.web-1-2 # shop/web-2-3' '@resolv' 'nameserver 10.96.0.10' >>"$ALIASED/nodes/n1/pods.netns"
sed -i '/^@netns shop.web-2-3/,/^search/d' "$ALIASED/nodes/n2/pods.netns"
sed -i '/vethn2p3/d' "$ALIASED/nodes/n2/pods.ip"

to() { # OUTPUT NODE...
  local out=$1 i
  shift
  for i; do on "$i" "$out/nodes/n$i/apply.sh" >"$WORLD/out$i" 2>&1 || die "apply of $out on n$i: $(<"$WORLD/out$i")"; done
}
arrived() { # OUTPUT WHAT
  local i
  for i in 1 2; do
    OUTPUT=$(on "$i" "$1/nodes/n$i/apply.sh" 2>&1) || die "$2: apply of $1 on n$i: $OUTPUT"
    says 'nothing to change'
    [[ -z $(ls "/run/podnet/shop/n$i/taken" 2>/dev/null) ]] || die "$2: n$i still has marks: $(ls "/run/podnet/shop/n$i/taken")"
  done
}

# one, two, one whose namespace becomes a second name; there and back, in both orders
to "$OUT" 1 2
for order in '1 2' '2 1'; do
  for out in "$MOVED" "$SWAPPED" "$ALIASED" "$OUT"; do
    [[ $order$out != "1 2$ALIASED" && $order$out != "2 1$MOVED" ]] || continue
    # shellcheck disable=SC2086
    to "$out" $order
    arrived "$out" "order $order"
    for i in 1 2; do OUTPUT=$(on "$i" "$out/nodes/n$i/verify.sh" 2>&1) || die "order $order: verify of $out on n$i: $OUTPUT"; done
  done
  reaches shop.web-1-3 10.244.2.3
done
to "$MOVED" 2
[[ $(ip -n shop.web-1-3 -o addr show dev eth0) == *10.244.2.4/24* ]] || die 'the pod is not that of n2'
OUTPUT=$(on 1 "$MOVED/nodes/n1/verify.sh") || [[ $OUTPUT != *shop.web-1-3* ]] || die "n1 wants back what n2 took: $OUTPUT"
must_fail 1 verify 1
says 'missing: network namespace shop.web-1-3'
reaches shop.web-1-3 10.244.2.2

# teardown leaves what another node took, and what is taken back by an older compile
teardown 1 >/dev/null || die 'teardown'
on 2 "$MOVED/nodes/n2/verify.sh" || die 'teardown of n1 took the pod of n2'
to "$OUT" 1
verify 1 || die 'the pod was not got back'
to "$OUT" 2
arrived "$OUT" 'got back'

# not with --confirm, which another run may have to take back
must_fail 3 on 2 "$MOVED/nodes/n2/apply.sh" --confirm 60
says 'the network namespace shop.web-1-3 is that of n1: it cannot be taken from there with --confirm'
arrived "$OUT" 'refused'

# a step fails after the namespace was taken: it is given back, with all that is in it
ip netns exec shop.web-1-3 sleep 300 &
both >"$WORLD/before"
cp -r "$MOVED" "$WORLD/wrong"
sed -i 's/^-A PODNET-POST -j MASQ.*/-A PODNET-POST -m nonsense -j MASQUERADE/' "$WORLD/wrong/cluster/services.v4.rules"
must_fail 1 on 2 "$WORLD/wrong/nodes/n2/apply.sh"
says 'the host is as it was before'
both >"$WORLD/now"
same "$WORLD/before" "$WORLD/now" 'the namespace was not given back as it was'
arrived "$OUT" 'given back'
[[ $(ip netns pids shop.web-1-3) == "$!" ]] || die 'another namespace was given back'
kill "$!"

# killed and failing anywhere
choose_calls nsenter --net=/run/netns/h2 "$SWAPPED/nodes/n2/apply.sh"
to "$OUT" 1 2
hits=0
for at in "${AT_CALLS[@]}"; do
  modes=(before during fail)
  mode=${modes[RANDOM % 3]}
  arrived "$OUT" 'begin'
  with_shims "$mode" "$at" nsenter --net=/run/netns/h2 "$SWAPPED/nodes/n2/apply.sh" || { to "$OUT" 1 2; continue; }
  hits=$((hits + 1))
  order='1 2' out=$SWAPPED
  ((RANDOM % 2)) || order='2 1'
  ((RANDOM % 3)) || out=$OUT
  # shellcheck disable=SC2086
  to "$out" $order
  arrived "$out" "$mode at call $at ($(<"$WORLD/hit")), then $order"
  to "$OUT" 1 2
done
((hits > 0)) || die 'no call was hit'

# both at once, again and again until nothing differs
for out in "$SWAPPED" "$OUT"; do
  for node in 1 2; do on "$node" "$out/nodes/n$node/apply.sh" >"$WORLD/out$node" 2>&1 & done
  wait
  to "$out" 1 2 1
  arrived "$out" 'both at once'
done
teardown 1 >/dev/null || die 'teardown'
teardown 2 >/dev/null || die 'teardown'
both >"$WORLD/now" 2>/dev/null
same "$WORLD/bare" "$WORLD/now" 'teardown left something'
