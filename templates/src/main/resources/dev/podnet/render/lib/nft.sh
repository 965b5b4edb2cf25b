# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# nft.sh: own tables of nftables, whose names begin with podnet.
#
# Where the kernel's count of changes says that nobody has touched the rules (generation.sh), nothing is read: what is there is
# what was loaded, and only elements in which the files differ from that are looked at. Listing elements takes longer than loading
# them. Otherwise elements of sets and maps are compared one by one with those the kernel has. Chains, and what sets are, are compared with how
# the kernel writes what the files say: they are loaded without elements in a network namespace that nobody uses, and
# $STATE/nft.shown keeps the answer for these files. All that is loaded is one transaction; what is left over then goes in a
# second one.

shopt -s lastpipe # the last command of a pipe may set variables

NFT_PLAN=
NFT_SAME=0

nft_files() {
  WANTED_FILES=()
  want_files nft
}

# Whether there is anything to do with own tables: some are wanted or owned.
nft_matter() {
  nft_files
  ((${#WANTED_FILES[@]})) || has_word "$OWNED_WORDS" nft
}

# What the kernel has in own tables.
nft_list() {
  local word family name rest
  # "list tables" would read the elements too
  nft list chains | while read -r word family name rest; do
    [[ $word == table && ($family == ip || $family == ip6) && $name == podnet* ]] || continue
    nft "${NFT_NUMBERS[@]}" list table "$family" "$name" || return 1
  done
}

# Protocols by number: to look up the name for each element takes a third of the time. What people read has names.
NFT_NUMBERS=(-p)

# The same without the elements that rules put in, which are none of the files'.
nft_still() {
  awk '
    /^\t(set|map) / { moving = 0 }
    /^\t\tflags .*dynamic/ { moving = 1 }
    moving && /^\t\telements = / { inside = 1 }
    !inside
    inside && / }$/ { inside = 0 }' "$@"
}

# Files without a name: what the kernel has, the wanted files in one, how nft writes these without elements, what to load, and
# what is left over.
nft_open() {
  [[ -z ${NFT_HAVE:-} ]] || return 0
  temporary_files 7 || return 1
  NFT_WAS=${TEMPORARY_FILES[5]} NFT_IS=${TEMPORARY_FILES[6]}
  NFT_HAVE=${TEMPORARY_FILES[0]} NFT_TEXT=${TEMPORARY_FILES[1]} NFT_SHOWN=${TEMPORARY_FILES[2]} NFT_LOAD=${TEMPORARY_FILES[3]}
  NFT_STALE=${TEMPORARY_FILES[4]}
}

nft_read() {
  local message
  message=$({ nft_list >"$NFT_HAVE"; } 2>&1) || fail 'nft list table' "$message"
}

# Whether the program is there; where it is not, that is a problem.
nft_is_here() {
  command -v nft >/dev/null && return 0
  problem 'the program nft is missing'
  return 1
}

# What a bare host would load of files into $NFT_LOAD, and how nft writes that into $NFT_SHOWN. The kernel itself says so: it is
# loaded in a network namespace of its own that nobody uses.
nft_canonical() { # FILE...
  : >"$NFT_LOAD" && awk -v PLAIN=1 -v LOAD="$NFT_LOAD" -v STALE=/dev/null -f "$PODNET_LIB/nft.awk" kind=want "$@" >/dev/null || return 1
  # shellcheck disable=SC2016 # expanded by the shell that runs it
  unshare --net bash -c 'nft -f "$1" && nft "${@:2}" list ruleset' nft "$NFT_LOAD" "${NFT_NUMBERS[@]}" >"$NFT_SHOWN" 2>&1 \
    || fail 'nft -f of the files' "$(head -n 20 "$NFT_SHOWN")"
}

# How nft writes the wanted tables, chains and sets without elements, as it did the last time when the files are the same.
nft_form() {
  : >"$NFT_SHOWN" || return 1
  [[ $WANT == spec && -s $NFT_TEXT ]] || return 0
  if ((NFT_SAME)); then
    cat "$STATE/nft.shown" >"$NFT_SHOWN"
    return
  fi
  awk '/^\t\telements = / { inside = 1 } !inside; inside && /^\t\t}$| }$/ { inside = 0 }' "$NFT_TEXT" >"$NFT_STALE" && nft_canonical "$NFT_STALE"
}

# The wanted files in one, and whether they are those that were loaded last and it is known how nft writes them.
nft_text() {
  local file last=
  NFT_SAME=0 NFT_PARTS=()
  : >"$NFT_TEXT" || return 1
  [[ $WANT == spec ]] || return 0
  for file in "${WANTED_FILES[@]}"; do
    case $file in
      "$last") ;;
      part=*) printf '# part %s\n' "${file#part=}" ;;
      *) cat -- "$file" || return 1 ;;
    esac
    [[ $file != part=* ]] || last=$file
  done >"$NFT_TEXT" || return 1
  [[ ! -s $STATE/nft.shown || $STATE_STALE == 1 ]] || ! cmp -s "$NFT_TEXT" "$STATE/nft.loaded" || NFT_SAME=1
}

