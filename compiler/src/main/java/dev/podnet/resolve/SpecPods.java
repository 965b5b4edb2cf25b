package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.NameCode;
import dev.podnet.model.ObjectRef;
import dev.podnet.model.Pod;
import dev.podnet.model.PodDns;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import dev.podnet.syntax.LabelPair;
import dev.podnet.syntax.NamespaceItem;
import dev.podnet.syntax.PodItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.IntStream;

/** Reads {@code pod} and {@code pods}. */
final class SpecPods {

  private final Budget budget;
  private final Diagnostics diagnostics;

  SpecPods(Budget budget, Diagnostics diagnostics) {
    this.budget = budget;
    this.diagnostics = diagnostics;
  }

  /** What one block says. */
  private static final class Block {
    private final List<LabelPair> labels = new ArrayList<>();
    private final List<LabelPair> nodeSelector = new ArrayList<>();
    private final List<Pod.Container> containers = new ArrayList<>();
    private Optional<PodItem.Ip> ip = Optional.empty();
    private Optional<PodItem.Network> network = Optional.empty();
    private Optional<PodItem.Shares> shares = Optional.empty();
    private Optional<String> hostname = Optional.empty();
    private Optional<String> subdomain = Optional.empty();
  }

  /** The pods of one statement. */
  Workload read(String namespace, NamespaceItem.PodDecl decl) {
    ObjectRef ref = new ObjectRef(namespace, decl.name().value());
    String what = (decl.count().isPresent() ? "pods " : "pod ") + ref;
    Block block = block(decl, what);
    checkTogether(decl, block, what);
    SortedMap<String, String> labels = Scalars.labels(block.labels, what, diagnostics);
    boolean own = block.shares.isEmpty() && network(block) == Pod.Network.POD && !many(decl);
    PodDraft pattern = new PodDraft(
        ref,
        decl.name().span(),
        network(block),
        block.shares.map(PodItem.Shares::pod),
        own ? ips(block, what) : List.of(),
        Set.of(),
        labels,
        block.hostname,
        block.subdomain,
        block.containers,
        PodDns.CLUSTER_FIRST,
        true,
        false);
    List<PodDraft> pods = decl.count().isEmpty()
        ? List.of(pattern)
        : IntStream.rangeClosed(1, count(decl, what))
            .mapToObj(i -> pattern.named(new ObjectRef(namespace, decl.name() + "-" + i), labels))
            .toList();
    return new Workload(
        ref,
        decl.name().span(),
        decl.count().map(c -> what),
        true,
        false,
        decl.count().isPresent() ? Workload.Spread.FROM_FIRST : Workload.Spread.FROM_HASH,
        decl.on(),
        Scalars.labels(block.nodeSelector, "nodeSelector of " + what, diagnostics),
        List.of(),
        pods);
  }

  private Block block(NamespaceItem.PodDecl decl, String what) {
    NameTable<Boolean> names = new NameTable<>("container", diagnostics);
    Block block = new Block();
    for (PodItem item : decl.items()) {
      if (item instanceof PodItem.Labels l) {
        block.labels.addAll(l.labels());
      } else if (item instanceof PodItem.NodeSelector s) {
        block.nodeSelector.addAll(s.labels());
      } else if (item instanceof PodItem.Ip i) {
        block.ip = Optional.of(i);
      } else if (item instanceof PodItem.Network n) {
        block.network = Optional.of(n);
      } else if (item instanceof PodItem.Shares s) {
        block.shares = Optional.of(s);
      } else if (item instanceof PodItem.Hostname h) {
        block.hostname = Optional.of(h.name().value());
      } else if (item instanceof PodItem.Subdomain s) {
        block.subdomain = Optional.of(s.name().value());
      } else if (item instanceof PodItem.ContainerDecl c
          && names.add(c.name().value(), c.name().span(), true)) {
        block.containers.add(container(c));
      }
    }
    return block;
  }

  private int count(NamespaceItem.PodDecl decl, String what) {
    Located<Integer> count = decl.count().orElseThrow();
    return budget.take(count.value(), count.span(), what) ? count.value() : 0;
  }

  private static boolean many(NamespaceItem.PodDecl decl) {
    return decl.count().isPresent() && decl.count().get().value() != 1;
  }

  private void checkTogether(NamespaceItem.PodDecl decl, Block block, String what) {
    if (block.shares.isPresent() && block.network.isPresent()) {
      contradiction(
          block.shares.get().span(),
          what + " shares another pod's network and names one of its own",
          block.network.get().span(),
          "keep `shares` or `network`, not both");
    }
    if (block.ip.isEmpty()) {
      return;
    }
    Span ip = block.ip.get().span();
    if (block.shares.isPresent()) {
      contradiction(
          ip,
          what + " has an address of its own and shares another pod's network",
          block.shares.get().span(),
          "give the address to the pod whose network is shared");
    } else if (network(block) != Pod.Network.POD) {
      contradiction(
          ip,
          what + " has an address of its own but is not in the pod network",
          block.network.orElseThrow().span(),
          "leave `ip` out, or write `network pod`");
    } else if (many(decl)) {
      contradiction(
          ip,
          "one address for the " + decl.count().orElseThrow() + " pods of " + decl.name(),
          decl.count().orElseThrow().span(),
          "leave `ip` out, or write each of these pods as `pod NAME { … }`");
    }
  }

  private void contradiction(Span place, String message, Span other, String help) {
    Diagnostic.at(place, NameCode.CONTRADICTION, message)
        .related(other, "this does not go with it")
        .help(help)
        .to(diagnostics);
  }

  private List<Located<IpAddress>> ips(Block block, String what) {
    return block.ip.map(i -> Families.addresses(i.addresses())).orElse(List.of());
  }

  private static Pod.Network network(Block block) {
    return block
        .network
        .map(n -> Pod.Network.valueOf(n.mode().value().name()))
        .orElse(Pod.Network.POD);
  }

  private static Pod.Container container(PodItem.ContainerDecl decl) {
    return new Pod.Container(
        decl.name().value(),
        decl.ports().stream()
            .map(p -> new Pod.Port(
                p.span(),
                p.name().map(Located::value),
                p.number().value(),
                p.protocol().value(),
                p.hostPort().map(Located::value),
                p.hostIp().map(Located::value)))
            .toList());
  }
}
