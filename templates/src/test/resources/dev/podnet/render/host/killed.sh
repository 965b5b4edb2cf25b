# shellcheck shell=bash
# A run that is killed at any of its steps: the next apply comes to the same end, and teardown to the beginning.
# Environment: SCENARIO, bare or newer: on a bare host, or on one that has an older compile; POINTS, SEED (shims.sh).
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
# what this run would have come to, in words in which the number of a link does not matter
end_state() { state 1 | sed -E 's/^[0-9]+: //; s/@if[0-9]+/@/; s/port_(id|no) [^ ]+//g; s/designated_port [0-9]+//' | sort; }
begin
choose_calls nsenter --net=/run/netns/h1 "$OUT/nodes/n1/apply.sh"
end_state >"$WORLD/end"
teardown 1 >/dev/null || die 'teardown'
killed=0
for at in "${AT_CALLS[@]}"; do
  mode=before
  ((at % 2)) || mode=during
  begin
  if ! with_shims "$mode" "$at" nsenter --net=/run/netns/h1 "$OUT/nodes/n1/apply.sh"; then
    teardown 1 >/dev/null || die 'teardown' # the calls are not of one number in every run
    continue
  fi
  killed=$((killed + 1))
  hit=$(<"$WORLD/hit")
  [[ $STATUS == 137 ]] || die "not killed at call $at ($hit): $STATUS"
  apply 1 >"$WORLD/out1" 2>&1 || die "apply after a kill $mode call $at ($hit): $(<"$WORLD/out1")"
  verify 1 >"$WORLD/out1" 2>&1 || die "verify after a kill $mode call $at ($hit): $(<"$WORLD/out1")"
  end_state >"$WORLD/now"
  same "$WORLD/end" "$WORLD/now" "another end after a kill $mode call $at ($hit)"
  [[ $(apply 1) == 'n1: nothing to change' ]] || die "not settled after a kill $mode call $at ($hit)"

  teardown 1 >/dev/null || die 'teardown'
  begin
  with_shims "$mode" "$at" nsenter --net=/run/netns/h1 "$OUT/nodes/n1/apply.sh"
  teardown 1 >"$WORLD/out1" 2>&1 || die "teardown after a kill $mode call $at ($hit): $(<"$WORLD/out1")"
  state 1 >"$WORLD/now"
  same "$WORLD/bare" "$WORLD/now" "teardown after a kill $mode call $at ($hit) leaves something"
done
((killed > 0)) || die 'none was killed'
