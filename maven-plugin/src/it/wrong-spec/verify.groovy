def log = new File(basedir, 'build.log').text
def spec = new File(basedir, 'src/main/podnet/shop.podnet').canonicalPath

// The form that editors and build servers make links of, with the reason and the way out below it.
assert log.contains("[ERROR] ${spec}:[5,29] PN0020: `192.168.1.300` is not an address")
assert log.contains('node n2 { address 192.168.1.300; podCIDR 10.244.1.0/24 }')
assert log.contains('= help: `podnet explain PN')
// Every file's mistakes in one run, and again where Maven says what failed.
assert log.contains('more.podnet:[')
assert log =~ /podnet found \d errors:\n/
assert log.contains('MojoFailureException')
assert !log.contains('\tat ')
assert !new File(basedir, 'target/podnet').exists()
