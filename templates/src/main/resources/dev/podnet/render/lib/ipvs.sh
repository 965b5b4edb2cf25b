# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# ipvs.sh: virtual servers of IPVS. Those that stay keep their connections; an endpoint that goes away gets no new ones, and
# is taken out when its last connection has ended and apply.sh runs again.

ipvs_matter() {
  WANTED_FILES=()
  want_files ipvs
  ((${#WANTED_FILES[@]})) || has_word "$OWNED_WORDS" vserver
}

# Files without a name: what the kernel has, and its counts of connections; the wanted files in one; what to load before the
# removals, and these; what is wanted, and the state before.
ipvs_open() {
  [[ -z ${IPVS_HAVE:-} ]] || return 0
  temporary_files 7 || return 1
  IPVS_HAVE=${TEMPORARY_FILES[0]} IPVS_COUNTS=${TEMPORARY_FILES[1]} IPVS_TEXT=${TEMPORARY_FILES[2]} IPVS_LOAD=${TEMPORARY_FILES[3]}
  IPVS_STALE=${TEMPORARY_FILES[4]} IPVS_OWN=${TEMPORARY_FILES[5]} IPVS_SAVED=${TEMPORARY_FILES[6]}
}

# What the kernel has; nothing before its module is loaded.
ipvs_read() { # FILE IPVSADM-ARGUMENT...
  : >"$1" && : >"$IPVS_SAVED" || return 1
  [[ -e /proc/net/ip_vs ]] || return 0
  ipvsadm "${@:2}" >"$1" 2>"$IPVS_SAVED" || fail "ipvsadm ${*:2}" "$(<"$IPVS_SAVED")"
}

ipvs_plan() {
  IPVS_PLAN='' IPVS_SAME=0
  ipvs_matter || return 0
  ipvs_open && ipvs_read "$IPVS_HAVE" -S -n || return 1
  if ipvs_untouched; then IPVS_PLAN=$'E\t0'; else ipvs_compare; fi
}

# Whether the files are those of a run that found nothing to change, and the kernel shows what it showed then.
ipvs_untouched() {
  [[ $WANT == spec && $PLAIN == 0 ]] || return 1
  { printf '# %s: %s\n' "$NODE" "$SELECTED_PARTS" && wanted_text; } >"$IPVS_TEXT" || return 1
  state_file ipvs.loaded
  [[ ! -d $BEFORE ]] && same_file "$IPVS_TEXT" "$STATE_FILE" || return 1
  state_file ipvs.dump
  same_file "$IPVS_HAVE" "$STATE_FILE" || return 1
  IPVS_SAME=1
}

ipvs_compare() {
  local drain=0 say=0
  if [[ $WANT == spec ]]; then drain=1; ipvs_read "$IPVS_COUNTS" -L -n || return 1; else : >"$IPVS_COUNTS"; fi
  [[ $WANT == spec && $PLAIN == 0 ]] || say=1
  : >"$IPVS_LOAD" && : >"$IPVS_STALE" && : >"$IPVS_OWN" && : >"$IPVS_SAVED" \
    && IPVS_PLAN=$(state_sections '' ' vserver ' | awk -v NODE="$NODE" -v PARTS="$SELECTED_PARTS" -v CHECK="$PLAN_CHECK" \
      -v FORCE="$PLAN_FORCE" -v DRAIN="$drain" -v VERIFY="${IPVS_VERIFY:-0}" -v SAY="$say" -v LOAD="$IPVS_LOAD" -v STALE="$IPVS_STALE" \
      -v OWN="$IPVS_OWN" -v SAVED="$IPVS_SAVED" -f "$PODNET_LIB/ipvs.awk" kind=want "${WANTED_FILES[@]}" - kind=have "$IPVS_HAVE" \
      kind=counts "$IPVS_COUNTS") || fail 'comparing the virtual servers' ''
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

ipvs_save() { # FOLDER
  ! ipvs_changes || cat "$IPVS_SAVED" >"$1/want.ipvs"
}

# Remembers what the files say and the kernel shows, once there is nothing to change and no endpoint waits for its last connection.
ipvs_remember() {
  [[ $WANT == spec && -n $IPVS_PLAN && $IPVS_SAME == 0 ]] || return 0
  [[ ! -e $STATE/ipvs.dump ]] || rm -f "$STATE/ipvs.dump" || return 1
  if ipvs_changes; then ipvs_matter && ipvs_read "$IPVS_HAVE" -S -n && PLAN_CHECK=0 PLAN_FORCE=1 ipvs_compare || return 1; fi
  ! ipvs_changes && [[ $'\n'$IPVS_PLAN != *$'\nK\n'* ]] || return 0
  write_file "$STATE/ipvs.loaded" <"$IPVS_TEXT" && write_file "$STATE/ipvs.dump" <"$IPVS_HAVE"
}

ipvs_problems() { problems_in "$IPVS_PLAN"; }
ipvs_own() { if ((${IPVS_SAME:-0})); then echo '= vserver'; elif [[ -n $IPVS_PLAN ]]; then cat "$IPVS_OWN"; fi; }
ipvs_differences() { tagged "$IPVS_PLAN" V; }
ipvs_show() { ! ipvs_changes || sed 's/^/ipvsadm /' "$IPVS_LOAD" "$IPVS_STALE"; }
ipvs_count() { tagged "$IPVS_PLAN" N; }
