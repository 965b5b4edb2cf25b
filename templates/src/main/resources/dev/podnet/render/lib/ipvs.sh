# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# ipvs.sh: virtual servers of IPVS. Those that stay keep their connections; an endpoint that goes away gets no new ones, and
# is taken out when its last connection has ended and apply.sh runs again.

ipvs_matter() {
  WANTED_FILES=()
  want_files ipvs
  ((${#WANTED_FILES[@]})) || has_word "$OWNED_WORDS" vserver
}

# What the kernel has; nothing before its module is loaded.
ipvs_dump() {
  [[ -e /proc/net/ip_vs ]] || return 0
  ipvsadm -S -n && echo '@@counts' && ipvsadm -L -n
}

ipvs_plan() {
  local have drain=0
  IPVS_PLAN=
  ipvs_matter || return 0
  have=$(ipvs_dump 2>&1) || { fail 'ipvsadm -S -n' "$have"; return 1; }
  [[ $WANT != spec ]] || drain=1
  IPVS_PLAN=$(state_sections "$have" | awk -v NODE="$NODE" -v PARTS="$SELECTED_PARTS" -v CHECK="$PLAN_CHECK" \
    -v FORCE="$PLAN_FORCE" -v DRAIN="$drain" -v VERIFY="${IPVS_VERIFY:-0}" -f "$PODNET_LIB/ipvs.awk" kind=want "${WANTED_FILES[@]}" -) \
    || fail 'comparing the virtual servers' ''
}

# An endpoint that waits for its last connection to end is as it should be.
ipvs_verify() {
  local IPVS_VERIFY=1
  ipvs_plan
}

ipvs_changes() { [[ $'\n'$IPVS_PLAN =~ $'\n'[LD]$'\t' ]]; }

ipvs_prepare() {
  [[ -z $IPVS_PLAN ]] || printf '%s\n' "$IPVS_PLAN" | awk -v base="$WORK/ipvs." '
    { text = substr($0, 3) } /^L/ { print text >(base "load") } /^D/ { print text >(base "stale") }'
}

ipvs_run() { ipvs_load "$WORK/ipvs.load"; }
ipvs_run_removals() { ipvs_load "$WORK/ipvs.stale"; }

# ipvsadm -R goes on after a command that failed and ends with 0: what it says tells.
ipvs_load() { # FILE
  local message
  [[ -s $1 ]] || return 0
  not_stopped || return 1
  [[ $OPTION_VERBOSE == 0 ]] || sed 's/^/+ ipvsadm /' "$1"
  message=$(ipvsadm -R 2>&1 <"$1") && [[ -z $message ]] && return 0
  fail "ipvsadm -R, $(grep -c '' "$1") lines such as: $(head -n 1 "$1")" "$message"
}

ipvs_save() { # FOLDER
  ipvs_changes || return 0
  printf '%s\n' "$IPVS_PLAN" | awk '/^S/ { print substr($0, 3) }' >"$1/want.ipvs"
}

ipvs_problems() { problems_in "$IPVS_PLAN"; }
ipvs_own() { tagged "$IPVS_PLAN" W; }
ipvs_differences() { tagged "$IPVS_PLAN" V; }
ipvs_show() { printf '%s\n' "$IPVS_PLAN" | sed -n 's/^[LD]\t/ipvsadm /p'; }

ipvs_count() {
  [[ -z $IPVS_PLAN ]] || printf '%s\n' "$IPVS_PLAN" | awk '
    /^[LD]\t-[AED]/ { virtual++ } /^[LD]\t-[aed]/ { real++ }
    END { print virtual + 0, "virtual_server virtual_servers"; print real + 0, "real_server real_servers" }'
}
