package dev.podnet.backends.nftables;

import static dev.podnet.backends.nftables.Rules.rule;

import dev.podnet.backends.common.Hashes;
import dev.podnet.model.Service;
import dev.podnet.net.Cidr;
import dev.podnet.plan.NftField;
import dev.podnet.plan.NftMatch;
import dev.podnet.plan.NftRule;
import dev.podnet.plan.NftSet;
import dev.podnet.plan.NftStatement;
import dev.podnet.plan.NftVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Sends packets to endpoints. How many endpoints a service has decides which chain it goes through, and that chain draws a
 * number below that; the map of that number knows the endpoint. So there are as many chains as there are different numbers of
 * endpoints, and a change of one endpoint is a change of elements.
 *
 * <p>Services with session affinity have chains of their own, and a set of clients for each endpoint.
 */
final class Balance {

  /** A need for a chain that all services of a kind go through. */
  private record Need(Layer layer, Door door, Optional<Manner> manner, int endpoints)
      implements Comparable<Need> {
    @Override
    public int compareTo(Need other) {
      return java.util.Comparator.comparing(Need::layer)
          .thenComparing(Need::door)
          .thenComparing(n -> n.manner().map(Enum::ordinal).orElse(-1))
          .thenComparing(Need::endpoints)
          .compare(this, other);
    }
  }

  /**
   * A way to a service port.
   *
   * @param key what a packet finds it by
   * @param manner how it is sent on; empty for a plain choice
   */
  record Way(
      Service service,
      Service.Port port,
      Door door,
      List<NftSet.Value> key,
      Optional<Manner> manner) {

    String name() {
      return service.portName(port);
    }
  }

  private final Growing shared;
  private final Optional<Cidr> pods;
  private final boolean masqueradeAll;
  private final SortedSet<Need> needs = new TreeSet<>();

  /**
   * Nothing to send yet.
   *
   * @param shared where the chains go that serve many
   * @param pods who keeps its address at a ClusterIP
   */
  Balance(Growing shared, Optional<Cidr> pods, boolean masqueradeAll) {
    this.shared = shared;
    this.pods = pods;
    this.masqueradeAll = masqueradeAll;
  }

  /** Sends what comes by a way to one of some endpoints, each with the same chance. */
  void send(Growing to, Layer layer, Way way, List<Service.Backend> backends) {
    int n = backends.size();
    need(layer, way.door(), Optional.empty(), n);
    String target = way.service().affinitySeconds().isPresent()
        ? stay(to, layer, way, backends)
        : Integer.toString(n);
    String dispatch = way.door().dispatch(layer);
    declareDispatch(to, layer, way.door());
    to.element(dispatch, way.key(), Optional.of(verdict(layer, way, target, n)), way.name());
    for (int i = 0; i < n; i++) {
      Service.Backend backend = backends.get(i);
      String serves = way.name() + backend.endpoint().pod().map(p -> " -> " + p).orElse("");
      declareSlot(to, layer, way.door(), i);
      to.element(way.door().slot(layer, i), way.key(), Optional.of(endpoint(backend)), serves);
    }
  }

  private NftVerdict verdict(Layer layer, Way way, String target, int n) {
    boolean stays = way.service().affinitySeconds().isPresent();
    if (way.manner().isEmpty()) {
      return NftVerdict.goTo(stays ? way.door().stay(layer, target) : way.door().oneOf(layer, n));
    }
    Manner manner = way.manner().get();
    if (!stays) {
      need(layer, way.door(), way.manner(), n);
    }
    String chain = manner.chain(layer, way.door(), target);
    return manner == Manner.SHORT ? NftVerdict.jump(chain) : NftVerdict.goTo(chain);
  }

  private void need(Layer layer, Door door, Optional<Manner> manner, int n) {
    needs.add(new Need(layer, door, manner, n));
  }

  private static NftSet.Endpoint endpoint(Service.Backend backend) {
    return new NftSet.Endpoint(backend.endpoint().ip(), backend.port());
  }

  // --- affinity

  /** The chains of a service port whose clients stay with their endpoint; what the names of these end with. */
  private String stay(Growing to, Layer layer, Way way, List<Service.Backend> backends) {
    Service.Port port = way.port();
    String key = way.service().ref() + ":" + port.name().orElse(Integer.toString(port.number()))
        + "/" + port.protocol().lowerName();
    String id = Hashes.base32(key);
    String keep = layer.prefix() + "-KEEP-" + id;
    to.chain(keep, way.name() + ": clients stay with their endpoint", keep(to, way, key, backends));
    String stay = way.door().stay(layer, id);
    to.chain(
        stay,
        way.name(),
        List.of(
            rule().jump(keep),
            rule("no place to remember more clients")
                .goTo(way.door().oneOf(layer, backends.size()))));
    way.manner()
        .ifPresent(manner ->
            to.chain(manner.chain(layer, way.door(), id), way.name(), rules(manner, stay)));
    return id;
  }

