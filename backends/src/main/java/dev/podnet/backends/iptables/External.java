package dev.podnet.backends.iptables;

import static dev.podnet.backends.common.RuleBuilder.rule;

import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.plan.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What holds for traffic to a service's addresses outside the cluster, wherever its endpoints are chosen. */
final class External {

  private External() {}

  /**
   * The chain of a service port for what comes to it from outside. By the policy Cluster it goes to all endpoints, and the
   * answer comes back here. By the policy Local only pods and the host itself reach all endpoints; others fall through.
   *
   * @param pods the range of pods
   * @param all the chain that chooses one of all endpoints
   */
  static List<Rule> chain(Service service, Service.Port port, Optional<Cidr> pods, String all) {
    String name = service.portName(port);
    List<Rule> rules = new ArrayList<>();
    if (service.externalLocal()) {
      pods.ifPresent(range -> rules.add(rule(name + " from a pod").from(range).jump(all)));
      rules.add(rule(name + " from the host").fromHost().then(Marks.SET));
      rules.add(rule(name + " from the host").fromHost().jump(all));
    } else {
      rules.add(rule(name + " from outside").then(Marks.SET));
      rules.add(rule(name + " from outside").jump(all));
    }
    return rules;
  }
}
