# network.awk: compares the network a host has with the one it is to have, and says what to change.
#
# Input: the files to load (ip -batch and bridge -batch lines) after the assignments kind=want and part=PART, then on
# standard input, each behind a line of its own:
#   @@own    the objects that are podnet's: PART DOMAIN KIND KEY
#   @@alien  the objects another cluster has recorded in this network namespace, in the same form
#   @@have   what `ip -N -o -d` and `bridge fdb` print, after a line @host or @netns NAME;
#            @dead NAME is a namespace of which only the name is left, @taken NAME one that is another node's
# Variables: NODE, UNDERLAY, ADDRESSES; PARTS, the parts to look at; ALL=1 when these are all there are;
#   CHECK=1: look for what stands in the way; FORCE=1: take over what is not podnet's; SAY=1: tell differences;
#   STEPS, OWN, SAVED, NEIGHS, FDBS, ROUTES: files to write.
#
# QUICK=1: on the host itself the many, routes, neighbours and forwarding entries, are looked at only where they are not there as
# wanted, or the files have changed: what is there comes first, then behind kind=changed what diff says of the files, then the
# files. Nothing is saved, and Q comes out where that does not do: something else is to be changed.
#
# A DOMAIN is - for the host itself or the name of a pod's namespace. Output, tab separated:
#   X TEXT           a problem that keeps it from being applied
#   V TEXT           a difference, for people
#   K LINK           a link of the host that is wanted
#   LD DEV           a link of the host that goes
#   RA DEV           an IPv6 default route from router advertisements
#   G                something changes that may drag other things along
#   N COUNT NAME NAMES   how many changes there are of a kind, _ for a blank
#   M COUNT          how many of them stand in NEIGHS, FDBS and ROUTES
#   E 0|1            at the end: whether anything changes
# To OWN: PART DOMAIN KIND KEY of what is wanted. To STEPS: the commands, STEP DOMAIN LINE, by step N, B, Q, L, A, F, R, S, P,
# D, E, H (see network.sh). To NEIGHS, FDBS, ROUTES: lines of the many that come where nothing is podnet's yet. To SAVED: DOMAIN LINE, the state before, in the form of the files to load.

# (An element that may not be there is passed to a function as ELEMENT "": gawk 5.2.1 trips over it otherwise.)

# ---- comparing ----------------------------------------------------------------------------------------------------

function command(step, domain, line) {
  print (domain == HOST || step == "Q" ? step : "P") "\t" domain "\t" line >STEPS
  changes = 1
  count[step == "B" ? "netns" : substr(line, 1, index(line, " ") - 1)]++
  if (domain == HOST && line ~ /^link del dev /) print "LD\t" substr(line, 14)
  if (domain != HOST || line !~ /^(neigh|fdb|route) /) given_up = 1
}

function where(domain) { return domain == HOST ? "" : " in " domain }

function difference(text) { if (SAY) print "V\t" text }

# What goes may take along what is on it: links, namespaces, addresses; so may a setting of a link that is there. A port of
# another MTU than its bridge changes that of the bridge.
function drags() { dragging = given_up = 1 }

function problem(text) {
  if (CHECK) print "X\t" text
  given_up = 1
}

function ours(domain, what, key) { return (domain, what, key) in own }

# Whether an object of this device is one that is still there once the links are made.
function lost(domain, dev) { return (domain, dev) in gone }

# The other end of a host's veth, if it is in a namespace that was read. Numbers alone do not say which it is: each
# namespace has its own, and where several hosts share a machine each has a veth of these numbers.
function pod_of(id,    k) {
  if (has_peer[id] == "") return ""
  k = has_peer_ns[id] ""
  if (k in alias) k = alias[k]
  k = k SUBSEP has_peer[id] SUBSEP has_index[id]
  return k in pod_end ? pod_end[k] : ""
}

# The host's end of the veth of a pod.
function host_of(id,    k) {
  k = has_peer[id] SUBSEP has_index[id]
  return (k in host_end) && same_link(pod_of(host_end[k]), id) ? host_end[k] : ""
}

# A namespace that has two names may have been read under both.
function same_link(a, b) {
  return a == b || a != "" && has_index[a] == has_index[b] && has_peer[a] == has_peer[b] && has_set[a, "address"] == has_set[b, "address"]
}

# The two ends of a wanted veth belong together.
function pair_fits(id,    other) {
  other = peer_attr[id, "netns"] SUBSEP peer_attr[id, "name"]
  return (other in has_link) && same_link(pod_of(id), other)
}

