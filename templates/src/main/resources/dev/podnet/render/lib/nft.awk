# nft.awk: compares own tables of nftables with those wanted, and writes what nft has to load.
#
# Input: @@own and @@alien as in network.awk on standard input; then files: the tables as nft lists them after kind=have, as it
# lists those of the files, without elements, after kind=shown, and the .nft files after kind=want and part=PART. For verify.sh
# the .nft files come after kind=names, and as nft writes them after kind=want.
# Variables: PARTS, ALL as in network.awk; LOAD, STALE: files to write, what to load and what is left over; SAY=1: tell differences;
#   PLAIN=1: what is wanted is in nft's own words, so it is compared itself and not what kind=shown says.
#
# Elements are compared as they are read: one that is there and wanted in the same words is of no further account. Where there is
# no table at all they pass as they are.
#
# Output, tab separated:
#   X TEXT  a problem      V TEXT  a difference      W PART - nft TABLE  what is wanted
#   N COUNT NAME NAMES  how many things change      E 0|1  at the end: whether anything changes
#   C - RULE, C + RULE  elements and rules that translate UDP or SCTP and go or come (conntrack.awk)

BEGIN {
  n = split(PARTS, list, " ")
  for (i = 1; i <= n; i++) in_scope[list[i]] = 1
}

# ---- reading ------------------------------------------------------------------------------------------------------

# The usual line: an element by itself.
inside_elements && /^\t\t\t.*,$/ && index($0, ", ") == 0 {
  if (pass) {
    if (!moving[thing]) pass_element()
    next
  }
  from = substr($0, 4, 1) == " " ? 9 : 4
  if (kind == "want" || kind == "have") element(substr($0, from, length($0) - from))
  next
}

/^@@/ { kind = substr($0, 3); next }
kind == "own" { if ($3 == "nft") own[$4 " " $5] = $1; next }
kind == "alien" { if ($3 == "nft") alien[$4 " " $5] = 1; next }
{ sub(/^[ \t]+/, "") }
kind == "want" && /^# part / { part = $3; next }
$0 == "" || /^#/ { next }

