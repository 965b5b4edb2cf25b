# netfilter.awk: compares the own chains of one family with those wanted, and writes what iptables-restore has to load.
#
# Input: the rules files behind @@want PART FILE; what was loaded last time behind @@loaded, and how iptables-save showed it
# right afterwards behind @@dump; then @@own and @@alien as in network.awk, and `iptables-save -c` behind @@have.
# Variables: FAMILY (4 or 6); PARTS, ALL as in network.awk;
#   PLAIN=1: the wanted rules are in the words of iptables-save, so they are compared with what is there, not with
#   what was loaded last; BEFORE=1: so are the jumps, and each has its own position.
# For verify.sh the files come after kind=names: of them only the jumps and the chains' names are taken, and the rules of
# these chains from standard input, behind @@want.
#
# Output, tab separated:
#   X TEXT  a problem      V TEXT  a difference      W PART - KIND KEY  what is wanted      T TABLE  a table that is not there yet
#   L LINE  a line for iptables-restore      M LINE  what counts as loaded afterwards      S LINE  the state before
#   C - RULE, C + RULE   rules of changed chains that translate UDP or SCTP, before and after

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

/^@@/ { kind = substr($1, 3); if (NF > 1) { part = $2; source = $3 }; next }
kind == "own" { own[$3, rest_of($0, 3)] = $1; next }
kind == "alien" { alien[$3, rest_of($0, 3)] = 1; next }

# ---- reading ------------------------------------------------------------------------------------------------------

