package dev.podnet.manifest;

import dev.podnet.manifest.WorkloadObject.Type;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Which kinds of which versions of the Kubernetes API are read, and by whom. */
final class Kinds {

  /** Reads an object; empty when it could not, which was reported. */
  interface Reader extends Function<Fields, Optional<KubeObject>> {}

  private static final Map<String, Map<String, Reader>> READERS = new LinkedHashMap<>();

  static {
    put("Namespace", NodeReader::namespace, "v1");
    put("Node", NodeReader::node, "v1");
    put("Pod", PodReader::pod, "v1");
    put("Service", ServiceReader::service, "v1");
    put("Endpoints", EndpointsReader::endpoints, "v1");
    put("ReplicationController", workload(Type.REPLICATION_CONTROLLER), "v1");
    putWorkload(Type.DEPLOYMENT, "apps/v1beta1", "extensions/v1beta1");
    putWorkload(Type.STATEFUL_SET, "apps/v1beta1");
    putWorkload(Type.DAEMON_SET, "extensions/v1beta1");
    putWorkload(Type.REPLICA_SET, "extensions/v1beta1");
    put("Job", workload(Type.JOB), "batch/v1");
    put("CronJob", workload(Type.CRON_JOB), "batch/v1", "batch/v1beta1", "batch/v2alpha1");
    put("EndpointSlice", EndpointsReader::slice, "discovery.k8s.io/v1", "discovery.k8s.io/v1beta1");
    put("Ingress", object -> IngressReader.ingress(object, false), "networking.k8s.io/v1");
    put(
        "Ingress",
        object -> IngressReader.ingress(object, true),
        "networking.k8s.io/v1beta1",
        "extensions/v1beta1");
    put(
        "IngressClass",
        IngressReader::ingressClass,
        "networking.k8s.io/v1",
        "networking.k8s.io/v1beta1");
    put("NetworkPolicy", NetworkPolicyReader::policy, "networking.k8s.io/v1", "extensions/v1beta1");
  }

  /** Kinds of the API's own groups that are not read and must not be taken for misspelt ones. */
  private static final Set<String> OTHERS = Set.of(
      "Binding",
      "ConfigMap",
      "ControllerRevision",
      "Event",
      "IPAddress",
      "LimitRange",
      "List",
      "PodTemplate",
      "Secret",
      "ServiceAccount",
      "ServiceCIDR",
      "Scale",
      "Status");

  private Kinds() {}

  private static Reader workload(Type type) {
    return object -> WorkloadReader.workload(object, type, false);
  }

  /** Workloads of the versions that no longer take the template's labels for a missing selector. */
  private static Reader selecting(Type type) {
    return object -> WorkloadReader.workload(object, type, true);
  }

  private static void putWorkload(Type type, String... oldVersions) {
    put(type.word(), selecting(type), "apps/v1", "apps/v1beta2");
    put(type.word(), workload(type), oldVersions);
  }

  private static void put(String kind, Reader reader, String... versions) {
    for (String version : versions) {
      READERS.computeIfAbsent(kind, k -> new LinkedHashMap<>()).put(version, reader);
    }
  }

  /** The reader of a kind of a version, if it is one that is read. */
  static Optional<Reader> reader(String apiVersion, String kind) {
    return Optional.ofNullable(READERS.getOrDefault(kind, Map.of()).get(apiVersion));
  }

  /** Whether an apiVersion is of a group in which kinds that are read are defined. */
  static boolean isOwnGroup(String apiVersion) {
    String group = group(apiVersion);
    return READERS.values().stream()
        .flatMap(versions -> versions.keySet().stream())
        .anyMatch(version -> group(version).equals(group));
  }

  private static String group(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? apiVersion : apiVersion.substring(0, slash);
  }

  /** The versions in which a kind is read, the present one first; none for another kind. */
  static Collection<String> versions(String kind) {
    return Collections.unmodifiableCollection(
        READERS.getOrDefault(kind, Map.of()).keySet());
  }

  /** The kinds that a misspelt one may have meant; none when it is a kind of its own. */
  static Collection<String> candidates(String kind) {
    return OTHERS.contains(kind) ? Set.of() : new TreeSet<>(READERS.keySet());
  }
}