  private static List<NftRule> keep(
      Growing to, Way way, String key, List<Service.Backend> backends) {
    int seconds = way.service().affinitySeconds().orElseThrow();
    List<NftRule> had = new ArrayList<>();
    List<NftRule> another = new ArrayList<>();
    int left = backends.size();
    for (Service.Backend backend : backends) {
      String serves = way.name() + backend.endpoint().pod().map(p -> " -> " + p).orElse("");
      String clients = "PODNET-CLIENTS-"
          + Hashes.base32(key + " " + backend.endpoint().ip() + " " + backend.port());
      to.clients(clients, seconds, serves + ": its clients");
      NftMatch known = new NftMatch.InSet(List.of(NftField.SOURCE), clients, false);
      had.add(send(rule(serves).when(known), way, clients, backend));
      Rules rule = rule(serves);
      if (left > 1) {
        rule.when(new NftMatch.OneIn(left));
      }
      another.add(send(rule, way, clients, backend));
      left--;
    }
    had.addAll(another);
    return had;
  }

  private static NftRule send(Rules rule, Way way, String clients, Service.Backend backend) {
    return rule.when(new NftMatch.OfProtocol(way.port().protocol()))
        .first(new NftStatement.Remember(clients, NftField.SOURCE))
        .then(new NftStatement.DnatTo(endpoint(backend)));
  }

  // --- chains that serve many

  private List<NftRule> rules(Manner manner, String target) {
    List<NftRule> rules = new ArrayList<>();
    switch (manner) {
      case CLUSTER_IP -> {
        Rules marked = rule("services: answers come back to this node");
        if (!masqueradeAll) {
          pods.ifPresent(range -> marked.when(new NftMatch.Source(range, true)));
        }
        rules.add(marked.then(new NftStatement.SetMark(Rules.MASQUERADE)));
        rules.add(rule().goTo(target));
      }
      case OUTSIDE ->
        rules.add(rule("services: answers come back to this node").mark().goTo(target));
      case SHORT -> {
        pods.ifPresent(
            range -> rules.add(rule("pods reach all endpoints").from(range).goTo(target)));
        rules.add(rule("the host reaches all endpoints")
            .when(new NftMatch.FromHost())
            .mark()
            .goTo(target));
      }
    }
    return rules;
  }

  private static void declareDispatch(Growing to, Layer layer, Door door) {
    to.set(
        door.dispatch(layer),
        door.key(),
        NftSet.Holds.VERDICTS,
        door == Door.ADDRESS ? "the services by their addresses" : "the services by node ports");
  }

  private static void declareSlot(Growing to, Layer layer, Door door, int place) {
    to.set(
        door.slot(layer, place),
        door.key(),
        NftSet.Holds.ENDPOINTS,
        "endpoint " + (place + 1) + " of each service");
  }

  /** Whether any packet may be sent by a layer and door. */
  boolean sends(Layer layer, Door door) {
    return needs.stream().anyMatch(n -> n.layer() == layer && n.door() == door);
  }

  /** Adds the chains that were found to be needed, and declares the maps they ask. */
  void finish() {
    for (Need need : needs) {
      Layer layer = need.layer();
      Door door = need.door();
      int n = need.endpoints();
      declareDispatch(shared, layer, door);
      for (int i = 0; i < n; i++) {
        declareSlot(shared, layer, door, i);
        String slot = door.slot(layer, i);
        shared.chain(
            slot,
            "to endpoint " + (i + 1),
            List.of(rule().then(new NftStatement.Dnat(door.key(), slot))));
      }
      String oneOf = door.oneOf(layer, n);
      if (need.manner().isPresent()) {
        Manner manner = need.manner().get();
        shared.chain(
            manner.chain(layer, door, Integer.toString(n)),
            "services with " + n + (n == 1 ? " endpoint" : " endpoints"),
            rules(manner, oneOf));
      } else if (n > 1) {
        List<String> slots =
            IntStream.range(0, n).mapToObj(i -> door.slot(layer, i)).toList();
        shared.chain(oneOf, "to one of " + n, List.of(rule().then(new NftStatement.Spread(slots))));
      }
    }
  }
}
