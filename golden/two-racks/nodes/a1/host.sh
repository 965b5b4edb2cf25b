# shellcheck shell=bash disable=SC2034
# host.sh: a1 of cluster two-racks. Sourced by apply.sh, verify.sh and teardown.sh.
CLUSTER=two-racks
NODE=a1
# the interface that carries the addresses below
UNDERLAY=eth0
ADDRESSES=192.168.1.11
# what the scripts call, and the kernel features they need: NAME:PATH-THAT-PROVES-IT
TOOLS='ip bridge sysctl iptables-save iptables-restore'
MODULES='br_netfilter:/proc/sys/net/bridge vxlan:'
# which of iptables (4) and ip6tables (6) are used
FAMILIES=4
# part, and the files it loads, without the ending; from the output's top folder
PARTS='
network   nodes/a1/network cluster/network cluster/peers
pods      nodes/a1/pods
services  nodes/a1/services cluster/services
dns       nodes/a1/dns cluster/dns
'
