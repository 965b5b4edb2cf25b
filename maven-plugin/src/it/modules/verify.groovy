def log = new File(basedir, 'build.log').text
['north', 'south and west', 'east'].each { module ->
  def out = new File(basedir, "${module}/target/podnet/podnet.json").text
  assert out.contains("\"cluster\": \"${module.replace(' ', '-')}\"")
  assert new File(basedir, "${module}/src/test/podnet-golden/podnet.json").text == out
}
assert !new File(basedir, 'docs/target').exists()
assert !new File(basedir, 'target').exists()
assert log.contains('nothing to do: there is no src/main/podnet')
assert !log.contains('[WARNING]')
