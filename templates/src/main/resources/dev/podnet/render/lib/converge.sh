# shellcheck shell=bash disable=SC1090,SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# converge.sh: apply.sh from reading the state to the last step, and taking a run back.
#
# WANT says what the host is to become: spec, what the files say; before, what it was before this run; none.

shopt -s lastpipe # the last command of a pipe may set variables

# PLAIN=1: what is wanted is in the words of the kernel, so it is compared with what is there, not with what was loaded.
# PLAN_CHECK=1: look for what stands in the way; PLAN_FORCE=1: take over what is not podnet's.
WANT=spec
PLAIN=0
PLAN_CHECK=0
PLAN_FORCE=0

# Adds the files with an ending to WANTED_FILES, each after the assignment part=PART.
want_files() { # ENDING
  local part stem stems
  case $WANT in
    spec)
      while read -r part stems; do
        [[ -n $part ]] && has_word "$SELECTED_PARTS${2:+ $2}" "$part" || continue
        for stem in $stems; do
          [[ ! -e $PODNET_TOP/$stem.$1 ]] || WANTED_FILES+=("part=$part" "$PODNET_TOP/$stem.$1")
        done
      done <<<"$PARTS"
      ;;
    before) [[ ! -e $BEFORE/want.$1 ]] || WANTED_FILES+=(part=- "$BEFORE/want.$1") ;;
  esac
}

# The wanted files in one, each part's behind a line that names it.
wanted_text() {
  local file
  for file in "${WANTED_FILES[@]}"; do
    if [[ $file == part=* ]]; then printf '# part %s\n' "${file#part=}"; else cat -- "$file" || return 1; fi
  done
}

# Plans that read much and need nothing of others' (KIND_beside says so, and opens the files they write) are made beside them, by a
# process each that writes down what it found (KIND_planned).
converge_plan() {
  local kind failed=0
  declare -gA PLANNING=() PLANNED=()
  generation_begin
  for kind in $KINDS; do
    ! kind_gives "$kind" beside || ! "${kind}_beside" || converge_plan_beside "$kind" || failed=1
  done
  for kind in $KINDS; do
    if [[ -n ${PLANNING[$kind]:-} ]]; then converge_planned "$kind" || failed=1
    elif ((failed == 0)) && kind_gives "$kind" plan; then "${kind}_plan" || failed=1
    fi
  done
  ((failed == 0))
}

converge_plan_beside() { # KIND
  temporary_files 1 || return 1
  PLANNED[$1]=${TEMPORARY_FILES[0]}
  {
    "${1}_plan"
    printf 'local status=%s\n' "$?" && variables FAILURE && "${1}_planned" && echo 'whole=1'
  } >"${PLANNED[$1]}" &
  PLANNING[$1]=$!
}

# Waits for such a plan and reads what it found.
converge_planned() { # KIND
  local whole=0 status=1 earlier=$FAILURE
  wait_for "${PLANNING[$1]}"
  . "${PLANNED[$1]}"
  [[ -z $earlier ]] || FAILURE=$earlier
  unset "PLANNING[$1]"
  ((whole && status == 0)) || fail "comparing $1" ''
}

# Assignments that give variables, or with -A those of their names, the values they have.
variables() { # [-A] NAME...
  local name key
  if [[ $1 != -A ]]; then
    for name; do printf '%s=%q\n' "$name" "${!name}" || return 1; done
    return
  fi
  for name in "${@:2}"; do
    local -n map=$name
    for key in "${!map[@]}"; do printf '%s[%q]=%q\n' "$name" "$key" "${map[$key]}" || return 1; done
    unset -n map
  done
}

# Compares; ends the run when something is missing or in the way.
converge_look() {
  local other
  PLAN_CHECK=1 PLAN_FORCE=$OPTION_ADOPT
  converge_plan || converge_unchanged 1
  kinds_do problems || converge_unchanged 1
  problems_none && return
  state_others | while IFS= read -r other; do
    complain "cluster ${other%%/*} has been applied here too ($other in /run/podnet): its own teardown.sh takes away what it made"
  done
  converge_unchanged 3
}

