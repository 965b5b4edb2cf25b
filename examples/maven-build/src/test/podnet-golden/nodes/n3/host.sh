# shellcheck shell=bash disable=SC2034
# host.sh: n3 of cluster quickstart. Sourced by apply.sh, verify.sh and teardown.sh.
CLUSTER=quickstart
NODE=n3
# the interface that carries the addresses below
UNDERLAY=eth0
ADDRESSES=192.168.1.13
# what the scripts call, and the kernel features they need: NAME:PATH-THAT-PROVES-IT
TOOLS='ip ipset sysctl iptables-save iptables-restore'
MODULES=br_netfilter:/proc/sys/net/bridge
# which of iptables (4) and ip6tables (6) are used
FAMILIES=4
# part, and the files it loads, without the ending; from the output's top folder
PARTS='
network   nodes/n3/network cluster/network cluster/peers-lan
pods      nodes/n3/pods
services  nodes/n3/services cluster/services
'
