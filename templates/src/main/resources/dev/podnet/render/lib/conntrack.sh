# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# conntrack.sh: what connection tracking remembers of UDP and SCTP flows to services whose translations have changed.
#
# The kernel translates the first packet of a flow and remembers how. A UDP client that keeps its port is one flow for as
# long as it asks: it would stay with an endpoint that is gone, or untranslated when it asked before there was one. So
# such entries are forgotten, and its next packet goes through the rules. TCP connections end by themselves and stay.
#
# Kinds that translate print in KIND_translations what went ("- RULE") and what came ("+ RULE"); conntrack.awk says
# which entries that is about. Nothing is owned, and nothing is done where nothing changed.

# Reads what the plans of the other kinds change.
conntrack_plan() {
  CONNTRACK_CHANGES=
  [[ $WANT == before ]] || kinds_changed || return 0
  CONNTRACK_CHANGES=$(kinds_do translations) || fail 'reading what is translated' ''
}

conntrack_problems() {
  [[ -z $CONNTRACK_CHANGES ]] || command -v conntrack >/dev/null || problem 'the program conntrack is missing'
}

conntrack_show() {
  [[ -z $CONNTRACK_CHANGES ]] || printf '%s\n' 'conntrack -D what the changed translations leave behind'
}

conntrack_run() {
  local protocol family target to answerer from stale
  [[ -n $CONNTRACK_CHANGES ]] && command -v conntrack >/dev/null || return 0
  not_stopped || return 1
  stale=$(conntrack_stale 2>&1) || { fail 'conntrack -L' "$(printf '%s\n' "$stale" | tail -n 3)"; return 1; }
  [[ -n $stale ]] || return 0
  while read -r protocol family target to answerer from; do
    conntrack_forget -f "$family" -p "$protocol" --orig-dst "$target" --orig-port-dst "$to" \
      --reply-src "$answerer" --reply-port-src "$from" || return 1
  done <<<"$stale"
}

# The entries to forget: PROTOCOL FAMILY DESTINATION PORT ANSWERER PORT.
conntrack_stale() {
  local protocol family families=ipv4 tracked=
  # none at all: the tables of the kernel, which are large, need not be looked through
  { read -r tracked </proc/sys/net/netfilter/nf_conntrack_count; } 2>/dev/null
  [[ $tracked != 0 ]] || return 0
  [[ " $NETFILTER_FAMILIES " != *' 6 '* && "$OWNED_FEW $NFT_PLAN" != *' nft ip6 '* ]] || families+=' ipv6'
  {
    printf '%s\n@@local\n' "$CONNTRACK_CHANGES"
    ip -o -N addr show || return 1
    echo '@@entries'
    for protocol in udp sctp; do
      [[ $CONNTRACK_CHANGES == *$protocol* ]] || continue
      for family in $families; do
        conntrack -L -p "$protocol" -f "$family" 2>"$WORK/conntrack.error" || { cat "$WORK/conntrack.error" >&2; return 1; }
      done
    done
  } | awk -f "$PODNET_LIB/conntrack.awk"
}

conntrack_forget() { # ARGUMENT...
  local message
  [[ $OPTION_VERBOSE == 0 ]] || printf '+ conntrack -D %s\n' "$*"
  message=$(conntrack -D "$@" 2>&1) && return 0
  [[ $message == *'0 flow entries'* ]] || fail "conntrack -D $*" "$message"
}

# The plans are those of taking back by now.
conntrack_take_back() { conntrack_plan && conntrack_run; }
