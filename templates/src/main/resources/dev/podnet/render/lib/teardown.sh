# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# teardown.sh: takes away what apply.sh made: the same comparison, with nothing wanted.

teardown_host() {
  local round was
  WANT=none PLAIN=1 SELECTED_ALL=1 PLAN_CHECK=0 PLAN_FORCE=1
  state_open || exit "${STOPPED:-3}"
  confirm_stop
  if [[ -e $STATE/variant ]]; then
    read -r was <"$STATE/variant"
    variant_in_use
    [[ $was == "$VARIANT_IN_USE" ]] || VARIANT=$was
  fi
  converge_plan || teardown_failed
  if ! problems_none; then
    state_leave
    exit 3
  fi
  if [[ $OPTION_DRY_RUN == 1 ]]; then
    converge_show
    state_leave
    exit 0
  fi
  if ! kinds_changed && [[ -z $OWNED_WORDS ]]; then
    teardown_forget
    say 'nothing to take away'
    exit 0
  fi
  converge_count
  for round in 1 2 3; do
    rm -rf "$WORK"
    mkdir -p "$WORK" && kinds_do prepare || teardown_failed
    converge_make && kinds_undo run_removals && kinds_undo run_last || { ((round < 3)) || teardown_failed; }
    FAILURE=
    converge_plan || teardown_failed
    kinds_changed || break
  done
  if kinds_changed; then
    fail 'still there' "$(kinds_do differences)"
    teardown_failed
  fi
  kinds_do forget "$OWNED_FEW"
  teardown_forget
  say "${SUMMARY/ changed/ taken away or set back}"
}

teardown_forget() {
  rm -rf "$STATE"
  rmdir "${STATE%/*}" /run/podnet 2>/dev/null
  return 0
}

teardown_failed() {
  complain 'this failed; what is left can be taken away by calling teardown.sh again:'
  printf '%s\n' "$FAILURE" >&2
  exit 1
}
