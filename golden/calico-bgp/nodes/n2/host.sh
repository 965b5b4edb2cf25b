# shellcheck shell=bash disable=SC2034
# host.sh: n2 of cluster calico-bgp. Sourced by apply.sh, verify.sh and teardown.sh.
CLUSTER=calico-bgp
NODE=n2
# the interface that carries the addresses below
UNDERLAY=eth0
ADDRESSES='192.168.50.12 fd50::12'
# what the scripts call, and the kernel features they need: NAME:PATH-THAT-PROVES-IT
TOOLS='ip bird birdc ipset setsid sha256sum sysctl unshare iptables-save iptables-restore ip6tables-save ip6tables-restore'
MODULES=''
# which of iptables (4) and ip6tables (6) are used
FAMILIES='4 6'
# part, and the files it loads, without the ending; from the output's top folder
PARTS='
network   nodes/n2/network cluster/network cluster/bgp-lan-near
pods      nodes/n2/pods
services  nodes/n2/services cluster/services
dns       nodes/n2/dns cluster/dns
'
