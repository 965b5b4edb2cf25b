# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# netfilter.sh: own chains of iptables and ip6tables, and the jumps to them.
#
# Chains are compared one by one: a chain is loaded again when its rules in the files are not those that were loaded
# last, or when the kernel shows it otherwise than it did right after they were loaded. All that is loaded is one
# iptables-restore a family, so each table changes at once.

shopt -s lastpipe # the last command of a pipe may set variables

# shellcheck disable=SC1091
. "$PODNET_LIB/netfilter-quick.sh"

VARIANT=
NETFILTER_FAMILIES=
NETFILTER_PLAN_4=
NETFILTER_PLAN_6=
# of each family, files without a name: what the kernel has, of that what is shown of own chains and all others; the wanted files
# in one; of chains that are looked at what is wanted (only), there, and was loaded before; what to load, what is wanted, the
# chains that are loaded or go, chains that the kernel shows in other words, and how it will show what was loaded (dump)
declare -A NETFILTER_FILES=()

netfilter_check() {
  check_variant
  [[ $TOOLS != *tables-* ]] || NETFILTER_FAMILIES=$FAMILIES
}

# PODNET_IPTABLES_VARIANT=nft or legacy chooses between the two that may be installed side by side.
check_variant() {
  VARIANT=${PODNET_IPTABLES_VARIANT:-}
  [[ -z $VARIANT || $VARIANT == nft || $VARIANT == legacy ]] || problem "PODNET_IPTABLES_VARIANT is nft or legacy, not '$VARIANT'"
}

# Which of the two the name iptables stands for here, into VARIANT_IN_USE.
variant_in_use() {
  local version
  VARIANT_IN_USE=$VARIANT
  [[ -z $VARIANT ]] || return 0
  netfilter_tool 4 save
  version=$("$PROGRAM" --version 2>/dev/null)
  if [[ $version == *nf_tables* ]]; then VARIANT_IN_USE=nft; else VARIANT_IN_USE=legacy; fi
}

# The name of a program, into PROGRAM: netfilter_tool 4 save -> iptables-save, or iptables-nft-save when the variant is asked for.
netfilter_tool() { # FAMILY PROGRAM
  PROGRAM=iptables
  [[ $1 == 4 ]] || PROGRAM=ip6tables
  PROGRAM+=${VARIANT:+-$VARIANT}-$2
}

netfilter_files() { # FAMILY
  WANTED_FILES=()
  want_files "v$1.rules"
}

# A family that is no longer used may still have chains. What was not changed is not taken back.
netfilter_find_families() {
  local family
  [[ $WANT != before ]] || NETFILTER_FAMILIES=
  for family in 4 6; do
    if [[ $WANT == before ]]; then [[ -e $BEFORE/want.v$family.rules ]]; else has_word "$OWNED_WORDS" "chain$family"; fi || continue
    has_word "$NETFILTER_FAMILIES" "$family" || NETFILTER_FAMILIES+=" $family"
  done
}

# Compares; the plans are in NETFILTER_PLAN_4 and NETFILTER_PLAN_6, all that may be long in files.
netfilter_plan() {
  local family
  NETFILTER_PLAN_4='' NETFILTER_PLAN_6=''
  netfilter_open || return 1
  for family in $NETFILTER_FAMILIES; do
    netfilter_files "$family"
    ! netfilter_untouched "$family" || continue
    netfilter_ask "$family" || { netfilter_have "$family" && netfilter_memory "$family"; } || return 1
    netfilter_compare "$family" || { fail 'comparing the rules' ''; return 1; }
    netfilter_of "$family"
    [[ $'\n'$NETFILTER_PLAN != *$'\nU\n'* ]] || netfilter_unsure "$family" || { fail 'comparing the rules' ''; return 1; }
  done
}

