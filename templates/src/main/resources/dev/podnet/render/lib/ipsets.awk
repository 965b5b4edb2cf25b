# ipsets.awk: compares the own sets with those wanted, and writes what `ipset restore` has to load.
#
# Input as in netfilter.awk, with the sets files and `ipset save`.
# Variables: PARTS, ALL, PLAIN as in netfilter.awk; LOAD, STALE, LOADED, SAVED: files to write: lines for `ipset restore`, before
# the rules and after them; what counts as loaded afterwards; the state before.
# Output, tab separated:
#   X TEXT  a problem      V TEXT  a difference      W PART - set NAME  what is wanted
#   N COUNT  lines to load      E 0|1  at the end: whether anything changes

BEGIN { n = split(PARTS, list, " "); for (i = 1; i <= n; i++) in_scope[list[i]] = 1 }

# The usual line.
/^add PODNET/ && kind != "names" && !names {
  line = substr($0, 5)
  end = index(line, " ")
  name = substr(line, 1, end - 1)
  line = substr(line, end + 1)
  if (index(line, " ")) line = element($0)
  if (!((kind, name, line) in member)) { member[kind, name, line] = 1; members[kind, name, ++size[kind, name]] = $0 }
  next
}

/^@@/ { kind = substr($0, 3); next }
kind == "own" { if ($3 == "set") own[$4] = $1; next }
kind == "alien" { if ($3 == "set") alien[$4] = 1; next }
kind == "loaded" && /^# part / { part = $3; next }
/^[ \t]*(#|$)/ { next }
kind == "names" { if ($1 == "create") named[$2] = 1; next }
names && kind == "want" && !($2 in named) { next }
$2 !~ /^PODNET/ { if (kind == "want") print "X\t" FILENAME ": not understood: " $0; next }

$1 == "create" {
  header[kind, $2] = $0
  if (!((kind, $2) in there)) { there[kind, $2] = 1; order[kind, ++sets[kind]] = $2; in_part[kind, $2] = part }
  next
}

$1 == "add" {
  name = $2; what = element($0)
  if (!((kind, name, what) in member)) { member[kind, name, what] = 1; members[kind, name, ++size[kind, name]] = $0 }
}

# What makes two sets ones that can be swapped: type and family.
function form(line,    n, i, f) {
  n = split(line, t, " ")
  f = t[3]
  for (i = 4; i < n; i++) if (t[i] == "family") f = f " " t[i + 1]
  return f
}

# A member, with the mark it carries where it has one.
function element(line,    n) { n = split(line, t, " "); return t[3] (n == 5 && t[4] == "skbmark" ? " skbmark " t[5] : "") }

function same(a, b, name,    i) {
  if (!((a, name) in there) || !((b, name) in there) || size[a, name] + 0 != size[b, name] + 0) return 0
  if (form(header[a, name]) != form(header[b, name])) return 0
  for (i = 1; i <= size[a, name]; i++) if (!((b, name, element(members[a, name, i])) in member)) return 0
  return 1
}

function difference(text) { print "V\t" text }

function load(line) { print line >LOAD; loads++ }

function fill(name, target,    i, line) {
  for (i = 1; i <= size["want", name]; i++) {
    line = members["want", name, i]
    load("add " target substr(line, length("add " name) + 1))
  }
}

# Tells a file of a set, as it is wanted, was loaded or is there.
function tell(kind, name, file,    i) {
  print header[kind, name] >file
  for (i = 1; i <= size[kind, name]; i++) print members[kind, name, i] >file
}

function describe(name,    i) {
  if (!PLAIN) { difference("differs: set " name); return }
  for (i = 1; i <= size["want", name]; i++)
    if (!(("have", name, element(members["want", name, i])) in member)) difference("missing: " element(members["want", name, i]) " in set " name)
  for (i = 1; i <= size["have", name]; i++)
    if (!(("want", name, element(members["have", name, i])) in member)) difference("too much: " element(members["have", name, i]) " in set " name)
}

END {
  for (i = 1; i <= sets["want"]; i++) {
    name = order["want", i]
    print "W\t" in_part["want", name] " - set " name
    if (name in alien) print "X\tthe set " name " belongs to another cluster"
    if (PLAIN ? same("want", "have", name) : same("want", "loaded", name) && same("dump", "have", name)) continue
    if (!(("have", name) in there)) {
      difference("missing: set " name)
      load(header["want", name])
      fill(name, name)
      continue
    }
    describe(name)
    if (("have", name "-new") in there) load("destroy " name "-new")
    handled[name "-new"] = 1
    load("create " name "-new" substr(header["want", name], length("create " name) + 1))
    fill(name, name "-new")
    load("swap " name " " name "-new")
    load("destroy " name "-new")
  }
  for (i = 1; i <= sets["have"]; i++) {
    name = order["have", i]
    if ((("want", name) in there) || (name in alien) || handled[name]) continue
    base = name; sub(/-new$/, "", base)
    if (name in own) { if (!(own[name] in in_scope)) continue }
    else if (!ALL && !(base != name && ("want", base) in there)) continue
    difference("too much: set " name)
    print "destroy " name >STALE
    loads++
  }
  for (i = 1; i <= sets["want"]; i++) {
    name = order["want", i]
    print "# part " in_part["want", name] >LOADED
    tell("want", name, LOADED)
  }
  for (i = 1; i <= sets["loaded"]; i++) {
    name = order["loaded", i]
    if ((("want", name) in there) || (in_part["loaded", name] in in_scope)) continue
    print "# part " in_part["loaded", name] >LOADED
    tell("loaded", name, LOADED)
  }
  for (i = 1; i <= sets["have"]; i++) if (!(order["have", i] in alien)) tell("have", order["have", i], SAVED)
  print "N\t" loads + 0
  print "E\t" (loads ? 1 : 0)
}
