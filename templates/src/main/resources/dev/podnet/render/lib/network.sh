# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# network.sh: links, addresses, routes, neighbours and forwarding entries of the host and of its pods' namespaces.
#
# network_read asks the kernel, network_plan compares (network.awk), network_run loads the difference in steps:
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

# The names of the pods' namespaces that matter: those wanted and those owned.
network_namespaces() {
  local file part domain kind key word name target
  for file in "${WANTED_FILES[@]}"; do
    [[ $file == *.netns ]] || continue
    while read -r word name target _; do
      case $word in
        @netns) printf '%s -\n' "$name" ;;
        @alias) printf '%s %s\n' "$name" "$target" ;;
      esac
    done <"$file"
  done
  printf '%s\n' "$OWNED" | while read -r part domain kind key; do
    [[ $kind != netns ]] || printf '%s -\n' "$key"
  done
}

# What the kernel has, for network.awk.
network_read() {
  local name target file kind names=()
  local -A kinds=() targets=()
  echo '@host'
  network_show || return 1
  bridge fdb show || return 1
  [[ $SELECTED_PODS == 1 ]] || return 0
  network_namespaces | sort -u -k1,1 | while read -r name target; do
    [[ -n $name && -e /run/netns/$name ]] || continue
    names+=("$name")
    targets[$name]=$target
  done || return 1
  ((${#names[@]})) || return 0
  stat -f -c '%t %n' "${names[@]/#//run/netns/}" | while read -r kind file; do kinds[${file##*/}]=$kind; done || return 1
  for name in "${names[@]}"; do
    target=${targets[$name]}
    if [[ $target != - ]]; then
      if [[ /run/netns/$name -ef /run/netns/$target ]]; then echo "@netns $name"; else echo "@dead $name"; fi
    elif [[ ${kinds[$name]} != 6e736673 ]]; then # a name without a namespace (nsfs) behind it
      echo "@dead $name"
    else
      echo "@netns $name"
      network_show -n "$name" || return 1
    fi
  done
}

# Compares; the plan is in NETWORK_PLAN. Arguments go to awk before the wanted files.
network_plan() { # VARIABLE=VALUE...
  local have
  have=$(network_read 2>&1) || { fail 'reading the state of the network' "$(printf "%s\n" "$have" | tail -n 3)"; return 1; }
  NETWORK_PLAN=$(state_sections "$have" | awk -v NODE="$NODE" -v UNDERLAY="$UNDERLAY" -v ADDRESSES="$ADDRESSES" \
    -v PARTS="$SELECTED_PARTS" -v ALL="$SELECTED_ALL" "${@/#/-v}" -f "$PODNET_LIB/network-read.awk" -f "$PODNET_LIB/network-stale.awk" -f "$PODNET_LIB/network.awk" \
    kind=want "${WANTED_FILES[@]}" -) \
    || fail 'comparing the state of the network' ''
}

network_changes() { [[ $'\n'$NETWORK_PLAN =~ $'\n'[NBQLAFRPDEH]$'\t' ]]; }

# Writes the steps of the plan to files: work/net.STEP, and work/pod.STEP.NAMESPACE for those inside a namespace.
network_prepare() {
  printf '%s\n' "$NETWORK_PLAN" | awk -F '\t' -v base="$WORK/" '
    /^[NBLAFRDEH]\t/ { print $3 >(base "net." $1) }
    /^[QP]\t/ { file = base "pod." $1 "." $2; if (file != last) { close(last); last = file }; print $3 >>file }
  '
}

network_run_namespaces() {
  local name target file
  for file in "$WORK"/pod.Q.*; do
    [[ ! -e $file ]] || step_batch "$file" ip -n "${file#"$WORK"/pod.Q.}" || return 1
  done
  step_batch "$WORK/net.N" ip || return 1
  [[ -e $WORK/net.B ]] || return 0
  while read -r name target; do
    if [[ -e /run/netns/$name ]]; then step ip netns del "$name" || return 1; fi
    step touch "/run/netns/$name" && step mount --bind "/run/netns/$target" "/run/netns/$name" || return 1
  done <"$WORK/net.B"
}

network_run_links() { step_batch "$WORK/net.L" ip; }

network_run_rest() {
  local file
  step_batch "$WORK/net.A" ip && step_batch "$WORK/net.F" bridge && step_batch "$WORK/net.R" ip || return 1
  for file in "$WORK"/pod.P.*; do
    [[ ! -e $file ]] || step_batch "$file" ip -n "${file#"$WORK"/pod.P.}" || return 1
  done
}

network_run_stale() { step_batch "$WORK/net.E" bridge && step_batch "$WORK/net.D" ip; }

# Links and namespaces that go. A namespace that is held open can be given its name back.
network_run_removals() {
  local word verb name fd
  [[ -e $WORK/net.H ]] || return 0
  HELD_NAMESPACES=()
  while read -r word verb name; do
    [[ $word == netns && -e /run/netns/$name ]] || continue
    exec {fd}<"/run/netns/$name"
    HELD_NAMESPACES+=("$fd $name")
  done <"$WORK/net.H"
  step_batch "$WORK/net.H" ip
}

network_bring_back_namespaces() {
  local fd name held
  for held in "${HELD_NAMESPACES[@]}"; do
    fd=${held%% *} name=${held#* }
    if [[ ! -e /run/netns/$name ]]; then
      touch "/run/netns/$name" && mount --bind "/proc/$$/fd/$fd" "/run/netns/$name"
    fi
    exec {fd}<&-
  done
  HELD_NAMESPACES=()
}

HELD_NAMESPACES=()

# The state before, as a file to load.
network_save() { # FILE
  printf '%s\n' "$NETWORK_PLAN" | awk -F '\t' '
    $1 == "S" { if ($2 != last) { print $2 == "-" ? "@host" : "@netns " $2; last = $2 }; if ($3 != "") print $3 }' >"$1"
}