# Why a link that is there cannot be changed into the wanted one; empty when it can.
function misfit(id,    i, n) {
  if (has_kind[id] != link_kind[id]) return "is a " has_kind[id] ", should be a " link_kind[id]
  if (link_kind[id] == "veth") return pair_fits(id) ? "" : "its other end is not " peer_attr[id, "name"] " in " peer_attr[id, "netns"]
  if (link_kind[id] == "bridge") return ""
  n = split(link_more[id], list, " ")
  for (i = 1; i <= n; i++) {
    if (list[i] == "mode") { if (!index(has_more[id], " " list[i + 1] " ")) return "should have mode " list[i + 1]; i++ }
    else if (list[i] in is_flag) { if (!index(has_more[id], " " list[i] " ")) return "is not " list[i] }
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

function lose(id,    other) {
  drags()
  gone[id] = 1
  other = index(id, HOST SUBSEP) == 1 ? pod_of(id) : host_of(id)
  if (other != "") gone[other] = 1
}

# UDP ports whose payload is a packet of another protocol (ip-fou(8)).
function compare_fou_ports(    i, port) {
  for (i = 1; i <= fous; i++) {
    port = fou_order[i]
    if (port in has_fou) {
      if (has_fou[port] == fou_protocol[port]) {
        if (!ours(HOST, "fou", port) && !FORCE) problem("the UDP port " port " is one of somebody else's tunnels (ip fou show)")
        continue
      }
      difference("differs: UDP port " port " of tunnels: has protocol " has_fou[port] ", should have " fou_protocol[port])
      command("L", HOST, "fou del port " port)
    } else difference("missing: UDP port " port " of tunnels")
    command("L", HOST, "fou add port " port " ipproto " fou_protocol[port])
  }
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
  if (name == "master" ? link_attr[domain, dev, "mtu"] != link_attr[domain, value, "mtu"] : !lost(domain, dev) && name != "up") drags()
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
    id = neigh_order[i]
    domain = domain_of(id)
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

# The kernel's own route (proto 2) to the prefix of an address comes and goes with that. It may stand beside another one to
# the same prefix when a node's share of the pods' range becomes that of another.
function route_is_ours(id) {
  return has_route_proto[id] != 2 && route_is_marked(id)
}

function route_is_marked(id) {
  return ours(domain_of(id), "route", key_of(id)) || has_route_proto[id] == 157 && !((domain_of(id), "route", key_of(id)) in alien)
}

function compare_routes(    i, id, domain, same) {
  for (i = 1; i <= routes; i++) {
    id = route_order[i]
    domain = domain_of(id)
    if ((id in has_route) && !lost(domain, has_route_dev[id])) {
      same = has_route[id] == route_value[id] && (route_dev[id] == "" || has_route_dev[id] == route_dev[id])
      if (same && (route_proto[id] == "" || route_proto[id] == has_route_proto[id])) continue
      if (domain == HOST && !route_is_ours(id) && !FORCE && !(has_route_proto[id] == 2 && ours(HOST, "link", has_route_dev[id])))
        problem("a route to " key_of(id) " is there already and is not podnet's: " substr(has_route_line[id], 15))
      difference("differs: route " substr(has_route_line[id], 15) where(domain) ", should be " substr(route_line[id], 15))
    } else difference("missing: " route_line[id] where(domain))
    command(id in route_step ? route_step[id] : "R", domain, route_line[id])
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
    if (((name in has_ns) || (name in is_dead)) && !ours(HOST, "netns", name) && !(name in taken) && !FORCE) {
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

function print_counts(    i, n, many) {
  many = comings + 0
  if (many) changes = 1
  n = split("netns namespace namespaces link link links addr address addresses neigh neighbour neighbours fdb forwarding_entry " \
    "forwarding_entries route route routes fou tunnel_port tunnel_ports", list, " ")
  for (i = 1; i < n; i += 3) if (count[list[i]]) print "N\t" count[list[i]] " " list[i + 1] " " list[i + 2]
  if (many) print "M\t" many
}

END {
  if (QUICK && given_up) { print "Q"; exit }
  if (QUICK) read_rest()
  check_underlay()
  compare_namespaces()
  compare_fou_ports()
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
    print want[id] " " list[1] " " list[2] " " list[3] >OWN
    if (list[1] == HOST && list[2] == "link") print "K\t" list[3]
  }
  if (QUICK) {
    if (given_up) print "Q"
  } else save_state()
  if (dragging) print "G"
  print_counts()
  print "E\t" changes + 0
}
