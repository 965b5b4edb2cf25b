# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# ipvs.sh: virtual servers of IPVS. Those that stay keep their connections; an endpoint that goes away gets no new ones, and
# is taken out when its last connection has ended and apply.sh runs again. $STATE keeps
#
#   ipvs.loaded   what the files said when there was nothing more to change
#   ipvs.dump     what the kernel showed then
#
# While the kernel shows that, only virtual servers of which the files say something else are compared (IPVS_QUICK).

# More virtual servers than this are found by comparing all.
IPVS_MANY=50

ipvs_matter() {
  WANTED_FILES=()
  want_files ipvs
  ((${#WANTED_FILES[@]})) || has_word "$OWNED_WORDS" vserver
}

# Files without a name: what the kernel has, and its counts of connections; the wanted files in one; what to load before the
# removals, and these; what is wanted, and the state before; of virtual servers that are looked at how their lines begin, what is
# wanted, and what is there.
ipvs_open() {
  [[ -z ${IPVS_HAVE:-} ]] || return 0
  temporary_files 10 || return 1
  IPVS_HAVE=${TEMPORARY_FILES[0]} IPVS_COUNTS=${TEMPORARY_FILES[1]} IPVS_TEXT=${TEMPORARY_FILES[2]} IPVS_LOAD=${TEMPORARY_FILES[3]}
  IPVS_STALE=${TEMPORARY_FILES[4]} IPVS_OWN=${TEMPORARY_FILES[5]} IPVS_SAVED=${TEMPORARY_FILES[6]}
  IPVS_KEYS=${TEMPORARY_FILES[7]} IPVS_ONLY=${TEMPORARY_FILES[8]} IPVS_THERE=${TEMPORARY_FILES[9]}
}

# What the kernel has; nothing before its module is loaded.
ipvs_read() { # FILE IPVSADM-ARGUMENT...
  : >"$1" && : >"$IPVS_SAVED" || return 1
  [[ -e /proc/net/ip_vs ]] || return 0
  ipvsadm "${@:2}" >"$1" 2>"$IPVS_SAVED" || fail "ipvsadm ${*:2}" "$(<"$IPVS_SAVED")"
}

ipvs_plan() {
  IPVS_PLAN='' IPVS_SAME=0 IPVS_QUICK=0
  [[ $WANT != before ]] || ipvs_save_late || return 1
  ipvs_matter || return 0
  ipvs_open && ipvs_read "$IPVS_HAVE" -S -n || return 1
  if ipvs_known; then
    if cmp -s "$IPVS_TEXT" "$STATE_FILE"; then IPVS_SAME=1 IPVS_PLAN=$'E\t0'; return; fi
    ! ipvs_few || IPVS_QUICK=1
  fi
  ipvs_compare
}

# Whether the kernel shows what it did when there was nothing more to change. STATE_FILE is what the files said then.
ipvs_known() {
  [[ $WANT == spec && $PLAIN == 0 ]] || return 1
  { printf '# %s: %s\n' "$NODE" "$SELECTED_PARTS" && wanted_text; } >"$IPVS_TEXT" || return 1
  state_file ipvs.dump
  [[ ! -d $BEFORE ]] && same_file "$IPVS_HAVE" "$STATE_FILE" || return 1
  state_file ipvs.loaded
  [[ $STATE_FILE != /dev/null ]]
}

# The virtual servers of which real servers alone have changed, in IPVS_FEW, where they are few and nothing else has.
ipvs_few() {
  local key mark
  IPVS_FEW=()
  { diff "$STATE_FILE" "$IPVS_TEXT" || (($? == 1)); } | awk -v MANY="$IPVS_MANY" '
    !/^[<>]/ { next }
    $2 != "-a" || count > MANY { bad = 1; exit }
    { key = $3 " " $4 ($5 == "-6" ? " -6" : "") }
    !(key in seen) { seen[key] = 1; count++; print key }
    END { if (bad || count > MANY) exit 3 }' >"$IPVS_KEYS" || return 1
  while IFS= read -r key; do IPVS_FEW+=("$key"); done <"$IPVS_KEYS"
  for key in "${IPVS_FEW[@]}"; do
    printf '%s\n' "-A $key " "-a $key "
    [[ $key == '-f '* ]] || continue
    mark=${key#-f }
    mark=${mark% -6}
    # as ipvsadm writes marks of 2^31 and more
    ((mark < 2147483648)) || printf '%s\n' "-A -f $((mark - 4294967296)) " "-a -f $((mark - 4294967296)) "
  done >"$IPVS_KEYS"
}

ipvs_compare() {
  local drain=0 say=0 have=$IPVS_HAVE
  if ((IPVS_QUICK)); then
    grep -F -f "$IPVS_KEYS" "$IPVS_TEXT" >"$IPVS_ONLY" && grep -F -f "$IPVS_KEYS" "$IPVS_HAVE" >"$IPVS_THERE" \
      || { fail 'comparing the virtual servers' ''; return 1; }
    have=$IPVS_THERE WANTED_FILES=(part=- "$IPVS_ONLY")
  fi
  : >"$IPVS_COUNTS" || return 1
  if [[ $WANT == spec ]]; then drain=1; ipvs_count_connections || return 1; fi
  [[ $WANT == spec && $PLAIN == 0 ]] || say=1
  : >"$IPVS_LOAD" && : >"$IPVS_STALE" && : >"$IPVS_OWN" && : >"$IPVS_SAVED" \
    && IPVS_PLAN=$(state_sections '' ' vserver ' | awk -v NODE="$NODE" -v PARTS="$SELECTED_PARTS" -v CHECK="$PLAN_CHECK" \
      -v FORCE="$PLAN_FORCE" -v DRAIN="$drain" -v VERIFY="${IPVS_VERIFY:-0}" -v SAY="$say" -v LOAD="$IPVS_LOAD" -v STALE="$IPVS_STALE" \
      -v OWN="$IPVS_OWN" -v SAVED="$IPVS_SAVED" -f "$PODNET_LIB/ipvs.awk" kind=want "${WANTED_FILES[@]}" - kind=have "$have" \
      kind=counts "$IPVS_COUNTS") || fail 'comparing the virtual servers' ''
}

# How many connections real servers have: of all, or of the virtual servers that are looked at.
ipvs_count_connections() {
  local key failed=0
  if ((IPVS_QUICK)); then
    for key in "${IPVS_FEW[@]}"; do
      # shellcheck disable=SC2086 # options and their values
      ipvsadm -L -n $key 2>/dev/null || { failed=1; break; }
    done >"$IPVS_COUNTS"
    ((failed)) || return 0
  fi
  ipvs_read "$IPVS_COUNTS" -L -n
}

# An endpoint that waits for its last connection to end is as it should be.
ipvs_verify() {
  local IPVS_VERIFY=1
  ipvs_plan
}

ipvs_changes() { [[ $IPVS_PLAN == *$'E\t1' ]]; }

ipvs_run() { ! ipvs_changes || ipvs_load "$IPVS_LOAD"; }
ipvs_run_removals() { ! ipvs_changes || ipvs_load "$IPVS_STALE"; }

# ipvsadm -R goes on after a command that failed and ends with 0: what it says tells.
ipvs_load() { # FILE
  local message
  [[ -s $1 ]] || return 0
  not_stopped || return 1
  [[ $OPTION_VERBOSE == 0 ]] || sed 's/^/+ ipvsadm /' "$1"
  message=$(ipvsadm -R 2>&1 <"$1") && [[ -z $message ]] && return 0
  fail "ipvsadm -R, $(grep -c '' "$1") lines such as: $(head -n 1 "$1")" "$message"
}

# The state before; where only some was looked at, what has all in it (ipvs_save_late).
ipvs_save() { # FOLDER
  ipvs_changes || return 0
  if ((IPVS_QUICK)); then cat "$IPVS_HAVE" >"$1/ipvs.have"; else cat "$IPVS_SAVED" >"$1/want.ipvs"; fi
}

# Makes of what was there, when it is needed, the state before: what was podnet's.
ipvs_save_late() {
  [[ -e $BEFORE/ipvs.have && ! -e $BEFORE/want.ipvs ]] || return 0
  awk '
    kind == "own" { if ($3 == "vserver") own[$4] = 1; next }
    { key = $3; if ($2 == "-f" && key < 0) key = sprintf("%.0f", key + 4294967296) }
    ($2 "/" key ($4 == "-6" ? "/-6" : "")) in own' kind=own "$(before_file state/owned)" kind=have "$BEFORE/ipvs.have" >"$BEFORE/want.ipvs.tmp" \
    && mv -f "$BEFORE/want.ipvs.tmp" "$BEFORE/want.ipvs" || fail 'reading the state before' ''
}

# Remembers what the files say and the kernel shows, once there is nothing to change and no endpoint waits for its last connection.
ipvs_remember() {
  [[ $WANT == spec && -n $IPVS_PLAN && $IPVS_SAME == 0 ]] || return 0
  [[ ! -e $STATE/ipvs.dump ]] || rm -f "$STATE/ipvs.dump" || return 1
  if ipvs_changes; then
    ipvs_matter && ipvs_read "$IPVS_HAVE" -S -n || return 1
    ((IPVS_QUICK == 0)) || ipvs_others_same || return 0
    PLAN_CHECK=0 PLAN_FORCE=1 ipvs_compare || return 1
  fi
  ! ipvs_changes && [[ $'\n'$IPVS_PLAN != *$'\nK\n'* ]] || return 0
  write_file "$STATE/ipvs.loaded" <"$IPVS_TEXT" && write_file "$STATE/ipvs.dump" <"$IPVS_HAVE"
}

# Whether nobody has touched virtual servers that were not looked at.
ipvs_others_same() {
  { grep -F -v -f "$IPVS_KEYS" "$BEFORE/ipvs.have" || (($? == 1)); } >"$IPVS_ONLY" \
    && { grep -F -v -f "$IPVS_KEYS" "$IPVS_HAVE" || (($? == 1)); } >"$IPVS_THERE" && cmp -s "$IPVS_ONLY" "$IPVS_THERE"
}

ipvs_problems() { problems_in "$IPVS_PLAN"; }
ipvs_own() { if ((${IPVS_SAME:-0} || ${IPVS_QUICK:-0})); then echo '= vserver'; elif [[ -n $IPVS_PLAN ]]; then cat "$IPVS_OWN"; fi; }
ipvs_differences() { tagged "$IPVS_PLAN" V; }
ipvs_show() { ! ipvs_changes || sed 's/^/ipvsadm /' "$IPVS_LOAD" "$IPVS_STALE"; }
ipvs_count() { tagged "$IPVS_PLAN" N; }
