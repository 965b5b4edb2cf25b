package dev.podnet.check;

import dev.podnet.diagnostics.AddressCode;
import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.model.Pod;
import dev.podnet.net.IpAddress;
import dev.podnet.source.Located;
import java.util.LinkedHashMap;
import java.util.Map;

/** Every pod with a network namespace has addresses of its own. */
final class DuplicatePodIp implements Rule {

  private record Owner(Pod pod, Located<IpAddress> ip) {}

  @Override
  public void check(CheckContext context, Diagnostics diagnostics) {
    Map<IpAddress, Owner> owners = new LinkedHashMap<>();
    for (Pod pod : context.cluster().pods()) {
      if (!pod.wired()) {
        continue;
      }
      for (Located<IpAddress> ip : pod.ips()) {
        Owner owner = owners.putIfAbsent(ip.value(), new Owner(pod, ip));
        if (owner != null && owner.pod() != pod) {
          Diagnostic.at(
                  ip.span(),
                  AddressCode.DUPLICATE_POD_IP,
                  "pod " + pod.ref() + " has the address " + ip.value() + " of pod "
                      + owner.pod().ref())
              .label("taken")
              .related(owner.ip().span(), owner.pod().ref() + " has it here")
              .help("give each pod an address of its own, or leave `ip` out")
              .to(diagnostics);
        }
      }
    }
  }
}
