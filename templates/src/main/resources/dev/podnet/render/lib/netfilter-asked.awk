# netfilter-asked.awk: what `iptables -v -S CHAIN` says of some chains, in the words of `iptables-save -c`. Input: after kind=asked
# that, each behind *TABLE and :CHAIN; after kind=dump what iptables-save shows of own chains without counters. A rule is what it
# is there, but for " -c PACKETS BYTES" somewhere in it. Ends with 3 where it is not.

kind == "asked" {
  if (/^\*/) table = substr($1, 2)
  else if (/^:/) { id = table SUBSEP substr($1, 2); asked[id] = 0 }
  else if (/^-A /) rule[id, ++asked[id]] = $0
  next
}

/^\*/ { table = substr($1, 2); print; next }
/^:/ { if ((table SUBSEP substr($1, 2)) in asked) print; next }
{
  id = table SUBSEP $2
  if (!(id in asked)) next
  counters = counters_of(rule[id, ++seen[id]], $0)
  if (counters == "") { bad = 1; exit }
  print counters " " $0
}

# The counters without which a line is that one.
function counters_of(line, plain,    from, at, word) {
  for (from = 1; match(substr(line, from), / -c [0-9]+ [0-9]+/); from = at + 1) {
    at = from + RSTART - 1
    if (substr(line, 1, at - 1) substr(line, at + RLENGTH) == plain) {
      split(substr(line, at, RLENGTH), word, " ")
      return "[" word[2] ":" word[3] "]"
    }
  }
  return ""
}

END {
  for (id in asked) if (asked[id] != seen[id] + 0) bad = 1
  if (bad) exit 3
  print "# end"
}
