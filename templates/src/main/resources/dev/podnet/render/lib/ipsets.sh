# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# ipsets.sh: own sets. A set whose members differ is built under another name and swapped in.

ipsets_files() {
  WANTED_FILES=()
  want_files v4.sets
  want_files v6.sets
}

# Whether there is anything to do with sets at all: some are wanted or owned.
ipsets_matter() {
  ipsets_files
  ((${#WANTED_FILES[@]})) || has_word "$OWNED_WORDS" set
}

# Files without a name: what the kernel has, and of that what own sets show; the wanted files in one; what to load before the
# rules and after them, what then counts as loaded, and the state before.
ipsets_open() {
  [[ -z ${IPSETS_HAVE:-} ]] || return 0
  temporary_files 7 || return 1
  IPSETS_HAVE=${TEMPORARY_FILES[0]} IPSETS_SHOWS=${TEMPORARY_FILES[1]} IPSETS_TEXT=${TEMPORARY_FILES[2]} IPSETS_LOAD=${TEMPORARY_FILES[3]}
  IPSETS_STALE=${TEMPORARY_FILES[4]} IPSETS_LOADED=${TEMPORARY_FILES[5]} IPSETS_SAVED=${TEMPORARY_FILES[6]}
}

ipsets_read() {
  ipset save >"$IPSETS_HAVE" 2>"$IPSETS_TEXT" || fail 'ipset save' "$(<"$IPSETS_TEXT")"
}

# What the kernel shows of own sets.
ipsets_shows() { grep -E '^(create|add) PODNET' "$IPSETS_HAVE" >"$IPSETS_SHOWS" || (($? == 1)); }

ipsets_plan() {
  local loaded
  IPSETS_PLAN='' IPSETS_SAME=0
  ipsets_matter || return 0
  ipsets_open && ipsets_read || return 1
  ! ipsets_untouched || return 0
  state_file sets.loaded
  loaded=$STATE_FILE
  state_file sets.dump
  ipsets_compare "$PLAIN" kind=want "${WANTED_FILES[@]}" kind=loaded "$loaded" kind=dump "$STATE_FILE"
}

# Whether the files are those that were loaded last, and the kernel shows what it showed then.
ipsets_untouched() {
  [[ $WANT == spec && $PLAIN == 0 && $SELECTED_ALL == 1 ]] || return 1
  wanted_text >"$IPSETS_TEXT" || return 1
  state_file sets.loaded
  [[ ! -d $BEFORE ]] && same_file "$IPSETS_TEXT" "$STATE_FILE" && ipsets_shows || return 1
  state_file sets.dump
  same_file "$IPSETS_SHOWS" "$STATE_FILE" || return 1
  IPSETS_SAME=1
}

ipsets_compare() { # PLAIN AWK-ARGUMENT...
  : >"$IPSETS_LOAD" && : >"$IPSETS_STALE" && : >"$IPSETS_LOADED" && : >"$IPSETS_SAVED" \
    && IPSETS_PLAN=$(state_sections '' ' set ' | awk -v PARTS="$SELECTED_PARTS" -v ALL="$SELECTED_ALL" -v PLAIN="$1" \
      -v LOAD="$IPSETS_LOAD" -v STALE="$IPSETS_STALE" -v LOADED="$IPSETS_LOADED" -v SAVED="$IPSETS_SAVED" \
      -f "$PODNET_LIB/ipsets.awk" - "${@:2}" kind=have "$IPSETS_HAVE") || fail 'comparing the sets' ''
}

ipsets_changes() { [[ $IPSETS_PLAN == *$'E\t1' ]]; }

ipsets_run() { ! ipsets_changes || ipsets_load "$IPSETS_LOAD"; }
ipsets_run_removals() { ! ipsets_changes || ipsets_load "$IPSETS_STALE"; }

ipsets_load() { # FILE
  local message line
  [[ -s $1 ]] || return 0
  not_stopped || return 1
  [[ $OPTION_VERBOSE == 0 ]] || sed 's/^/+ ipset /' "$1"
  message=$(ipset restore 2>&1 <"$1") && return 0
  line=$(failed_line "$message")
  fail "ipset restore${line:+, line $line: $(sed -n "${line}p" "$1")}" "$message"
}

# Remembers what the files said, and what the kernel shows of that.
ipsets_remember() {
  [[ $WANT == spec && -n ${IPSETS_HAVE:-} && $IPSETS_SAME == 0 && -n $IPSETS_PLAN ]] || return 0
  if ipsets_changes; then
    if [[ $SELECTED_ALL == 1 ]]; then write_file "$STATE/sets.loaded" <"$IPSETS_TEXT"; else write_file "$STATE/sets.loaded" <"$IPSETS_LOADED"; fi \
      && ipsets_read && ipsets_shows || return 1
  elif [[ $SELECTED_ALL == 1 ]]; then write_file "$STATE/sets.loaded" <"$IPSETS_TEXT" && ipsets_shows || return 1
  else return 0
  fi
  write_file "$STATE/sets.dump" <"$IPSETS_SHOWS"
}

ipsets_save() { # FOLDER
  ! ipsets_changes || cat "$IPSETS_SAVED" >"$1/want.v4.sets"
}

ipsets_problems() { problems_in "$IPSETS_PLAN"; }
ipsets_own() { if ((${IPSETS_SAME:-0})); then echo '= set'; else tagged "$IPSETS_PLAN" W; fi; }
ipsets_differences() { tagged "$IPSETS_PLAN" V; }
ipsets_show() { ! ipsets_changes || sed 's/^/ipset /' "$IPSETS_LOAD" "$IPSETS_STALE"; }
ipsets_count() { [[ ! $IPSETS_PLAN =~ (^|$'\n')N$'\t'([0-9]+) ]] || echo "${BASH_REMATCH[2]} set_entry set_entries"; }

ipsets_verify() {
  local canonical
  IPSETS_PLAN=''
  ipsets_matter || return 0
  ipsets_open && ipsets_read || return 1
  verify_canonical '' '' v4.sets v6.sets >"$IPSETS_TEXT" 2>&1 || { canonical=$(<"$IPSETS_TEXT"); fail 'ipset restore of the files' "$canonical"; return 1; }
  ipsets_files
  ipsets_compare 1 names=1 kind=names "${WANTED_FILES[@]}" kind=want "$IPSETS_TEXT"
}
