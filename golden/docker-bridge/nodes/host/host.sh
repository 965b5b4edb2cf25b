# shellcheck shell=bash disable=SC2034
# host.sh: host of cluster docker-bridge. Sourced by apply.sh, verify.sh and teardown.sh.
CLUSTER=docker-bridge
NODE=host
# the interface that carries the addresses below
UNDERLAY=eth0
ADDRESSES=192.168.50.11
# what the scripts call, and the kernel features they need: NAME:PATH-THAT-PROVES-IT
TOOLS='ip sysctl iptables-save iptables-restore'
MODULES=br_netfilter:/proc/sys/net/bridge
# which of iptables (4) and ip6tables (6) are used
FAMILIES=4
# part, and the files it loads, without the ending; from the output's top folder
PARTS='
network   nodes/host/network cluster/network
pods      nodes/host/pods
'
