# netfilter-split.awk: parts what `iptables-save -c` prints. To SHOWS: tables, and own chains without counters; to OTHERS: all but
# own chains.

/^\[/ {
  at = index($0, "]")
  if (substr($0, at, 11) == "] -A PODNET") print substr($0, at + 2) >SHOWS
  else print >OTHERS
  next
}
/^:PODNET/ { print >SHOWS; next }
/^\*/ { print >SHOWS }
{ print >OTHERS }
