# netfilter.awk: compares the own chains of one family with those wanted, and writes what iptables-restore has to load.
#
# Input: on standard input @@own and @@alien as in network.awk and, after @@changed, the names of the chains whose rules in the
# files are not those that were loaded last; then files after kind=…: shown (what netfilter-shown.awk wrote), loaded and old
# (what was loaded last: all of it, or what translates UDP and SCTP), want with part=… (the rules files), have
# (`iptables-save -c` and a line "# end").
# Variables: FAMILY (4 or 6); PARTS, ALL as in network.awk; LOAD, OWN, TOUCHED: files to write; SAY=1: tell differences;
#   MEMORY: what tells which chains of the files are not as they were loaded: names (@@changed), or all (kind=loaded);
#   PLAIN=1: the wanted rules are in the words of iptables-save, so they are compared with what is there alone;
#   BEFORE=1: so are the jumps, and each has its own position; only the chains that lines "#only NAME" name are looked at, and no
#   jumps behind a line "#same jumps".
# For verify.sh names=1, and the files come after kind=names: of them only the jumps and the chains' names are taken, and the rules of
# these chains from what comes after kind=want.
#
# The text of a chain, all its rules in one string, is what is compared: a rule is looked at by itself only where they differ.
#
# Output, tab separated:
#   X TEXT  a problem      V TEXT  a difference      U  the kernel may only show a chain in other words (see netfilter-quick.sh)
#   C - RULE, C + RULE   rules of changed chains that translate UDP or SCTP, before and after
#   N COUNT  rules to load      T COUNT  tables that change      E 0|1  at the end: whether anything changes; I: what the kernel has was cut off
#   O  what is owned is no longer what is on record (QUICK=1)
# QUICK=1: of own chains only those that need it are given, wanted ones behind lines "# part PART". To DUMP: how iptables-save (of
# VARIANT, nft or not) will show all own chains, or with QUICK=1 what changes of that, for netfilter-dump.awk.
# To LOAD: lines for iptables-restore. To OWN: PART - KIND KEY of what is wanted. To TOUCHED: the chains that are loaded or go.

BEGIN {
  n = split(PARTS, list, " ")
  for (i = 1; i <= n; i++) in_scope[list[i]] = 1
  n = split("policies services dns pods network", list, " ")
  for (i = 1; i <= n; i++) rank[list[i]] = i
  n = split("raw mangle nat filter security", list, " ")
  for (i = 1; i <= n; i++) tables[++table_count] = list[i]
}

function rest_of(line, count,    at_blank) { # the line without its first words
  for (; count > 0; count--) { at_blank = index(line, " "); line = substr(line, at_blank + 1) }
  return line
}

# ---- reading ------------------------------------------------------------------------------------------------------

# Rules of one chain stand together: their text is put down when another chain's begin. It grows by pieces: to add each of
# thousands of rules to a long text takes longer than all else.
kind == "want" && /^-A / && (!QUICK || (part in in_scope)) { rest = substr($0, 4); want_rule($0, substr(rest, 1, index(rest, " ") - 1), ""); next }

