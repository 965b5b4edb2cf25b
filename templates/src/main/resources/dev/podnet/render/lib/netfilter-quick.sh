# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# netfilter-quick.sh: the part of netfilter.sh that says which chains are to be looked at. $STATE keeps of each family
#
#   rules4.loaded   what the files said at the last load
#   rules4.dump     what iptables-save shows, without counters, of own chains that are as rules4.loaded says
#   rules4.shown    the chains that iptables-save shows in other words than the files say (netfilter_unsure)
#
# A chain is as it is to be where the files say what they said, and the kernel shows what it showed: both is found by comparing
# files byte by byte. Only chains in which something differs, and the jumps to own chains, are looked at by netfilter.awk.
# rules4.dump is not read from the kernel after a load, but made of what was loaded: what iptables-save shows is what the files
# say, word for word but for chances. Where it is not, the next run looks at these chains again, and keeps what it has seen.

shopt -s lastpipe # the last command of a pipe may set variables

# More chains than this are found by comparing all that was loaded.
NETFILTER_FEW=200

NETFILTER_CHANGED=
NETFILTER_MEMORY=names
NETFILTER_OLD=()
NETFILTER_OLD_FILE=
NETFILTER_SHOWN=/dev/null
declare -A NETFILTER_SAME=()  # of each family, whether the files are those that were loaded last
declare -A NETFILTER_QUICK=() # whether only some chains were looked at
declare -A NETFILTER_LOOKED=() # which ones
declare -A NETFILTER_KNOWN=() # whether nobody has touched them
declare -A NETFILTER_ASKED=() # whether only these were read, without jumps
declare -A NETFILTER_AS_SHOWN=() # whether the kernel shows all own chains as it did

# Whether the kernel counts what iptables does here: that of nf_tables.
netfilter_counted() {
  local was=
  [[ ! -e $STATE/variant ]] || read -r was <"$STATE/variant"
  [[ $was == nft ]]
}

# Whether it may yet be counted.
netfilter_may_be_counted() {
  local was=$VARIANT
  [[ ! -e $STATE/variant ]] || read -r was <"$STATE/variant"
  [[ -n $NETFILTER_FAMILIES && $was != legacy ]]
}

# Whether nobody has touched the rules, and the files are those that were loaded last.
netfilter_untouched() { # FAMILY
  NETFILTER_KNOWN[$1]=0 NETFILTER_QUICK[$1]=0 NETFILTER_SAME[$1]=0 NETFILTER_AS_SHOWN[$1]=0 NETFILTER_ASKED[$1]=0
  generation_same && netfilter_counted || return 1
  state_file "rules$1.dump"
  [[ -s $STATE_FILE ]] && netfilter_read_text "$1" || return 1
  NETFILTER_KNOWN[$1]=1
  ((NETFILTER_SAME[$1])) && : >"${NETFILTER_FILES[shown $1]}" && : >"${NETFILTER_FILES[dump $1]}" || return 1
  printf -v "NETFILTER_PLAN_$1" '%s' $'E\t0'
}

# Reads the wanted files, and whether they are those that were loaded last.
netfilter_read_text() { # FAMILY
  ((NETFILTER_KNOWN[$1] == 0)) || return 0
  netfilter_text "$1" >"${NETFILTER_FILES[text $1]}" || return 1
  state_file "rules$1.loaded"
  ! same_file "${NETFILTER_FILES[text $1]}" "$STATE_FILE" || NETFILTER_SAME[$1]=1
}

