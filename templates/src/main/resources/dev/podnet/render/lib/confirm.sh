# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# confirm.sh: apply.sh --confirm SECONDS, --keep and --take-back.
#
# A process in the background waits. It holds a lock on the pipe $STATE/confirm, so that one can tell whether it still
# lives, and reads from it, so that one can tell it to stop. $BEFORE keeps what the host was before.

confirm_pending() {
  [[ -p $STATE/confirm ]] || return 1
  ! flock -n "$STATE/confirm" true
}

# Stops the process that waits.
confirm_stop() {
  if [[ -p $STATE/confirm ]]; then
    ! confirm_pending || printf 'keep\n' 1<>"$STATE/confirm"
    rm -f "$STATE/confirm"
  fi
}

confirm_refuse_second() {
  if confirm_pending; then
    complain 'an earlier apply.sh --confirm waits for apply.sh --keep (or --take-back)'
    exit 3
  fi
  [[ ! -e $STATE/confirm ]] || rm -f "$STATE/confirm"
}

confirm_none() {
  confirm_pending && return 1
  complain 'nothing waits for --keep: no apply.sh --confirm, or its time is over and it was taken back'
  rm -f "$STATE/confirm"
  state_leave
  exit 1
}

confirm_keep() {
  confirm_none
  confirm_stop
}

confirm_take_back() {
  confirm_none
  confirm_stop
  confirm_undo || exit 1
  say 'taken back'
  exit 0
}

confirm_undo() {
  ignore_signals
  SELECTED_PARTS=$(<"$BEFORE/parts")
  SELECTED_ALL=0
  [[ $SELECTED_PARTS != "$PODNET_ALL_PARTS" ]] || SELECTED_ALL=1
  SELECTED_PODS=$(<"$BEFORE/pods")
  converge_take_back && return 0
  complain 'could not be taken back:'
  printf '%s\n' "$FAILURE" >&2
  return 1
}

confirm_start() {
  local pipe
  {
    mkdir "$BEFORE/lib" && cp "$PODNET_LIB"/*.awk "$PODNET_LIB"/*.ip "$BEFORE/lib/" && printf '%s\n' "$SELECTED_PARTS" >"$BEFORE/parts" \
      && printf '%s\n' "$SELECTED_PODS" >"$BEFORE/pods" && rm -f "$STATE/confirm" && mkfifo -m 600 "$STATE/confirm"
  } || { fail 'preparing --confirm' ''; return 1; }
  exec {pipe}<>"$STATE/confirm"
  flock "$pipe"
  confirm_wait "$pipe" </dev/null >>"$STATE/confirm.log" 2>&1 &
  exec {pipe}>&-
}

# The process in the background: waits, then takes everything back.
confirm_wait() { # PIPE
  exec {STATE_LOCK}>&-
  trap '' HUP INT
  ! read -r -t "$OPTION_CONFIRM" -u "$1" || exit 0
  exec {STATE_LOCK}>>"$STATE/lock" && flock "$STATE_LOCK"
  [[ $STATE/confirm -ef /proc/$BASHPID/fd/$1 ]] || exit 0
  rm -f "$STATE/confirm"
  PODNET_LIB=$BEFORE/lib
  state_read
  if confirm_undo; then say 'taken back: apply.sh --keep was not called in time'; fi
}
