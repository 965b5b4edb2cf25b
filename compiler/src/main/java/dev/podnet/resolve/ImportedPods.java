package dev.podnet.resolve;

import dev.podnet.diagnostics.Diagnostic;
import dev.podnet.diagnostics.Diagnostics;
import dev.podnet.diagnostics.NameCode;
import dev.podnet.manifest.KubeObject;
import dev.podnet.manifest.ObjectMeta;
import dev.podnet.manifest.PodObject;
import dev.podnet.manifest.PodSpec;
import dev.podnet.manifest.WorkloadObject;
import dev.podnet.model.ObjectRef;
import dev.podnet.model.Pod;
import dev.podnet.model.PodDns;
import dev.podnet.net.IpAddress;
import dev.podnet.net.IpFamily;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Pods and workloads of manifests. What a live cluster made of a workload is given beside it: a workload whose pods (or
 * whose ReplicaSets) are among the objects makes none of its own.
 */
final class ImportedPods {

  private final Imported imported;
  private final Budget budget;
  private final Diagnostics diagnostics;
  private final Set<String> made = new HashSet<>();

  ImportedPods(Imported imported, Budget budget, Diagnostics diagnostics) {
    this.imported = imported;
    this.budget = budget;
    this.diagnostics = diagnostics;
  }

  List<Workload> read() {
    List<Workload> workloads = new ArrayList<>();
    imported.all(PodObject.class).forEach(this::markOwner);
    imported.all(WorkloadObject.class).forEach(this::markOwner);
    for (PodObject pod : imported.all(PodObject.class)) {
      if (!pod.finished()) {
        workloads.add(workload(pod));
      }
    }
    for (WorkloadObject object : imported.all(WorkloadObject.class)) {
      if (object.type().makesPods() && !made.contains(key(object.kind(), imported.ref(object)))) {
        workloads.add(workload(object));
      }
    }
    return workloads;
  }

  private void markOwner(KubeObject object) {
    object
        .meta()
        .controller()
        .ifPresent(owner -> made.add(
            key(owner.kind(), new ObjectRef(imported.ref(object).namespace(), owner.name()))));
  }

  private static String key(String kind, ObjectRef ref) {
    return kind + " " + ref;
  }

