# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# check.sh: what must be there before anything is changed. Every problem is a line; all are reported.

PROBLEMS=()

problem() { PROBLEMS+=("$*"); }

# The problems a plan tells: its lines X TEXT.
problems_in() { # PLAN
  local line
  [[ $'\n'$1 == *$'\nX\t'* ]] || return 0
  tagged "$1" X | while IFS= read -r line; do problem "$line"; done || problem 'what is in the way cannot be listed'
}

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
  kinds_do check
  for tool in ip bridge awk flock sysctl stat sort sed mount $TOOLS; do
    case $tool in
      iptables-*) netfilter_tool 4 "${tool#iptables-}"; tool=$PROGRAM ;;
      ip6tables-*) netfilter_tool 6 "${tool#ip6tables-}"; tool=$PROGRAM ;;
    esac
    [[ $lacking != *" $tool "* ]] && ! command -v "$tool" >/dev/null || continue
    lacking+="$tool "
    problem "the program $tool is missing"
  done
  problems_none
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