kind == "loaded" && /^# part / { part = $3; next }
/^[ \t]*(#|$)/ || /^COMMIT/ { next }
/^\*/ { table = substr($1, 2); if (kind == "have") has_table[table] = 1; next }

kind == "names" {
  if (/^:/) named[table, substr($1, 2)] = part
  else if (/^-I /) want_jump($0, "")
  names = 1
  next
}

kind == "want" {
  if (names && !((table, /^:/ ? substr($1, 2) : $2) in named)) next
  line = $0; counters = ""
  if (match(line, /^\[[0-9]+:[0-9]+\] /)) { counters = substr(line, 1, RLENGTH); line = substr(line, RLENGTH + 1) }
  if (line ~ /^:/) {
    id = table SUBSEP substr($1, 2)
    if (!(id in want)) { want[id] = part; want_order[++wants] = id; want_size[id] = 0 }
  } else if (line ~ /^-A /) {
    split(line, t, " ")
    id = table SUBSEP t[2]
    if (!(id in want)) { want[id] = part; want_order[++wants] = id; want_size[id] = 0 }
    want_rule[id, ++want_size[id]] = line
    if (counters != "") want_count[id, want_size[id]] = counters
  } else if (line ~ /^-I /) want_jump(line, counters)
  else print "X\t" (source == "" ? FILENAME : source) ": not understood: " line
  next
}

kind == "loaded" || kind == "dump" {
  if (/^:/) { known[kind, table, substr($1, 2)] = 1; if (kind == "loaded") { loaded_part[table, substr($1, 2)] = part; loaded_order[++loadeds] = table SUBSEP substr($1, 2) } }
  else if (/^-A /) memory[kind, table, $2, ++memory_size[kind, table, $2]] = $0
  next
}

kind == "have" {
  if (/^:/) {
    name = substr($1, 2); position[table, name] = 0
    if (name ~ /^PODNET/) { id = table SUBSEP name; has_chain[id] = 1; has_order[++has] = id; has_size[id] = 0 }
    next
  }
  name = $3; position[table, name]++
  id = table SUBSEP name
  if (id in has_chain) {
    has_rule[id, ++has_size[id]] = substr($0, length($1) + 2)
    has_count[id, has_size[id]] = $1 " "
  } else if (match($0, / -[jg] PODNET[^ ]*/)) {
    jump = ++has_jumps
    jump_table[jump] = table; jump_base[jump] = name; jump_chain[jump] = substr($0, RSTART + 4, RLENGTH - 4)
    jump_text[jump] = rest_of($0, 3)
    jump_count[jump] = $1 " "; jump_at[jump] = position[table, name]
  }
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

function same_as_memory(which, id, size,    i) { # the wanted rules (loaded) or those there (dump) against memory
  if (!((which, id) in known) || memory_size[which, id] + 0 != size) return 0
  for (i = 1; i <= size; i++)
    if (memory[which, id, i] != (which == "loaded" ? want_rule[id, i] : has_rule[id, i])) return 0
  return 1
}

function changed(id,    i) {
  if (!(id in has_chain)) return 1
  if (!PLAIN) return !(same_as_memory("loaded", id, want_size[id]) && same_as_memory("dump", id, has_size[id]))
  if (want_size[id] != has_size[id]) return 1
  for (i = 1; i <= want_size[id]; i++) if (want_rule[id, i] != has_rule[id, i]) return 1
  return 0
}

function load(table, line) { lines[table, ++line_count[table]] = line }
function difference(text) { print "V\t" text }

function describe(id,    i, any) { # the rules that are missing or too much
  if (!(id in has_chain)) { difference("missing: chain " name_of(id) " of table " table_of(id) " (IPv" FAMILY ")"); return }
  if (!PLAIN) { difference("differs: chain " name_of(id) " of table " table_of(id) " (IPv" FAMILY ")"); return }
  split("", seen)
  for (i = 1; i <= has_size[id]; i++) seen[has_rule[id, i]]++
  for (i = 1; i <= want_size[id]; i++)
    if (seen[want_rule[id, i]]-- <= 0) { any = 1; difference("missing: -t " table_of(id) " " want_rule[id, i] " (IPv" FAMILY ")") }
  split("", seen)
  for (i = 1; i <= want_size[id]; i++) seen[want_rule[id, i]]++
  for (i = 1; i <= has_size[id]; i++)
    if (seen[has_rule[id, i]]-- <= 0) { any = 1; difference("too much: -t " table_of(id) " " has_rule[id, i] " (IPv" FAMILY ")") }
  if (!any) difference("differs: the order of the rules in chain " name_of(id) " of table " table_of(id) " (IPv" FAMILY ")")
}

function compare_chains(    i, j, id, part) {
  for (i = 1; i <= wants; i++) {
    id = want_order[i]
    if (("chain" FAMILY, key(id)) in alien) print "X\tthe chain " name_of(id) " of table " table_of(id) " belongs to another cluster"
    if (!changed(id)) continue
    describe(id)
    load(table_of(id), ":" name_of(id) " - [0:0]")
    touched[id] = 1
  }
  for (i = 1; i <= has; i++) {
    id = has_order[i]
    if ((id in want) || ("chain" FAMILY, key(id)) in alien) continue
    if (("chain" FAMILY, key(id)) in own) { if (!(own["chain" FAMILY, key(id)] in in_scope)) continue }
    else if (!ALL) continue
    difference("too much: chain " name_of(id) " of table " table_of(id) " (IPv" FAMILY ")")
    stale[id] = 1
    load(table_of(id), ":" name_of(id) " - [0:0]")
  }
  for (i = 1; i <= wants; i++) {
    id = want_order[i]
    if (!touched[id]) continue
    for (j = 1; j <= want_size[id]; j++) load(table_of(id), want_count[id, j] want_rule[id, j])
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
  difference((at < n ? "missing: " : "differs: ") "the jumps from " base " of table " table " (IPv" FAMILY ")")
  for (i = 1; i <= has_jumps; i++)
    if (jump_table[i] == table && jump_base[i] == base && (stays[i] || is_wanted(i))) load(table, "-D " base " " jump_text[i])
  if (BEFORE) for (i = 1; i <= n; i++) load(table, order_count[i] "-I " base " " order_at[i] " " order_text[i])
  else for (i = n; i >= 1; i--) load(table, order_count[i] "-I " base " 1 " order_text[i])
}

function remove_jump(i) {
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
function write_translations(    i, j, id) {
  for (i = 1; i <= wants; i++) {
    id = want_order[i]
    if (!touched[id] || table_of(id) != "nat") continue
    for (j = 1; j <= want_size[id]; j++) translation("+", want_rule[id, j])
    write_old_translations(id)
  }
  for (i = 1; i <= has; i++) if (has_order[i] in stale && table_of(has_order[i]) == "nat") write_old_translations(has_order[i])
}

function write_old_translations(id,    j) {
  for (j = 1; j <= has_size[id]; j++) translation("-", has_rule[id, j])
  for (j = 1; j <= memory_size["loaded", id]; j++) translation("-", memory["loaded", id, j])
}

function translation(sign, rule) {
  if (rule ~ / -p (udp|sctp) / && rule ~ / --(to-destination|dports?) /) print "C\t" sign " " rule
}

# ---- writing ------------------------------------------------------------------------------------------------------

function write_load(    i, j, t) {
  for (i = 1; i <= has; i++) if (has_order[i] in stale) load(table_of(has_order[i]), "-X " name_of(has_order[i]))
  for (i = 1; i <= table_count; i++) {
    t = tables[i]
    if (!line_count[t]) continue
    print "L\t*" t
    for (j = 1; j <= line_count[t]; j++) print "L\t" lines[t, j]
    print "L\tCOMMIT"
  }
}

function write_memory(    i, j, id) {
  for (i = 1; i <= wants; i++) {
    id = want_order[i]
    print "M\t# part " want[id]; print "M\t*" table_of(id); print "M\t:" name_of(id) " - [0:0]"
    for (j = 1; j <= want_size[id]; j++) print "M\t" want_rule[id, j]
  }
  for (i = 1; i <= loadeds; i++) {
    id = loaded_order[i]
    if ((id in want) || (loaded_part[id] in in_scope)) continue
    print "M\t# part " loaded_part[id]; print "M\t*" table_of(id); print "M\t:" name_of(id) " - [0:0]"
    for (j = 1; j <= memory_size["loaded", id]; j++) print "M\t" memory["loaded", id, j]
  }
}

function write_state(    i, j, id, last) {
  for (i = 1; i <= has; i++) {
    id = has_order[i]
    if (("chain" FAMILY, key(id)) in alien) continue
    print "S\t*" table_of(id); print "S\t:" name_of(id) " - [0:0]"
    for (j = 1; j <= has_size[id]; j++) print "S\t" has_count[id, j] has_rule[id, j]
  }
  for (i = 1; i <= has_jumps; i++) {
    if (("jump" FAMILY, jump_table[i] " " jump_base[i] " " jump_chain[i]) in alien) continue
    print "S\t*" jump_table[i]; print "S\t" jump_count[i] "-I " jump_base[i] " " jump_at[i] " " jump_text[i]
  }
}

END {
  compare_chains()
  compare_jumps()
  for (i = 1; i <= wants; i++) {
    print "W\t" want[want_order[i]] " - chain" FAMILY " " key(want_order[i])
    table = table_of(want_order[i])
    if (table in has_table) continue
    has_table[table] = 0
    print "T\t" want[want_order[i]] " - table" FAMILY " " table
  }
  for (i = 1; i <= want_jumps; i++) print "W\t" wj_part[i] " - jump" FAMILY " " wj_table[i] " " wj_base[i] " " wj_chain[i]
  write_load()
  write_translations()
  write_memory()
  write_state()
}
