# shellcheck shell=bash disable=SC2034
# host.sh: b2 of cluster two-racks. Sourced by apply.sh, verify.sh and teardown.sh.
CLUSTER=two-racks
NODE=b2
# the interface that carries the addresses below
UNDERLAY=eth0
ADDRESSES=192.168.2.12
# what the scripts call, and the kernel features they need: NAME:PATH-THAT-PROVES-IT
TOOLS='ip bridge sysctl iptables-save iptables-restore'
MODULES='br_netfilter:/proc/sys/net/bridge vxlan:'
# which of iptables (4) and ip6tables (6) are used
FAMILIES=4
# part, and the files it loads, without the ending; from the output's top folder
PARTS='
network   nodes/b2/network cluster/network cluster/peers
pods      nodes/b2/pods
services  nodes/b2/services cluster/services
'
