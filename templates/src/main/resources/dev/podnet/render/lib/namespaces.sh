# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# namespaces.sh: the pods' network namespaces; their comparison is part of network.sh.
#
# Hosts that are namespaces of one machine share /run/netns. A pod that changes node is then taken by the node it goes
# to: that node records it, marks it in the folder of the node that had it (taken/NAMESPACE), and makes the namespace
# anew. A record that is marked no longer counts (state_read), and goes with the next run of its own node.

shopt -s lastpipe # the last command of a pipe may set variables

# NAMESPACES: the names that matter, wanted or owned. NAMESPACE_TARGET: for a second name, the first; otherwise -.
# TAKEN: those wanted that are on record, but not as this node's own; TAKEN_FROM: FOLDER NAME of each such record.
namespaces_find() {
  local file name target new files=()
  NAMESPACES=() TAKEN_FROM=()
  declare -gA NAMESPACE_TARGET=() TAKEN=()
  [[ $SELECTED_PODS == 1 ]] || return 0
  for file in "${WANTED_FILES[@]}"; do
    [[ $file != *.netns ]] || files+=("$file")
  done
  ((${#files[@]})) || has_word "$OWNED_WORDS" netns || return 0
  printf '%s\n' "$OWNED_FEW" | awk '
    FILENAME == "-" { if ($3 == "netns") own[$4] = 1; next }
    /^@netns / { target[$2] = "-" }
    /^@alias / { target[$2] = $3 }
    END {
      for (name in target) print name, target[name], name in own ? 0 : 1
      for (name in own) if (!(name in target)) print name, "-", 0
    }' "${files[@]}" - | while read -r name target new; do
    NAMESPACES+=("$name")
    NAMESPACE_TARGET[$name]=$target
    [[ $new == 0 || $WANT != spec ]] || TAKEN[$name]=1
  done && namespaces_find_taken || fail 'reading the names of the namespaces' ''
}

# Of the names in TAKEN, leaves those that a node of this cluster has on record.
namespaces_find_taken() {
  local file name records=()
  ((${#TAKEN[@]})) || return 0
  for file in "${STATE%/*}"/*/owned; do
    [[ ! -e $file ]] || records+=("$file")
  done
  if ((${#records[@]})); then
    printf '%s\n' "${!TAKEN[@]}" | awk '
      FILENAME == "-" { new[$1] = 1; next }
      $2 == "-" && $3 == "netns" && ($4 in new) { file = FILENAME; sub(/\/owned$/, "", file); print file, $4 }' - "${records[@]}" \
      | while read -r file name; do TAKEN_FROM+=("$file $name"); done || return 1
  fi
  TAKEN=()
  for name in "${TAKEN_FROM[@]}"; do TAKEN[${name#* }]=1; done
}

# A namespace whose old content is only held open could not be given back by another run.
namespaces_problems() {
  local record folder
  [[ -n $OPTION_CONFIRM ]] || return 0
  for record in "${TAKEN_FROM[@]}"; do
    folder=${record% *}
    problem "the network namespace ${record#* } is that of ${folder##*/}: it cannot be taken from there with --confirm"
  done
}

# Called when this node has them on record.
namespaces_write_ahead() {
  local record folder name
  declare -gA TAKING=()
  for record in "${TAKEN_FROM[@]}"; do
    folder=${record% *} name=${record#* }
    TAKING[$name]=-
    [[ $folder != "$STATE" && ! -e $folder/taken/$name ]] || continue
    MARKS_MADE+=("$folder/taken/$name")
    { [[ -d $folder/taken ]] || mkdir "$folder/taken"; } && : >"$folder/taken/$name" || [[ ! -e $folder/owned ]] || return 1
  done
  for name in "${!TAKING[@]}"; do
    [[ -e $STATE/taken/$name ]] || continue
    MARKS_GONE+=("$STATE/taken/$name")
    rm -f "$STATE/taken/$name" || return 1
  done
}

namespaces_restore() {
  local mark
  for mark in "${MARKS_MADE[@]}"; do rm -f "$mark"; done
  for mark in "${MARKS_GONE[@]}"; do : >"$mark"; done
  MARKS_MADE=() MARKS_GONE=()
}

# The marks this run has read: what they are about is no longer on record.
namespaces_remember() {
  local name
  for name in "${!TAKEN_AWAY[@]}"; do rm -f "$STATE/taken/$name" || return 1; done
}

MARKS_MADE=()
MARKS_GONE=()
declare -A TAKING=() # of each namespace this run takes: what it is held open by, or - before that

# Holds open what is taken, so that it can be given back. What has no namespace any more needs no holding.
namespaces_hold() {
  local name fd
  for name in "${!TAKING[@]}"; do
    [[ ${TAKING[$name]} == - ]] || continue
    TAKING[$name]=
    [[ -e /run/netns/$name ]] || continue
    exec {fd}<"/run/netns/$name" || { TAKING[$name]=-; fail "holding /run/netns/$name open" ''; return 1; }
    TAKING[$name]=$fd
  done
}

# Whether a name still stands for what this run was to take.
namespaces_is_others() { # NAME
  [[ -n ${TAKING[$1]:-} ]] && { [[ ${TAKING[$1]} == - ]] || [[ /run/netns/$1 -ef /proc/$$/fd/${TAKING[$1]} ]]; }
}

namespaces_run() {
  local name target file
  namespaces_hold || return 1
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

# Links and namespaces that go. A namespace that is held open can be given its name back. One that another node has
# taken in the meantime stays.
namespaces_run_last() {
  local line word verb name fd
  [[ -e $WORK/net.H ]] || return 0
  HELD_NAMESPACES=()
  while read -r line; do
    read -r word verb name <<<"$line"
    if [[ $word == netns ]]; then
      [[ -e /run/netns/$name && ! -e $STATE/taken/$name ]] || continue
      exec {fd}<"/run/netns/$name" || { fail "holding /run/netns/$name open" ''; return 1; }
      HELD_NAMESPACES+=("$fd $name")
    fi
    printf '%s\n' "$line"
  done <"$WORK/net.H" >"$WORK/net.last"
  step_batch "$WORK/net.last" ip
}

HELD_NAMESPACES=()

# Gives a namespace that is held open a name; mount must not look up what /proc says of the file, which has none.
namespaces_name() { # FD NAME
  touch "/run/netns/$2" && mount --no-canonicalize --bind "/proc/$$/fd/$1" "/run/netns/$2" || fail "giving $2 its namespace back" ''
}

# Gives held namespaces their names back and makes everything what it was; last, gives back what was taken.
namespaces_take_back() {
  local fd name held
  network_save_late || return 1
  for held in "${HELD_NAMESPACES[@]}"; do
    fd=${held%% *} name=${held#* }
    [[ -e /run/netns/$name ]] || namespaces_name "$fd" "$name" || return 1
    exec {fd}<&-
  done
  HELD_NAMESPACES=()
  converge_settle namespaces links addresses || return 1
  for name in "${!TAKING[@]}"; do
    [[ -n ${TAKING[$name]} ]] && ! namespaces_is_others "$name" || continue
    if [[ -e /run/netns/$name ]]; then ip netns del "$name" || { fail "ip netns del $name" ''; return 1; }; fi
    namespaces_name "${TAKING[$name]}" "$name" || return 1
  done
}
