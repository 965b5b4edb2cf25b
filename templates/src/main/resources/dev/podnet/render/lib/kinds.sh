# shellcheck shell=bash disable=SC1090,SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# kinds.sh: the kinds of objects podnet makes on a host, and calling what each of them gives.
#
# A kind is one word of KINDS and functions KIND_HOOK in lib/KIND.sh (namespaces, links and addresses share network.sh).
# Each gives those it needs; a hook that is not there does nothing. docs/host-scripts.md ("A new kind of object") says
# what each hook is to do, and when it is called.

# In the order in which they are made. What is no longer wanted is taken away in the reverse order.
KINDS='namespaces files links sysctl wireguard addresses daemons ipsets ipvs nft netfilter conntrack'

for kind in network generation $KINDS; do
  [[ ! -e $PODNET_LIB/$kind.sh ]] || . "$PODNET_LIB/$kind.sh"
done

kind_gives() { declare -F "$1_$2" >/dev/null; } # KIND HOOK

# Calls a hook of all kinds; ends at the first that fails.
kinds_do() { # HOOK ARGUMENT...
  local kind hook=$1
  shift
  for kind in $KINDS; do
    ! kind_gives "$kind" "$hook" || "${kind}_$hook" "$@" || return 1
  done
}

# The same, the last kind first.
kinds_undo() { # HOOK ARGUMENT...
  local kind reversed=
  for kind in $KINDS; do reversed="$kind $reversed"; done
  KINDS=$reversed kinds_do "$@"
}

# KINDS_CHANGED: the kinds of which anything is to be changed. Fails when there are none.
kinds_changed() {
  local kind
  KINDS_CHANGED=
  for kind in $KINDS; do
    ! kind_gives "$kind" changes || ! "${kind}_changes" || KINDS_CHANGED+="$kind "
  done
  [[ -n $KINDS_CHANGED ]]
}