  private Workload workload(PodObject pod) {
    ObjectRef ref = imported.ref(pod);
    noteIgnored("Pod " + ref, pod.spec());
    List<Located<IpAddress>> ips =
        pod.spec().hostNetwork() ? List.of() : Families.addresses(pod.status().podIps());
    PodDraft draft = draft(
        ref,
        pod.meta(),
        pod.spec(),
        pod.meta().labels().toMap(),
        ips,
        Families.addresses(pod.status().podIps()).stream()
            .map(ip -> ip.value().family())
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(IpFamily.class))),
        pod.ready().orElse(true));
    return new Workload(
        ref,
        pod.nameSpan(),
        pod.meta().controller().map(o -> o.kind() + " " + ref.namespace() + "/" + o.name()),
        true,
        true,
        Workload.Spread.FROM_HASH,
        pod.spec().nodeName().map(List::of).orElse(List.of()),
        selector(pod.spec()),
        pod.spec().tolerations(),
        List.of(draft));
  }

  private Workload workload(WorkloadObject object) {
    ObjectRef ref = imported.ref(object);
    WorkloadObject.Template template = object.template().orElseThrow();
    noteIgnored(object.kind() + " " + ref, template.spec());
    SortedMap<String, String> labels = template.labels().toMap();
    PodDraft pattern = draft(
        ref,
        object.meta(),
        template.spec(),
        labels,
        List.of(),
        EnumSet.noneOf(IpFamily.class),
        true);
    boolean everyNode = object.type() == WorkloadObject.Type.DAEMON_SET;
    return new Workload(
        ref,
        object.nameSpan(),
        Optional.of(object.kind() + " " + ref),
        object.type() == WorkloadObject.Type.STATEFUL_SET,
        true,
        everyNode ? Workload.Spread.EVERY_NODE : Workload.Spread.FROM_HASH,
        template.spec().nodeName().map(List::of).orElse(List.of()),
        selector(template.spec()),
        everyNode
            ? DaemonTolerations.with(template.spec().tolerations(), template.span())
            : template.spec().tolerations(),
        everyNode ? List.of(pattern) : replicas(object, pattern, labels));
  }

  private List<PodDraft> replicas(
      WorkloadObject object, PodDraft pattern, SortedMap<String, String> labels) {
    ObjectRef ref = pattern.ref();
    int count = count(object);
    boolean stateful = object.type() == WorkloadObject.Type.STATEFUL_SET;
    int first = stateful ? object.ordinalsStart().map(Located::value).orElse(0) : 1;
    List<PodDraft> pods = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String name = ref.name() + "-" + (first + i);
      ObjectRef pod = new ObjectRef(ref.namespace(), name);
      if (!stateful) {
        pods.add(pattern.named(pod, labels));
        continue;
      }
      SortedMap<String, String> own = new TreeMap<>(labels);
      own.put("statefulset.kubernetes.io/pod-name", name);
      own.put("apps.kubernetes.io/pod-index", Integer.toString(first + i));
      pods.add(pattern
          .named(pod, own)
          .inDns(Optional.of(name), object.serviceName().map(Located::value)));
    }
    return pods;
  }

  private int count(WorkloadObject object) {
    int count = object.replicas().map(Located::value).orElse(1);
    Span place = object.replicas().map(Located::span).orElse(object.nameSpan());
    return budget.take(count, place, object.kind() + " " + imported.ref(object)) ? count : 0;
  }

  private static SortedMap<String, String> selector(PodSpec spec) {
    return spec.nodeSelector().toMap();
  }

  private void noteIgnored(String what, PodSpec spec) {
    spec.affinity()
        .or(spec::topologySpread)
        .ifPresent(place -> Diagnostic.at(
                place,
                NameCode.PLACEMENT_IGNORED,
                "affinity and topology spread of " + what
                    + " are not evaluated; its pods go round all nodes that nodeSelector and taints"
                    + " leave")
            .help("fix a place with nodeName where it matters")
            .to(diagnostics));
  }

  private static PodDraft draft(
      ObjectRef ref,
      ObjectMeta meta,
      PodSpec spec,
      SortedMap<String, String> labels,
      List<Located<IpAddress>> ips,
      Set<IpFamily> families,
      boolean ready) {
    return new PodDraft(
        ref,
        meta.name().span(),
        spec.hostNetwork() ? Pod.Network.HOST : Pod.Network.POD,
        Optional.empty(),
        ips,
        families,
        labels,
        spec.hostname().map(Located::value),
        spec.subdomain().map(Located::value),
        spec.containers().stream().map(ImportedPods::container).toList(),
        dns(spec),
        ready,
        meta.deletion().isPresent());
  }

  private static PodDns dns(PodSpec spec) {
    String word = spec.dnsPolicy().map(Located::value).orElse("ClusterFirst");
    PodDns.Policy policy = switch (word) {
      case "Default" -> PodDns.Policy.DEFAULT;
      case "None" -> PodDns.Policy.NONE;
      default -> PodDns.Policy.CLUSTER_FIRST;
    };
    PodSpec.DnsConfig config = spec.dnsConfig();
    return new PodDns(policy, config.servers(), config.searches(), config.options());
  }

  private static Pod.Container container(PodSpec.Container container) {
    return new Pod.Container(
        container.name().value(),
        container.ports().stream()
            .map(p -> new Pod.Port(
                p.span(),
                p.name().map(Located::value),
                p.number().value(),
                p.protocol(),
                p.hostPort().map(Located::value),
                p.hostIp().map(Located::value)))
            .toList());
  }
}
