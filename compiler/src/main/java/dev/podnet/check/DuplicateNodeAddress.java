package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Node;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every node has addresses of its own. */
final class DuplicateNodeAddress implements Rule {

  private record Owner(Node node, Located<IpAddress> address) {}

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    Map<IpAddress, Owner> owners = new LinkedHashMap<>();
    for (Node node : context.cluster().nodes()) {
      for (Located<IpAddress> address : node.addresses()) {
        Owner owner = owners.putIfAbsent(address.value(), new Owner(node, address));
        if (owner != null && owner.node() != node) {
          Diagnostic.at(
                  address.span(),
                  AddressCode.DUPLICATE_NODE_ADDRESS,
                  "node " + node.name() + " has the address " + address.value() + " of node "
                      + owner.node().name())
              .label("taken")
              .related(owner.address().span(), owner.node().name() + " has it here")
              .help("give each node an address of its own")
              .to(diagnostics);
        }
      }
    }
  }
}
