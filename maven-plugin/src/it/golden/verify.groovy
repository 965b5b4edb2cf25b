def log = new File(basedir, 'build.log').text
def golden = new File(basedir, 'src/test/podnet-golden')

assert log.contains('there is no approved output in src/test/podnet-golden yet')
assert log.contains('To approve what is compiled now: mvn podnet:update@network')
assert log =~ /accepted \d+ files into src\/test\/podnet-golden; review them/
assert log.contains('target/podnet is as approved in src/test/podnet-golden')

// The difference: file by file, line by line, and how to accept it.
assert log.contains('target/podnet is not as approved in src/test/podnet-golden (-approved, +compiled now):')
assert log.contains('--- a/podnet.json\n+++ b/podnet.json\n')
assert log.contains('+      "name": "n3",')
assert log.contains('--- /dev/null\n+++ b/nodes/n3/apply.sh\n')
assert log =~ /  added   \(\+\d+ -0\) nodes\/n3\/apply\.sh/
assert log =~ /  changed \(\+\d+ -\d+\) podnet\.json/
assert log.contains('When it is what you want, accept it: mvn podnet:update@network')
assert !log.contains('\tat ')

// Accepted, and nothing lost that is not podnet's.
assert new File(golden, 'nodes/n3/apply.sh').canExecute()
assert new File(golden, 'README.md').text.startsWith('The owner')
assert !new File(basedir, 'target/podnet.diff').exists()
