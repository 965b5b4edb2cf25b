# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# netfilter-quick.sh: the part of netfilter.sh that says of which chains the files are not what was loaded last, and how the
# kernel shows rules. What iptables-save shows is what the files say, word for word but for chances; so a chain is as it is to be
# when the file says what it said at the last load and the kernel shows that. An iptables that puts rules in other words is asked
# for its own once, in a network namespace that nobody uses (netfilter_unsure), and the answer kept in $STATE/rules4.shown.

shopt -s lastpipe # the last command of a pipe may set variables

# More chains than this are found by comparing all that was loaded.
NETFILTER_FEW=200

NETFILTER_CHANGED=
NETFILTER_MEMORY=names
NETFILTER_OLD=()
NETFILTER_OLD_FILE=
NETFILTER_SHOWN=/dev/null
declare -A NETFILTER_SAME=() # of each family, whether the files are those that were loaded last

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
    elif [[ -s $(state_file "rules$1.loaded") ]]; then
      awk -v PART="$part" '$1 == "#" && $2 == "part" { on = $3 == PART; next } on' "$STATE/rules$1.loaded" || return 1
    fi
  done
}

# Says which chains of the files are not as they were loaded: by name (NETFILTER_CHANGED), or by all that was loaded.
netfilter_memory() { # FAMILY
  local loaded text=${NETFILTER_FILES[text $1]} found
  NETFILTER_CHANGED='' NETFILTER_MEMORY=names NETFILTER_OLD=() NETFILTER_OLD_FILE='' NETFILTER_SHOWN=/dev/null
  NETFILTER_SAME[$1]=0
  [[ $WANT == spec ]] || return 0
  loaded=$(state_file "rules$1.loaded")
  NETFILTER_SHOWN=$(state_file "rules$1.shown")
  netfilter_text "$1" >"$text" || return 1
  if cmp -s "$text" "$loaded"; then NETFILTER_SAME[$1]=1; return 0; fi
  NETFILTER_MEMORY=loaded NETFILTER_OLD=(kind=loaded "$loaded")
  [[ -s $loaded ]] || return 0
  found=$({ diff "$loaded" "$text" || (($? == 1)); } | awk -v FEW="$NETFILTER_FEW" '
    !/^[<>]/ { next }
    $2 ~ /^:/ { name[substr($2, 2)] = 1; next }
    $2 == "-A" { name[$3] = 1; next }
    $2 == "#" && $3 == "part" || $2 ~ /^(\*|COMMIT)/ { all = 1 }
    END {
      for (n in name) { text = text n "\n"; count++ }
      if (all || count > FEW) print "-"; else printf "%s", text
    }') || return 1
  [[ $found != - ]] || return 0
  NETFILTER_CHANGED=$found NETFILTER_MEMORY=names
  NETFILTER_OLD=() NETFILTER_OLD_FILE=$loaded
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
