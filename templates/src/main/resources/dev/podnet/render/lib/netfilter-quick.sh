# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# netfilter-quick.sh: the part of netfilter.sh that keeps the usual cases quick: nothing has changed, or only the files
# have. When the kernel shows what it showed after the last load, only chains whose text in the files differs from what
# was loaded then can differ; all else is left out before it is compared.
#
# NETFILTER_NAMES_4 and _6 have the names of the chains that are compared, - for all.

shopt -s lastpipe # the last command of a pipe may set variables

# More chains than this are compared in the usual way.
NETFILTER_FEW=200

# What the kernel shows of own chains and of the jumps to them, out of what iptables-save says, with counters or without.
netfilter_essence() { # FILE
  awk '/^\*/ || /^:PODNET/ { print; next } / PODNET/ { sub(/^\[[0-9]+:[0-9]+\] /, ""); print }' "$@"
}

# The wanted files in one, each behind the part it belongs to.
netfilter_text() {
  local file
  printf '# parts %s\n' "$SELECTED_PARTS"
  for file in "${WANTED_FILES[@]}"; do
    if [[ $file == part=* ]]; then printf '# %s\n' "$file"; else cat "$file" || return 1; fi
  done
}

# Says which chains to compare: all, none at all (fails), or few.
netfilter_narrow() { # FAMILY FILE with what the kernel has
  local names=NETFILTER_NAMES_$1 found
  printf -v "$names" '%s' -
  if [[ $WANT == before ]]; then
    IFS= read -r found <"$BEFORE/want.v$1.rules"
    [[ $found != '# only '* ]] || printf -v "$names" '%s' "${found#\# only }"
    return 0
  fi
  [[ $WANT == spec && $STATE_STALE == 0 && -e $STATE/rules$1.files && -e $STATE/rules$1.dump && -e $STATE/rules$1.loaded ]] || return 0
  netfilter_essence "$2" | cmp -s - "$STATE/rules$1.dump" 2>/dev/null || return 0
  found=$(netfilter_text | { diff "$STATE/rules$1.files" - 2>/dev/null || (($? == 1)); } | awk -v FEW="$NETFILTER_FEW" '
    !/^[<>]/ { next }
    { any = 1 }
    $2 ~ /^:/ { name[substr($2, 2)] = 1; next }
    $2 == "-A" { name[$3] = 1; next }
    $2 == "-I" { next }
    $2 != "#" || $3 ~ /^part/ { all = 1 }
    END {
      for (n in name) { text = text " " n; count++ }
      if (all || count > FEW) print "-"
      else if (any) print "only" text
    }') || return 0
  [[ -n $found ]] || return 1
  [[ $found == - ]] || printf -v "$names" '%s' "${found#only}"
}

# Leaves out own chains that are not to be compared, or those that are.
netfilter_only() { # FAMILY INSIDE=0|1 FILE...
  local names=NETFILTER_NAMES_$1 inside=$2
  shift 2
  if [[ ${!names} == - ]]; then cat -- "$@"; return; fi
  awk -v NAMES="${!names}" -v INSIDE="$inside" '
    BEGIN { n = split(NAMES, list, " "); for (i = 1; i <= n; i++) some[list[i]] = 1 }
    !INSIDE && /^# part/ { held = $0; next }
    !INSIDE && /^\*/ { held = held "\n" $0; next }
    { name = /^:/ ? substr($1, 2) : /^\[/ ? $3 : /^-/ ? $2 : "" }
    name ~ /^PODNET/ && (name in some) != INSIDE { next }
    held != "" { print held; held = "" }
    { print }' "$@"
}

# The wanted files, as netfilter.awk reads them from one.
netfilter_wanted() { # FAMILY
  local file part=-
  for file in "${WANTED_FILES[@]}"; do
    if [[ $file == part=* ]]; then part=${file#part=}; else printf '@@want %s %s\n' "$part" "$file" && netfilter_only "$1" 1 "$file" || return 1; fi
  done
}

# What is owned stays so: of a family, or of its chains that are not compared.
netfilter_owned() { # FAMILY
  local names=NETFILTER_NAMES_$1
  [[ ${!names} != - ]] || return 0
  printf '%s\n' "$OWNED" | awk -v f="$1" -v NAMES="${!names}" '
    BEGIN { n = split(NAMES, list, " "); for (i = 1; i <= n; i++) some[list[i]] = 1 }
    $3 == "chain" f && !($5 in some) { print "W\t" $0 }'
}
