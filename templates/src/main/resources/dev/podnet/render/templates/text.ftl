[#ftl output_format="Line"]
[#list lines as line]
[=line]
[/#list]
