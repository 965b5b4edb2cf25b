# netfilter-dump.awk: what iptables-save shows of own chains once some have been loaded or taken away. Input: after kind=new,
# *TABLE, then :CHAIN and the rules of each chain that was loaded, or !CHAIN of one that went; after kind=dump what it showed
# before. Chains are shown by name. Ends with 3 where a table has come, whose place is not known.

kind == "new" {
  if (/^\*/) table = substr($1, 2)
  else if (/^:/) { name = substr($1, 2); text[table, name] = 0; add(name) }
  else if (/^!/) gone[table, substr($1, 2)] = 1
  else rule[table, name, ++text[table, name]] = $0
  next
}

/^\*/ {
  if (begun) flush_rules("")
  begun = 1
  table = substr($1, 2); came[table] = 1
  name_at = rules_at = 1; last = ""; ruled = 0
  print
  next
}

/^:/ {
  name = substr($1, 2)
  flush_names(name)
  if (!((table, name) in text) && !((table, name) in gone)) print
  next
}

{
  if (!ruled) { flush_names(""); ruled = 1 }
  if ($2 != last) { last = $2; flush_rules(last); skip = (table, last) in text || (table, last) in gone }
  if (!skip) print
}

function add(name,    i) { # in order
  for (i = ++count[table]; i > 1 && names[table, i - 1] "" > name ""; i--) names[table, i] = names[table, i - 1]
  names[table, i] = name
}

# The chains that come no later than this one, or all that are left.
function flush_names(name) {
  for (; name_at <= count[table] && (name == "" || names[table, name_at] "" <= name ""); name_at++) print ":" names[table, name_at] " - [0:0]"
}

function flush_rules(name,    i, id) {
  if (name == "") flush_names("")
  for (; rules_at <= count[table] && (name == "" || names[table, rules_at] "" <= name ""); rules_at++) {
    id = table SUBSEP names[table, rules_at]
    for (i = 1; i <= text[id]; i++) print rule[id, i]
  }
}

END {
  if (begun) flush_rules("")
  for (t in count) if (!(t in came)) exit 3
}
