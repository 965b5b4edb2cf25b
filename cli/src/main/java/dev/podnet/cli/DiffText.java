package dev.podnet.cli;

import dev.podnet.diagnostics.DisplayText;
import dev.podnet.diff.Change;
import dev.podnet.diff.Changes;
import dev.podnet.diff.Effect.Disturbance;
import dev.podnet.diff.Reason;
import dev.podnet.diff.Review;
import dev.podnet.facts.FactKind;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Differences for people at a terminal. */
final class DiffText {

  private static final int MOST_LINES = 8;
  private static final int MOST_REASONS = 40;
  private static final int MOST_PLACES = 25;

  private static final String RED = "31";
  private static final String GREEN = "32";
  private static final String YELLOW = "33";
  private static final String BOLD = "1";

  private final boolean colour;
  private final boolean whole;
  private final boolean quiet;
  private final StringBuilder text = new StringBuilder();

  /**
   * Makes one, for one use.
   *
   * @param whole whether every line is shown
   * @param quiet whether only the changes are shown
   */
  DiffText(boolean colour, boolean whole, boolean quiet) {
    this.colour = colour;
    this.whole = whole;
    this.quiet = quiet;
  }

  private String paint(String sgr, String words) {
    String safe = DisplayText.harmless(words);
    return colour ? "\u001b[" + sgr + "m" + safe + "\u001b[0m" : safe;
  }

  private static String sgr(Change.Verb verb) {
    return switch (verb) {
      case ADDED -> GREEN;
      case CHANGED -> YELLOW;
      case REMOVED -> RED;
    };
  }

  private void line(String words) {
    text.append(words).append('\n');
  }

  String of(DiffSide old, DiffSide now, Review review) {
    if (review.changes().isEmpty()) {
      if (!quiet) {
        line(paint(BOLD, review.cluster() + ": nothing changes"));
      }
      reasons(old, review);
      return text.toString();
    }
    line(paint(BOLD, review.cluster() + ": " + ChangeGroups.summary(review)));
    if (!ChangeGroups.disturbing(review).isEmpty()) {
      line(paint(BOLD, ChangeGroups.disturbing(review)));
    }
    if (!ChangeGroups.hint(review).isEmpty()) {
      line("note: " + ChangeGroups.hint(review));
    }
    reasons(old, review);
    hosts(review.changes().come(), Change.Verb.ADDED, "is new: call its apply.sh");
    hosts(review.changes().gone(), Change.Verb.REMOVED, "goes: call teardown.sh of its old output");
    List<ChangeGroups.Group> groups = ChangeGroups.of(review);
    int places = 0;
    for (ChangeGroups.Group group : groups) {
      if (!whole && places++ == MOST_PLACES) {
        line("");
        line("… and in " + (groups.size() - MOST_PLACES) + " more places (-v shows all)");
        break;
      }
      line("");
      line(paint(BOLD, group.title()));
      group.rows().forEach(row -> row(review, row));
    }
    return text.toString();
  }

  private void reasons(DiffSide old, Review review) {
    if (review.reasons().isEmpty() || !review.specs()) {
      return;
    }
    line("");
    line(paint(BOLD, "What the spec says differently"));
    int shown = whole
        ? review.reasons().size()
        : Math.min(MOST_REASONS, review.reasons().size());
    for (int i = 0; i < shown; i++) {
      Reason reason = review.reasons().get(i);
      line("  " + paint(sgr(reason.verb()), Character.toString(reason.verb().sign())) + " "
          + paint(BOLD, "[" + (i + 1) + "]") + " " + DisplayText.harmless(reason.text())
          + place(old, reason));
    }
    more(review.reasons().size() - shown, "  ");
  }

  private static String place(DiffSide old, Reason reason) {
    String at = reason
        .now()
        .map(Object::toString)
        .or(() -> reason
            .old()
            .map(s -> s + (old.revision().isPresent() ? " at " + old.revision().get() : "")))
        .orElse("");
    return at.isEmpty() ? "" : "  " + DisplayText.harmless(at);
  }

  private void more(int count, String indent) {
    if (count > 0) {
      line(indent + "… " + count + " more (-v shows all)");
    }
  }

  private void hosts(List<Changes.Host> hosts, Change.Verb verb, String what) {
    if (hosts.isEmpty()) {
      return;
    }
    line("");
    int shown = whole ? hosts.size() : Math.min(MOST_LINES, hosts.size());
    for (Changes.Host host : hosts.subList(0, shown)) {
      line(paint(sgr(verb), verb.sign() + " host " + host.name()) + " " + what + " ("
          + counts(host.counts()) + ")");
    }
    more(hosts.size() - shown, "");
  }

  private static String counts(Map<FactKind, Integer> counts) {
    return counts.entrySet().stream()
        .filter(c -> c.getKey() != FactKind.SCRIPT && c.getKey() != FactKind.HOST)
        .map(c -> c.getKey().word() + " " + c.getValue())
        .collect(Collectors.joining(", "));
  }

  /** The numbers of the reasons; where there is no list of these, the reasons themselves. */
  private String because(Review review, ChangeGroups.Row row) {
    if (row.reasons().isEmpty() || !review.specs() && row.object()) {
      return "";
    } else if (review.specs()) {
      return "  "
          + paint(
              BOLD,
              row.reasons().stream().map(r -> "[" + (r + 1) + "]").collect(Collectors.joining()));
    }
    String texts = row.reasons().stream()
        .limit(3)
        .map(r -> review.reasons().get(r).text())
        .collect(Collectors.joining(", "));
    return "  (" + DisplayText.harmless(texts) + (row.reasons().size() > 3 ? ", …)" : ")");
  }

  private void row(Review review, ChangeGroups.Row row) {
    boolean single =
        row.gone().size() + row.come().size() == 1 && row.verb() != Change.Verb.CHANGED;
    String behind = single ? " " + (row.gone().isEmpty() ? row.come() : row.gone()).get(0) : "";
    line("  " + paint(sgr(row.verb()), row.verb().sign() + " " + row.title() + behind)
        + because(review, row));
    if (!single && (row.verb() != Change.Verb.REMOVED || whole)) {
      lines(row.gone(), '-', RED);
      lines(row.come(), '+', GREEN);
    }
    if (row.reordered()) {
      line("      the same lines in another order");
    }
    if (row.effect().disturbance() != Disturbance.NONE || whole) {
      String lead = switch (row.effect().disturbance()) {
        case NONE -> "connections go on: ";
        case BRIEF -> "connections, briefly: ";
        case BROKEN -> "connections END: ";
      };
      String sgr = row.effect().disturbance() == Disturbance.BROKEN ? RED : YELLOW;
      boolean none = row.effect().disturbance() == Disturbance.NONE;
      line("      " + (none ? lead : paint(sgr, lead.strip()) + " ")
          + DisplayText.harmless(row.effect().text()));
    }
  }

  private void lines(List<String> lines, char sign, String sgr) {
    int shown = whole ? lines.size() : Math.min(MOST_LINES, lines.size());
    lines.subList(0, shown).forEach(l -> line("      " + paint(sgr, sign + " " + l)));
    more(lines.size() - shown, "      ");
  }
}
