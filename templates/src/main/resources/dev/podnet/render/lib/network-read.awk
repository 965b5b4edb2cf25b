# network-read.awk: the part of network.awk that reads what is podnet's, what is wanted, and what is there.

BEGIN {
  n = split(PARTS, list, " ")
  for (i = 1; i <= n; i++) in_scope[list[i]] = 1
  n = split("unicast local broadcast anycast multicast blackhole unreachable prohibit throw", list, " ")
  for (i = 1; i <= n; i++) { type_name[i] = list[i]; is_type[list[i]] = 1 }
  n = split("pmtudisc nopmtudisc nolearning learning external noexternal gbp l2miss l3miss proxy rsc udpcsum noudpcsum", list, " ")
  for (i = 1; i <= n; i++) is_flag[list[i]] = 1
  HOST = "-"
}

# ---- reading: what is podnet's ------------------------------------------------------------------------------------

function rest_of(line, count,    at_blank) { # the line without its first words
  for (; count > 0; count--) { at_blank = index(line, " "); line = substr(line, at_blank + 1) }
  return line
}

/^@@/ { kind = substr($0, 3); next }
kind == "own" {
  id = $2 SUBSEP $3 SUBSEP rest_of($0, 3)
  own[id] = $1
  own_id[++owns] = id
  next
}

kind == "alien" { alien[$2 SUBSEP $3 SUBSEP rest_of($0, 3)] = 1; next }

# ---- QUICK=1: what is there as it is wanted is of no further account ----------------------------------------------------

# The many on the host itself, as the kernel shows them.
QUICK && kind == "have" && at == HOST && (/ PERMANENT ?$/ || / permanent$/ || / proto 157 /) && !/^[0-9]+: / { is_many(); next }

function is_many(    line) {
  line = $0
  if (substr(line, length(line)) == " ") line = substr(line, 1, length(line) - 1)
  if (index(line, " linkdown")) sub(/ linkdown/, "", line)
  waiting[line] = ++waits
}

# Lines of the files that were loaded last and are no more (<), or are new (>).
QUICK && kind == "changed" {
  if (/^< /) { gone[++gones] = substr($0, 3); split(gone[gones], t, " "); gone_to[t[3]] = 1 }
  else if (/^> /) came[substr($0, 3)] = 1
  next
}

QUICK && kind == "want" && /^(route|neigh|fdb) / && domain == HOST && FNR > 1 {
  line = $0
  at_comment = index(line, " # ")
  if (at_comment) {
    if (substr(line, at_comment + 3) == NODE) next
    line = substr(line, 1, at_comment - 1)
  }
  if (index(line, "@UNDERLAY@")) gsub(/@UNDERLAY@/, UNDERLAY, line)
  words = split(line, t, " ")
  shown = as_shown(line)
  if (shown in waiting) {
    if (!(t[3] in gone_to) && !($0 in came)) { delete waiting[shown]; next }
  } else if (shown != "" && !($0 in came)) { given_up = 1; exit }
}

# ---- where nothing is podnet's yet: of the many on the host itself what is not there comes as it is ------------------------

!QUICK && !SAY && kind == "want" && owns == 0 && domain == HOST && FNR > 1 && /^(route|neigh|fdb) / && comes() { next }

function comes(    line, at_comment, what, key) {
  line = $0
  at_comment = index(line, " # ")
  if (at_comment) {
    if (substr(line, at_comment + 3) == NODE) return 1
    line = substr(line, 1, at_comment - 1)
  }
  if (index(line, "@UNDERLAY@")) gsub(/@UNDERLAY@/, UNDERLAY, line)
  split(line, t, " ")
  what = t[1]
  if (what == "neigh") { key = t[7] " " t[3]; if ((HOST, key) in has_neigh) return 0 }
  else if (what == "fdb") {
    key = t[5] " " t[3] (t[3] == "00:00:00:00:00:00" ? " " t[7] : "")
    if ((HOST, key) in has_fdb) return 0
  } else {
    if ((t[3] in is_type) || t[3] == "default" || index(line, " metric ")) return 0
    key = route_key(t[3], "", index(t[3], ":"))
    if ((HOST, key) in has_route) return 0
  }
  if ((what, key) in coming) return 0
  coming[what, key] = 1
  count[what]++; comings++
  print part " - " what " " key >OWN
  if (what == "route") { routes_come = 1; print line >ROUTES }
  else if (what == "neigh") print line >NEIGHS
  else print line >FDBS
  return 1
}

