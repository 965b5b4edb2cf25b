# network-stale.awk: the part of network.awk for what is no longer wanted, and for the state before.

# ---- what is no longer wanted -------------------------------------------------------------------------------------

function stale(id,    p) { # id: domain, what, key
  p = own[id]
  return !(id in want) && (p in in_scope)
}

function going(domain, dev) { # the link or its whole namespace goes anyway
  return lost(domain, dev) || (domain, "link", dev) in leaves || (HOST, "netns", domain) in leaves
}

# What a device has learned to be behind a host that is there no more would hold for minutes. An entry may have gone by
# itself by then, so it is made anew before it is taken out.
function forget_learned(dev, dst,    n, i, macs, entry) {
  n = split(learned[dev, dst], macs, " ")
  for (i = 1; i <= n; i++) {
    entry = macs[i] " dev " dev " dst " dst " self"
    command("E", HOST, "fdb replace " entry " dynamic")
    command("E", HOST, "fdb del " entry)
  }
}

# The step in which an address goes: at the end, but before the routes where it has become that of a next hop, or where one is
# wanted to a prefix that the kernel still takes for one of its device: a next hop in it would be refused.
function parting(domain, key,    i, bare) {
  if (domain != HOST) return "D"
  bare = rest_of(key, 1)
  if (substr(bare, 1, index(bare, "/") - 1) in next_hop) return "A"
  for (i = 1; i <= kernels; i++)
    if (kernels_dev[i] == first_word(key) && (kernels_dest[i] in leads_to)) return "A"
  return "D"
}

function remove_stale(    i, j, id, domain, what, key, step) {
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
      drags()
      step = parting(domain, key)
      command(step, domain, "addr del " rest_of(key, 1) " dev " first_word(key))
      # the kernel drops the other addresses of the same prefix with it
      for (j = 1; j <= addrs; j++)
        if (domain_of(addr_order[j]) == domain && first_word(key_of(addr_order[j])) == first_word(key) && key !~ /:/ && key_of(addr_order[j]) !~ /:/)
          command(step, domain, addr_line[addr_order[j]])
    } else if (what == "neigh" && ((domain, key) in has_neigh) && !going(domain, first_word(key))) {
      difference("too much: " neigh_text(domain SUBSEP key) where(domain))
      command("D", domain, "neigh del " rest_of(key, 1) " dev " first_word(key))
    } else if (what == "fdb" && ((HOST, key) in has_fdb) && !going(HOST, first_word(key))) {
      difference("too much: " fdb_text(HOST SUBSEP key))
      command("E", HOST, "fdb del " has_fdb_mac[HOST, key] " dev " first_word(key) " dst " has_fdb[HOST, key] " self")
      if (has_fdb_mac[HOST, key] == "00:00:00:00:00:00") forget_learned(first_word(key), has_fdb[HOST, key])
    } else if (what == "fou" && (key in has_fou)) {
      difference("too much: UDP port " key " of tunnels")
      drags()
      command("D", HOST, "fou del port " key)
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
      drags()
      command("H", HOST, "link del dev " part_of[3])
    }
  }
  for (i = 1; i <= owns; i++) {
    id = own_id[i]
    if (!(id in leaves)) continue
    split(id, part_of, SUBSEP)
    if (part_of[2] == "netns" && ((part_of[3] in has_ns) || (part_of[3] in is_dead))) {
      difference("too much: network namespace " part_of[3])
      drags()
      command("H", HOST, "netns del " part_of[3])
    }
  }
}

function remove_route(id,    line) {
  if (has_route_proto[id] == 2 || going(domain_of(id), has_route_dev[id])) return
  line = has_route_line[id]
  difference("too much: route " substr(line, 15) where(domain_of(id)))
  sub(/^route replace/, "route del", line)
  command("D", domain_of(id), line)
}

# ---- the state before, in the form of the files -------------------------------------------------------------------

function is_our_dev(domain, dev) { return domain != HOST ? dev != "lo" : ours(HOST, "link", dev) }

function saved(domain, line) { print domain "\t" line >SAVED }

function save_link(id,    domain, name, kind, more, other) {
  domain = domain_of(id); name = key_of(id)
  if (has_set[id, "up"] == "up" && domain != HOST) saved(domain, "link set dev " name " up")
  if (domain != HOST || !ours(HOST, "link", name)) return
  kind = has_kind[id]; more = ""
  if (kind == "veth") {
    other = pod_of(id)
    if (other == "") return
    more = " peer name " key_of(other) " index " has_index[other] " address " has_set[other, "address"] " mtu " has_set[other, "mtu"] " netns " domain_of(other)
  } else if (kind == "vxlan") {
    more = " id " after(has_more[id], "id") " local " after(has_more[id], "local")
    if (after(has_more[id], "dev") != "") more = more " dev " after(has_more[id], "dev")
    more = more " dstport " after(has_more[id], "dstport") (index(has_more[id], " nolearning ") ? " nolearning" : "")
  } else if (kind ~ /^(ipip|sit|ip6tnl)$/) more = tunnel_more(has_more[id])
  saved(HOST, "link add name " name " index " has_index[id] (kind in has_no_mac ? "" : " address " has_set[id, "address"]) " mtu " has_set[id, "mtu"] " type " kind more)
  if (has_set[id, "master"] != "") {
    saved(HOST, "link set dev " name " master " has_set[id, "master"])
    if (index(has_more[id, "slave"], " hairpin on ")) saved(HOST, "link set dev " name " type bridge_slave hairpin on")
  }
  if (has_set[id, "up"] == "up") saved(HOST, "link set dev " name " up")
}

# What makes an IP tunnel what it is.
function tunnel_more(text,    more) {
  if (index(text, " ip6tnl ") && index(text, " external ")) return " mode any external"
  more = " remote any local " after(text, "local") " ttl " after(text, "ttl") (index(text, " pmtudisc ") ? " pmtudisc" : " nopmtudisc")
  if (after(text, "encap") != "") more = more " encap fou encap-sport " after(text, "encap-sport") " encap-dport " after(text, "encap-dport")
  return more
}

BEGIN {
  n = split("ipip sit ip6tnl wireguard", list, " ")
  for (i = 1; i <= n; i++) has_no_mac[list[i]] = 1
}

function save_state(    i, id) {
  for (i in has_fou) if (ours(HOST, "fou", i)) saved(HOST, "fou add port " i " ipproto " has_fou[i])
  for (i = 1; i <= has_namespaces; i++) saved(ns_there[i], "")
  for (i = 1; i <= has; i++) save_link(has_links[i])
  for (i = 1; i <= has_addrs; i++) {
    id = has_addr_order[i]
    if (is_our_dev(domain_of(id), has_addr[id]) && !(id in has_addr_auto) || ours(domain_of(id), "addr", key_of(id)))
      saved(domain_of(id), has_addr_line[id])
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