converge_apply() {
  check_modules
  converge_look
  kinds_do note
  if [[ $OPTION_DRY_RUN == 1 ]]; then
    converge_show
    state_leave
    exit 0
  fi
  if ((${#MODULES_TO_LOAD[@]})); then
    load_modules || converge_unchanged 3
    MODULES_TO_LOAD=()
    converge_look
  fi
  converge_own || converge_unchanged 1
  if ! kinds_changed; then
    [[ ! -d $BEFORE && ! -d $WORK ]] || rm -rf "$BEFORE" "$WORK"
    state_begin && { [[ $OWNED_SAME == 1 ]] || state_own "$OWNED_AFTER"; } && kinds_do remember || converge_unchanged 1
    say 'nothing to change'
    exit 0
  fi
  converge_count
  converge_write_ahead || converge_unchanged 1
  converge_run && converge_remember && converge_finish && exit 0
  converge_fail
}

# Ends a run that has changed nothing.
converge_unchanged() { # STATUS
  [[ -z $FAILURE ]] || { complain 'this failed, nothing was changed:'; printf '%s\n' "$FAILURE" >&2; }
  rm -rf "$WORK"
  [[ -e $STATE/confirm ]] || rm -rf "$BEFORE"
  state_leave
  exit "${STOPPED:-$1}"
}

# What is owned when all has been done (OWNED_AFTER), and while it is being done (OWNED_DURING), in files. What is owned and no
# longer wanted (OWNED_LEAVING) stays so when its part is not looked at, or its kind keeps it. A kind that says "= WORD" keeps
# all that it owns by that word, but for what it names in lines "! DOMAIN KIND KEY".
converge_own() {
  if [[ -z ${OWNED_NEW:-} ]]; then
    temporary_files 5 || return 1
    OWNED_NEW=${TEMPORARY_FILES[0]} OWNED_MEANWHILE=${TEMPORARY_FILES[1]} OWNED_AFTER=${TEMPORARY_FILES[2]} OWNED_LEAVING=${TEMPORARY_FILES[3]}
    ERRORS=${TEMPORARY_FILES[4]}
  fi
  OWNED_DURING=$OWNED_MEANWHILE
  kinds_do own >"$OWNED_NEW" && : >"$OWNED_LEAVING" && : >"$OWNED_AFTER" && converge_own_compare || { fail 'listing what will be owned' ''; return 1; }
  [[ $OWNED_SAME == 0 ]] || return 0
  # where nothing leaves, what is owned meanwhile is what is owned afterwards
  [[ -s $OWNED_LEAVING ]] || { OWNED_DURING=$OWNED_AFTER; return 0; }
  kinds_do keep >>"$OWNED_AFTER" && cat "$OWNED_FILE" "$OWNED_NEW" | sed '/^[=!]/d' >"$OWNED_DURING" || fail 'listing what will be owned' ''
}

converge_own_compare() {
  converge_own_same && { OWNED_SAME=1; return; }
  if [[ $OWNED_FILE == /dev/null ]]; then # nothing yet
    sed '/^[=!]/d; /^$/d' "$OWNED_NEW" >"$OWNED_AFTER" || return 1
    OWNED_SAME=0
    [[ -s $OWNED_AFTER ]] || OWNED_SAME=1
    return
  fi
  OWNED_SAME=$(awk -v PARTS="$SELECTED_PARTS" -v LEAVING="$OWNED_LEAVING" -v AFTER="$OWNED_AFTER" '
    function key() { return substr($0, index($0, " ") + 1) }
    $0 == "" { next }
    kind == "new" && $1 == "=" { all[$2] = 1; next }
    kind == "new" && $1 == "!" { gone[key()] = 1; next }
    kind == "new" { if (!((k = key()) in new)) { news++; new[k] = $0 } print >AFTER; next }
    $3 in all { if (key() in gone) { news++; print >LEAVING } else print >AFTER; next }
    { k = key() }
    k in new { if (new[k] == $0) news--; next }
    index(" " PARTS " ", " " $1 " ") == 0 { print >AFTER; next }
    { news++; print >LEAVING }
    END { print news == 0 }' kind=new "$OWNED_NEW" kind=old "$OWNED_FILE") || return 1
  # a record that names what another node has taken is written anew
  ((${#TAKEN_AWAY[@]} == 0)) || OWNED_SAME=0
}

# Whether every kind says that all it owns stays as it is on record.
converge_own_same() {
  local sign word kept=' '
  ((${#TAKEN_AWAY[@]} == 0)) || return 1
  while read -r sign word; do
    [[ $sign == '=' ]] || return 1
    kept+="$word "
  done <"$OWNED_NEW"
  for word in $OWNED_WORDS; do [[ $kept == *" $word "* ]] || return 1; done
}

# Writes all that can be written before anything is changed: what this run loads, what it will own, what was before.
converge_write_ahead() {
  {
    state_begin && { [[ ! -e $WORK && ! -e $BEFORE ]] || rm -rf "$WORK" "$BEFORE"; } && mkdir -p "$WORK" "$BEFORE/state.tmp" \
      && kinds_do prepare && kinds_do save "$BEFORE" && printf '%s\n' "$KINDS_CHANGED" >"$BEFORE/changed" \
      && converge_keep_state && { [[ $OWNED_SAME == 1 ]] || state_own "$OWNED_DURING"; } && kinds_do write_ahead
  } 2>"$ERRORS" || { fail "writing to $STATE" "$(<"$ERRORS")"; converge_restore_state; return 1; }
  not_stopped || { converge_restore_state; return 1; }
}

# The state files as they are, for taking the run back: each is only ever replaced, so another name keeps it.
converge_keep_state() {
  local file files=()
  for file in "$STATE"/{owned,sysctl,*.loaded,*.dump,*.shown,*.files,variant}; do
    [[ ! -e $file ]] || files+=("$file")
  done
  ((${#files[@]} == 0)) || ln "${files[@]}" "$BEFORE/state.tmp/" && mv "$BEFORE/state.tmp" "$BEFORE/state"
}

converge_restore_state() {
  local file
  kinds_do restore
  [[ -d $BEFORE/state ]] || return 0
  rm -f "$STATE/few"
  for file in "$STATE"/{owned,sysctl,*.loaded,*.dump,*.shown,*.files,variant}; do
    [[ ! -e $file || -e $BEFORE/state/${file##*/} ]] || rm -f "$file"
  done
  for file in "$BEFORE"/state/*; do
    [[ ! -e $file || $file -ef $STATE/${file##*/} ]] || mv -f "$file" "$STATE/"
  done
}

# The steps. What is no longer wanted goes last; what cannot be brought back goes at the very end.
converge_run() {
  converge_make && kinds_undo run_removals || return 1
  [[ -n $OPTION_CONFIRM ]] || kinds_undo run_last || return 1
  # shellcheck disable=SC2086 # a list of words
  converge_settle $KINDS
}

# Makes what is wanted; what is still being done when the last kind has been called is waited for, also when one has failed.
converge_make() {
  local failed=0
  kinds_do run || failed=1
  kinds_do run_wait && ((failed == 0))
}

# Compares the kinds that say so once more, and makes what still differs: some changes drag others along.
converge_settle() { # KIND...
  local kind round KINDS=
  for kind; do ! kind_gives "$kind" again || KINDS+="$kind "; done
  for round in 1 2 3; do
    kinds_do again || return 1
    kinds_changed || return 0
    kinds_do prepare && converge_make && kinds_undo run_removals || return 1
    [[ -n $OPTION_CONFIRM ]] || kinds_undo run_last || return 1
  done
  fail 'the host does not become what it is to be' "$(kinds_do differences)"
}

converge_remember() {
  { kinds_do remember && { [[ $OWNED_SAME == 1 || $OWNED_DURING == "$OWNED_AFTER" ]] || state_own "$OWNED_AFTER"; }; } 2>"$ERRORS" && not_stopped \
    || fail "writing to $STATE" "$(<"$ERRORS")"
}

converge_finish() {
  ignore_signals
  if [[ -n $OPTION_CONFIRM ]]; then
    rm -rf "$WORK"
    confirm_start || return 1
    say "$SUMMARY; taken back in $OPTION_CONFIRM seconds unless apply.sh --keep is called"
  else
    rm -rf "$WORK" "$BEFORE"
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

# Makes the host what $BEFORE says: all kinds in order, then what is no longer wanted, in reverse. Goes on when one fails.
converge_take_back() {
  local kind changed failed=0 new reversed=
  STOPPED='' FAILURE='' WANT=before PLAIN=1 PLAN_CHECK=0 PLAN_FORCE=1 OPTION_CONFIRM=''
  rm -rf "$WORK"
  mkdir -p "$WORK" || { fail "writing to $STATE" ''; return 1; }
  changed=$(<"$(before_file changed)")
  for kind in $KINDS; do
    if kind_gives "$kind" take_back; then
      "${kind}_take_back" || failed=1
    elif has_word "$changed" "$kind"; then
      KINDS=$kind converge_take_back_plan || failed=1
      reversed="$kind $reversed"
    fi
  done
  KINDS=$reversed kinds_do run_removals && ((failed == 0)) || return 1
  new=$(awk 'kind == "before" { before[$0] = 1; next } !($0 in before)' kind=before "$(before_file state/owned)" kind=now "$OWNED_FILE") \
    || { fail 'comparing what is owned' ''; return 1; }
  kinds_do forget "$new"
  converge_restore_state
  rm -rf "$WORK" "$BEFORE"
  [[ -s $STATE/owned ]] || rm -rf "$STATE"
  rmdir "${STATE%/*}" /run/podnet 2>/dev/null
  return 0
}

converge_take_back_plan() { generation_begin && kinds_do plan && kinds_do prepare && converge_make; }

before_file() { if [[ -s $BEFORE/$1 ]]; then printf '%s' "$BEFORE/$1"; else printf '/dev/null'; fi; }

# What dry-run shows: the commands.
converge_show() {
  kinds_do show
  kinds_changed || say 'nothing to change'
}

# SUMMARY: how many objects the plans change, from lines COUNT NAME NAMES in which _ stands for a blank.
converge_count() {
  local count one many
  local -A sums=() plurals=()
  local -a names=()
  SUMMARY=
  kinds_do count | while read -r count one many; do
    ((count)) || continue
    [[ -n ${sums[$one]:-} ]] || names+=("$one")
    sums[$one]=$((${sums[$one]:-0} + count))
    plurals[$one]=$many
  done
  for one in "${names[@]}"; do
    many=${plurals[$one]}
    ((sums[$one] > 1)) || many=$one
    SUMMARY+="${SUMMARY:+, }${sums[$one]} ${many//_/ }"
  done
  SUMMARY+=' changed'
}
