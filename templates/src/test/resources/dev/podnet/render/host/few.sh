# shellcheck shell=bash
# Few changes in files that are otherwise those of before: only these are made, whoever has touched the host in the meantime;
# and they are taken back. PODNET_PERL=none: without what says whether anybody has touched the rules.
. "${BASH_SOURCE[0]%/*}/world.sh" || exit
world
# shellcheck source=shims.sh
. "$HERE/shims.sh"
make_shims
foreign 1
cat >>"$OUT/cluster/peers.ip" <<'EOF'
route replace 10.244.8.0/24 via 10.244.8.0 dev flannel.1 onlink proto 157 # n8
neigh replace 10.244.8.0 lladdr 66:00:00:00:00:08 dev flannel.1 nud permanent # n8
EOF
echo 'fdb replace 66:00:00:00:00:08 dev flannel.1 dst 192.168.1.18 self permanent # n8' >>"$OUT/cluster/peers.fdb"
NEW=$WORLD/new
cp -r "$OUT" "$NEW"
sed -i 's/: 10.244.2.2 . 8080,/: 10.244.2.9 . 8080,/' "$NEW/cluster/services.nft"
sed -i 's/10.244.2.3:8080/10.244.2.9:8080/' "$NEW/cluster/services.v4.rules"
sed -i '/10\.244\.8\./d' "$NEW/cluster/peers.ip"
echo 'route replace 10.244.7.0/24 via 10.244.7.0 dev flannel.1 onlink proto 157 # n7' >>"$NEW/cluster/peers.ip"
echo 'neigh replace 10.244.7.0 lladdr 66:00:00:00:00:07 dev flannel.1 nud permanent # n7' >>"$NEW/cluster/peers.ip"
sed -i 's/66:00:00:00:00:08 dev flannel.1 dst 192.168.1.18/66:00:00:00:00:08 dev flannel.1 dst 192.168.1.17/' "$NEW/cluster/peers.fdb"
new() { on 1 "$NEW/nodes/n1/$1.sh" "${@:2}"; }
record() { cat /run/podnet/shop/n1/owned; }

apply 1 >/dev/null || die 'apply'
[[ $(apply 1) == 'n1: nothing to change' ]] || die 'the second apply changes something'
record >"$WORLD/record"
settled 1
state 1 >"$WORLD/old"
OUTPUT=$(new apply 2>&1) || die "apply of few changes: $OUTPUT"
says '2 neighbours, 1 forwarding entry, 2 routes, 1 map element'
OUTPUT=$(new verify) || die "few changes: $OUTPUT"
OUTPUT=$(new apply)
says 'n1: nothing to change'
! record | grep -E 'route 10\.244\.8\.|neigh flannel.1 10\.244\.8' || die 'what has gone is on record'
[[ $(record | grep -cE 'route 10\.244\.7\.|neigh flannel.1 10\.244\.7') == 2 ]] || die 'what has come is not on record'
state 1 >"$WORLD/newer"
OUTPUT=$(apply 1 2>&1) || die "apply back: $OUTPUT"
OUTPUT=$(verify 1) || die "back: $OUTPUT"
record >"$WORLD/now"
same "$WORLD/record" "$WORLD/now" 'another record than before'
state 1 >"$WORLD/now"
same "$WORLD/old" "$WORLD/now" 'another state than before'

# each step that fails is taken back
failed=0
for at in "$IPTABLES-restore:1" nft:1 bridge:2 ln:1 mv:1 mv:2 mv:4; do
  [[ $(apply 1) == 'n1: nothing to change' ]] || die 'not settled'
  with_shims fail "$at" nsenter --net=/run/netns/h1 "$NEW/nodes/n1/apply.sh" || { apply 1 >/dev/null; continue; }
  OUTPUT=$(<"$WORLD/shim.out")
  if ((STATUS == 0)); then
    OUTPUT=$(new verify) || die "failing $at went unnoticed: $OUTPUT"
    apply 1 >/dev/null || die 'apply back'
    continue
  fi
  failed=$((failed + 1))
  state 1 >"$WORLD/now"
  same "$WORLD/old" "$WORLD/now" "failing $at was not taken back: $OUTPUT"
  [[ $OUTPUT != *'could not be put back'* ]] || die "failing $at: $OUTPUT"
  OUTPUT=$(verify 1) || die "after failing $at: $OUTPUT"
done
((failed > 2)) || die "only $failed failed"

# somebody else has touched the host as well, in what changes and in what does not
on 1 nft add element ip podnet-services PODNET-SERVICES '{ 10.96.9.9 . tcp . 80 : drop }'
on 1 nft delete element ip podnet-services PODNET-EP-0 '{ 10.96.0.2 . udp . 53 }'
on 1 "$IPTABLES" -t nat -A PODNET-MASQ -s 10.1.1.1 -j RETURN
on 1 "$IPTABLES" -t nat -F PODNET-SVC-WEB
on 1 "$IPTABLES" -t nat -D POSTROUTING -j PODNET-POST
ip -n h1 route replace 10.244.2.0/24 via 192.168.1.12 dev eth0 proto static
ip -n h1 neigh del 10.244.8.0 dev flannel.1
on 1 bridge fdb replace 66:00:00:00:00:02 dev flannel.1 dst 192.168.1.77 self permanent
OUTPUT=$(new apply 2>&1) || die "apply on a host that was changed: $OUTPUT"
OUTPUT=$(new verify) || die "on a host that was changed: $OUTPUT"
state 1 >"$WORLD/now"
same "$WORLD/newer" "$WORLD/now" 'another state than without'
OUTPUT=$(new apply)
says 'n1: nothing to change'
OUTPUT=$(apply 1 2>&1) || die "apply back: $OUTPUT"

# or touches it while rules are loaded: the next run finds it
mkdir "$WORLD/meddle"
cat >"$WORLD/meddle/nft" <<EOF
#!/bin/bash
$(command -v nft) "\$@" || exit
[[ \$1 != -f ]] || $(command -v nft) add element ip podnet-services PODNET-SERVICES '{ 10.96.9.9 . tcp . 80 : drop }'
EOF
chmod +x "$WORLD/meddle/nft"
OUTPUT=$(PATH=$WORLD/meddle:$PATH new apply 2>&1) || die "apply: $OUTPUT"
must_fail 1 new verify
says 'too much: 10.96.9.9 . tcp . 80 : drop'
OUTPUT=$(new apply 2>&1)
says '1 map element changed'
OUTPUT=$(new verify) || die "$OUTPUT"
teardown 1 >/dev/null || die 'teardown'
