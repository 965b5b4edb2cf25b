# shellcheck shell=bash
# Runs at the same time, signals, two clusters on one host, a network namespace that is another one now.
. "${BASH_SOURCE[0]%/*}/world.sh" || exit
world
foreign 1
state 1 >"$WORLD/bare"

# several runs at once, of both hosts, with a teardown among them
apply 1 >"$WORLD/a" 2>&1 & a=$!
apply 1 >"$WORLD/b" 2>&1 & b=$!
apply 2 >"$WORLD/c" 2>&1 & c=$!
wait "$a" || die "first: $(<"$WORLD/a")"
wait "$b" || die "second: $(<"$WORLD/b")"
wait "$c" || die "other host: $(<"$WORLD/c")"
cat "$WORLD/a" "$WORLD/b" | grep -q 'nothing to change' || die 'both changed something'
verify 1 >/dev/null || die 'verify'
for i in 1 2 3; do
  teardown 1 >"$WORLD/a" 2>&1 & a=$!
  apply 1 >"$WORLD/b" 2>&1 & b=$!
  verify 1 >/dev/null 2>&1
  wait "$a" || die "teardown beside apply: $(<"$WORLD/a")"
  wait "$b" || die "apply beside teardown: $(<"$WORLD/b")"
done
apply 1 >/dev/null && verify 1 >/dev/null || die 'after all that'
teardown 1 >/dev/null && teardown 2 >/dev/null || die 'teardown'
state 1 >"$WORLD/now"
same "$WORLD/bare" "$WORLD/now" 'teardown left something'
[[ ! -e /run/podnet ]] || die '/run/podnet is left'

