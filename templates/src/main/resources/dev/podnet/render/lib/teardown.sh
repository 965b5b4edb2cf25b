# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# teardown.sh: takes away what apply.sh made: the same comparison, with nothing wanted.

teardown_host() {
  local round
  WANT=none PLAIN=1 SELECTED_ALL=1
  state_open || exit "${STOPPED:-3}"
  confirm_stop
  if [[ -e $STATE/variant && $(<"$STATE/variant") != "$(variant_in_use)" ]]; then VARIANT=$(<"$STATE/variant"); fi
  teardown_plan || teardown_failed
  if [[ $OPTION_DRY_RUN == 1 ]]; then
    converge_show
    state_leave
    exit 0
  fi
  if ! converge_changes && [[ -z $OWNED ]]; then
    teardown_forget
    say 'nothing to take away'
    exit 0
  fi
  converge_count
  for round in 1 2 3; do
    rm -rf "$WORK"
    mkdir -p "$WORK" || teardown_failed
    network_prepare && netfilter_prepare && ipsets_prepare || teardown_failed
    netfilter_run && ipsets_run_removals && network_run_stale && network_run_removals && sysctl_set "${SYSCTL_RESET[@]}" \
      && files_run_removals || { ((round < 3)) || teardown_failed; }
    FAILURE=
    teardown_plan || teardown_failed
    converge_changes || break
  done
  if converge_changes; then
    fail 'still there' "$(for plan in "$NETWORK_PLAN" "$NETFILTER_PLAN_4" "$NETFILTER_PLAN_6"; do tagged "$plan" V; done)"
    teardown_failed
  fi
  netfilter_drop_tables "$OWNED"
  teardown_forget
  say "${SUMMARY/ changed/ taken away or set back}"
}

teardown_plan() {
  converge_plan CHECK=0 FORCE=1
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