inside_elements { elements($0); next }
$1 == "table" && NF == 4 { table = $2 " " $3; thing = ""; begin_table(); next }
thing == "" && $0 == "}" { next }
thing == "" && NF == 3 && ($1 == "set" || $1 == "map" || $1 == "chain") { begin_thing($1, $2); next }
$0 == "}" { thing = ""; next }
thing != "" && /^elements = \{/ {
  inside_elements = 1
  # of intervals nft takes none twice
  pass = kind == "want" && !SAY && !tables["have"] && !tables["names"] && text[kind, thing] !~ /flags [^\n]*interval/
  sub(/^elements = \{ ?/, "")
  if ($0 != "") elements($0)
  next
}
thing != "" { text[kind, thing] = text[kind, thing] $0 "\n"; if (/^flags .*dynamic/) moving[thing] = 1; next }
kind == "have" { strange[table] = 1; next }
{ print "X\t" FILENAME ": not understood: " $0 }

function begin_table() {
  if ((kind, table) in has_table) return
  has_table[kind, table] = part
  table_order[kind, ++tables[kind]] = table
}

function begin_thing(word, name) {
  thing = table SUBSEP name SUBSEP (word == "chain" ? "chain" : "set")
  if (!(thing in number)) number[thing] = ++numbers
  at = number[thing]
  text[kind, thing] = ""
  if ((kind, thing) in word_of) return # another fragment says the same
  word_of[kind, thing] = word
  order[kind, table, ++things[kind, table]] = thing
}

function pass_element(    line) {
  passed[at]++
  piece[at] = piece[at] $0 "\n"
  if (length(piece[at]) > 4000) { pieces[at, ++piece_count[at]] = piece[at]; piece[at] = "" }
  if (!index($0, "udp . ") && !index($0, "sctp . ")) return
  line = substr($0, 4, length($0) - 4)
  if (translates(line)) print "C\t+ " line
}

function elements(text,    n, i, piece, got) {
  if (text == "}" || text ~ / }$/) { inside_elements = pass = 0; sub(/ ?}$/, "", text) }
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

# Those there come first.
function element(text) {
  if (moving[thing]) return # rules put them in
  if (kind == "have") {
    if (!(at in numeric)) numeric[at] = text ~ /(^| \. )(6|17|132) \. /
    if (numeric[at]) text = named(text)
    there[at, text] = ++have_count[at]
    have_text[at, have_count[at]] = text
  } else if (kind == "want") {
    if ((at, text) in same) return # another fragment says the same
    same[at, text] = 1
    if ((at, text) in there) delete have_text[at, there[at, text]]
    else want_text[at, ++want_count[at]] = text
  }
}

function key_of(text,    end) {
  end = match(text, / comment "| : /)
  return end ? substr(text, 1, end - 1) : text
}

# Without /etc/protocols nft lists numbers.
function named(text) {
  if (text ~ /^[0-9]+ \. /) text = "x . " text; else text = "y . " text
  sub(/ \. 6 \. /, " . tcp . ", text); sub(/ \. 17 \. /, " . udp . ", text); sub(/ \. 132 \. /, " . sctp . ", text)
  sub(/^[xy] \. /, "", text)
  return text
}

# ---- comparing ----------------------------------------------------------------------------------------------------

function name_of(id,    t) { split(id, t, SUBSEP); return t[2] }
function is_chain(id) { return id ~ /chain$/ }
function where(table) { return " (table " table ")" }
function difference(text) { if (SAY) print "V\t" text }
function load(text) { print text >LOAD; changes++ }
function leave(text) { print text >STALE; changes++ }

# How nft writes what is wanted.
function form(id) { return PLAIN ? text["want", id] : text["shown", id] }

function changed(id) { return !(("have", id) in word_of) || form(id) != text["have", id] }

# What cannot be changed in place: what a set is, and where a base chain hangs.
function header(id, lines,    end) {
  if (!is_chain(id)) return lines
  end = index(lines, "\n")
  return lines ~ /^type / ? substr(lines, 1, end) : ""
}

function other_header(id) {
  return ("have", id) in word_of && (word_of["have", id] != word_of["want", id] || header(id, form(id)) != header(id, text["have", id]))
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

function declare(table,    i, id, any) {
  for (i = 1; i <= things["want", table]; i++) {
    id = order["want", table, i]
    if (!new[id]) continue
    if (!any++) load("table " table " {")
    load("\t" word_of["want", id] " " name_of(id) " {")
    printf "%s", header(id, text["want", id]) >LOAD
    load("\t}")
  }
  if (any) load("}")
  else if (!(("have", table) in has_table)) load("add table " table)
}

# The elements that go, then those that come; a changed one does both. In a table that is made anew all come.
function fill(id, table, fresh,    i, n, t, key, any) {
  if (moving[id]) return
  n = number[id]
  split("", changing)
  if (!fresh) {
    if (SAY) for (i = 1; i <= want_count[n]; i++) changing[key_of(want_text[n, i])] = want_text[n, i]
    for (i = 1; i <= have_count[n]; i++) {
      if (!((n, i) in have_text)) continue
      t = have_text[n, i]
      key = key_of(t)
      if (key in changing) { difference("differs: " t " in " name_of(id) where(table) ", should be " changing[key]); changing[key] = "" }
      else difference("too much: " t " in " name_of(id) where(table))
      gone[n, key] = 1
      if (!any++) load("delete element " table " " name_of(id) " {")
      load("\t" key ",")
      count++
    }
    if (any) load("}")
  } else for (i = 1; i <= have_count[n]; i++) if (!((n, i) in have_text)) again[n]++
  any = 0
  if (passed[n]) {
    load("add element " table " " name_of(id) " {")
    for (i = 1; i <= piece_count[n]; i++) printf "%s", pieces[n, i] >LOAD
    printf "%s", piece[n] >LOAD
    load("}")
    count += passed[n]
  }
  if (again[n]) { # what is there went with the table
    for (t in there) {
      split(t, list, SUBSEP)
      if (list[1] == n && (n, list[2]) in same) { if (!any++) load("add element " table " " name_of(id) " {"); load("\t" list[2] ","); count++ }
    }
  }
  for (i = 1; i <= want_count[n]; i++) {
    t = want_text[n, i]
    if (!fresh && !((n, key_of(t)) in gone)) { difference("missing: " t " in " name_of(id) where(table)); count++ }
    else if (fresh) count++
    if (!any++) load("add element " table " " name_of(id) " {")
    print "\t" t "," >LOAD
  }
  if (any) load("}")
}

function rules(table,    i, id, lines, any) {
  for (i = 1; i <= things["want", table]; i++) {
    id = order["want", table, i]
    if (!is_chain(id) || !refill[id]) continue
    lines = substr(text["want", id], length(header(id, text["want", id])) + 1)
    if (lines == "") continue
    if (!any++) load("table " table " {")
    load("\tchain " name_of(id) " {")
    printf "%s", lines >LOAD
    rule_count += split(lines, list, "\n") - 1
    load("\t}")
  }
  if (any) load("}")
}

function describe(id, table,    i, n, m, any) {
  if (!SAY) return
  if (!(("have", id) in word_of)) { difference("missing: " word_of["want", id] " " name_of(id) where(table)); return }
  n = split(text["have", id], there_line, "\n")
  m = split(form(id), want_line, "\n")
  split("", seen)
  for (i = 1; i < n; i++) seen[there_line[i]]++
  for (i = 1; i < m; i++)
    if (seen[want_line[i]]-- <= 0) { any = 1; difference("missing: " want_line[i] " in chain " name_of(id) where(table)) }
  split("", seen)
  for (i = 1; i < m; i++) seen[want_line[i]]++
  for (i = 1; i < n; i++)
    if (seen[there_line[i]]-- <= 0) { any = 1; difference("too much: " there_line[i] " in chain " name_of(id) where(table)) }
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
    else if (have_count[number[id]] || moving[id]) leave("flush " word_of["have", id] " " table " " name_of(id))
  }
  for (i = 1; i <= things["have", table]; i++) {
    id = order["have", table, i]
    if (!(("want", id) in word_of)) leave("delete " word_of["have", id] " " table " " name_of(id))
  }
}

# ---- what connection tracking remembers by itself -----------------------------------------------------------------

function translates(text) { return text ~ /(^| \. )(udp|sctp) \. .* : / || text ~ / dnat ip6? to / }

# What goes and what comes: elements, and rules of chains that change.
function translations(table,    i, j, id, n) {
  for (i = 1; i <= things["have", table]; i++) {
    id = order["have", table, i]; n = number[id]
    for (j = 1; j <= have_count[n]; j++) if ((n, j) in have_text && translates(have_text[n, j])) print "C\t- " have_text[n, j]
    if (is_chain(id) && (!(("want", id) in word_of) || changed(id))) translating("-", text["have", id])
  }
  for (i = 1; i <= things["want", table]; i++) {
    id = order["want", table, i]; n = number[id]
    for (j = 1; j <= want_count[n]; j++) if (translates(want_text[n, j])) print "C\t+ " want_text[n, j]
    if (is_chain(id) && changed(id)) translating("+", text["want", id])
  }
}

function translating(sign, lines,    i, n) {
  if (lines !~ / dnat ip6? to /) return
  n = split(lines, list, "\n")
  for (i = 1; i < n; i++) if (translates(list[i])) print "C\t" sign " " list[i]
}

END {
  for (i = 1; i <= tables["names"]; i++) has_table["want", table_order["names", i]] = has_table["names", table_order["names", i]]
  for (i = 1; i <= tables["want"]; i++) {
    t = table_order["want", i]
    if (tables["names"] && !(("names", t) in has_table)) continue
    print "W\t" has_table["want", t] " - nft " t
    if (t in alien) { print "X\tthe table " t " belongs to another cluster"; continue }
    compare_table(t)
    translations(t)
  }
  for (i = 1; i <= tables["have"]; i++) {
    t = table_order["have", i]
    if (("want", t) in has_table || t in alien) continue
    if (t in own ? !(own[t] in in_scope) : !ALL) continue
    difference("too much: table " t)
    leave("delete table " t)
    translations(t)
    tables_gone++
  }
  print "N\t" count + 0 " map_element map_elements"
  print "N\t" rule_count + 0 " nft_rule nft_rules"
  print "N\t" tables_gone + 0 " nft_table nft_tables"
  print "E\t" (changes ? 1 : 0)
}
