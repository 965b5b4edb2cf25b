def jar = new java.util.zip.ZipFile(new File(basedir, 'target/resources-1.jar'))
assert jar.getEntry('podnet/podnet.json') != null
assert jar.getEntry('podnet/nodes/n1/apply.sh') != null
jar.close()
