# netfilter-shown.awk: the chains that iptables-save shows in other words than the files (with netfilter-text.awk). Input: the
# rules files after kind=want, after kind=shown what iptables-save says once they are loaded. Output: *TABLE and :CHAIN of each
# such chain, its rules as the files have them behind >, as they are shown behind <.

/^\*/ { table = substr($1, 2); next }
/^-A PODNET/ {
  id = table SUBSEP $2
  if (kind == "want" && !(id in want)) order[++chains] = id
  if (kind == "want") want[id] = want[id] normal($0) "\n"
  else shown[id] = shown[id] $0 "\n"
}

function quote(sign, text,    i, n) {
  n = split(text, rules, "\n")
  for (i = 1; i < n; i++) print sign rules[i]
}

END {
  for (i = 1; i <= chains; i++) {
    id = order[i]
    if (shown[id] == want[id]) continue
    split(id, name, SUBSEP)
    print "*" name[1] "\n:" name[2]
    quote(">", want[id])
    quote("<", shown[id])
  }
}
