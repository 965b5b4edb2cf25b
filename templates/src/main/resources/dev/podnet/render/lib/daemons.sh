# shellcheck shell=bash source-path=SCRIPTDIR disable=SC2034,SC2015,SC2153 # globals are used by the files beside this one; A && B || C is meant
# daemons.sh: the programs that run on the host, and the files they read.
#
# The files NAME.daemons say which there are; what the files say stands in NAME.d/. On the host the files are in
# $STATE/files, and each daemon has a folder in $STATE/daemons:
#
#   definition   the lines that describe it, as it was started or last told to reload, and what its files then said
#   pid          its process and when that one was started, so that another of the same number is not taken for it
#   lock         held by all of its processes, so that one can tell whether any still lives
#   log, log.old what it has to say, of this and of its last life
#   unit, begin  its unit of systemd, and what that runs, where it is one
#
# and what it makes there itself. It is started by process.sh or units.sh.

shopt -s lastpipe # the last command of a pipe may set variables

# shellcheck disable=SC1091
. "$PODNET_LIB/process.sh"

DAEMON_FILES=$STATE/files
DAEMON_RUN=$STATE/daemons
DAEMON_STAGE=$STATE/stage

# Reads what is wanted: DAEMON_TEXT has the lines of each daemon, HOSTFILE_SOURCE and HOSTFILE_MODE are of its files.
daemons_read() {
  local file line part=- folder daemon=
  declare -gA DAEMON_TEXT=() HOSTFILE_SOURCE=() HOSTFILE_MODE=() DAEMON_PARTS=()
  local words
  WANTED_FILES=()
  want_files daemons
  for file in "${WANTED_FILES[@]}"; do
    if [[ $file == part=* ]]; then part=${file#part=}; continue; fi
    folder=${file%.daemons}.d
    while IFS= read -r line; do
      case $line in
        '' | '#'*) ;;
        $'file\t'*)
          IFS=$'\t' read -r -a words <<<"$line"
          HOSTFILE_SOURCE[${words[1]}]=$folder/${words[1]}
          HOSTFILE_MODE[${words[1]}]=${words[2]}
          DAEMON_PARTS[hostfile ${words[1]}]=$part
          ;;
        $'daemon\t'*)
          daemon=${line#*$'\t'}
          DAEMON_TEXT[$daemon]=
          DAEMON_PARTS[daemon $daemon]=$part
          ;;
        *) DAEMON_TEXT[$daemon]+=$line$'\n' ;;
      esac
    done <"$file"
  done
  daemons_spare
}

# Reads which daemons are spare, and leaves out those whose program, or one that every daemon takes, is not there: DAEMON_SPARE
# has what each is for, DAEMONS_LACKING what is lacking, HOSTFILES_LACKING the files that nobody reads then.
daemons_spare() {
  local name file tool lacking
  declare -gA DAEMON_SPARE=() DAEMONS_LACKING=() HOSTFILES_LACKING=()
  for name in "${!DAEMON_TEXT[@]}"; do
    daemon_words "${DAEMON_TEXT[$name]}" spare || continue
    DAEMON_SPARE[$name]=${WORDS[0]}
    daemon_words "${DAEMON_TEXT[$name]}" run
    lacking=
    for tool in setsid sha256sum unshare "${WORDS[0]}"; do command -v "$tool" >/dev/null || lacking=$tool; done
    [[ -n $lacking ]] || continue
    DAEMONS_LACKING[$name]="the program $lacking is missing"
    daemon_words "${DAEMON_TEXT[$name]}" reads && for file in "${WORDS[@]}"; do
      HOSTFILES_LACKING[$file]=1
      unset "HOSTFILE_SOURCE[$file]"
    done
    unset "DAEMON_TEXT[$name]"
  done
}

# Says what this host does without.
daemons_note() {
  local name
  for name in "${!DAEMONS_LACKING[@]}"; do complain "${DAEMONS_LACKING[$name]}: ${DAEMON_SPARE[$name]}"; done
}

