def log = new File(basedir, 'build.log').text
assert log.readLines().count { it == '[INFO] skipped' } == 6
assert !new File(basedir, 'target/podnet').exists()
