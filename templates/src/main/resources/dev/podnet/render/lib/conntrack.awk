# conntrack.awk: which entries of connection tracking are of translations that are no more.
#
# Input: lines "- RULE" and "+ RULE", translations that went and that came, as iptables-save writes rules and nft writes
# rules and elements; behind @@local what `ip -o addr` prints, behind @@entries what `conntrack -L` prints.
# Output: PROTOCOL FAMILY DESTINATION PORT ANSWERER PORT, each once, however many flows there are: whether an entry is to be
# forgotten depends on nothing else, so all that are alike in these are.
#
# A translation is a door (protocol, address or *, port; or the chain, where the rule does not say) and an endpoint.

/^@@/ { kind = substr($0, 3); if (kind == "entries") compare(); next }
kind == "" { read($1, substr($0, 3)); next }
kind == "local" { address = $4; sub(/\/.*/, "", address); here[address] = 1; next }
{ entry() }

function add(sign, door, target) {
  if (target != "") pair[sign, door " " target] = target
  else front[sign, door] = 1
}

# The word behind an option.
function option(text, name,    at) {
  at = index(text, " " name " ")
  if (!at) return ""
  text = substr(text, at + length(name) + 2)
  sub(/ .*/, "", text)
  return text
}

# ADDRESS:PORT, with brackets in IPv6, becomes ADDRESS PORT.
function endpoint(text) {
  gsub(/[][]/, "", text)
  if (match(text, /:[0-9]+$/)) return substr(text, 1, RSTART - 1) " " substr(text, RSTART + 1)
  return ""
}

function read(sign, text,    protocol, door, target) {
  if (text ~ /^-A /) read_rule(sign, text)
  else if (text ~ / dnat ip6? to /) {
    target = text
    sub(/.* dnat ip6? to /, "", target); sub(/ .*/, "", target)
    if (endpoint(target) != "") { add(sign, text, "udp " endpoint(target)); add(sign, text, "sctp " endpoint(target)) }
  } else read_element(sign, text)
}

function read_rule(sign, text,    protocol, address, ports, n, i, list, target) {
  gsub(/--comment "([^"\\]|\\.)*"/, "", text) # may say anything
  protocol = option(text, "-p")
  if (protocol != "udp" && protocol != "sctp") return
  address = text ~ / ! -d / ? "" : option(text, "-d"); sub(/\/(32|128)$/, "", address)
  if (address ~ /\//) address = ""
  ports = option(text, "--dport")
  if (ports == "") ports = option(text, "--dports")
  n = split(ports, list, ",")
  target = option(text, "--to-destination")
  if (target != "") {
    split(text, word, " ")
    add(sign, word[2], protocol " " endpoint(target))
  }
  for (i = 1; i <= n; i++) if (option(text, "-j") != "RETURN") add(sign, protocol " " (address == "" ? "*" : address) " " list[i], "")
}

# [ADDRESS .] PROTOCOL . PORT [comment "TEXT"] : ADDRESS . PORT, or a verdict
function read_element(sign, text,    n, list, door, value) {
  sub(/ comment "[^"]*"/, "", text)
  value = text
  if (!sub(/^[^"]* : /, "", value)) return
  n = split(substr(text, 1, length(text) - length(value) - 3), list, " ")
  if (n == 5) door = list[3] " " list[1] " " list[5]
  else if (n == 3) door = list[1] " * " list[3]
  else return
  if (door !~ /^(udp|sctp) /) return
  if (split(value, list, " ") == 3 && list[2] == ".") {
    add(sign, door, "")
    add(sign, door, substr(door, 1, index(door, " ") - 1) " " list[1] " " list[3])
  } else add(sign, door, "")
}

# GONE: endpoints that some door leads to no more, with that door; OPENED: doors that lead somewhere now.
function compare(    id, part) {
  for (id in pair) {
    split(id, part, SUBSEP)
    if (part[1] == "-" && !(("+", part[2]) in pair)) gone[pair[id]] = gone[pair[id]] SUBSEP substr(part[2], 1, length(part[2]) - length(pair[id]) - 1)
  }
  for (id in front) {
    split(id, part, SUBSEP)
    if (part[1] == "+" && !(("-", part[2]) in front)) opened[part[2]] = 1
  }
}

# Whether an endpoint is gone for what was sent to an address and port.
function is_gone(target, protocol, address, port,    n, list, i) {
  n = split(gone[target], list, SUBSEP)
  for (i = 2; i <= n; i++) {
    if (list[i] !~ /^(udp|sctp) [^ ]+ [0-9]+$/) return 1 # whatever leads to that chain
    if (list[i] == protocol " " address " " port || (address in here) && list[i] == protocol " * " port) return 1
  }
  return 0
}

function entry(    i, n, at, value, word, v, id, answer) {
  n = 0
  split("", v)
  for (i = 1; i <= NF; i++) {
    if ($i ~ /^zone=/) return # somebody else's
    at = index($i, "=")
    word = substr($i, 1, at - 1)
    if (word == "src") n++
    if (word ~ /^(src|dst|sport|dport)$/) v[n, word] = substr($i, at + 1)
  }
  if (n != 2) return
  answer = $1 " " v[2, "src"] " " v[2, "sport"]
  if (v[2, "src"] == v[1, "dst"] && v[2, "sport"] == v[1, "dport"]) {
    id = $1 " " v[1, "dst"] " " v[1, "dport"]
    if (!(id in opened) && !((v[1, "dst"] in here) && ($1 " * " v[1, "dport"]) in opened)) return
  } else if (!(answer in gone) || !is_gone(answer, $1, v[1, "dst"], v[1, "dport"])) return
  id = $1 " " (v[1, "dst"] ~ /:/ ? "ipv6" : "ipv4") " " v[1, "dst"] " " v[1, "dport"] " " v[2, "src"] " " v[2, "sport"]
  if (!(id in told)) print id
  told[id] = 1
}
