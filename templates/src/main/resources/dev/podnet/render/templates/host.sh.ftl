[#ftl output_format="Shell"]
# shellcheck shell=bash disable=SC2034
# host.sh: [#outputformat "Comment"][=node] of cluster [=cluster][/#outputformat]. Sourced by apply.sh, verify.sh and teardown.sh.
CLUSTER=[=cluster]
NODE=[=node]
# the interface that carries the addresses below
UNDERLAY=[=underlay]
ADDRESSES=[=addresses]
# what the scripts call, and the kernel features they need: NAME:PATH-THAT-PROVES-IT
TOOLS=[=tools]
MODULES=[=modules]
# which of iptables (4) and ip6tables (6) are used
FAMILIES=[=families]
# part, and the files it loads, without the ending; from the output's top folder
PARTS='
[#outputformat "ShellQuoted"]
[#list parts as part]
[=part.name][=part.files]
[/#list]
[/#outputformat]
'
