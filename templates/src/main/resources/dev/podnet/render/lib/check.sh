# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# check.sh: what must be there before anything is changed. Every problem is a line; all are reported.

PROBLEMS=()
VARIANT=
NETFILTER_FAMILIES=

problem() { PROBLEMS+=("$*"); }

# Reports the problems; fails when there are any.
problems_none() {
  local text
  for text in "${PROBLEMS[@]}"; do complain "$text"; done
  ((${#PROBLEMS[@]} == 0))
}

# Root, bash and the tools.
check_host() {
  local tool lacking=' '
  ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] >= 404)) || problem "bash $BASH_VERSION is too old, 4.4 is needed"
  ((EUID == 0)) || problem 'this needs root'
  check_variant
  for tool in ip bridge awk flock sysctl stat sort sed mount $TOOLS; do
    case $tool in
      iptables-*) tool=$(netfilter_tool 4 "${tool#iptables-}") ;;
      ip6tables-*) tool=$(netfilter_tool 6 "${tool#ip6tables-}") ;;
    esac
    [[ $lacking != *" $tool "* ]] && ! command -v "$tool" >/dev/null || continue
    lacking+="$tool "
    problem "the program $tool is missing"
  done
  [[ $TOOLS != *tables-* ]] || NETFILTER_FAMILIES=$FAMILIES
  problems_none
}

# PODNET_IPTABLES_VARIANT=nft or legacy chooses between the two that may be installed side by side.
check_variant() {
  VARIANT=${PODNET_IPTABLES_VARIANT:-}
  [[ -z $VARIANT || $VARIANT == nft || $VARIANT == legacy ]] || problem "PODNET_IPTABLES_VARIANT is nft or legacy, not '$VARIANT'"
}

# Which of the two the name iptables stands for here.
variant_in_use() {
  local version
  if [[ -n $VARIANT ]]; then printf '%s' "$VARIANT"; return; fi
  version=$("$(netfilter_tool 4 save)" --version 2>/dev/null)
  if [[ $version == *nf_tables* ]]; then printf 'nft'; else printf 'legacy'; fi
}

# Modules whose evidence is missing: they must be known to modprobe.
check_modules() {
  local word name evidence
  MODULES_TO_LOAD=()
  for word in $MODULES; do
    name=${word%%:*} evidence=${word#*:}
    [[ -n $evidence && ! -e $evidence ]] || continue
    MODULES_TO_LOAD+=("$name")
    modprobe -n -q "$name" 2>/dev/null || problem "the kernel module $name is missing ($evidence is not there)"
  done
}

load_modules() {
  local name
  for name in "${MODULES_TO_LOAD[@]}"; do
    step modprobe "$name" || return 1
  done
}

# Forwarding makes the kernel drop IPv6 default routes learned from router advertisements, unless told otherwise.
check_router_advertisements() {
  local dev
  [[ " ${SYSCTL_SET[*]} " == *' net/ipv6/conf/all/forwarding=1 '* ]] || return 0
  for dev in $(printf '%s\n' "$NETWORK_PLAN" | awk -F '\t' '$1 == "RA" { print $2 }'); do
    sysctl_get "net/ipv6/conf/$dev/accept_ra"
    [[ $VALUE == 2 ]] || problem "the IPv6 default route of $dev comes from router advertisements and would be lost with forwarding on: set net/ipv6/conf/$dev/accept_ra = 2 first"
  done
}