# Goes on when a spare daemon does not start, or not with its new configuration; fails for others.
daemon_spared() { # NAME
  [[ -n ${DAEMON_SPARE[$1]:-} && -z $STOPPED ]] || return 1
  complain 'this failed, all else goes on:'
  printf '%s\n' "$FAILURE" >&2
  complain "${DAEMON_SPARE[$1]}"
  FAILURE=
}

# The words behind a key of a daemon's lines, into WORDS; fails when there are none.
daemon_words() { # TEXT KEY
  local line
  WORDS=()
  while IFS= read -r line; do
    [[ $line == "$2"$'\t'* ]] || continue
    IFS=$'\t' read -r -a WORDS <<<"${line#"$2"$'\t'}"
    return 0
  done <<<"$1"
  return 1
}

# Puts places and digest into WORDS.
daemon_places() { # FILES RUN DIGEST
  local i
  for i in "${!WORDS[@]}"; do
    WORDS[i]=${WORDS[i]//@FILES@/$1}
    WORDS[i]=${WORDS[i]//@RUN@/$2}
    WORDS[i]=${WORDS[i]//@DIGEST@/$3}
  done
}

# What a wanted daemon and its files say, in a few letters.
daemon_digest() { # NAME
  local file sources=()
  if daemon_words "${DAEMON_TEXT[$1]}" reads; then
    for file in "${WORDS[@]}"; do
      [[ -z ${HOSTFILE_SOURCE[$file]:-} ]] || sources+=("${HOSTFILE_SOURCE[$file]}")
    done
  fi
  { printf '%s' "${DAEMON_TEXT[$1]}" && cat -- /dev/null "${sources[@]}"; } | sha256sum | read -r DIGEST _ || return 1
  DIGEST=${DIGEST:0:16}
}

# A wanted file as it is to be on the host.
hostfile_text() { # NAME FILES RUN
  sed -e "s|@FILES@|$2|g" -e "s|@RUN@|$3|g" -e "s|@DIGEST@|${HOSTFILE_DIGEST[$1]:-}|g" "${HOSTFILE_SOURCE[$1]}"
}

# Whether a file is on the host as it is to be.
hostfile_same() { # NAME
  local wanted
  [[ -e $DAEMON_FILES/$1 ]] || return 1
  wanted=$(hostfile_text "$1" "$DAEMON_FILES" "$DAEMON_RUN" | sha256sum) \
    && [[ $wanted == "$(sha256sum <"$DAEMON_FILES/$1")" ]]
}

# Compares. DAEMONS_START, DAEMONS_RESTART, DAEMONS_RELOAD and DAEMONS_STOP are names of daemons, HOSTFILES_WRITE and
# HOSTFILES_REMOVE of files; DAEMONS_OWN is what is owned when all has been done.
daemons_plan() {
  local name part kind file
  declare -gA DAEMON_DIGEST=() HOSTFILE_DIGEST=()
  DAEMONS_START=() DAEMONS_RESTART=() DAEMONS_RELOAD=() DAEMONS_STOP=() DAEMONS_OWN=()
  HOSTFILES_WRITE=() HOSTFILES_REMOVE=()
  daemons_read || { fail 'reading the daemons' ''; return 1; }
  for name in "${!DAEMON_TEXT[@]}"; do
    DAEMONS_OWN+=("${DAEMON_PARTS[daemon $name]} - daemon $name")
    daemon_digest "$name" || { fail "reading the files of daemon $name" ''; return 1; }
    DAEMON_DIGEST[$name]=$DIGEST
    daemon_words "${DAEMON_TEXT[$name]}" reads || continue
    for file in "${WORDS[@]}"; do HOSTFILE_DIGEST[$file]=$DIGEST; done
  done
  for name in "${!HOSTFILE_SOURCE[@]}"; do
    DAEMONS_OWN+=("${DAEMON_PARTS[hostfile $name]} - hostfile $name")
    hostfile_same "$name" || HOSTFILES_WRITE+=("$name")
  done
  # one that ran before its program was taken away runs on
  for name in "${!DAEMONS_LACKING[@]}"; do
    [[ ! -d $DAEMON_RUN/$name ]] || DAEMONS_OWN+=("${DAEMON_PARTS[daemon $name]} - daemon $name")
  done
  for name in "${!HOSTFILES_LACKING[@]}"; do
    [[ ! -e $DAEMON_FILES/$name ]] || DAEMONS_OWN+=("${DAEMON_PARTS[hostfile $name]} - hostfile $name")
  done
  daemons_sort HOSTFILES_WRITE
  for name in "${!DAEMON_TEXT[@]}"; do daemons_plan_one "$name"; done
  daemons_sort DAEMONS_START
  daemons_sort DAEMONS_RESTART
  daemons_sort DAEMONS_RELOAD
  while read -r part _ kind name; do
    has_word "$SELECTED_PARTS" "$part" && [[ -z ${DAEMON_PARTS[$kind $name]:-} ]] || continue
    case $kind in
      daemon) [[ ! -d $DAEMON_RUN/$name ]] || DAEMONS_STOP+=("$name") ;;
      hostfile) [[ ! -e $DAEMON_FILES/$name ]] || HOSTFILES_REMOVE+=("$name") ;;
    esac
  done <<<"$OWNED_FEW"
}

# What is to be done to one that is wanted.
daemons_plan_one() { # NAME
  local was now
  daemon_alive "$1" || { DAEMONS_START+=("$1"); return; }
  daemon_definition "$1"
  daemon_words "$DEFINITION" run
  was=${WORDS[*]}
  daemon_words "${DAEMON_TEXT[$1]}" run
  now=${WORDS[*]}
  if [[ $was != "$now" ]]; then
    DAEMONS_RESTART+=("$1")
  elif [[ $DEFINITION != "digest"$'\t'"${DAEMON_DIGEST[$1]}"$'\n'* ]] || daemons_reads_written "$1"; then
    if [[ ${DAEMON_TEXT[$1]} == *$'reload\trestart\n'* ]]; then DAEMONS_RESTART+=("$1"); else DAEMONS_RELOAD+=("$1"); fi
  fi
}

# Whether a file that a daemon reads is written by this run.
daemons_reads_written() { # NAME
  local file
  daemon_words "${DAEMON_TEXT[$1]}" reads || return 1
  for file in "${WORDS[@]}"; do
    ! has_word "${HOSTFILES_WRITE[*]}" "$file" || return 0
  done
  return 1
}

daemons_sort() { # ARRAY
  local -n array=$1
  ((${#array[@]} < 2)) || mapfile -t array < <(printf '%s\n' "${array[@]}" | LC_ALL=C sort)
}

daemons_changes() {
  ((${#DAEMONS_START[@]} + ${#DAEMONS_RESTART[@]} + ${#DAEMONS_RELOAD[@]} + ${#DAEMONS_STOP[@]} + ${#HOSTFILES_WRITE[@]} + ${#HOSTFILES_REMOVE[@]}))
}

daemons_check() {
  units_check
  [[ $DAEMON_READY =~ ^[1-9][0-9]{0,3}$ ]] || problem "PODNET_DAEMON_SECONDS is a number of seconds, not '$DAEMON_READY'"
}

# Asks each program whether it takes the configuration that it is to get, before anything is changed.
daemons_problems() {
  local name file message
  ((${#DAEMONS_START[@]} + ${#DAEMONS_RESTART[@]} + ${#DAEMONS_RELOAD[@]})) || return 0
  rm -rf "$DAEMON_STAGE"
  for file in "${!HOSTFILE_SOURCE[@]}"; do
    hostfile_put "$file" "$DAEMON_STAGE/files" "$DAEMON_STAGE/run" || problem "the file $file cannot be written below $STATE"
  done
  for name in "${DAEMONS_START[@]}" "${DAEMONS_RESTART[@]}" "${DAEMONS_RELOAD[@]}"; do
    daemon_words "${DAEMON_TEXT[$name]}" check
    daemon_places "$DAEMON_STAGE/files" "$DAEMON_STAGE/run" "${DAEMON_DIGEST[$name]}"
    mkdir -p "$DAEMON_STAGE/run/$name"
    message=$(cd "$DAEMON_STAGE/run/$name" && daemon_check "${WORDS[@]}" 2>&1) && continue
    message=${message//"$DAEMON_STAGE/files/"/}
    if [[ -n ${DAEMON_SPARE[$name]:-} ]]; then
      fail "${WORDS[*]}" "$message"
      daemon_spared "$name"
      daemons_leave "$name"
      continue
    fi
    problem "daemon $name does not take its configuration: ${message//$'\n'/; }"
  done
  rm -rf "$DAEMON_STAGE"
}

# Leaves a daemon and its files as they are.
daemons_leave() { # NAME
  local list file
  daemon_words "${DAEMON_TEXT[$1]}" reads || WORDS=()
  for list in DAEMONS_START DAEMONS_RESTART DAEMONS_RELOAD; do daemons_drop_word "$list" "$1"; done
  for file in "${WORDS[@]}"; do daemons_drop_word HOSTFILES_WRITE "$file"; done
}

daemons_drop_word() { # ARRAY WORD
  local -n from=$1
  local word rest=()
  for word in "${from[@]}"; do [[ $word == "$2" ]] || rest+=("$word"); done
  from=("${rest[@]}")
}

# In a network namespace of its own, where no port is taken and every address can be bound.
# shellcheck disable=SC2016 # expanded by the shell that runs it
daemon_check() { # COMMAND...
  unshare --net bash -c 'ip link set lo up
    for family in ipv4 ipv6; do
      [[ ! -e /proc/sys/net/$family/ip_nonlocal_bind ]] || echo 1 >"/proc/sys/net/$family/ip_nonlocal_bind" || exit
    done
    ulimit -Sn "$(ulimit -Hn)"
    exec "$@"' check "$@" </dev/null
}

# Writes a wanted file below a folder.
hostfile_put() { # NAME FILES RUN
  (
    umask 022
    mkdir -p "$(dirname -- "$2/$1")" || exit
    umask 077
    hostfile_text "$@" >"$2/$1.tmp" && chmod "${HOSTFILE_MODE[$1]}" "$2/$1.tmp" && mv -f "$2/$1.tmp" "$2/$1"
  )
}

hostfile_drop() { # NAME
  local folder
  rm -f "$DAEMON_FILES/$1" || return 1
  folder=$(dirname -- "$DAEMON_FILES/$1")
  while [[ $folder == "$DAEMON_FILES"* ]] && rmdir "$folder" 2>/dev/null; do folder=${folder%/*}; done
  return 0
}

daemons_run() {
  local name
  for name in "${HOSTFILES_WRITE[@]}"; do step hostfile_put "$name" "$DAEMON_FILES" "$DAEMON_RUN" || return 1; done
  for name in "${DAEMONS_START[@]}" "${DAEMONS_RESTART[@]}"; do
    daemon_stop "$name" && daemon_start "$name" "${DAEMON_TEXT[$name]}" "${DAEMON_DIGEST[$name]}" && continue
    daemon_spared "$name" && daemon_stop "$name" || return 1
  done
  for name in "${DAEMONS_RELOAD[@]}"; do
    daemon_reload "$name" "${DAEMON_TEXT[$name]}" "${DAEMON_DIGEST[$name]}" || daemon_spared "$name" || return 1
  done
}

daemons_run_removals() {
  local name
  for name in "${DAEMONS_STOP[@]}"; do daemon_drop "$name" || return 1; done
  for name in "${HOSTFILES_REMOVE[@]}"; do step hostfile_drop "$name" || return 1; done
}

# Ends a daemon and takes its folder away.
daemon_drop() { # NAME
  daemon_stop "$1" || return 1
  rm -rf "${DAEMON_RUN:?}/$1" || { fail "removing $DAEMON_RUN/$1" ''; return 1; }
  rmdir "$DAEMON_RUN" 2>/dev/null || return 0
}

daemons_own() { ((${#DAEMONS_OWN[@]} == 0)) || printf '%s\n' "${DAEMONS_OWN[@]}"; }

daemons_count() {
  printf '%s file files\n%s daemon daemons\n' $((${#HOSTFILES_WRITE[@]} + ${#HOSTFILES_REMOVE[@]})) \
    $((${#DAEMONS_START[@]} + ${#DAEMONS_RESTART[@]} + ${#DAEMONS_RELOAD[@]} + ${#DAEMONS_STOP[@]}))
}

# Keeps the files as they are now, and what each daemon is like.
daemons_save() { # FOLDER
  local folder name
  mkdir -p "$1/daemons" || return 1
  [[ ! -d $DAEMON_FILES ]] || cp -a "$DAEMON_FILES" "$1/hostfiles" || return 1
  for folder in "$DAEMON_RUN"/*/; do
    name=${folder%/}
    name=${name##*/}
    [[ -e $folder/definition ]] && daemon_alive "$name" || continue
    cp "$folder/definition" "$1/daemons/$name" || return 1
  done
}

# Makes files and daemons what they were when they were saved.
daemons_take_back() {
  local file name was
  [[ -d $BEFORE/daemons ]] || return 0
  for file in "$DAEMON_RUN"/*/; do
    name=${file%/}
    name=${name##*/}
    [[ ! -d $file || -e $BEFORE/daemons/$name ]] || daemon_drop "$name" || return 1
  done
  rm -rf "$DAEMON_FILES" || return 1
  [[ ! -d $BEFORE/hostfiles ]] || cp -a "$BEFORE/hostfiles" "$DAEMON_FILES" || { fail "writing to $DAEMON_FILES" ''; return 1; }
  for file in "$BEFORE"/daemons/*; do
    [[ -e $file ]] || continue
    name=${file##*/}
    was=$(<"$file") || return 1
    was+=$'\n'
    daemon_definition "$name"
    if daemon_alive "$name" && [[ $DEFINITION == "$was" ]]; then continue; fi
    daemon_words "$was" digest || return 1
    daemon_take_back "$name" "${was#*$'\n'}" "${WORDS[0]}" || daemon_spared "$name" || return 1
  done
}

# Tells a daemon to be again what it was, or starts it.
daemon_take_back() { # NAME TEXT DIGEST
  local was
  daemon_words "$DEFINITION" run
  was=${WORDS[*]}
  daemon_words "$2" run
  if daemon_alive "$1" && [[ $was == "${WORDS[*]}" && $2 != *$'reload\trestart\n'* ]]; then
    daemon_reload "$@"
  else
    daemon_stop "$1" && daemon_start "$@"
  fi
}

# What dry-run shows.
daemons_show() {
  local name
  for name in "${HOSTFILES_WRITE[@]}"; do printf 'write %s/%s\n' "$DAEMON_FILES" "$name"; done
  for name in "${DAEMONS_START[@]}"; do printf 'start daemon %s\n' "$name"; done
  for name in "${DAEMONS_RESTART[@]}"; do printf 'restart daemon %s\n' "$name"; done
  for name in "${DAEMONS_RELOAD[@]}"; do printf 'reload daemon %s\n' "$name"; done
  for name in "${DAEMONS_STOP[@]}"; do printf 'stop daemon %s\n' "$name"; done
  for name in "${HOSTFILES_REMOVE[@]}"; do printf 'remove %s/%s\n' "$DAEMON_FILES" "$name"; done
}

# What verify.sh says.
daemons_differences() {
  local name
  for name in "${DAEMONS_START[@]}"; do printf 'missing: daemon %s is not running\n' "$name"; done
  for name in "${DAEMONS_RESTART[@]}"; do printf 'differs: daemon %s was started otherwise\n' "$name"; done
  for name in "${DAEMONS_RELOAD[@]}"; do printf 'differs: daemon %s has another configuration\n' "$name"; done
  for name in "${HOSTFILES_WRITE[@]}"; do
    if [[ -e $DAEMON_FILES/$name ]]; then printf 'differs: %s/%s\n' "$DAEMON_FILES" "$name"; else printf 'missing: %s/%s\n' "$DAEMON_FILES" "$name"; fi
  done
  for name in "${DAEMONS_STOP[@]}"; do printf 'too much: daemon %s\n' "$name"; done
  for name in "${HOSTFILES_REMOVE[@]}"; do printf 'too much: %s/%s\n' "$DAEMON_FILES" "$name"; done
}
