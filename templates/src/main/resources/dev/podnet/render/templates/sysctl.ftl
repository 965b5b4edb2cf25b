[#ftl output_format="Batch"]
# [#outputformat "Comment"][=title][/#outputformat]
[#list settings as setting]

# [#outputformat "Comment"][=setting.reason][/#outputformat]
[#if setting.before.isPresent()]@kernel-before [=setting.before.get()] [/#if][=setting.key] = [=setting.value]
[/#list]
