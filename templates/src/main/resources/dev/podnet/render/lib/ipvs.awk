# ipvs.awk: compares the virtual servers of IPVS with those wanted, and writes what `ipvsadm -R` has to load.
#
# Input: the wanted files after kind=want and part=PART; then the sections @@own and @@alien of state.sh; after kind=have what
# `ipvsadm -S -n` prints, after kind=counts what `ipvsadm -L -n` prints.
# Variables: NODE, its name; PARTS as in netfilter.awk; CHECK=1 looks for what is in the way, FORCE=1 takes it over; DRAIN=1 leaves an
# endpoint that still has connections there with weight 0, so that it gets no new ones.
# SAY=1: tell differences; LOAD, STALE, OWN, SAVED: files to write.
# Output, tab separated:
#   X TEXT  a problem      V TEXT  a difference      K  an endpoint waits for its last connection
#   N COUNT NAME NAMES  how many changes there are      E 0|1  at the end: whether anything changes
# To LOAD: lines for `ipvsadm -R`, before the removals; to STALE: the removals; to OWN: PART - vserver ID of what is wanted; to
# SAVED: the state before.

BEGIN { n = split(PARTS, list, " "); for (i = 1; i <= n; i++) in_scope[list[i]] = 1 }

/^@@/ { kind = substr($0, 3); next }
kind == "own" { if ($3 == "vserver") own[$4] = $1; next }
kind == "alien" { if ($3 == "vserver") alien[$4] = 1; next }
/^[ \t]*(#|$)/ { next }
# ipvsadm writes a mark of 2^31 and more as a negative number, and takes none.
($2 == "-f" || $1 == "FWM") && (at = $2 == "-f" ? 3 : 2) && $at ~ /^-/ { $at = sprintf("%.0f", $at + 4294967296) }
kind == "counts" { count(); next }

# What leads to this node itself is left out.
kind == "want" && / # / { at = index($0, " # "); if (substr($0, at + 3) == NODE) next; $0 = substr($0, 1, at - 1) }

# -A SERVICE -s SCHEDULER … and -a SERVICE -r SERVER …, where SERVICE is one word behind its option, or a mark with -6.
$1 == "-A" || $1 == "-a" {
  service = $2 " " $3; at = 4
  if ($4 == "-6") { service = service " -6"; at = 5 }
  rest = ""
  for (i = at; i <= NF; i++) rest = rest " " $i
  id = service; gsub(/ /, "/", id)
  if ($1 == "-A") {
    if ((kind, id) in there) { if (kind == "want") print "X\t" FILENAME ": twice: " $0; next }
    there[kind, id] = 1; order[kind, ++services[kind]] = id
    option[id] = service; settings[kind, id] = rest; in_part[kind, id] = part
    next
  }
  server = $(at + 1)
  servers[kind, id, ++size[kind, id]] = server
  rest = ""
  for (i = at + 2; i <= NF; i++) rest = rest " " $i
  sub(/ --tun-type ipip$/, "", rest) # what -i means; ipvsadm says it from 1.30 on
  how[kind, id, server] = rest
  next
}

{ if (kind == "want") print "X\t" FILENAME ": not understood: " $0 }

# Of `ipvsadm -L -n`: how many connections a real server has that are open.
function count() {
  if ($1 == "TCP") counted = "-t/" $2
  else if ($1 == "UDP") counted = "-u/" $2
  else if ($1 == "SCTP") counted = "--sctp-service/" $2
  else if ($1 == "FWM") counted = "-f/" $2 ($3 == "IPv6" ? "/-6" : "")
  else if ($1 == "->" && $2 ~ /:[0-9]+$/) active[counted, $2] = $5
}

# Whether connections outlive their first packets: those of TCP do. A node port's mark ends in its protocol.
function lasting(id,    mark) {
  if (substr(id, 1, 3) == "-t/") return 1
  if (substr(id, 1, 3) != "-f/") return 0
  mark = substr(id, 4)
  return mark % 16 != 2 && mark % 16 != 3
}

function drains(id, server) {
  if (!DRAIN || !lasting(id) || active[id, server] <= 0) return 0
  waiting = 1
  return 1
}

function difference(text) { if (SAY) print "V\t" text }

function load(line) { print line >LOAD; changes[line ~ /^-[AED]/]++ }
function remove(line) { print line >STALE; changes[line ~ /^-[AED]/]++ }

function add(id,    i) {
  difference("missing: virtual server " option[id])
  load("-A " option[id] settings["want", id])
  for (i = 1; i <= size["want", id]; i++) load("-a " option[id] " -r " servers["want", id, i] how["want", id, servers["want", id, i]])
}

function compare(id,    i, server, was, now) {
  if (settings["want", id] != settings["have", id]) {
    difference("differs: virtual server " option[id] settings["have", id])
    load("-E " option[id] settings["want", id])
  }
  for (i = 1; i <= size["want", id]; i++) {
    server = servers["want", id, i]; now = how["want", id, server]
    if (!(("have", id, server) in how)) {
      difference("missing: real server " server " of " option[id])
      load("-a " option[id] " -r " server now)
    } else if ((was = how["have", id, server]) != now) {
      difference("differs: real server " server " of " option[id] was)
      load("-e " option[id] " -r " server now)
    }
  }
  for (i = 1; i <= size["have", id]; i++) {
    server = servers["have", id, i]
    if (("want", id, server) in how) continue
    was = how["have", id, server]
    now = was; sub(/-w [0-9]+/, "-w 0", now)
    if (drains(id, server)) {
      if (was != now) { difference("too much: real server " server " of " option[id]); remove("-e " option[id] " -r " server now) }
    } else {
      if (was != now || !VERIFY) difference("too much: real server " server " of " option[id])
      remove("-d " option[id] " -r " server)
    }
  }
}

END {
  for (i = 1; i <= services["want"]; i++) {
    id = order["want", i]
    print in_part["want", id] " - vserver " id >OWN
    if (id in alien) print "X\tthe virtual server " option[id] " belongs to another cluster"
    if (!(("have", id) in there)) { add(id); continue }
    if (CHECK && !FORCE && !(id in own)) { print "X\tthe virtual server " option[id] " is there and not podnet's (see --adopt)"; continue }
    compare(id)
  }
  for (i = 1; i <= services["have"]; i++) {
    id = order["have", i]
    if ((("want", id) in there) || (id in alien) || !(id in own) || !(own[id] in in_scope)) continue
    difference("too much: virtual server " option[id])
    remove("-D " option[id])
  }
  for (i = 1; i <= services["have"]; i++) {
    id = order["have", i]
    if (!(id in own) && !(("want", id) in there) || (id in alien)) continue
    print "-A " option[id] settings["have", id] >SAVED
    for (j = 1; j <= size["have", id]; j++) print "-a " option[id] " -r " servers["have", id, j] how["have", id, servers["have", id, j]] >SAVED
  }
  if (waiting) print "K"
  if (changes[1]) print "N\t" changes[1] " virtual_server virtual_servers"
  if (changes[0]) print "N\t" changes[0] " real_server real_servers"
  print "E\t" (changes[0] + changes[1] > 0)
}
