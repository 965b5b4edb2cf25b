# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# state.sh: what is remembered in /run/podnet/CLUSTER/NODE between two runs, and the lock.
#
#   lock     held by a run from its beginning to its end
#   host     the boot and the network namespace the rest is about
#   owned    PART DOMAIN KIND KEY of each object that was made, written before it is made
#   few      of that, the words for kinds that are in it, and the lines but for the many
#   sysctl   PART CAUSE KEY ORIGINAL OURS, tab separated, of each setting that was changed
#   rules4, rules6, nft, sets, ipvs, network (.loaded, .dump, .shown)   what was loaded last, and how the kernel shows it
#   taken/   names of namespaces of the record that another node of the cluster has taken since (see namespaces.sh)
#   before/  the state before the run that is under way, or waits for --keep
#   work/    what the run that is under way loads

STATE=/run/podnet/$CLUSTER/$NODE
BEFORE=$STATE/before
WORK=$STATE/work
# The record, or what of it is about this host; the words for kinds that are in it; its lines but for the many.
OWNED_FILE=/dev/null
OWNED_WORDS=
OWNED_FEW=

state_host() {
  local namespace boot
  state_namespace && read -r boot </proc/sys/kernel/random/boot_id && PODNET_HOST="$boot $namespace"
}

# The number of this network namespace, from Linux 5.14 on without a process (proc(5), fdinfo).
state_namespace() {
  local fd word value
  exec {fd}</proc/self/ns/net || return 1
  while read -r word value; do [[ $word != ino: ]] || namespace=$value; done <"/proc/self/fdinfo/$fd"
  exec {fd}<&-
  [[ -n ${namespace:-} ]] || namespace=$(stat -Lc %i /proc/self/ns/net)
}

# Takes the lock, which makes the folder. Two runs at once wait for each other.
state_open() {
  local message attempt
  for attempt in {1..20}; do
    [[ -e $STATE/lock ]] || message=$({ mkdir -p "$STATE" && : >>"$STATE/lock"; } 2>&1) && exec {STATE_LOCK}>>"$STATE/lock" || { sleep 0.1; continue; }
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
  state_host || return 1
  OWNED_FILE=/dev/null
  [[ ! -e $STATE/owned ]] || OWNED_FILE=$STATE/owned
  if [[ -e $STATE/host && $(<"$STATE/host") != "$PODNET_HOST" ]]; then
    # another network namespace, or another boot: of what was made, only what is no part of it can still be there
    # shellcheck disable=SC2016 # awk's
    state_filter '$3 ~ /^(netns|file|dir|daemon|hostfile)$/' || return 1
    STATE_STALE=1
  fi
  state_read_taken || return 1
  if [[ $OWNED_FILE != "$STATE/owned" || ! -e $STATE/few ]]; then state_survey; return; fi
  { IFS= read -r OWNED_WORDS && IFS= read -r -d '' OWNED_FEW; } <"$STATE/few" || [[ -n $OWNED_WORDS ]] || return 1
  OWNED_FEW=${OWNED_FEW%$'\n'}
}

# Leaves of the record what a condition of awk holds for.
state_filter() { # CONDITION AWK-ARGUMENT...
  local lines
  lines=$(awk "${@:2}" "$1" "$OWNED_FILE") && temporary_files 1 && printf '%s' "${lines:+$lines$'\n'}" >"${TEMPORARY_FILES[0]}" || return 1
  OWNED_FILE=${TEMPORARY_FILES[0]}
}

# Reads from the record what it is about.
state_survey() {
  OWNED_WORDS='' OWNED_FEW=''
  [[ -s $OWNED_FILE ]] || return 0
  OWNED_FEW=$(awk '
    !($3 in seen) { seen[$3] = 1; words = words " " $3 }
    $3 !~ /^(chain[46]|neigh|fdb|route|addr|vserver)$/
    END { print words }' "$OWNED_FILE") || return 1
  OWNED_WORDS=${OWNED_FEW##*$'\n'}
  if [[ $OWNED_FEW == *$'\n'* ]]; then OWNED_FEW=${OWNED_FEW%$'\n'*}; else OWNED_FEW=; fi
}

# What another node has taken is no longer owned, whatever the record says. TAKEN_AWAY keeps the names.
state_read_taken() {
  local mark
  declare -gA TAKEN_AWAY=()
  for mark in "$STATE"/taken/*; do
    [[ ! -e $mark ]] || TAKEN_AWAY[${mark##*/}]=1
  done
  ((${#TAKEN_AWAY[@]})) || return 0
  # shellcheck disable=SC2016 # awk's
  state_filter '
    BEGIN { n = split(TAKEN, list, " "); for (i = 1; i <= n; i++) taken[list[i]] = 1 }
    { name = $4; sub(/^\/etc\/netns\//, "", name) }
    !($2 in taken) && !($3 ~ /^(netns|file|dir)$/ && (name in taken))' -v TAKEN="${!TAKEN_AWAY[*]}"
}

STATE_STALE=0

# A file of the state, or /dev/null when there is none (of this network namespace), into STATE_FILE.
state_file() { # NAME
  STATE_FILE=/dev/null
  [[ $STATE_STALE == 1 || ! -e $STATE/$1 ]] || STATE_FILE=$STATE/$1
}

# What other clusters have recorded in this network namespace.
state_alien() { # owned|sysctl
  local folder
  for folder in /run/podnet/*/*/; do
    [[ $folder != "$STATE/" && -e $folder/$1 && -e $folder/host && $(<"$folder/host") == "$PODNET_HOST" ]] || continue
    cat "$folder/$1" || return 1
  done
}

# The other clusters, and their nodes, that have recorded anything in this network namespace: CLUSTER/NODE a line.
state_others() {
  local folder
  for folder in /run/podnet/*/*/; do
    [[ $folder != "$STATE/" && -s $folder/owned && -e $folder/host && $(<"$folder/host") == "$PODNET_HOST" ]] || continue
    folder=${folder%/}
    printf '%s\n' "${folder#/run/podnet/}"
  done
}

# What podnet's awk programs read on standard input: what is owned, what others own, and what is there. With a pattern only
# those lines of what is owned that fit.
state_sections() { # WHAT-IS-THERE [PATTERN]
  echo '@@own'
  if [[ $OWNED_FILE == /dev/null ]]; then :; elif [[ -n ${2:-} ]]; then grep -E -e "$2" "$OWNED_FILE" || (($? == 1)); else cat "$OWNED_FILE"; fi || return 1
  echo '@@alien'
  state_alien owned || return 1
  printf '@@have\n%s\n' "$1"
}

# Replaces what is owned by the lines of a file.
state_own() { # FILE
  { [[ ! -e $STATE/few ]] || rm -f "$STATE/few"; } && write_output "$STATE/owned" sort -u "$1" || return 1
  OWNED_FILE=$STATE/owned
  state_survey && write_text "$STATE/few" "$OWNED_WORDS"$'\n'"$OWNED_FEW"$'\n'
}

# Makes the state one of this network namespace.
state_begin() {
  if [[ $STATE_STALE == 1 ]]; then
    rm -f "$STATE/few" || return 1
    write_file "$STATE/owned" <"$OWNED_FILE" || return 1
    OWNED_FILE=$STATE/owned
    rm -rf "$BEFORE" "$STATE"/{few,sysctl,*.loaded,*.dump,*.shown,*.files,host} || return 1
    STATE_STALE=0
  fi
  [[ -e $STATE/host ]] || write_text "$STATE/host" "$PODNET_HOST"$'\n'
}
