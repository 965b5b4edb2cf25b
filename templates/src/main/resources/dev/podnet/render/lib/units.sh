# shellcheck shell=bash disable=SC2015 # A && B || C is meant
# units.sh: where systemd runs, a daemon is a transient unit of it: watched, started again when it dies, in a group of its own,
# and gone with a boot like all else. Nothing is written to /etc. See process.sh.

# How daemons are started: plain, systemd, or (auto) as a unit where that can be.
DAEMONS_BY=${PODNET_DAEMONS:-auto}

# Whether the first process of the machine is systemd, and has the network, the files and the processes that this run has.
units_can() {
  local kind
  [[ -d /run/systemd/system ]] && command -v systemd-run >/dev/null && command -v systemctl >/dev/null || return 1
  for kind in net mnt pid; do [[ /proc/1/ns/$kind -ef /proc/self/ns/$kind ]] || return 1; done
  systemctl show --property=Version >/dev/null 2>&1
}

units_wanted() {
  [[ $DAEMONS_BY != plain ]] && units_can
}

units_check() {
  case $DAEMONS_BY in
    auto | plain) ;;
    systemd) units_can || problem 'PODNET_DAEMONS is systemd, but that does not run this host' ;;
    *) problem "PODNET_DAEMONS is auto, plain or systemd, not '$DAEMONS_BY'" ;;
  esac
}

# Starts a daemon's unit, which makes its note of its process itself, at each of its starts. The words stand in a script, as
# systemd has signs of its own in those of a unit.
# shellcheck disable=SC2016 # expanded by the shell that runs it
unit_start() { # NAME FOLDER WORD...
  local unit=podnet-$CLUSTER-$NODE-$1.service deadline=$((SECONDS + DAEMON_READY)) name=$1 run=$2
  shift 2
  {
    printf 'exec {lock}>lock && flock -w 5 "$lock" && set --'
    printf ' %q' "$@"
    printf ' || exit\n%s\n' "$DAEMON_BEGIN"
  } >"$run/begin" && printf '%s\n' "$unit" >"$run/unit" || { fail "writing to $run" ''; return 1; }
  step systemd-run --quiet --collect --unit="$unit" --description="podnet: $name of $NODE in cluster $CLUSTER" \
    --service-type=exec --property=Restart=always --property=RestartSec=2 --property=StartLimitIntervalSec=600 \
    --property=StartLimitBurst=20 --property=TimeoutStopSec="$DAEMON_END" --property=WorkingDirectory="$run" \
    --property=StandardOutput="append:$run/log" --property=StandardError="append:$run/log" \
    env -i PATH="$PATH" LC_ALL=C bash begin || return 1
  until [[ -e $run/pid ]]; do
    not_stopped || return 1
    ((SECONDS <= deadline)) || { fail "unit $unit does not start" "$(tail -n 5 "$run/log")"; return 1; }
    sleep 0.05
  done
}

# Ends a unit, so that systemd does not start it again.
unit_stop() { # FOLDER
  local unit message
  { IFS= read -r unit <"$1/unit"; } 2>/dev/null || return 0
  message=$(systemctl stop --quiet "$unit" 2>&1) || ! systemctl is-active --quiet "$unit" || fail "systemctl stop $unit" "$message"
}
