[#ftl output_format="Line"]
# [#outputformat "Comment"][=title][/#outputformat]
[#list sections as section]

# [#outputformat "Comment"][=section.title][/#outputformat]
[#list section.lines as line]
[=line]
[/#list]
[/#list]
