# shellcheck shell=bash disable=SC2034
# host.sh: worker-2 of cluster boutique. Sourced by apply.sh, verify.sh and teardown.sh.
CLUSTER=boutique
NODE=worker-2
# the interface that carries the addresses below
UNDERLAY=eth0
ADDRESSES=192.168.10.12
# what the scripts call, and the kernel features they need: NAME:PATH-THAT-PROVES-IT
TOOLS='ip bridge sysctl iptables-save iptables-restore'
MODULES='br_netfilter:/proc/sys/net/bridge vxlan:'
# which of iptables (4) and ip6tables (6) are used
FAMILIES=4
# part, and the files it loads, without the ending; from the output's top folder
PARTS='
network   nodes/worker-2/network cluster/network cluster/peers
pods      nodes/worker-2/pods
services  nodes/worker-2/services cluster/services
dns       nodes/worker-2/dns cluster/dns
'
