#!/bin/bash
# ansible.sh: runs the playbooks of an output against two namespaces, in namespaces that end with it.
# In the working folder: out (to apply) and other (the same cluster with another fabric).
# Prints one line for each thing that holds, and ends with 1 at the first that does not.
set -u
mount -t tmpfs podnet /run
mkdir /run/netns
ip link set dev lo up
ip link add name lan type bridge
ip link set dev lan up
for i in 1 2; do
  ip netns add "host$i"
  ip link add name "port$i" type veth peer name eth0 netns "host$i"
  ip link set dev "port$i" master lan up
  ip -n "host$i" address add "192.168.1.1$i/24" dev eth0
  ip -n "host$i" link set dev eth0 up
  ip -n "host$i" link set dev lo up
  # Ansible's modules run inside the host: that is what the interpreter does.
  printf '#!/bin/sh\nexec nsenter --net=/run/netns/host%s /usr/bin/python3 "$@"\n' "$i" > "python$i"
  chmod +x "python$i"
done
cat > mine.yml << YAML
podnet:
  vars:
    ansible_connection: local
    ansible_remote_tmp: "$PWD/tmp"
    podnet_become: false
    podnet_folder: "$PWD/on-{{ inventory_hostname }}"
  hosts:
    n1: {ansible_python_interpreter: "$PWD/python1"}
    n2: {ansible_python_interpreter: "$PWD/python2"}
YAML
export HOME=$PWD ANSIBLE_NOCOWS=1 LC_ALL=C.UTF-8

play() { # play OUT PLAYBOOK [OPTION…]: runs a playbook; what it says is in the file said
  local out=$1 playbook=$2
  shift 2
  ansible-playbook -i "$out/ansible/inventory.yml" -i mine.yml "$out/ansible/$playbook" "$@" > said 2>&1
}

holds() { # holds WHAT COMMAND…
  local what=$1
  shift
  if ! "$@" > "shown" 2>&1; then
    printf 'does not hold: %s\n' "$what"
    cat shown said
    exit 1
  fi
  printf 'holds: %s\n' "$what"
}

on() { # on I COMMAND…: on a host
  local i=$1
  shift
  nsenter --net="/run/netns/host$i" "$@"
}

no() { ! "$@"; }
recap() { grep -c "^n[12] .*$1" said | grep -qx "$2"; }

holds 'check mode ends well' play out apply.yml --check
holds 'check mode shows the commands' grep -q 'ip link add name flannel.1' said
holds 'check mode changes nothing' no ip -n host1 link show dev cni0
holds 'check mode leaves nothing behind' no ls on-n1.next

holds 'applying ends well' play out apply.yml
holds 'both hosts changed' recap 'changed=1 ' 2
for i in 1 2; do
  holds "host $i is as the files say" on "$i" "on-n$i/nodes/n$i/verify.sh"
done
holds 'the change is kept' on 1 "on-n1/nodes/n1/apply.sh" --dry-run

holds 'applying again ends well' play out apply.yml
holds 'and changes nothing' recap 'changed=0 ' 2

on 1 ip link add name flannel0 type bridge
holds 'a host on which something is in the way stops the play' no play other apply.yml
holds 'and says what' grep -q 'flannel0' said
holds 'the next host was not asked' no grep -q '^n2 ' said
for i in 1 2; do
  holds "host $i is as it was" on "$i" "on-n$i/nodes/n$i/verify.sh"
done

holds 'taking away ends well' play out teardown.yml
for i in 1 2; do
  holds "nothing is left on host $i" no ip -n "host$i" link show dev cni0
  holds "nor are its files" no ls "on-n$i"
done
