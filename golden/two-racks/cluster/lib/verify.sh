# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# verify.sh: in what the host differs from the files. The rules of the files are loaded in a network namespace of their
# own that nobody uses, so that the kernel itself says how it writes them, and compared with those of the host.

verify_host() {
  local differences
  command -v unshare >/dev/null || { complain 'the program unshare is missing'; exit 3; }
  PLAIN=1
  WANTED_FILES=()
  network_files
  if network_plan CHECK=0 FORCE=1 && files_plan && sysctl_plan && verify_plan_rules && verify_plan_sets; then
    differences=$(verify_differences)
  else
    complain 'the host cannot be compared with the files:'
    printf '%s\n' "$FAILURE" >&2
    exit 3
  fi
  if [[ -z $differences ]]; then
    say 'as the files say'
    exit 0
  fi
  printf '%s\n' "$differences"
  exit 1
}

verify_differences() {
  local pair name
  tagged "$NETWORK_PLAN" V
  for pair in "${SYSCTL_SET[@]}" "${SYSCTL_RESET[@]}"; do
    sysctl_get "${pair%%=*}"
    printf 'differs: setting %s: is %s, should be %s\n' "${pair%%=*}" "$VALUE" "${pair#*=}"
  done
  for name in "${SYSCTL_MISSING[@]}"; do printf 'missing: setting %s\n' "$name"; done
  tagged "$IPSETS_PLAN" V
  tagged "$NETFILTER_PLAN_4" V
  tagged "$NETFILTER_PLAN_6" V
  for name in "${FILES_WRITE[@]}"; do
    if [[ -e $FILES_ROOT/$name/resolv.conf ]]; then name="differs: $FILES_ROOT/$name"; else name="missing: $FILES_ROOT/$name"; fi
    printf '%s/resolv.conf\n' "$name"
  done
  for name in "${FILES_REMOVE[@]}"; do printf 'too much: %s/%s/resolv.conf\n' "$FILES_ROOT" "$name"; done
}

# Runs in a new network namespace: loads the sets and the rules of all parts and prints them again.
# Arguments: the program that restores (empty: only sets), the one that saves, how many sets files, the files.
# shellcheck disable=SC2016 # expanded by the shell that runs it
VERIFY_LOAD='
  restore=$1 save=$2 sets=$3
  shift 3
  if ((sets)); then cat -- "${@:1:sets}" | ipset restore || exit; fi
  shift "$sets"
  if [[ -z $restore ]]; then ipset save; exit; fi
  (($#)) || exit 0
  cat -- "$@" | "$restore" --noflush --wait && "$save" 2>/dev/null'

# How the kernel writes what the files of all parts say.
verify_canonical() { # RESTORE SAVE ENDING...
  local file ending sets=() rules=() SELECTED_PARTS=$PODNET_ALL_PARTS restore=$1 save=$2
  shift 2
  for ending; do
    WANTED_FILES=()
    want_files "$ending"
    for file in "${WANTED_FILES[@]}"; do
      case $file in
        part=*) ;;
        *.sets) sets+=("$file") ;;
        *) rules+=("$file") ;;
      esac
    done
  done
  unshare --net bash -c "$VERIFY_LOAD" verify "$restore" "$save" "${#sets[@]}" "${sets[@]}" "${rules[@]}"
}

verify_plan_rules() {
  local family have canonical plan restore
  NETFILTER_PLAN_4='' NETFILTER_PLAN_6=''
  for family in $NETFILTER_FAMILIES; do
    restore=$(netfilter_tool "$family" restore)
    have=$("$(netfilter_tool "$family" save)" -c 2>/dev/null) || { netfilter_fail "$family"; return 1; }
    canonical=$(verify_canonical "$restore" "$(netfilter_tool "$family" save)" v4.sets v6.sets "v$family.rules" 2>&1) \
      || { fail "$restore of the files" "$canonical"; return 1; }
    netfilter_files "$family"
    plan=$({ state_sections "$have"; printf '@@want\n%s\n' "$canonical"; } | awk -v FAMILY="$family" \
      -v PARTS="$SELECTED_PARTS" -v ALL="$SELECTED_ALL" -v PLAIN=1 -f "$PODNET_LIB/netfilter.awk" \
      kind=names "${WANTED_FILES[@]}" -) || { fail 'comparing the rules' ''; return 1; }
    printf -v "NETFILTER_PLAN_$family" '%s' "$plan"
  done
}

verify_plan_sets() {
  local have canonical
  IPSETS_PLAN=
  ipsets_matter || return 0
  have=$(ipset save 2>&1) || { fail 'ipset save' "$have"; return 1; }
  canonical=$(verify_canonical '' '' v4.sets v6.sets 2>&1) || { fail 'ipset restore of the files' "$canonical"; return 1; }
  ipsets_files
  IPSETS_PLAN=$({ state_sections "$have"; printf '@@want\n%s\n' "$canonical"; } | awk -v PARTS="$SELECTED_PARTS" \
    -v ALL="$SELECTED_ALL" -v PLAIN=1 -f "$PODNET_LIB/ipsets.awk" kind=names "${WANTED_FILES[@]}" -) \
    || fail 'comparing the sets' ''
}
