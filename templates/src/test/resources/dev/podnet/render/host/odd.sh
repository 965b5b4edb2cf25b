# shellcheck shell=bash
# Odd places and environments: a path with blanks and signs, another folder to call from, few programs in the path, another
# locale and umask, a shell that is to be POSIX; and a read-only /etc.
. "${BASH_SOURCE[0]%/*}/world.sh" || exit
world
foreign 1
state 1 >"$WORLD/bare"
ODD="$WORLD/o u't [1]* \\n \"&=b"
cp -r "$OUT" "$ODD"
locale=$(locale -a | grep -m 1 -iE '^(tr|de|fr)_' || echo C.UTF-8)
odd() { # SCRIPT ARGUMENT...
  (
    umask 077
    cd "$ODD/nodes" || exit
    on 1 env -i PATH=/usr/bin:/bin LC_ALL="$locale" LANG="$locale" POSIXLY_CORRECT=1 TMPDIR=/nonexistent IFS=/ \
      PODNET_IPTABLES_VARIANT="$PODNET_IPTABLES_VARIANT" "n1/$1.sh" "${@:2}"
  )
}
OUTPUT=$(odd apply 2>&1) || die "apply: $OUTPUT"
says 'n1: 2 namespaces'
[[ $(stat -c %a /etc/netns/shop.web-1-2/resolv.conf /etc/netns) == $'644\n755' ]] || die 'pods cannot read their resolv.conf'
verify 1 >/dev/null || die 'verify'
OUTPUT=$(odd apply 2>&1) || die "apply again: $OUTPUT"
says 'nothing to change'
OUTPUT=$(odd verify 2>&1) || die "verify: $OUTPUT"
sed -i 's/10.244.2.3:8080/10.244.2.2:8081/' "$ODD/cluster/services.v4.rules"
OUTPUT=$(odd apply 2>&1) || die "apply of another compile: $OUTPUT"
OUTPUT=$(odd verify 2>&1) || die "verify of another compile: $OUTPUT"
must_fail 1 odd apply --take-back
on 1 ip link del flannel.1
OUTPUT=$(odd verify 2>&1) && die 'nothing is missing'
says 'missing: link add name flannel.1'
OUTPUT=$(odd apply --confirm 30 2>&1) || die "apply --confirm: $OUTPUT"
OUTPUT=$(odd apply --keep 2>&1) || die "apply --keep: $OUTPUT"
OUTPUT=$(odd teardown 2>&1) || die "teardown: $OUTPUT"
state 1 >"$WORLD/now"
same "$WORLD/bare" "$WORLD/now" 'teardown left something'
[[ -z $(find /run -maxdepth 1 -name 'podnet*') ]] || die "files are left: $(ls /run)"

# a read-only /etc: told, and all taken back
mount -o remount,ro /etc || die 'no read-only /etc'
must_fail 1 apply 1
says 'Read-only file system'
says 'the host is as it was before'
state 1 >"$WORLD/now"
same "$WORLD/bare" "$WORLD/now" 'a read-only /etc was not taken back'
apply 1 --pods none >/dev/null || die 'nothing of /etc is needed without pods'
teardown 1 >/dev/null || die 'teardown'
mount -o remount,rw /etc
state 1 >"$WORLD/now"
same "$WORLD/bare" "$WORLD/now" 'teardown left something'