# Compares; the plan is in NFT_PLAN, what it loads in $NFT_LOAD and $NFT_STALE.
nft_plan() {
  NFT_PLAN='' NFT_CHANGES=0 NFT_QUICK=0
  [[ $WANT != before ]] || nft_save_late || return 1
  nft_matter && ! nft_is_here && return 0
  ((${#WANTED_FILES[@]})) || has_word "$OWNED_WORDS" nft || return 0
  nft_open && nft_text || { fail 'reading the tables of nftables' ''; return 1; }
  ! nft_quick || return 0
  nft_read && nft_form || { fail 'reading the tables of nftables' ''; return 1; }
  nft_compare kind=have "$NFT_HAVE" kind=shown "$NFT_SHOWN" kind=want "${WANTED_FILES[@]}"
}

nft_beside() { [[ $WANT == spec && $PLAIN == 0 ]] && nft_matter && command -v nft >/dev/null && nft_open; }

nft_planned() { variables NFT_PLAN NFT_CHANGES NFT_QUICK NFT_SAME; }

# Where nobody has touched the rules and the files are those that were loaded last, or differ in few elements.
nft_quick() {
  generation_same && has_word "$OWNED_WORDS" nft && [[ -s $STATE/nft.shown && -s $NFT_TEXT ]] || return 1
  NFT_QUICK=1
  if ((NFT_SAME)); then NFT_PLAN=$'E\t0'; return 0; fi
  : >"$NFT_WAS" && : >"$NFT_IS" \
    && { diff "$STATE/nft.loaded" "$NFT_TEXT" || (($? == 1)); } | awk -v FEW=400 -v WAS="$NFT_WAS" -v IS="$NFT_IS" -f "$PODNET_LIB/nft-few.awk" \
      kind=diff - kind=was "$STATE/nft.loaded" kind=is "$NFT_TEXT" \
    && cat "$STATE/nft.shown" >"$NFT_SHOWN" \
    && nft_compare kind=have "$NFT_WAS" "$NFT_SHOWN" kind=shown "$NFT_SHOWN" kind=want "$NFT_IS" && return 0
  NFT_QUICK=0
  return 1
}

nft_compare() { # AWK-ARGUMENT...
  local say=0
  [[ $WANT == spec && $PLAIN == 0 ]] || say=1
  : >"$NFT_LOAD" && : >"$NFT_STALE" \
    && NFT_PLAN=$(state_sections '' ' nft ' | awk -v PARTS="$SELECTED_PARTS" -v ALL="$SELECTED_ALL" -v PLAIN="$PLAIN" -v SAY="$say" \
      -v LOAD="$NFT_LOAD" -v STALE="$NFT_STALE" -f "$PODNET_LIB/nft.awk" - "$@") \
    || { fail 'comparing the tables of nftables' ''; return 1; }
  NFT_CHANGES=${NFT_PLAN: -1} # its end says whether it changes anything
}

nft_changes() { [[ ${NFT_CHANGES:-0} == 1 ]]; }

nft_problems() { problems_in "$NFT_PLAN"; }

nft_own() {
  if [[ $WANT == spec && ! -d $BEFORE ]] && { ((${NFT_QUICK:-0})) || ((${NFT_SAME:-0})) && ! nft_changes; }; then echo '= nft'; else tagged "$NFT_PLAN" W; fi
}

nft_differences() { tagged "$NFT_PLAN" V; }
nft_show() { ! nft_changes || sed 's/^/nft: /' "$NFT_LOAD" "$NFT_STALE"; }
nft_translations() { tagged "$NFT_PLAN" C; }
nft_count() { tagged "$NFT_PLAN" N; }

nft_run() { ! nft_changes || nft_load "$NFT_LOAD"; }
nft_run_removals() { ! nft_changes || nft_load "$NFT_STALE"; }

nft_load() { # FILE
  local message
  [[ -s $1 ]] || return 0
  not_stopped || return 1
  [[ $OPTION_VERBOSE == 0 ]] || sed 's/^/+ nft: /' "$1"
  message=$(nft -f "$1" 2>&1) || { fail 'nft -f' "$(printf '%s\n' "$message" | head -n 20)"; return 1; }
  ((++GENERATION_LOADS))
}

# Remembers what the files said, and how nft writes it; nothing where they say nothing.
nft_remember() {
  [[ $WANT == spec ]] || return 0
  if [[ ! -s ${NFT_TEXT:-/dev/null} ]]; then
    [[ ! -e $STATE/nft.loaded && ! -e $STATE/nft.shown ]] || rm -f "$STATE/nft.loaded" "$STATE/nft.shown"
    return
  fi
  [[ $NFT_SAME == 0 && -s $NFT_SHOWN ]] || return 0
  rm -f "$STATE/nft.loaded" && write_file "$STATE/nft.shown" <"$NFT_SHOWN" && write_file "$STATE/nft.loaded" <"$NFT_TEXT"
}

# The state before, in the form of the files to load.
nft_save() { # FOLDER
  nft_changes || return 0
  if ((NFT_QUICK)); then : >"$1/nft.as-loaded"; else nft_still "$NFT_HAVE" >"$1/want.nft"; fi
}

# Where it was what was loaded, it is put together when it is needed: elements as the files had them, all else as nft writes it.
nft_save_late() {
  [[ -e $BEFORE/nft.as-loaded && ! -e $BEFORE/want.nft ]] || return 0
  { awk '/^\t\t\t.*,$/ || /^table / || /^\t(map|set) / || /^\t\telements = / || /^\t?\t?}$/' "$BEFORE/state/nft.loaded" \
    && cat "$BEFORE/state/nft.shown"; } >"$BEFORE/want.nft.tmp" && mv -f "$BEFORE/want.nft.tmp" "$BEFORE/want.nft" || fail 'reading the state before' ''
}

# Here the elements too are as nft itself writes them.
nft_verify() {
  NFT_PLAN='' NFT_CHANGES=0 NFT_NUMBERS=()
  nft_matter && nft_is_here || return 0
  nft_open && : >"$NFT_SHOWN" || return 1
  ((${#WANTED_FILES[@]} == 0)) || nft_canonical "${WANTED_FILES[@]}" || { fail 'reading the files' ''; return 1; }
  nft_read && nft_compare kind=have "$NFT_HAVE" kind=names "${WANTED_FILES[@]}" kind=want part=- "$NFT_SHOWN"
}
