def log = new File(basedir, 'build.log').text
assert log.contains('there is no file or folder src/main/podnet')
assert log.contains('MojoExecutionException')
assert log.contains("podnet.set takes cluster.KEY=VALUE, as in cluster.proxyMode=ipvs, not 'proxyMode=ipvs'")
assert log.contains('MojoFailureException')
assert !log.contains('\tat ')
