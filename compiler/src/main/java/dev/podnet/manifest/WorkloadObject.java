package dev.podnet.manifest;

import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.Optional;

/**
 * An object that makes pods: Deployment, StatefulSet, DaemonSet, ReplicaSet ({@code apps/v1}) or ReplicationController
 * ({@code v1}); or a Job or CronJob ({@code batch/v1}), whose pods come to an end and have no place here.
 *
 * @param span where it stands
 * @param type which of them
 * @param meta its own name and labels
 * @param replicas how many pods; absent means one
 * @param selector {@code spec.selector}, where it is given
 * @param template the pods; empty only for Job and CronJob
 * @param serviceName the headless service of a StatefulSet
 * @param ordinalsStart the number of a StatefulSet's first pod; absent means 0
 * @param podManagementPolicy OrderedReady or Parallel
 */
public record WorkloadObject(
    Span span,
    Type type,
    ObjectMeta meta,
    Optional<Located<Integer>> replicas,
    Optional<LabelSelector> selector,
    Optional<Template> template,
    Optional<Located<String>> serviceName,
    Optional<Located<Integer>> ordinalsStart,
    Optional<Located<String>> podManagementPolicy)
    implements KubeObject {

  /** The kinds of workload. */
  public enum Type {
    DEPLOYMENT("Deployment"),
    STATEFUL_SET("StatefulSet"),
    DAEMON_SET("DaemonSet"),
    REPLICA_SET("ReplicaSet"),
    REPLICATION_CONTROLLER("ReplicationController"),
    JOB("Job"),
    CRON_JOB("CronJob");

    private final String word;

    Type(String word) {
      this.word = word;
    }

    /** The kind as the Kubernetes API writes it. */
    public String word() {
      return word;
    }

    /** Whether pods of this kind stay, so that podnet makes them. */
    public boolean makesPods() {
      return this != JOB && this != CRON_JOB;
    }
  }

  /**
   * A pod template.
   *
   * @param span where it is written
   * @param labels what its pods carry
   * @param annotations what its pods are annotated with
   * @param spec what they are made of
   */
  public record Template(Span span, LabelMap labels, LabelMap annotations, PodSpec spec) {}

  @Override
  public String kind() {
    return type.word();
  }
}
