# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# nft.sh: own tables of nftables, whose names begin with podnet.
#
# Elements of sets and maps are compared one by one with those the kernel has. Chains, and what sets are, are compared with how
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
  local family name
  nft list tables | while read -r _ family name; do
    [[ ($family == ip || $family == ip6) && $name == podnet* ]] || continue
    nft list table "$family" "$name" || return 1
  done
}

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
  temporary_files 5 || return 1
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
  unshare --net bash -c 'nft -f "$1" && nft list ruleset' nft "$NFT_LOAD" >"$NFT_SHOWN" 2>&1 \
    || fail 'nft -f of the files' "$(head -n 20 "$NFT_SHOWN")"
}

# How nft writes the wanted tables, chains and sets without elements, as it did the last time when the files are the same.
nft_form() {
  local file wanted=()
  NFT_SAME=0
  : >"$NFT_SHOWN" && : >"$NFT_TEXT" || return 1
  for file in "${WANTED_FILES[@]}"; do [[ $file == part=* ]] || wanted+=("$file"); done
  [[ $WANT == spec ]] && ((${#wanted[@]})) || return 0
  cat -- "${wanted[@]}" >"$NFT_TEXT" || return 1
  if [[ -s $STATE/nft.shown && $STATE_STALE == 0 ]] && cmp -s "$NFT_TEXT" "$STATE/nft.loaded"; then
    NFT_SAME=1
    cat "$STATE/nft.shown" >"$NFT_SHOWN"
    return
  fi
  awk '/^\t\telements = / { inside = 1 } !inside; inside && /^\t\t}$| }$/ { inside = 0 }' "$NFT_TEXT" >"$NFT_STALE" && nft_canonical "$NFT_STALE"
}

# Compares; the plan is in NFT_PLAN, what it loads in $NFT_LOAD and $NFT_STALE.
nft_plan() {
  NFT_PLAN='' NFT_CHANGES=0
  nft_matter && nft_is_here || return 0
  nft_open && nft_read && nft_form || { fail 'reading the tables of nftables' ''; return 1; }
  nft_compare kind=shown "$NFT_SHOWN" kind=want "${WANTED_FILES[@]}"
}

nft_compare() { # AWK-ARGUMENT...
  local say=0
  [[ $WANT == spec && $PLAIN == 0 ]] || say=1
  : >"$NFT_LOAD" && : >"$NFT_STALE" \
    && NFT_PLAN=$(state_sections '' ' nft ' | awk -v PARTS="$SELECTED_PARTS" -v ALL="$SELECTED_ALL" -v PLAIN="$PLAIN" -v SAY="$say" \
      -v LOAD="$NFT_LOAD" -v STALE="$NFT_STALE" -f "$PODNET_LIB/nft.awk" - kind=have "$NFT_HAVE" "$@") \
    || { fail 'comparing the tables of nftables' ''; return 1; }
  NFT_CHANGES=${NFT_PLAN: -1} # its end says whether it changes anything
}

nft_changes() { [[ ${NFT_CHANGES:-0} == 1 ]]; }

nft_problems() { problems_in "$NFT_PLAN"; }

nft_own() {
  if [[ $WANT == spec && ! -d $BEFORE && ${NFT_SAME:-0} == 1 ]] && ! nft_changes; then echo '= nft'; else tagged "$NFT_PLAN" W; fi
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
  message=$(nft -f "$1" 2>&1) || fail 'nft -f' "$(printf '%s\n' "$message" | head -n 20)"
}

# Remembers what the files said, and how nft writes it.
nft_remember() {
  [[ $WANT == spec && -n ${NFT_TEXT:-} && $NFT_SAME == 0 && -s $NFT_SHOWN ]] || return 0
  rm -f "$STATE/nft.loaded" && write_file "$STATE/nft.shown" <"$NFT_SHOWN" && write_file "$STATE/nft.loaded" <"$NFT_TEXT"
}

# The state before, in the form of the files to load.
nft_save() { # FOLDER
  nft_changes || return 0
  nft_still "$NFT_HAVE" >"$1/want.nft"
}

# Here the elements too are as nft itself writes them.
nft_verify() {
  NFT_PLAN='' NFT_CHANGES=0
  nft_matter && nft_is_here || return 0
  nft_open && : >"$NFT_SHOWN" || return 1
  ((${#WANTED_FILES[@]} == 0)) || nft_canonical "${WANTED_FILES[@]}" || { fail 'reading the files' ''; return 1; }
  nft_read && nft_compare kind=names "${WANTED_FILES[@]}" kind=want part=- "$NFT_SHOWN"
}
