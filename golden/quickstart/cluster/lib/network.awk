# network.awk: compares the network a host has with the one it is to have, and says what to change.
#
# Input: the files to load (ip -batch and bridge -batch lines) after the assignments kind=want and part=PART, then on
# standard input, each behind a line of its own:
#   @@own    the objects that are podnet's: PART DOMAIN KIND KEY
#   @@alien  the objects another cluster has recorded in this network namespace, in the same form
#   @@have   what `ip -N -o -d` and `bridge fdb` print, after a line @host or @netns NAME;
#            @dead NAME is a namespace of which only the name is left
# Variables: NODE, UNDERLAY, ADDRESSES; PARTS, the parts to look at; ALL=1 when these are all there are;
#   CHECK=1: look for what stands in the way; FORCE=1: take over what is not podnet's.
#
# A DOMAIN is - for the host itself or the name of a pod's namespace. Output, tab separated:
#   X TEXT           a problem that keeps it from being applied
#   V TEXT           a difference, for people
#   W PART DOMAIN KIND KEY   an object that is wanted
#   S DOMAIN LINE    the state before, in the form of the files to load
#   RA DEV           an IPv6 default route from router advertisements
#   N, B, Q, L, A, F, R, P, D, E, H   DOMAIN LINE: the commands, by step (see network.sh)

# (An element that may not be there is passed to a function as ELEMENT "": gawk 5.2.1 trips over it otherwise.)

