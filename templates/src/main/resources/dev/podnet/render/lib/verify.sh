# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# verify.sh: in what the host differs from the files. The rules of the files are loaded in a network namespace of their
# own that nobody uses, so that the kernel itself says how it writes them, and compared with those of the host.

verify_host() {
  local kind differences
  command -v unshare >/dev/null || { complain 'the program unshare is missing'; exit 3; }
  PLAIN=1 PLAN_CHECK=0 PLAN_FORCE=1
  for kind in $KINDS; do
    if kind_gives "$kind" verify; then "${kind}_verify"; elif kind_gives "$kind" plan; then "${kind}_plan"; fi && continue
    complain 'the host cannot be compared with the files:'
    printf '%s\n' "$FAILURE" >&2
    exit 3
  done
  problems_none || exit 3
  kinds_do note
  differences=$(kinds_do differences)
  if [[ -z $differences ]]; then
    say 'as the files say'
    exit 0
  fi
  printf '%s\n' "$differences"
  exit 1
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
