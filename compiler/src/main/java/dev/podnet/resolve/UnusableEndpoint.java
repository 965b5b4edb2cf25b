package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.ServiceCode;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.LinkedHashMap;
import java.util.Map;

/** Addresses that cannot be endpoints, as each host has its own of them (Kubernetes API, validation of endpoint addresses). */
final class UnusableEndpoint {

  private static final String MULTICAST = "a multicast address";

  private static final Map<Cidr, String> BLOCKS = new LinkedHashMap<>();

  static {
    BLOCKS.put(Cidr.parse("0.0.0.0/32"), "the unspecified address");
    BLOCKS.put(Cidr.parse("::/128"), "the unspecified address");
    BLOCKS.put(Cidr.parse("127.0.0.0/8"), "a loopback address");
    BLOCKS.put(Cidr.parse("::1/128"), "a loopback address");
    BLOCKS.put(Cidr.parse("169.254.0.0/16"), "a link-local address");
    BLOCKS.put(Cidr.parse("fe80::/10"), "a link-local address");
    BLOCKS.put(Cidr.parse("224.0.0.0/4"), MULTICAST);
    BLOCKS.put(Cidr.parse("ff00::/8"), MULTICAST);
  }

  private UnusableEndpoint() {}

  /** Whether an address is one of them, which is then reported. */
  static boolean reported(
      ServiceDraft service, Located<IpAddress> address, Diagnostics diagnostics) {
    for (Map.Entry<Cidr, String> block : BLOCKS.entrySet()) {
      if (block.getKey().contains(address.value())) {
        Diagnostic.at(
                address.span(),
                ServiceCode.ENDPOINT_NOT_USABLE,
                "endpoint " + address + " of service " + service.ref() + " is " + block.getValue())
            .label(
                block.getValue().equals(MULTICAST)
                    ? "connections are made to one host"
                    : "every host would look for it at home")
            .help("write the address by which other hosts reach the endpoint")
            .to(diagnostics);
        return true;
      }
    }
    return false;
  }
}