netfilter_beside() { [[ $WANT == spec && $PLAIN == 0 ]] && netfilter_open && [[ -n ${NETFILTER_FAMILIES// /} ]]; }

netfilter_planned() {
  variables NETFILTER_PLAN_4 NETFILTER_PLAN_6 NETFILTER_CHANGED NETFILTER_OLD_FILE NETFILTER_SHOWN \
    && variables -A NETFILTER_SAME NETFILTER_QUICK NETFILTER_LOOKED NETFILTER_KNOWN NETFILTER_ASKED NETFILTER_AS_SHOWN
}

netfilter_open() {
  local family name
  netfilter_find_families
  for family in $NETFILTER_FAMILIES; do
    [[ -z ${NETFILTER_FILES[have $family]:-} ]] || continue
    temporary_files 12 || return 1
    for name in have text load own touched shown shows others only there before dump; do
      NETFILTER_FILES[$name $family]=${TEMPORARY_FILES[0]}
      TEMPORARY_FILES=("${TEMPORARY_FILES[@]:1}")
    done
  done
}

# All that the kernel has; what is cut off (a full disk) does not end like this.
netfilter_have() { # FAMILY
  local message
  netfilter_tool "$1" save
  { "$PROGRAM" -c && echo '# end'; } >"${NETFILTER_FILES[have $1]}" 2>/dev/null && return 0
  message=$("$PROGRAM" -c 2>&1 >/dev/null)
  fail "$PROGRAM -c" "$message"
}

# Compares what the files say, or in verify.sh the files that come as arguments, with what the kernel has.
netfilter_compare() { # FAMILY AWK-ARGUMENT...
  local family=$1 say=0 back='' have=${NETFILTER_FILES[have $1]} load=${NETFILTER_FILES[load $1]} own=${NETFILTER_FILES[own $1]}
  local touched=${NETFILTER_FILES[touched $1]} dump='' quick=${NETFILTER_QUICK[$1]:-0} there=("$have") plan VARIANT_IN_USE=
  shift
  # what is not looked at may not be as it was
  if (($# == 0 && PLAIN == 0)) && [[ $WANT == spec ]] && { ((quick || SELECTED_ALL)) || netfilter_of_these_parts "$family"; }; then
    dump=${NETFILTER_FILES[dump $family]}
    ((quick)) || variant_in_use
  fi
  if ((quick && $# == 0)); then
    set -- kind=shown "$NETFILTER_SHOWN" kind=want "${NETFILTER_FILES[only $family]}"
    there=("${NETFILTER_FILES[others $family]}" "${NETFILTER_FILES[there $family]}")
  fi
  (($#)) || set -- kind=shown "$NETFILTER_SHOWN" "${NETFILTER_OLD[@]}" kind=want "${WANTED_FILES[@]}"
  [[ $WANT == spec && $PLAIN == 0 ]] || say=1
  [[ $WANT != before ]] || back=1
  : >"$load" && : >"$own" && : >"$touched" && { [[ -z $dump ]] || : >"$dump"; } || return 1
  plan=$({
    state_sections '' " (chain|jump)$family " && printf '@@changed\n%s\n' "$NETFILTER_CHANGED" || exit
    [[ -z $NETFILTER_OLD_FILE ]] || { echo @@old; grep -e '-p udp ' -e '-p sctp ' "$NETFILTER_OLD_FILE" || (($? == 1)); }
  } | awk -v FAMILY="$family" -v PARTS="$SELECTED_PARTS" \
    -v ALL="$SELECTED_ALL" -v PLAIN="$PLAIN" -v BEFORE="$back" -v MEMORY="$NETFILTER_MEMORY" -v SAY="$say" -v LOAD="$load" \
    -v OWN="$own" -v TOUCHED="$touched" -v DUMP="$dump" -v QUICK="$quick" -v VARIANT="$VARIANT_IN_USE" -f "$PODNET_LIB/netfilter-text.awk" -f "$PODNET_LIB/netfilter.awk" - "$@" kind=have "${there[@]}") || return 1
  printf -v "NETFILTER_PLAN_$family" '%s' "$plan"
}

# Whether all that is owned of a family is of the selected parts.
netfilter_of_these_parts() { # FAMILY
  awk -v PARTS=" $SELECTED_PARTS " -v KIND="^(chain|jump)$1\$" '$3 ~ KIND && !index(PARTS, " " $1 " ") { exit 1 }' "$OWNED_FILE"
}

# The plan of a family, into NETFILTER_PLAN.
netfilter_of() { # FAMILY
  local name=NETFILTER_PLAN_$1
  NETFILTER_PLAN=${!name}
}

netfilter_changes() { netfilter_changes_of 4 || netfilter_changes_of 6; }

netfilter_changes_of() { # FAMILY
  netfilter_of "$1"
  [[ $NETFILTER_PLAN == *$'E\t1' ]]
}

netfilter_run() {
  local family
  for family in $NETFILTER_FAMILIES; do
    netfilter_changes_of "$family" || continue
    netfilter_load "$family" "${NETFILTER_FILES[load $family]}" || return 1
  done
}

netfilter_load() { # FAMILY FILE
  local message line
  netfilter_tool "$1" restore
  not_stopped || return 1
  # what was cut off (a full disk) does not end like this
  [[ $(tail -c 6 "$2") == '# end' ]] || { fail 'writing the rules to load' ''; return 1; }
  [[ $OPTION_VERBOSE == 0 ]] || sed "s/^/+ $PROGRAM: /" "$2"
  if message=$("$PROGRAM" --noflush --counters --wait 2>&1 <"$2"); then
    netfilter_of "$1"
    ! netfilter_counted || [[ ! $NETFILTER_PLAN =~ (^|$'\n')T$'\t'([0-9]+) ]] || ((GENERATION_LOADS += BASH_REMATCH[2]))
    return 0
  fi
  line=$(failed_line "$message")
  fail "$PROGRAM --noflush${line:+, line $line: $(sed -n "${line}p" "$2")}" "$message"
}

# The state before, of what this run loads, in the form of the files to load.
netfilter_save() { # FOLDER
  local family
  for family in $NETFILTER_FAMILIES; do
    netfilter_changes_of "$family" || continue
    [[ ${NETFILTER_ASKED[$family]} == 0 ]] || echo '#same jumps' >"$1/want.v$family.rules" || return 1
    awk '
      kind == "touched" { only[$1] = 1; print "#only " $1; next }
      /^\*/ { table = $0; next }
      /^:/ { name = substr($1, 2); base[name] = 0; if (name in only) print table "\n:" name " - [0:0]"; next }
      /^\[/ {
        at = index($0, " -A ")
        name = $3; base[name]++
        if (name in only) { if (last != table) { print table; last = table } print }
        else if (name !~ /^PODNET/ && / -[jg] PODNET/) {
          text = substr($0, at + 4)
          print table "\n" substr($0, 1, at) "-I " name " " base[name] substr(text, length(name) + 1)
          last = table
        }
      }' kind=touched "${NETFILTER_FILES[touched $family]}" kind=have "${NETFILTER_FILES[have $family]}" >>"$1/want.v$family.rules" || return 1
  done
}

netfilter_write_ahead() {
  [[ -z $NETFILTER_FAMILIES || -e $STATE/variant ]] || { variant_in_use && write_text "$STATE/variant" "$VARIANT_IN_USE"$'\n'; }
}

netfilter_problems() {
  local was
  problems_in "$NETFILTER_PLAN_4"
  problems_in "$NETFILTER_PLAN_6"
  [[ -e $STATE/variant && $STATE_STALE == 0 ]] || return 0
  read -r was <"$STATE/variant"
  variant_in_use
  [[ $was == "$VARIANT_IN_USE" ]] || problem "the rules were loaded with iptables-$was, not iptables-$VARIANT_IN_USE: call teardown.sh first"
}

netfilter_own() {
  local family
  for family in $NETFILTER_FAMILIES; do
    netfilter_of "$family"
    # after a run that was killed the record may have more
    if [[ $WANT == spec && ! -d $BEFORE ]] && { [[ ${NETFILTER_SAME[$family]:-0} == 1 ]] && ! netfilter_changes_of "$family" \
      || [[ ${NETFILTER_QUICK[$family]:-0} == 1 && $'\n'$NETFILTER_PLAN != *$'\nO\n'* ]]; }; then
      printf '= %s\n' "chain$family" "jump$family" "table$family"
    elif [[ $WANT == spec && ${NETFILTER_QUICK[$family]:-0} == 1 ]]; then
      netfilter_own_quick "$family" || return 1
    else
      cat -- "${NETFILTER_FILES[own $family]}" || return 1
    fi
  done
}

# What is on record, with the chains and jumps that were looked at as they are to be.
netfilter_own_quick() { # FAMILY
  awk -v FAMILY="$1" -v PARTS="$( ((NETFILTER_ASKED[$1])) || echo " $SELECTED_PARTS ")" -v LOOKED="${NETFILTER_LOOKED[$1]}" '
    BEGIN { n = split(LOOKED, list, " "); for (i = 1; i <= n; i++) looked[list[i]] = 1 }
    kind == "own" { print; new[$0] = 1; next }
    $3 == "chain" FAMILY && !($5 in looked) || $3 == "table" FAMILY { if (!($0 in new)) print; next }
    $3 == "jump" FAMILY && !index(PARTS, " " $1 " ")
    ' kind=own "${NETFILTER_FILES[own $1]}" kind=record "$OWNED_FILE"
}

# A table that came with the first rules is podnet's until teardown.
netfilter_keep() { awk '$3 ~ /^table/' "$OWNED_LEAVING"; }

netfilter_differences() {
  tagged "$NETFILTER_PLAN_4" V
  tagged "$NETFILTER_PLAN_6" V
}

netfilter_show() {
  local family
  for family in $NETFILTER_FAMILIES; do
    netfilter_tool "$family" restore
    ! netfilter_changes_of "$family" || sed "/^# end\$/d; s/^/$PROGRAM: /" "${NETFILTER_FILES[load $family]}"
  done
}

netfilter_translations() {
  tagged "$NETFILTER_PLAN_4" C
  tagged "$NETFILTER_PLAN_6" C
}

netfilter_count() {
  local sum=0 family
  for family in 4 6; do
    netfilter_of "$family"
    [[ $NETFILTER_PLAN =~ (^|$'\n')N$'\t'([0-9]+) ]] && ((sum += BASH_REMATCH[2]))
  done
  echo "$sum rule rules"
}

# Tables that were not there before and are empty again go too, where nft can take them away.
netfilter_forget() { # LINES of what is owned
  local family table word
  variant_in_use
  [[ $VARIANT_IN_USE == nft ]] && command -v nft >/dev/null || return 0
  printf '%s\n' "$1" | while read -r _ _ word table; do
    [[ $word == table[46] ]] || continue
    family=ip
    [[ $word == table4 ]] || family=ip6
    netfilter_table_empty "$family" "$table" && nft delete table "$family" "$table" 2>/dev/null
  done
  return 0
}

# Whether a table holds nothing but base chains without rules that accept.
netfilter_table_empty() { # FAMILY TABLE
  nft list table "$1" "$2" 2>/dev/null | awk '
    /^table / || /^[ \t]*}?$/ || /^[ \t]*chain (PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING) \{$/ { next }
    /^[ \t]*type .* hook .* policy accept;$/ { next }
    { full = 1 }
    END { exit full }'
}

netfilter_verify() {
  local family restore canonical
  NETFILTER_PLAN_4='' NETFILTER_PLAN_6='' NETFILTER_CHANGED='' NETFILTER_MEMORY=names
  netfilter_find_families
  temporary_files 5 || return 1
  for family in $NETFILTER_FAMILIES; do
    NETFILTER_FILES=(
      ["have $family"]=${TEMPORARY_FILES[0]} ["load $family"]=${TEMPORARY_FILES[1]} ["own $family"]=${TEMPORARY_FILES[2]}
      ["touched $family"]=${TEMPORARY_FILES[3]})
    netfilter_have "$family" || return 1
    netfilter_tool "$family" restore
    restore=$PROGRAM
    netfilter_tool "$family" save
    verify_canonical "$restore" "$PROGRAM" v4.sets v6.sets "v$family.rules" >"${TEMPORARY_FILES[4]}" 2>&1 \
      || { canonical=$(<"${TEMPORARY_FILES[4]}"); fail "$restore of the files" "$canonical"; return 1; }
    netfilter_files "$family"
    netfilter_compare "$family" names=1 kind=names "${WANTED_FILES[@]}" kind=want "${TEMPORARY_FILES[4]}" || { fail 'comparing the rules' ''; return 1; }
  done
}
