def log = new File(basedir, 'build.log').text
def spec = new File(basedir, 'src/main/podnet/shop.podnet').canonicalPath
assert log.readLines().count { it.startsWith("[WARNING] ${spec}:[") } == 3
assert log.contains('up to date: target/podnet')
assert log.contains('podnet found 1 warning, which podnet.werror takes for errors')
// What was written before is as it was.
assert new File(basedir, 'target/podnet/nodes/n1/apply.sh').exists()
