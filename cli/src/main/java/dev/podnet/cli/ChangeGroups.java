package dev.podnet.cli;

import dev.podnet.diff.Change;
import dev.podnet.diff.Effect;
import dev.podnet.diff.HostSet;
import dev.podnet.diff.Review;
import dev.podnet.facts.Fact;
import dev.podnet.facts.FactKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Changes as people read them: by where they are, the elements of one set together. */
final class ChangeGroups {

  private ChangeGroups() {}

  /** Changes in one place. */
  record Group(String title, List<Row> rows) {}

  /**
   * A change, or several of one kind in one thing.
   *
   * @param object whether it is an object of the spec
   * @param verb what becomes of it
   * @param title what it is
   * @param gone lines that go
   * @param come lines that come
   * @param reordered whether lines change places
   * @param effect what connections notice
   * @param reasons why, as places in the review's reasons
   */
  record Row(
      boolean object,
      Change.Verb verb,
      String title,
      List<String> gone,
      List<String> come,
      boolean reordered,
      Effect effect,
      List<Integer> reasons) {}

  /**
   * The groups: objects first, then hosts, those changes that concern most hosts first, then what is no host's. */
  static List<Group> of(Review review) {
    Map<String, List<Review.Told>> byPlace = new LinkedHashMap<>();
    List<Review.Told> sorted = new ArrayList<>(review.told());
    sorted.sort((a, b) -> Integer.compare(rank(a.change()), rank(b.change())));
    for (Review.Told told : sorted) {
      byPlace
          .computeIfAbsent(place(told.change(), review), p -> new ArrayList<>())
          .add(told);
    }
    List<Group> groups = new ArrayList<>();
    byPlace.forEach((place, told) -> groups.add(new Group(place, rows(told))));
    return groups;
  }

  private static int rank(Change change) {
    if (change.kind().object()) {
      return Integer.MIN_VALUE;
    }
    return change.hosts().isEmpty() ? change.kind().ordinal() : -change.hosts().size();
  }

  private static String place(Change change, Review review) {
    if (change.kind().object()) {
      return "Objects";
    } else if (change.kind().dns()) {
      return "Names";
    } else if (change.kind() == FactKind.ROUTER_ROUTE) {
      return "On the underlay's routers";
    } else if (change.hosts().isEmpty()) {
      return "Files that no host loads";
    }
    List<String> all = review.changes().hosts();
    return "On " + HostSet.of(change.hosts(), all).text(all.size());
  }

  private static List<Row> rows(List<Review.Told> all) {
    Map<List<Object>, List<Review.Told>> together = new LinkedHashMap<>();
    for (Review.Told told : all) {
      Change change = told.change();
      boolean piece = change.key().contains(Fact.IN);
      together
          .computeIfAbsent(
              piece
                  ? List.of(change.kind(), Fact.unit(change.key()), told.effect(), told.reasons())
                  : List.of(
                      change.kind(), change.key(), change.old(), change.now(), change.hosts()),
              k -> new ArrayList<>())
          .add(told);
    }
    List<Row> rows = new ArrayList<>();
    together.values().forEach(several -> rows.add(row(several)));
    return rows;
  }

  private static String title(Change change) {
    boolean pod = change.kind() == FactKind.LINK && change.about().startsWith("pod ");
    return change.kind().title() + " " + change.key() + (pod ? " of " + change.about() : "");
  }

  private static Row row(List<Review.Told> several) {
    Review.Told first = several.get(0);
    Change change = first.change();
    if (!change.key().contains(Fact.IN)) {
      String words = WordChanges.of(change);
      return new Row(
          change.kind().object(),
          change.verb(),
          title(change) + (words.isEmpty() ? "" : ": " + words),
          words.isEmpty() ? change.gone() : List.of(),
          words.isEmpty() ? change.come() : List.of(),
          change.reordered(),
          first.effect(),
          first.reasons());
    }
    List<String> gone = new ArrayList<>();
    List<String> come = new ArrayList<>();
    for (Review.Told told : several) {
      Change each = told.change();
      String name = Fact.piece(each.key());
      if (each.verb() != Change.Verb.ADDED) {
        gone.add((name + " " + String.join(" ", each.old())).strip());
      }
      if (each.verb() != Change.Verb.REMOVED) {
        come.add((name + " " + String.join(" ", each.now())).strip());
      }
    }
    boolean server = change.kind() == FactKind.REAL_SERVER;
    return new Row(
        false,
        Change.Verb.CHANGED,
        (server ? "real servers of " : "elements of set ") + Fact.unit(change.key()),
        gone,
        come,
        false,
        first.effect(),
        first.reasons());
  }

  /** {@code 12 of 40 hosts change, 1 is new, 1 goes}. */
  static String summary(Review review) {
    int all = review.changes().hosts().size();
    int changing = review.changes().changing().size();
    StringBuilder text = new StringBuilder();
    text.append(changing).append(" of ").append(Report.plural(all, "host"));
    text.append(changing == 1 ? " changes" : " change");
    int come = review.changes().come().size();
    int gone = review.changes().gone().size();
    if (come > 0) {
      text.append(", ").append(come).append(come == 1 ? " is new" : " are new");
    }
    if (gone > 0) {
      text.append(", ").append(gone).append(gone == 1 ? " goes" : " go");
    }
    return text.toString();
  }

  /** Says what would have kept addresses; empty when none moved. */
  static String hint(Review review) {
    long chosen = review.chosen();
    return chosen == 0
        ? ""
        : chosen
            + (chosen == 1
                ? " value that podnet chose changes"
                : " values that podnet chose change")
            + "; a podnet.lock keeps what was chosen (podnet compile --lock)";
  }

  /** {@code 2 changes end connections, 3 disturb them briefly}; empty when none does. */
  static String disturbing(Review review) {
    long broken = review.disturbing(Effect.Disturbance.BROKEN);
    long brief = review.disturbing(Effect.Disturbance.BRIEF);
    if (broken + brief == 0) {
      return review.told().isEmpty() ? "" : "open connections go on";
    }
    String text = broken == 0
        ? ""
        : Report.plural((int) broken, "change") + (broken == 1 ? " ends" : " end") + " connections";
    String mild = brief == 0
        ? ""
        : (broken == 0 ? Report.plural((int) brief, "change") : Long.toString(brief))
            + (brief == 1 ? " disturbs" : " disturb") + " them briefly";
    if (broken == 0) {
      mild = mild.replace(" them", " connections");
    }
    return text + (text.isEmpty() || mild.isEmpty() ? "" : ", ") + mild;
  }
}
