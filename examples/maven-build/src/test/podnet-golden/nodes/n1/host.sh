# shellcheck shell=bash disable=SC2034
# host.sh: n1 of cluster quickstart. Sourced by apply.sh, verify.sh and teardown.sh.
CLUSTER=quickstart
NODE=n1
# the interface that carries the addresses below
UNDERLAY=eth0
ADDRESSES=192.168.1.11
# what the scripts call, and the kernel features they need: NAME:PATH-THAT-PROVES-IT
TOOLS='ip ipset sysctl iptables-save iptables-restore'
MODULES=br_netfilter:/proc/sys/net/bridge
# which of iptables (4) and ip6tables (6) are used
FAMILIES=4
# part, and the files it loads, without the ending; from the output's top folder
PARTS='
network   nodes/n1/network cluster/network cluster/peers-lan
pods      nodes/n1/pods
services  nodes/n1/services cluster/services
dns       nodes/n1/dns cluster/dns
'
