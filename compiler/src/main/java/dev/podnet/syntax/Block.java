package dev.podnet.syntax;

import dev.podnet.grammar.PodnetParser;

/** The kinds of blocks, by the rule that reads a statement in one. */
enum Block {
  TOP("at the top of a file", PodnetParser.RULE_statement),
  CLUSTER("in `cluster`", PodnetParser.RULE_clusterItem),
  SETTINGS("in the settings of a backend", PodnetParser.RULE_settingItem),
  SEGMENT("in `segment`", PodnetParser.RULE_segmentItem),
  ROUTER("in `router`", PodnetParser.RULE_routerItem),
  NODE("in `node`", PodnetParser.RULE_nodeItem),
  NAMESPACE("in `namespace`", PodnetParser.RULE_namespaceItem),
  POD("in `pod`", PodnetParser.RULE_podItem),
  CONTAINER("in `container`", PodnetParser.RULE_containerItem),
  SERVICE("in `service`", PodnetParser.RULE_serviceItem),
  POLICY("in `networkPolicy`", PodnetParser.RULE_policyItem),
  RULE("in a rule of `networkPolicy`", PodnetParser.RULE_ruleItem),
  INGRESS("in the `ingress` of a namespace", PodnetParser.RULE_ingressItem),
  HOST("in the `host` of an `ingress`", PodnetParser.RULE_hostItem);

  private static final Block[] BY_RULE = byRule();

  private final String where;
  private final int itemRule;

  Block(String where, int itemRule) {
    this.where = where;
    this.itemRule = itemRule;
  }

  /** Where it is, in a sentence: {@code in `cluster`}. */
  String where() {
    return where;
  }

  /** The block whose statements the rule reads, or null when it reads no statement. */
  static Block ofRule(int rule) {
    return BY_RULE[rule];
  }

  private static Block[] byRule() {
    Block[] blocks = new Block[PodnetParser.ruleNames.length];
    for (Block block : values()) {
      blocks[block.itemRule] = block;
    }
    return blocks;
  }
}
