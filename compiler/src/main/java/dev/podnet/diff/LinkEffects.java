package dev.podnet.diff;

import dev.podnet.diff.Change.Verb;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a changed link does. MTU, MAC, bridge and a port's flags are set in place; a link of another kind, or of other
 * properties of its kind, is deleted and made anew ({@code misfit} in {@code network.awk}).
 */
final class LinkEffects {

  private LinkEffects() {}

  /**
   * A link as its lines have it.
   *
   * @param settings what can be set while it is there
   * @param kind its kind and what goes with it
   */
  private record Form(Map<String, String> settings, List<String> kind) {

    static Form of(List<String> lines) {
      Map<String, String> settings = new TreeMap<>();
      List<String> kind = List.of();
      for (String line : lines) {
        List<String> words = Arrays.asList(line.split(" "));
        int type = words.indexOf("type");
        if (type == 0 && words.size() > 2 && words.get(1).equals("bridge_slave")) {
          settings.put(words.get(2), words.get(words.size() - 1));
        } else if (type >= 0) {
          kind = new ArrayList<>(words.subList(type, words.size()));
          pairs(words.subList(0, type), settings, "");
          if (kind.size() > 1 && kind.get(1).equals("veth")) {
            pairs(kind.subList(3, kind.size()), settings, "peer's ");
            String name = settings.remove("peer's name");
            String place = settings.remove("peer's netns");
            kind = Arrays.asList("type", "veth", "to " + name + " in " + place);
          } else if (kind.size() > 1 && kind.get(1).equals("bridge")) {
            pairs(kind.subList(2, kind.size()), settings, "");
            kind = kind.subList(0, 2);
          }
        } else {
          pairs(words, settings, "");
        }
      }
      return new Form(settings, kind);
    }

    private static void pairs(List<String> words, Map<String, String> out, String before) {
      for (int i = 0; i + 1 < words.size(); i += 2) {
        out.put(before + words.get(i), words.get(i + 1));
      }
    }
  }

  static Effect of(Change change) {
    if (change.verb() == Verb.ADDED) {
      return Effect.none("made beside what is there");
    } else if (change.verb() == Verb.REMOVED) {
      return Effect.broken("goes, and with it all that went over it");
    }
    Form old = Form.of(change.old());
    Form now = Form.of(change.now());
    if (!old.kind().equals(now.kind())) {
      return Effect.broken(
          "deleted and made anew: " + String.join(" ", now.kind()) + " cannot be changed in place");
    }
    List<String> names = differing(old.settings(), now.settings());
    if (names.stream().anyMatch(n -> n.endsWith("address"))) {
      return Effect.brief("its MAC is set in place; packets are lost until neighbours know it");
    } else if (names.contains("master")) {
      return Effect.brief("moved to another bridge; packets on their way may be lost");
    } else if (names.contains("mtu")) {
      return smaller(old, now)
          ? Effect.brief(
              "its MTU is lowered in place; connections go on once they have found the new path MTU")
          : Effect.none("its MTU is raised in place");
    }
    return Effect.none("set in place");
  }

  private static boolean smaller(Form old, Form now) {
    try {
      return Integer.parseInt(now.settings().get("mtu"))
          < Integer.parseInt(old.settings().get("mtu"));
    } catch (NumberFormatException e) {
      // Not a text podnet writes: the careful answer.
      return true;
    }
  }

  private static List<String> differing(Map<String, String> old, Map<String, String> now) {
    List<String> names = new ArrayList<>();
    TreeMap<String, String> all = new TreeMap<>(old);
    all.putAll(now);
    for (String name : all.keySet()) {
      if (!Objects.equals(old.get(name), now.get(name))) {
        names.add(name);
      }
    }
    return names;
  }
}
