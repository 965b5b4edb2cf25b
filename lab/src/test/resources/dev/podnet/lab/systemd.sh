#!/usr/bin/env bash
# shellcheck disable=SC2015 # A && B || C is meant
# systemd.sh OUT NEWER OTHER UNIT: the name server of n1 as a unit of a real systemd, which is the first process of namespaces of its
# own. OUT and NEWER differ in a zone, OTHER has another program; UNIT is the unit of the docs that applies OUT. They are copied to /srv,
# which UNIT names.
set -u
exec 2>&1

die() {
  printf 'FAILED: %s\n' "$*"
  exit 1
}

# Becomes the first process of a machine of which nothing is the real one's: every file system is read-only, what is written goes to
# memory, and of all units there are only those below. A systemd with the host's own units would clear /tmp.
init() { # UNIT OUT...
  local mount out
  set -e
  mount --make-rprivate /
  mount -t tmpfs tmpfs /run
  mkdir -p /run/world/{tmp,vartmp,log,lib,upper,work,outs} /run/netns /run/systemd/system
  for out in "${@:2}"; do
    mkdir "/run/world/outs/${out##*/}"
    cp -r "$out/." "/run/world/outs/${out##*/}"
  done
  cp "$1" /run/systemd/system/
  mount -t overlay overlay -o lowerdir=/etc,upperdir=/run/world/upper,workdir=/run/world/work /etc
  while read -r mount; do
    case $mount in /proc | /run | /etc | /sys/fs/cgroup | /sys/fs/cgroup/*) continue ;; esac
    [[ ! -e $mount ]] || mount -o remount,bind,ro "$mount" || umount -l "$mount"
  done < <(findmnt --raw --noheadings --output TARGET)
  for mount in kernel fs vm; do
    mount --bind "/proc/sys/$mount" "/proc/sys/$mount"
    mount -o remount,bind,ro "/proc/sys/$mount"
  done
  mount --bind /run/world/outs /srv
  mount --bind /run/world/tmp /tmp
  mount --bind /run/world/vartmp /var/tmp
  mount --bind /run/world/log /var/log
  mount --bind /run/world/lib /var/lib/systemd
  for mount in /tmp /var/tmp; do [[ -z $(ls -A "$mount") ]] || { echo "$mount is the real one"; exit 1; }; done
  for mount in / /boot /dev/shm /home /opt /root /usr /var /var/lib; do
    [[ ! -d $mount ]] || ! touch "$mount/.written" 2>/dev/null || { rm -f "$mount/.written"; echo "$mount can be written"; exit 1; }
  done
  for mount in sysinit basic shutdown nothing; do
    printf '[Unit]\nDefaultDependencies=no\n' >"/run/systemd/system/$mount.target"
  done
  for mount in setup clean setup-dev; do ln -s /dev/null "/run/systemd/system/systemd-tmpfiles-$mount.service"; done
  ip link set lo up
  ip link add eth0 type veth peer name cable
  ip addr add 192.168.1.11/24 dev eth0
  ip link set eth0 up
  ip link set cable up
}

if [[ $1 == --init ]]; then
  init "${@:2}"
  export container=podnet SYSTEMD_UNIT_PATH=/run/systemd/transient:/run/systemd/system SYSTEMD_GENERATOR_PATH=/nowhere
  exec "${INIT:-/lib/systemd/systemd}" --unit=nothing.target --log-target=null --show-status=no
fi

OUT=/srv/${1##*/} NEWER=/srv/${2##*/} OTHER=/srv/${3##*/} UNIT=$4
DNS=podnet-lab-n1-dns.service
groups() { find /sys/fs/cgroup -depth -type d \( -name init.scope -o -name '*.slice' -o -name podnet-lab-n1-dns.service \) 2>/dev/null | LC_ALL=C sort -r; }
groups >"$UNIT.groups"

# Ends it and all its processes, and removes the groups it made.
end() {
  local group
  [[ -z $FIRST ]] || kill -KILL "$FIRST" 2>/dev/null
  wait "$OUTER" 2>/dev/null
  sleep 0.2
  LC_ALL=C comm -23 <(groups | sort) <(sort "$UNIT.groups") | LC_ALL=C sort -r | while read -r group; do rmdir "$group" 2>/dev/null; done
}

unshare --pid --fork --kill-child --mount --net --uts --ipc --cgroup --mount-proc bash "$0" --init "$UNIT" "${@:1:3}" </dev/null &
OUTER=$!
FIRST=
trap end EXIT

inside() { nsenter --target "$FIRST" --all -- "$@"; }

until_true() { # SECONDS COMMAND...
  local end=$((SECONDS + $1))
  until "${@:2}"; do
    ((SECONDS <= end)) || die "not within $1 s: ${*:2}"
    sleep 0.1
  done
}

begun() {
  FIRST=$(pgrep -P "$OUTER") && [[ $(readlink "/proc/$FIRST/exe") == */systemd ]] \
    && inside systemctl show --property=Version >/dev/null 2>&1
}
until_true 20 begun

apply() { inside "$1/nodes/n1/apply.sh" "${@:2}"; }
active() { inside systemctl is-active --quiet "$DNS"; }
inactive() { ! active; }
process() { inside cut -d ' ' -f 1 /run/podnet/lab/n1/daemons/dns/pid; }
unchanged() { # OUT
  local said
  inside "$1/nodes/n1/verify.sh" || die 'verify.sh sees a difference'
  said=$(apply "$1") || die "$said"
  [[ $said == 'n1: nothing to change' ]] || die "applied again: $said"
}

apply "$OUT" >/dev/null || die 'apply.sh'
active || die 'no unit'
first=$(process)
[[ $(inside systemctl show --property=MainPID --value "$DNS") == "$first" ]] || die "its process is another than $first"
inside grep -q "/$DNS\$" "/proc/$first/cgroup" || die 'not in its own group'
unchanged "$OUT"

# told of a changed zone
apply "$NEWER" >/dev/null || die 'the newer one'
[[ $(process) == "$first" ]] || die 'started anew for a zone'
unchanged "$NEWER"

# systemd starts it again
inside kill -KILL "$first"
again() { active && [[ $(process) != "$first" ]] && inside "$NEWER/nodes/n1/verify.sh" >/dev/null; }
until_true 20 again
unchanged "$NEWER"

# another program
apply "$OTHER" >/dev/null || die 'another program'
active && [[ $(inside readlink "/proc/$(process)/exe") == */nsd ]] || die 'not the other program'
unchanged "$OTHER"

# without systemd, and back
inside systemctl stop "$DNS"
inside env PODNET_DAEMONS=plain "$OTHER/nodes/n1/apply.sh" >/dev/null || die 'plain'
inactive || die 'a unit all the same'
unchanged "$OTHER"
apply "$OUT" >/dev/null || die 'a unit again'
active || die 'no unit again'
inside env PODNET_DAEMONS=systemd "$OUT/nodes/n1/apply.sh" >/dev/null || die 'a unit by its word'
said=$(inside env PODNET_DAEMONS=perhaps "$OUT/nodes/n1/apply.sh" 2>&1)
[[ $? == 3 && $said == *"PODNET_DAEMONS is auto, plain or systemd, not 'perhaps'"* ]] || die "$said"

# what cannot start is given up
inside "$OUT/nodes/n1/teardown.sh" >/dev/null || die 'teardown.sh'
inside python3 -c '
import os, socket
for kind in socket.SOCK_STREAM, socket.SOCK_DGRAM:
    s = socket.socket(type=kind); s.bind(("0.0.0.0", 53)); os.set_inheritable(s.fileno(), True); s.detach()
s = None
if os.fork() == 0:
    os.setsid(); os.closerange(0, 3); os.execvp("sleep", ["sleep", "600"])' </dev/null
taker=$(inside pgrep -x sleep) || die 'the port is free'
said=$(inside env PODNET_DAEMON_SECONDS=6 "$OUT/nodes/n1/apply.sh" 2>&1) || die "$said"
[[ $said == *'no name server runs on this node'* ]] || die "$said"
inactive || die 'tried without end'
inside kill -KILL "$taker"
apply "$OUT" >/dev/null && active || die 'the port is free again'

# nothing is left
inside "$OUT/nodes/n1/teardown.sh" >/dev/null || die 'teardown.sh'
inactive || die 'the unit is left'
[[ -z $(inside systemctl list-units --all --plain --no-legend 'podnet-*') ]] || die 'systemd knows it'
[[ -z $(inside find /run/systemd /run/podnet -name '*dns*' 2>/dev/null) ]] || die 'files are left'
inside pgrep -x 'knotd|nsd' && die 'it lives'

# the unit of the docs
name=${UNIT##*/}
inside systemctl start "$name" || die "$(inside systemctl status --no-pager "$name")"
inside systemctl is-active --quiet "$name" && active || die 'not by the unit of the docs'
first=$(process)
inside systemctl reload "$name" || die 'reload'
inside systemctl stop "$name" && active && [[ $(process) == "$first" ]] || die 'the name server has ended with the unit that started it'
echo 'all well'
