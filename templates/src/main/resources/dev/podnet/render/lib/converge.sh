# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# converge.sh: apply.sh from reading the state to the last step, and taking a run back.
#
# WANT says what the host is to become: spec, what the files say; before, what it was before this run; none.

shopt -s lastpipe # the last command of a pipe may set variables

WANT=spec
PLAIN=0

# Adds the files with an ending to WANTED_FILES, each after the assignment part=PART.
want_files() { # ENDING
  local part stem stems
  case $WANT in
    spec)
      printf '%s\n' "$PARTS" | while read -r part stems; do
        [[ -n $part ]] && has_word "$SELECTED_PARTS${2:+ $2}" "$part" || continue
        for stem in $stems; do
          [[ ! -e $PODNET_TOP/$stem.$1 ]] || WANTED_FILES+=("part=$part" "$PODNET_TOP/$stem.$1")
        done
      done
      ;;
    before) [[ ! -e $BEFORE/want.$1 ]] || WANTED_FILES+=(part=- "$BEFORE/want.$1") ;;
  esac
}

converge_plan() { # CHECK=0|1 FORCE=0|1
  WANTED_FILES=()
  network_files
  network_plan "$@" && netfilter_plan && ipsets_plan && files_plan && sysctl_plan
}

converge_changes() {
  network_changes || netfilter_changes 4 || netfilter_changes 6 || ipsets_changes \
    || ((${#FILES_WRITE[@]} + ${#FILES_REMOVE[@]} + ${#SYSCTL_SET[@]} + ${#SYSCTL_RESET[@]}))
}

# All that the plans say is in the way.
converge_problems() {
  local line name
  for name in NETWORK_PLAN NETFILTER_PLAN_4 NETFILTER_PLAN_6 IPSETS_PLAN; do
    [[ $'\n'${!name} == *$'\nX\t'* ]] || continue
    tagged "${!name}" X | while IFS= read -r line; do problem "$line"; done || problem 'what is in the way cannot be listed'
  done
  [[ $OPTION_ADOPT == 1 ]] || for line in "${FILES_PROBLEMS[@]}"; do problem "$line"; done
  check_router_advertisements
  if [[ -e $STATE/variant && $STATE_STALE == 0 && $(<"$STATE/variant") != "$(variant_in_use)" ]]; then
    problem "the rules were loaded with iptables-$(<"$STATE/variant"), not iptables-$(variant_in_use): call teardown.sh first"
  fi
}

converge_apply() {
  converge_plan CHECK=1 FORCE="$OPTION_ADOPT" || converge_unchanged 1
  check_modules
  converge_problems
  if ((${#MODULES_TO_LOAD[@]} == 0)); then converge_missing_settings; fi
  problems_none || converge_unchanged 3
  if [[ $OPTION_DRY_RUN == 1 ]]; then
    converge_show
    state_leave
    exit 0
  fi
  if ((${#MODULES_TO_LOAD[@]})); then
    load_modules && sysctl_plan || converge_unchanged 3
    converge_missing_settings
    problems_none || converge_unchanged 3
  fi
  converge_own || converge_unchanged 1
  if ! converge_changes; then
    state_begin && state_own "$OWNED_AFTER" && sysctl_record "${SYSCTL_RECORDS[@]}" || converge_unchanged 1
    [[ ! -d $BEFORE && ! -d $WORK ]] || rm -rf "$BEFORE" "$WORK"
    say 'nothing to change'
    exit 0
  fi
  converge_count
  converge_write_ahead || converge_unchanged 1
  converge_run && converge_remember && converge_finish && exit 0
  converge_fail
}

converge_missing_settings() {
  local key
  for key in "${SYSCTL_MISSING[@]}"; do problem "the kernel has no setting $key"; done
}

# Ends a run that has changed nothing.
converge_unchanged() { # STATUS
  [[ -z $FAILURE ]] || { complain 'this failed, nothing was changed:'; printf '%s\n' "$FAILURE" >&2; }
  rm -rf "$WORK"
  [[ -e $STATE/confirm ]] || rm -rf "$BEFORE"
  state_leave
  exit "${STOPPED:-$1}"
}

# What is owned when all has been done (OWNED_AFTER), and while it is being done (OWNED_DURING).
converge_own() {
  local new
  new=$(
    for plan in "$NETWORK_PLAN" "$NETFILTER_PLAN_4" "$NETFILTER_PLAN_6" "$IPSETS_PLAN"; do
      printf '%s\n' "$plan" | awk -F '\t' '$1 == "W" || $1 == "T" { print $2 }' || exit
    done
    ((${#FILES_OWN[@]} == 0)) || printf '%s\n' "${FILES_OWN[@]}"
  ) || { fail 'listing what will be owned' ''; return 1; }
  OWNED_DURING=$OWNED$'\n'$new
  OWNED_AFTER=$(printf '%s\n@@\n%s\n' "$new" "$OWNED" | awk -v PARTS="$SELECTED_PARTS" -v PODS="$SELECTED_PODS" -v later="${OPTION_CONFIRM:+1}" '
    function key() { k = $0; sub(/^[^ ]+ /, "", k); return k }
    $0 == "" { next }
    $0 == "@@" { old = 1; next }
    !old { new[key()] = 1; print; next }
    key() in new { next }
    index(" " PARTS " ", " " $1 " ") == 0 || $3 ~ /^table/ || $3 == "dir" && $4 == "/etc/netns" { print; next }
    $3 == "file" && !PODS || later && ($3 == "link" || $3 == "netns") { print }') || fail 'listing what will be owned' ''
}

# Writes all that can be written before anything is changed: what this run loads, what it will own, what was before.
converge_write_ahead() {
  {
    state_begin && rm -rf "$WORK" "$BEFORE" && mkdir -p "$WORK" "$BEFORE" \
      && network_prepare && netfilter_prepare && ipsets_prepare \
      && network_save "$BEFORE/want.netns" && netfilter_save "$BEFORE" && ipsets_save "$BEFORE" \
      && files_save "$BEFORE/files" && sysctl_save "$BEFORE/values" \
      && converge_keep_state && sysctl_record "${SYSCTL_RECORDS[@]}" "${SYSCTL_LEAVING[@]}" && state_own "$OWNED_DURING" \
      && { [[ -z $NETFILTER_FAMILIES || -e $STATE/variant ]] || variant_in_use | write_file "$STATE/variant"; }
  } 2>"$STATE/error" || { fail "writing to $STATE" "$(cat "$STATE/error")"; rm -f "$STATE/error"; converge_restore_state; return 1; }
  rm -f "$STATE/error"
  not_stopped || { converge_restore_state; return 1; }
}

# The state files as they are, for taking the run back: each is only ever replaced, so another name keeps it.
converge_keep_state() {
  local file
  mkdir -p "$BEFORE/state.tmp" || return 1
  for file in "$STATE"/{owned,sysctl,*.loaded,*.dump,*.files,variant}; do
    [[ ! -e $file ]] || ln "$file" "$BEFORE/state.tmp/" || return 1
  done
  mv "$BEFORE/state.tmp" "$BEFORE/state"
}

converge_restore_state() {
  local file
  [[ -d $BEFORE/state ]] || return 0
  for file in "$STATE"/{owned,sysctl,*.loaded,*.dump,*.files,variant}; do
    [[ ! -e $file || -e $BEFORE/state/${file##*/} ]] || rm -f "$file"
  done
  for file in "$BEFORE"/state/*; do
    [[ ! -e $file || $file -ef $STATE/${file##*/} ]] || mv -f "$file" "$STATE/"
  done
}

# The steps. What is no longer wanted goes last; what cannot be brought back goes at the very end.
converge_run() {
  local round
  network_run_namespaces && files_run && network_run_links && sysctl_plan && sysctl_set "${SYSCTL_SET[@]}" \
    && network_run_rest && ipsets_run && netfilter_run && ipsets_run_removals \
    && network_run_stale && sysctl_set "${SYSCTL_RESET[@]}" && sysctl_settle && files_run_removals || return 1
  [[ -n $OPTION_CONFIRM ]] || network_run_removals || return 1
  # some changes drag others along (an address that takes its routes with it): look again
  for round in 1 2 3; do
    converge_again || return 1
    [[ $AGAIN == 1 ]] || return 0
  done
  fail 'the network does not become what it is to be' "$(tagged "$NETWORK_PLAN" V)"
}

# Settings that another one dragged along are set back once that one is.
sysctl_settle() {
  ((${#SYSCTL_RESET[@]})) || return 0
  sysctl_plan && sysctl_set "${SYSCTL_RESET[@]}"
}

# Compares once more and loads what still differs; AGAIN says whether anything did.
converge_again() {
  AGAIN=0
  WANTED_FILES=()
  network_files
  network_plan CHECK=0 FORCE=1 && sysctl_plan || return 1
  [[ -z $OPTION_CONFIRM ]] || NETWORK_PLAN=$(printf '%s\n' "$NETWORK_PLAN" | awk '!/^H\t/') || return 1
  network_changes || ((${#SYSCTL_SET[@]})) || return 0
  AGAIN=1
  rm -f "$WORK"/net.* "$WORK"/pod.*
  network_prepare && network_run_namespaces && network_run_links && sysctl_set "${SYSCTL_SET[@]}" && network_run_rest \
    && network_run_stale && { [[ -n $OPTION_CONFIRM ]] || network_run_removals; }
}

converge_remember() {
  { netfilter_remember && ipsets_remember && sysctl_record "${SYSCTL_RECORDS[@]}" && state_own "$OWNED_AFTER"; } 2>"$STATE/error" && rm -f "$STATE/error" && not_stopped \
    || fail "writing to $STATE" "$(cat "$STATE/error" 2>/dev/null)"
}

converge_finish() {
  ignore_signals
  rm -rf "$WORK"
  if [[ -n $OPTION_CONFIRM ]]; then
    confirm_start || return 1
    say "$SUMMARY; taken back in $OPTION_CONFIRM seconds unless apply.sh --keep is called"
  else
    rm -rf "$BEFORE"
    say "$SUMMARY"
  fi
}

# A step failed: takes everything back and ends.
converge_fail() {
  local failed=$FAILURE status=${STOPPED:-1}
  ignore_signals
  complain 'this failed:'
  printf '%s\n' "$failed" >&2
  if converge_take_back; then
    complain 'the host is as it was before'
  else
    complain 'and the host could not be put back as it was:'
    printf '%s\n' "$FAILURE" >&2
  fi
  exit "$status"
}

# Makes the host what $BEFORE says.
converge_take_back() {
  local tables
  STOPPED='' FAILURE='' WANT=before PLAIN=1
  OPTION_CONFIRM=''
  network_bring_back_namespaces
  rm -rf "$WORK"
  mkdir -p "$WORK" || { fail "writing to $STATE" ''; return 1; }
  converge_take_back_rules && converge_take_back_network || return 1
  sysctl_load "$BEFORE/values" && files_load "$BEFORE/files" || return 1
  tables=$(printf '%s\n' "$OWNED" | awk 'kind == "before" { before[$0] = 1; next } !($0 in before)' \
    kind=before "$(before_file state/owned)" kind=now -) || { fail 'comparing what is owned' ''; return 1; }
  netfilter_drop_tables "$tables"
  converge_restore_state
  rm -rf "$WORK" "$BEFORE"
  [[ -s $STATE/owned ]] || rm -rf "$STATE"
  rmdir "${STATE%/*}" /run/podnet 2>/dev/null
  return 0
}

before_file() { if [[ -s $BEFORE/$1 ]]; then printf '%s' "$BEFORE/$1"; else printf '/dev/null'; fi; }

converge_take_back_rules() {
  local family families=$NETFILTER_FAMILIES
  NETFILTER_FAMILIES=
  for family in $families; do
    [[ ! -e $BEFORE/want.v$family.rules ]] || NETFILTER_FAMILIES+=" $family"
  done
  IPSETS_PLAN=
  [[ ! -e $BEFORE/want.v4.sets ]] || ipsets_plan || return 1
  ipsets_prepare && ipsets_run || return 1
  netfilter_plan && netfilter_prepare && netfilter_run && ipsets_run_removals
}

converge_take_back_network() {
  local round
  for round in 1 2 3; do
    converge_again || return 1
    [[ $AGAIN == 1 ]] || return 0
  done
  fail 'still different' "$(tagged "$NETWORK_PLAN" V)"
}

# What dry-run shows: the commands.
converge_show() {
  local pair
  printf '%s\n' "$NETWORK_PLAN" | awk -F '\t' '
    $1 ~ /^[FE]$/ { print "bridge " $3 } $1 ~ /^[QP]$/ { print "ip -n " $2 " " $3 }
    $1 ~ /^[NLARDH]$/ { print "ip " $3 } $1 == "B" { print "mount --bind " $3 }'
  for pair in "${SYSCTL_SET[@]}" "${SYSCTL_RESET[@]}"; do printf 'sysctl -w %s\n' "$pair"; done
  tagged "$IPSETS_PLAN" L | sed 's/^/ipset /'
  for pair in 4 6; do netfilter_of "$pair" | sed -n $'s/^L\t/'"$(netfilter_tool "$pair" restore): /p"; done
  tagged "$IPSETS_PLAN" D | sed 's/^/ipset /'
  for pair in "${FILES_WRITE[@]}"; do printf 'write %s/%s/resolv.conf\n' "$FILES_ROOT" "$pair"; done
  for pair in "${FILES_REMOVE[@]}"; do printf 'remove %s/%s/resolv.conf\n' "$FILES_ROOT" "$pair"; done
  converge_changes || say 'nothing to change'
}

# SUMMARY: how many objects of each kind the plans change.
converge_count() {
  SUMMARY=$(
    {
      printf '%s\n' "$NETWORK_PLAN" | awk -F '\t' '$1 ~ /^[NQBLAFRPDEH]$/ { split($3, w, " "); print $1 == "B" ? "netns" : w[1] }'
      printf '%s\n%s\n' "$NETFILTER_PLAN_4" "$NETFILTER_PLAN_6" | awk '/^L\t[^:*C]/ { print "rule" }'
      printf '%s\n' "$IPSETS_PLAN" | awk '/^[LD]\t/ { print "set" }'
      ((${#SYSCTL_SET[@]} + ${#SYSCTL_RESET[@]} == 0)) || printf 'sysctl%.0s\n' "${SYSCTL_SET[@]}" "${SYSCTL_RESET[@]}"
      ((${#FILES_WRITE[@]} + ${#FILES_REMOVE[@]} == 0)) || printf 'file%.0s\n' "${FILES_WRITE[@]}" "${FILES_REMOVE[@]}"
    } | awk '
      BEGIN {
        n = split("netns link addr neigh fdb route rule set sysctl file", order, " ")
        split("namespace link address neighbour forwarding_entry route rule set_entry setting file", name, " ")
        split("namespaces links addresses neighbours forwarding_entries routes rules set_entries settings files", names, " ")
      }
      { count[$1]++ }
      END {
        for (i = 1; i <= n; i++) {
          if (!count[order[i]]) continue
          word = count[order[i]] == 1 ? name[i] : names[i]; sub(/_/, " ", word)
          printf "%s%d %s", sep, count[order[i]], word; sep = ", "
        }
        print " changed"
      }'
  )
}
