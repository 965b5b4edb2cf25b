# shellcheck shell=bash
# shims.sh: programs in front of the real ones, which count the calls of a run of apply.sh and at the call $SHIM_AT,
# NUMBER of all or PROGRAM:NUMBER of its own, fail, or kill the whole run as `kill -9` would.

SHIMS=$WORLD/shims
SHIM_COUNT=$WORLD/count

make_shims() {
  local tool real
  mkdir -p "$SHIMS"
  for tool in ip bridge awk mawk sysctl sort sed grep cmp diff conntrack mount mkdir mv rm rmdir cat ln touch stat flock tail modprobe nft ipset \
    mkfifo cp iptables-{nft,legacy}-{save,restore} ip6tables-{nft,legacy}-{save,restore}; do
    real=$(command -v "$tool") || continue
    cat >"$SHIMS/$tool" <<EOF
#!/bin/bash
exec 9>>"$SHIM_COUNT"
$(command -v flock) 9 # two ends of a pipe must not get the same number
printf . >&9
printf . >>"$SHIM_COUNT.$tool"
number=\$($(command -v stat) -c %s "$SHIM_COUNT")
own=$tool:\$($(command -v stat) -c %s "$SHIM_COUNT.$tool")
exec 9>&-
if [[ \$number == "\$SHIM_AT" || \$own == "\$SHIM_AT" ]]; then
  printf '%s\n' "$tool \$*" >"$WORLD/hit"
  case \$SHIM_MODE in
    fail) echo "$tool is made to fail" >&2; exit 1 ;;
    before) kill -9 -- -"\$SHIM_GROUP"; sleep 5 ;;
    during) "$real" "\$@" & sleep 0.00\$((RANDOM % 6)); kill -9 -- -"\$SHIM_GROUP"; sleep 5 ;;
    after) "$real" "\$@"; kill -9 -- -"\$SHIM_GROUP"; sleep 5 ;;
  esac
fi
exec "$real" "\$@"
EOF
    chmod +x "$SHIMS/$tool"
  done
}

# Runs a command whose call number AT of another program meets its fate; STATUS is how it ended. Returns 1 when there
# were not as many calls.
with_shims() { # MODE AT COMMAND...
  local mode=$1 at=$2
  shift 2
  rm -f "$SHIM_COUNT".*
  : >"$SHIM_COUNT"
  rm -f "$WORLD/hit"
  STATUS=0
  {
    SHIM_MODE=$mode SHIM_AT=$at PATH=$SHIMS:$PATH setsid --wait bash -c 'export SHIM_GROUP=$$; "$@"; exit' shims "$@" \
      >"$WORLD/shim.out" 2>&1 || STATUS=$?
  } 2>/dev/null # bash says that it was killed
  [[ -e $WORLD/hit ]]
}

# AT_CALLS: the numbers of the calls to hit in turn, of all that a command makes: one from each of $POINTS ranges that are
# equally long, chosen by $SEED; all of them when POINTS is all. And every call of the programs in $ALWAYS.
choose_calls() { # COMMAND...
  local calls i tool
  with_shims none 0 "$@"
  ((STATUS == 0)) || die "the run to be counted: $(<"$WORLD/shim.out")"
  calls=$(stat -c %s "$SHIM_COUNT")
  ((calls > 60)) || die "only $calls calls were counted"
  POINTS=${POINTS:-8} SEED=${SEED:-1}
  [[ $POINTS != all ]] || POINTS=$calls
  RANDOM=$SEED
  AT_CALLS=()
  for ((i = 0; i < POINTS; i++)); do AT_CALLS+=($((calls * i / POINTS + 1 + RANDOM % ((calls + POINTS - 1) / POINTS)))); done
  for tool in ${ALWAYS:-}; do
    calls=$(stat -c %s "$SHIM_COUNT.$tool") || die "$tool was not called"
    for ((i = 1; i <= calls; i++)); do AT_CALLS+=("$tool:$i"); done
  done
  echo "of $(stat -c %s "$SHIM_COUNT") calls those at ${AT_CALLS[*]} (seed $SEED)"
}
