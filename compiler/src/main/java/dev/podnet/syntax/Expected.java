package dev.podnet.syntax;

import dev.podnet.grammar.PodnetParser;
import java.util.LinkedHashMap;
import java.util.Map;
import org.antlr.v4.runtime.ParserRuleContext;

/** What a statement needed where it broke off, in words. */
final class Expected {

  private static final Map<Integer, String> WORDS = words();

  private Expected() {}

  private static Map<Integer, String> words() {
    Map<Integer, String> words = new LinkedHashMap<>();
    words.put(PodnetParser.RULE_cidr, "a prefix such as 10.244.0.0/16");
    words.put(PodnetParser.RULE_cidrs, "a prefix such as 10.244.0.0/16");
    words.put(PodnetParser.RULE_address, "an address such as 10.0.0.1");
    words.put(PodnetParser.RULE_addresses, "an address such as 10.0.0.1");
    words.put(PodnetParser.RULE_mask, "a mask such as /24");
    words.put(PodnetParser.RULE_number, "a number");
    words.put(PodnetParser.RULE_portNumber, "a port number");
    words.put(PodnetParser.RULE_portRange, "a range such as 30000-32767");
    words.put(PodnetParser.RULE_portMatch, "a port such as 80/TCP");
    words.put(PodnetParser.RULE_target, "a port number or name");
    words.put(PodnetParser.RULE_duration, "a duration such as 3h");
    words.put(PodnetParser.RULE_serviceRef, "SERVICE:PORT");
    words.put(PodnetParser.RULE_toggleValue, "`on` or `off`");
    words.put(PodnetParser.RULE_label, "a label such as app=web");
    words.put(PodnetParser.RULE_labelList, "a label such as app=web");
    words.put(PodnetParser.RULE_string, "a text in double quotes");
    words.put(PodnetParser.RULE_party, "one end, such as default/web or world,");
    words.put(PodnetParser.RULE_peer, "`pods`, `namespaces` or a prefix");
    words.put(PodnetParser.RULE_name, "a name");
    words.put(PodnetParser.RULE_names, "a name");
    words.put(PodnetParser.RULE_ingressPath, "a path such as /api, or `->`,");
    words.put(PodnetParser.RULE_containerPort, "a port number");
    words.put(PodnetParser.RULE_servicePort, "a port number");
    return words;
  }

  /** Such as {@code a prefix such as 10.244.0.0/16}. */
  static String what(Problem problem) {
    if (problem.expectsOnly(PodnetParser.ARROW)) {
      return "`->`";
    }
    if (problem.expectsOnly(PodnetParser.FOR)) {
      return "`for`";
    }
    if (problem.expects(PodnetParser.REACHABLE) && problem.expected().size() == 2) {
      return "`reachable` or `isolated`";
    }
    ParserRuleContext at = problem.rule();
    while (at != null && at != problem.item()) {
      String words = WORDS.get(at.getRuleIndex());
      if (words != null) {
        return words;
      }
      at = at.getParent();
    }
    return "a value";
  }
}
