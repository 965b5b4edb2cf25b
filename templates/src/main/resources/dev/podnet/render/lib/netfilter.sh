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

netfilter_check() {
  check_variant
  [[ $TOOLS != *tables-* ]] || NETFILTER_FAMILIES=$FAMILIES
}

# PODNET_IPTABLES_VARIANT=nft or legacy chooses between the two that may be installed side by side.
check_variant() {
  VARIANT=${PODNET_IPTABLES_VARIANT:-}
  [[ -z $VARIANT || $VARIANT == nft || $VARIANT == legacy ]] || problem "PODNET_IPTABLES_VARIANT is nft or legacy, not '$VARIANT'"
}

# Which of the two the name iptables stands for here.
variant_in_use() {
  local version
  if [[ -n $VARIANT ]]; then printf '%s' "$VARIANT"; return; fi
  version=$("$(netfilter_tool 4 save)" --version 2>/dev/null)
  if [[ $version == *nf_tables* ]]; then printf 'nft'; else printf 'legacy'; fi
}

# The name of a program: netfilter_tool 4 save -> iptables-save, or iptables-nft-save when the variant is asked for.
netfilter_tool() { # FAMILY PROGRAM
  local name=iptables
  [[ $1 == 4 ]] || name=ip6tables
  printf '%s%s-%s' "$name" "${VARIANT:+-$VARIANT}" "$2"
}

# What the kernel shows of own chains and of the jumps to them.
netfilter_dump() { # FAMILY
  "$(netfilter_tool "$1" save)" 2>/dev/null | netfilter_essence
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
    if [[ $WANT == before ]]; then [[ -e $BEFORE/want.v$family.rules ]]; else [[ $'\n'$OWNED == *" - chain$family "* ]]; fi || continue
    has_word "$NETFILTER_FAMILIES" "$family" || NETFILTER_FAMILIES+=" $family"
  done
}

# Compares; the plans are in NETFILTER_PLAN_4 and NETFILTER_PLAN_6.
netfilter_plan() {
  local family plan have
  netfilter_find_families
  for family in 4 6; do
    printf -v "NETFILTER_PLAN_$family" ''
    has_word "$NETFILTER_FAMILIES" "$family" || continue
    temporary_file || return 1
    have=$TEMPORARY
    netfilter_have "$family" >"$have" 2>/dev/null || { netfilter_fail "$family"; return 1; }
    netfilter_files "$family"
    if netfilter_narrow "$family" "$have"; then
      plan=$(netfilter_compare "$family" "$have")
    else
      plan=$(printf '%s\n' "$OWNED" | awk -v f="$family" '$3 == "chain" f || $3 == "jump" f { print "W\t" $0 }')
    fi || { fail 'comparing the rules' ''; return 1; }
    printf -v "NETFILTER_PLAN_$family" '%s' "$plan"
    exec {TEMPORARY_FD}>&-
  done
}

# All that the kernel has; a file of it that is cut off (a full disk) does not end like this.
netfilter_have() { # FAMILY
  "$(netfilter_tool "$1" save)" -c && echo '# end'
}

netfilter_compare() { # FAMILY FILE with what the kernel has
  [[ $(tail -n 1 "$2") == '# end' ]] || { echo "$2 was not written" >&2; return 1; }
  netfilter_owned "$1" || return 1
  {
    netfilter_wanted "$1" \
      && printf '@@loaded\n' && netfilter_only "$1" 1 "$(state_file "rules$1.loaded")" \
      && printf '@@dump\n' && netfilter_only "$1" 1 "$(state_file "rules$1.dump")" \
      && state_sections '' && netfilter_only "$1" 1 "$2"
  } | awk -v FAMILY="$1" -v PARTS="$SELECTED_PARTS" -v ALL="$SELECTED_ALL" -v PLAIN="$PLAIN" -v BEFORE="${WANT#spec}" \
    -f "$PODNET_LIB/netfilter.awk"
}

netfilter_fail() { # FAMILY
  fail "$(netfilter_tool "$1" save) -c" "$("$(netfilter_tool "$1" save)" -c 2>&1 >/dev/null)"
}

netfilter_of() { # FAMILY; the plan
  local name=NETFILTER_PLAN_$1
  printf '%s\n' "${!name}"
}

netfilter_changes() { netfilter_changes_of 4 || netfilter_changes_of 6; }

netfilter_changes_of() { # FAMILY
  local name=NETFILTER_PLAN_$1
  [[ ${!name} == *$'\nL\t'* || ${!name} == $'L\t'* ]]
}

# Writes what is to be loaded, and what then counts as loaded.
netfilter_prepare() {
  local family names
  for family in $NETFILTER_FAMILIES; do
    netfilter_changes_of "$family" || continue
    netfilter_of "$family" | awk -v base="$WORK/rules$family." '
      { text = substr($0, 3) } /^L/ { print text >(base "load") } /^M/ { print text >(base "loaded") }' || return 1
    names=NETFILTER_NAMES_$family
    [[ ${!names} == - ]] || netfilter_only "$family" 0 "$(state_file "rules$family.loaded")" >>"$WORK/rules$family.loaded" || return 1
    [[ -e $WORK/rules$family.loaded ]] || : >"$WORK/rules$family.loaded"
  done
}

