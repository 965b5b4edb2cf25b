# wireguard.awk: compares the peers that own WireGuard links have with those they are to have.
#
# Input: what was loaded last (kind=loaded), the files to load (kind=want), then @@have and what wireguard_have prints.
# Output, tab separated:
#   X TEXT     a problem                    M NODE            a node whose key nobody has told
#   V TEXT     a difference, for people     K DEV FILE KEY    an own link, and where its private key is
#   L DEV PORT the link needs key and port  P DEV peer KEY …  what `wg set` is to make of a peer
#   D DEV peer KEY remove                   N LINE            what is loaded now     S LINE   the state before

function sorted(list,    i, j, n, a, t) { # prefixes in one order
  n = split(list, a, ",")
  for (i = 2; i <= n; i++)
    for (j = i; j > 1 && a[j] "" < a[j - 1] ""; j--) { t = a[j]; a[j] = a[j - 1]; a[j - 1] = t }
  t = a[1]
  for (i = 2; i <= n; i++) t = t "," a[i]
  return t
}

/^@@have/ { kind = "have"; next }

kind == "loaded" && $1 == "peer" { told[$4, $2] = $6 " " $8; next }

kind == "want" {
  if ($0 ~ /^[ \t]*(#|$)/) next
  node = ""
  if (match($0, /[ \t]+#.*$/)) { node = substr($0, RSTART); sub(/^[ \t]+#[ \t]*/, "", node); $0 = substr($0, 1, RSTART - 1) }
  if (node == NODE) next
  if ($1 == "listen") {
    links[++n_links] = $3
    link_port[$3] = $5; link_key[$3] = $7; link_file[$3] = $9
  } else if ($1 == "peer") {
    if ($2 == "-") { missing[++n_missing] = node; next }
    id = $4 SUBSEP $2
    if (!(id in want)) order[++n_want] = id
    want[id] = 1; line[id] = $0
    where[id] = $6 " " $8; allowed[id] = $10; keep[id] = $12
  } else print "X\t" FILENAME ": not understood: " $0
  next
}

kind == "have" && $1 == "listen" { has_port[$3] = $5; has_key[$3] = $7; next }
kind == "have" && $1 == "peer" {
  id = $4 SUBSEP $2
  has[id] = 1; has_order[++n_has] = id
  has_where[id] = $6 " " $8; has_allowed[id] = $10; has_keep[id] = $12
}

function outer(text,    w) { split(text, w, " "); return (w[1] ~ /:/ ? "[" w[1] "]" : w[1]) ":" w[2] }

END {
  for (i = 1; i <= n_links; i++) {
    dev = links[i]; own[dev] = 1
    if (link_key[dev] == "-") { print "M\t" NODE; continue }
    print "K\t" dev " " link_file[dev] " " link_key[dev]
    keyed = (dev in has_key) && has_key[dev] != "(none)"
    if (!keyed || has_port[dev] != link_port[dev] || has_key[dev] != link_key[dev]) {
      if (!keyed) print "V\tmissing: the key of " dev
      else if (has_port[dev] != link_port[dev]) print "V\tdiffers: " dev " listens on port " has_port[dev] ", should listen on " link_port[dev]
      else print "V\tdiffers: " dev " has the public key " has_key[dev] ", should have " link_key[dev]
      print "L\t" dev " " link_port[dev]
    }
    if (keyed) print "S\tlisten dev " dev " port " has_port[dev] " public-key " has_key[dev] " private-key " link_file[dev]
  }
  for (i = 1; i <= n_missing; i++) print "M\t" missing[i]
  for (i = 1; i <= n_has; i++) {
    id = has_order[i]; split(id, piece, SUBSEP)
    if (!(piece[1] in own)) continue
    split(id in told ? told[id] : has_where[id], at, " ")
    print "S\tpeer " piece[2] " dev " piece[1] " endpoint " at[1] " port " at[2] " allowed-ips " has_allowed[id] " persistent-keepalive " has_keep[id]
    if (id in want) continue
    print "V\ttoo much: peer " piece[2] " of " piece[1]
    print "D\t" piece[1] " peer " piece[2] " remove"
  }
  for (i = 1; i <= n_want; i++) {
    id = order[i]; split(id, piece, SUBSEP)
    print "N\t" line[id]
    moved = !(id in has) || has_where[id] != where[id] && (!(id in told) || told[id] != where[id])
    if ((id in has) && !moved && sorted(has_allowed[id]) == sorted(allowed[id]) && has_keep[id] == keep[id]) continue
    print "V\t" (id in has ? "differs: peer " piece[2] " of " piece[1] ": should be at " outer(where[id]) " with " allowed[id] : "missing: " line[id])
    print "P\t" piece[1] " peer " piece[2] (moved ? " endpoint " outer(where[id]) : "") " allowed-ips " allowed[id] " persistent-keepalive " keep[id]
  }
}
