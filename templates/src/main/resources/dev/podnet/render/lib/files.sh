# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# files.sh: the pods' resolv.conf, which `ip netns exec` shows them as /etc/resolv.conf.

shopt -s lastpipe # the last command of a pipe may set variables

FILES_ROOT=/etc/netns
# The first line of each file: /etc outlives a reboot, the record of what was made does not.
FILES_MARK="# podnet, cluster $CLUSTER, node $NODE"

# The lines behind @resolv, as NAMESPACE TAB LINE.
files_wanted() {
  ((${#WANTED_FILES[@]} == 0)) || awk '
    /^@(netns|alias) / { name = $2; inside = 0; next }
    /^@resolv/ { inside = 1; next }
    inside && !/^#/ && !/^$/ { print name "\t" $0 }' "${WANTED_FILES[@]}"
}

# Reads which files and folders are podnet's: those on record, and where none is, those that bear the mark.
files_find_owned() {
  local kind key
  declare -gA FILES_OWNED=()
  while read -r _ _ kind key; do
    [[ $kind != file && $kind != dir ]] || FILES_OWNED["$kind $key"]=1
  done <<<"$OWNED_FEW"
  has_word "$OWNED_WORDS" file || files_find_marked
}

files_find_marked() {
  local file name line
  for file in "$FILES_ROOT"/*/resolv.conf; do
    [[ -f $file ]] && IFS= read -r line <"$file" && [[ $line == "$FILES_MARK" ]] || continue
    name=${file%/*}
    name=${name##*/}
    [[ -z ${TAKEN_AWAY[$name]:-} ]] || continue
    FILES_OWNED["file $name"]=1 FILES_OWNED["dir $FILES_ROOT/$name"]=1 FILES_OWNED["dir $FILES_ROOT"]=1
  done
}

files_owned() { [[ -n ${FILES_OWNED["$1 $2"]:-} ]]; } # KIND KEY

# Whether another host of this machine has made a folder: the last of them takes it away.
files_made_elsewhere() { # FOLDER
  local file line
  for file in /run/podnet/*/*/owned; do
    [[ -e $file ]] || continue
    while IFS= read -r line; do
      [[ $line != "dns - dir $1" ]] || return 0
    done <"$file"
  done
  return 1
}

# Reads a file into TEXT.
files_read() { # FILE
  TEXT=
  [[ -e $1 ]] && { IFS= read -r -d '' TEXT <"$1" || true; }
}

# Compares. FILES_WRITE and FILES_REMOVE are names of namespaces, FILES_TEXT the wanted text by name, FILES_OWN what is
# owned when it is written.
files_plan() {
  local name line folder
  declare -gA FILES_TEXT=()
  FILES_WRITE=() FILES_REMOVE=() FILES_OWN=() FILES_PROBLEMS=()
  has_word "$SELECTED_PARTS" dns && [[ $SELECTED_PODS == 1 ]] || return 0
  files_find_owned || return 1
  WANTED_FILES=()
  want_files netns pods
  files_wanted | while IFS=$'\t' read -r name line; do FILES_TEXT[$name]=${FILES_TEXT[$name]:-$FILES_MARK$'\n'}$line$'\n'; done \
    || { fail 'reading the pods'"'"' resolv.conf' ''; return 1; }
  for name in "${!FILES_TEXT[@]}"; do
    FILES_OWN+=("dns - file $name")
    for folder in "$FILES_ROOT" "$FILES_ROOT/$name"; do
      if [[ ! -d $folder ]] || files_owned dir "$folder" || files_made_elsewhere "$folder"; then
        FILES_OWN+=("dns - dir $folder")
      fi
    done
    if files_read "$FILES_ROOT/$name/resolv.conf"; then
      files_owned file "$name" || [[ -n ${TAKEN[$name]:-} ]] || FILES_PROBLEMS+=("the file $FILES_ROOT/$name/resolv.conf is there already and is not podnet's")
      [[ $TEXT != "${FILES_TEXT[$name]}" ]] || continue
    fi
    FILES_WRITE+=("$name")
  done
  declare -A leaving=()
  for name in "${!FILES_OWNED[@]}"; do
    [[ $name == file* || $name == *"$FILES_ROOT"/* ]] || continue
    name=${name#* }
    name=${name##*/}
    [[ -z ${FILES_TEXT[$name]:-} ]] || continue
    # a folder that was there before stays
    if [[ -e $FILES_ROOT/$name/resolv.conf ]] || files_owned dir "$FILES_ROOT/$name" && [[ -d $FILES_ROOT/$name ]]; then leaving[$name]=1; fi
  done
  FILES_REMOVE=("${!leaving[@]}")
}

files_changes() { ((${#FILES_WRITE[@]} + ${#FILES_REMOVE[@]})); }

files_problems() {
  local line
  [[ $OPTION_ADOPT == 1 ]] || for line in "${FILES_PROBLEMS[@]}"; do problem "$line"; done
}

files_own() { ((${#FILES_OWN[@]} == 0)) || printf '%s\n' "${FILES_OWN[@]}"; }

# The folder of all pods stays owned until teardown; files of pods that are not looked at stay.
files_keep() { awk -v PODS="$SELECTED_PODS" '$3 == "dir" && $4 == "/etc/netns" || $3 == "file" && !PODS' "$OWNED_LEAVING"; }

files_differences() {
  local name
  for name in "${FILES_WRITE[@]}"; do
    if [[ -e $FILES_ROOT/$name/resolv.conf ]]; then name="differs: $FILES_ROOT/$name"; else name="missing: $FILES_ROOT/$name"; fi
    printf '%s/resolv.conf\n' "$name"
  done
  for name in "${FILES_REMOVE[@]}"; do printf 'too much: %s/%s/resolv.conf\n' "$FILES_ROOT" "$name"; done
}

files_show() {
  local name
  for name in "${FILES_WRITE[@]}"; do printf 'write %s/%s/resolv.conf\n' "$FILES_ROOT" "$name"; done
  for name in "${FILES_REMOVE[@]}"; do printf 'remove %s/%s/resolv.conf\n' "$FILES_ROOT" "$name"; done
}

files_count() { printf '%s file files\n' $((${#FILES_WRITE[@]} + ${#FILES_REMOVE[@]})); }

files_put() { # NAMESPACE TEXT
  mkdir -p "$FILES_ROOT/$1" && printf '%s' "$2" | write_file "$FILES_ROOT/$1/resolv.conf"
}

# Takes the file of a pod away, and the folders that were made for it.
files_drop() { # NAMESPACE
  rm -f "$FILES_ROOT/$1/resolv.conf" "$FILES_ROOT/$1/resolv.conf.tmp" || return 1
  files_drop_folder "$FILES_ROOT/$1" && files_drop_folder "$FILES_ROOT"
}

# Removes an own folder that is empty.
files_drop_folder() { # FOLDER
  files_owned dir "$1" && [[ -d $1 && -z $(ls -A "$1") ]] || return 0
  rmdir "$1"
}

files_run() {
  local name
  for name in "${FILES_WRITE[@]}"; do step files_put "$name" "${FILES_TEXT[$name]}" || return 1; done
}

files_run_removals() {
  local name
  for name in "${FILES_REMOVE[@]}"; do step files_drop "$name" || return 1; done
}

# Keeps what is there now of all that this run writes or removes: there/NAME, or none/NAME where nothing is.
files_save() { # FOLDER
  local name
  files_changes || return 0
  set -- "$1/files"
  mkdir -p "$1/there" "$1/none" || return 1
  for name in "${FILES_WRITE[@]}" "${FILES_REMOVE[@]}"; do
    if files_read "$FILES_ROOT/$name/resolv.conf"; then
      printf '%s' "$TEXT" >"$1/there/$name"
    else
      : >"$1/none/$name"
    fi || return 1
  done
}

files_take_back() {
  local file name text
  files_find_owned || return 1
  for file in "$BEFORE"/files/{there,none}/*; do
    [[ -e $file ]] || continue
    name=${file##*/}
    if [[ $file == */none/* ]]; then
      files_drop "$name"
    else
      files_read "$file"
      text=$TEXT
      files_read "$FILES_ROOT/$name/resolv.conf" && [[ $TEXT == "$text" ]] || files_put "$name" "$text"
    fi || fail "putting back $FILES_ROOT/$name/resolv.conf" '' || return 1
  done
}
