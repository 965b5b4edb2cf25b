# shellcheck shell=bash disable=SC2034,SC2015 # globals are used by the files beside this one; A && B || C is meant
# wireguard.sh: the keys, ports and peers of own WireGuard links. The links themselves are made in network.sh.
#
# The files to load have lines of two forms, with - for a public key that nobody has told:
#   listen dev DEV port PORT public-key KEY private-key FILE
#   peer KEY dev DEV endpoint ADDRESS port PORT allowed-ips PREFIX,... persistent-keepalive SECONDS|off
# A private key is only ever named by its file, FILE or FILE.new (a new one that the spec does not have yet).

shopt -s lastpipe # the last command of a pipe may set variables

WIREGUARD_PLAN=

# What the kernel has, without private keys: the same forms as in the files.
wireguard_have() {
  wg show all dump | awk -F '\t' '
    NF == 5 { print "listen dev " $1 " port " $4 " public-key " $3 }
    NF == 9 {
      address = $4; port = $4
      sub(/:[0-9]+$/, "", address); sub(/^.*:/, "", port); gsub(/[][]/, "", address)
      if ($4 == "(none)") { address = "-"; port = "-" }
      print "peer " $2 " dev " $1 " endpoint " address " port " port " allowed-ips " $5 " persistent-keepalive " $9
    }'
}

# The file that holds the private half of a public key.
wireguard_key_file() { # FILE PUBLIC-KEY
  local file
  for file in "$1" "$1.new"; do
    [[ -e $file && $(wg pubkey <"$file" 2>/dev/null) == "$2" ]] && { printf '%s' "$file"; return; }
  done
  return 1
}

wireguard_files() {
  WANTED_FILES=()
  want_files wg
}

wireguard_plan() {
  local have
  WIREGUARD_PLAN=
  wireguard_files
  ((${#WANTED_FILES[@]})) || return 0
  have=$(wireguard_have 2>&1) || { fail 'wg show all dump' "$have"; return 1; }
  state_file wireguard.loaded
  WIREGUARD_PLAN=$(printf '@@have\n%s\n' "$have" | awk -v NODE="$NODE" -f "$PODNET_LIB/wireguard.awk" \
    kind=loaded "$STATE_FILE" kind=want "${WANTED_FILES[@]}" -) || fail 'comparing the peers of WireGuard' ''
}

# The plan was made before the links were: look again.
wireguard_again() { wireguard_plan; }

wireguard_changes() { [[ $'\n'$WIREGUARD_PLAN =~ $'\n'[LPD]$'\t' ]]; }

wireguard_problems() {
  local dev file key lacking
  [[ -n $WIREGUARD_PLAN ]] || return 0
  problems_in "$WIREGUARD_PLAN"
  lacking=$(tagged "$WIREGUARD_PLAN" M | tr '\n' ' ')
  [[ -z $lacking ]] || problem "nobody has told the public key of ${lacking% }: run keys.sh there, add what it prints to podnet.keys beside the spec, and compile again"
  tagged "$WIREGUARD_PLAN" K | while read -r dev file key; do
    wireguard_key_file "$file" "$key" >/dev/null \
      || problem "the private key in $file is not the one whose public half the spec has for $dev: run keys.sh, add what it prints to podnet.keys beside the spec, and compile again"
  done
}

# One command for each link: what goes, then what comes.
wireguard_run() {
  local dev rest file key tag
  local -a words
  [[ -n $WIREGUARD_PLAN ]] || return 0
  tagged "$WIREGUARD_PLAN" K | while read -r dev file key; do
    words=()
    tagged "$WIREGUARD_PLAN" L | while read -r rest; do
      [[ ${rest%% *} != "$dev" ]] || words+=(listen-port "${rest#* }" private-key "$(wireguard_key_file "$file" "$key")")
    done
    for tag in D P; do
      tagged "$WIREGUARD_PLAN" "$tag" | while read -r rest; do
        # shellcheck disable=SC2206 # a list of words without special characters
        [[ ${rest%% *} != "$dev" ]] || words+=(${rest#* })
      done
    done
    ((${#words[@]} == 0)) || step wg set "$dev" "${words[@]}" || return 1
  done
}

# What was loaded last says where a peer was told to be; the kernel says where it was seen. A new key takes its place.
wireguard_remember() {
  local dev file key
  wireguard_files
  ((${#WANTED_FILES[@]})) || { [[ ! -e $STATE/wireguard.loaded ]] || rm -f "$STATE/wireguard.loaded"; return; }
  write_output "$STATE/wireguard.loaded" tagged "$WIREGUARD_PLAN" N || return 1
  tagged "$WIREGUARD_PLAN" K | while read -r dev file key; do
    [[ -n $OPTION_CONFIRM || $(wireguard_key_file "$file" "$key") != "$file.new" ]] || mv -f "$file.new" "$file" || return 1
  done
}

wireguard_save() { # FOLDER
  wireguard_changes || return 0
  tagged "$WIREGUARD_PLAN" S >"$1/want.wg"
}

wireguard_differences() { tagged "$WIREGUARD_PLAN" V; }

wireguard_show() {
  printf '%s\n' "$WIREGUARD_PLAN" | awk -F '\t' '
    $1 == "L" { split($2, w, " "); print "wg set " w[1] " listen-port " w[2] } $1 ~ /^[PD]$/ { print "wg set " $2 }'
}

wireguard_count() { [[ -z $WIREGUARD_PLAN ]] || printf '%s\n' "$WIREGUARD_PLAN" | awk '/^[PD]\t/ { n++ } END { print n + 0, "peer peers" }'; }

# ---- keys.sh --------------------------------------------------------------------------------------------------------

keys_help() {
  cat <<EOF
Usage: keys.sh [--new]
Prints the line of this host ($NODE of cluster $CLUSTER) for podnet.keys beside the spec: its name and its public key.
Makes the private key where there is none; it stays on this host.

      --new             make a new key; it takes the place of the old one when the spec that has it is applied
EOF
}

# Makes a private key that only root can read.
keys_make() { # FILE
  (umask 077 && mkdir -p "${1%/*}" && wg genkey >"$1.tmp" && mv -f "$1.tmp" "$1")
}

podnet_keys() {
  local new=0 word dev port key file
  case ${1:-} in
    '') ;;
    --new) new=1 ;;
    -h | --help) keys_help; exit 0 ;;
    *) printf 'keys.sh: unknown option %s (see --help)\n' "$1" >&2; exit 2 ;;
  esac
  check_host || exit 3
  wireguard_files
  awk '$1 == "listen"' "${WANTED_FILES[@]}" | while read -r word word dev word port word key word file; do
    if [[ ! -s $file ]]; then
      keys_make "$file" || { complain "$file cannot be written"; exit 1; }
    elif ((new)); then
      keys_make "$file.new" || { complain "$file.new cannot be written"; exit 1; }
    fi
    [[ ! -s $file.new ]] || file=$file.new
    key=$(wg pubkey <"$file") || { complain "$file holds no private key"; exit 1; }
    printf '%s %s\n' "$NODE" "$key"
  done
}
