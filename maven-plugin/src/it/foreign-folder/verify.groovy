def log = new File(basedir, 'build.log').text
assert new File(basedir, 'theirs').list() == ['notes.txt'] as String[]
assert log.contains('theirs is not empty and podnet did not write it; podnet.force replaces it all the same')
assert log.contains('User property: podnet.goldenExcludes')
assert log.contains('Available since: 0.1.0') || log.contains('podnet:verify')
