def out = new File(basedir, 'network/target/podnet')
assert new File(out, 'nodes/n1/apply.sh').exists()
assert new File(out, 'cluster').list().any { new File(out, "cluster/${it}").isFile() && new File(out, "cluster/${it}").text.contains('10.244.') }