BEGIN {
  n = split(PARTS, list, " ")
  for (i = 1; i <= n; i++) in_scope[list[i]] = 1
  n = split("unicast local broadcast anycast multicast blackhole unreachable prohibit throw", list, " ")
  for (i = 1; i <= n; i++) { type_name[i] = list[i]; is_type[list[i]] = 1 }
  n = split("nolearning learning external noexternal gbp l2miss l3miss proxy rsc udpcsum noudpcsum", list, " ")
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

function want_route(domain, line,    i, at, type, dest, metric, six, value, key) {
  type = "unicast"; at = 3
  if (t[3] in is_type) { type = t[3]; at = 4 }
  dest = t[at]; six = dest ~ /:/
  split("", part_of)
  for (i = at + 1; i <= words; i++) {
    if (t[i] == "onlink") part_of["onlink"] = "onlink"
    else { if (t[i] == "via" && t[i + 1] ~ /:/) six = 1; part_of[t[i]] = t[i + 1]; i++ }
  }
  key = route_key(dest, part_of["metric"] "", six)
  remember(domain, "route", key)
  id = domain SUBSEP key
  if (!(id in route_line)) route_order[++routes] = id
  route_line[id] = line
  route_dev[id] = part_of["dev"]
  route_proto[id] = part_of["proto"]
  route_value[id] = type " via " part_of["via"] " " part_of["onlink"] " src " part_of["src"] " mtu " part_of["mtu"]
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
  if (has_kind[id] == "veth" && has_peer[id] != "") end_of[at, has_index[id], has_peer[id]] = name
  if (at == HOST) return
  pod_end[has_index[id], has_peer[id]] = id
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
  if (!(id in has_route)) has_route_order[++has_routes] = id
  has_route[id] = type_name[t[1]] " via " part_of["via"] " " part_of["onlink"] " src " part_of["src"] " mtu " part_of["mtu"]
  has_route_dev[id] = part_of["dev"]
  has_route_proto[id] = part_of["proto"]
  line = "route replace " (t[1] == 1 ? "" : type_name[t[1]] " ") dest
  if (part_of["via"] != "") line = line " via " part_of["via"]
  if (part_of["dev"] != "") line = line " dev " part_of["dev"]
  if (part_of["onlink"] != "") line = line " onlink"
  if (part_of["src"] != "") line = line " src " part_of["src"]
  if (part_of["metric"] != "") line = line " metric " part_of["metric"]
  if (part_of["mtu"] != "") line = line " mtu " part_of["mtu"]
  has_route_line[id] = line " proto " part_of["proto"]
}

kind == "have" {
  if ($1 == "@host") at = HOST
  else if ($1 == "@netns") { at = $2 ""; has_ns[at] = 1; ns_there[++has_namespaces] = at }
  else if ($1 == "@dead") is_dead[$2] = 1
  else if ($0 ~ /^[0-9]+: [^ ]+: </) have_link_line()
  else if ($0 ~ /^[0-9]+: [^ ]+ +inet6? /) {
    id = at SUBSEP $2 " " $4
    has_addr[id] = $2
    has_addr_order[++has_addrs] = id
    if ($0 ~ / scope 253 / && $3 == "inet6") has_addr_auto[id] = 1
    has_addr_line[id] = "addr replace " $4 " dev " $2 ($0 ~ / nodad /? " nodad" : "")
    if (at == HOST) { bare = $4; sub(/\/.*/, "", bare); carried[bare] = carried[bare] " " $2 " " }
  } else if ($0 ~ / PERMANENT *$/) {
    id = at SUBSEP $3 " " $1
    has_neigh[id] = $5; has_neigh_dev[id] = $3
    has_neigh_order[++has_neighs] = id
  } else if ($4 == "dst") {
    key = $3 " " $1
    if ($1 == "00:00:00:00:00:00") key = key " " $5
    id = HOST SUBSEP key
    has_fdb[id] = $5; has_fdb_dev[id] = $3; has_fdb_mac[id] = $1
    has_fdb_order[++has_fdbs] = id
  } else if ($0 ~ /^[0-9]+ /) have_route_line()
}

# ---- comparing ----------------------------------------------------------------------------------------------------

function command(step, domain, line) {
  print (domain == HOST || step == "Q" ? step : "P") "\t" domain "\t" line
}

function where(domain) { return domain == HOST ? "" : " in " domain }

function difference(text) { print "V\t" text }

function problem(text) { if (CHECK) print "X\t" text }

function ours(domain, what, key) { return (domain, what, key) in own }

# Whether an object of this device is one that is still there once the links are made.
function lost(domain, dev) { return (domain, dev) in gone }

# The lines of a veth's two ends fit together, and lie in the right namespace.
function pair_fits(id,    name, other) {
  name = substr(id, index(id, SUBSEP) + 1)
  other = peer_attr[id, "netns"] SUBSEP peer_attr[id, "name"]
  return (other in has_link) && has_peer[id] == has_index[other] && has_peer[other] == has_index[id]
}

# Why a link that is there cannot be changed into the wanted one; empty when it can.
function misfit(id,    i, n) {
  if (has_kind[id] != link_kind[id]) return "is a " has_kind[id] ", should be a " link_kind[id]
  if (link_kind[id] == "veth") return pair_fits(id) ? "" : "its other end is not " peer_attr[id, "name"] " in " peer_attr[id, "netns"]
  if (link_kind[id] == "bridge") return ""
  n = split(link_more[id], list, " ")
  for (i = 1; i <= n; i++) {
    if (list[i] in is_flag) { if (!index(has_more[id], " " list[i] " ")) return "is not " list[i] }
    else { if (!index(has_more[id], " " list[i] " " list[i + 1] " ")) return "should have " list[i] " " list[i + 1]; i++ }
  }
  return ""
}

function after(text, word,    i, n) { # the word after a word
  n = split(text, list, " ")
  for (i = 1; i < n; i++) if (list[i] == word) return list[i + 1]
  return ""
}

function outer_family(text) { return after(text, "local") ~ /:/ ? 6 : 4 }

# Two VXLAN devices with one VNI and port exclude each other, unless one runs over IPv4 and the other over IPv6.
function rival(id,    i, other) {
  if (link_kind[id] != "vxlan") return ""
  for (i = 1; i <= has; i++) {
    other = has_links[i]
    if (other != id && has_kind[other] == "vxlan" && index(other, HOST SUBSEP) == 1 \
        && after(has_more[other] "", "id") == after(link_more[id] "", "id") \
        && outer_family(has_more[other] "") == outer_family(link_more[id] "") \
        && after(has_more[other] "", "dstport") == after(link_more[id] "", "dstport") && !(other in gone)) return other
  }
  return ""
}

function lose(id) {
  gone[id] = 1
  if (has_peer[id] != "" && ((has_peer[id], has_index[id]) in pod_end)) gone[pod_end[has_peer[id], has_index[id]]] = 1
}

function compare_links(    i, id, domain, name, why, other) {
  for (i = 1; i <= links; i++) {
    id = link_order[i]; domain = HOST; name = substr(id, length(HOST) + 2)
    why = ""
    if (id in has_link) {
      if (!ours(domain, "link", name) && !FORCE) {
        problem("the link " name " is there already and is not podnet's" (has_kind[id] == "" ? "" : " (" has_kind[id] ")"))
        continue
      }
      why = misfit(id)
      if (why == "") continue
      difference("differs: link " name ": " why)
      command("L", domain, "link del dev " name)
      lose(id)
      remade[id] = 1
    } else difference("missing: " link_add[id])
    other = rival(id)
    if (other != "") {
      if (!ours(domain, "link", substr(other, length(HOST) + 2)) && !FORCE)
        problem("the link " substr(other, length(HOST) + 2) " has the VNI and port that " name " needs")
      command("L", domain, "link del dev " substr(other, length(HOST) + 2))
      lose(other)
    }
    if (link_kind[id] == "veth") {
      other = peer_attr[id, "netns"] SUBSEP peer_attr[id, "name"]
      if ((other in has_link) && !(other in gone)) {
        command("Q", peer_attr[id, "netns"], "link del dev " peer_attr[id, "name"])
        lose(other)
      }
      gone[other] = 1
    }
    gone[id] = 1
    command("L", domain, link_add[id])
    fresh[id] = 1
    if (link_kind[id] == "veth") fresh[peer_attr[id, "netns"], peer_attr[id, "name"]] = 1
  }
}

function current(domain, dev, name) {
  if (index(name, "bridge_slave ") == 1) return after(has_more[domain, dev, "slave"] "", substr(name, 14))
  if (index(name, " ")) return after(has_more[domain, dev] "", substr(name, index(name, " ") + 1))
  if ((domain, dev, name) in has_set) return has_set[domain, dev, name]
  return after(has_more[domain, dev] "", name)
}

function compare_setting(domain, dev, name, value,    now) {
  now = lost(domain, dev) ? "" : current(domain, dev, name)
  if (now == value && !(name ~ /^(master|bridge_slave .*)$/ && lost(domain, current(domain, dev, "master")))) return
  if (!lost(domain, dev)) difference("differs: link " dev where(domain) ": " (name == "up" ? "is down" : name " is " (now == "" ? "not set" : now) ", should be " value))
  if (name == "up") command("A", domain, "link set dev " dev " up")
  else if (index(name, " ")) command("A", domain, "link set dev " dev " type " name " " value)
  else command("A", domain, "link set dev " dev " " name " " value)
}

function compare_settings(    i, j, n, id, dev) {
  for (i = 1; i <= links; i++) {
    id = link_order[i]
    if (fresh[id]) continue
    dev = substr(id, length(HOST) + 2)
    if ((id, "mtu") in link_attr) compare_setting(HOST, dev, "mtu", link_attr[id, "mtu"])
    if ((id, "address") in link_attr) compare_setting(HOST, dev, "address", link_attr[id, "address"])
    if ((id, "mtu") in peer_attr) compare_setting(peer_attr[id, "netns"], peer_attr[id, "name"], "mtu", peer_attr[id, "mtu"])
    if ((id, "address") in peer_attr) compare_setting(peer_attr[id, "netns"], peer_attr[id, "name"], "address", peer_attr[id, "address"])
    if (link_kind[id] == "bridge") {
      n = split(link_more[id], words_of, " ")
      for (j = 1; j < n; j += 2) compare_setting(HOST, dev, "bridge " words_of[j], words_of[j + 1])
    }
  }
  for (i = 1; i <= settings; i++) # a port must be in its bridge before it has a port's flags, and is up last
    if (set_name[i] != "up") compare_setting(set_domain[i], set_dev[i], set_name[i], set_value[i])
  for (i = 1; i <= settings; i++)
    if (set_name[i] == "up") compare_setting(set_domain[i], set_dev[i], set_name[i], set_value[i])
}

function domain_of(id) { return substr(id, 1, index(id, SUBSEP) - 1) }
function key_of(id) { return substr(id, index(id, SUBSEP) + 1) }
function first_word(text) { return index(text, " ") ? substr(text, 1, index(text, " ") - 1) : text }

function compare_addresses(    i, id, domain, dev, bare) {
  for (i = 1; i <= addrs; i++) {
    id = addr_order[i]; domain = domain_of(id); dev = first_word(key_of(id))
    if ((id in has_addr) && !lost(domain, dev)) continue
    if (domain == HOST && !FORCE) {
      bare = key_of(id); sub(/^[^ ]+ /, "", bare); sub(/\/.*/, "", bare)
      n = split(carried[bare], list, " ")
      for (j = 1; j <= n; j++)
        if (list[j] != dev && !ours(HOST, "link", list[j])) problem("the address " bare ", which " dev " is to have, is on " list[j] " already")
    }
    difference("missing: " addr_line[id] where(domain))
    command("A", domain, addr_line[id])
  }
}

function compare_neighbours(    i, id, domain) {
  for (i = 1; i <= neighs; i++) {
    id = neigh_order[i]; domain = domain_of(id)
    if (!lost(domain, first_word(key_of(id))) && (id in has_neigh)) {
      if (has_neigh[id] == neigh_mac[id]) continue
      difference("differs: neighbour " key_of(id) where(domain) ": is " has_neigh[id] ", should be " neigh_mac[id])
    } else difference("missing: " neigh_line[id] where(domain))
    command("A", domain, neigh_line[id])
  }
  for (i = 1; i <= fdbs; i++) {
    id = fdb_order[i]
    if (!lost(HOST, first_word(key_of(id))) && (id in has_fdb)) {
      if (has_fdb[id] == fdb_dst[id]) continue
      difference("differs: forwarding entry " key_of(id) ": leads to " has_fdb[id] ", should lead to " fdb_dst[id])
    } else difference("missing: " fdb_line[id])
    command("F", HOST, fdb_line[id])
  }
}

function route_is_ours(id) {
  return ours(domain_of(id), "route", key_of(id)) || has_route_proto[id] == 157 && !((domain_of(id), "route", key_of(id)) in alien)
}

function compare_routes(    i, id, domain, same) {
  for (i = 1; i <= routes; i++) {
    id = route_order[i]; domain = domain_of(id)
    if ((id in has_route) && !lost(domain, has_route_dev[id])) {
      same = has_route[id] == route_value[id] && (route_dev[id] == "" || has_route_dev[id] == route_dev[id])
      if (same && (route_proto[id] == "" || route_proto[id] == has_route_proto[id])) continue
      if (domain == HOST && !route_is_ours(id) && !FORCE)
        problem("a route to " key_of(id) " is there already and is not podnet's: " substr(has_route_line[id], 15))
      difference("differs: route " substr(has_route_line[id], 15) where(domain) ", should be " substr(route_line[id], 15))
    } else difference("missing: " route_line[id] where(domain))
    command("R", domain, route_line[id])
  }
}

# What is on a link that is made anew and not podnet's is put back.
function carry_over(    i, id) {
  for (i = 1; i <= has_addrs; i++) {
    id = has_addr_order[i]
    if (((domain_of(id), has_addr[id]) in remade) && !(id in addr_line) && !(id in has_addr_auto) \
        && !ours(domain_of(id), "addr", key_of(id))) command("A", domain_of(id), has_addr_line[id])
  }
  for (i = 1; i <= has_neighs; i++) {
    id = has_neigh_order[i]
    if (((domain_of(id), has_neigh_dev[id]) in remade) && !(id in neigh_line) && !ours(domain_of(id), "neigh", key_of(id)))
      command("A", domain_of(id), neigh_text(id))
  }
  for (i = 1; i <= has_fdbs; i++) {
    id = has_fdb_order[i]
    if (((HOST, has_fdb_dev[id]) in remade) && !(id in fdb_line) && !ours(HOST, "fdb", key_of(id))) command("F", HOST, fdb_text(id))
  }
  for (i = 1; i <= has_routes; i++) {
    id = has_route_order[i]
    if (((domain_of(id), has_route_dev[id]) in remade) && !(id in route_line) && has_route_proto[id] != 2 && !route_is_ours(id))
      command("R", domain_of(id), has_route_line[id])
  }
}

function neigh_text(id) {
  return "neigh replace " rest_of(key_of(id), 1) " lladdr " has_neigh[id] " dev " has_neigh_dev[id] " nud permanent"
}

function fdb_text(id) {
  return "fdb " (has_fdb_mac[id] == "00:00:00:00:00:00" ? "append " : "replace ") has_fdb_mac[id] " dev " has_fdb_dev[id] " dst " has_fdb[id] " self permanent"
}

# ---- what is no longer wanted -------------------------------------------------------------------------------------

function stale(id,    p) { # id: domain, what, key
  p = own[id]
  return !(id in want) && (p in in_scope)
}

function going(domain, dev) { # the link or its whole namespace goes anyway
  return lost(domain, dev) || (domain, "link", dev) in leaves || (HOST, "netns", domain) in leaves
}

function remove_stale(    i, j, id, domain, what, key) {
  for (i = 1; i <= owns; i++) {
    id = own_id[i]
    split(id, part_of, SUBSEP)
    if (!stale(id) || part_of[2] != "link" && part_of[2] != "netns") continue
    leaves[id] = 1
  }
  for (i = 1; i <= owns; i++) {
    id = own_id[i]
    if (!stale(id)) continue
    split(id, part_of, SUBSEP)
    domain = part_of[1]; what = part_of[2]; key = part_of[3]
    if (what == "addr" && ((domain, key) in has_addr) && !going(domain, first_word(key))) {
      difference("too much: " has_addr_line[domain, key] where(domain))
      command("D", domain, "addr del " rest_of(key, 1) " dev " first_word(key))
      # the kernel drops the other addresses of the same prefix with it
      for (j = 1; j <= addrs; j++)
        if (domain_of(addr_order[j]) == domain && first_word(key_of(addr_order[j])) == first_word(key) && key !~ /:/ && key_of(addr_order[j]) !~ /:/)
          command("D", domain, addr_line[addr_order[j]])
    } else if (what == "neigh" && ((domain, key) in has_neigh) && !going(domain, first_word(key))) {
      difference("too much: " neigh_text(domain SUBSEP key) where(domain))
      command("D", domain, "neigh del " rest_of(key, 1) " dev " first_word(key))
    } else if (what == "fdb" && ((HOST, key) in has_fdb) && !going(HOST, first_word(key))) {
      difference("too much: " fdb_text(HOST SUBSEP key))
      command("E", HOST, "fdb del " has_fdb_mac[HOST, key] " dev " first_word(key) " dst " has_fdb[HOST, key] " self")
    } else if (what == "route" && ((domain, key) in has_route)) remove_route(domain SUBSEP key)
  }
  if (ALL)
    for (i = 1; i <= has_routes; i++) {
      id = has_route_order[i]
      if (domain_of(id) == HOST && !((HOST, "route", key_of(id)) in want) && !((HOST, "route", key_of(id)) in own) && route_is_ours(id))
        remove_route(id)
    }
  for (i = 1; i <= owns; i++) {
    id = own_id[i]
    if (!(id in leaves)) continue
    split(id, part_of, SUBSEP)
    if (part_of[2] == "link" && ((part_of[1], part_of[3]) in has_link) && !((part_of[1], part_of[3]) in gone)) {
      difference("too much: link " part_of[3])
      command("H", HOST, "link del dev " part_of[3])
    }
  }
  for (i = 1; i <= owns; i++) {
    id = own_id[i]
    if (!(id in leaves)) continue
    split(id, part_of, SUBSEP)
    if (part_of[2] == "netns" && ((part_of[3] in has_ns) || (part_of[3] in is_dead))) {
      difference("too much: network namespace " part_of[3])
      command("H", HOST, "netns del " part_of[3])
    }
  }
}

function remove_route(id,    line) {
  if (going(domain_of(id), has_route_dev[id])) return
  line = has_route_line[id]
  difference("too much: route " substr(line, 15) where(domain_of(id)))
  sub(/^route replace/, "route del", line)
  command("D", domain_of(id), line)
}

# ---- the state before, in the form of the files -------------------------------------------------------------------

function is_our_dev(domain, dev) { return domain != HOST ? dev != "lo" : ours(HOST, "link", dev) }

function saved(domain, line) { print "S\t" domain "\t" line }

function save_link(id,    domain, name, kind, more, other) {
  domain = domain_of(id); name = key_of(id)
  if (has_set[id, "up"] == "up" && domain != HOST) saved(domain, "link set dev " name " up")
  if (domain != HOST || !ours(HOST, "link", name)) return
  kind = has_kind[id]; more = ""
  if (kind == "veth") {
    if (!((has_peer[id], has_index[id]) in pod_end)) return
    other = pod_end[has_peer[id], has_index[id]]
    more = " peer name " key_of(other) " index " has_index[other] " address " has_set[other, "address"] " mtu " has_set[other, "mtu"] " netns " domain_of(other)
  } else if (kind == "vxlan") {
    more = " id " after(has_more[id], "id") " local " after(has_more[id], "local")
    if (after(has_more[id], "dev") != "") more = more " dev " after(has_more[id], "dev")
    more = more " dstport " after(has_more[id], "dstport") (index(has_more[id], " nolearning ") ? " nolearning" : "")
  }
  saved(HOST, "link add name " name " index " has_index[id] " address " has_set[id, "address"] " mtu " has_set[id, "mtu"] " type " kind more)
  if (has_set[id, "master"] != "") {
    saved(HOST, "link set dev " name " master " has_set[id, "master"])
    if (index(has_more[id, "slave"], " hairpin on ")) saved(HOST, "link set dev " name " type bridge_slave hairpin on")
  }
  if (has_set[id, "up"] == "up") saved(HOST, "link set dev " name " up")
}

function save_state(    i, id) {
  for (i = 1; i <= has_namespaces; i++) saved(ns_there[i], "")
  for (i = 1; i <= has; i++) save_link(has_links[i])
  for (i = 1; i <= has_addrs; i++) {
    id = has_addr_order[i]
    if (is_our_dev(domain_of(id), has_addr[id]) && !(id in has_addr_auto)) saved(domain_of(id), has_addr_line[id])
  }
  for (i = 1; i <= has_neighs; i++) {
    id = has_neigh_order[i]
    if (is_our_dev(domain_of(id), has_neigh_dev[id])) saved(domain_of(id), neigh_text(id))
  }
  for (i = 1; i <= has_fdbs; i++) {
    id = has_fdb_order[i]
    if (is_our_dev(HOST, has_fdb_dev[id])) saved(HOST, fdb_text(id))
  }
  for (i = 1; i <= has_routes; i++) {
    id = has_route_order[i]
    if (route_is_ours(id) || has_route_proto[id] != 2 && is_our_dev(domain_of(id), has_route_dev[id]))
      saved(domain_of(id), has_route_line[id])
  }
}

# ---- all together -------------------------------------------------------------------------------------------------

function check_underlay(    i, n) {
  if (!CHECK) return
  if (!((HOST, UNDERLAY) in has_link)) { problem("the underlay interface " UNDERLAY " is not there"); return }
  if (has_set[HOST, UNDERLAY, "up"] != "up") problem("the underlay interface " UNDERLAY " is down")
  n = split(ADDRESSES, list, " ")
  for (i = 1; i <= n; i++)
    if (!index(carried[list[i]], " " UNDERLAY " ")) problem("the underlay interface " UNDERLAY " does not carry " list[i])
}

function compare_namespaces(    i, name) {
  for (i = 1; i <= namespaces; i++) {
    name = ns_order[i]
    if (((name in has_ns) || (name in is_dead)) && !ours(HOST, "netns", name) && !FORCE) {
      problem("the network namespace " name " is there already and is not podnet's")
      continue
    }
    if (name in is_dead) command("N", HOST, "netns del " name)
    if (name in has_ns) continue
    difference("missing: network namespace " name)
    if (name in alias) command("B", HOST, name " " alias[name])
    else command("N", HOST, "netns add " name)
  }
}

END {
  check_underlay()
  compare_namespaces()
  compare_links()
  compare_settings()
  compare_addresses()
  compare_neighbours()
  compare_routes()
  carry_over()
  remove_stale()
  for (i = 1; i <= wants; i++) {
    id = want_id[i]
    split(id, list, SUBSEP)
    print "W\t" want[id] " " list[1] " " list[2] " " list[3]
  }
  save_state()
}
