# shellcheck shell=bash
# A command that fails, whichever it is: either the run says so and the host is as before, or it was of no account and
# the host is as the files say. Environment: SCENARIO, bare or newer: on a bare host, or on one that has an older compile;
# POINTS, SEED (shims.sh).
. "${BASH_SOURCE[0]%/*}/world.sh" || exit
world
# shellcheck source=shims.sh
. "$HERE/shims.sh"
make_shims
foreign 1
state 1 >"$WORLD/bare"
OLD=$WORLD/old
sample_older "$OLD"
begin() { [[ ${SCENARIO:-bare} == bare ]] || on 1 "$OLD/nodes/n1/apply.sh" >/dev/null || die 'apply of the older compile'; }
begin
choose_calls nsenter --net=/run/netns/h1 "$OUT/nodes/n1/apply.sh"
teardown 1 >/dev/null || die 'teardown'
begin
failed=0
for at in "${AT_CALLS[@]}"; do
  state 1 >"$WORLD/before"
  with_shims fail "$at" nsenter --net=/run/netns/h1 "$OUT/nodes/n1/apply.sh" || { teardown 1 >/dev/null || die 'teardown'; begin; continue; }
  hit=$(<"$WORLD/hit")
  state 1 >"$WORLD/now"
  if ((STATUS == 0)); then
    verify 1 >"$WORLD/out1" 2>&1 || die "failing call $at ($hit) went unnoticed: $(<"$WORLD/out1")"
    teardown 1 >/dev/null || die 'teardown'
    begin
    continue
  fi
  failed=$((failed + 1))
  ((STATUS == 1 || STATUS == 3)) || die "status $STATUS after failing call $at ($hit): $(<"$WORLD/shim.out")"
  same "$WORLD/before" "$WORLD/now" "failing call $at ($hit) was not taken back: $(<"$WORLD/shim.out")"
  [[ -s $WORLD/shim.out ]] || die "failing call $at ($hit): no message"
  ! grep -q 'could not be put back' "$WORLD/shim.out" || die "failing call $at ($hit): $(<"$WORLD/shim.out")"
  [[ ${SCENARIO:-bare} == newer || ! -e /run/podnet/shop/n1 ]] || die "failing call $at ($hit) leaves a state: $(<"$WORLD/shim.out")"
done
((failed > 0)) || die 'none failed'
teardown 1 >/dev/null || die 'teardown'
state 1 >"$WORLD/now"
same "$WORLD/bare" "$WORLD/now" 'teardown after all this'
