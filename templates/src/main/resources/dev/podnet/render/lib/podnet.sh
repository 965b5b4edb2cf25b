# shellcheck shell=bash source-path=SCRIPTDIR disable=SC1091,SC2034
# podnet.sh: what apply.sh, verify.sh and teardown.sh of every host do. They source host.sh and this file and call one
# function:
#
#   podnet_apply "$@"      makes the host's network what the files say, from whatever it is now
#   podnet_verify "$@"     says in what it differs from the files
#   podnet_teardown "$@"   takes away what podnet_apply made
#
# The state of the host is read, compared with the files, and only the difference is loaded. docs/host-scripts.md of
# podnet describes how, and what is kept in /run/podnet.

# A process costs more than most of what these scripts do with one, so they do without where bash can do it.
PODNET_LIB=${BASH_SOURCE[0]%/*}
case $PODNET_LIB in
  /*/nodes/*/../../cluster/lib) PODNET_LIB=${PODNET_LIB%/nodes/*/../../cluster/lib}/cluster/lib ;;
  *) PODNET_LIB=$(cd -- "$PODNET_LIB" && pwd) || exit 3 ;;
esac
PODNET_TOP=${PODNET_LIB%/cluster/lib}
PODNET_ALL_PARTS='network pods services policies dns'

# Whoever calls may have set these otherwise: messages and the order of words are those of C, files can be read by all, the
# shell is bash as it is by itself, and programs of the system are found after `su` too.
export LC_ALL=C
umask 022
unset POSIXLY_CORRECT GREP_OPTIONS
set +o posix
PATH=$PATH:/usr/sbin:/sbin

# Pipes fail when any of their commands does, and may end in a loop of this shell, so that what it reads stays known.
set -o pipefail
shopt -s lastpipe

# Where there are several kinds of awk, the one that is quickest here.
PODNET_AWK=${PODNET_AWK:-mawk}
if [[ $PODNET_AWK != awk ]] && command -v "$PODNET_AWK" >/dev/null; then
  awk() { "$PODNET_AWK" "$@"; }
fi

. "$PODNET_LIB/common.sh"
. "$PODNET_LIB/options.sh"
. "$PODNET_LIB/state.sh"
. "$PODNET_LIB/check.sh"
. "$PODNET_LIB/kinds.sh"
. "$PODNET_LIB/converge.sh"
. "$PODNET_LIB/confirm.sh"
. "$PODNET_LIB/verify.sh"
. "$PODNET_LIB/teardown.sh"

podnet_apply() {
  options_read apply "$@"
  check_host || exit 3
  catch_signals
  state_open || exit "${STOPPED:-3}"
  case $OPTION_ACTION in
    keep) confirm_keep ;;
    take-back) confirm_take_back ;;
    *) confirm_refuse_second ;;
  esac
  converge_apply
}

podnet_verify() {
  options_read verify "$@"
  check_host || exit 3
  state_look || exit 3
  verify_host
}

podnet_teardown() {
  options_read teardown "$@"
  check_host || exit 3
  teardown_host
}
