# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# network.sh: links, addresses, routes, neighbours and forwarding entries of the host and of its pods' namespaces.
#
# Three kinds share one plan, as settings and files are made between them: namespaces (see there), links, addresses
# (which stands for all that is on a link). network_read asks the kernel, network_plan compares (network.awk), and the
# difference is loaded in steps:
#   Q  take a pod's link away that is not the other end of its veth      N  namespaces
#   B  second names of namespaces                                       L  links
#   A  settings and addresses of links, neighbours                      F  forwarding entries
#   R  routes                                                           S  routes that come after the many
#   P  all of a pod's namespace
#   D  addresses, neighbours, routes no longer wanted                   E  forwarding entries no longer wanted
#   H  links and namespaces no longer wanted
#
# Where nothing is podnet's yet the many, neighbours, forwarding entries and routes, come as they stand (NETWORK_NEIGHS, …). There
# may be thousands of them, which takes as long as loading rules: the kinds that follow are made meanwhile.

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
  if has_word "$OWNED_WORDS" fou || [[ $MODULES == *fou:* || $WANT == before ]]; then
    ip fou show 2>/dev/null
  fi
  return 0
}

# What the kernel has, for network.awk.
network_read() {
  local name target file kind names=()
  local -A kinds=()
  local FDB=0
  ! has_word "$OWNED_WORDS" fdb || FDB=1
  for file in "${WANTED_FILES[@]}"; do [[ $file != *.fdb ]] || FDB=1; done
  echo '@host'
  network_show || return 1
  # also what devices have learned: what is behind a host that goes is to be forgotten
  if [[ $WANT != spec || $PLAIN == 1 || $FDB == 1 ]]; then
    bridge fdb show | { grep ' dst ' || (($? == 1)); } || return 1
  fi
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
# the state before; the wanted files in one, and in what they differ from those that were loaded last; the many that come, and what
# went wrong with them.
namespaces_plan() {
  local message say=0
  network_files
  namespaces_find || return 1
  if [[ -z ${NETWORK_HAVE:-} ]]; then
    temporary_files 10 || return 1
    NETWORK_HAVE=${TEMPORARY_FILES[0]} NETWORK_STEPS=${TEMPORARY_FILES[1]} NETWORK_OWN=${TEMPORARY_FILES[2]} NETWORK_SAVED=${TEMPORARY_FILES[3]}
    NETWORK_TEXT=${TEMPORARY_FILES[4]} NETWORK_CHANGED=${TEMPORARY_FILES[5]}
    NETWORK_NEIGHS=${TEMPORARY_FILES[6]} NETWORK_FDBS=${TEMPORARY_FILES[7]} NETWORK_ROUTES=${TEMPORARY_FILES[8]}
    NETWORK_SAID=${TEMPORARY_FILES[9]}
  fi
  network_read >"$NETWORK_HAVE" 2>"$NETWORK_STEPS" \
    || { message=$(tail -n 3 "$NETWORK_STEPS"); fail 'reading the state of the network' "$message"; return 1; }
  [[ $WANT == spec && $PLAIN == 0 && ${NETWORK_SAY:-0} == 0 ]] || say=1
  network_quick || network_compare "$say" '' 0 - kind=have "$NETWORK_HAVE" kind=want "${WANTED_FILES[@]}" \
    || fail 'comparing the state of the network' ''
}

network_compare() { # SAY PATTERN-OF-WHAT-IS-OWNED QUICK AWK-ARGUMENT...
  network_no_steps && : >"$NETWORK_OWN" && : >"$NETWORK_SAVED" \
    && NETWORK_PLAN=$(state_sections '' "$2" | awk -v NODE="$NODE" -v UNDERLAY="$UNDERLAY" -v ADDRESSES="$ADDRESSES" \
      -v PARTS="$SELECTED_PARTS" -v ALL="$SELECTED_ALL" -v CHECK="$PLAN_CHECK" -v FORCE="$PLAN_FORCE" -v SAY="$1" -v QUICK="$3" \
      -v STEPS="$NETWORK_STEPS" -v OWN="$NETWORK_OWN" -v SAVED="$NETWORK_SAVED" \
      -v NEIGHS="$NETWORK_NEIGHS" -v FDBS="$NETWORK_FDBS" -v ROUTES="$NETWORK_ROUTES" \
      -f "$PODNET_LIB/network-read.awk" -f "$PODNET_LIB/network-stale.awk" -f "$PODNET_LIB/network.awk" "${@:4}")
}

# Where the files are those that were loaded last, or differ in few lines, what is there is compared line by line with what
# they say, and only the lines that differ are looked at. Fails where that does not do.
network_quick() {
  local file part='' files=() pods=() text
  NETWORK_QUICK=0 NETWORK_SAME=0
  [[ $WANT == spec && $PLAIN == 0 ]] || return 1
  text="$NODE $UNDERLAY $ADDRESSES"
  for file in "${WANTED_FILES[@]}"; do
    case $file in
      part=*) part=${file#part=} ;;
      *.netns) pods+=("$file") ;;
      *) files+=("$file") text+=" $part" ;;
    esac
  done
  {
    printf '# %s\n' "$text"
    ((${#pods[@]} == 0)) || cat -- "${pods[@]}" || return 1
    echo '# the host'
    ((${#files[@]} == 0)) || cat -- "${files[@]}" || return 1
  } >"$NETWORK_TEXT" || return 1
  state_file network.loaded
  [[ -s $STATE_FILE && $SELECTED_ALL == 1 && $SELECTED_PODS == 1 && ! -d $BEFORE && ${#TAKEN[@]} == 0 && ${#TAKEN_AWAY[@]} == 0 ]] || return 1
  : >"$NETWORK_CHANGED" || return 1
  if cmp -s "$STATE_FILE" "$NETWORK_TEXT"; then NETWORK_SAME=1
  else
    { diff "$STATE_FILE" "$NETWORK_TEXT" || (($? == 1)); } >"$NETWORK_CHANGED" || return 1
    network_few || return 1
  fi
  network_compare 0 ' (link|addr|fou|netns) ' 1 kind=have "$NETWORK_HAVE" kind=changed "$NETWORK_CHANGED" kind=want "${WANTED_FILES[@]}" - || return 1
  [[ $'\n'$NETWORK_PLAN != *$'\nQ\n'* && $NETWORK_PLAN != *Q ]] || return 1
  NETWORK_QUICK=1
}

# Whether files differ only in few of the many lines of the host.
network_few() {
  awk -v FEW=200 '
    FILENAME == TEXT { if ($0 == "# the host") { host = FNR; exit !(least > host && count <= FEW && !other) } next }
    /^[0-9]/ { split($0, n, /[^0-9]+/); at = $0; sub(/^.*[acd]/, "", at); at += 0; if (!least || at < least) least = at; next }
    /^[<>] (route|neigh|fdb) / { count++; next }
    /^[<>]/ { other = 1 }' TEXT="$NETWORK_TEXT" "$NETWORK_CHANGED" "$NETWORK_TEXT"
}

network_no_steps() { : >"$NETWORK_STEPS" && : >"$NETWORK_NEIGHS" && : >"$NETWORK_FDBS" && : >"$NETWORK_ROUTES"; }

namespaces_changes() {
  [[ -n ${NETWORK_STEPS:-} ]] && [[ -s $NETWORK_STEPS || -s $NETWORK_NEIGHS || -s $NETWORK_FDBS || -s $NETWORK_ROUTES ]]
}

# Writes the steps of the plan to files: work/net.STEP, and work/pod.STEP.NAMESPACE for those inside a namespace.
namespaces_prepare() {
  [[ -s $NETWORK_STEPS ]] || return 0
  awk -F '\t' -v base="$WORK/" '
    /^[NBLAFRSDEH]\t/ { print $3 >(base "net." $1) }
    /^[QP]\t/ { file = base "pod." $1 "." $2; if (file != last) { close(last); last = file }; print $3 >>file }
  ' "$NETWORK_STEPS"
}

links_run() { step_batch "$WORK/net.L" ip; }

addresses_run() {
  local file many=0
  step_batch "$WORK/net.A" ip || return 1
  [[ ! $NETWORK_PLAN =~ (^|$'\n')M$'\t'([0-9]+) ]] || many=${BASH_REMATCH[2]}
  if ((many > ${PODNET_MANY:-1000})) && [[ $OPTION_VERBOSE == 0 ]]; then
    : >"$NETWORK_SAID" || { fail 'loading routes' ''; return 1; }
    { network_run_many || { printf '%s' "$FAILURE" >"$NETWORK_SAID"; exit 1; }; } &
    NETWORK_MEANWHILE=$!
  else
    network_run_many || return 1
  fi
  for file in "$WORK"/pod.P.*; do
    [[ ! -e $file ]] || step_batch "$file" ip -n "${file#"$WORK"/pod.P.}" || return 1
  done
}

network_run_many() {
  step_batch "$NETWORK_NEIGHS" ip && step_batch "$WORK/net.F" bridge && step_batch "$NETWORK_FDBS" bridge \
    && step_batch "$WORK/net.R" ip && step_batch "$NETWORK_ROUTES" ip && step_batch "$WORK/net.S" ip
}

NETWORK_MEANWHILE= # the process that loads them, which keeps the lock too: were this run killed, the next would wait for it

addresses_run_wait() {
  local status
  [[ -n $NETWORK_MEANWHILE ]] || return 0
  wait_for "$NETWORK_MEANWHILE"
  status=$?
  NETWORK_MEANWHILE=
  ((status)) || return 0
  [[ -n $FAILURE || ! -s $NETWORK_SAID ]] || FAILURE=$(<"$NETWORK_SAID")
  fail 'loading neighbours, forwarding entries and routes' ''
}

addresses_run_removals() { step_batch "$WORK/net.E" bridge && step_batch "$WORK/net.D" ip; }

links_take_back() { return 0; } # namespaces_take_back did it
addresses_take_back() { return 0; }

# Some changes drag others along (an address that takes its routes with it): then it is compared once more, and what differs is
# made.
namespaces_again() {
  ! any_file "$WORK"/net.* "$WORK"/pod.* || rm -f "$WORK"/net.* "$WORK"/pod.*
  if [[ $WANT == spec && $'\n'$NETWORK_PLAN != *$'\nG\n'* ]]; then network_no_steps; return; fi
  PLAN_CHECK=0 PLAN_FORCE=1 NETWORK_SAY=1
  namespaces_plan || return 1
  [[ -n $OPTION_CONFIRM ]] || return 0
  sed '/^H\t/d' "$NETWORK_STEPS" >"$WORK/net.rest" && cat "$WORK/net.rest" >"$NETWORK_STEPS" && rm -f "$WORK/net.rest" || fail 'reading the plan' ''
}

links_again() { return 0; } # namespaces_again does it
addresses_again() { return 0; }

namespaces_own() {
  ((NETWORK_QUICK == 0)) || printf '= %s\n' route neigh fdb || return 1
  if ((NETWORK_QUICK && NETWORK_SAME)) && ! namespaces_changes; then printf '= %s\n' link addr fou netns; else cat "$NETWORK_OWN"; fi
}

# Until --keep, links and namespaces that are no longer wanted stay.
namespaces_keep() {
  [[ -z $OPTION_CONFIRM ]] || awk '$3 == "link" || $3 == "netns"' "$OWNED_LEAVING"
}

namespaces_differences() { tagged "$NETWORK_PLAN" V; }

namespaces_show() {
  namespaces_changes || return 0
  network_show_steps 'NLARDFEQPB' && sed 's/^/ip /' "$NETWORK_NEIGHS" && sed 's/^/bridge /' "$NETWORK_FDBS" && sed 's/^/ip /' "$NETWORK_ROUTES" \
    && network_show_steps 'SH'
}

network_show_steps() { # LETTERS
  awk -F '\t' -v STEPS="$1" '
    !index(STEPS, $1) { next }
    $1 ~ /^[FE]$/ { print "bridge " $3 } $1 ~ /^[QP]$/ { print "ip -n " $2 " " $3 }
    $1 ~ /^[NLARSDH]$/ { print "ip " $3 } $1 == "B" { print "mount --bind " $3 }' "$NETWORK_STEPS"
}

namespaces_count() { tagged "$NETWORK_PLAN" N; }

# The state before, as a file to load; where only some of it was looked at, what has all in it (network_save_late).
namespaces_save() { # FOLDER
  if ((NETWORK_QUICK)); then cat "$NETWORK_HAVE" >"$1/network.have"; else network_save_as "$1/want.netns"; fi
}

network_save_as() { # FILE
  awk -F '\t' '{ if ($1 != last) { print $1 == "-" ? "@host" : "@netns " $1; last = $1 }; if ($2 != "") print $2 }' "$NETWORK_SAVED" >"$1"
}

# Makes of what was there, when it is needed, the state before.
network_save_late() {
  [[ -e $BEFORE/network.have && ! -e $BEFORE/want.netns ]] || return 0
  local OWNED_FILE WANT=spec PLAN_CHECK=0
  OWNED_FILE=$(before_file state/owned)
  network_compare 0 '' 0 - kind=have "$BEFORE/network.have" && network_save_as "$BEFORE/want.netns.tmp" \
    && mv -f "$BEFORE/want.netns.tmp" "$BEFORE/want.netns" || fail 'reading the state before' ''
}

# Remembers what was loaded.
addresses_remember() {
  [[ $WANT == spec && -n ${NETWORK_TEXT:-} ]] || return 0
  if [[ $SELECTED_ALL == 1 && $SELECTED_PODS == 1 ]]; then
    ((NETWORK_SAME)) || write_file "$STATE/network.loaded" <"$NETWORK_TEXT"
  elif [[ -e $STATE/network.loaded ]]; then rm -f "$STATE/network.loaded"; fi
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