# A line of the files, and t[1..words] its words, in the words of ip and bridge.
function as_shown(line,    rest, tail, n, mtu) {
  if (t[1] == "fdb") return substr(line, t[2] == "replace" ? 13 : 12)
  if (t[1] == "neigh") return words == 9 ? t[3] " dev " t[7] " lladdr " t[5] " PERMANENT" : ""
  if (t[words] != "157" || t[words - 1] != "proto") return ""
  if (t[4] == "via" && t[6] == "dev" && (words == 9 || words == 10 && t[8] == "onlink") && !index(t[5], ":"))
    return "1 " t[3] " via " t[5] " dev " t[7] " table 254 proto 157 scope 0" (words == 10 ? " onlink" : "")
  n = length(line)
  rest = substr(line, 15, n - 24)
  mtu = ""
  if (match(rest, / mtu [0-9]+$/)) { mtu = substr(rest, RSTART); rest = substr(rest, 1, RSTART - 1) }
  if (rest ~ / (src|metric|mtu|encap) / || rest !~ / via /) return ""
  tail = ""
  if (sub(/ onlink$/, "", rest)) tail = " onlink"
  if (index(rest, ":")) tail = " metric 1024" mtu tail " pref medium"
  else tail = tail mtu
  return "1 " rest " table 254 proto 157 scope 0" tail
}

