# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# options.sh: the command lines of apply.sh, verify.sh and teardown.sh.

OPTION_VERBOSE=0
OPTION_DRY_RUN=0
OPTION_ADOPT=0
OPTION_CONFIRM=
OPTION_ACTION=apply
SELECTED_PARTS=$PODNET_ALL_PARTS

options_help() {
  case $1 in
    apply)
      cat <<EOF
Usage: apply.sh [OPTION]...
Makes the network of this host ($NODE of cluster $CLUSTER) what the files beside this script say.

      --only PART,...   apply these parts alone: ${PODNET_ALL_PARTS// /, }
      --pods none       leave the pods' own namespaces to a container runtime
  -n, --dry-run         say what would change, change nothing
      --confirm SECONDS take everything back unless apply.sh --keep is called in time
      --keep            keep what apply.sh --confirm made
      --take-back       take back at once what apply.sh --confirm made
      --adopt           take over links, routes, addresses and namespaces that are in the way
  -v, --verbose         show every command
EOF
      ;;
    verify)
      cat <<EOF
Usage: verify.sh [OPTION]...
Says in what the network of this host ($NODE of cluster $CLUSTER) differs from the files beside this script.

      --only PART,...   look at these parts alone: ${PODNET_ALL_PARTS// /, }
      --pods none       do not look at the pods' own namespaces
EOF
      ;;
    teardown)
      cat <<EOF
Usage: teardown.sh [OPTION]...
Takes away what apply.sh made on this host ($NODE of cluster $CLUSTER), and nothing else.

  -n, --dry-run         say what would go, change nothing
  -v, --verbose         show every command
EOF
      ;;
  esac
  cat <<'EOF'
  -h, --help            this text

Exit status: 0 done, 1 a step failed and was taken back (verify.sh: there are differences),
2 wrong usage, 3 something the host lacks or that is in the way; nothing was changed.
EOF
}

options_wrong() { # SCRIPT MESSAGE
  printf '%s.sh: %s (see --help)\n' "$1" "$2" >&2
  exit 2
}

options_read() { # SCRIPT ARGUMENT...
  local script=$1 option value only=
  shift
  while (($#)); do
    option=$1
    value=
    shift
    case $option in
      --only=* | --pods=* | --confirm=*)
        value=${option#*=}
        option=${option%%=*}
        ;;
      --only | --pods | --confirm)
        (($#)) || options_wrong "$script" "$option needs a value"
        value=$1
        shift
        ;;
    esac
    case $script:$option in
      *:-h | *:--help)
        options_help "$script"
        exit 0
        ;;
      apply:--only | verify:--only) only=$(options_parts "$script" "$value") || exit 2 ;;
      apply:--pods | verify:--pods)
        [[ $value == none ]] || options_wrong "$script" "--pods takes 'none', not '$value'"
        PODS_NONE=1
        ;;
      apply:-n | apply:--dry-run | teardown:-n | teardown:--dry-run) OPTION_DRY_RUN=1 ;;
      apply:-v | apply:--verbose | teardown:-v | teardown:--verbose) OPTION_VERBOSE=1 ;;
      apply:--adopt) OPTION_ADOPT=1 ;;
      apply:--confirm)
        [[ $value =~ ^[1-9][0-9]{0,5}$ ]] || options_wrong "$script" "--confirm takes a number of seconds, not '$value'"
        OPTION_CONFIRM=$value
        ;;
      apply:--keep) OPTION_ACTION=keep ;;
      apply:--take-back) OPTION_ACTION=take-back ;;
      *) options_wrong "$script" "there is no option '$option'" ;;
    esac
  done
  [[ -z $OPTION_CONFIRM || $OPTION_ACTION == apply ]] || options_wrong "$script" "--confirm does not go with --$OPTION_ACTION"
  [[ -z $only ]] || SELECTED_PARTS=$only
  if [[ -n ${PODS_NONE:-} ]]; then
    SELECTED_PARTS=" $SELECTED_PARTS "
    SELECTED_PARTS=${SELECTED_PARTS/ pods / }
    SELECTED_PARTS=${SELECTED_PARTS# }
    SELECTED_PARTS=${SELECTED_PARTS% }
    SELECTED_PODS=0
  fi
  [[ $SELECTED_PARTS != "$PODNET_ALL_PARTS" ]] || SELECTED_ALL=1
}

# The parts of a comma separated list, in the order they are applied.
options_parts() { # SCRIPT LIST
  local part wanted=" ${2//,/ } " parts=
  for part in ${2//,/ }; do
    has_word "$PODNET_ALL_PARTS" "$part" || options_wrong "$1" "there is no part '$part': ${PODNET_ALL_PARTS// /, }"
  done
  for part in $PODNET_ALL_PARTS; do
    [[ $wanted != *" $part "* ]] || parts+="$part "
  done
  [[ -n $parts ]] || options_wrong "$1" "--only needs at least one part"
  printf '%s' "${parts% }"
}

# Set by options_read: whether all parts are selected, and whether the pods' namespaces are podnet's to make.
SELECTED_ALL=0
SELECTED_PODS=1
