[#ftl output_format="Rules"]
# [#outputformat "Comment"][=title][/#outputformat]
[#list tables as table]

table [=table.name] {
[#list table.sets as set]
	# [#outputformat "Comment"][=set.comment][/#outputformat]
	[=set.word] [=set.name] {
[#list set.lines as line]
		[=line]
[/#list]
[#if set.elements??]
		elements = {
[#list set.elements as element]
			[=element],
[/#list]
		}
[/#if]
	}

[/#list]
[#list table.chains as chain]
	# [#outputformat "Comment"][=chain.comment][/#outputformat]
	chain [=chain.name] {
[#list chain.lines as line]
		[=line]
[/#list]
	}
[#sep]

[/#sep]
[/#list]
}
[/#list]
