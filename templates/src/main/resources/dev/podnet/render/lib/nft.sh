# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# nft.sh: own tables of nftables, whose names begin with podnet.
#
# Elements of sets and maps are compared one by one with those the kernel has. Chains are compared as netfilter.sh does: one
# is filled again when its rules in the files are not those that were loaded last, or when the kernel shows it otherwise than
# it did right after that. All that is loaded is one transaction; what is left over then goes in a second one.

shopt -s lastpipe # the last command of a pipe may set variables

NFT_PLAN=

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
    inside && / }$/ { inside = 0 }'
}

# The wanted files in one, each behind the part it belongs to.
nft_text() {
  local file
  for file in "${WANTED_FILES[@]}"; do
    if [[ $file == part=* ]]; then printf '# %s\n' "$file"; else cat "$file" || return 1; fi
  done
}

# Whether the files and the kernel's tables are byte for byte those of the last time: the usual case, decided quickly.
nft_unchanged() { # FILE with what the kernel has
  [[ $WANT == spec && $SELECTED_ALL == 1 && $STATE_STALE == 0 && -e $STATE/nft.files && -e $STATE/nft.dump ]] \
    && cmp -s "$1" "$STATE/nft.dump" && nft_text | cmp -s - "$STATE/nft.files" 2>/dev/null
}

# Opens a temporary file that is gone with this shell; its name is in NFT_HAVE.
nft_open() {
  [[ -z ${NFT_HAVE:-} ]] || return 0
  temporary_files 1 || return 1
  NFT_HAVE=${TEMPORARY_FILES[0]}
}

nft_read() {
  local message
  message=$({ nft_list | nft_still >"$NFT_HAVE"; } 2>&1) || fail 'nft list table' "$message"
}

# Whether the program is there; where it is not, that is a problem.
nft_is_here() {
  command -v nft >/dev/null && return 0
  problem 'the program nft is missing'
  return 1
}

# Compares; the plan is in NFT_PLAN.
nft_plan() {
  NFT_PLAN='' NFT_CHANGES=0
  nft_matter && nft_is_here || return 0
  nft_open || return 1
  nft_read && if nft_unchanged "$NFT_HAVE"; then
    # what is owned stays so
    NFT_PLAN=$(awk '$3 == "nft" { print "W\t" $0 }' "$OWNED_FILE") || fail 'reading what is owned' ''
  else
    nft_compare "$NFT_HAVE" kind=want "${WANTED_FILES[@]}" kind=loaded "$(state_file nft.loaded)" kind=dump "$(state_file nft.dump)"
  fi
}

nft_compare() { # HAVE-FILE AWK-ARGUMENT...
  local have=$1
  shift
  NFT_PLAN=$({ state_sections '' && cat "$have"; } | awk -v PARTS="$SELECTED_PARTS" -v ALL="$SELECTED_ALL" -v PLAIN="$PLAIN" \
    -f "$PODNET_LIB/nft.awk" "$@" -) || { fail 'comparing the tables of nftables' ''; return 1; }
  NFT_CHANGES=${NFT_PLAN: -1} # a plan may be long: its end says whether it changes anything
}

nft_problems() { problems_in "$NFT_PLAN"; }
nft_changes() { [[ ${NFT_CHANGES:-0} == 1 ]]; }
nft_own() { printf '%s\n' "$NFT_PLAN" | awk -F '\t' '$1 == "W" { print $2 }'; }
nft_differences() { tagged "$NFT_PLAN" V; }
nft_show() { printf '%s\n' "$NFT_PLAN" | sed -n 's/^[LD]\t/nft: /p'; }
nft_translations() { [[ $'\n'$NFT_PLAN != *$'\nC\t'* ]] || tagged "$NFT_PLAN" C; }
nft_count() { tagged "$NFT_PLAN" N; }

nft_prepare() {
  nft_changes || return 0
  printf '%s\n' "$NFT_PLAN" | awk -v base="$WORK/nft." '
    { text = substr($0, 3) } /^L/ { print text >(base "load") } /^D/ { print text >(base "stale") } /^M/ { print text >(base "loaded") }' || return 1
  [[ -e $WORK/nft.loaded ]] || : >"$WORK/nft.loaded"
}

nft_run() { nft_load "$WORK/nft.load"; }
nft_run_removals() { nft_load "$WORK/nft.stale"; }

nft_load() { # FILE
  local message
  [[ -s $1 ]] || return 0
  not_stopped || return 1
  [[ $OPTION_VERBOSE == 0 ]] || sed 's/^/+ nft: /' "$1"
  message=$(nft -f "$1" 2>&1) || fail 'nft -f' "$(printf '%s\n' "$message" | head -n 20)"
}

# Remembers what was loaded and how the kernel shows it.
nft_remember() {
  [[ -e $WORK/nft.loaded ]] || return 0
  nft_files
  rm -f "$STATE/nft.files"
  mv -f "$WORK/nft.loaded" "$STATE/nft.loaded" && nft_list | nft_still | write_file "$STATE/nft.dump" || return 1
  [[ $SELECTED_ALL == 0 ]] || nft_text | write_file "$STATE/nft.files"
}

# The state before, in the form of the files to load.
nft_save() { # FOLDER
  nft_changes || return 0
  nft_list | nft_still >"$1/want.nft"
}

# The kernel itself says how it writes the files: they are loaded in a network namespace of their own that nobody uses.
nft_verify() {
  local canonical
  NFT_PLAN='' NFT_CHANGES=0
  nft_matter && nft_is_here || return 0
  nft_open || return 1
  : >"$NFT_HAVE"
  nft_compare "$NFT_HAVE" kind=want "${WANTED_FILES[@]}" && tagged "$NFT_PLAN" L >"$NFT_HAVE"
  # shellcheck disable=SC2016 # expanded by the shell that runs it
  if canonical=$(unshare --net bash -c 'nft -f "$1" && nft list ruleset' nft "$NFT_HAVE" 2>&1); then
    nft_read && nft_compare "$NFT_HAVE" kind=names "${WANTED_FILES[@]}" kind=want part=- <(printf '%s\n' "$canonical")
  else
    fail 'nft -f of the files' "$(printf '%s\n' "$canonical" | head -n 20)"
  fi
}
