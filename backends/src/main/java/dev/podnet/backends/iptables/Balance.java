package dev.podnet.backends.iptables;

import dev.podnet.backends.common.RuleBuilder;
import dev.podnet.model.Service;
import dev.podnet.model.Service.Backend;
import dev.podnet.plan.Match;
import dev.podnet.plan.Rule;
import dev.podnet.plan.Target;
import java.util.ArrayList;
import java.util.List;

/** The rules that choose one of a service's endpoints: each with the same chance, or the one the client had before. */
final class Balance {

  private Balance() {}

  /** The rules, which translate every packet that reaches them. */
  static List<Rule> rules(Service service, Service.Port port, List<Backend> backends) {
    List<Rule> rules = new ArrayList<>();
    service.affinitySeconds().ifPresent(seconds -> {
      for (Backend backend : backends) {
        String list = Chains.affinity(service, port, backend);
        rules.add(base(service, port)
            .match(new Match.RecentlySeen(list, seconds))
            .match(new Match.Remember(list))
            .then(target(backend)));
      }
    });
    int left = backends.size();
    for (Backend backend : backends) {
      RuleBuilder rule = base(service, port);
      if (left > 1) {
        rule.match(new Match.OneIn(left));
      }
      if (service.affinitySeconds().isPresent()) {
        rule.match(new Match.Remember(Chains.affinity(service, port, backend)));
      }
      rules.add(rule.then(target(backend)));
      left--;
    }
    return rules;
  }

  private static RuleBuilder base(Service service, Service.Port port) {
    return RuleBuilder.rule(service.portName(port)).protocol(port.protocol());
  }

  /** The translation to an endpoint. */
  static Target target(Backend backend) {
    return new Target.Dnat(backend.endpoint().ip(), backend.port());
  }
}
