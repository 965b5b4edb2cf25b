[#ftl output_format="Batch"]
# [#outputformat "Comment"][=title][/#outputformat]
[#list settings as setting]

# [#outputformat "Comment"][=setting.reason][/#outputformat]
[=setting.key] = [=setting.value]
[/#list]
