package dev.podnet.manifest;

import dev.podnet.diagnostics.ManifestCode;
import dev.podnet.manifest.WorkloadObject.Template;
import dev.podnet.manifest.WorkloadObject.Type;
import dev.podnet.source.Located;
import dev.podnet.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the objects that make pods. */
final class WorkloadReader {

  private static final Map<String, String> POLICIES = Words.of("OrderedReady", "Parallel");

  private WorkloadReader() {}

  /**
   * Reads a workload; of Job and CronJob only the name.
   *
   * @param selectorNeeded whether its version wants {@code spec.selector}
   */
  static Optional<KubeObject> workload(Fields object, Type type, boolean selectorNeeded) {
    Optional<ObjectMeta> meta = MetaReader.read(object, Names.SUBDOMAIN, true);
    if (!type.makesPods()) {
      return meta.map(m -> new WorkloadObject(
          object.span(),
          type,
          m,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty()));
    }
    Optional<Fields> found = object.map("spec");
    if (found.isEmpty()) {
      if (object.node("spec").isEmpty()) {
        object.missing("spec");
      }
      return Optional.empty();
    }
    Fields spec = found.get();
    Optional<Template> template = template(spec);
    Optional<LabelSelector> selector = selector(spec, type);
    if (selectorNeeded && template.isPresent() && spec.node("selector").isEmpty()) {
      spec.missing("selector", "write matchLabels with labels of its pods into it");
    }
    Optional<Located<Integer>> replicas =
        Values.integer(spec, "replicas", 0, Integer.MAX_VALUE, ManifestCode.OUT_OF_RANGE);
    Optional<Located<Integer>> start = spec.map("ordinals")
        .flatMap(o -> Values.integer(o, "start", 0, Integer.MAX_VALUE, ManifestCode.OUT_OF_RANGE));
    Optional<Located<String>> serviceName = Names.LABEL.read(spec, "serviceName");
    Optional<Located<String>> management = Values.word(spec, "podManagementPolicy", POLICIES);
    if (template.isEmpty() || meta.isEmpty()) {
      return Optional.empty();
    }
    selector.ifPresent(s -> mustMatch(spec, s, template.get()));
    return Optional.of(new WorkloadObject(
        object.span(),
        type,
        meta.get(),
        type == Type.DAEMON_SET ? Optional.empty() : replicas,
        selector,
        template,
        serviceName,
        start,
        management));
  }

  private static Optional<Template> template(Fields spec) {
    Optional<Fields> found = spec.map("template");
    if (found.isEmpty()) {
      if (spec.node("template").isEmpty()) {
        spec.missing("template", "the pods to make are described by spec.template");
      }
      return Optional.empty();
    }
    Fields template = found.get();
    Optional<Fields> meta = template.map("metadata");
    LabelMap labels = meta.map(m -> LabelText.labels(m, "labels")).orElse(LabelMap.EMPTY);
    LabelMap annotations =
        meta.map(m -> LabelText.annotations(m, "annotations")).orElse(LabelMap.EMPTY);
    return PodReader.spec(template)
        .map(pods -> new Template(template.span(), labels, annotations, pods));
  }

  /** A ReplicationController has a plain map of labels for its selector. */
  private static Optional<LabelSelector> selector(Fields spec, Type type) {
    if (type != Type.REPLICATION_CONTROLLER) {
      return spec.map("selector").map(SelectorReader::read);
    }
    List<LabelSelector.Requirement> requirements = new ArrayList<>();
    for (LabelMap.Entry entry : LabelText.labels(spec, "selector").entries()) {
      requirements.add(new LabelSelector.Requirement(
          entry.key().span(), entry.key(), LabelSelector.Operator.IN, List.of(entry.value())));
    }
    return requirements.isEmpty()
        ? Optional.empty()
        : Optional.of(new LabelSelector(spec.keyPlace("selector"), requirements));
  }

  private static void mustMatch(Fields spec, LabelSelector selector, Template template) {
    Optional<LabelSelector.Requirement> failing = selector.requirements().stream()
        .filter(r -> !SelectorReader.matches(
            new LabelSelector(selector.span(), List.of(r)), template.labels()))
        .findFirst();
    failing.ifPresent(requirement -> spec.reading()
        .at(
            requirement.key().span(),
            ManifestCode.SELECTOR_MISMATCH,
            spec.reading().object() + " selects pods by '" + requirement.key().value()
                + "', but its own pods do not match")
        .related(labelPlace(template, requirement, spec), "the labels of its pods")
        .help("give spec.template.metadata.labels what spec.selector asks for")
        .report());
  }

  private static Span labelPlace(
      Template template, LabelSelector.Requirement requirement, Fields spec) {
    return template
        .labels()
        .get(requirement.key().value())
        .map(Located::span)
        .orElse(
            template.labels().isEmpty()
                ? spec.keyPlace("template")
                : template.labels().entries().get(0).key().span());
  }
}
