package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Node;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
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
    for (Cidr block : context.cluster().settings().nodePortAddresses()) {
      IpAddress next = addresses.ceiling(block.network());
      boolean loopback = SpecialAddresses.of(block.network())
          .filter(b -> b.purpose().contains("loopback"))
          .isPresent();
      if (!loopback && (next == null || !block.contains(next))) {
        Diagnostic.at(
                context.cluster().span(),
                AddressCode.NODE_PORT_ADDRESSES_UNUSED,
                "no node has an address in " + block + ", which `nodePortAddresses` names")
            .label("no node port answers there")
            .help("write a block that holds the nodes' addresses, such as "
                + Cidr.of(addresses.first(), addresses.first().isV4() ? 24 : 64)
                + ", or leave `nodePortAddresses` out")
            .to(diagnostics);
      }
    }
  }
}
