package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.ClusterSettings;
import dev.podnet.model.Node;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.List;
import java.util.TreeSet;

/**
 * The blocks of {@code nodePortAddresses} hold an address of some node. Loopback addresses are every node's, where node ports
 * answer there.
 */
final class NodePortAddressesUnused implements Rule {

  private static final IpAddress LOCALHOST = IpAddress.parse("127.0.0.1");

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    TreeSet<IpAddress> addresses = new TreeSet<>();
    for (Node node : context.cluster().nodes()) {
      for (Located<IpAddress> address : node.addresses()) {
        addresses.add(address.value());
      }
      node.externalIps().forEach(ip -> addresses.add(ip.value()));
    }
    if (addresses.isEmpty()) {
      return;
    }
    ClusterSettings settings = context.cluster().settings();
    List<Cidr> unused = settings.nodePortAddresses().stream()
        .filter(block -> !holds(block, addresses))
        .toList();
    if (!settings.localhostNodePorts()) {
      loopback(
          context, unused.stream().filter(NodePortAddressesUnused::loopback).toList(), diagnostics);
    }
    nobodys(
        context,
        unused.stream()
            .filter(b -> !loopback(b) && !(settings.localhostNodePorts() && b.contains(LOCALHOST)))
            .toList(),
        addresses.first(),
        diagnostics);
  }

  private static void loopback(CheckContext context, List<Cidr> blocks, Diagnostics diagnostics) {
    if (!blocks.isEmpty()) {
      Diagnostic.at(
              context.cluster().span(),
              AddressCode.NODE_PORT_ADDRESSES_UNUSED,
              "no node port answers on loopback, in " + Words.list(texts(blocks))
                  + " of `nodePortAddresses`")
          .label("node ports answer there with `localhostNodePorts on` alone")
          .help("write `localhostNodePorts on`, or leave the block out")
          .to(diagnostics);
    }
  }

  private static List<String> texts(List<Cidr> blocks) {
    return blocks.stream().map(Cidr::toString).toList();
  }

  private static void nobodys(
      CheckContext context, List<Cidr> unused, IpAddress first, Diagnostics diagnostics) {
    if (!unused.isEmpty()) {
      Diagnostic.at(
              context.cluster().span(),
              AddressCode.NODE_PORT_ADDRESSES_UNUSED,
              "no node has an address in " + Words.list(texts(unused)) + " of `nodePortAddresses`")
          .label("no node port answers there")
          .help("write a block that holds the nodes' addresses, such as "
              + Cidr.of(first, first.isV4() ? 24 : 64)
              + ", or leave `nodePortAddresses` out")
          .to(diagnostics);
    }
  }

  private static boolean holds(Cidr block, TreeSet<IpAddress> addresses) {
    IpAddress next = addresses.ceiling(block.network());
    return next != null && block.contains(next);
  }

  private static boolean loopback(Cidr block) {
    return SpecialAddresses.of(block.network())
        .filter(b -> b.purpose().contains("loopback"))
        .isPresent();
  }
}
