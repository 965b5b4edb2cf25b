# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# network.sh: links, addresses, routes, neighbours and forwarding entries of the host and of its pods' namespaces.
#
# Three kinds share one plan, as settings and files are made between them: namespaces (see there), links, addresses
# (which stands for all that is on a link). network_read asks the kernel, network_plan compares (network.awk), and the
# difference is loaded in steps:
#   Q  take a pod's link away that is not the other end of its veth      N  namespaces
#   B  second names of namespaces                                       L  links
#   A  settings and addresses of links, neighbours                      F  forwarding entries
#   R  routes                                                           P  all of a pod's namespace
#   D  addresses, neighbours, routes no longer wanted                   E  forwarding entries no longer wanted
#   H  links and namespaces no longer wanted

shopt -s lastpipe # the last command of a pipe may set variables

network_show() { # of the host, or of the namespace that `-n NAME` names
  ip "$@" -N -o -d -batch "$PODNET_LIB/show.ip"
}

# The files to load, as arguments of awk.
network_files() {
  WANTED_FILES=()
  want_files ip
  want_files fdb
  [[ $SELECTED_PODS == 0 && $WANT == spec ]] || want_files netns
}

# UDP ports of tunnels. A kernel without FOU has none and says so with an error.
network_fou() {
  if has_word "$OWNED_WORDS" fou || { ((${#WANTED_FILES[@]})) && grep -qs '^fou ' "${WANTED_FILES[@]}"; }; then
    ip fou show 2>/dev/null
  fi
  return 0
}

# What the kernel has, for network.awk.
network_read() {
  local name target file kind names=()
  local -A kinds=()
  echo '@host'
  network_show || return 1
  # also what devices have learned: what is behind a host that goes is to be forgotten
  bridge fdb show | { grep ' dst ' || (($? == 1)); } || return 1
  network_fou
  for name in "${NAMESPACES[@]}"; do
    [[ ! -e /run/netns/$name ]] || names+=("$name")
  done
  ((${#names[@]})) || return 0
  stat -f -c '%t %n' "${names[@]/#//run/netns/}" | while read -r kind file; do kinds[${file##*/}]=$kind; done || return 1
  for name in "${names[@]}"; do
    target=${NAMESPACE_TARGET[$name]}
    if [[ -n ${TAKEN[$name]:-} ]]; then
      echo "@taken $name"
    elif [[ $WANT == before ]] && namespaces_is_others "$name"; then
      continue
    elif [[ $target != - ]]; then
      if [[ /run/netns/$name -ef /run/netns/$target ]]; then echo "@netns $name"; else echo "@dead $name"; fi
    elif [[ ${kinds[$name]} != 6e736673 ]]; then # a name without a namespace (nsfs) behind it
      echo "@dead $name"
    else
      echo "@netns $name"
      network_show -n "$name" || return 1
    fi
  done
}

# Compares; the plan is in NETWORK_PLAN, all that may be long in files: what the kernel has, the commands, what is wanted, and
# the state before.
namespaces_plan() {
  local message say=0
  network_files
  namespaces_find || return 1
  if [[ -z ${NETWORK_HAVE:-} ]]; then
    temporary_files 4 || return 1
    NETWORK_HAVE=${TEMPORARY_FILES[0]} NETWORK_STEPS=${TEMPORARY_FILES[1]} NETWORK_OWN=${TEMPORARY_FILES[2]} NETWORK_SAVED=${TEMPORARY_FILES[3]}
  fi
  network_read >"$NETWORK_HAVE" 2>"$NETWORK_STEPS" \
    || { message=$(tail -n 3 "$NETWORK_STEPS"); fail 'reading the state of the network' "$message"; return 1; }
  [[ $WANT == spec && $PLAIN == 0 && ${NETWORK_SAY:-0} == 0 ]] || say=1
  : >"$NETWORK_STEPS" && : >"$NETWORK_OWN" && : >"$NETWORK_SAVED" \
    && NETWORK_PLAN=$(state_sections '' | awk -v NODE="$NODE" -v UNDERLAY="$UNDERLAY" -v ADDRESSES="$ADDRESSES" \
      -v PARTS="$SELECTED_PARTS" -v ALL="$SELECTED_ALL" -v CHECK="$PLAN_CHECK" -v FORCE="$PLAN_FORCE" -v SAY="$say" \
      -v STEPS="$NETWORK_STEPS" -v OWN="$NETWORK_OWN" -v SAVED="$NETWORK_SAVED" \
      -f "$PODNET_LIB/network-read.awk" -f "$PODNET_LIB/network-stale.awk" \
      -f "$PODNET_LIB/network.awk" kind=want "${WANTED_FILES[@]}" - kind=have "$NETWORK_HAVE") \
    || fail 'comparing the state of the network' ''
}

namespaces_changes() { [[ -s ${NETWORK_STEPS:-} ]]; }

# Writes the steps of the plan to files: work/net.STEP, and work/pod.STEP.NAMESPACE for those inside a namespace.
namespaces_prepare() {
  awk -F '\t' -v base="$WORK/" '
    /^[NBLAFRDEH]\t/ { print $3 >(base "net." $1) }
    /^[QP]\t/ { file = base "pod." $1 "." $2; if (file != last) { close(last); last = file }; print $3 >>file }
  ' "$NETWORK_STEPS"
}

links_run() { step_batch "$WORK/net.L" ip; }

addresses_run() {
  local file
  step_batch "$WORK/net.A" ip && step_batch "$WORK/net.F" bridge && step_batch "$WORK/net.R" ip || return 1
  for file in "$WORK"/pod.P.*; do
    [[ ! -e $file ]] || step_batch "$file" ip -n "${file#"$WORK"/pod.P.}" || return 1
  done
}

addresses_run_removals() { step_batch "$WORK/net.E" bridge && step_batch "$WORK/net.D" ip; }

links_take_back() { return 0; } # namespaces_take_back did it
addresses_take_back() { return 0; }

# Some changes drag others along (an address that takes its routes with it): then it is compared once more, and what differs is
# made.
namespaces_again() {
  rm -f "$WORK"/net.* "$WORK"/pod.*
  if [[ $WANT == spec && $'\n'$NETWORK_PLAN != *$'\nG\n'* ]]; then : >"$NETWORK_STEPS"; return; fi
  PLAN_CHECK=0 PLAN_FORCE=1 NETWORK_SAY=1
  namespaces_plan || return 1
  [[ -n $OPTION_CONFIRM ]] || return 0
  sed '/^H\t/d' "$NETWORK_STEPS" >"$WORK/net.rest" && cat "$WORK/net.rest" >"$NETWORK_STEPS" && rm -f "$WORK/net.rest" || fail 'reading the plan' ''
}

links_again() { return 0; } # namespaces_again does it
addresses_again() { return 0; }

namespaces_own() { cat "$NETWORK_OWN"; }

# Until --keep, links and namespaces that are no longer wanted stay.
namespaces_keep() {
  [[ -z $OPTION_CONFIRM ]] || awk '$3 == "link" || $3 == "netns"' "$OWNED_LEAVING"
}

namespaces_differences() { tagged "$NETWORK_PLAN" V; }

namespaces_show() {
  awk -F '\t' '
    $1 ~ /^[FE]$/ { print "bridge " $3 } $1 ~ /^[QP]$/ { print "ip -n " $2 " " $3 }
    $1 ~ /^[NLARDH]$/ { print "ip " $3 } $1 == "B" { print "mount --bind " $3 }' "$NETWORK_STEPS"
}

namespaces_count() {
  namespaces_changes || return 0
  awk -F '\t' '
    BEGIN {
      n = split("netns namespace namespaces link link links addr address addresses neigh neighbour neighbours fdb forwarding_entry " \
        "forwarding_entries route route routes fou tunnel_port tunnel_ports", word, " ")
      for (i = 1; i < n; i += 3) { order[(i + 2) / 3] = word[i]; name[word[i]] = word[i + 1] " " word[i + 2] }
    }
    $1 ~ /^[NQBLAFRPDEH]$/ { split($3, w, " "); count[$1 == "B" ? "netns" : w[1]]++ }
    END { for (i = 1; i in order; i++) print count[order[i]] + 0, name[order[i]] }' "$NETWORK_STEPS"
}

# The state before, as a file to load.
namespaces_save() { # FOLDER
  awk -F '\t' '{ if ($1 != last) { print $1 == "-" ? "@host" : "@netns " $1; last = $1 }; if ($2 != "") print $2 }' "$NETWORK_SAVED" >"$1/want.netns"
}

# What is in the way; and forwarding makes the kernel drop IPv6 default routes learned from router advertisements,
# unless told otherwise.
addresses_problems() {
  local dev
  problems_in "$NETWORK_PLAN"
  [[ " ${SYSCTL_SET[*]} " == *' net/ipv6/conf/all/forwarding=1 '* ]] || return 0
  for dev in $(tagged "$NETWORK_PLAN" RA); do
    sysctl_get "net/ipv6/conf/$dev/accept_ra"
    [[ $VALUE == 2 ]] || problem "the IPv6 default route of $dev comes from router advertisements and would be lost with forwarding on: set net/ipv6/conf/$dev/accept_ra = 2 first"
  done
}
