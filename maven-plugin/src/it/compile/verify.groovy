def log = new File(basedir, 'build.log').text
def out = new File(basedir, 'target/podnet')

assert new File(out, 'nodes/n1/apply.sh').canExecute()
assert new File(out, 'podnet.json').text.contains('"cluster": "shop"')

def said = log.readLines().findAll { it =~ /\[INFO\] (checked|checking|compiling|compiled|up to date)/ }
    .collect { it.replaceAll(/[0-9]+ files/, 'N files').replace('[INFO] ', '') }
assert said == [
    'checking src/main/podnet: it was not checked before',
    'checked 2 nodes, 2 pods, 1 service: no errors',
    'compiling src/main/podnet: there is no target/podnet yet',
    'compiled 2 nodes, N files into target/podnet',
    'up to date: 1 input checked before',
    'up to date: target/podnet',
    'up to date: 1 input checked before',
    'compiling src/main/podnet: src/main/podnet/shop.podnet changed',
    'compiled 2 nodes, N files into target/podnet',
    'compiling src/main/podnet: the settings changed',
    'compiled 2 nodes, N files into target/podnet',
]
assert new File(out, 'nodes/n1').list().any { it.contains('ipvs') } || new File(out, 'cluster').list().any { it.contains('ipvs') }
