package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Node;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.List;
import java.util.TreeSet;

/** The blocks of {@code nodePortAddresses} hold an address of some node; loopback ones are every node's. */
final class NodePortAddressesUnused implements Rule {

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
    List<String> unused = context.cluster().settings().nodePortAddresses().stream()
        .filter(block -> !loopback(block) && !holds(block, addresses))
        .map(Cidr::toString)
        .toList();
    if (!unused.isEmpty()) {
      Diagnostic.at(
              context.cluster().span(),
              AddressCode.NODE_PORT_ADDRESSES_UNUSED,
              "no node has an address in " + Words.list(unused) + " of `nodePortAddresses`")
          .label("no node port answers there")
          .help("write a block that holds the nodes' addresses, such as "
              + Cidr.of(addresses.first(), addresses.first().isV4() ? 24 : 64)
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
