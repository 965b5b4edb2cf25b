[#ftl output_format="Yaml"]
# The hosts of the cluster, for Ansible. What else it must know of them, such as ansible_user, stands in an inventory of yours
# beside this one: ansible-playbook -i inventory.yml -i mine.yml apply.yml
---
podnet:
  vars:
    podnet_cluster: [=cluster]
  hosts:
[#list hosts as host]
    [=host.node]: {ansible_host: [=host.address]}
[#else]
    {}
[/#list]
