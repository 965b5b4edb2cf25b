# shellcheck shell=bash
# apply.sh --confirm: taken back when nobody says --keep; kept otherwise.
. "${BASH_SOURCE[0]%/*}/world.sh" || exit
world
foreign 1
state 1 >"$WORLD/bare"
gone() { # waits until nothing waits for --keep any more
  local i
  for i in {1..1200}; do
    [[ -e $1 ]] || return 0
    sleep 0.1
  done
  die "$1 is still there: $(cat /run/podnet/shop/n1/confirm.log)"
}

# on a bare host
OUTPUT=$(apply 1 --confirm 40) || die '--confirm'
says 'taken back in 40 seconds'
verify 1 >/dev/null || die 'not applied at once'
must_fail 3 apply 1
says 'waits for apply.sh --keep'
gone /run/podnet/shop/n1
state 1 >"$WORLD/now"
same "$WORLD/bare" "$WORLD/now" 'not all was taken back'
must_fail 1 apply 1 --keep
says 'nothing waits for --keep'
[[ ! -e /run/podnet ]] || die 'state is left'

# kept
apply 1 --confirm 12 >/dev/null || die '--confirm'
apply 1 --keep >/dev/null || die '--keep'
sleep 13
verify 1 >/dev/null || die 'taken back although kept'
[[ $(apply 1) == 'n1: nothing to change' ]] || die 'something was left over'

# taken back at once, and by teardown
teardown 1 >/dev/null
apply 1 --confirm 60 >/dev/null || die '--confirm'
apply 1 --take-back >/dev/null || die '--take-back'
state 1 >"$WORLD/now"
same "$WORLD/bare" "$WORLD/now" 'not all was taken back at once'
apply 1 --confirm 60 >/dev/null || die '--confirm'
teardown 1 >/dev/null || die 'teardown'
state 1 >"$WORLD/now"
same "$WORLD/bare" "$WORLD/now" 'teardown left something'

# on an older compile: pods that go stay until --keep, and come back with everything else
OLD=$WORLD/old
sample_older "$OLD"
on 1 "$OLD/nodes/n1/apply.sh" >/dev/null || die 'apply of the older compile'
state 1 >"$WORLD/older"
apply 1 --confirm 2 >/dev/null || die '--confirm of the newer'
[[ -e /run/netns/shop.web-1-4 ]] || die 'a pod went before --keep'
mv "$OUT" "$OUT.away" # what takes it back must not need the output
gone /run/podnet/shop/n1/confirm
on 1 flock /run/podnet/shop/n1/lock true
mv "$OUT.away" "$OUT"
state 1 >"$WORLD/now"
same "$WORLD/older" "$WORLD/now" 'the older compile is not back'
OUTPUT=$(on 1 "$OLD/nodes/n1/apply.sh")
says 'n1: nothing to change'
apply 1 --confirm 60 >/dev/null || die '--confirm of the newer'
apply 1 --keep >/dev/null || die '--keep'
[[ ! -e /run/netns/shop.web-1-4 ]] || die 'a pod stayed after --keep'
verify 1 >/dev/null || die 'verify'
teardown 1 >/dev/null || die 'teardown'
state 1 >"$WORLD/now"
same "$WORLD/bare" "$WORLD/now" 'teardown left something'
