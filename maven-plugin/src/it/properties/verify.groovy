def log = new File(basedir, 'build.log').text
def out = new File(basedir, 'build/the network')
assert new File(out, 'podnet.json').text.contains('"path": "more specs/front.podnet"')
assert out.list().contains('nodes')
assert new File(basedir, 'nets/podnet.lock').text.contains('front')
assert new File(basedir, 'approved/podnet.json').text == new File(out, 'podnet.json').text
assert !new File(basedir, 'approved/cluster/lib').exists()
assert log.contains('build/the network is as approved in approved')
assert !new File(basedir, 'target/podnet').exists()
