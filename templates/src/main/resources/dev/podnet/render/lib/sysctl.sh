# shellcheck shell=bash disable=SC2034,SC2015,SC2153 # globals are used by the files beside this one; A && B || C is meant
# sysctl.sh: settings of the kernel, and their values before the first apply.
#
# The state file sysctl has a line PART CAUSE KEY ORIGINAL OURS, tab separated, for each setting of the files and for
# what they change besides: CAUSE is - or the key whose change dragged this one along, as ip_forward sets
# conf/*/forwarding as well and turns conf/all/accept_redirects round. Settings of podnet's own links are not recorded:
# they go with the link. A setting that another cluster on this host wants too is set back by the last of them.

shopt -s lastpipe # the last command of a pipe may set variables

# Reads a setting into VALUE, with single blanks between its words.
sysctl_get() { # KEY
  local words
  VALUE=
  [[ -r /proc/sys/$1 ]] || return 1
  read -r -d '' -a words <"/proc/sys/$1" 2>/dev/null
  VALUE=${words[*]}
}

# The links podnet makes or has made, for sysctl_of_own_link.
sysctl_find_own_links() {
  local domain word name
  OWN_LINKS=
  while read -r _ domain word name; do
    [[ $domain != - || $word != link ]] || OWN_LINKS+="$name "
  done <<<"$OWNED_FEW"
  while IFS=$'\t' read -r word name; do
    [[ $word != K ]] || OWN_LINKS+="$name "
  done <<<"$NETWORK_PLAN"
}

sysctl_of_own_link() { # KEY
  [[ $1 =~ ^net/(ipv4|ipv6)/(conf|neigh)/(.+)/[^/]+$ ]] && has_word "$OWN_LINKS" "${BASH_REMATCH[3]}"
}

