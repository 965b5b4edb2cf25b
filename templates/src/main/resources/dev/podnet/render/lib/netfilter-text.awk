# netfilter-text.awk: how iptables-save writes what the files say in other letters.

# A chance is a multiple of 2^-31, which iptables-save shows with eleven digits.
function normal(line,    at, rest, value) {
  at = index(line, "--probability ")
  if (!at) return line
  rest = substr(line, at + 14)
  value = substr(rest, 1, index(rest, " ") - 1)
  if (!(value in chance)) chance[value] = sprintf("%.11f", int(value * 2147483648 + 0.5) / 2147483648)
  return substr(line, 1, at + 13) chance[value] substr(rest, length(value) + 1)
}
