# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# state.sh: what is remembered in /run/podnet/CLUSTER/NODE between two runs, and the lock.
#
#   lock     held by a run from its beginning to its end
#   host     the boot and the network namespace the rest is about
#   owned    PART DOMAIN KIND KEY of each object that was made, written before it is made
#   sysctl   PART CAUSE KEY ORIGINAL OURS, tab separated, of each setting that was changed
#   rules4, rules6, sets (.loaded, .dump)   what was loaded last, and how the kernel showed it afterwards
#   taken/   names of namespaces of the record that another node of the cluster has taken since (see namespaces.sh)
#   before/  the state before the run that is under way, or waits for --keep
#   work/    what the run that is under way loads

STATE=/run/podnet/$CLUSTER/$NODE
BEFORE=$STATE/before
WORK=$STATE/work
OWNED=

state_host() {
  local namespace
  namespace=$(stat -Lc %i /proc/self/ns/net) && printf '%s %s' "$(</proc/sys/kernel/random/boot_id)" "$namespace"
}

# Takes the lock, which makes the folder. Two runs at once wait for each other.
state_open() {
  local message attempt
  for attempt in {1..20}; do
    message=$({ mkdir -p "$STATE" && : >>"$STATE/lock"; } 2>&1) && exec {STATE_LOCK}>>"$STATE/lock" || { sleep 0.1; continue; }
    if ! state_lock; then
      [[ -n $STOPPED ]] || complain "$STATE/lock cannot be locked"
      flock -n "$STATE_LOCK" && state_leave
      return 1
    fi
    # teardown.sh may have taken the folder away while this run waited
    [[ $STATE/lock -ef /proc/self/fd/$STATE_LOCK ]] && break
    exec {STATE_LOCK}>&-
    message="$STATE comes and goes"
  done
  [[ -n ${STATE_LOCK:-} && $STATE/lock -ef /proc/self/fd/$STATE_LOCK ]] || { complain "$message"; return 1; }
  state_read && not_stopped && return 0
  [[ -n $STOPPED ]] || complain "the state in $STATE cannot be read"
  state_leave
  return 1
}

# Waits for the lock in the background, so that a signal ends the wait.
state_lock() {
  flock "$STATE_LOCK" &
  wait "$!" && return 0
  [[ -z $STOPPED ]] || kill "$!" 2>/dev/null
  return 1
}

# The same for a run that only looks: makes nothing.
state_look() {
  if [[ -e $STATE/lock ]] && exec {STATE_LOCK}<"$STATE/lock"; then
    flock -s "$STATE_LOCK"
  fi
  state_read || { complain "the state in $STATE cannot be read"; return 1; }
}

# Gives up a folder that says of nothing that it is owned.
state_leave() {
  [[ -s $STATE/owned ]] || rm -rf "$STATE"
  rmdir "${STATE%/*}" /run/podnet 2>/dev/null
}

state_read() {
  PODNET_HOST=$(state_host) || return 1
  OWNED=
  [[ ! -e $STATE/owned ]] || OWNED=$(<"$STATE/owned") || return 1
  if [[ -e $STATE/host && $(<"$STATE/host") != "$PODNET_HOST" ]]; then
    # another network namespace, or another boot: of what was made, only what is no part of it can still be there
    OWNED=$(printf '%s\n' "$OWNED" | awk '$3 ~ /^(netns|file|dir|daemon|hostfile)$/') || return 1
    STATE_STALE=1
  fi
  state_read_taken
}

# What another node has taken is no longer owned, whatever the record says. TAKEN_AWAY keeps the names.
state_read_taken() {
  local mark
  declare -gA TAKEN_AWAY=()
  for mark in "$STATE"/taken/*; do
    [[ ! -e $mark ]] || TAKEN_AWAY[${mark##*/}]=1
  done
  ((${#TAKEN_AWAY[@]})) || return 0
  OWNED=$({ printf '%s\n' "${!TAKEN_AWAY[@]}"; printf '@@\n%s\n' "$OWNED"; } | awk '
    $0 == "@@" { records = 1; next }
    !records { taken[$1] = 1; next }
    { name = $4; sub(/^\/etc\/netns\//, "", name) }
    !($2 in taken) && !($3 ~ /^(netns|file|dir)$/ && (name in taken))')
}

STATE_STALE=0

# A file of the state, or /dev/null when there is none (of this network namespace).
state_file() {
  if [[ $STATE_STALE == 0 && -e $STATE/$1 ]]; then printf '%s' "$STATE/$1"; else printf '/dev/null'; fi
}

# What other clusters have recorded in this network namespace.
state_alien() { # owned|sysctl
  local folder
  for folder in /run/podnet/*/*/; do
    [[ $folder != "$STATE/" && -e $folder/$1 && -e $folder/host && $(<"$folder/host") == "$PODNET_HOST" ]] || continue
    cat "$folder/$1" || return 1
  done
}

# What podnet's awk programs read on standard input: what is owned, what others own, and what is there.
state_sections() { # WHAT-IS-THERE
  printf '@@own\n%s\n@@alien\n' "$OWNED"
  state_alien owned || return 1
  printf '@@have\n%s\n' "$1"
}

# Replaces what is owned, where it is something else.
state_own() { # LINES
  local lines
  lines=$(printf '%s\n' "$1" | LC_ALL=C sort -u | sed '/^$/d') || return 1
  [[ $lines != "$OWNED" || ${#TAKEN_AWAY[@]} != 0 ]] || return 0
  OWNED=$lines
  printf '%s\n' "$lines" | write_file "$STATE/owned"
}

# Makes the state one of this network namespace.
state_begin() {
  if [[ $STATE_STALE == 1 ]]; then
    printf '%s\n' "$OWNED" | write_file "$STATE/owned" || return 1
    rm -rf "$BEFORE" "$STATE"/{sysctl,*.loaded,*.dump,host} || return 1
    STATE_STALE=0
  fi
  [[ -e $STATE/host ]] || printf '%s\n' "$PODNET_HOST" | write_file "$STATE/host"
}
