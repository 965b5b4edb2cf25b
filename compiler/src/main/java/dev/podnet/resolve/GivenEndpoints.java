package dev.podnet.resolve;

import dev.podnet.manifest.EndpointSliceObject;
import dev.podnet.manifest.EndpointsObject;
import dev.podnet.manifest.GivenEndpoint;
import dev.podnet.model.ObjectRef;
import dev.podnet.net.IpFamily;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Endpoints that manifests give, by the service they belong to: its EndpointSlices, or without these its Endpoints. */
final class GivenEndpoints {

  /** Endpoints that have the same ports. */
  record Group(List<GivenEndpoint> endpoints, List<GivenEndpoint.Port> ports) {}

  private final Map<ObjectRef, List<Group>> byService = new HashMap<>();

  private GivenEndpoints() {}

  static GivenEndpoints of(Imported imported) {
    GivenEndpoints given = new GivenEndpoints();
    for (EndpointSliceObject slice : imported.all(EndpointSliceObject.class)) {
      slice
          .service()
          .ifPresent(name -> given
              .byService
              .computeIfAbsent(
                  new ObjectRef(imported.ref(slice).namespace(), name.value()),
                  r -> new ArrayList<>())
              .add(new Group(inFamily(slice), slice.ports())));
    }
    Map<ObjectRef, List<Group>> older = new HashMap<>();
    for (EndpointsObject object : imported.all(EndpointsObject.class)) {
      older.put(
          imported.ref(object),
          object.subsets().stream()
              .map(s -> new Group(s.endpoints(), s.ports()))
              .toList());
    }
    older.forEach(given.byService::putIfAbsent);
    return given;
  }

  private static List<GivenEndpoint> inFamily(EndpointSliceObject slice) {
    return switch (slice.addressType().value()) {
      case IPV4 -> inFamily(slice, IpFamily.IPV4);
      case IPV6 -> inFamily(slice, IpFamily.IPV6);
      case FQDN -> List.of();
    };
  }

  private static List<GivenEndpoint> inFamily(EndpointSliceObject slice, IpFamily family) {
    return slice.endpoints().stream()
        .filter(e -> !e.addresses().isEmpty() && e.addresses().get(0).value().family() == family)
        .toList();
  }

  /** What is given for a service; empty when nothing is, so that its selector counts. */
  Optional<List<Group>> find(ObjectRef service) {
    return Optional.ofNullable(byService.get(service));
  }
}
