# nft.awk: compares own tables of nftables with those wanted, and writes what nft has to load.
#
# Input: the .nft files after kind=want and part=PART; the chains and sets that were loaded last time after kind=loaded, and
# how nft showed its tables right afterwards after kind=dump; then on standard input @@own and @@alien as in network.awk, and
# the tables as nft lists them behind @@have. For verify.sh the files come after kind=names, and as nft writes them after
# kind=want.
# Variables: PARTS, ALL as in network.awk;
#   PLAIN=1: what is wanted is in nft's own words, so it is compared with what is there, not with what was loaded last.
#
# Output, tab separated:
#   X TEXT  a problem      V TEXT  a difference      W PART - nft TABLE  what is wanted
#   L LINE  a line for nft -f      D LINE  the same, for what is left over      M LINE  what counts as loaded afterwards
#   N COUNT NAME NAMES  how many things change      E 0|1  at the end: whether anything changes
#   C - RULE, C + RULE  elements and rules that translate UDP or SCTP and go or come (conntrack.awk)

BEGIN {
  n = split(PARTS, list, " ")
  for (i = 1; i <= n; i++) in_scope[list[i]] = 1
}

# ---- reading ------------------------------------------------------------------------------------------------------

/^@@/ { kind = substr($0, 3); next }
kind == "own" { if ($3 == "nft") own[$4 " " $5] = $1; next }
kind == "alien" { if ($3 == "nft") alien[$4 " " $5] = 1; next }
kind == "loaded" && /^# part / { part = $3; next }
{ sub(/^[ \t]+/, "") }
$0 == "" || /^#/ { next }

inside_elements { elements($0); next }
$1 == "table" && NF == 4 { table = $2 " " $3; thing = ""; begin_table(); next }
thing == "" && $0 == "}" { next }
thing == "" && NF == 3 && ($1 == "set" || $1 == "map" || $1 == "chain") { begin_thing($1, $2); next }
$0 == "}" { thing = ""; next }
thing != "" && /^elements = \{/ { inside_elements = 1; sub(/^elements = \{ ?/, ""); if ($0 != "") elements($0); next }
thing != "" { line[kind, thing, ++lines[kind, thing]] = $0; next }
kind == "have" { strange[table] = 1; next }
{ print "X\t" FILENAME ": not understood: " $0 }

function begin_table() {
  if ((kind, table) in has_table) return
  has_table[kind, table] = part
  table_order[kind, ++tables[kind]] = table
}

function begin_thing(word, name) {
  thing = table SUBSEP name SUBSEP (word == "chain" ? "chain" : "set")
  if ((kind, thing) in word_of) { lines[kind, thing] = 0; return } # another fragment says the same
  word_of[kind, thing] = word
  order[kind, table, ++things[kind, table]] = thing
}

function elements(text,    n, i, piece, got) {
  if (text == "}" || text ~ / }$/) { inside_elements = 0; sub(/ ?}$/, "", text) }
  sub(/,$/, "", text)
  if (text == "") return
  if (index(text, ", ") == 0) { element(text); return }
  n = split(text, got, ", ")
  piece = ""
  for (i = 1; i <= n; i++) {
    piece = piece == "" ? got[i] : piece ", " got[i]
    if (gsub(/"/, "\"", piece) % 2 == 0) { element(piece); piece = "" }
  }
}