# The many that are not as they are wanted, and what was wanted.
function read_rest(    i, line, id) {
  at = HOST
  for (line in waiting) left[waiting[line]] = line
  for (i = 1; i <= waits; i++) if (i in left) { $0 = left[i]; have_line() }
  for (i = 1; i <= gones; i++) {
    line = gone[i]
    if (match(line, /[ \t]+#.*$/)) {
      if (substr(line, RSTART + 3) == NODE) continue
      line = substr(line, 1, RSTART - 1)
    }
    words = split(line, t, " ")
    if (t[1] == "route") id = "route" SUBSEP wanted_route_key()
    else if (t[1] == "neigh") id = "neigh" SUBSEP t[7] " " t[3]
    else if (t[1] == "fdb") id = "fdb" SUBSEP t[5] " " t[3] (t[3] == "00:00:00:00:00:00" ? " " t[7] : "")
    else continue
    gsub(/@UNDERLAY@/, UNDERLAY, id)
    id = HOST SUBSEP id
    if (id in own) continue
    own[id] = "network"; own_id[++owns] = id
    if (id in want) continue
    split(id, part_of, SUBSEP)
    print "! " HOST " " part_of[2] " " part_of[3] >OWN
  }
}

# ---- reading: what is wanted --------------------------------------------------------------------------------------

# One key for a route, whichever way it is written.
function route_key(dest, metric, six) {
  if (dest == "default") dest = six ? "default6" : "default4"
  if (six) sub(/\/128$/, "", dest); else sub(/\/32$/, "", dest)
  if (six && metric == 1024) metric = ""
  if (metric == 0) metric = ""
  return metric == "" ? dest : dest " metric " metric
}

function remember(domain, what, key) {
  id = domain SUBSEP what SUBSEP key
  if (!(id in want)) want_id[++wants] = id
  want[id] = part
}

function want_setting(domain, dev, name, value) {
  settings++
  set_domain[settings] = domain; set_dev[settings] = dev
  set_name[settings] = name; set_value[settings] = value
}

function want_link(domain, line,    i, name, peer, address, mtu, index_hint) {
  name = t[4]
  remember(domain, "link", name)
  id = domain SUBSEP name
  link_add[id] = line; link_order[++links] = id
  for (i = 5; i < words && t[i] != "type"; i += 2) {
    if (t[i] == "index") continue
    link_attr[id, t[i]] = t[i + 1]
  }
  link_kind[id] = t[i + 1]
  if (link_kind[id] == "veth") {
    for (i += 3; i < words; i += 2) peer_attr[id, t[i]] = t[i + 1]
    made_by[peer_attr[id, "netns"], peer_attr[id, "name"]] = id
    return
  }
  for (i += 2; i <= words; i++) link_more[id] = link_more[id] " " t[i]
}

function wanted_route_key(    i, at, dest, six) {
  type = "unicast"; at = 3
  if (t[3] in is_type) { type = t[3]; at = 4 }
  dest = t[at]; six = dest ~ /:/
  split("", part_of)
  for (i = at + 1; i <= words; i++) {
    if (t[i] == "onlink") part_of["onlink"] = "onlink"
    else { if (t[i] == "via" && t[i + 1] ~ /:/) six = 1; part_of[t[i]] = t[i + 1]; i++ }
  }
  return route_key(dest, part_of["metric"] "", six)
}

function want_route(domain, line,    key) {
  key = wanted_route_key()
  remember(domain, "route", key)
  id = domain SUBSEP key
  if (!(id in route_line)) route_order[++routes] = id
  route_line[id] = line
  if (routes_come) route_step[id] = "S" # its next hop may be what one of those leads to
  if (domain == HOST) { leads_to[t[3] in is_type ? t[4] : t[3]] = 1; if (part_of["via"] != "") next_hop[part_of["via"]] = 1 }
  route_dev[id] = part_of["dev"]
  route_proto[id] = part_of["proto"]
  route_value[id] = type " via " part_of["via"] " " part_of["onlink"] " src " part_of["src"] " mtu " part_of["mtu"] " " encap_text()
}

# The outer header that a route tells its tunnel device, as it stands in a line.
function encap_text() {
  if (part_of["encap"] == "") return ""
  return "encap " part_of["encap"] " id " part_of["id"] " src " part_of["src"] " dst " part_of["dst"] " hoplimit " part_of["hoplimit"] " tc " part_of["tc"]
}

kind == "want" {
  if (FNR == 1) { domain = HOST; in_resolv = 0 }
  line = $0
  if (line ~ /^[ \t]*(#|$)/) next
  if (match(line, /[ \t]+#.*$/)) {
    comment = substr(line, RSTART, RLENGTH)
    line = substr(line, 1, RSTART - 1)
    sub(/^[ \t]+#[ \t]*/, "", comment)
    if (comment == NODE) next
  }
  gsub(/@UNDERLAY@/, UNDERLAY, line)
  words = split(line, t, " ")
  if (t[1] == "@resolv") { in_resolv = 1; next }
  if (t[1] == "@netns" || t[1] == "@alias") {
    in_resolv = 0
    if (!((HOST, "netns", t[2]) in want)) ns_order[++namespaces] = t[2]
    remember(HOST, "netns", t[2])
    if (t[1] == "@alias") alias[t[2]] = t[3]; else domain = t[2]
    next
  }
  if (t[1] == "@host") { in_resolv = 0; domain = HOST; next }
  if (in_resolv) next

  if (t[1] == "link" && t[2] == "add") want_link(domain, line)
  else if (t[1] == "link" && t[5] == "up") want_setting(domain, t[4], "up", "up")
  else if (t[1] == "link" && t[5] == "type") want_setting(domain, t[4], t[6] " " t[7], t[8])
  else if (t[1] == "link") want_setting(domain, t[4], t[5], t[6])
  else if (t[1] == "addr") {
    key = t[5] " " t[3]
    remember(domain, "addr", key)
    id = domain SUBSEP key
    if (!(id in addr_line)) addr_order[++addrs] = id
    addr_line[id] = line
  } else if (t[1] == "route") want_route(domain, line)
  else if (t[1] == "neigh") {
    key = t[7] " " t[3]
    remember(domain, "neigh", key)
    id = domain SUBSEP key
    if (!(id in neigh_line)) neigh_order[++neighs] = id
    neigh_line[id] = line; neigh_mac[id] = t[5]
  } else if (t[1] == "fdb") {
    key = t[5] " " t[3]
    if (t[3] == "00:00:00:00:00:00") key = key " " t[7]
    remember(domain, "fdb", key)
    id = domain SUBSEP key
    if (!(id in fdb_line)) fdb_order[++fdbs] = id
    fdb_line[id] = line; fdb_dst[id] = t[7]
  } else if (t[1] == "fou") {
    remember(domain, "fou", t[4])
    if (!(t[4] in fou_protocol)) fou_order[++fous] = t[4]
    fou_protocol[t[4]] = t[6]
  } else print "X\t" FILENAME ": not understood: " line
  next
}

# ---- reading: what is there ---------------------------------------------------------------------------------------

function have_link_line(    i, n, name, peer) {
  split($0, segment, /\\/)
  n = split(segment[1] " " segment[2], t, " ")
  name = t[2]; sub(/:$/, "", name)
  peer = ""
  if (match(name, /@.*/)) { peer = substr(name, RSTART + 1); name = substr(name, 1, RSTART - 1) }
  id = at SUBSEP name
  has_link[id] = 1
  has_links[++has] = id
  has_index[id] = t[1] + 0
  if (peer ~ /^if[0-9]+$/) { sub(/^if/, "", peer); has_peer[id] = peer }
  has_set[id, "up"] = t[3] ~ /[<,]UP[,>]/ ? "up" : "down"
  has_set[id, "master"] = ""
  for (i = 4; i <= n; i++) {
    if (t[i] == "mtu" || t[i] == "master") { has_set[id, t[i]] = t[i + 1]; i++ }
    else if (t[i] ~ /^link\//) { has_set[id, "address"] = t[i + 1]; break }
  }
  split(segment[3], t, " ")
  has_kind[id] = t[1]
  has_more[id] = " " segment[3] " "
  has_more[id, "slave"] = " " segment[4] " "
  if (match(segment[2], / link-netns [^ ]+/)) has_peer_ns[id] = substr(segment[2], RSTART + 12, RLENGTH - 12)
  if (at == HOST) host_end[has_index[id], has_peer[id]] = id
  else pod_end[at, has_index[id], has_peer[id]] = id
}

function have_route_line(    i, n, dest, six, metric, key) {
  n = split($0, t, " ")
  dest = t[2]
  six = dest ~ /:/ || $0 ~ / pref /
  split("", part_of)
  for (i = 3; i <= n; i++) {
    if (t[i] == "onlink") part_of["onlink"] = "onlink"
    else if (t[i] ~ /^(linkdown|dead|pervasive|offload|trap|rt_offload|rt_trap|offload_failed|unresolved)$/) continue
    else { part_of[t[i]] = t[i + 1]; i++ }
  }
  if (part_of["table"] != "" && part_of["table"] != 254) return
  key = route_key(dest, part_of["metric"] "", six)
  if (at == HOST && key ~ /^default6/ && part_of["proto"] == 9) print "RA\t" part_of["dev"]
  id = at SUBSEP key
  if (at == HOST && part_of["proto"] == 2) { kernels_dest[++kernels] = dest; kernels_dev[kernels] = part_of["dev"] }
  if (id in has_route) { if (part_of["proto"] == 2) return } # of two to one prefix the kernel's own is of less account
  else has_route_order[++has_routes] = id
  has_route[id] = type_name[t[1]] " via " part_of["via"] " " part_of["onlink"] " src " part_of["src"] " mtu " part_of["mtu"] " " encap_text()
  has_route_dev[id] = part_of["dev"]
  has_route_proto[id] = part_of["proto"]
  line = "route replace " (t[1] == 1 ? "" : type_name[t[1]] " ") dest
  if (part_of["encap"] != "") { line = line " " encap_text(); part_of["src"] = "" }
  if (part_of["via"] != "") line = line " via " part_of["via"]
  if (part_of["dev"] != "") line = line " dev " part_of["dev"]
  if (part_of["onlink"] != "") line = line " onlink"
  if (part_of["src"] != "") line = line " src " part_of["src"]
  if (part_of["metric"] != "") line = line " metric " part_of["metric"]
  if (part_of["mtu"] != "") line = line " mtu " part_of["mtu"]
  has_route_line[id] = line " proto " part_of["proto"]
}

kind == "have" { have_line() }

function have_line() {
  if ($1 == "@host") at = HOST
  else if ($1 == "@netns") { at = $2 ""; has_ns[at] = 1; ns_there[++has_namespaces] = at }
  else if ($1 == "@dead") is_dead[$2] = 1
  else if ($1 == "@taken") { is_dead[$2] = 1; taken[$2] = 1 }
  else if ($0 ~ /^[0-9]+: [^ ]+: </) have_link_line()
  else if ($0 ~ /^[0-9]+: [^ ]+ +inet6? /) {
    id = at SUBSEP $2 " " $4
    has_addr[id] = $2
    has_addr_order[++has_addrs] = id
    if ($3 == "inet6" && ($0 ~ / scope 253 / || $4 ~ /^::[0-9.]+\/96$/ && has_kind[at, $2] == "sit")) has_addr_auto[id] = 1
    has_addr_line[id] = "addr replace " $4 " dev " $2 ($0 ~ / nodad /? " nodad" : "") ($0 ~ / deprecated /? " preferred_lft 0" : "") \
      ($2 == "lo" && $0 ~ / inet .* scope (254|host) / ? " scope host" : "")
    if (at == HOST) { bare = $4; sub(/\/.*/, "", bare); carried[bare] = carried[bare] " " $2 " " }
  } else if ($1 == "port") has_fou[$2] = $4
  else if ($0 ~ / PERMANENT *$/) {
    id = at SUBSEP $3 " " $1
    has_neigh[id] = $5; has_neigh_dev[id] = $3
    has_neigh_order[++has_neighs] = id
  } else if ($4 == "dst" && $0 ~ / permanent/) {
    key = $3 " " $1
    if ($1 == "00:00:00:00:00:00") key = key " " $5
    id = HOST SUBSEP key
    has_fdb[id] = $5; has_fdb_dev[id] = $3; has_fdb_mac[id] = $1
    has_fdb_order[++has_fdbs] = id
  } else if ($4 == "dst" && $6 == "self") {
    learned[$3, $5] = learned[$3, $5] " " $1
  } else if ($0 ~ /^[0-9]+ /) have_route_line()
}
