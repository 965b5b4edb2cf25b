# shellcheck shell=bash
# Many rules, peers and pods: what differs costs, not what is there. Environment: SERVICES, with four rules each.
. "${BASH_SOURCE[0]%/*}/world.sh" || exit
world
SERVICES=${SERVICES:-1500}
PEERS=$((SERVICES / 5))
pods=($(seq 2 $((2 + SERVICES / 100))))
rm -r "$OUT"
sample "$OUT" "${pods[@]}"
awk -v PEERS="$PEERS" 'BEGIN {
  for (i = 10; i < PEERS; i++) {
    net = "10." 128 + int(i / 256) "." i % 256 ".0"
    mac = sprintf("66:00:00:00:%02x:%02x", i / 256, i % 256)
    print "route replace " net "/24 via " net " dev flannel.1 onlink proto 157 # p" i
    print "neigh replace " net " lladdr " mac " dev flannel.1 nud permanent # p" i
    print "fdb replace " mac " dev flannel.1 dst 192.168." int(i / 256) + 10 "." i % 256 " self permanent # p" i >"/dev/stderr"
  }
}' >>"$OUT/cluster/peers.ip" 2>>"$OUT/cluster/peers.fdb"
awk -v SERVICES="$SERVICES" 'BEGIN {
  print "*nat"
  print ":PODNET-LARGE - [0:0]"
  for (i = 0; i < SERVICES; i++) print ":PODNET-SVC-" i " - [0:0]"
  for (i = 0; i < SERVICES; i++) {
    ip = "10.97." int(i / 256) "." i % 256
    print "-A PODNET-LARGE -d " ip "/32 -p tcp -m comment --comment \"large/s" i ":http\" -m tcp --dport 80 -j PODNET-SVC-" i
    for (j = 0; j < 3; j++) print "-A PODNET-SVC-" i " -p tcp -m comment --comment \"large/s" i ":http\" -j DNAT --to-destination 10.244.2." j + 2 ":8080"
  }
  print "-I PREROUTING 1 -j PODNET-LARGE"
  print "COMMIT"
}' >"$OUT/cluster/large.v4.rules"
sed -i 's/^services .*/& cluster\/large/' "$OUT/nodes/n1/host.sh"

# Of the processor: other work on the machine is no matter.
took() { # COMMAND...
  local TIMEFORMAT='%U %S' user system
  { time "$@" >&3 2>&4; } 3>&1 4>&2 2>"$WORLD/took" || die "$*"
  read -r user system <"$WORLD/took"
  TOOK=$((10#${user/./} + 10#${system/./}))
  printf '%s: %d ms\n' "$*" "$TOOK"
}
took apply 1
bare=$TOOK
took apply 1
((TOOK < bare)) || die "an apply that changes nothing takes $TOOK ms, the first took $bare ms"
took apply 1 --only network
took verify 1
sed -i 's/10.97.1.1\/32/10.98.1.1\/32/' "$OUT/cluster/large.v4.rules"
took apply 1
took teardown 1
