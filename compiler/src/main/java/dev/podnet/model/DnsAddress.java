package dev.podnet.model;

import dev.podnet.net.AddressText;
import dev.podnet.net.Cidr;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Located;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a cluster's name server is asked: the addresses in the pods' {@code resolv.conf}.
 *
 * <p>They are, the first of these that there is: the setting {@code clusterIP} of {@code dns}; the ClusterIPs of a
 * service {@code kube-system/kube-dns} of the inputs; the tenth address of each service range (kubeadm's rule). So they
 * are known before any service is served there, and no other service is given one of them.
 */
public final class DnsAddress {

  /** The service that stands for the name server in every Kubernetes cluster. */
  public static final ObjectRef SERVICE = new ObjectRef("kube-system", "kube-dns");

  private static final long OFFSET = 10;

  private DnsAddress() {}

  /** The addresses, at most one for each family, the service ranges' first family first. */
  public static List<IpAddress> of(Cluster cluster) {
    List<IpAddress> set = setting(cluster.settings().dns());
    if (!set.isEmpty()) {
      return set;
    }
    for (Service service : cluster.services()) {
      if (service.ref().equals(SERVICE) && !service.clusterIps().isEmpty()) {
        return service.clusterIps().stream().map(Located::value).toList();
      }
    }
    return byRange(cluster.settings().serviceCidrs());
  }

  /** The addresses that the settings alone give: those written, else the tenth of each range. */
  public static List<IpAddress> of(ClusterSettings settings) {
    List<IpAddress> set = setting(settings.dns());
    return set.isEmpty() ? byRange(settings.serviceCidrs()) : set;
  }

  private static List<IpAddress> byRange(List<Located<Cidr>> ranges) {
    return ranges.stream().map(Located::value).flatMap(c -> tenth(c).stream()).toList();
  }

  /** The tenth address behind the network address; the last but one of a range too small for that; none below four. */
  private static Optional<IpAddress> tenth(Cidr range) {
    long size = range.sizeAsLong();
    return size < 4 ? Optional.empty() : Optional.of(range.nth(Math.min(OFFSET, size - 2)));
  }

  /** What is no address is reported with the other settings and left out here. */
  private static List<IpAddress> setting(BackendChoice dns) {
    List<IpAddress> addresses = new ArrayList<>();
    dns.setting("clusterIP")
        .ifPresent(s -> s.values().forEach(v -> {
          IpAddress parsed = AddressText.parse(v.value()).address();
          if (parsed != null && !has(addresses, parsed.family())) {
            addresses.add(parsed);
          }
        }));
    return List.copyOf(addresses);
  }

  private static boolean has(List<IpAddress> addresses, IpFamily family) {
    return addresses.stream().anyMatch(a -> a.family() == family);
  }
}
