# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# common.sh: messages, and running a command so that its failure can be shown.

# What failed, for the report: the command and what it said. Set by the step functions.
FAILURE=
# The exit status a signal asks for; empty while none came.
STOPPED=

say() { printf '%s: %s\n' "$NODE" "$*"; }
complain() { printf 'podnet: %s: %s\n' "$NODE" "$*" >&2; }

# Remembers the first failure, with each line of the message indented.
fail() { # COMMAND MESSAGE
  if [[ -z $FAILURE ]]; then
    FAILURE="  $1"
    [[ -z $2 ]] || FAILURE+=$'\n    '"${2//$'\n'/$'\n'    }"
  fi
  return 1
}

# Runs one command of a step. Its output is kept and shown only when it fails.
step() { # COMMAND...
  local message
  not_stopped || return 1
  [[ $OPTION_VERBOSE == 0 ]] || printf '+ %s\n' "$*"
  message=$("$@" 2>&1) || fail "$*" "$message"
}

# Loads a file of commands with the tool before it (ip -batch, bridge -batch); shows the line that failed.
step_batch() { # FILE COMMAND...
  local file=$1 message line text
  shift
  [[ -s $file ]] || return 0
  not_stopped || return 1
  [[ $OPTION_VERBOSE == 0 ]] || sed "s/^/+ $1${2:+ ${*:2}} /" "$file"
  until message=$("$@" -batch "$file" 2>&1); do
    line=$(failed_line "$message")
    text=${line:+$(sed -n "${line}p" "$file")}
    message=$(printf '%s\n' "$message" | sed '/^Command failed /d')
    # what is to be taken away may have gone meanwhile: the kernel takes a veth away some time after its namespace
    [[ $text == *' del '* && $message =~ (Cannot find device|No such|not found) ]] || { fail "$* $text" "$message"; return 1; }
    sed "1,${line}d" "$file" >"$file.rest" && mv -f "$file.rest" "$file" || { fail "writing $file" ''; return 1; }
  done
}

# The number of the line at which a batch stopped, out of the tool's message.
failed_line() {
  [[ $1 =~ (Command\ failed\ [^:]*:|line:?\ |line\ number\ )([0-9]+) ]] && printf '%s' "${BASH_REMATCH[2]}"
}

not_stopped() {
  [[ -z $STOPPED ]] || fail "stopped by signal $((STOPPED - 128))" ''
}

# From here on a signal ends the run at the next step, and what was done is taken back.
catch_signals() {
  trap 'STOPPED=129' HUP
  trap 'STOPPED=130' INT
  trap 'STOPPED=143' TERM
}

ignore_signals() { trap '' HUP INT TERM; }

# Waits for a process of this shell, and returns its status: a signal ends a wait and not what is waited for.
wait_for() { # PROCESS
  local status
  while :; do
    wait "$1"
    status=$?
    ((status > 128)) && [[ -e /proc/$1 ]] || return "$status"
  done
}

# Writes standard input to a file by way of a temporary one, so that a reader never sees half of it.
write_file() { # FILE
  cat >"$1.tmp" && mv -f "$1.tmp" "$1"
}

# The same for a text.
write_text() { # FILE TEXT
  printf '%s' "$2" >"$1.tmp" && mv -f "$1.tmp" "$1"
}

# The same for what a command says: nothing is replaced when the command fails.
write_output() { # FILE COMMAND...
  "${@:2}" >"$1.tmp" && mv -f "$1.tmp" "$1"
}

# TEMPORARY_FILES: files without a name, which are gone with this run, however that ends. They are made many at once.
temporary_files() { # COUNT
  local fd i name=/run/podnet.$BASHPID.$RANDOM$RANDOM files=()
  if ((${#TEMPORARY_SPARE[@]} < $1)); then
    umask 077
    for i in {1..32}; do
      files+=("$name.$i")
      exec {fd}<>"$name.$i" && TEMPORARY_SPARE+=("/proc/self/fd/$fd") || break
    done
    umask 022
    rm -f "${files[@]}" && ((${#TEMPORARY_SPARE[@]} >= $1)) || { fail 'making temporary files' ''; return 1; }
  fi
  TEMPORARY_FILES=("${TEMPORARY_SPARE[@]:0:$1}")
  TEMPORARY_SPARE=("${TEMPORARY_SPARE[@]:$1}")
}
TEMPORARY_SPARE=()

# Whether any of these files is there: for patterns, which stand for themselves where nothing fits.
any_file() { # FILE...
  local file
  for file; do [[ ! -e $file ]] || return 0; done
  return 1
}

# Whether a word is in a list of words.
has_word() { [[ " $1 " == *" $2 "* ]]; }

# Whether two files say the same; the one that stands for none says nothing.
same_file() { # FILE FILE
  [[ $1 != /dev/null && $2 != /dev/null ]] && cmp -s "$1" "$2"
}

# The lines of a plan that bear a tag, without it.
tagged() { # PLAN TAG
  local line
  [[ $'\n'$1 == *$'\n'"$2"$'\t'* ]] || return 0
  if ((${#1} > 10000)); then
    printf '%s\n' "$1" | awk -F '\t' -v tag="$2" '$1 == tag { print substr($0, length(tag) + 2) }'
    return
  fi
  local IFS=$'\n'
  set -f
  for line in $1; do [[ $line != "$2"$'\t'* ]] || printf '%s\n' "${line#*$'\t'}"; done
  set +f
}
