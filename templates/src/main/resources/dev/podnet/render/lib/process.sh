# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# process.sh: starts a daemon, tells it to reload, and ends it. See daemons.sh.

# shellcheck disable=SC1091
. "$PODNET_LIB/units.sh"

# How long a daemon may take to be ready, and to end, in seconds.
DAEMON_READY=${PODNET_DAEMON_SECONDS:-20}
DAEMON_END=10

# When a process was started, into STARTED, in ticks since the boot (proc(5), stat, field 22); fails for one that has
# ended.
process_started() { # PID
  local stat
  { IFS= read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 1
  read -r -a stat <<<"${stat##*) }"
  STARTED=${stat[19]}
  [[ ${stat[0]} != Z ]]
}

# Whether a daemon's first process lives, in this network namespace; its number is then in DAEMON_PID.
daemon_alive() { # NAME
  local started
  DAEMON_PID=
  { read -r DAEMON_PID started <"$DAEMON_RUN/$1/pid"; } 2>/dev/null || return 1
  process_started "$DAEMON_PID" && [[ $STARTED == "$started" && /proc/$DAEMON_PID/ns/net -ef /proc/self/ns/net ]]
}

# Whether none of a daemon's processes lives.
daemon_gone() { # NAME
  [[ ! -e $DAEMON_RUN/$1/lock ]] || flock -n "$DAEMON_RUN/$1/lock" true
}

# What was written down when a daemon was started or told to reload, into DEFINITION.
daemon_definition() { # NAME
  files_read "$DAEMON_RUN/$1/definition"
  DEFINITION=$TEXT
}

# The first process writes down who it is before it becomes the daemon, so that a kill leaves no daemon unknown. Each port
# takes a file: as many as the host allows.
# shellcheck disable=SC2016 # expanded by the shell that runs it
DAEMON_BEGIN='IFS= read -r stat <"/proc/$$/stat" && read -r -a stat <<<"${stat##*) }" && echo "$$ ${stat[19]}" >pid.tmp && mv -f pid.tmp pid && ulimit -Sn "$(ulimit -Hn)" && exec "$@"'

daemon_start() { # NAME TEXT DIGEST
  local run=$DAEMON_RUN/$1 lock
  not_stopped || return 1
  daemon_leftovers "$run" && (umask 022 && mkdir -p "$run") && : >>"$run/log" && mv -f "$run/log" "$run/log.old" \
    && exec {lock}>"$run/lock" && flock -n "$lock" || { fail "preparing $run" ''; return 1; }
  daemon_words "$2" run
  daemon_places "$DAEMON_FILES" "$DAEMON_RUN" "$3"
  [[ $OPTION_VERBOSE == 0 ]] || printf '+ start daemon %s: %s\n' "$1" "${WORDS[*]}"
  if units_wanted; then
    exec {lock}>&-
    unit_start "$1" "$run" "${WORDS[@]}" || return 1
  else
    (
      cd "$run" && daemon_close "$lock" \
        && exec env -i PATH="$PATH" LC_ALL=C setsid bash -c "$DAEMON_BEGIN" "$1" "${WORDS[@]}"
    ) </dev/null >"$run/log" 2>&1 &
    disown "$!"
    exec {lock}>&-
  fi
  daemon_wait "$@" && daemon_define "$@"
}

# Removes what one that was killed left behind, its own note of its process among it: by then another may have the number.
daemon_leftovers() { # FOLDER
  local file
  for file in "$1"/*; do
    case ${file##*/} in log | log.old | lock) ;; *) rm -rf -- "$file" || return 1 ;; esac
  done
}

# Closes what this run has open, the lock alone excepted.
daemon_close() { # LOCK
  local fd
  for fd in /proc/"$BASHPID"/fd/*; do
    fd=${fd##*/}
    ((fd < 3 || fd == $1)) || exec {fd}>&-
  done
}