# The settings that change when this one does, with their values afterwards.
sysctl_followers() { # KEY VALUE
  local folder name=forwarding file
  case $1 in
    net/ipv4/ip_forward | net/ipv4/conf/all/forwarding)
      folder=net/ipv4/conf
      printf '%s %s\n' net/ipv4/ip_forward "$2" net/ipv4/conf/all/accept_redirects $((!$2))
      ;;
    net/ipv6/conf/all/forwarding | net/ipv6/conf/all/disable_ipv6) folder=net/ipv6/conf name=${1##*/} ;;
    *) return 0 ;;
  esac
  for file in "/proc/sys/$folder"/*/"$name"; do
    printf '%s %s\n' "${file#/proc/sys/}" "$2"
  done
}

# Whether this kernel is older than a version.
sysctl_kernel_before() { # MAJOR.MINOR
  local major minor rest
  IFS=.- read -r major minor rest </proc/sys/kernel/osrelease
  ((major < ${1%.*} || major == ${1%.*} && ${minor%%[!0-9]*} < ${1#*.}))
}

# Compares. SYSCTL_SET is what to set and SYSCTL_RESET what to set back, as KEY=VALUE; SYSCTL_RECORDS is the new content
# of the state file, SYSCTL_LEAVING what it has until all is done; SYSCTL_MISSING the settings this kernel does not have.
sysctl_plan() {
  local part=- file line cause key original ours record
  local -A wanted=() recorded=() shared=() dragged=()
  SYSCTL_SET=() SYSCTL_RESET=() SYSCTL_RECORDS=() SYSCTL_LEAVING=() SYSCTL_MISSING=()
  sysctl_find_own_links || return 1
  state_file sysctl
  record=$STATE_FILE
  while IFS=$'\t' read -r _ _ key _; do recorded[$key]=1; done <"$record"
  for file in /run/podnet/*/*/; do
    [[ $file != "$STATE/" ]] || continue
    state_alien sysctl | while IFS=$'\t' read -r _ cause key original ours; do
      shared[$key]="=$original"
      [[ $cause == - ]] || dragged[$cause]+="$cause"$'\t'"$key"$'\t'"$original"$'\t'"$ours"$'\n'
    done || return 1
    break
  done
  WANTED_FILES=()
  want_files sysctl
  for file in "${WANTED_FILES[@]}"; do
    if [[ $file == part=* ]]; then part=${file#part=}; continue; fi
    while IFS= read -r line; do
      line=${line%%#*}
      if [[ $line == '@kernel-before '* ]]; then
        line=${line#* }
        sysctl_kernel_before "${line%% *}" || continue
        line=${line#* }
      fi
      [[ $line == *=* ]] && sysctl_plan_one "$part" "$line"
    done <"$file"
  done
  # what was recorded stays so while it is wanted, and is set back when it is not: unless somebody else has set it since
  while IFS=$'\t' read -r part cause key original ours; do
    line=$part$'\t'$cause$'\t'$key$'\t'$original$'\t'
    if [[ -n ${wanted[$key]:-} ]]; then
      SYSCTL_RECORDS+=("$line${wanted[$key]#=}")
    elif [[ -n ${wanted[$cause]:-} ]] || ! has_word "$SELECTED_PARTS" "$part"; then
      SYSCTL_RECORDS+=("$line$ours")
    else
      SYSCTL_LEAVING+=("$line$ours")
      if [[ -z ${shared[$key]:-}${shared[$cause]:-} ]] && sysctl_get "$key" && [[ $VALUE != "$original" && ($cause != - || $VALUE == "$ours") ]]; then
        SYSCTL_RESET+=("$key=$original")
      fi
    fi
  done <"$record"
  return 0
}

# One line KEY = VALUE of a file to load.
sysctl_plan_one() { # PART LINE
  local key=${2%%=*} value words original follower after line
  key=${key//[[:space:]]/}
  read -r -a words <<<"${2#*=}"
  value=${words[*]}
  wanted[$key]="=$value"
  if ! sysctl_get "$key"; then
    sysctl_of_own_link "$key" || SYSCTL_MISSING+=("$key")
    return
  fi
  original=$VALUE
  [[ $VALUE == "$value" ]] || SYSCTL_SET+=("$key=$value")
  [[ -z ${recorded[$key]:-} ]] && ! sysctl_of_own_link "$key" || return 0
  [[ -z ${shared[$key]:-} ]] || original=${shared[$key]#=}
  SYSCTL_RECORDS+=("$1"$'\t-\t'"$key"$'\t'"$original"$'\t'"$value")
  # what it dragged along when another cluster set it
  [[ -z ${dragged[$key]:-} ]] || printf '%s' "${dragged[$key]:-}" | while IFS= read -r line; do SYSCTL_RECORDS+=("$1"$'\t'"$line"); done
  [[ $VALUE != "$value" ]] || return 0
  sysctl_followers "$key" "$value" | while read -r follower after; do
    [[ $follower != "$key" && -z ${recorded[$follower]:-} ]] && ! sysctl_of_own_link "$follower" && sysctl_get "$follower" \
      && SYSCTL_RECORDS+=("$1"$'\t'"$key"$'\t'"$follower"$'\t'"$VALUE"$'\t'"$after")
  done
  return 0
}

# Records original values: all of them before anything is set, those that still matter afterwards.
sysctl_record() { # RECORD...
  local before='' text
  if (($# == 0)); then [[ ! -e $STATE/sysctl ]] || rm -f "$STATE/sysctl"; return; fi
  state_file sysctl
  IFS= read -r -d '' before <"$STATE_FILE"
  printf -v text '%s\n' "$@"
  [[ $before == "$text" ]] || write_text "$STATE/sysctl" "$text"
}

# Sets KEY=VALUE pairs in their order.
sysctl_set() {
  (($# == 0)) || step sysctl -q -w "$@"
}

# The values, before this run, of all that it sets: to be set again when it is taken back.
sysctl_save() { # FOLDER
  local pair key value follower
  for pair in "${SYSCTL_SET[@]}" "${SYSCTL_RESET[@]}"; do
    key=${pair%%=*} value=${pair#*=}
    sysctl_get "$key" && printf '%s=%s\n' "$key" "$VALUE"
    sysctl_followers "$key" "$value" | while read -r follower _; do
      sysctl_get "$follower" && printf '%s=%s\n' "$follower" "$VALUE"
    done
  done >"$1/values" && sysctl_save_links >>"$1/values"
}

# The settings of links that this run takes away, where they are not the defaults.
sysctl_save_links() {
  local link folder file value
  tagged "$NETWORK_PLAN" LD | while read -r link; do
    for folder in net/{ipv4,ipv6}/{conf,neigh}; do
      for file in "/proc/sys/$folder/$link"/*; do
        sysctl_get "$folder/default/${file##*/}" || continue
        value=$VALUE
        sysctl_get "${file#/proc/sys/}" && [[ -n $VALUE && $VALUE != "$value" ]] || continue
        printf '%s=%s\n' "${file#/proc/sys/}" "$VALUE"
      done
    done
  done
}

sysctl_changes() { ((${#SYSCTL_SET[@]} + ${#SYSCTL_RESET[@]})); }

# A module that is not loaded yet may bring what is missing.
sysctl_problems() {
  local key
  ((${#MODULES_TO_LOAD[@]} == 0)) || return 0
  for key in "${SYSCTL_MISSING[@]}"; do problem "the kernel has no setting $key"; done
}

sysctl_write_ahead() { sysctl_record "${SYSCTL_RECORDS[@]}" "${SYSCTL_LEAVING[@]}"; }

# The links are there now, and with them their settings.
sysctl_run() { sysctl_plan && sysctl_set "${SYSCTL_SET[@]}"; }

# Settings that another one dragged along are set back once that one is.
sysctl_run_removals() {
  ((${#SYSCTL_RESET[@]})) || return 0
  sysctl_set "${SYSCTL_RESET[@]}" && sysctl_plan && sysctl_set "${SYSCTL_RESET[@]}"
}

sysctl_again() { sysctl_plan && SYSCTL_RESET=(); }

sysctl_remember() { sysctl_record "${SYSCTL_RECORDS[@]}"; }

sysctl_differences() {
  local pair name
  for pair in "${SYSCTL_SET[@]}" "${SYSCTL_RESET[@]}"; do
    sysctl_get "${pair%%=*}"
    printf 'differs: setting %s: is %s, should be %s\n' "${pair%%=*}" "$VALUE" "${pair#*=}"
  done
  for name in "${SYSCTL_MISSING[@]}"; do printf 'missing: setting %s\n' "$name"; done
}

sysctl_show() {
  local pair
  for pair in "${SYSCTL_SET[@]}" "${SYSCTL_RESET[@]}"; do printf 'sysctl -w %s\n' "$pair"; done
}

sysctl_count() { printf '%s setting settings\n' $((${#SYSCTL_SET[@]} + ${#SYSCTL_RESET[@]})); }

# Sets what sysctl_save wrote, if the links it is of are there: twice, as one may drag another along.
sysctl_take_back() {
  local pair pairs _
  for _ in 1 2; do
    pairs=()
    while IFS= read -r pair; do
      if sysctl_get "${pair%%=*}" && [[ $VALUE != "${pair#*=}" ]]; then pairs+=("$pair"); fi
    done <"$BEFORE/values"
    sysctl_set "${pairs[@]}" || return 1
  done
}
