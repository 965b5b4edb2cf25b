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

ipsets_dump() { ipset save | awk '$2 ~ /^PODNET/'; }

ipsets_plan() {
  local have loaded
  IPSETS_PLAN=
  ipsets_matter || return 0
  have=$(ipset save 2>&1) || { fail 'ipset save' "$have"; return 1; }
  state_file sets.loaded
  loaded=$STATE_FILE
  state_file sets.dump
  IPSETS_PLAN=$(state_sections "$have" | awk -v PARTS="$SELECTED_PARTS" -v ALL="$SELECTED_ALL" -v PLAIN="$PLAIN" \
    -f "$PODNET_LIB/ipsets.awk" kind=want "${WANTED_FILES[@]}" kind=loaded "$loaded" kind=dump "$STATE_FILE" -) || fail 'comparing the sets' ''
}

ipsets_changes() { [[ $'\n'$IPSETS_PLAN =~ $'\n'[LD]$'\t' ]]; }

ipsets_prepare() {
  ipsets_changes || return 0
  printf '%s\n' "$IPSETS_PLAN" | awk -v base="$WORK/sets." '
    { text = substr($0, 3) } /^L/ { print text >(base "load") } /^D/ { print text >(base "stale") } /^M/ { print text >(base "loaded") }' || return 1
  [[ -e $WORK/sets.loaded ]] || : >"$WORK/sets.loaded"
}

ipsets_run() { ipsets_load "$WORK/sets.load"; }
ipsets_run_removals() { ipsets_load "$WORK/sets.stale"; }

ipsets_load() { # FILE
  local message line
  [[ -s $1 ]] || return 0
  not_stopped || return 1
  [[ $OPTION_VERBOSE == 0 ]] || sed 's/^/+ ipset /' "$1"
  message=$(ipset restore 2>&1 <"$1") && return 0
  line=$(failed_line "$message")
  fail "ipset restore${line:+, line $line: $(sed -n "${line}p" "$1")}" "$message"
}

ipsets_remember() {
  [[ -e $WORK/sets.loaded ]] || return 0
  mv -f "$WORK/sets.loaded" "$STATE/sets.loaded" && write_output "$STATE/sets.dump" ipsets_dump
}

ipsets_save() { # FOLDER
  ipsets_changes || return 0
  printf '%s\n' "$IPSETS_PLAN" | awk '/^S/ { print substr($0, 3) }' >"$1/want.v4.sets"
}

ipsets_problems() { problems_in "$IPSETS_PLAN"; }
ipsets_own() { tagged "$IPSETS_PLAN" W; }
ipsets_differences() { tagged "$IPSETS_PLAN" V; }
ipsets_show() { printf '%s\n' "$IPSETS_PLAN" | sed -n 's/^[LD]\t/ipset /p'; }
ipsets_count() { [[ -z $IPSETS_PLAN ]] || printf '%s\n' "$IPSETS_PLAN" | awk '/^[LD]\t/ { n++ } END { print n + 0, "set_entry set_entries" }'; }

ipsets_verify() {
  local have canonical
  IPSETS_PLAN=
  ipsets_matter || return 0
  have=$(ipset save 2>&1) || { fail 'ipset save' "$have"; return 1; }
  canonical=$(verify_canonical '' '' v4.sets v6.sets 2>&1) || { fail 'ipset restore of the files' "$canonical"; return 1; }
  ipsets_files
  IPSETS_PLAN=$({ state_sections "$have"; printf '@@want\n%s\n' "$canonical"; } | awk -v PARTS="$SELECTED_PARTS" \
    -v ALL="$SELECTED_ALL" -v PLAIN=1 -f "$PODNET_LIB/ipsets.awk" kind=names "${WANTED_FILES[@]}" -) \
    || fail 'comparing the sets' ''
}