daemon_define() { # NAME TEXT DIGEST
  printf 'digest\t%s\n%s' "$3" "$2" | write_file "$DAEMON_RUN/$1/definition" || fail "writing to $DAEMON_RUN/$1" ''
}

daemon_reload() { # NAME TEXT DIGEST
  not_stopped || return 1
  daemon_words "$2" reload
  [[ $OPTION_VERBOSE == 0 ]] || printf '+ reload daemon %s\n' "$1"
  daemon_alive "$1" || { fail "daemon $1 has ended" ''; return 1; }
  # until it is ready nobody can say which configuration it has
  daemon_definition "$1"
  daemon_define "$1" "${DEFINITION#*$'\n'}" - || return 1
  case ${WORDS[0]} in
    signal) step kill -s "${WORDS[1]}" "$DAEMON_PID" || return 1 ;;
    command)
      WORDS=("${WORDS[@]:1}")
      daemon_places "$DAEMON_FILES" "$DAEMON_RUN" "$3"
      step "${WORDS[@]}" || return 1
      ;;
  esac
  daemon_wait "$@" && daemon_define "$@"
}

# Waits until all holds that shows a daemon to be ready.
daemon_wait() { # NAME TEXT DIGEST
  local line deadline=$((SECONDS + DAEMON_READY))
  while IFS= read -r line; do
    [[ $line == $'ready\t'* ]] || continue
    IFS=$'\t' read -r -a WORDS <<<"${line#*$'\t'}"
    daemon_places "$DAEMON_FILES" "$DAEMON_RUN" "$3"
    until daemon_is_ready "${WORDS[@]}"; do
      not_stopped || return 1
      if daemon_gone "$1" || ((SECONDS > deadline)); then
        fail "daemon $1 does not become ready: ${WORDS[*]}${GREETING:+, but it says $GREETING}" "$(tail -n 5 "$DAEMON_RUN/$1/log")"
        return 1
      fi
      sleep 0.05
    done
  done <<<"$2"
  daemon_alive "$1" || fail "daemon $1 has ended" "$(tail -n 5 "$DAEMON_RUN/$1/log")"
}

daemon_is_ready() { # greets ADDRESS PORT [LINE] | answers COMMAND...
  local connection
  GREETING=
  case $1 in
    greets)
      { exec {connection}<>"/dev/tcp/$2/$3"; } 2>/dev/null || return 1
      [[ -z ${4:-} ]] || IFS= read -r -t 2 -u "$connection" GREETING
      exec {connection}>&-
      [[ -z ${4:-} || $GREETING == "$4" ]]
      ;;
    answers) "${@:2}" >/dev/null 2>&1 </dev/null ;;
  esac
}

# Ends all of a daemon's processes: politely first.
daemon_stop() { # NAME
  local deadline=$((SECONDS + DAEMON_END)) link
  unit_stop "$DAEMON_RUN/$1" || return 1
  ! daemon_gone "$1" || return 0
  [[ $OPTION_VERBOSE == 0 ]] || printf '+ stop daemon %s\n' "$1"
  if daemon_first "$1"; then kill -s TERM "$DAEMON_PID" 2>/dev/null; else deadline=$SECONDS; fi
  until daemon_gone "$1"; do
    if ((SECONDS >= deadline)); then
      for link in /proc/[0-9]*/fd/*; do
        [[ ! $link -ef $DAEMON_RUN/$1/lock ]] || printf '%s\n' "$link"
      done | cut -d / -f 3 | sort -u | while read -r link; do kill -s KILL "$link" 2>/dev/null; done
      ((SECONDS < deadline + DAEMON_END)) || { fail "daemon $1 does not end" ''; return 1; }
    fi
    sleep 0.05
  done
}

# Whether a daemon's first process lives, in whatever network namespace.
daemon_first() { # NAME
  local started
  { read -r DAEMON_PID started <"$DAEMON_RUN/$1/pid"; } 2>/dev/null || return 1
  process_started "$DAEMON_PID" && [[ $STARTED == "$started" ]]
}