netfilter_run() {
  local family
  for family in $NETFILTER_FAMILIES; do
    [[ -e $WORK/rules$family.load ]] || continue
    netfilter_load "$family" "$WORK/rules$family.load" || return 1
  done
}

netfilter_load() { # FAMILY FILE
  local tool message line
  tool=$(netfilter_tool "$1" restore)
  not_stopped || return 1
  [[ $OPTION_VERBOSE == 0 ]] || sed "s/^/+ $tool: /" "$2"
  message=$("$tool" --noflush --counters --wait 2>&1 <"$2") && return 0
  line=$(failed_line "$message")
  fail "$tool --noflush${line:+, line $line: $(sed -n "${line}p" "$2")}" "$message"
}

# Remembers what was loaded and how the kernel shows it.
netfilter_remember() {
  local family
  for family in $NETFILTER_FAMILIES; do
    [[ -e $WORK/rules$family.loaded ]] || continue
    netfilter_files "$family"
    rm -f "$STATE/rules$family.files"
    mv -f "$WORK/rules$family.loaded" "$STATE/rules$family.loaded" \
      && netfilter_dump "$family" | write_file "$STATE/rules$family.dump" || return 1
    netfilter_text | write_file "$STATE/rules$family.files" || return 1
  done
}

# The state before, in the form of the files to load.
netfilter_save() { # FOLDER
  local family names
  for family in $NETFILTER_FAMILIES; do
    netfilter_changes_of "$family" || continue
    names=NETFILTER_NAMES_$family
    {
      [[ ${!names} == - ]] || printf '# only %s\n' "${!names}"
      netfilter_of "$family" | awk '/^S/ { print substr($0, 3) }'
    } >"$1/want.v$family.rules" || return 1
  done
}

netfilter_write_ahead() {
  [[ -z $NETFILTER_FAMILIES || -e $STATE/variant ]] || variant_in_use | write_file "$STATE/variant"
}

netfilter_problems() {
  problems_in "$NETFILTER_PLAN_4"
  problems_in "$NETFILTER_PLAN_6"
  if [[ -e $STATE/variant && $STATE_STALE == 0 && $(<"$STATE/variant") != "$(variant_in_use)" ]]; then
    problem "the rules were loaded with iptables-$(<"$STATE/variant"), not iptables-$(variant_in_use): call teardown.sh first"
  fi
}

netfilter_own() { printf '%s\n%s\n' "$NETFILTER_PLAN_4" "$NETFILTER_PLAN_6" | awk -F '\t' '$1 == "W" || $1 == "T" { print $2 }'; }

# A table that came with the first rules is podnet's until teardown.
netfilter_keep() { printf '%s\n' "$OWNED_LEAVING" | awk '$3 ~ /^table/'; }

netfilter_differences() {
  tagged "$NETFILTER_PLAN_4" V
  tagged "$NETFILTER_PLAN_6" V
}

netfilter_show() {
  local family
  for family in 4 6; do netfilter_of "$family" | sed -n $'s/^L\t/'"$(netfilter_tool "$family" restore): /p"; done
}

netfilter_translations() {
  local plan
  for plan in "$NETFILTER_PLAN_4" "$NETFILTER_PLAN_6"; do
    [[ $plan != *$'\nC\t'* && $plan != $'C\t'* ]] || tagged "$plan" C || return 1
  done
}

netfilter_count() {
  printf '%s\n%s\n' "$NETFILTER_PLAN_4" "$NETFILTER_PLAN_6" | awk '/^L\t[^:*C]/ { n++ } END { print n + 0, "rule rules" }'
}

# Tables that were not there before and are empty again go too, where nft can take them away.
netfilter_forget() { # LINES of what is owned
  local family table word
  [[ $(variant_in_use) == nft ]] && command -v nft >/dev/null || return 0
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
  local family have canonical plan restore
  NETFILTER_PLAN_4='' NETFILTER_PLAN_6=''
  for family in $NETFILTER_FAMILIES; do
    restore=$(netfilter_tool "$family" restore)
    have=$("$(netfilter_tool "$family" save)" -c 2>/dev/null) || { netfilter_fail "$family"; return 1; }
    canonical=$(verify_canonical "$restore" "$(netfilter_tool "$family" save)" v4.sets v6.sets "v$family.rules" 2>&1) \
      || { fail "$restore of the files" "$canonical"; return 1; }
    netfilter_files "$family"
    plan=$({ state_sections "$have"; printf '@@want\n%s\n' "$canonical"; } | awk -v FAMILY="$family" \
      -v PARTS="$SELECTED_PARTS" -v ALL="$SELECTED_ALL" -v PLAIN=1 -f "$PODNET_LIB/netfilter.awk" \
      kind=names "${WANTED_FILES[@]}" -) || { fail 'comparing the rules' ''; return 1; }
    printf -v "NETFILTER_PLAN_$family" '%s' "$plan"
  done
}