function element(text,    key, at) {
  if (kind == "names" || kind == "loaded" || kind == "dump") return
  if (text ~ /(^| \. )(6|17|132) \. /) text = named(text) # without /etc/protocols
  at = match(text, / comment "| : /)
  key = at ? substr(text, 1, at - 1) : text
  if (!((kind, thing, key) in value)) key_of[kind, thing, ++keys[kind, thing]] = key
  value[kind, thing, key] = text
}

function named(text) {
  if (text ~ /^[0-9]+ \. /) text = "x . " text; else text = "y . " text
  sub(/ \. 6 \. /, " . tcp . ", text); sub(/ \. 17 \. /, " . udp . ", text); sub(/ \. 132 \. /, " . sctp . ", text)
  sub(/^[xy] \. /, "", text)
  return text
}

# ---- comparing ----------------------------------------------------------------------------------------------------

function name_of(id,    t) { split(id, t, SUBSEP); return t[2] }
function is_chain(id) { return id ~ /chain$/ && word_of[which(id), id] == "chain" }
function which(id) { return ("want", id) in word_of ? "want" : "have" }
function where(table) { return " (table " table ")" }
function difference(text) { print "V\t" text }
function load(text) { print "L\t" text; changes++ }
function leave(text) { print "D\t" text; changes++ }

function same_lines(a, b, id,    i) {
  if (!((a, id) in word_of) || !((b, id) in word_of) || lines[a, id] + 0 != lines[b, id] + 0) return 0
  for (i = 1; i <= lines[a, id]; i++) if (line[a, id, i] != line[b, id, i]) return 0
  return 1
}

function changed(id) { return PLAIN ? !same_lines("want", "have", id) : !(same_lines("want", "loaded", id) && same_lines("dump", "have", id)) }

# What cannot be changed in place: what a set is, and where a base chain hangs.
function header(kind, id,    i, text) {
  if (word_of[kind, id] == "chain") return line[kind, id, 1] ~ /^type / ? line[kind, id, 1] : ""
  for (i = 1; i <= lines[kind, id]; i++) text = text line[kind, id, i] ";"
  return word_of[kind, id] " " text
}

function other_header(id) {
  if (!(("have", id) in word_of)) return 0
  if (PLAIN) return header("want", id) != header("have", id)
  return header("want", id) != header("loaded", id) || header("dump", id) != header("have", id)
}

function compare_table(table,    i, id, fresh) {
  fresh = !(("have", table) in has_table)
  if (fresh) difference("missing: table " table)
  else if (must_rebuild(table)) {
    load("delete table " table)
    fresh = 1
  }
  split("", new); split("", refill)
  for (i = 1; i <= things["want", table]; i++) {
    id = order["want", table, i]
    if (fresh || !(("have", id) in word_of)) { new[id] = 1; refill[id] = 1; if (!fresh) describe(id, table) }
    else if (is_chain(id) && changed(id)) { refill[id] = 1; describe(id, table) }
  }
  declare(table)
  for (i = 1; i <= things["want", table]; i++) {
    id = order["want", table, i]
    if (is_chain(id) && refill[id] && !new[id]) load("flush chain " table " " name_of(id))
  }
  for (i = 1; i <= things["want", table]; i++) {
    id = order["want", table, i]
    if (!is_chain(id)) fill(id, table, fresh)
  }
  rules(table)
  if (!fresh) leftovers(table)
}

function must_rebuild(table,    i, id) {
  if (strange[table]) { difference("differs: there is something else in it" where(table)); return 1 }
  for (i = 1; i <= things["want", table]; i++) {
    id = order["want", table, i]
    if (other_header(id)) { difference("differs: " word_of["want", id] " " name_of(id) where(table)); return 1 }
  }
  return 0
}

function declare(table,    i, j, id, any) {
  for (i = 1; i <= things["want", table]; i++) {
    id = order["want", table, i]
    if (!new[id]) continue
    if (!any++) load("table " table " {")
    load("\t" word_of["want", id] " " name_of(id) " {")
    for (j = 1; j <= lines["want", id]; j++) if (!is_chain(id) || line["want", id, j] ~ /^type /) load("\t\t" line["want", id, j])
    load("\t}")
  }
  if (any) load("}")
  else if (!(("have", table) in has_table)) load("add table " table)
}

function is_moving(id,    i) {
  for (i = 1; i <= lines["want", id]; i++) if (line["want", id, i] ~ /^flags .*dynamic/) return 1
  return 0
}

# The elements that go, then those that come; a changed one does both.
function fill(id, table, fresh,    i, key, any) {
  if (is_moving(id)) return
  if (!fresh) {
    for (i = 1; i <= keys["have", id]; i++) {
      key = key_of["have", id, i]
      if (("want", id, key) in value && value["want", id, key] == value["have", id, key]) continue
      if (!(("want", id, key) in value)) difference("too much: " value["have", id, key] " in " name_of(id) where(table))
      else difference("differs: " value["have", id, key] " in " name_of(id) ", should be " value["want", id, key] where(table))
      if (!any++) load("delete element " table " " name_of(id) " {")
      load("\t" key ",")
      count++
    }
    if (any) load("}")
  }
  any = 0
  for (i = 1; i <= keys["want", id]; i++) {
    key = key_of["want", id, i]
    if (!fresh && ("have", id, key) in value) {
      if (value["want", id, key] == value["have", id, key]) continue
    } else {
      if (!fresh) difference("missing: " value["want", id, key] " in " name_of(id) where(table))
      count++
    }
    if (!any++) load("add element " table " " name_of(id) " {")
    load("\t" value["want", id, key] ",")
  }
  if (any) load("}")
}

function rules(table,    i, j, id, any) {
  for (i = 1; i <= things["want", table]; i++) {
    id = order["want", table, i]
    if (!is_chain(id) || !refill[id] || lines["want", id] == 0) continue
    if (!any++) load("table " table " {")
    load("\tchain " name_of(id) " {")
    for (j = 1; j <= lines["want", id]; j++) if (line["want", id, j] !~ /^type /) { load("\t\t" line["want", id, j]); rule_count++ }
    load("\t}")
  }
  if (any) load("}")
}

function describe(id, table,    i, any) {
  if (!(("have", id) in word_of)) { difference("missing: " word_of["want", id] " " name_of(id) where(table)); return }
  if (!PLAIN) { difference("differs: chain " name_of(id) where(table)); return }
  split("", seen)
  for (i = 1; i <= lines["have", id]; i++) seen[line["have", id, i]]++
  for (i = 1; i <= lines["want", id]; i++)
    if (seen[line["want", id, i]]-- <= 0) { any = 1; difference("missing: " line["want", id, i] " in chain " name_of(id) where(table)) }
  split("", seen)
  for (i = 1; i <= lines["want", id]; i++) seen[line["want", id, i]]++
  for (i = 1; i <= lines["have", id]; i++)
    if (seen[line["have", id, i]]-- <= 0) { any = 1; difference("too much: " line["have", id, i] " in chain " name_of(id) where(table)) }
  if (!any) difference("differs: the order of the rules in chain " name_of(id) where(table))
}

# What is there and not wanted goes once nothing leads to it: all such chains are emptied before the first is taken away.
function leftovers(table,    i, id) {
  for (i = 1; i <= things["have", table]; i++) {
    id = order["have", table, i]
    if (("want", id) in word_of) continue
    difference("too much: " word_of["have", id] " " name_of(id) where(table))
    rule_count++
    if (is_chain(id)) leave("flush chain " table " " name_of(id))
    else if (keys["have", id] > 0) leave("flush " word_of["have", id] " " table " " name_of(id))
  }
  for (i = 1; i <= things["have", table]; i++) {
    id = order["have", table, i]
    if (!(("want", id) in word_of)) leave("delete " word_of["have", id] " " table " " name_of(id))
  }
}

# ---- what connection tracking remembers by itself -----------------------------------------------------------------

function translates(text) { return text ~ /(^| \. )(udp|sctp) \. .* : / || text ~ / dnat ip6? to / }

function translations(sign, a, b, table,    i, j, id, key) { # what kind a has of a table and kind b has not
  for (i = 1; i <= things[a, table]; i++) {
    id = order[a, table, i]
    for (j = 1; j <= keys[a, id]; j++) {
      key = key_of[a, id, j]
      if (!(((b, id, key) in value) && value[b, id, key] == value[a, id, key]) && translates(value[a, id, key])) print "C\t" sign " " value[a, id, key]
    }
    if (is_chain(id) && changed(id))
      for (j = 1; j <= lines[a, id]; j++) if (translates(line[a, id, j])) print "C\t" sign " " line[a, id, j]
  }
}

# ---- memory -------------------------------------------------------------------------------------------------------

function remember(kind, table,    i, j, id) {
  print "M\t# part " has_table[kind, table]
  print "M\ttable " table " {"
  for (i = 1; i <= things[kind, table]; i++) {
    id = order[kind, table, i]
    print "M\t\t" word_of[kind, id] " " name_of(id) " {"
    for (j = 1; j <= lines[kind, id]; j++) print "M\t\t\t" line[kind, id, j]
    print "M\t\t}"
  }
  print "M\t}"
}

END {
  for (i = 1; i <= tables["names"]; i++) has_table["want", table_order["names", i]] = has_table["names", table_order["names", i]]
  for (i = 1; i <= tables["want"]; i++) {
    t = table_order["want", i]
    if (tables["names"] && !(("names", t) in has_table)) continue
    print "W\t" has_table["want", t] " - nft " t
    if (t in alien) { print "X\tthe table " t " belongs to another cluster"; continue }
    compare_table(t)
    translations("-", "have", "want", t)
    translations("+", "want", "have", t)
    remember("want", t)
  }
  for (i = 1; i <= tables["have"]; i++) {
    t = table_order["have", i]
    if (("want", t) in has_table || t in alien) continue
    if (t in own ? !(own[t] in in_scope) : !ALL) continue
    difference("too much: table " t)
    leave("delete table " t)
    translations("-", "have", "want", t)
    tables_gone++
  }
  for (i = 1; i <= tables["loaded"]; i++) {
    t = table_order["loaded", i]
    if (!(("want", t) in has_table) && !(has_table["loaded", t] in in_scope)) remember("loaded", t)
  }
  print "N\t" count + 0 " map_element map_elements"
  print "N\t" rule_count + 0 " nft_rule nft_rules"
  print "N\t" tables_gone + 0 " nft_table nft_tables"
  print "E\t" (changes ? 1 : 0)
}
