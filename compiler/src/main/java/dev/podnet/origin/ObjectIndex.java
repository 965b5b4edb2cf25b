package dev.podnet.origin;

import dev.podnet.facts.Fact;
import dev.podnet.facts.FactFile;
import dev.podnet.facts.FactKind;
import dev.podnet.facts.NetworkState;
import dev.podnet.facts.Objects;
import dev.podnet.origin.SpecObject.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which objects a text names: by their names, by addresses, by what is made for them alone. */
public final class ObjectIndex {

  private static final Pattern BREAK = Pattern.compile("[\\s\"'(){}\\[\\],;=@]+");
  private static final Pattern NAMED = Pattern.compile(
      "\\b(node|pod|service|segment|router|policy|ingress|namespace) ([^\\s\"',:]+)");
  private static final Pattern SERVICE_NAME =
      Pattern.compile("(?:^|\\.)([a-z0-9-]+)\\.([a-z0-9-]+)\\.svc(?:\\.|$)");
  private static final Pattern DASHED =
      Pattern.compile("(?:^|\\.)([0-9a-f]+(?:-[0-9a-f]*){3,7})(?:\\.|$)");
  private static final Pattern NAMESPACE_NAME =
      Pattern.compile("^([a-z0-9-]+)\\.(?:pod|svc)(?:\\.|$)");

  private final Map<String, Set<SpecObject>> names = new HashMap<>();
  private final Set<SpecObject> objects = new LinkedHashSet<>();

  /** The objects that an output names. */
  public ObjectIndex(NetworkState state) {
    Objects all = state.objects();
    object(new SpecObject(Kind.CLUSTER, all.cluster()));
    for (Objects.Node node : all.nodes()) {
      SpecObject object = object(new SpecObject(Kind.NODE, node.name()));
      node.addresses().forEach(a -> name(a, object));
      for (String cidr : node.podCidrs()) {
        name(cidr, object);
        name(cidr.substring(0, Math.max(0, cidr.indexOf('/'))), object);
      }
    }
    for (Objects.Pod pod : all.pods()) {
      SpecObject object = object(new SpecObject(Kind.POD, pod.name()));
      name(pod.name(), object);
      name(pod.name().replace('/', '.'), object);
      boolean own = pod.ips().stream().noneMatch(names::containsKey);
      pod.ips().stream().filter(ip -> own).forEach(ip -> name(ip, object));
    }
    for (Objects.Service service : all.services()) {
      SpecObject object = object(new SpecObject(Kind.SERVICE, service.name()));
      name(service.name(), object);
      service.clusterIps().forEach(ip -> name(ip, object));
    }
    for (FactFile file : state.files().values()) {
      for (Fact fact : file.facts()) {
        if (fact.kind() == FactKind.LINK && fact.about().startsWith("pod ")) {
          in(fact.about()).forEach(object -> name(fact.key(), object));
        }
      }
    }
  }

  /** The objects that an output and the spec it was made from name. */
  public ObjectIndex(NetworkState state, Map<SpecObject, List<SpecStatement>> statements) {
    this(state);
    statements.forEach((object, list) -> {
      object(object);
      if (object.kind() == Kind.POLICY || object.kind() == Kind.INGRESS) {
        name(object.name(), object);
      }
      for (SpecStatement statement : list) {
        switch (statement.aspect()) {
          case "externalIP", "loadBalancerIP", "gateway", "prefix" ->
            name(statement.value(), object);
          default -> {}
        }
      }
    });
  }

  private SpecObject object(SpecObject object) {
    objects.add(object);
    return object;
  }

  private void name(String name, SpecObject object) {
    names.computeIfAbsent(name, n -> new LinkedHashSet<>(2)).add(object);
  }

  /** Whether there is such an object. */
  public boolean has(SpecObject object) {
    return objects.contains(object);
  }

  /** Every object. */
  public Set<SpecObject> objects() {
    return objects;
  }

  /** The words of a text that could name something. */
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : BREAK.split(text)) {
      if (!word.isEmpty()) {
        words.add(word);
      }
    }
    return words;
  }

  /** The objects a text names, in the order in which it does. */
  public Set<SpecObject> in(String text) {
    Set<SpecObject> found = new LinkedHashSet<>();
    Matcher named = NAMED.matcher(text);
    while (named.find()) {
      SpecObject object = new SpecObject(
          Kind.valueOf(named.group(1).toUpperCase(java.util.Locale.ROOT)), named.group(2));
      if (objects.contains(object)) {
        found.add(object);
      }
    }
    for (String word : words(text)) {
      forms(word).forEach(form -> of(form, found));
      Matcher namespace = NAMESPACE_NAME.matcher(word);
      if (namespace.find()) {
        find(Kind.NAMESPACE, namespace.group(1)).ifPresent(found::add);
      }
    }
    return found;
  }

  /** A name that two kinds of objects have means what was named before; else both. */
  private void of(String name, Set<SpecObject> found) {
    Set<SpecObject> all = names.getOrDefault(name, Set.of());
    if (all.stream().noneMatch(found::contains)) {
      found.addAll(all);
    }
  }

  /** What a word may name: as it stands, without a port, a prefix's length or a colon. */
  private static List<String> forms(String word) {
    List<String> forms = new ArrayList<>();
    forms.add(word);
    int slash = word.lastIndexOf('/');
    int colon = word.lastIndexOf(':');
    if (slash > 0) {
      forms.add(word.substring(0, slash));
    }
    if (colon > 0) {
      forms.add(word.substring(0, colon));
    }
    int first = word.indexOf(':');
    if (first > 0 && first != colon) {
      forms.add(word.substring(0, first));
    }
    Matcher service = SERVICE_NAME.matcher(word);
    if (service.find()) {
      forms.add(service.group(2) + "/" + service.group(1));
    }
    Matcher dashed = DASHED.matcher(word);
    while (dashed.find()) {
      forms.add(dashed.group(1).replace('-', '.'));
      forms.add(dashed.group(1).replace('-', ':'));
    }
    return forms;
  }

  /** Texts that stand in every line that names an object. */
  Set<String> namesOf(SpecObject object) {
    Set<String> all = new LinkedHashSet<>();
    all.add(object.kind().word() + " " + object.name());
    names.forEach((name, those) -> {
      if (those.contains(object)) {
        all.add(name);
        all.add(name.replace('.', '-').replace(':', '-'));
      }
    });
    int slash = object.name().indexOf('/');
    if (object.kind() == Kind.SERVICE) {
      all.add(
          object.name().substring(slash + 1) + "." + object.name().substring(0, slash) + ".svc");
    } else if (object.kind() == Kind.NAMESPACE) {
      all.add(object.name() + ".svc");
      all.add(object.name() + ".pod");
    }
    return all;
  }

  /** The object of a kind and name. */
  public Optional<SpecObject> find(Kind kind, String name) {
    SpecObject object = new SpecObject(kind, name);
    return has(object) ? Optional.of(object) : Optional.empty();
  }
}