# Where nobody has touched the rules, and the files differ in few chains and no jump: reads these chains alone. What iptables
# says of them with counters must be what rules4.dump has without. Fails where that does not do.
netfilter_ask() { # FAMILY
  local found table name dump have=${NETFILTER_FILES[have $1]} others=${NETFILTER_FILES[others $1]}
  ((NETFILTER_KNOWN[$1])) || return 1
  state_file "rules$1.dump"
  dump=$STATE_FILE
  state_file "rules$1.loaded"
  found=$({ echo @@text && { diff "$STATE_FILE" "${NETFILTER_FILES[text $1]}" || (($? == 1)); }; } | netfilter_names 4 -I) && [[ -n $found && $found != - ]] || return 1
  name=${found//@ /}
  NETFILTER_CHANGED='' NETFILTER_MEMORY=names NETFILTER_OLD=() NETFILTER_OLD_FILE=''
  state_file "rules$1.shown"
  NETFILTER_SHOWN=$STATE_FILE
  netfilter_tool "$1" restore
  awk -v NAMES=" ${name//$'\n'/ } " '
    /^\*/ { table = substr($1, 2) }
    /^:/ && index(NAMES, " " substr($1, 2) " ") { print table, substr($1, 2) }' "$dump" | while read -r table name; do
    printf '*%s\n:%s - [0:0]\n' "$table" "$name" && "${PROGRAM%-restore}" -t "$table" -v -S "$name" 2>/dev/null || return 1
  done >"$others" || return 1
  awk -f "$PODNET_LIB/netfilter-asked.awk" kind=asked "$others" kind=dump "$dump" >"$have" || return 1
  cat "$have" >"$others" && netfilter_quick "$1" "$found" -I && : >"${NETFILTER_FILES[there $1]}" || return 1
  NETFILTER_ASKED[$1]=1 NETFILTER_AS_SHOWN[$1]=1
}

# The wanted files in one, by part; for parts that are not looked at, what was loaded.
netfilter_text() { # FAMILY
  local part file files owner=
  for part in $PODNET_ALL_PARTS; do
    printf '# part %s\n' "$part"
    if has_word "$SELECTED_PARTS" "$part"; then
      files=()
      for file in "${WANTED_FILES[@]}"; do
        if [[ $file == part=* ]]; then owner=${file#part=}; elif [[ $owner == "$part" ]]; then files+=("$file"); fi
      done
      ((${#files[@]} == 0)) || cat -- "${files[@]}" || return 1
    else
      state_file "rules$1.loaded"
      [[ ! -s $STATE_FILE ]] || awk -v PART="$part" '$1 == "#" && $2 == "part" { on = $3 == PART; next } on' "$STATE_FILE" || return 1
    fi
  done
}

# Reads which chains are to be looked at: by name where they are few, or all.
netfilter_memory() { # FAMILY
  local loaded dump text=${NETFILTER_FILES[text $1]} shows=${NETFILTER_FILES[shows $1]} found
  NETFILTER_CHANGED='' NETFILTER_MEMORY=names NETFILTER_OLD=() NETFILTER_OLD_FILE='' NETFILTER_SHOWN=/dev/null
  NETFILTER_QUICK[$1]=0 NETFILTER_AS_SHOWN[$1]=0
  [[ $WANT == spec ]] || return 0
  netfilter_read_text "$1" || return 1
  state_file "rules$1.dump"
  dump=$STATE_FILE
  state_file "rules$1.shown"
  NETFILTER_SHOWN=$STATE_FILE
  state_file "rules$1.loaded"
  loaded=$STATE_FILE
  if [[ -s $dump && $PLAIN == 0 && ! -d $BEFORE ]]; then
    : >"$shows" && : >"${NETFILTER_FILES[others $1]}" \
      && awk -v SHOWS="$shows" -v OTHERS="${NETFILTER_FILES[others $1]}" -f "$PODNET_LIB/netfilter-split.awk" "${NETFILTER_FILES[have $1]}" || return 1
    ! cmp -s "$shows" "$dump" || NETFILTER_AS_SHOWN[$1]=1
    found=$({
      echo @@shows
      ((NETFILTER_AS_SHOWN[$1])) || diff "$dump" "$shows" || (($? == 1)) || exit
      echo @@text
      ((NETFILTER_SAME[$1])) || diff "$loaded" "$text" || (($? == 1))
    } | netfilter_names) || return 1
    if [[ $found != - ]]; then
      netfilter_quick "$1" "$found"
      return
    fi
  fi
  ((NETFILTER_SAME[$1] == 0)) || return 0
  NETFILTER_MEMORY=loaded NETFILTER_OLD=(kind=loaded "$loaded")
  [[ -s $loaded ]] || return 0
  found=$({ echo @@text && { diff "$loaded" "$text" || (($? == 1)); }; } | netfilter_names) || return 1
  [[ $found != - ]] || return 0
  NETFILTER_CHANGED=${found//@ /} NETFILTER_MEMORY=names
  NETFILTER_OLD=() NETFILTER_OLD_FILE=$loaded
}

# The chains that the output of diff is about, those of the files with @ before; - when these are many, or something else differs.
netfilter_names() { # [MANY [-I]]
  awk -v FEW="${1:-$NETFILTER_FEW}" -v JUMPS="${2:-}" '
    /^@@/ { kind = substr($0, 3); next }
    !/^[<>]/ { next }
    $2 ~ /^:/ { $3 = substr($2, 2); $2 = "-A" }
    $2 == "-A" { if (!($3 in name)) count++; if (kind == "text") name[$3] = "@ "; else if (!($3 in name)) name[$3] = ""; next }
    kind == "text" && ($2 == JUMPS || $2 == "#" && $3 == "part" || $2 ~ /^(\*|COMMIT)/) { all = 1 }
    END {
      if (all || count > FEW) print "-"
      else for (n in name) print name[n] n
    }'
}

# Takes from the files, from what the kernel has and from what was loaded only these chains, and the jumps unless told not to.
netfilter_quick() { # FAMILY FOUND [-I]
  local name names='' only=${NETFILTER_FILES[only $1]} there=${NETFILTER_FILES[there $1]} earlier=${NETFILTER_FILES[before $1]}
  while read -r name; do
    [[ $name != '@ '* ]] || NETFILTER_CHANGED+=${name#@ }$'\n'
    name=${name#@ }
    names+=${name:+"|$name"}
  done <<<"$2"
  names=${names#|}
  names="^(:|(\[[0-9]+:[0-9]+\] )?-A )(${names//./\\.}) "
  : >"$there" && : >"$earlier" || return 1
  if [[ -z $2 ]]; then
    grep -E '^# part |^\*|^-I ' "${NETFILTER_FILES[text $1]}" >"$only" || return 1
  else
    grep -E "^# part |^\*|$([[ -n ${3:-} ]] || echo '^-I |')$names" "${NETFILTER_FILES[text $1]}" >"$only" \
      && { grep -E "^\*|$names" "${NETFILTER_FILES[have $1]}" >"$there" || (($? == 1)); } || return 1
    state_file "rules$1.loaded"
    [[ -z $NETFILTER_CHANGED ]] || { grep -E "$names" "$STATE_FILE" >"$earlier" || (($? == 1)); } || return 1
    NETFILTER_OLD_FILE=$earlier
  fi
  NETFILTER_LOOKED[$1]=${2//@ /}
  NETFILTER_LOOKED[$1]=${NETFILTER_LOOKED[$1]//$'\n'/ }
  NETFILTER_QUICK[$1]=1
}

# Asks iptables how it shows what the files say, and compares again.
netfilter_unsure() { # FAMILY
  local restore shown=${NETFILTER_FILES[shown $1]}
  netfilter_tool "$1" restore
  restore=$PROGRAM
  netfilter_tool "$1" save
  verify_canonical "$restore" "$PROGRAM" v4.sets v6.sets "v$1.rules" 2>/dev/null | awk -f "$PODNET_LIB/netfilter-text.awk" -f "$PODNET_LIB/netfilter-shown.awk" \
    kind=want "${WANTED_FILES[@]}" kind=shown - >"$shown" || { : >"$shown"; return 0; }
  NETFILTER_SHOWN=$shown
  netfilter_compare "$1"
}

# Remembers what was loaded, and how the kernel shows it. In between there is no rules4.dump: that of other files would do harm.
netfilter_remember() {
  local family dump
  for family in $NETFILTER_FAMILIES; do
    [[ $WANT == spec ]] || continue
    dump=${NETFILTER_FILES[dump $family]}
    [[ ! -s ${NETFILTER_FILES[shown $family]} ]] || write_file "$STATE/rules$family.shown" <"${NETFILTER_FILES[shown $family]}" || return 1
    if netfilter_changes_of "$family"; then
      if ((NETFILTER_QUICK[$family])); then
        awk -f "$PODNET_LIB/netfilter-dump.awk" kind=new "$dump" kind=dump "$STATE/rules$family.dump" \
          >"${NETFILTER_FILES[shows $family]}" && dump=${NETFILTER_FILES[shows $family]} || { (($? == 3)) && dump=; } || return 1
      fi
    elif ((NETFILTER_QUICK[$family])); then
      if [[ ${NETFILTER_AS_SHOWN[$family]} == 1 || $SELECTED_ALL == 0 ]]; then dump=; else dump=${NETFILTER_FILES[shows $family]}; fi
    fi
    if ((NETFILTER_SAME[$family] == 0)); then
      { [[ ! -e $STATE/rules$family.dump ]] || rm -f "$STATE/rules$family.dump"; } \
        && write_file "$STATE/rules$family.loaded" <"${NETFILTER_FILES[text $family]}" || return 1
    fi
    if [[ -s $dump ]]; then write_file "$STATE/rules$family.dump" <"$dump" || return 1; fi
  done
  [[ $WANT != spec ]] || generation_remember
}