kind == "have" && /^\[/ {
  at = index($0, " -A ")
  line = substr($0, at + 1)
  rest = substr(line, 4)
  name = substr(rest, 1, index(rest, " ") - 1)
  if (name != have_name) { put_have(); have_name = name; ours = ((table SUBSEP name) in has) }
  if (ours) { have_piece = have_piece line "\n"; if (length(have_piece) > 1000) { have_text = have_text have_piece; have_piece = "" } }
  else {
    position[table, name]++
    if (match(line, / -[jg] PODNET[^ ]*/)) have_jump(line, name)
  }
  next
}

/^@@/ { kind = substr($1, 3); next }
kind == "own" { own[$3, rest_of($0, 3)] = $1; next }
kind == "alien" { alien[$3, rest_of($0, 3)] = 1; next }
kind == "changed" { changed_name[$1] = 1; next }
kind == "want" && BEFORE && /^#only / { only[$2] = 1; next }
kind == "want" && BEFORE && /^#same jumps/ { same_jumps = 1; next }
kind == "want" && QUICK && /^# part / { put_want(); part = $3; next }
kind == "want" && QUICK && !(part in in_scope) { next }
kind == "have" && /^# end$/ { complete = 1; put_have(); next }
/^[ \t]*(#|$)/ || /^COMMIT/ { next }
/^\*/ {
  if (kind == "have") put_have(); else if (kind == "want") put_want(); else if (kind == "loaded") put_loaded()
  table = substr($1, 2)
  if (kind == "have" && !(table in has_table)) { has_table[table] = 1; there_table[++there_tables] = table }
  next
}

kind == "names" {
  if (/^:/) named[table, substr($1, 2)] = part
  else if (/^-I /) want_jump($0, "")
  next
}

kind == "want" {
  if (/^:/) want_chain(substr($1, 2))
  else if (/^-I /) want_jump($0, "")
  else if (match($0, /^\[[0-9]+:[0-9]+\] /)) { # of the state before
    line = substr($0, RLENGTH + 1)
    if (line ~ /^-A /) { split(line, t, " "); want_rule(line, t[2], substr($0, 1, RLENGTH)) }
    else want_jump(line, substr($0, 1, RLENGTH))
  } else print "X\t" FILENAME ": not understood: " $0
  next
}

kind == "have" {
  if (/^:/) {
    name = substr($1, 2); position[table, name] = 0
    if (name ~ /^PODNET/) { id = table SUBSEP name; has[id] = ""; has_order[++has_count] = id }
  }
  next
}

kind == "loaded" || kind == "old" {
  if (/^:/) known[table, substr($1, 2)] = 1
  else if (/^-A /) {
    if (kind == "loaded") {
      if ($2 != loaded_name) { put_loaded(); loaded_name = $2; loaded_table = table }
      loaded_piece = loaded_piece normal($0) "\n"
      if (length(loaded_piece) > 1000) { loaded_text = loaded_text loaded_piece; loaded_piece = "" }
    }
    if (/ -p (udp|sctp) /) old[$2] = old[$2] $0 "\n"
  }
  next
}

kind == "shown" { # *TABLE and :CHAIN, then its rules: > as wanted, < as the kernel shows them
  if (/^:/) { id = table SUBSEP substr($1, 2); shown_want[id] = ""; shown_have[id] = "" }
  else if (/^>/) shown_want[id] = shown_want[id] substr($0, 2) "\n"
  else shown_have[id] = shown_have[id] substr($0, 2) "\n"
}

function want_chain(name,    id) {
  id = table SUBSEP name
  want_table = table
  if (names && !(id in named)) return
  if (!(id in want)) { want[id] = ""; want_part[id] = names ? named[id] : part; want_order[++wants] = id }
}

function want_rule(line, name, counters) {
  if (name != want_name) { put_want(); want_name = name; want_chain(name) }
  if (index(line, "--probability ")) line = normal(line)
  want_piece = want_piece line "\n"; want_rules++
  if (length(want_piece) > 1000) { want_text = want_text want_piece; want_piece = "" }
  if (counters != "") counted = counted counters line "\n"
}

function put_want(    id) {
  if (want_name == "") return
  id = want_table SUBSEP want_name
  if (id in want) { rules_of[id] += want_rules; want[id] = want[id] want_text want_piece; if (counted != "") with_counters[id] = with_counters[id] counted }
  want_name = want_text = want_piece = counted = ""; want_rules = 0
}

function put_loaded() {
  if (loaded_name != "") loaded[loaded_table, loaded_name] = loaded[loaded_table, loaded_name] loaded_text loaded_piece
  loaded_name = loaded_text = loaded_piece = ""
}

function put_have() {
  if (have_name != "" && ours) has[table, have_name] = has[table, have_name] have_text have_piece
  have_name = have_text = have_piece = ""
}

function have_jump(line, name,    jump) { # RSTART is where its target stands
  jump = ++has_jumps
  jump_table[jump] = table; jump_base[jump] = name; jump_chain[jump] = substr(line, RSTART + 4, RLENGTH - 4)
  jump_text[jump] = substr(line, 5 + length(name))
  jump_count[jump] = substr($0, 1, index($0, " ")); jump_at[jump] = position[table, name]
}

# -I BASE NUMBER SPEC
function want_jump(line, counters,    j) {
  split(line, t, " ")
  j = ++want_jumps
  wj_table[j] = table; wj_base[j] = t[2]; wj_at[j] = t[3]; wj_part[j] = part; wj_line[j] = line; wj_count[j] = counters
  wj_text[j] = rest_of(line, 3)
  match(line, / -[jg] PODNET[^ ]*/)
  wj_chain[j] = substr(line, RSTART + 4, RLENGTH - 4)
  jump_wanted[table, t[2], wj_chain[j]] = j
}

# ---- comparing ----------------------------------------------------------------------------------------------------

function table_of(id) { return substr(id, 1, index(id, SUBSEP) - 1) }
function name_of(id) { return substr(id, index(id, SUBSEP) + 1) }
function key(id) { return table_of(id) " " name_of(id) }

function load(table, line) { lines[table, ++line_count[table]] = line }
function difference(text) { if (SAY) print "V\t" text }

function file_changed(id) {
  if (MEMORY == "names") return name_of(id) in changed_name
  return !(id in known) || loaded[id] != want[id]
}

function changed(id) {
  if (!(id in has)) return 1
  if (PLAIN) return want[id] != has[id]
  if (file_changed(id)) return 1
  if (want[id] == has[id]) return 0
  if ((id in shown_want) && shown_want[id] == want[id]) return shown_have[id] != has[id]
  unsure = 1
  return 1
}

function describe(id,    i, n, m, any) { # the rules that are missing or too much
  if (!SAY) return
  if (!(id in has)) { difference("missing: chain " name_of(id) " of table " table_of(id) " (IPv" FAMILY ")"); return }
  if (!PLAIN) { difference("differs: chain " name_of(id) " of table " table_of(id) " (IPv" FAMILY ")"); return }
  n = split(has[id], there, "\n")
  m = split(want[id], wanted, "\n")
  split("", seen)
  for (i = 1; i < n; i++) seen[there[i]]++
  for (i = 1; i < m; i++)
    if (seen[wanted[i]]-- <= 0) { any = 1; difference("missing: -t " table_of(id) " " wanted[i] " (IPv" FAMILY ")") }
  split("", seen)
  for (i = 1; i < m; i++) seen[wanted[i]]++
  for (i = 1; i < n; i++)
    if (seen[there[i]]-- <= 0) { any = 1; difference("too much: -t " table_of(id) " " there[i] " (IPv" FAMILY ")") }
  if (!any) difference("differs: the order of the rules in chain " name_of(id) " of table " table_of(id) " (IPv" FAMILY ")")
}

function compare_chains(    i, id) {
  for (i = 1; i <= wants; i++) {
    id = want_order[i]
    if (("chain" FAMILY, key(id)) in alien) print "X\tthe chain " name_of(id) " of table " table_of(id) " belongs to another cluster"
    if (!changed(id)) continue
    describe(id)
    touched[id] = 1
    heads[table_of(id)]++
    print name_of(id) >TOUCHED
  }
  for (i = 1; i <= has_count; i++) {
    id = has_order[i]
    if ((id in want) || ("chain" FAMILY, key(id)) in alien || BEFORE && !(name_of(id) in only)) continue
    if (("chain" FAMILY, key(id)) in own) { if (!(own["chain" FAMILY, key(id)] in in_scope)) continue }
    else if (!ALL) continue
    difference("too much: chain " name_of(id) " of table " table_of(id) " (IPv" FAMILY ")")
    stale[id] = 1
    other_own = 1
    heads[table_of(id)]++
    print name_of(id) >TOUCHED
  }
}

# Whether a rule that is there is the wanted jump: the same words, or some the kernel may have put another way.
function is_wanted(jump,    j) {
  if (!((jump_table[jump], jump_base[jump], jump_chain[jump]) in jump_wanted)) return 0
  j = jump_wanted[jump_table[jump], jump_base[jump], jump_chain[jump]]
  return jump_text[jump] == wj_text[j] || !BEFORE && wj_text[j] != "-j " jump_chain[jump]
}

# The jumps that a base chain is to have, in order: order[1..n] are lines for -I.
function order_jumps(table, base,    i, j, n, id, k) {
  n = 0
  for (j = 1; j <= want_jumps; j++)
    if (wj_table[j] == table && wj_base[j] == base) {
      n++; order_chain[n] = wj_chain[j]; order_text[n] = wj_text[j]; order_count[n] = wj_count[j]
      order_at[n] = wj_at[j]; order_rank[n] = BEFORE ? 0 : rank[wj_part[j]]
    }
  for (i = 1; i <= has_jumps; i++) {
    id = jump_table[i] " " jump_base[i] " " jump_chain[i]
    if (jump_table[i] != table || jump_base[i] != base || !(("jump" FAMILY, id) in own)) continue
    if ((own["jump" FAMILY, id] in in_scope) || (table, base, jump_chain[i]) in jump_wanted) continue
    n++; order_chain[n] = jump_chain[i]; order_text[n] = jump_text[i]; order_count[n] = ""
    order_rank[n] = rank[own["jump" FAMILY, id]]
    stays[i] = 1
  }
  if (BEFORE) return n
  for (i = 2; i <= n; i++)
    for (k = i; k > 1 && (order_rank[k] < order_rank[k - 1] || order_rank[k] == order_rank[k - 1] && order_chain[k] < order_chain[k - 1]); k--) exchange(k, k - 1)
  return n
}

function exchange(a, b,    x) {
  x = order_chain[a]; order_chain[a] = order_chain[b]; order_chain[b] = x
  x = order_text[a]; order_text[a] = order_text[b]; order_text[b] = x
  x = order_rank[a]; order_rank[a] = order_rank[b]; order_rank[b] = x
}

function compare_base(table, base,    i, n, at, ok) {
  n = order_jumps(table, base)
  at = 0; ok = 1
  for (i = 1; i <= has_jumps; i++) {
    if (jump_table[i] != table || jump_base[i] != base) continue
    if (stays[i] || is_wanted(i)) { if (++at > n || order_chain[at] != jump_chain[i]) ok = 0 }
    else if (is_stale_jump(i)) remove_jump(i)
  }
  if (at != n) ok = 0
  if (ok) return
  other_own = 1
  difference((at < n ? "missing: " : "differs: ") "the jumps from " base " of table " table " (IPv" FAMILY ")")
  for (i = 1; i <= has_jumps; i++)
    if (jump_table[i] == table && jump_base[i] == base && (stays[i] || is_wanted(i))) load(table, "-D " base " " jump_text[i])
  if (BEFORE) for (i = 1; i <= n; i++) load(table, order_count[i] "-I " base " " order_at[i] " " order_text[i])
  else for (i = n; i >= 1; i--) load(table, order_count[i] "-I " base " 1 " order_text[i])
}

function remove_jump(i) {
  other_own = 1
  difference("too much: -t " jump_table[i] " -A " jump_base[i] " " jump_text[i] " (IPv" FAMILY ")")
  load(jump_table[i], "-D " jump_base[i] " " jump_text[i])
}

function is_stale_jump(i,    id) {
  id = jump_table[i] " " jump_base[i] " " jump_chain[i]
  if ((jump_table[i], jump_chain[i]) in stale) return 1
  if (("jump" FAMILY, id) in alien) return 0
  if (("jump" FAMILY, id) in own) return own["jump" FAMILY, id] in in_scope
  return ALL && jump_text[i] == "-j " jump_chain[i]
}

function compare_jumps(    i) {
  for (i = 1; i <= want_jumps; i++)
    if (!((wj_table[i], wj_base[i]) in done)) { done[wj_table[i], wj_base[i]] = 1; compare_base(wj_table[i], wj_base[i]) }
  for (i = 1; i <= has_jumps; i++)
    if (!((jump_table[i], jump_base[i]) in done) && is_stale_jump(i)) remove_jump(i)
}

# The rules of changed chains that connection tracking remembers by themselves; what was loaded counts as well as what is
# there, so that a run that was killed after loading is no loss.
function write_translations(    i, id) {
  for (i = 1; i <= wants; i++) {
    id = want_order[i]
    if (!touched[id] || table_of(id) != "nat") continue
    translations("+", want[id])
    if (id in has) translations("-", has[id])
    translations("-", old[name_of(id)])
  }
  for (i = 1; i <= has_count; i++)
    if (has_order[i] in stale && table_of(has_order[i]) == "nat") { translations("-", has[has_order[i]]); translations("-", old[name_of(has_order[i])]) }
}

function translations(sign, text,    n, i) {
  if (text !~ / -p (udp|sctp) /) return
  n = split(text, rules, "\n")
  for (i = 1; i < n; i++)
    if (rules[i] ~ / -p (udp|sctp) / && rules[i] ~ / --(to-destination|dports?) /) print "C\t" sign " " rules[i]
}

# ---- writing ------------------------------------------------------------------------------------------------------

# First all chains, which empties those that are there; then their rules, the jumps, and what goes.
function write_load(    i, id, t) {
  for (i = 1; i <= has_count; i++) if (has_order[i] in stale) load(table_of(has_order[i]), "-X " name_of(has_order[i]))
  for (i = 1; i <= table_count; i++) {
    t = tables[i]
    if (!heads[t] && !line_count[t]) continue
    changes = 1
    print "*" t >LOAD
    write_chains(t)
    for (j = 1; j <= line_count[t]; j++) print lines[t, j] >LOAD
    rules_count += line_count[t]
    print "COMMIT" >LOAD
    commits++
  }
  print "# end" >LOAD
}

function write_chains(table,    i, id) {
  for (i = 1; i <= wants; i++) if (touched[want_order[i]] && table_of(want_order[i]) == table) print ":" name_of(want_order[i]) " - [0:0]" >LOAD
  for (i = 1; i <= has_count; i++) if (has_order[i] in stale && table_of(has_order[i]) == table) print ":" name_of(has_order[i]) " - [0:0]" >LOAD
  for (i = 1; i <= wants; i++) {
    id = want_order[i]
    if (!touched[id] || table_of(id) != table || want[id] == "") continue
    ORS = ""; print (id in with_counters) ? with_counters[id] : want[id] >LOAD; ORS = "\n"
    rules_count += rules_of[id]
  }
}

function write_own(    i, t) {
  for (i = 1; i <= wants; i++) {
    if (own["chain" FAMILY, key(want_order[i])] != want_part[want_order[i]]) other_own = 1
    print want_part[want_order[i]] " - chain" FAMILY " " key(want_order[i]) >OWN
    t = table_of(want_order[i])
    if (t in has_table) continue
    has_table[t] = 0
    print want_part[want_order[i]] " - table" FAMILY " " t >OWN
    came[++came_count] = t
  }
  for (i = 1; i <= want_jumps; i++) print wj_part[i] " - jump" FAMILY " " wj_table[i] " " wj_base[i] " " wj_chain[i] >OWN
  if (other_own) print "O"
}

# How iptables-save will show a chain.
function to_show(id) {
  if (!touched[id]) return has[id]
  return (id in shown_want) && shown_want[id] == want[id] ? shown_have[id] : want[id]
}

# What becomes of what was shown, for netfilter-dump.awk.
function write_changes(    i, id) {
  for (i = 1; i <= wants; i++) {
    id = want_order[i]
    if (touched[id]) printf "*%s\n:%s\n%s", table_of(id), name_of(id), to_show(id) >DUMP
  }
  for (id in stale) print "*" table_of(id) "\n!" name_of(id) >DUMP
}

# All that will be shown: tables in the order of the kernel or of iptables-nft, chains by name.
function write_dump(    i, j, n, order) {
  n = 0
  if (VARIANT == "nft") n = split("mangle security raw filter nat", order, " ")
  else {
    for (i = table_count; i >= 1; i--) for (j = 1; j <= came_count; j++) if (came[j] == tables[i]) order[++n] = tables[i]
    for (i = 1; i <= there_tables; i++) order[++n] = there_table[i]
  }
  for (i = 1; i <= n; i++) if (order[i] in has_table) write_table(order[i])
}

function write_table(table,    i, n, id) {
  n = 0
  for (i = 1; i <= wants; i++) if (table_of(want_order[i]) == table) line_up[++n] = want_order[i]
  for (i = 1; i <= has_count; i++) {
    id = has_order[i]
    if (table_of(id) == table && !(id in want) && !(id in stale)) line_up[++n] = id
  }
  sort_line_up(n)
  print "*" table >DUMP
  for (i = 1; i <= n; i++) print ":" name_of(line_up[i]) " - [0:0]" >DUMP
  ORS = ""
  for (i = 1; i <= n; i++) print to_show(line_up[i]) >DUMP
  ORS = "\n"
}

# Puts line_up[1..n] in order: it consists of a few pieces that are.
function sort_line_up(n,    i, j, k, a, b, middle, end, pieces) {
  for (;;) {
    pieces = 0
    for (i = 1; i <= n; i++) if (i == 1 || line_up[i - 1] "" > line_up[i] "") start[++pieces] = i
    if (pieces <= 1) return
    k = 0
    for (j = 1; j <= pieces; j += 2) {
      a = start[j]; b = middle = j < pieces ? start[j + 1] : n + 1; end = j + 1 < pieces ? start[j + 2] : n + 1
      while (a < middle || b < end)
        if (b >= end || a < middle && line_up[a] "" <= line_up[b] "") merged[++k] = line_up[a++]
        else merged[++k] = line_up[b++]
    }
    for (i = 1; i <= n; i++) line_up[i] = merged[i]
  }
}

END {
  put_want()
  put_have()
  put_loaded()
  if (!complete) { print "I"; exit 1 }
  compare_chains()
  if (unsure) print "U"
  if (!same_jumps) compare_jumps()
  write_load()
  write_translations()
  write_own()
  if (DUMP != "") { if (QUICK) write_changes(); else write_dump() }
  print "N\t" rules_count + 0
  print "T\t" commits + 0
  print "E\t" changes + 0
}