# a signal at any time: taken back, or too late
RANDOM=${SEED:-1}
for delay in 0.0 0.0 0.1 0.1 0.2 0.2 0.3 0.3 0.4 0.5; do
  delay+=$((RANDOM % 10)) signal=INT:130
  ((RANDOM % 2)) || signal=TERM:143
  nsenter --net=/run/netns/h1 env --default-signal=INT "$OUT/nodes/n1/apply.sh" >"$WORLD/a" 2>&1 & a=$!
  sleep "$delay"
  kill "-${signal%:*}" "$a" 2>/dev/null
  wait "$a"
  rc=$?
  if ((rc == 0)); then
    verify 1 >/dev/null || die "signal after $delay: status 0, but not applied"
    teardown 1 >/dev/null || die 'teardown'
  else
    ((rc == ${signal#*:})) || die "signal $signal after $delay: status $rc: $(<"$WORLD/a")"
  fi
  state 1 >"$WORLD/now"
  same "$WORLD/bare" "$WORLD/now" "signal $signal after $delay: $(<"$WORLD/a")"
  [[ ! -e /run/podnet ]] || die "signal $signal after $delay leaves a state: $(ls -R /run/podnet) $(<"$WORLD/a")"
done

# a run that is killed while routes are still being loaded beside it: the next one waits for these, and comes to the same end
mkdir "$WORLD/slow"
for tool in bridge ip; do
  printf '#!/bin/bash\n[[ $* != *-batch*proc/self/fd* ]] || sleep 0.5\nexec %s "$@"\n' "$(command -v "$tool")" >"$WORLD/slow/$tool"
  chmod +x "$WORLD/slow/$tool"
done
for signal in KILL TERM; do
  PATH=$WORLD/slow:$PATH PODNET_MANY=0 nsenter --net=/run/netns/h1 "$OUT/nodes/n1/apply.sh" >"$WORLD/a" 2>&1 & a=$!
  until ip -n h1 link show flannel.1 >/dev/null 2>&1; do sleep 0.05; done
  kill "-$signal" "$a"
  wait "$a" 2>/dev/null
  rc=$?
  if [[ $signal == KILL ]]; then
    [[ $rc == 137 ]] || die "killed while loading routes: status $rc: $(<"$WORLD/a")"
    apply 1 >/dev/null && verify 1 >/dev/null || die 'after a kill while loading routes'
    [[ $(apply 1) == 'n1: nothing to change' ]] || die 'the apply after a kill was not the last to load routes'
    teardown 1 >/dev/null || die 'teardown'
  else
    [[ $rc == 143 ]] || die "signal while loading routes: status $rc: $(<"$WORLD/a")"
  fi
  state 1 >"$WORLD/now"
  same "$WORLD/bare" "$WORLD/now" "$signal while loading routes: $(<"$WORLD/a")"
done

# another cluster on the same host: neither touches what is the other's
OTHER=$WORLD/other
sample "$OTHER" 2
sed -i 's/^CLUSTER=shop/CLUSTER=blog/; s/^network.*/network nodes\/n1\/network/; /^services/d' "$OTHER/nodes/n1/host.sh"
sed -i 's/cni0/cni9/; s/flannel.1/flannel.9/; s/id 1 /id 9 /; s/10\.244\./10.9./g; s/fd00:10:/fd00:9:/; s/0a:58:0a:f4/0a:58:09:f4/; s/vethn1/vethx1/; s/shop\./blog./; s/66:0/6a:0/' \
  "$OTHER"/nodes/n1/{network.ip,pods.ip,pods.netns}
sed -i 's/cni0/cni9/; s/flannel.1/flannel.9/' "$OTHER/nodes/n1/network.sysctl"
sed -i 's/PODNET-/PODNET-BLOG-/g; s/10\.244\./10.9./g' "$OTHER/nodes/n1/network.v4.rules"
echo 'route replace 10.9.2.0/24 via 192.168.1.12 dev @UNDERLAY@ proto 157' >>"$OTHER/nodes/n1/network.ip"
apply 1 >/dev/null || die 'apply'
verify 1 >/dev/null || die 'verify'
on 1 "$OTHER/nodes/n1/apply.sh" >/dev/null || die 'apply of the other cluster'
verify 1 || die 'verify beside the other cluster'
on 1 "$OTHER/nodes/n1/verify.sh" || die 'verify of the other cluster'
[[ $(apply 1) == 'n1: nothing to change' ]] || die 'apply beside the other cluster changes something'
[[ $(on 1 "$OTHER/nodes/n1/apply.sh") == 'n1: nothing to change' ]] || die 'the other cluster changes something'
sed 's/PODNET-BLOG-MASQ/PODNET-MASQ/' -i "$OTHER/nodes/n1/network.v4.rules"
must_fail 3 on 1 "$OTHER/nodes/n1/apply.sh"
says 'the chain PODNET-MASQ of table nat belongs to another cluster'
says 'has been applied here too'
sed 's/PODNET-MASQ/PODNET-BLOG-MASQ/' -i "$OTHER/nodes/n1/network.v4.rules"
teardown 1 >/dev/null || die 'teardown beside the other cluster'
on 1 "$OTHER/nodes/n1/verify.sh" || die 'teardown took what is the other cluster'"'"'s'
on 1 "$OTHER/nodes/n1/teardown.sh" >/dev/null || die 'teardown of the other cluster'
state 1 >"$WORLD/now"
same "$WORLD/bare" "$WORLD/now" 'teardown left something'

# the host is another network namespace now: what was recorded of the old one says nothing about it
apply 1 >/dev/null || die 'apply'
ip netns add h3
ip -n h1 link set eth0 netns h3
ip -n h3 addr add 192.168.1.11/24 dev eth0
ip -n h3 link set eth0 up
ip -n h3 link set lo up
ip -n h3 link add cni0 type bridge
must_fail 3 on 3 "$OUT/nodes/n1/apply.sh"
says 'the link cni0 is there already'
ip -n h3 link del cni0
on 3 "$OUT/nodes/n1/apply.sh" >/dev/null || die 'apply in another namespace'
on 3 "$OUT/nodes/n1/verify.sh" || die 'verify in another namespace'
on 3 "$OUT/nodes/n1/teardown.sh" >/dev/null || die 'teardown in another namespace'
[[ ! -e /run/netns/shop.web-1-2 ]] || die 'a pod is left'
