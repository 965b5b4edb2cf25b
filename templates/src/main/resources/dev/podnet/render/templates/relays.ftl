[#ftl output_format="Line"]
[#list relays as relay]
# [#outputformat "Comment"][=relay.comment][/#outputformat]
upstream [=relay.name] {
[#list relay.balance as line]
  [=line];
[/#list]
[#list relay.targets as target]
  server [=target] max_fails=0;
[/#list]
}
server { listen [=relay.listen]; proxy_pass [=relay.name]; proxy_timeout [=relay.idle]s; }
[/#list]
